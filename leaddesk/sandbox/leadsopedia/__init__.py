"""Leadsopedia's part of the guest house.

``service`` answers as its documentation says, ``my_lists`` are the lists and contacts that it keeps, ``account`` what
it tells about the account, ``downloads`` the files and the host that serves them, which is another than the provider's.

Reads only so far: what creates, renames or deletes is answered as any unknown method is, and logged.
"""
