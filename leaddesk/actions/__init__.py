"""What a person can do: one verb per file, without Qt.

Each action is a small object that gets its collaborators in the constructor and is awaited with keyword arguments. It
checks before it acts, and ends by announcing what changed (``domain.changes``). Imports the floor below (providers,
workspace, keychain, files) and ``domain``; never ``ui``.
"""
