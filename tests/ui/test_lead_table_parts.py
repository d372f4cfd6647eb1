"""The table's parts that need no window: which values are links, the state that is remembered, titles, copied text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.reachstream_columns import KNOWN_FIELDS
from leaddesk.domain.records import Value
from leaddesk.domain.table import Column, Kind
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.widgets.table.copying import HTML_UP_TO, copy_rows
from leaddesk.ui.widgets.table.links import link_of
from leaddesk.ui.widgets.table.state import Place, TableState


@pytest.mark.parametrize(
    ("value", "kind", "opens"),
    [
        ("https://www.alpha.example/a?b=c#d", Kind.TEXT, "https://www.alpha.example/a?b=c#d"),
        ("HTTP://alpha.example", Kind.LINK, "http://alpha.example"),
        ("alpha.example", Kind.LINK, "https://alpha.example"),
        ("alpha.example:8080/x", Kind.LINK, "https://alpha.example:8080/x"),
        ("www.alpha.example", Kind.TEXT, "https://www.alpha.example"),
        ("linkedin.com/in/somebody", Kind.TEXT, "https://linkedin.com/in/somebody"),
        ("de.linkedin.com/in/jürgen", Kind.LINK, "https://de.linkedin.com/in/jürgen"),
        ("müller.example", Kind.LINK, "https://xn--mller-kva.example"),
        (" o@alpha.example ", Kind.EMAIL, "mailto:o@alpha.example"),
    ],
)
def test_links(value: str, kind: Kind, opens: str) -> None:
    url = link_of(value, kind)
    assert url is not None
    assert url.toString() == opens


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        "",
        "xxxxx",
        "xxxxx@xxxxx",
        "javascript:alert(1)",
        "JavaScript://alpha.example/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "\\\\server\\share",
        "smb://alpha.example/x",
        "https://known.example@stranger.example/",
        "https://user:secret@alpha.example/",
        "https://alpha.example/\u202egpj.exe",
        "https://alpha.example\\@stranger.example",
        "https:///no-host",
        "https://",
        "http:alpha.example",
        "two words.example",
        "alpha.example\nmore",
        "o@alpha.example?bcc=all@stranger.example",
        "o@alpha.example,p@alpha.example",
        "https://" + "a" * 5_000 + ".example",
    ],
)
def test_never_a_link(value: Value, kind: Kind) -> None:
    assert link_of(value, kind) is None


@given(st.text(), st.sampled_from(list(Kind)))
def test_only_three_schemes_are_ever_opened(text: str, kind: Kind) -> None:
    for value in (text, f"https://{text}", f"www.{text}"):
        url = link_of(value, kind)
        assert url is None or url.scheme() in {"http", "https", "mailto"}


NAMES = st.sampled_from("abcdefgh")
WIDTHS = st.floats(0, 200).map(lambda width: round(width, 2))
PLACES = st.lists(st.builds(Place, NAMES, st.booleans(), WIDTHS), unique_by=lambda place: place.name)
STATES = st.builds(
    lambda places, frozen: TableState(tuple(places), min(frozen, len(places))), PLACES, st.integers(0, 8)
)
KEYS = st.sampled_from(["columns", "frozen", "name", "shown", "width"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | NAMES,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
)


@given(STATES)
def test_a_state_is_read_as_it_was_written(state: TableState) -> None:
    assert TableState.read(state.as_json(), TableState()) == state


@given(JSON, STATES)
def test_anything_can_be_read(stored: object, default: TableState) -> None:
    state = TableState.read(stored, default)
    names = [place.name for place in state.places]
    assert len(set(names)) == len(names)
    assert set(names) >= {place.name for place in default.places}
    assert 0 <= state.frozen <= len(names)


@given(STATES, st.lists(NAMES, unique=True))
def test_ordering_some_leaves_the_others_where_they_are(state: TableState, order: list[str]) -> None:
    known = [place.name for place in state.places]
    wanted = [name for name in order if name in known]
    names = [place.name for place in state.in_order(wanted).places]
    assert [name for name in names if name in wanted] == wanted
    assert [name if name not in wanted else "" for name in names] == [
        name if name not in wanted else "" for name in known
    ]


def test_every_known_field_has_a_title_of_its_own() -> None:
    titles = {title_of(name) for name in KNOWN_FIELDS}
    assert len(titles) == len(KNOWN_FIELDS)
    assert not titles & set(KNOWN_FIELDS)
    assert title_of("buying_intent") == "buying_intent"


@given(st.lists(st.tuples(st.text(), st.text()), max_size=6))
def test_copied_text_is_read_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    kept = [tuple(cell.replace("\0", "").replace("\r", "\n") for cell in row) for row in rows]
    source = HeldRows([Column("a"), Column("b")], kept)
    text = copy_rows(source, range(len(kept)), ["b", "a"], ["B", "A"]).text.toStdString()
    read = list(csv.reader(io.StringIO(text, newline=""), "excel-tab"))
    assert read == [["B", "A"], *[[b, a] for a, b in kept]]


def test_large_copies_are_text_alone() -> None:
    source = HeldRows([Column("a")], [("x",)])
    copied = copy_rows(source, [0] * (HTML_UP_TO + 1), ["a", "gone"], ["A", "Gone"])
    assert copied.html == ""
    assert copied.text.startsWith(b"A\tGone\nx\t\n")
    assert copied.rows == HTML_UP_TO + 1
