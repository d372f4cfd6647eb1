"""vCards, version 3.0 (RFC 2426): the version that Google Contacts, Outlook and Apple's Contacts all import.

UTF-8, lines ended by CRLF and folded at 75 bytes, never inside a character. The LinkedIn profile is an
``X-SOCIALPROFILE`` (Apple) and a labelled ``URL`` (Google).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_FOLD = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def vcard(cells: Mapping[str, str]) -> bytes:
    """One card. ``cells`` are called as ``export_destinations.CARDS`` calls its columns; missing ones are empty."""
    take = {name: value for name, value in cells.items() if value}
    lines = ["BEGIN:VCARD", "VERSION:3.0"]

    def add(name: str, *parts: str) -> None:
        if any(parts):
            lines.append(f"{name}:{';'.join(map(_escaped, parts))}")

    names = [take.get(part, "") for part in ("family", "given", "additional")]
    shown = take.get("FN") or take.get("organisation") or take.get("EMAIL") or ""
    lines.append(f"N:{';'.join(map(_escaped, names))};;")  # required, as is FN
    lines.append(f"FN:{_escaped(shown)}")
    add("ORG", *filter(None, (take.get("organisation", ""), take.get("department", ""))))
    add("TITLE", take.get("TITLE", ""))
    add("EMAIL;TYPE=INTERNET,WORK", take.get("EMAIL", ""))
    add("TEL;TYPE=WORK,VOICE", take.get("work phone", ""))
    add("TEL;TYPE=CELL,VOICE", take.get("mobile phone", ""))
    place = [take.get(part, "") for part in ("street", "locality", "region", "code", "country")]
    if any(place):
        add("ADR;TYPE=WORK", "", "", *place)
    add("URL;TYPE=WORK", take.get("URL", ""))
    if profile := take.get("LinkedIn", ""):
        add("X-SOCIALPROFILE;TYPE=linkedin", profile)
        lines.append(f"item1.URL:{_escaped(profile)}")
        lines.append("item1.X-ABLabel:LinkedIn")
    if tags := take.get("CATEGORIES", ""):
        lines.append(f"CATEGORIES:{','.join(map(_escaped, tags.split('; ')))}")
    add("NOTE", take.get("NOTE", ""))
    lines.append("END:VCARD")
    return b"".join(map(_folded, lines))


def _escaped(value: str) -> str:
    text = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """With CRLF behind it; every line but the first begins with a space that a reader drops."""
    data, lines = line.encode("utf-8", "replace"), []
    while len(data) > _FOLD:
        cut = _FOLD
        while data[cut] & 0xC0 == 0x80:  # inside a character
            cut -= 1
        lines.append(data[:cut])
        data = b" " + data[cut:]
    lines.append(data)
    return b"\r\n".join(lines) + b"\r\n"
