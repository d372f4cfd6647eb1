"""The receiver joined with the store: ``leaddesk inbox``, as the desktop's child or by itself on a server.

``inbox_process`` is the desktop's end of the pipe and ``child`` the other one, with ``orders`` between them;
``headless`` is the command for a server that is always on; ``kept`` is where both write down what comes.

On the top floor because the receiver (``leaddesk.inbox``) and the store (``leaddesk.workspace.purchases``) are
neighbours. A process of its own, so that neither a large body nor a full disk is ever noticed by the window.
"""
