"""Suppression entries are read out of whatever was pasted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.suppression import Parsed, SuppressedBy, Wanted, parsed

EMAIL, DOMAIN, LINKEDIN = SuppressedBy.EMAIL, SuppressedBy.DOMAIN, SuppressedBy.LINKEDIN


@pytest.mark.parametrize(
    ("line", "entries"),
    [
        ("jane@acme.example", [(EMAIL, "jane@acme.example")]),
        ("  Jane Doe <JANE@Acme.example>; ", [(EMAIL, "jane@acme.example")]),
        ("mailto:jane@acme.example", [(EMAIL, "jane@acme.example")]),
        ("info@acme.example", [(EMAIL, "info@acme.example")]),
        ("a@x.example, b@y.example", [(EMAIL, "a@x.example"), (EMAIL, "b@y.example")]),
        ('"Doe, Jane",jane@acme.example,acme.example,7', [(EMAIL, "jane@acme.example")]),
        ("acme.example", [(DOMAIN, "acme.example")]),
        ("@acme.example", [(DOMAIN, "acme.example")]),
        ("*@acme.example", [(DOMAIN, "acme.example")]),
        ("*.ACME.example.", [(DOMAIN, "acme.example")]),
        ("https://www.acme.example:8080/team?x=1", [(DOMAIN, "acme.example")]),
        ("mail.acme.example other.example", [(DOMAIN, "mail.acme.example"), (DOMAIN, "other.example")]),
        ("xn--mller-kva.example", [(DOMAIN, "müller.example")]),
        ("https://de.linkedin.com/in/Jane-Doe/?x=1", [(LINKEDIN, "in/jane-doe")]),
        ("linkedin.com/in/jane-doe jane@acme.example", [(LINKEDIN, "in/jane-doe"), (EMAIL, "jane@acme.example")]),
    ],
)
def test_what_a_line_names(line: str, entries: list[tuple[SuppressedBy, str]]) -> None:
    assert parsed(line) == Parsed(tuple(Wanted(*entry) for entry in entries), ())


@pytest.mark.parametrize(
    "line", ["Jane Doe", "jane@", "acme", "linkedin.com", "St. Louis acme.example", "1.2.3.4", "a@b@c.example d"]
)
def test_a_line_that_names_nobody_is_told(line: str) -> None:
    assert parsed(f"a@x.example\n\n {line} \n") == Parsed((Wanted(EMAIL, "a@x.example"),), ((3, line),))


def test_a_file_has_a_mark_a_header_and_the_same_twice() -> None:
    text = "\ufeffEmail Address,First Name\r\njane@acme.example,Jane\r\nJANE@acme.example,Jane\r\n,\r\n"
    assert parsed(text) == Parsed((Wanted(EMAIL, "jane@acme.example"),), ())
    assert parsed("a@x.example\nEmail").unreadable == ((2, "Email"),)


def test_addresses_stand_for_their_domains_where_that_is_asked_for() -> None:
    assert parsed("jane@acme.example ben@acme.example", domains_of=True).entries == (Wanted(DOMAIN, "acme.example"),)


@given(st.text(max_size=300))
def test_any_text_is_read_and_nothing_is_lost(text: str) -> None:
    found = parsed(text)
    assert len(set(found.entries)) == len(found.entries)
    lines = text.splitlines()
    for number, line in found.unreadable:
        assert lines[number - 1].strip()[:200] == line


words = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)


@given(st.lists(st.tuples(words, words), max_size=20), st.sampled_from(["\n", ", ", ";", "\r\n", " | "]))
def test_what_is_written_is_read_again(people: list[tuple[str, str]], between: str) -> None:
    addresses = [f"q{name}@{domain}.example" for name, domain in people]
    once = parsed(between.join(addresses))
    assert {entry.value for entry in once.entries} <= set(addresses)
    again = parsed("\n".join(entry.value for entry in once.entries))
    assert again.entries == once.entries
