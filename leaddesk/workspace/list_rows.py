"""The leads of a kept list: records taken in, and the list put in order when it was read to its end.

Whatever is done here happens within the caller's transaction, and the counters of the ``StoredList`` follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from leaddesk.domain.list_reading import Taken
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.sameness import contents, identity, is_certain, twins, weaker
from leaddesk.domain.sort_keys import folded
from leaddesk.workspace.database import storable
from leaddesk.workspace.stored_list import StoredList, json_text

if TYPE_CHECKING:
    import apsw

NOT_SLID, ANY = range(0), range(2**62)
"""No lead, and every lead of a round."""


@dataclass
class _Lead:
    """A row of ``list_rows``; explained in ``schema.py``."""

    id: int
    place: int | None
    contents: bytes
    seen: int
    ordinal: int
    first_seen: int
    changed: int
    before: bytes | None


class _Kept(NamedTuple):
    row: int
    place: int
    came_as: int | None
    """Which lead of this round it had come as before; None where it had not come."""


class Keeper:
    """Keeps the records of one page, whose columns were met before (``meet_columns``)."""

    def __init__(self, connection: apsw.Connection, kept: StoredList) -> None:
        self._connection = connection
        self._kept = kept
        self._index = {name: at for at, name in enumerate(kept.columns)}

    def take_page(self, page: Page, read: int, *, is_checked: bool) -> Taken:
        """Keeps the records in the round that is on, in which ``read`` leads came before.

        ``is_checked``: it is the first page of this round once more.
        """
        round_, fresh, overlaps = self._kept.round, 0, False
        slid = self._slid(page) if is_checked else {}
        for number, entry in enumerate(page.entries):
            lead = self._take(entry, page.read_at, round_, slid.get(number, NOT_SLID))
            if lead.came_as is None:
                self._connection.execute(
                    "UPDATE list_rows SET (seen, ordinal) = (?, ?) WHERE id = ?", (round_, read + fresh, lead.row)
                )
                fresh += 1
            elif number == 0:
                overlaps = lead.came_as >= read - len(page.entries)
        return Taken(fresh, len(page.entries) - fresh, overlaps=overlaps and fresh > 0)

    def put_entry(self, entry: Entry, read_at: datetime) -> int:
        """Keeps a record that was looked up, outside the order of a reading. Returns its place."""
        # After a reading it is new against the next one's ``since_round`` as well, which has not seen it.
        round_ = self._kept.round if self._kept.can_go_on else self._kept.round + 1
        return self._take(entry, read_at, round_, ANY).place

    def _slid(self, page: Page) -> dict[int, range]:
        """Which lead of this round each record of ``page`` came as, if it is the first page with the same leads.

        Their contents may be others by now. Nowhere else is a record with other contents taken for one that came in
        the same round: it may as well be about somebody who is in the list twice, and then a lead would be lost.
        """
        if not all(number in self._came_as(entry) for number, entry in enumerate(page.entries)):
            return {}
        return {number: range(number, number + 1) for number in range(len(page.entries))}

    def _came_as(self, entry: Entry) -> set[int]:
        """Which leads of this round, of those that ``entry`` can be about."""
        came: set[int] = set()
        for who in twins(identity(entry)):
            lead = self._found(who)
            if lead is None:
                return came
            if lead.seen == self._kept.round:
                came.add(lead.ordinal)
        raise AssertionError("there is always one more")

    def _take(self, entry: Entry, read_at: datetime, round_: int, slid: range) -> _Kept:
        """Gives the lead ``entry`` as its record; one that is new or was gone comes last.

        ``slid``: the leads of this round that may come again with other contents, by their numbers.
        """
        now = contents(entry.raw)
        who, lead = self._meant(entry, now, slid)
        if lead is None:
            kept = self._inserted(who, now, round_)
            self._write_record(kept.row, entry, read_at)
            return kept
        kept = _Kept(
            lead.id,
            self._kept.present_rows if lead.place is None else lead.place,
            lead.ordinal if lead.seen == self._kept.round else None,
        )
        if lead.place is not None and lead.contents == now:
            return kept
        self._count(lead, -1)
        is_other = lead.contents != now
        if lead.place is None:
            lead.place, lead.first_seen, lead.changed, lead.before = kept.place, round_, 0, None
            self._kept.present_rows += 1
            self._kept.gone_rows -= 1
        elif not self._is_changed(lead):
            lead.changed, lead.before = round_, lead.contents
        elif lead.before == now:  # as it was: else a lead that is in a list twice would have changed with each reading
            lead.changed, lead.before = 0, None
        lead.contents = now
        self._count(lead, 1)
        self._connection.execute(
            "UPDATE list_rows SET (place, contents, first_seen, changed, before) = (?, ?, ?, ?, ?) WHERE id = ?",
            (lead.place, lead.contents, lead.first_seen, lead.changed, lead.before, lead.id),
        )
        if is_other:
            self._write_record(lead.id, entry, read_at)
        return kept

    def _meant(self, entry: Entry, now: bytes, slid: range) -> tuple[bytes, _Lead | None]:
        """The lead that ``entry`` is about; None with the identity of a new one."""
        self._make_known(entry)
        again: tuple[bytes, _Lead] | None = None
        waiting: tuple[bytes, _Lead] | None = None
        for who in twins(identity(entry)):
            lead = self._found(who)
            if lead is None:
                return again or waiting or (who, None)
            if lead.contents == now or is_certain(entry):
                return who, lead
            if lead.seen != self._kept.round:
                waiting = waiting or (who, lead)
            elif lead.ordinal in slid:
                again = again or (who, lead)
        raise AssertionError("there is always one more")

    def _make_known(self, entry: Entry) -> None:
        """Gives a lead that could only be told by less until now (ReactIn finds profiles later) its new identity.

        Not where several could only be told by that: nobody knows which one it is, and their row of twins would break.
        """
        who = identity(entry)
        for before in weaker(entry):
            lead, twin = map(self._found, islice(twins(before), 2))
            if lead is not None and lead.seen != self._kept.round and twin is None and self._found(who) is None:
                self._connection.execute("UPDATE list_rows SET identity = ? WHERE id = ?", (who, lead.id))

    def _inserted(self, who: bytes, now: bytes, round_: int) -> _Kept:
        place = self._kept.present_rows
        self._connection.execute(
            "INSERT INTO list_rows (list, place, identity, contents, seen, ordinal, first_seen)"
            " VALUES (?, ?, ?, ?, 0, 0, ?)",
            (self._kept.id, place, who, now, round_),
        )
        self._kept.present_rows += 1
        self._kept.new += self._kept.since_round is not None and round_ > self._kept.since_round
        return _Kept(self._connection.last_insert_rowid(), place, None)

    def _write_record(self, row: int, entry: Entry, read_at: datetime) -> None:
        values = {self._index[storable(name)]: value for name, value in entry.values.items() if value is not None}
        cells = [values.get(at) for at in range(max(values, default=-1) + 1)]
        words = storable(folded("\n".join(str(value) for value in cells if value is not None)))
        moment = read_at.timestamp()
        self._connection.execute("REPLACE INTO list_cells VALUES (?, ?, ?)", (row, json_text(cells), words))
        self._connection.execute("REPLACE INTO list_records VALUES (?, ?, ?)", (row, storable(entry.raw), moment))

    def _found(self, who: bytes) -> _Lead | None:
        row = self._connection.execute(
            "SELECT id, place, contents, seen, ordinal, first_seen, changed, before"
            " FROM list_rows WHERE list = ? AND identity = ?",
            (self._kept.id, who),
        ).fetchone()
        return _Lead(*row) if row else None

    def _count(self, lead: _Lead, by: int) -> None:
        self._kept.new += by * self._is_new(lead)
        self._kept.changed += by * self._is_changed(lead)

    def _is_new(self, lead: _Lead) -> bool:
        since = self._kept.since_round
        return since is not None and lead.place is not None and lead.first_seen > since

    def _is_changed(self, lead: _Lead) -> bool:
        since = self._kept.since_round
        return since is not None and lead.place is not None and lead.first_seen <= since < lead.changed


def meet_columns(kept: StoredList, entries: Iterable[Entry], met: list[int]) -> bool:
    """Gives an index to each column that is new, and shows it; adds to ``met`` which ones there are.

    Returns whether new ones came although the list had columns.
    """
    index, before = {name: at for at, name in enumerate(kept.columns)}, len(kept.columns)
    for name in map(storable, dict.fromkeys(name for entry in entries for name in entry.values)):
        at = index.setdefault(name, len(index))
        if at == len(kept.columns):
            kept.columns.append(name)
        if at not in kept.shown:
            kept.shown.append(at)
        if at not in met:
            met.append(at)
    return 0 < before < len(kept.columns)


def has_lost(connection: apsw.Connection, kept: StoredList) -> bool:
    """Whether leads are kept that were there before this reading and have not come in its round."""
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM list_rows WHERE list = ? AND place IS NOT NULL AND seen <> ?"
            " AND first_seen <= ?)",
            (kept.id, kept.round, kept.since_round),
        ).get
    )


def count_since(connection: apsw.Connection, kept: StoredList) -> None:
    """Counts what is new and what is changed since ``since_round``."""
    kept.new, kept.changed = connection.execute(
        "SELECT count(*) FILTER (WHERE first_seen > ?1), count(*) FILTER (WHERE first_seen <= ?1 AND changed > ?1)"
        " FROM list_rows WHERE list = ?2 AND place IS NOT NULL",
        (kept.since_round, kept.id),
    ).get


def settle(connection: apsw.Connection, kept: StoredList, *, is_sure: bool) -> None:
    """After the last page: the leads that came in its round are put in the provider's order.

    Those that did not come are gone, if ``is_sure``; else they stay, after the others, and so do their columns.
    """
    left, moved = _settled(connection, kept) if is_sure else (0, _settled_with_others(connection, kept))
    kept.edition += left > 0 or moved > 0
    kept.shown = kept.met + ([] if is_sure else [at for at in kept.shown if at not in kept.met])
    count_since(connection, kept)


def _settled(connection: apsw.Connection, kept: StoredList) -> tuple[int, int]:
    """How many are gone, and how many of the others have another place than before."""
    kept.gone = connection.execute(
        "SELECT count(*) FROM list_rows WHERE list = ? AND place IS NOT NULL AND seen <> ? AND first_seen <= ?",
        (kept.id, kept.round, kept.since_round),
    ).get
    connection.execute(
        "UPDATE list_rows SET place = NULL WHERE list = ? AND place IS NOT NULL AND seen <> ?", (kept.id, kept.round)
    )
    left = connection.changes()
    kept.present_rows -= left
    kept.gone_rows += left
    connection.execute(
        "UPDATE list_rows SET place = ordinal WHERE list = ? AND place IS NOT NULL AND place <> ordinal", (kept.id,)
    )
    return left, connection.changes()


def _settled_with_others(connection: apsw.Connection, kept: StoredList) -> int:
    """How many have another place than before."""
    connection.execute(
        "UPDATE list_rows SET place = wanted.place FROM (SELECT id, row_number() OVER"
        " (ORDER BY seen <> ?1, iif(seen = ?1, ordinal, place)) - 1 AS place"
        " FROM list_rows WHERE list = ?2 AND place IS NOT NULL) AS wanted"
        " WHERE list_rows.id = wanted.id AND list_rows.place <> wanted.place",
        (kept.round, kept.id),
    )
    return connection.changes()


def drop_rows(connection: apsw.Connection, kept: StoredList) -> None:
    """All leads with their columns; the rounds are counted on."""
    connection.execute("DELETE FROM list_rows WHERE list = ?", (kept.id,))
    kept.columns, kept.shown, kept.met = [], [], []
    kept.present_rows = kept.gone_rows = 0
    kept.full_round = kept.since_round = None
    kept.edition += 1
