"""LeadDesk: find, price and keep sales leads.

The floors, from the street to the foundation; imports run down only (contracts in ``pyproject.toml``)::

    __main__ -> tour -> app -> ui -> actions -> providers | workspace | keychain | files | inbox -> disk -> domain

``tour`` stands above ``app`` because it drives the whole program as a visitor would. ``sandbox`` is a guest house
beside the others: it plays the providers for the demo and the tests, and imports nothing of the rest.
"""

__version__ = "0.1.0"
