"""Find leads that are likely one person: one name at one company, or one name with one phone number.

What they are found by lies in the file that is only quick (``likely_keys``), so that of a million leads only those that
changed are looked at. What is found waits in ``likenesses``, where nothing that was ruled on is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from leaddesk.domain.identity import folded_company, folded_name, folded_phone
from leaddesk.domain.leads import Field
from leaddesk.domain.likely import Reason, bits_of, doubts
from leaddesk.workspace.leads import records
from leaddesk.workspace.leads.picking import ids

if TYPE_CHECKING:
    import apsw
    import numpy.typing as npt

MOST_IN_A_GROUP = 20
"""Of so many leads that are alike every two are a pair; of more only those that follow each other."""

_READ = (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.COMPANY, Field.PHONE, Field.MOBILE)
_AT_ONCE = 50_000
_WRITTEN_AT_ONCE = 500


@dataclass(frozen=True)
class Found:
    """What one search did."""

    pairs: int
    """New ones that wait now."""
    large_groups: int
    """Groups of more than ``MOST_IN_A_GROUP`` leads, of which not every two were paired."""


class _Likeness(NamedTuple):
    reason: Reason
    folded: str


def find(
    leads: apsw.Connection,
    index: apsw.Connection,
    tell: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Found | None:
    """Look for pairs among the leads that changed since the last time; all of them where there was none.

    Neither connection is in a transaction. ``leads`` is written to in short ones, with no step of the history, and
    ``index`` at the end in one. ``tell`` hears how many leads were looked at. None where ``cancelled()`` became true:
    the next search looks at the same leads again.
    """
    index.execute(_TABLES)
    since = index.execute("SELECT max(edition) FROM likely_edition").get
    edition = leads.execute("SELECT value FROM facts WHERE name = 'edition'").get
    if since == edition:
        return Found(0, 0)
    keys, owners = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    looked_at = 0
    rows = leads.execute(_ALL) if since is None else leads.execute(_CHANGED, (since,))
    likenesses = _likenesses_of()
    while block := list(islice(rows, _AT_ONCE)):
        found = [(_key(like), row[0]) for row in block for like in likenesses(row[1:])]
        keys.append(np.array([key for key, _ in found], np.int64))
        owners.append(np.array([lead for _, lead in found], np.int64))
        looked_at += len(block)
        tell(looked_at)
        if cancelled():
            return None
    index.execute("BEGIN IMMEDIATE")
    try:
        all_keys, changed = np.concatenate(keys), np.concatenate(owners)
        _keep(index, all_keys, changed)
        told = _Pairs(leads, None if since is None else set(changed.tolist()))
        for group in _groups(index, all_keys, is_all=since is None):
            told.of_group(group)
            if cancelled():
                index.execute("ROLLBACK")
                return None
        told.write()
        index.execute("INSERT OR REPLACE INTO likely_edition VALUES (1, ?)", (edition,))
        index.execute("COMMIT")
    except BaseException:
        if index.in_transaction:
            index.execute("ROLLBACK")
        raise
    return Found(told.written, told.large_groups)


def waiting(leads: apsw.Connection, index: apsw.Connection) -> int:
    """How many leads ``find`` would look at now, about."""
    index.execute(_TABLES)
    since = index.execute("SELECT max(edition) FROM likely_edition").get
    counted = "SELECT count(*) FROM leads" if since is None else _WAITING
    return int(leads.execute(counted, () if since is None else (since,)).get or 0)


_WAITING = "SELECT total(last - first + 1) FROM touched WHERE edition > ?"
_TABLES = """
CREATE TABLE IF NOT EXISTS likely_keys (key INTEGER, lead INTEGER, PRIMARY KEY (key, lead)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS likely_edition (id INTEGER PRIMARY KEY CHECK (id = 1), edition INTEGER NOT NULL);
"""
_SELECTED = ", ".join(field.value for field in _READ)
_ALL = f"SELECT id, {_SELECTED} FROM leads WHERE standing = 0"  # noqa: S608 - ours
_CHANGED = f"""
SELECT DISTINCT id, {_SELECTED} FROM touched CROSS JOIN leads ON id BETWEEN first AND last
WHERE edition > ? AND standing = 0"""  # noqa: S608 - ours


def _likenesses_of() -> Callable[[Iterable[str | None]], list[_Likeness]]:
    """From the values of ``_READ`` to what a lead can be like others by. Remembers what names and companies fold to."""
    company_of, phone_of = lru_cache(1 << 17)(folded_company), lru_cache(1 << 10)(folded_phone)
    names = [field.value for field in _READ[:3]]

    @lru_cache(1 << 17)
    def name_of(*given: str | None) -> str:
        name = folded_name({field: value for field, value in zip(names, given, strict=True) if value})
        return " ".join(name) if name else ""

    def likenesses(row: Iterable[str | None]) -> list[_Likeness]:
        whole, first, last, company, phone, mobile = row
        name = name_of(None if first and last else whole, first, last)
        if not name:
            return []
        found = []
        if company and (folded := company_of(company)):
            found.append(_Likeness(Reason.SAME_NAME_AND_COMPANY, f"{name}\n{folded}"))
        for number in {folded for given in (phone, mobile) if given and (folded := phone_of(given))}:
            found.append(_Likeness(Reason.SAME_NAME_AND_PHONE, f"{name}\n{number}"))
        return found

    return likenesses


def _key(like: _Likeness) -> int:
    text = f"{like.reason.value}{like.folded}"
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def _keep(index: apsw.Connection, keys: npt.NDArray[np.int64], leads: npt.NDArray[np.int64]) -> None:
    order = np.argsort(keys, kind="stable")
    index.executemany(
        "INSERT OR IGNORE INTO likely_keys VALUES (?, ?)",
        zip(keys[order].tolist(), leads[order].tolist(), strict=True),
    )


def _groups(index: apsw.Connection, keys: npt.NDArray[np.int64], *, is_all: bool) -> Iterator[list[int]]:
    """The leads of each key that more than one has, or had once, in order."""
    wanted, counts = np.unique(keys, return_counts=True)
    if is_all:
        wanted = wanted[counts > 1]
    for start in range(0, len(wanted), _AT_ONCE):
        groups: dict[int, list[int]] = {}
        part = ids(wanted[start : start + _AT_ONCE].tolist())
        for key, lead in index.execute(
            "SELECT key, lead FROM carray(?) CROSS JOIN likely_keys ON key = value ORDER BY key, lead", (part,)
        ):
            groups.setdefault(key, []).append(lead)
        yield from (group for group in groups.values() if len(group) > 1)


class _Pairs:
    """Looks at the leads of a group as they are now, and writes the pairs down in short transactions."""

    def __init__(self, leads: apsw.Connection, changed: set[int] | None) -> None:
        """``changed``: of a pair at least one must be among them; None for all."""
        self._leads, self._changed = leads, changed
        self._likenesses = _likenesses_of()
        self._reasons: dict[tuple[int, int], set[Reason]] = {}
        self.written = self.large_groups = 0

    def of_group(self, group: list[int]) -> None:
        """``group``: leads that have one key, or had it once."""
        alike: dict[_Likeness, list[int]] = {}
        for row in self._leads.execute(_SOME, (ids(group),)):
            for like in self._likenesses(row[1:]):
                alike.setdefault(like, []).append(row[0])
        for like, leads in alike.items():
            is_large = len(leads) > MOST_IN_A_GROUP
            self.large_groups += is_large
            for pair in pairwise(leads) if is_large else combinations(leads, 2):
                if self._changed is None or not self._changed.isdisjoint(pair):
                    self._reasons.setdefault(pair, set()).add(like.reason)
        if len(self._reasons) >= _WRITTEN_AT_ONCE:
            self.write()

    def write(self) -> None:
        """What was found so far; pairs that are there already stay as they are."""
        told = [(one, other, self._bits(one, other, found)) for (one, other), found in self._reasons.items()]
        self._reasons = {}
        if not told:
            return
        before = self._leads.total_changes()
        with self._leads:
            self._leads.executemany("INSERT OR IGNORE INTO likenesses (one, other, reasons) VALUES (?, ?, ?)", told)
        self.written += self._leads.total_changes() - before

    def _bits(self, one: int, other: int, reasons: Iterable[Reason]) -> int:
        against = doubts(records.person_of(self._leads, one), records.person_of(self._leads, other))
        return bits_of(*reasons, *against)


_SOME = f"SELECT id, {_SELECTED} FROM carray(?) CROSS JOIN leads ON id = value WHERE standing = 0 ORDER BY id"  # noqa: S608 - ours
