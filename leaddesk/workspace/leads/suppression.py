"""Who is suppressed: the entries of the list, and the leads that they meet, worked out in SQL for all at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from leaddesk.domain import identity
from leaddesk.domain.mailboxes import is_shared
from leaddesk.domain.suppression import Entry, SuppressedBy, Wanted, folded_domain, parsed
from leaddesk.workspace.leads.picking import ids, pick
from leaddesk.workspace.leads.standing import Standing

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.leads.history import Recording

_COLUMNS = {
    SuppressedBy.EMAIL: ("email",),
    SuppressedBy.DOMAIN: ("email", "website"),
    SuppressedBy.LINKEDIN: ("linkedin",),
}
"""Where a lead shows what an entry could name; the first one that says something counts."""


def entries(connection: apsw.Connection, search: str, offset: int, limit: int) -> tuple[Entry, ...]:
    """Those that hold ``search``, without case; the latest first."""
    rows = connection.execute(
        "SELECT id, kind, value, added_at FROM suppressions WHERE instr(value, ?) ORDER BY id DESC LIMIT ? OFFSET ?",
        (search.strip().casefold(), limit, offset),
    )
    return tuple(Entry(row[0], SuppressedBy(row[1]), row[2], datetime.fromtimestamp(row[3], UTC)) for row in rows)


def count(connection: apsw.Connection, search: str) -> int:
    """How many ``entries`` there are in all."""
    needle = search.strip().casefold()
    return int(connection.execute("SELECT count(*) FROM suppressions WHERE instr(value, ?)", (needle,)).get)


def add(connection: apsw.Connection, recording: Recording, wanted: Collection[Wanted], at: float) -> tuple[int, int]:
    """Add entries; returns how many are new, and how many leads (the trash not counted) they suppress newly."""
    before = connection.total_changes()
    connection.executemany(
        "INSERT OR IGNORE INTO suppressions (kind, value, added_at) VALUES (?, ?, ?)",
        [(entry.kind.value, entry.value, at) for entry in wanted],
    )
    added = connection.total_changes() - before
    recording.facts.update(count=added)
    if not added:
        return 0, 0
    _meet(connection, [(entry.kind.value, entry.value) for entry in wanted])
    others = {lead for (lead,) in connection.execute("SELECT lead FROM temp.met EXCEPT SELECT lead FROM suppressed")}
    connection.execute("INSERT OR IGNORE INTO suppressed SELECT lead FROM temp.met")
    return added, _settled(connection, recording, others)


def remove(connection: apsw.Connection, recording: Recording, entry_ids: Iterable[int]) -> int:
    """Take entries off the list; returns how many there were."""
    connection.execute("DELETE FROM suppressions WHERE id IN (SELECT value FROM carray(?))", (ids(entry_ids),))
    removed = connection.changes()
    recording.facts.update(count=removed)
    if removed:
        suppressed = [lead for (lead,) in connection.execute("SELECT lead FROM suppressed")]
        _settled(connection, recording, recompute(connection, suppressed))
    return removed


def named_by(connection: apsw.Connection, leads: Iterable[int], by: SuppressedBy) -> tuple[Wanted, ...]:
    """What ``leads`` show that an entry of this kind can name, each once."""
    pick(connection, leads)
    columns = ", ".join(_COLUMNS[by])
    rows = connection.execute(f"SELECT DISTINCT {columns} FROM temp.picked JOIN leads ON id = lead")  # noqa: S608 - ours
    found: dict[Wanted, None] = {}
    for row in rows:
        readings = (parsed(value, domains_of=by is SuppressedBy.DOMAIN).entries for value in row if value)
        first = next((reading for reading in readings if any(entry.kind is by for entry in reading)), ())
        found.update((entry, None) for entry in first if entry.kind is by)
    return tuple(found)


def recompute(connection: apsw.Connection, leads: Iterable[int] | None) -> set[int]:
    """Work out anew which of ``leads`` (None: all) are suppressed, by what is kept of them now.

    An entry meets a lead by every e-mail address and profile that any record of it says (its identities), and by the
    shown address, the domain of that, and the domain of the shown website. To be called after every change of values
    or entries. Returns the leads that are suppressed and were not, or were and are not: the caller tells of them.
    """
    if connection.execute("SELECT NOT EXISTS (SELECT 1 FROM suppressions UNION ALL SELECT 1 FROM suppressed)").get:
        return set()
    of_these = ""
    if leads is not None:
        pick(connection, leads, "TRUE")
        of_these = "{} IN (SELECT lead FROM temp.picked)"
    _meet(connection, [(k, v) for k, v in connection.execute("SELECT kind, value FROM suppressions")], of_these)
    return _noted(connection, of_these)


def _meet(connection: apsw.Connection, entries: Iterable[tuple[str, str]], of_these: str = "") -> None:
    """Fill ``temp.met`` with the leads that these entries (kind and value) meet.

    ``of_these``: SQL that only some leads fulfil, with a gap for what their id is called.
    """
    connection.execute(_TABLES)
    connection.executemany("INSERT OR IGNORE INTO temp.named VALUES (?, ?)", entries)
    connection.create_scalar_function("folded_email", _folding(identity.folded_email), 1, deterministic=True)
    connection.create_scalar_function("folded_domain", _folding(folded_domain), 1, deterministic=True)
    connection.create_scalar_function("folded_domain_of", _folding(_domain_of), 1, deterministic=True)
    people = [identity.Mark(kind, value) for kind, value in connection.execute(_PEOPLE)]
    keys = [identity.key(mark) for mark in people]
    connection.execute(
        "INSERT OR IGNORE INTO temp.met SELECT lead FROM carray(?) CROSS JOIN identities ON key = value"  # noqa: S608 - ours
        f" WHERE TRUE{_and(of_these.format('lead'))}",
        (ids(keys),),
    )
    if any(mark.kind == identity.EMAIL and is_shared(mark.value) for mark in people):
        connection.execute(_MEET_BY_EMAIL + _and(of_these.format("id")))
    domains = {domain for (domain,) in connection.execute("SELECT value FROM temp.named WHERE kind = 'domain'")}
    if domains:
        connection.create_scalar_function("is_below", _below(domains), 1, deterministic=True)
        for meet in _MEET_BY_DOMAIN:
            connection.execute(meet.replace("/* these */", _and(of_these.format("id"))))


def _noted(connection: apsw.Connection, of_these: str) -> set[int]:
    before = f"SELECT lead FROM suppressed WHERE TRUE{_and(of_these.format('lead'))}"  # noqa: S608 - ours
    now = "SELECT lead FROM temp.met"
    gone = {lead for (lead,) in connection.execute(f"{before} EXCEPT {now}")}
    come = {lead for (lead,) in connection.execute(f"{now} EXCEPT {before}")}
    connection.execute("DELETE FROM suppressed WHERE lead IN (SELECT value FROM carray(?))", (ids(gone),))
    if come:
        connection.execute("INSERT INTO suppressed SELECT value FROM carray(?)", (ids(come),))
    return gone | come


def _settled(connection: apsw.Connection, recording: Recording, others: set[int]) -> int:
    """Notes the leads that are suppressed, or not any more; returns how many of them are shown."""
    recording.touch(others)
    return int(
        connection.execute(
            "SELECT count(*) FROM carray(?) CROSS JOIN leads ON id = value WHERE standing = ?",
            (ids(others), Standing.KEPT.value),
        ).get
    )


def _domain_of(address: str) -> str:
    return identity.folded_email(address).rpartition("@")[2]


def _below(domains: Container[object]) -> Callable[..., bool]:
    """Tells SQL whether a host is one of ``domains``, or below one."""

    def is_below(host: str) -> bool:
        while host and host not in domains:
            host = host.partition(".")[2]
        return bool(host)

    return is_below


def _folding(fold: Callable[[str], str]) -> Callable[..., str]:
    """As a function of SQL."""
    return lambda text: fold(str(text))


def _and(condition: str) -> str:
    return f" AND {condition}" if condition else ""


_PEOPLE = "SELECT kind, value FROM temp.named WHERE kind <> 'domain'"
"""The kinds are those of marks."""
_TABLES = """
CREATE TEMP TABLE IF NOT EXISTS met (lead INTEGER PRIMARY KEY);
DELETE FROM temp.met;
CREATE TEMP TABLE IF NOT EXISTS named (kind TEXT, value TEXT, PRIMARY KEY (kind, value)) WITHOUT ROWID;
DELETE FROM temp.named"""

_EMAIL = """
CASE WHEN email GLOB '*[^a-zA-Z0-9@._+-]*' OR instr(email, 'xn--') THEN folded_email(email) ELSE lower(email) END"""
_HOST = """
CASE WHEN after GLOB '*[^a-zA-Z0-9.-]*' OR instr(after, 'xn--') THEN folded_domain_of(email) ELSE lower(after) END"""
_WEBSITE = """
CASE WHEN website GLOB '*[^ -~]*' OR instr(website, 'xn--') THEN folded_domain(website) ELSE lower(trim(website)) END"""
"""Python folds only what SQLite cannot, so that it does not keep the window from painting for a million leads."""

_MEET_BY_EMAIL = f"""
INSERT OR IGNORE INTO temp.met SELECT id FROM leads
WHERE email IS NOT NULL AND {_EMAIL} IN (SELECT value FROM temp.named WHERE kind = 'email')"""  # noqa: S608 - ours

_IS_SUPPRESSED = """
CASE WHEN instr(substr(host, instr(host, '.') + 1), '.') THEN is_below(host)
ELSE host IN (SELECT value FROM temp.named WHERE kind = 'domain') END"""
"""Most hosts have one dot: SQLite alone tells of them."""

# LIMIT -1 keeps SQLite from working out an inner expression once for each time that it is used.
_MEET_BY_DOMAIN = (
    f"""
INSERT OR IGNORE INTO temp.met SELECT id FROM (
    SELECT id, {_HOST} AS host FROM (
        SELECT id, email, substr(email, instr(email, '@') + 1) AS after FROM leads
        WHERE instr(email, '@') /* these */ LIMIT -1
    ) LIMIT -1
) WHERE {_IS_SUPPRESSED}""",  # noqa: S608 - ours
    f"""
INSERT OR IGNORE INTO temp.met SELECT id FROM (
    SELECT id, rtrim(iif(substr(long, 1, 4) = 'www.', substr(long, 5), long), '.') AS host FROM (
        SELECT id, substr(text, 1, instr(replace(replace(replace(text, ':', '/'), '?', '/'), '#', '/') || '/', '/') - 1)
            AS long
        FROM (
            SELECT id, substr(plain, iif(instr(plain, '://'), instr(plain, '://') + 3, 1)) AS text
            FROM (SELECT id, {_WEBSITE} AS plain FROM leads WHERE website IS NOT NULL /* these */ LIMIT -1) LIMIT -1
        ) LIMIT -1
    ) LIMIT -1
) WHERE {_IS_SUPPRESSED}""",  # noqa: S608 - ours
)
