"""The values in pasted text: a column or a row out of a spreadsheet, or lines out of anything else."""

from __future__ import annotations

import re

_LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CELL = re.compile(r' *"((?:[^"]++|"")*+)" *(?=[\t\n]|\Z)|([^\t\n]*+)')
"""A cell as spreadsheets copy it: in quotes, doubled inside, where it holds a quote, a tab or a line break."""


def pasted_values(text: str) -> list[str]:
    """The values of a pasted column or row: one a line or cell, without the quotes of a spreadsheet, none twice.

    White space around a value goes, a line break inside a quoted one becomes a space.
    """
    plain = _LINE_BREAK.sub("\n", text.replace("\0", "").removeprefix("\ufeff"))
    found: dict[str, None] = {}
    place = 0
    while place <= len(plain):
        cell = _CELL.match(plain, place)
        if cell is None:
            break
        quoted = cell[1]
        value = cell[2] if quoted is None else re.sub(r"\s*[\t\n]\s*", " ", quoted.replace('""', '"'))
        found[whole(value).strip()] = None
        place = cell.end() + 1
    found.pop("", None)
    return list(found)


def whole(text: str) -> str:
    """Half a character (a lone surrogate) can neither be shown nor sent."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
