"""Names that are given by hand: one of each, upper and lower case and white space being the same."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from leaddesk.domain.errors import NameTaken
from leaddesk.workspace.database import storable

if TYPE_CHECKING:
    import apsw

_NUMBER_AT_END = re.compile(r" \(\d+\)$")


def cleaned(name: str) -> str:
    """``name`` as it is kept. Raises ValueError for a blank one."""
    clean = " ".join(storable(name).split())
    if not clean:
        raise ValueError("a name is not blank")
    return clean


def folded(name: str) -> str:
    """What ``folded_name`` says."""
    return unicodedata.normalize("NFKC", name).casefold()


def refuse_taken(connection: apsw.Connection, table: str, name: str, but: int = 0) -> None:
    """Raise NameTaken where another row of ``table`` than ``but`` is called ``name`` (a clean one)."""
    taken = connection.execute(
        f"SELECT name FROM {table} WHERE folded_name = ? AND id <> ?",  # noqa: S608 - ours
        (folded(name), but),
    ).fetchone()
    if taken is not None:
        raise NameTaken(taken[0])


def free(connection: apsw.Connection, table: str, name: str) -> str:
    """``name`` (2), or the next number that no row of ``table`` has."""
    stem, number = _NUMBER_AT_END.sub("", name), 2
    question = f"SELECT EXISTS (SELECT 1 FROM {table} WHERE folded_name = ?)"  # noqa: S608 - ours
    while connection.execute(question, (folded(f"{stem} ({number})"),)).get:
        number += 1
    return f"{stem} ({number})"
