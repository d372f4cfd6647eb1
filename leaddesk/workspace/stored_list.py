"""One row of the table ``lists``: read, changed and written within a transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from leaddesk.domain.list_reading import Checkpoint
from leaddesk.domain.lists import KeptList, Reading, ReadingState, Remark
from leaddesk.domain.records import Value
from leaddesk.workspace.database import storable

if TYPE_CHECKING:
    import apsw


@dataclass
class StoredList:
    """Fields are called as the columns, where each is explained (``schema.py``). Moments are seconds since 1970."""

    id: int
    provider: str
    organization: str
    list_id: str
    name: str
    position: int
    removed: int
    told: int | None
    details: dict[str, Value]
    is_listed: bool
    columns: list[str]
    shown: list[int]
    met: list[int]
    present_rows: int
    gone_rows: int
    edition: int
    round: int
    full_round: int | None
    since_round: int | None
    read_at: float | None
    turn: int
    state: ReadingState | None
    checkpoint: Checkpoint
    new: int
    changed: int
    gone: int
    since: float | None
    began_at: float | None
    ended_at: float | None
    trouble: str

    @property
    def can_go_on(self) -> bool:
        """Whether the latest reading ended, or is, before its last page."""
        reading = self.reading()
        return reading is not None and reading.can_go_on and not self.checkpoint.is_done

    def reading(self) -> Reading | None:
        if self.state is None or self.began_at is None:
            return None
        point = self.checkpoint
        return Reading(
            state=self.state,
            next_page=point.next_page,
            pages_read=point.pages_read,
            read=point.read,
            total=point.total,
            new=self.new,
            changed=self.changed,
            gone=self.gone,
            since=_moment(self.since),
            began_at=datetime.fromtimestamp(self.began_at, UTC),
            ended_at=_moment(self.ended_at),
            remarks=point.remarks,
            trouble=self.trouble,
        )

    def kept(self) -> KeptList:
        return KeptList(
            id=self.id,
            provider=self.provider,
            organization=self.organization,
            list_id=self.list_id,
            name=self.name,
            told=self.told,
            details=self.details,
            is_listed=self.is_listed,
            rows=self.present_rows,
            gone_rows=self.gone_rows,
            read_at=_moment(self.read_at),
            reading=self.reading(),
        )

    def write(self, connection: apsw.Connection) -> None:
        connection.execute(_UPDATE, (*(_bound(getattr(self, name)) for name in _NAMES), self.id))


_NAMES = tuple(field.name for field in fields(StoredList))
_SELECT = f"SELECT {', '.join(_NAMES)} FROM lists"  # noqa: S608 - our own names
_UPDATE = f"UPDATE lists SET ({', '.join(_NAMES)}) = ({', '.join('?' * len(_NAMES))}) WHERE id = ?"  # noqa: S608 - same
_LARGEST = 2**63 - 1


def stored(connection: apsw.Connection, where: str, values: tuple[object, ...] = ()) -> list[StoredList]:
    """Those that ``where`` (SQL after WHERE, with our own words alone) picks, by position."""
    rows = connection.execute(f"{_SELECT} WHERE {where} ORDER BY position, id", values)
    return [_read(row) for row in rows]


def inserted(connection: apsw.Connection, provider: str, organization: str, list_id: str) -> StoredList:
    """A new list, without a name or anything in it."""
    connection.execute(
        "INSERT INTO lists (provider, organization, list_id, name, position) VALUES (?, ?, ?, '', 0)",
        (provider, organization, list_id),
    )
    return stored(connection, "id = ?", (connection.last_insert_rowid(),))[0]


def json_text(value: object) -> str:
    """Compact JSON that SQLite takes."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _bound(value: object) -> object:
    """As a column holds it."""
    match value:
        case Checkpoint():
            values = {field.name: getattr(value, field.name) for field in fields(value)}
            return json_text(values | {"remarks": sorted(remark.value for remark in value.remarks)})
        case ReadingState():
            return value.value
        case list() | dict():
            return json_text(value)
        case int():
            return max(-_LARGEST, min(value, _LARGEST))
    return value


def _read(row: tuple[Any, ...]) -> StoredList:
    values = dict(zip(_NAMES, row, strict=True))
    for name in ("details", "columns", "shown", "met"):
        values[name] = json.loads(values[name])
    values["is_listed"] = bool(values["is_listed"])
    values["state"] = ReadingState(values["state"]) if values["state"] else None
    values["checkpoint"] = _checkpoint(values["checkpoint"])
    return StoredList(**values)


def _checkpoint(text: str) -> Checkpoint:
    """What another LeadDesk wrote: what this one does not know is left out, and what is missing is as at the start."""
    known = {field.name for field in fields(Checkpoint)}
    values = {name: value for name, value in json.loads(text).items() if name in known}
    words = values.pop("remarks", [])
    return replace(Checkpoint(**values), remarks=frozenset(remark for remark in Remark if remark.value in words))


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
