"""The Leadsopedia tab: the budget of calls, the lists and their contacts, the account, the downloads.

``page`` joins the parts: the card with what calls and credits are left and which calls wait (``budget_card``), the rail
(``rail``), a browser for each kind of list (``priced_browser``), and the account's own page. ``asking`` knows what is
kept and asks for the rest. Every button that asks Leadsopedia wears its number of calls. The parts know the desk's
actions and each other's signals, never the window.
"""
