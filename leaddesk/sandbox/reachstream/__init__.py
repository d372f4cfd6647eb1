"""ReachStream's part of the guest house.

``service`` answers as its documentation says; ``records`` are its contacts, masked in a sample and in full when bought;
``fetching`` takes orders, by webhook or by polling; ``books`` keep every order that was accepted and what became of it;
``courier`` processes the orders, charges them and brings the records; ``webhook`` is where the account wants them
brought, and ``terms`` are the switches for all that: how long it takes, how it is written, and what goes wrong.
"""
