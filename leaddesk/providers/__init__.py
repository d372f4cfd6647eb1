"""How LeadDesk speaks with the providers: one readable method per operation, and domain types at the door.

``reachstream``, ``reactin`` and ``leadsopedia`` know the paths and shapes of one provider each, ``client`` what they
have in common. What every provider needs stands beside them, each in a room of its own: ``session`` (key, deadline,
retries, redirects, the book of calls), ``connections`` (certificates and proxies), ``pacing`` (the queue that keeps the
provider's limit), ``body`` (reading an answer without unfolding a bomb), ``wire`` (tolerant JSON), ``faults`` (a status
or a broken connection as an error of ``domain.errors``), ``dialect`` (operations that are documented under two paths)
and ``paging`` (a page of a list, however it is written). ``files`` fetches downloads: it knows neither key nor queue.

What spends money does not go through ``session``, which repeats: ``sending`` is a door of its own, out of which a fetch
goes once. ``departure`` knows, for both, when a request has left. ``round_trip`` and ``inbox_client`` speak to
receivers of deliveries, by ``receiver_call``; they know no API key.

Imports ``domain`` only, and nobody beside it. httpx lives here and nowhere else, so that no other floor can send a key;
it takes long to import, so ``app`` imports these modules when the first call is made. JSON of a provider never leaves
this package, nor does an exception of httpx: its text can hold the headers, and with them the key.
"""
