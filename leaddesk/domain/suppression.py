"""Who is not to be written to: addresses, domains and LinkedIn profiles, and the text that they are read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from leaddesk.domain import identity


class SuppressedBy(Enum):
    """What an entry of the suppression list names. The value is how it is kept."""

    EMAIL = "email"
    """One address, shared mailboxes too."""
    DOMAIN = "domain"
    """A domain with everything below it: leads whose e-mail address or company website is there."""
    LINKEDIN = "linkedin"
    """One profile, in whatever spelling."""


@dataclass(frozen=True)
class Wanted:
    """One entry as it is kept and compared."""

    kind: SuppressedBy
    value: str
    """Folded: ``jane@acme.example``, ``acme.example``, ``in/jane-doe``."""


@dataclass(frozen=True)
class Parsed:
    """What was read of a text."""

    entries: tuple[Wanted, ...]
    """Each once, in the order of the text."""
    unreadable: tuple[tuple[int, str], ...]
    """Lines that name nobody: their numbers from 1, and what stands there (cut to 200 characters)."""


@dataclass(frozen=True)
class Entry:
    """One entry of the suppression list."""

    id: int
    kind: SuppressedBy
    value: str
    """As in ``Wanted``."""
    added_at: datetime
    """Aware."""


@dataclass(frozen=True)
class Suppressed:
    """What adding to the suppression list did."""

    added: int
    known: int
    """Entries that were there already."""
    unreadable: tuple[tuple[int, str], ...]
    """As in ``Parsed``."""
    leads: int
    """Leads of My Leads (the trash not counted) that are suppressed now and were not before."""


def parsed(text: str, *, domains_of: bool = False) -> Parsed:
    """Read the entries that ``text`` names, leniently: one or several a line, in whatever form they were copied.

    Addresses (``Jane <jane@acme.example>``, ``mailto:``), profiles in every spelling of their address, and domains
    (``acme.example``, ``@acme.example``, ``*.acme.example``, ``https://www.acme.example/team``). A line that has
    addresses or profiles, such as one of a CSV file, gives these alone; a line of other words gives domains only where
    it is nothing but domains. Blank lines say nothing, and neither does a first line of column names.

    ``domains_of``: take an address for its domain.
    """
    entries: dict[Wanted, None] = {}
    unreadable = []
    for number, line in enumerate(text.splitlines(), start=1):
        found = _of_line(line)
        if domains_of:
            found = [_domain_of(entry) for entry in found]
        entries.update((entry, None) for entry in found)
        if not found and not _says_nothing(line, is_first=number == 1):
            unreadable.append((number, line.strip()[:200]))
    return Parsed(tuple(entries), tuple(unreadable))


_BETWEEN = re.compile(r"[\s,;|<>\"'()\[\]]+")
_AROUND_DOMAIN = re.compile(r"^(?:mailto:)?(?:\*?@|\*\.|[a-z]+://)?(?:www\.)?|[/:?#].*$")
_HEADS = re.compile(
    r"\W*(?:e-?mail|address|domain|website|url|linkedin|profile|suppress|unsubscribe|name)", re.IGNORECASE
)
_MARK = "\ufeff"
"""Of UTF-8; it stands before the first line of many a file."""


def folded_domain(text: str) -> str:
    """The domain that ``text`` is or leads to, without ``www.``, in Unicode; empty where it is none."""
    domain = _AROUND_DOMAIN.sub("", text.strip().lower())
    return identity.folded_email(f"somebody@{domain}").partition("@")[2] if "@" not in domain else ""


def _of_line(line: str) -> list[Wanted]:
    words = [word for word in _BETWEEN.split(line.strip(_MARK)) if word.strip(".*-_")]
    people = [entry for word in words if (entry := _person(word)) is not None]
    if people:
        return people
    domains = [domain for word in words if (domain := folded_domain(word)) not in {"", "linkedin.com"}]
    return [Wanted(SuppressedBy.DOMAIN, domain) for domain in domains] if len(domains) == len(words) else []


def _person(word: str) -> Wanted | None:
    if profile := identity.folded_linkedin(word):
        return Wanted(SuppressedBy.LINKEDIN, profile)
    address = identity.folded_email(word)
    return Wanted(SuppressedBy.EMAIL, address) if address else None


def _domain_of(entry: Wanted) -> Wanted:
    """Of an address; every other entry is returned as it is."""
    if entry.kind is not SuppressedBy.EMAIL:
        return entry
    return Wanted(SuppressedBy.DOMAIN, entry.value.rpartition("@")[2])


def _says_nothing(line: str, *, is_first: bool) -> bool:
    return not line.strip(_MARK).strip(" \t,;\"'") or (is_first and _HEADS.match(line.strip(_MARK)) is not None)
