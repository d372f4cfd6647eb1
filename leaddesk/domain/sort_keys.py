"""What a cell is compared by: sizes by size, ranges by where they begin, text as a person would look it up."""

from __future__ import annotations

import math
import re
from datetime import datetime
from itertools import islice
from unicodedata import combining, normalize

from leaddesk.domain.records import Value
from leaddesk.domain.table import MOMENTS, Kind

SortKey = float | str | None
"""A size, a text, or None for an empty cell."""


def folded(text: str) -> str:
    """``text`` as a needle is compared with it: without case, and each accent one with its letter."""
    return text.casefold() if text.isascii() else normalize("NFC", text.casefold())


def sort_key(value: Value, kind: Kind) -> SortKey:
    """What ``value`` is sorted by in a column of ``kind``: a size, a text, or None for an empty cell."""
    if value is None:
        return None
    if not isinstance(value, str):
        return str(value) if kind is Kind.CODE or math.isnan(value) else value
    text = value.strip()
    if not text:
        return None
    if kind in MOMENTS:
        return _moment(text)
    if kind in {Kind.NUMBER, Kind.RANGE}:
        size = _plain_number(text) if kind is Kind.NUMBER else None
        if size is None:
            size = _range_start(text)
        return _by_letters(text) if size is None else size
    if kind is Kind.CODE:
        return text.casefold()
    if kind is Kind.LINK:
        return _ADDRESS_START.sub("", text.casefold())
    return _by_letters(text)


def _moment(text: str) -> SortKey:
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):  # before the year 1, in some time zones
        return _by_letters(text)


_DIGITS = re.compile(r"[0-9]+")
_ADDRESS_START = re.compile(r"^(?:https?://)?(?:www\.)?")
_BESIDE_BASE = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that a reader looks up under their base letter but that Unicode does not take apart."""


def _by_letters(text: str) -> str:
    """Without case and accents; a run of digits by its size, its length before it (so that 9 stands before 10)."""
    plain = text.casefold()
    if not plain.isascii():
        apart = normalize("NFKD", plain)
        plain = "".join([letter for letter in apart if not combining(letter)]).translate(_BESIDE_BASE)
    return _DIGITS.sub(_length_first, plain)


def _length_first(digits: re.Match[str]) -> str:
    significant = digits[0].lstrip("0")
    return f"0{chr(len(significant))}{significant}"


_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(thousand|million|billion|(?:k|mn?|bn?)(?![a-z]))?", re.IGNORECASE)
_UNITS = {"": 1.0, "k": 1e3, "t": 1e3, "m": 1e6, "b": 1e9}
"""By first letter."""
_BELOW = ("<", "under", "below", "less", "up to")


def _plain_number(text: str) -> float | None:
    try:
        number = float(text.replace(",", "").replace("−", "-"))
    except ValueError:
        return None
    return None if math.isnan(number) else number


def _range_start(text: str) -> float | None:
    """``51-200`` is 51, ``$5m to $10m`` 5,000,000, ``$1-5M`` 1,000,000, ``10,001+`` 10001, ``under 10`` just less."""
    amounts = [(_amount(found[1]), (found[2] or "")[:1].lower()) for found in islice(_AMOUNT.finditer(text), 2)]
    if not amounts:
        return None
    number, unit = amounts[0]
    if not unit and len(amounts) == 2 and number <= amounts[1][0]:
        unit = amounts[1][1]
    size = number * _UNITS[unit]
    return math.nextafter(size, -math.inf) if text.lower().startswith(_BELOW) else size


def _amount(digits: str) -> float:
    return float(digits.replace(",", ""))
