"""Reads that are documented under two paths: the one that answered last goes first, and a 404 leads to the other.

providers.md, "Dialect fallback". For reads only: nothing that changes or spends is ever repeated under another path.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from leaddesk.domain.errors import NothingThere

T = TypeVar("T")


class DialectMemory(Protocol):
    """Remembers, for a provider's id and the name of an operation, the path that answered."""

    def get(self, provider: str, operation: str) -> str | None: ...

    def set(self, provider: str, operation: str, path: str) -> None: ...

    def forget(self, provider: str, operation: str) -> None: ...


class RememberedInMemory:
    """Until LeadDesk ends."""

    def __init__(self) -> None:
        self._paths: dict[tuple[str, str], str] = {}

    def get(self, provider: str, operation: str) -> str | None:
        return self._paths.get((provider, operation))

    def set(self, provider: str, operation: str, path: str) -> None:
        self._paths[provider, operation] = path

    def forget(self, provider: str, operation: str) -> None:
        self._paths.pop((provider, operation), None)


async def under_either_path(
    ask: Callable[[str], Awaitable[T]], paths: Sequence[str], memory: DialectMemory, provider: str, operation: str
) -> T:
    """The answer of ``ask(path)`` under the first of ``paths`` that is there; the remembered one is tried before.

    Raises NothingThere where none of them is, and whatever else ``ask`` raises. Then what is remembered stays: a 404
    may also be about the record that was asked for.
    """
    remembered = memory.get(provider, operation)
    ordered = sorted(paths, key=lambda path: path != remembered)
    for path in ordered:
        try:
            answer = await ask(path)
        except NothingThere:
            if path == ordered[-1]:
                raise
        else:
            memory.set(provider, operation, path)
            return answer
    raise ValueError("an operation has at least one path")
