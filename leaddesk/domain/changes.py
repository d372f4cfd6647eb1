"""What an action changed, so that each page can decide for itself whether it is concerned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Changes:
    """Said at the end of every action. All fields false: nothing that a page shows has changed."""

    saved_filters: bool = False
    keys: frozenset[str] = frozenset()
    """Ids of the providers whose key changed."""
    addresses: frozenset[str] = frozenset()
    """Ids of the providers whose address changed."""
    answered: frozenset[str] = frozenset()
    """Ids of the providers that took their key when it was tested."""
    lists: frozenset[str] = frozenset()
    """Ids of the providers whose kept lists changed: others, other names or places, or other leads in them."""
    account: frozenset[str] = frozenset()
    """Ids of the providers of whose account something else is kept than before."""
    dialects: frozenset[str] = frozenset()
    """Ids of the providers of which it was forgotten how they answer."""
    preferences: bool = False
    leads: bool = False
    """Other leads are kept in My Leads, or other values in them, or what is worked out from them is there now."""
    lead_lists: bool = False
    """Lists kept by hand, tags, saved views, suppression entries, export profiles or mappings are others."""
    purchases: bool = False
    """A purchase took a step, records of one came, a balance was read, or a delivery is kept."""
    receiver: bool = False
    """The receiver of webhooks listens somewhere else, or not any more, or was tried."""


class Announcer:
    """Passes each ``Changes`` on to whoever subscribed, in the order of subscribing."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Changes], None]] = []

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Returns the function that ends the subscription."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def fall_silent(self) -> None:
        """Nobody hears anything any more: what listened is about to go."""
        self._listeners.clear()

    def announce(self, changes: Changes) -> None:
        if changes != Changes():
            for listener in tuple(self._listeners):
                listener(changes)
