"""What the demo providers with lists have in common: shelves that can be changed while they are read."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence

from leaddesk.sandbox.fault_board import FaultBoard
from leaddesk.sandbox.provider import Provider
from leaddesk.sandbox.shelves import Record, Shelf


class ListProvider(Provider):
    """Keeps lists of its own, and one that its key has no access to."""

    def __init__(
        self,
        key: str,
        clock: Callable[[], float],
        faults: FaultBoard,
        own: Mapping[str, Shelf],
        foreign: Shelf,
    ) -> None:
        """``own`` by id; the other three as for every provider."""
        super().__init__(key, clock, faults)
        self._own, self._foreign = own, foreign
        self._switch_back()

    @property
    def foreign_list(self) -> str:
        """The id of a list that the key has no access to."""
        return self._foreign.id

    def shelves(self) -> Iterable[Shelf]:
        """The lists that the key may read, with their records."""
        return self._own.values()

    def change(
        self,
        list_id: str,
        *,
        add: int | Sequence[Record] = 0,
        at: int | None = None,
        remove: Iterable[int] = (),
        update: dict[int, Record] | None = None,
    ) -> None:
        """Changes a list: see ``Shelf.change``. Raises KeyError, ValueError."""
        self._own[list_id].change(add=add, at=at, remove=remove, update=update)

    def delete(self, list_id: str) -> None:
        """Deletes a list, until ``reset``. Raises KeyError."""
        self._own[list_id].deleted = True

    def reset(self) -> None:
        """As new: no faults, no requests, switches and lists as at the start, and no limit in the way."""
        super().reset()
        self._switch_back()
        for shelf in self._own.values():
            shelf.restore()

    @abstractmethod
    def _switch_back(self) -> None:
        """Sets every switch, and forgets what counts for a limit."""
