"""The ReactIn tab: keep SmartLists, read their leads page by page, see what is new, look at them offline.

``page`` joins the rail of SmartLists, the shared list browser (``ui/widgets/lists``) and the undo history;
``smartlist_dialog`` takes a pasted snippet or address apart, and a key that is in it goes to the keychain alone. The
parts know the desk's actions and each other's signals, never the window.
"""
