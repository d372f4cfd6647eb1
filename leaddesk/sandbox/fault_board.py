"""Which faults are switched on for a provider, and which requests they concern."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields

from leaddesk.sandbox.faults import EARLY, FAULTS
from leaddesk.sandbox.wire import Answer, Json, Received, Release

Catalogue = Mapping[str, Callable[..., Answer]]
"""The faults that there are, by the names under which they are switched on."""


@dataclass
class Fault:
    """A fault that is switched on. Raises ValueError for an unknown name or settings that it does not take."""

    name: str
    operation: str | None = None
    """Only for requests of this operation."""
    times: int | None = None
    """Only for so many requests more."""
    with_field: str | None = None
    """Only for requests whose filter uses this field."""
    without_field: str | None = None
    """Only for requests whose filter does not use this field."""
    settings: dict[str, Json] = field(default_factory=dict)
    list_id: str | None = None
    """Only for requests about this list."""
    page: int | None = None
    """Only for requests of this page."""
    catalogue: Catalogue = field(default_factory=lambda: FAULTS, repr=False)

    def __post_init__(self) -> None:
        if self.name not in self.catalogue:
            raise ValueError(f"no fault is called {self.name!r}; there are: {', '.join(self.catalogue)}")
        for number, what in ((self.times, "times"), (self.page, "page")):
            if number is not None and type(number) is not int:
                raise ValueError(f"{what} is a whole number")
        try:
            self.change(Answer(_NOTHING, 200, {"data": None}))
        except TypeError as error:
            raise ValueError(f"{self.name}: {error}") from error

    def concerns(self, received: Received) -> bool:
        """Whether it changes the answer to ``received``."""
        return (
            self.times != 0
            and self.operation in {None, received.operation}
            and (self.with_field is None or self.with_field in received.filter_fields)
            and (self.without_field is None or self.without_field not in received.filter_fields)
            and self.list_id in {None, received.list_id}
            and self.page in {None, received.page}
        )

    @property
    def early(self) -> bool:
        """Whether it strikes before anything is done about the request."""
        return self.name in EARLY

    def change(self, answer: Answer) -> Answer:
        """The answer with this fault in it."""
        return self.catalogue[self.name](answer, **self.settings)

    def told(self) -> dict[str, Json]:
        """It as JSON."""
        return {known.name: getattr(self, known.name) for known in fields(self) if known.name != "catalogue"}


class FaultBoard:
    """The faults of one provider. Usable from any thread."""

    def __init__(
        self, operations: Collection[str], fields: Collection[str] = (), catalogue: Catalogue = FAULTS
    ) -> None:
        """What the provider knows; a fault that is limited to anything else would never be met."""
        self.catalogue = catalogue
        self._operations = {None, *operations}
        self._fields = {None, *fields}
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._release = Release()

    def add(self, fault: Fault) -> None:
        """Switches ``fault`` on. Raises ValueError for an operation or a field that the provider does not know."""
        self._check(fault)
        with self._lock:
            self._faults.append(fault)

    def replace(self, faults: list[Fault]) -> None:
        """Switches off what is on, lets go what waits, and switches ``faults`` on. Raises ValueError as ``add``."""
        for fault in faults:
            self._check(fault)
        with self._lock:
            self._faults = faults
            released, self._release = self._release, Release()
        released.give()

    def listed(self) -> list[dict[str, Json]]:
        """What is on, oldest first, with the times that are left."""
        with self._lock:
            return [fault.told() for fault in self._faults]

    def of(self, received: Received) -> tuple[list[Fault], Release]:
        """The faults that ``received`` meets, each used up by one time, and what ends their waiting."""
        with self._lock:
            met = [fault for fault in self._faults if fault.concerns(received)]
            for fault in met:
                if fault.times is not None:
                    fault.times -= 1
            return met, self._release

    def _check(self, fault: Fault) -> None:
        if fault.operation not in self._operations:
            raise ValueError(f"no operation is called {fault.operation!r}")
        if fault.with_field not in self._fields or fault.without_field not in self._fields:
            raise ValueError(f"no field is called {fault.with_field or fault.without_field!r}")


_NOTHING = Received(
    method="GET", path="/", query=[], arrived=0.0, headers=[], key="absent", stray_key=False, body=None
)  # fmt: skip
