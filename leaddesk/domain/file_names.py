"""The name of a file that somebody else chose, made safe to be offered as a name in a folder of one's own."""

from __future__ import annotations

import re

_LONGEST = 120
_MOST_BYTES = 200
"""Most file systems take 255, and a file that is being written has a longer name for a while."""
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What Windows refuses, and marks that turn the direction: ``txt.exe`` can be made to read as ``exe.txt``."""
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])", re.IGNORECASE)
"""Names that are no files on Windows, with any extension."""


def safe_file_name(told: str, fallback: str) -> str:
    """The last part of ``told`` without what a file system refuses; ``fallback`` where nothing is left.

    Never a path, never hidden, never longer than 120 characters or 200 bytes of UTF-8; its extension is kept.
    """
    last = re.split(r"[/\\]", told.strip())[-1]
    clean = " ".join(_NOT_IN_NAMES.sub(" ", last).split()).strip(" .")
    if not clean:
        return fallback
    stem, dot, extension = clean.rpartition(".")
    if not dot:
        stem, extension = clean, ""
    if _DEVICES.fullmatch(stem.split(".")[0].strip()):
        stem = f"{stem}-file"
    extension = extension[:16].rstrip()
    stem = stem[: _LONGEST - len(extension) - 1]
    room = _MOST_BYTES - len(f"{dot}{extension}".encode("utf-8", "replace"))
    stem = stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    return f"{stem.rstrip(' .')}{dot}{extension}"
