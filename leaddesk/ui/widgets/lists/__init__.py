"""What every tab with a provider's lists shares: the rail of lists, the card that tells of a reading, the browser.

``browser.ListBrowser`` shows one kept list at a time and reads it page by page; ``list_rail.ListRail`` chooses which.
Both take their words from a ``list_texts.ListTexts``, so that one tab may speak of leads and another of contacts.
Unlike other widgets the browser knows the desk: reading, keeping and opening a list is the same for every provider.
"""
