"""The words of My Leads: conditions, what was done, what stands in the place of rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.lead_history import Step
from leaddesk.domain.lead_views import Condition, Scope, Test, View
from leaddesk.domain.leads import ADDED, SOURCES, Field, LeadListId, custom
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.leads.condition_words import chip_words, is_struck, meant, sentence, value_words
from leaddesk.ui.leads.lead_cells import names_in
from leaddesk.ui.leads.texts import act_words, blamed, no_match, nothing_here, preparing, view_words
from leaddesk.ui.leads.viewing import Viewing

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("condition", "short", "whole"),
    [
        (Condition("country", Test.IS, ("Germany",)), "Country: Germany", "Country is “Germany”"),
        (
            Condition("country", Test.IS, ("Germany", "Austria", "Chile")),
            "Country: Germany + 2",
            "Country is “Germany”, “Austria” or “Chile”",
        ),
        (
            Condition("title", Test.CONTAINS, ("intern",), negated=True),
            "Title contains intern",
            "Title does not contain “intern”",
        ),
        (Condition("email", Test.EMPTY, negated=True), "E-mail: not empty", "E-mail is not empty"),
        (Condition(ADDED, Test.AFTER, ("2026-11",)), "Added from 2026-11", "Added is, or comes after “2026-11”"),
        (Condition(SOURCES, Test.IS, ("file",)), "Sources: File import", "Sources is “File import”"),
        (Condition(custom("Score"), Test.BEFORE, ("7",)), "Score before 7", "Score is before “7”"),
    ],
)
def test_a_condition_is_said_short_and_whole(condition: Condition, short: str, whole: str) -> None:
    assert (chip_words(condition), sentence(condition)) == (short, whole)


def test_only_what_does_not_say_no_itself_is_struck_through() -> None:
    assert is_struck(Condition("title", Test.IS, ("x",), negated=True))
    assert not is_struck(Condition("title", Test.EMPTY, negated=True))
    assert not is_struck(Condition("title", Test.IS, ("x",)))


@pytest.mark.parametrize("kind", ["reachstream", "reactin", "leadsopedia", "file", "hand"])
def test_a_source_is_meant_by_its_words(kind: str) -> None:
    assert meant(SOURCES, value_words(SOURCES, kind)) == kind
    assert meant("country", "Germany") == "Germany"


def test_every_field_has_a_title() -> None:
    titles = [title_of(field.value) for field in Field]
    assert len(set(titles)) == len(titles)
    assert all(title != field.value for title, field in zip(titles, Field, strict=True))
    assert title_of(custom("npi_number 2")) == "npi_number 2"


@pytest.mark.parametrize(
    ("act", "facts", "words"),
    [
        ("trash", {"count": 3}, "Move 3 leads to the trash"),
        ("trash", {"count": 1}, "Move 1 lead to the trash"),
        ("edit", {"count": 2, "column": "country"}, "Set Country of 2 leads"),
        ("list-add", {"count": 5, "name": "Q1, %Ln %1"}, "Add 5 leads to “Q1, %Ln %1”"),
        ("something-new", {"count": 9}, "Change 9 leads"),
        ("list-delete", {"name": "Do first"}, "Delete the list “Do first”"),
    ],
)
def test_what_was_done_is_said_after_undo(act: str, facts: dict[str, object], words: str) -> None:
    assert act_words(Step(1, act, facts, 0.0, is_undone=False)) == words


ACTS = [
    *("collect", "import", "merge", "apart", "later", "edit", "trash", "restore", "list-create", "list-rename"),
    *("list-colour", "list-duplicate", "list-delete", "list-move", "list-add", "list-remove", "list-mix", "tag"),
    *("untag", "note", "suppress", "unsuppress"),
]


@pytest.mark.parametrize("act", ACTS)
def test_every_act_has_words(act: str) -> None:
    said = act_words(Step(1, act, {"count": 7, "name": "N", "column": "title"}, 0.0, is_undone=False))
    assert "Change 7 leads" not in said
    assert "%" not in said


def test_a_view_is_said_whole() -> None:
    conditions = (Condition("country", Test.IS, ("Germany",)),)
    assert view_words(View(search=" kraus ", conditions=conditions), "") == "All leads · “kraus” · Country is “Germany”"
    assert view_words(View(Scope.LIST, LeadListId(1)), "Do first") == "Do first"


def test_an_empty_place_says_why_and_what_to_do() -> None:
    assert nothing_here(View(), "").button == "Import a file…"
    assert nothing_here(View(Scope.LIST, LeadListId(1)), "Do first").title == "“Do first” is empty"
    told = no_match(View(search="x", conditions=(Condition("country", Test.IS, ("Chile",)),)))
    assert told.text == "Nobody fits “x” and Country: Chile."
    assert blamed("x", 213) == "Without “x”, 213 leads match."
    assert preparing(0.434) == "Search and sorting are being prepared, 43%"


NAMES = st.lists(st.text("ab, ", min_size=1, max_size=6).map(str.strip).filter(bool), unique=True, max_size=4)


@given(NAMES)
def test_joined_names_come_apart_as_far_as_they_can_be_told(names: list[str]) -> None:
    plain = [name for name in names if "," not in name]
    assert names_in(", ".join(plain), {}) == plain
    assert ", ".join(names_in(", ".join(plain), dict.fromkeys(names, 0))) == ", ".join(plain)


def test_a_known_name_may_hold_what_joins_them() -> None:
    known = {"Q1 launch, DACH": 0, "Do first": 1}
    assert names_in("Q1 launch, DACH, Do first", known) == ["Q1 launch, DACH", "Do first"]


def conditions(viewing: Viewing) -> tuple[Condition, ...]:
    return viewing.view.conditions


def test_ticking_values_makes_one_condition() -> None:
    viewing = Viewing(View())
    told: list[View] = []
    viewing.changed.connect(told.append)
    viewing.choose_value("country", "Germany", chosen=True)
    viewing.choose_value("country", "Chile", chosen=True)
    assert conditions(viewing) == (Condition("country", Test.IS, ("Germany", "Chile")),)
    assert viewing.chosen_values("country") == ("Germany", "Chile")
    viewing.choose_value("country", "", chosen=True)
    assert conditions(viewing) == (Condition("country", Test.EMPTY),)
    assert viewing.chosen_values("country") == ("",)
    viewing.choose_value("country", "Chile", chosen=True)
    viewing.choose_value("country", "Chile", chosen=False)
    assert not conditions(viewing)
    viewing.choose_value("country", "Chile", chosen=False)
    assert len(told) == 5


def test_a_negated_condition_is_no_tick_and_stays() -> None:
    not_chile = Condition("country", Test.IS, ("Chile",), negated=True)
    viewing = Viewing(View(conditions=(not_chile,)))
    assert viewing.chosen_values("country") == ()
    viewing.choose_value("country", "Germany", chosen=True)
    assert conditions(viewing) == (not_chile, Condition("country", Test.IS, ("Germany",)))


def test_a_condition_takes_the_place_of_the_one_that_was_changed() -> None:
    one, other, new = (Condition("title", Test.CONTAINS, (text,)) for text in "abc")
    viewing = Viewing(View(conditions=(one, other)))
    viewing.put(new, one)
    assert conditions(viewing) == (new, other)
    viewing.put(new, other)
    assert conditions(viewing) == (new,)
    viewing.show_scope(Scope.LIST, LeadListId(4))
    viewing.show_scope(Scope.TRASH)
    assert viewing.view == View(Scope.TRASH, None, "", (new,))
    viewing.clear()
    assert viewing.view == View(Scope.TRASH)
