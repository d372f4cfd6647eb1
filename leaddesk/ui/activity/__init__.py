"""The Activity tab: what was bought, where every credit went, and what waits for a decision.

Imports ``actions`` and ``domain`` as the rest of the window does. A page is joined together from cards; each card gets
what it shows handed to it and asks for nothing itself.
"""
