"""The filter, its marks, its name, and every step back and forth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.filter import Filter
from leaddesk.ui.reachstream.filter_editing import EditedFilter, FilterEditing

pytestmark = pytest.mark.usefixtures("qapp")


def cities(*values: str) -> Filter:
    return Filter.of({"company_address_city": values})


def name_and_edited(editing: FilterEditing) -> tuple[str, bool]:
    return editing.state.name, editing.state.is_edited


class Changes:
    def __init__(self, editing: FilterEditing) -> None:
        self.count = 0
        self.marked: list[str] = []
        editing.changed.connect(self._changed)
        editing.marks_changed.connect(self.marked.append)

    def _changed(self) -> None:
        self.count += 1


def test_steps_go_back_and_forth() -> None:
    editing = FilterEditing()
    heard = Changes(editing)
    editing.change(cities("Boston"), "Add Boston to City")
    editing.change(cities("Boston", "Rome"), "Add Rome to City")
    assert editing.history.undoText() == "Add Rome to City"
    editing.history.undo()
    assert editing.filter == cities("Boston")
    editing.history.undo()
    assert editing.filter.is_empty
    editing.history.redo()
    editing.history.redo()
    assert editing.filter == cities("Boston", "Rome")
    assert heard.count == 6


def test_what_changes_nothing_is_no_step() -> None:
    editing = FilterEditing()
    editing.change(cities("Boston"), "x")
    heard = Changes(editing)
    editing.change(cities("Boston"), "x")
    editing.open(cities("Boston"), "", "x")
    assert heard.count == 0
    assert editing.history.count() == 1


def test_clearing_an_unnamed_filter_can_be_undone() -> None:
    editing = FilterEditing()
    editing.change(cities("Boston"), "Add")
    editing.open(Filter(), "", "Clear filter")
    assert editing.filter.is_empty
    editing.history.undo()
    assert editing.state == EditedFilter(cities("Boston"))


def test_saving_in_the_middle_of_the_history_keeps_the_name() -> None:
    editing = FilterEditing()
    editing.change(cities("Boston"), "Add")
    editing.change(cities("Boston", "Rome"), "Add")
    editing.saved("Two cities")
    assert name_and_edited(editing) == ("Two cities", False)
    editing.history.undo()
    assert name_and_edited(editing) == ("Two cities", True)
    editing.history.undo()
    assert name_and_edited(editing) == ("Two cities", True)
    editing.history.redo()
    editing.history.redo()
    assert name_and_edited(editing) == ("Two cities", False)


def test_saving_under_another_name_holds_for_all_steps_since_the_opening() -> None:
    editing = FilterEditing()
    editing.open(cities("Boston"), "One", "Open One")
    editing.change(cities("Boston", "Rome"), "Add")
    editing.saved("Two")
    editing.history.undo()
    assert name_and_edited(editing) == ("Two", True)
    editing.history.undo()
    assert name_and_edited(editing) == ("", False)
    editing.history.redo()
    editing.history.redo()
    assert name_and_edited(editing) == ("Two", False)


def test_going_back_past_an_opening_brings_the_earlier_name() -> None:
    editing = FilterEditing()
    editing.open(cities("Boston"), "One", "Open One")
    editing.open(cities("Rome"), "Two", "Open Two")
    assert name_and_edited(editing) == ("Two", False)
    editing.history.undo()
    assert editing.state == EditedFilter(cities("Boston"), "One", cities("Boston"))
    editing.history.redo()
    assert editing.state == EditedFilter(cities("Rome"), "Two", cities("Rome"))


def test_what_was_saved_since_is_known_to_the_steps_before() -> None:
    editing = FilterEditing()
    editing.open(cities("Boston"), "One", "Open One")
    editing.change(cities("Boston", "Rome"), "Add")
    editing.saved("One")
    editing.open(Filter(), "", "Clear filter")
    editing.history.undo()
    assert name_and_edited(editing) == ("One", False)
    editing.history.undo()
    assert name_and_edited(editing) == ("One", True)


def test_a_saved_filter_that_was_opened_twice_has_one_content() -> None:
    editing = FilterEditing()
    editing.open(cities("Boston"), "One", "Open One")
    editing.open(Filter(), "", "Clear filter")
    editing.open(cities("Boston", "Rome"), "One", "Open One")  # saved again by another LeadDesk
    editing.history.undo()
    editing.history.undo()
    assert name_and_edited(editing) == ("One", True)


def test_a_new_name_reaches_the_whole_history() -> None:
    editing = FilterEditing()
    editing.open(cities("Boston"), "One", "Open One")
    editing.open(cities("Rome"), "Two", "Open Two")
    heard = Changes(editing)
    editing.renamed("One", "Uno")
    assert heard.count == 0, "the one in the window is another"
    editing.renamed("Two", "Due")
    assert heard.count == 1
    assert name_and_edited(editing) == ("Due", False)
    editing.history.undo()
    assert name_and_edited(editing) == ("Uno", False)


def test_a_deleted_filter_does_not_come_back_by_undo() -> None:
    editing = FilterEditing()
    editing.open(cities("Boston"), "One", "Open One")
    editing.open(cities("Rome"), "Two", "Open Two")
    editing.renamed("One", "")
    editing.history.undo()
    assert editing.state == EditedFilter(cities("Boston"))
    editing.renamed("", "Nobody")
    assert editing.state.name == ""


def test_what_was_left_in_the_window_is_taken_over_without_a_step() -> None:
    editing = FilterEditing()
    editing.change(cities("Rome"), "Add")
    editing.start_with(EditedFilter(cities("Boston"), "One", cities("Rome")))
    assert not editing.history.canUndo()
    assert name_and_edited(editing) == ("One", True)


def test_a_spelling_holds_for_every_step() -> None:
    editing = FilterEditing()
    editing.change(cities("boston"), "Add")
    editing.change(cities("boston", "Rome"), "Add")
    editing.respell("company_address_city", "boston", "Boston")
    assert editing.filter == cities("Boston", "Rome")
    assert editing.history.count() == 2
    editing.history.undo()
    assert editing.filter == cities("Boston")
    editing.history.undo()
    editing.history.redo()
    assert editing.filter == cities("Boston")
    editing.respell("company_address_city", "rome", "Rome")
    editing.change(cities("Rome", "rome"), "Add")
    assert editing.filter == cities("Rome"), "twice the same is one"


def test_marks() -> None:
    editing = FilterEditing()
    heard = Changes(editing)
    editing.change(Filter.of({"sic_code": ["0111", "9999"]}), "Add")
    editing.mark("sic_code", ["9999", "8888"], unknown=True)
    assert editing.unknown("sic_code") == {"9999"}, "only what is chosen is marked"
    assert editing.undecided("sic_code") == ("9999",)
    editing.mark("sic_code", ["9999"], unknown=True)
    assert heard.marked == ["sic_code"], "what is known already is not told again"
    editing.keep_unknown("sic_code")
    assert editing.unknown("sic_code") == {"9999"}
    assert editing.undecided("sic_code") == ()
    editing.mark("sic_code", ["9999"], unknown=False)
    assert editing.unknown("sic_code") == frozenset()
    assert heard.marked == ["sic_code"] * 3


def test_a_decision_holds_when_the_value_comes_back_by_undo() -> None:
    editing = FilterEditing()
    editing.change(cities("Atlantis"), "Add")
    editing.mark("company_address_city", ["Atlantis"], unknown=True)
    editing.keep_unknown("company_address_city")
    editing.change(Filter(), "Remove")
    editing.history.undo()
    assert editing.unknown("company_address_city") == {"Atlantis"}
    assert editing.undecided("company_address_city") == ()


def test_the_history_has_an_end() -> None:
    editing = FilterEditing()
    for number in range(600):
        editing.change(cities(str(number)), "Add")
    assert editing.history.count() == 500


acts = st.one_of(
    st.tuples(st.just("change"), st.sampled_from("abc")),
    st.tuples(st.just("open"), st.sampled_from(["One", "Two", ""])),
    st.tuples(st.just("save"), st.sampled_from(["One", "Two", "Three"])),
    st.tuples(st.just("undo"), st.just("")),
    st.tuples(st.just("redo"), st.just("")),
)


@given(st.lists(acts, max_size=25))
def test_the_name_always_tells_the_truth_about_what_is_kept(steps: list[tuple[str, str]]) -> None:
    """Whatever is done in whatever order, a filter under a name is shown as edited just where it differs from it."""
    editing, kept = FilterEditing(), {"One": cities("1"), "Two": cities("2")}
    for act, what in steps:
        if act == "change":
            editing.change(cities(*editing.filter.values("company_address_city"), what), "Add")
        elif act == "open":
            editing.open(kept.get(what, Filter()), what, "Open")
        elif act == "save":
            kept[what] = editing.filter
            editing.saved(what)
        else:
            getattr(editing.history, act)()
        state = editing.state
        assert state.is_edited == (state.filter != kept.get(state.name, Filter()))
    back = editing.filter
    undone = 0
    while editing.history.canUndo():
        editing.history.undo()
        undone += 1
    for _ in range(undone):
        editing.history.redo()
    assert editing.filter == back
