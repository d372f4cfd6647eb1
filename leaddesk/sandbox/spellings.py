"""The same name, spelled as other people would have typed it: what makes duplicates hard to find."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from leaddesk.sandbox.names import Name

_ASCII = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ð": "d", "’": "'", "ß": "ss", "æ": "ae",
     "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th"}
)  # fmt: skip
_GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ø": "oe", "å": "aa"}
)
_SHORT = {
    "Robert": "Bob", "William": "Bill", "Elizabeth": "Liz", "Margaret": "Peggy", "Thomas": "Tom", "Katherine": "Kate",
    "Abigail": "Abby", "Bernard": "Bernie", "Matthias": "Matze", "Franziska": "Franzi", "Hannelore": "Hanne",
    "José": "Pepe", "Concepción": "Concha", "Oleksandr": "Sasha", "Małgorzata": "Gosia", "Stanisław": "Staszek",
    "Alessandra": "Sandra", "Salvatore": "Totò", "Muhammad": "Mohamed", "Yousef": "Josef", "Yiannis": "John",
}  # fmt: skip


class Spelling(NamedTuple):
    """A name as it stands in one provider's data."""

    full: str
    first: str | None
    middle: str | None
    last: str | None


def in_ascii(text: str) -> str:
    """``text`` without diacritics and other characters that ASCII lacks."""
    return unicodedata.normalize("NFKD", text.translate(_ASCII)).encode("ascii", "ignore").decode("ascii")


def _parts(name: Name, change: Callable[[str], str]) -> Spelling:
    middle, last = (change(part) if part else None for part in (name.middle, name.last))
    return Spelling(change(name.full), change(name.first), middle, last)


def _joined(name: Name, first: str, middle: str | None = None) -> Spelling:
    return Spelling(" ".join(part for part in (first, middle, name.last) if part), first, middle, name.last)


def as_it_is(name: Name) -> Spelling:
    return _parts(name, str)


def without_diacritics(name: Name) -> Spelling:
    return _parts(name, in_ascii)


def umlauts_written_out(name: Name) -> Spelling:
    return _parts(name, lambda part: part.translate(_GERMAN))


def in_own_script(name: Name) -> Spelling:
    if name.script is None:
        return decomposed(name)
    first, _, last = name.script.partition(" ")
    # Chinese, Japanese and Korean names are written in one word: nobody has taken those apart.
    return Spelling(name.script, first, None, last) if last else Spelling(name.script, None, None, None)


def decomposed(name: Name) -> Spelling:
    """Unicode form D: looks the same, compares as different."""
    return _parts(name, lambda part: unicodedata.normalize("NFD", part))


def short(name: Name) -> Spelling:
    return _joined(name, _SHORT.get(name.first, name.first))


def initial_only(name: Name) -> Spelling:
    return _joined(name, name.first[0] + ".")


def without_middle(name: Name) -> Spelling:
    return _joined(name, name.first)


def last_name_first(name: Name) -> Spelling:
    return as_it_is(name)._replace(full=f"{name.last}, {name.first}" if name.last else name.first)


def capitals(name: Name) -> Spelling:
    return _parts(name, str.upper)


def small_letters(name: Name) -> Spelling:
    return _parts(name, str.lower)


def stray_spaces(name: Name) -> Spelling:
    return as_it_is(name)._replace(full=f"{name.first}  {name.last or ''} ")


def mistyped(name: Name) -> Spelling:
    """Two letters of the last part changed places."""
    text = name.last or name.first
    swapped = text[:-2] + text[-1] + text[-2]
    return _joined(name._replace(last=swapped), name.first) if name.last else Spelling(swapped, swapped, None, None)


def with_title(name: Name) -> Spelling:
    return as_it_is(name)._replace(full=f"Dr. {name.full}, MBA")


def with_emoji(name: Name) -> Spelling:
    return as_it_is(name)._replace(full=f"{name.full} ✨", first=f"{name.first} 👩🏽‍💻")


SPELLINGS: tuple[Callable[[Name], Spelling], ...] = (
    as_it_is, without_diacritics, umlauts_written_out, in_own_script, decomposed, short, initial_only, without_middle,
    last_name_first, capitals, small_letters, stray_spaces, mistyped, with_title, with_emoji,
)  # fmt: skip
"""The first is the person's own."""
