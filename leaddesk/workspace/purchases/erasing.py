"""People who were erased go out of what was bought as well: out of the records, and of every body that is still whole.

Only keyed hashes of them are left by then (``workspace.leads.erasing``), so nobody can be searched for: whatever may
say who somebody is, is read and asked about. A record that was paid for stays counted. What stands in its place says
nothing but the keyed hash that tells the same person the next time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from leaddesk.domain import deliveries
from leaddesk.domain.identity import LOCAL_PART
from leaddesk.domain.lead_fields import provider_columns
from leaddesk.domain.leads import Field, SourceKind
from leaddesk.domain.weak_marks import TELLING
from leaddesk.workspace.purchases.records import flat

if TYPE_CHECKING:
    import apsw

Erased = Callable[[Mapping[str, str]], str]
"""``workspace.leads.erasing.Teller``."""

_KEPT_OUT = 2
"""``taking.RecordStanding.KEPT_OUT``, which imports this."""
_AT_ONCE = 500
"""Records that are read at once."""
_STAND_IN = "erased "
"""How the id of what stands where a record was begins."""
_DEEPEST = 32
"""Objects in objects; nobody's record is deeper."""


def forget(connection: apsw.Connection, erased: Erased) -> int:
    """Take everybody out whom ``erased`` knows; returns of how many records and bodies. Needs a write transaction."""
    connection.pragma("secure_delete", True)
    return _from_records(connection, erased) + _from_bodies(connection, erased)


def who_is(record: Mapping[str, Any], erased: Erased) -> str:
    """What stands for the erased person of a record of ReachStream, or of what is in its place; "" for nobody."""
    if record.keys() == {"id"} and str(record["id"]).startswith(_STAND_IN):
        return str(record["id"]).removeprefix(_STAND_IN)
    column_of = dict(_telling(tuple(record)))
    said = flat({name: record[name] for name in column_of})
    return erased({column_of[name]: str(value) for name, value in said.items() if value is not None})


def stand_in_for(person: str) -> dict[str, str]:
    """What takes the place of a record whose person ``who_is`` told: the same one whenever it is delivered again."""
    return {"id": f"{_STAND_IN}{person}"}


def identity_of(person: str) -> bytes:
    """Of a record of which nothing but that is left."""
    return deliveries.identity_of(stand_in_for(person))


def without(body: bytes, erased: Erased) -> bytes:
    """``body`` with nobody in it whom ``erased`` knows; the very same bytes where there is none.

    In JSON a stand-in takes the place of each of their records, however deep it lies. What is no JSON is looked through
    for addresses, profiles and ids, and loses the smallest braces, or the line, around each that is theirs.
    """
    try:
        found = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return _torn_without(body, erased)
    left = _cleaned(found, erased, _DEEPEST)
    return body if left is found else json.dumps(left, ensure_ascii=True).encode()


def _from_records(connection: apsw.Connection, erased: Erased) -> int:
    after, count = 0, 0
    while rows := _records_after(connection, after):
        for id_, record in rows:
            after = id_
            if person := who_is(json.loads(record), erased):
                keep_out(connection, id_, person)
                count += 1
    return count


def keep_out(connection: apsw.Connection, record: int, person: str) -> None:
    """Nothing but what stands for the person is left of this record; it still counts as one that came."""
    identity = identity_of(person)
    purchase, standing = connection.execute("SELECT purchase, standing FROM records WHERE id = ?", (record,)).get
    others = "SELECT EXISTS (SELECT 1 FROM records WHERE purchase = ? AND identity = ? AND id <> ?)"
    if connection.execute(others, (purchase, identity, record)).get:  # they were bought under two ids
        identity = identity_of(f"{person} {record}")
    connection.execute(
        "UPDATE records SET (record, identity, standing) = (NULL, ?, ?) WHERE id = ?", (identity, _KEPT_OUT, record)
    )
    if standing != _KEPT_OUT:
        connection.execute("UPDATE purchases SET kept_out = kept_out + 1 WHERE number = ?", (purchase,))


def _records_after(connection: apsw.Connection, after: int) -> list[tuple[int, str]]:
    question = "SELECT id, record FROM records WHERE id > ? AND record IS NOT NULL ORDER BY id LIMIT ?"
    return list(connection.execute(question, (after, _AT_ONCE)))


def _from_bodies(connection: apsw.Connection, erased: Erased) -> int:
    whole = connection.execute("SELECT delivery FROM bodies ORDER BY delivery").fetchall()
    return sum(from_body(connection, int(str(delivery)), erased) for (delivery,) in whole)


def from_body(connection: apsw.Connection, delivery: int, erased: Erased) -> bool:
    """Take everybody out of the body of this delivery, if it is still whole; whether anybody was in it."""
    body: bytes | None = connection.execute("SELECT body FROM bodies WHERE delivery = ?", (delivery,)).get
    left = body if body is None else without(body, erased)
    if left is body:
        return False
    connection.execute("UPDATE bodies SET body = ? WHERE delivery = ?", (left, delivery))
    return True


@lru_cache(64)
def _telling(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Which of these fields of a record tell who somebody is, and the columns of My Leads that they are."""
    columns = provider_columns(SourceKind.REACHSTREAM, names)
    return tuple((name, column) for name, column in zip(names, columns, strict=True) if column in TELLING and column)


def _cleaned(value: Any, erased: Erased, depth: int) -> Any:
    """``value`` itself where nobody is in it."""
    if not depth:
        return value
    if isinstance(value, dict):
        if (person := who_is(value, erased)) and value != stand_in_for(person):
            return stand_in_for(person)
        parts = {name: _cleaned(part, erased, depth - 1) for name, part in value.items()}
        return value if all(parts[name] is value[name] for name in value) else parts
    if isinstance(value, list):
        items = [_cleaned(item, erased, depth - 1) for item in value]
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    if isinstance(value, str) and value.lstrip()[:1] in {"[", "{"}:  # JSON inside of a string
        left = without(value.encode("utf-8", "surrogatepass"), erased)
        return value if left == value.encode("utf-8", "surrogatepass") else left.decode("utf-8", "surrogatepass")
    return value


_PIECE = re.compile(rb"\{[^{}]*(?:\}|\Z)|[^{}\n]+\n?|[{}\n]")
_ADDRESSES = re.compile(rf"{LOCAL_PART}@[^\s@<>()\[\],;:\"\\/|*]+")
_PROFILES = re.compile(r"[^\s\"'<>]*linkedin\.[^\s\"'<>,;}]+", re.IGNORECASE)
_IDS = re.compile(r"\"id\"\s*:\s*\"?([^\s\",}]+)")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def _torn_without(body: bytes, erased: Erased) -> bytes:
    pieces = _PIECE.findall(body)
    kept = [piece for piece in pieces if not any(map(erased, _told_in(piece)))]
    return body if len(kept) == len(pieces) else b"".join(kept)


def _told_in(piece: bytes) -> Iterator[Mapping[str, str]]:
    """Whatever may say who somebody is."""
    text = piece.decode("utf-8", "replace")
    while '\\"' in text:  # a string of JSON in JSON
        text = text.replace('\\"', '"').replace("\\\\", "\\")
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\\/", "/")
    yield from ({Field.EMAIL.value: found} for found in _ADDRESSES.findall(text))
    yield from ({Field.LINKEDIN.value: found} for found in _PROFILES.findall(text))
    yield from ({Field.REACHSTREAM_ID.value: found} for found in _IDS.findall(text))
