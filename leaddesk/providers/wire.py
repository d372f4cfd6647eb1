"""Tolerant JSON: providers.md asks to read everything leniently.

JSON may come under a wrong ``Content-Type`` (nobody looks at it here), with a byte order mark, with half a character or
with ``NaN``; numbers may come as text and text as numbers, a list may be ``null``. These readers turn what comes into
plain values, or raise UnreadableError.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterable
from typing import Any

import msgspec

from leaddesk.domain.records import Value

_LONGEST_NUMBER = 30
_LARGEST_INTEGER = 2**63 - 1
"""What a database keeps as a number (SQLite: 64 bits)."""

_NUMBER = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.0*)?")


class UnreadableError(ValueError):
    """``found`` is one of the words of ``domain.errors.UnreadableAnswer``: ``html``, ``json`` or ``shape``."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


def decode(body: bytes) -> object:
    """The value of a JSON text. Half characters (lone surrogates) become U+FFFD; ``NaN`` and ``Infinity`` None.

    Raises UnreadableError: ``html`` for anything that looks like a page, ``json`` for anything else that is no JSON.
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return _decode_slowly(body)


def encode(value: object) -> bytes:
    """``value`` as JSON in UTF-8. Half characters become U+FFFD: neither a request nor a database can carry them.

    A number that is none (``1e999`` is read as infinity) becomes ``null``: JSON has no word for it.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError:
        finite = json.loads(json.dumps(value), parse_constant=lambda _: None)
        text = json.dumps(finite, ensure_ascii=False, separators=(",", ":"))
    return whole(text).encode()


def whole(text: str) -> str:
    """``text`` with pairs of half characters joined, and every other half one as U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def unwrapped(value: object) -> object:
    """``value``, or what is in it where it is JSON inside a string (providers.md: an older revision of ReachStream).

    Raises UnreadableError (``shape``) for any other string that is not blank; a blank one is None.
    """
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        return decode(whole(value).encode())
    except UnreadableError:
        raise UnreadableError("shape") from None


def number(value: object) -> int | None:
    """A whole number, from an integer, a float without a fraction, or text such as ``720``, ``2,410,893`` or ``720.0``.

    In text, commas may only part groups of three digits, and only zeros may follow a point. None for anything else: a
    wrong number is worse than none.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str) and len(text := value.strip()) <= _LONGEST_NUMBER and (match := _NUMBER.fullmatch(text)):
        return int(match[1] + match[2].replace(",", ""))
    return None


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list, numbers as text, in its order; no value and repeated values left out. ``null`` is empty.

    Raises UnreadableError (``shape``) where it is no list, or holds something that is not plain.
    """
    listed = entries(value)
    if any(isinstance(entry, dict | list) for entry in listed):
        raise UnreadableError("shape")
    cells = (cell(entry) for entry in listed)
    return tuple(dict.fromkeys(str(text) for text in cells if text is not None))


def records(value: object) -> list[dict[str, Value]]:
    """The flat records of a list; ``null`` is empty, and so are the nulls in it.

    Raises UnreadableError (``shape``) where it is no list of objects.
    """
    return [{name: cell(content) for name, content in mapping(entry).items()} for entry in entries(value)]


def mapping(value: object) -> dict[str, object]:
    """``value`` as an object. Raises UnreadableError (``shape``)."""
    if not isinstance(value, dict):
        raise UnreadableError("shape")
    return value


def cell(value: object) -> Value:
    """One value of a record: ``null`` and ``""`` are no value (providers.md), what is nested becomes compact JSON text.

    A number that no database keeps as a number (over 64 bits) becomes text; one that is none (``1e999``) no value.
    """
    match value:
        case None | "":
            return None
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int():
            return value if abs(value) <= _LARGEST_INTEGER else str(value)
        case float():
            return value if math.isfinite(value) else None
    return _compact(value) if value else None


def _compact(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        raise UnreadableError("shape") from None


def entries(value: object) -> list[object]:
    """A list without its nulls; also one that came as an object with the indexes as keys, as ReachStream's filters.

    ``null`` is empty. Raises UnreadableError (``shape``) for anything else.
    """
    if value is None or value == "":
        return []
    if isinstance(value, dict) and all(key.isdecimal() for key in value):
        value = list(value.values())
    if not isinstance(value, list):
        raise UnreadableError("shape")
    return [entry for entry in value if entry is not None]


def _decode_slowly(body: bytes) -> object:
    """With the standard library, which forgives more."""
    if body.lstrip()[:1] == b"<":
        raise UnreadableError("html")
    text = body.decode(json.detect_encoding(body), "replace")
    try:
        value = json.loads(
            text, strict=False, parse_int=_integer, parse_constant=lambda _: None, object_pairs_hook=_object
        )
        return _whole_strings(value)
    except (ValueError, RecursionError):
        raise UnreadableError("json") from None


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _object(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    return {whole(name): value for name, value in pairs}


def _whole_strings(value: Any) -> object:
    match value:
        case str():
            return whole(value)
        case list():
            return [_whole_strings(entry) for entry in value]
        case dict():
            return {name: _whole_strings(content) for name, content in value.items()}
    return value
