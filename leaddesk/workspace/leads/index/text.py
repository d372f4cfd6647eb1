"""What is searched: the text of a lead, and the words of a search, without case and accents."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import combining, normalize

SEARCHED = ("name", "first_name", "middle_name", "last_name", "company", "title", "email", "website")
"""Columns of ``leads``. The parts of a name count where the whole one does not hold them."""

_END = "\n\n"
"""After the last letter, so that a trigram begins at every letter."""
_BESIDE_BASE = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""As ``domain.sort_keys`` has them."""


def plain(text: str) -> str:
    """Without case and accents: ``muller`` for ``Müller``."""
    if text.isascii():
        return text.lower()
    apart = normalize("NFKD", text.casefold())
    return "".join([letter for letter in apart if not combining(letter)]).translate(_BESIDE_BASE).casefold()


def searched_text(cells: Sequence[str | None]) -> str:
    """One text out of the cells of ``SEARCHED``, a line for each; empty where there are none."""
    name, *parts, company, title, email, website = cells
    whole = name or ""
    lines = [whole, *[part for part in parts if part and part not in whole], company, title, email, website]
    text = plain("\n".join([line for line in lines if line])).replace("\0", " ")
    return text + _END if text else ""


def words_of(search: str) -> tuple[str, ...]:
    """The words that must all occur, the longest first, each once."""
    words = plain(search.replace("\0", " ")).encode("utf-16", "surrogatepass").decode("utf-16", "replace").split()
    return tuple(sorted(dict.fromkeys(words), key=len, reverse=True))
