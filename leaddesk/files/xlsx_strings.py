"""The shared strings of an XLSX file: every text of all its sheets, in the order of their first use, in one part."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from leaddesk.files.zip_limits import unpacked, unpacked_whole

_LARGEST = 256 << 20
_USED = re.compile(rb"""\st=["']s["'][^>]*>\s*(?:<(?:\w+:)?f\b.*?</(?:\w+:)?f>\s*)?<(?:\w+:)?v>\s*([0-9]+)""")
_END = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_HEAD = re.compile(rb"<(\w+:)?sst\b")


class SharedStrings:
    """Unpacked when they are needed, and only as far."""

    def __init__(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> None:
        self._archive, self._part, self._path = archive, part, path
        self._whole = b""

    @property
    def name(self) -> str:
        return self._part.filename

    @property
    def size(self) -> int:
        return self._part.file_size

    def whole(self) -> bytes:
        """Raises FileUnreadable."""
        if not self._whole:
            self._whole = unpacked_whole(self._archive, self._part, self._path, largest=_LARGEST)
        return self._whole

    def enough_for(self, rows: bytes) -> bytes:
        """As many as these rows of a sheet use: whoever looks at the first rows does not wait for all strings."""
        wanted = max(map(int, _USED.findall(rows)), default=-1) + 1
        seen, found = bytearray(), 0
        for block in unpacked(self._archive, self._part, self._path):
            since = max(0, len(seen) - 20)
            seen += block
            for end in _END.finditer(seen, since):
                if end.end() <= len(seen) - len(block):
                    continue  # counted with the block before
                found += 1
                if found >= wanted and (head := _HEAD.search(seen)):
                    return bytes(seen[: end.end()]) + b"</%bsst>" % (head[1] or b"")
        return bytes(seen)
