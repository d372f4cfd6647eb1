"""A look into a ZIP archive before anybody unpacks it: what it says of itself, and what it really holds.

A few kilobytes can unfold to gigabytes, and what the archive's directory says of sizes may be a lie. So nobody gets a
part but in blocks that are counted, or in one piece that was.
"""

from __future__ import annotations

import copy
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from leaddesk.domain.errors import FileUnreadable

_MOST_PARTS = 10_000
LARGEST_WHOLE = 2 << 30
"""Bytes of all parts together."""
LARGEST_RATIO = 500
"""The parts of real tables are 5 to 30 times as large as packed; DEFLATE cannot go beyond 1,032."""
_SMALL = 50 << 20
"""Below this the ratio does not matter."""
_BLOCK = 1 << 20


def check_directory(archive: zipfile.ZipFile, path: Path, *, largest: int = LARGEST_WHOLE) -> None:
    """What the archive says of itself. Raises FileUnreadable ``too-large`` or ``encrypted``."""
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS:
        raise FileUnreadable(path, "too-large")
    if any(part.flag_bits & 1 for part in parts):
        raise FileUnreadable(path, "encrypted")
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if whole > largest or (whole > _SMALL and whole > LARGEST_RATIO * max(1, packed)):
        raise FileUnreadable(path, "too-large")


def unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """``part`` in blocks.

    Raises FileUnreadable: ``too-large`` where more comes than the directory says, ``damaged`` where it cannot be
    unpacked.
    """
    probe = copy.copy(part)
    probe.file_size += 1  # zipfile stops at the size that it is told, whatever is packed
    size = 0
    try:
        with archive.open(probe) as file:
            while block := file.read(_BLOCK):
                size += len(block)
                if size > part.file_size:
                    raise FileUnreadable(path, "too-large")
                yield block
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileUnreadable(path, "damaged") from error


def unpacked_whole(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path, *, largest: int) -> bytes:
    """The same in one piece. ``too-large`` also where it is over ``largest`` bytes."""
    if part.file_size > largest:
        raise FileUnreadable(path, "too-large")
    return b"".join(unpacked(archive, part, path))
