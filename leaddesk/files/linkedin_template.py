"""The template of LinkedIn's that a person downloaded: its header is kept byte for byte, and rows are put below."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from leaddesk.domain.errors import FileUnreadable
from leaddesk.domain.export_destinations import fills
from leaddesk.domain.export_profiles import Template

_MOST = 64 * 1024
"""Bytes: LinkedIn's own is 67 long."""


def read_template(path: Path) -> Template:
    """What the template's columns are called. Raises FileUnreadable (``no-columns``: none of them can be filled)."""
    header = _first_record(path)[1]
    known = tuple(filter(fills, header))
    if not known:
        raise FileUnreadable(path, "no-columns")
    return Template(path, header, known)


def header_bytes(path: Path) -> bytes:
    """The header as it stands in the file, byte order mark included, ended by a line break. Raises FileUnreadable."""
    head = _first_record(path)[0]
    return head if head.endswith((b"\n", b"\r")) else head + b"\r\n"


def _first_record(path: Path) -> tuple[bytes, tuple[str, ...]]:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST)
    except FileNotFoundError as error:
        raise FileUnreadable(path, "gone") from error
    except OSError as error:
        raise FileUnreadable(path, error.strerror or type(error).__name__) from error
    if not data.strip(b"\xef\xbb\xbf\r\n \t,"):
        raise FileUnreadable(path, "empty")
    lines = data.splitlines(keepends=True)
    head, quotes = b"", 0
    for line in lines:  # a quoted name may hold a line break
        head += line
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            break
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnreadable(path, "encoding") from error
    try:
        names = next(csv.reader(io.StringIO(text, newline=""), strict=True), [])
    except csv.Error as error:
        raise FileUnreadable(path, "damaged") from error
    return head, tuple(name.strip() for name in names)
