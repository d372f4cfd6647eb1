"""The guest house: it plays the providers on loopback, with made-up people, for the demo and for the tests.

What lives here, from the street inwards::

    server       the HTTP server: in a thread for tests (``Sandbox``), as a process for the demo (``run_for_parent``);
                 each provider has a port of its own, as each is a host of its own in reality
    control      paths under /sandbox/ of each port: faults, what arrived, what was bought, switches, changes to lists
    reachstream/, reactin/, leadsopedia/    the providers, each as strict as its documentation
    provider     what they have in common: a key, a log, faults, switches; list_provider: those that keep lists
    shelves      lists that a provider keeps, cut out of the world, which may change while they are read
    faults       what can go wrong with an answer; page_faults: with a list that is read page by page; fault_board:
                 which of them are on; wire: an answer on its way, and a request as it is remembered
    clock        what tests put in the place of real seconds
    world        people, companies and contacts out of a seed; search: which of them match a filter
                 (population, employers, companies, names, spellings, positions, industries, places, and the
                 lists behind them: countries, cultures, awkward)

It imports nothing of the rest of LeadDesk, and nobody but ``app`` and the tests opens its door: it is a second,
independent reading of the providers' documentation, so that a mistake in the client does not hide behind the same
mistake here. It listens on 127.0.0.1 only, and contacts nobody but a webhook that it was given, on loopback too.
"""
