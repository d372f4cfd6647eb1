"""My Leads with a few people, the jobs that are done with them, and what stands in their file afterwards."""

from __future__ import annotations

import hashlib
from array import array
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

from leaddesk.domain.column_mapping import proposed
from leaddesk.domain.export_profiles import as_shown, plain
from leaddesk.domain.exports import FileKind
from leaddesk.domain.import_messages import plan_to_json
from leaddesk.domain.imports import ImportPlan
from leaddesk.files.lead_files import look_into

PEOPLE = 120
"""Leads that are there before anything is done by hand."""
ROWS, EXPORTED = 1500, 10_000
"""Of an import, and of an export."""
_GIVEN = ("Ann", "Bo", "Cy", "Dee", "Eva")
_FAMILY = ("Smith", "Jones", "Ng", "Ray", "Lund", "Moss", "Ash", "Doe")


def person(number: int) -> dict[str, str]:
    """Somebody of their own; every fortieth has the same name at the same company."""
    return {
        "name": f"{_GIVEN[number % 5]} {_FAMILY[number % 40 // 5]}",
        "email": f"p{number}@c{number % 40}.example",
        "company": f"Company {number % 40}",
        "phone": f"+49 30 {10_000 + number}",
        "custom:Fair": f"hall {number % 7}",
    }


def state(path: Path) -> str:
    """A hash of everything that stands in the database, which is looked through as well."""
    told = hashlib.sha256()
    with closing(apsw.Connection(str(path))) as connection:
        assert connection.pragma("integrity_check") == "ok"
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
        for (table,) in tables:
            rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - ours
            told.update(f"{table} {sorted(rows, key=repr)!r}\n".encode())
    return told.hexdigest()


def many_people(folder: Path, rows: int = ROWS) -> Path:
    """New ones, some that are leads already, some twice, some who are nobody, some rows too long."""
    file = folder / "people.csv"
    lines = ["Name,E-mail,Company,Title,Fair"]
    for number in range(rows):
        who = person(number // 2 if number % 9 == 0 else number + PEOPLE)
        cells = [who["name"], who["email"], who["company"], f"Title {number}", who["custom:Fair"]]
        lines.append(
            ",".join(cells if number % 50 else ["", "", "", "nobody"]) + (",more" if number % 400 == 1 else "")
        )
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def plan_of(file: Path) -> ImportPlan:
    peek = look_into(file)
    mapping, _ = proposed(peek.header, peek.rows)
    rejects = file.with_name("people rejected.csv")
    return ImportPlan(file, peek.shape, mapping, new_list="Fair", rejects=rejects, seen=peek.seen)


def import_of(leads: Path, file: Path) -> dict[str, Any]:
    return {**plan_to_json(plan_of(file)), "database": str(leads)}


def export_of(leads: Path, kind: FileKind, path: Path, *, most: int = 0) -> dict[str, Any]:
    """Each lead many times over, so that it takes its time."""
    ids, none = leads.with_name("ids"), leads.with_name("none")
    ids.write_bytes(array("q", [1 + number % PEOPLE for number in range(EXPORTED)]).tobytes())
    none.touch()
    columns = [("name", "Name"), ("email", "E-mail"), ("custom:Fair", "Fair")]
    return {
        "act": "write",
        "database": str(leads),
        "leads": str(ids),
        "left_out": str(none),
        "with_suppressed": False,
        "template": "",
        "kind": kind.value,
        "path": str(path),
        "profile": plain(as_shown(columns, (kind,))) | {"most_rows": most},
    }


def parts_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


PAGE = 4096
"""Bytes."""


def damage(database: Path, page: int | None = None) -> None:
    """A page is overwritten: the one in the middle, or ``page`` (from 0)."""
    with database.open("r+b") as file:
        file.seek((database.stat().st_size // PAGE // 2 if page is None else page) * PAGE)
        file.write(b"\xa5" * PAGE)


def rows_of(leads: Path, table: str) -> set[tuple[Any, ...]]:
    with closing(apsw.Connection(str(leads))) as connection:
        assert connection.pragma("integrity_check") == "ok"
        return set(connection.execute(f"SELECT * FROM {table}"))  # noqa: S608 - ours
