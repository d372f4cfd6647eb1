"""Pairs of leads that are likely one person: what speaks for it, what against, and what a person ruled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum

from leaddesk.domain.errors import WorkspaceError
from leaddesk.domain.identity import EMAIL, LINKEDIN, Mark
from leaddesk.domain.leads import Lead


class PairGone(WorkspaceError):
    """One of the two is no lead any more: it was merged, trashed or erased meanwhile. Nothing was changed."""


class Reason(Enum):
    """Why a pair is asked about. The values are bits, as they are kept."""

    SAME_NAME_AND_COMPANY = 1
    SAME_NAME_AND_PHONE = 2
    SAME_EMAIL = 4
    """But something speaks against it: one of those below."""
    SAME_MARK = 8
    """One LinkedIn profile or one id of a provider: since one of them was edited, restored or taken apart."""
    OTHER_PROFILE = 16
    """They have different LinkedIn profiles."""
    OTHER_ID = 32
    """One provider gave them different ids."""
    OTHER_NAME = 64
    """First and last names are different ones."""


class Ruling(IntEnum):
    """What became of a pair."""

    WAITS = 0
    MERGED = 1
    APART = 2
    """For ever: never asked again, never merged by itself."""
    LATER = 3
    """Asked after all that wait."""


@dataclass(frozen=True)
class Pair:
    """Two leads that are likely one."""

    left: Lead
    """The older one."""
    right: Lead
    reasons: frozenset[Reason]
    verdict: Ruling = Ruling.WAITS


def reasons_of(bits: int) -> frozenset[Reason]:
    return frozenset(reason for reason in Reason if bits & reason.value)


def bits_of(*reasons: Reason) -> int:
    return sum(reason.value for reason in set(reasons))


@dataclass(frozen=True)
class Person:
    """Who a lead or a row is, as far as that can be told for certain."""

    marks: frozenset[Mark]
    name: tuple[str, str] | None
    """Folded: first and last."""


def is_certain(one: Person, other: Person) -> bool:
    """Whether they have a mark in common, and nothing speaks against their being one person."""
    shared = one.marks & other.marks
    return bool(shared) and (any(mark.kind != EMAIL for mark in shared) or not doubts(one, other))


def doubts(one: Person, other: Person) -> frozenset[Reason]:
    """What speaks against their being one person: an address is shared or passed on now and then.

    Other profiles, other ids at one provider, or other first *and* last names (``Jo`` may be ``Johanna``).
    """
    found = set()
    for reason, is_of in ((Reason.OTHER_PROFILE, _is_profile), (Reason.OTHER_ID, _is_id)):
        mine, theirs = _by_namespace(one, is_of), _by_namespace(other, is_of)
        if any(not mine[space] & theirs[space] for space in mine.keys() & theirs.keys()):
            found.add(reason)
    if one.name and other.name and not _match(one.name, other.name):
        found.add(Reason.OTHER_NAME)
    return frozenset(found)


def reasons_between(one: Person, other: Person) -> frozenset[Reason]:
    """Why two leads that have a mark in common are asked about."""
    shared = {mark.kind for mark in one.marks & other.marks}
    common = {Reason.SAME_EMAIL if kind == EMAIL else Reason.SAME_MARK for kind in shared}
    return doubts(one, other) | common


def _is_profile(mark: Mark) -> bool:
    return mark.kind == LINKEDIN


def _is_id(mark: Mark) -> bool:
    return mark.kind not in {LINKEDIN, EMAIL}


def _by_namespace(person: Person, is_of: Callable[[Mark], bool]) -> dict[str, set[str]]:
    spaces: dict[str, set[str]] = {}
    for mark in person.marks:
        if is_of(mark):
            spaces.setdefault(mark.namespace, set()).add(mark.value)
    return spaces


def _match(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether first or last names are alike, or the one is the other's beginning; or they stand the other way round."""
    return bool(set(one) & set(other)) or one[0].startswith(other[0]) or other[0].startswith(one[0])
