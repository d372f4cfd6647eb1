"""vCards as a reader after RFC 2426 finds them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from leaddesk.files.vcard import vcard


def read(card: bytes) -> list[tuple[str, list[str]]]:
    """Names with their parameters, and the parts of the values: a reader of our own."""
    assert card.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in card.split(b"\r\n"))
    for folded in card.split(b"\r\n"):
        folded.decode()  # no character is torn apart
    lines = card.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    found = []
    for line in lines:
        name, value = line.split(":", 1)
        parts = [re.sub(r"\\(.)", lambda mark: "\n" if mark[1] == "n" else mark[1], part) for part in _split(value)]
        found.append((name, parts))
    return found


def _split(value: str) -> list[str]:
    parts = re.split(r"((?:\\.|[^\\;])*)(?:;|$)", value)[1::2]
    return parts[: value.count(";") + 1 - value.count("\\;")]


FULL = {
    "FN": "Anna van den Berg",
    "given": "Anna",
    "family": "van den Berg",
    "organisation": "Kestrel; Robotics, Inc.",
    "department": "Sales",
    "TITLE": "CEO",
    "EMAIL": "anna@example.test",
    "work phone": "+49 30 901820",
    "mobile phone": "+49 151 23456789",
    "street": "Hauptstraße 1",
    "locality": "Berlin",
    "code": "10115",
    "country": "Germany",
    "URL": "https://example.test",
    "LinkedIn": "https://www.linkedin.com/in/anna",
    "CATEGORIES": "hot; fair 2026",
    "NOTE": "Met at the fair.\nCall back\\soon",
}


def test_a_card_holds_everything() -> None:
    assert read(vcard(FULL)) == [
        ("BEGIN", ["VCARD"]),
        ("VERSION", ["3.0"]),
        ("N", ["van den Berg", "Anna", "", "", ""]),
        ("FN", ["Anna van den Berg"]),
        ("ORG", ["Kestrel; Robotics, Inc.", "Sales"]),
        ("TITLE", ["CEO"]),
        ("EMAIL;TYPE=INTERNET,WORK", ["anna@example.test"]),
        ("TEL;TYPE=WORK,VOICE", ["+49 30 901820"]),
        ("TEL;TYPE=CELL,VOICE", ["+49 151 23456789"]),
        ("ADR;TYPE=WORK", ["", "", "Hauptstraße 1", "Berlin", "", "10115", "Germany"]),
        ("URL;TYPE=WORK", ["https://example.test"]),
        ("X-SOCIALPROFILE;TYPE=linkedin", ["https://www.linkedin.com/in/anna"]),
        ("item1.URL", ["https://www.linkedin.com/in/anna"]),
        ("item1.X-ABLabel", ["LinkedIn"]),
        ("CATEGORIES", ["hot,fair 2026"]),
        ("NOTE", ["Met at the fair.\nCall back\\soon"]),
        ("END", ["VCARD"]),
    ]


def test_a_company_without_a_name_is_shown_by_its_own() -> None:
    card = dict(read(vcard({"organisation": "Kestrel"})))
    assert card["FN"] == ["Kestrel"]
    assert card["N"] == ["", "", "", "", ""]


NICE = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1, max_size=200)


@given(NICE)
def test_any_note_survives(note: str) -> None:
    lines = vcard({"FN": "x", "NOTE": note})
    unfolded = lines.decode().replace("\r\n ", "")
    (raw,) = re.findall(r"^NOTE:(.*)\r$", unfolded, re.MULTILINE)[:1] or [""]
    assert re.sub(r"\\(.)", lambda mark: "\n" if mark[1] == "n" else mark[1], raw) == note
    assert all(len(line) <= 75 for line in lines.split(b"\r\n"))
