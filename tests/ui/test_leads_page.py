"""The page of My Leads: what is shown, searched, narrowed, counted; and that it follows what is done elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QListView, QWidget

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import WorkspaceUnusable
from leaddesk.domain.lead_views import Condition, Scope, Test, View
from leaddesk.domain.leads import LISTS, SUPPRESSED, SourceKind
from leaddesk.domain.preferences import LEADS_FACETS
from leaddesk.domain.table import RowSource
from leaddesk.ui.leads.page import LeadsPage
from leaddesk.ui.widgets.chip_field import ChipField
from leaddesk.ui.widgets.chips import cross_of
from tests.fakes.memory_preferences import MemoryPreferences
from tests.ui.leads_bench import Bench, bench, ids, people
from tests.ui.until import settled, until

pytestmark = pytest.mark.usefixtures("qapp")

GERMANY = Condition("country", Test.IS, ("Germany",))


async def test_all_leads_are_there_with_their_counts(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(40))
        await here.has(people(9, 40), kind=SourceKind.REACHSTREAM)
        await here.keep.create_list("Do first", 4, ids(1, 2, 3))
        await here.keep.to_trash(ids(1))
        await here.open()
        assert here.count == "48 of 48 leads"
        assert here.entries(shelves=True) == [("All leads", 48), ("Bought", 9), ("Suppressed", 0), ("Trash", 1)]
        assert here.entries() == [("Do first", 2)]
        assert len(here.rows()) == 48
        assert here.titles() == []


async def test_a_search_narrows_and_escape_clears_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(40))
        await here.open()
        await here.type_search("krüger head")
        assert here.count == f"{len(here.rows())} of 40 leads"
        assert 0 < len(here.rows()) < 40
        assert all("Krüger" in name for name in here.rows())
        here.key(here.page.narrowing.search, Qt.Key.Key_Escape)
        await here.at_rest()
        assert here.count == "40 of 40 leads"
        assert here.page.narrowing.search.text() == ""


async def test_typing_asks_once_it_rests_and_the_last_answer_counts(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(40))
        await here.open()
        for view in (View(search="h"), View(search="ho"), View(search="hofer")):
            here.page.viewing.show(view)
        await here.at_rest()
        assert here.rows() == [name for name in here.rows() if "Hofer" in name]
        QTest.keyClicks(here.page.narrowing.search, "zzz")
        assert here.page.viewing.view.search == "hofer"
        here.key(here.page.narrowing.search, Qt.Key.Key_Return)
        assert here.page.viewing.view.search == "hoferzzz"
        await here.at_rest()
        assert here.text("leads-table-empty-title") == "No lead matches"


async def test_shelves_and_lists_are_chosen_in_the_rail(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(12))
        await here.keep.create_list("One", 0, ids(1, 2))
        await here.keep.create_list("Two", 1, ids(3))
        await here.keep.to_trash(ids(5))
        page = await here.open()
        page.rail.lists.setFocus()
        here.key(page.rail.lists, Qt.Key.Key_Return)
        await here.at_rest()
        assert here.count == "2 of 11 leads"
        assert page.rail.shelves.chosen_key is None
        here.key(page.rail.lists, Qt.Key.Key_Down)
        await here.at_rest()
        assert here.count == "1 of 11 leads"
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        shelves = page.rail.shelves
        QTest.mouseClick(shelves.viewport(), left, none, shelves.visualRect(shelves.entries.index(3, 0)).center())
        await here.at_rest()
        assert here.count == "1 of 1 lead"
        assert page.rail.lists.chosen_key is None
        assert here.is_shown("leads-empty-trash")


async def test_tab_through_the_rail_chooses_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(3))
        await here.keep.create_list("One")
        page = await here.open()
        for part in (page.rail.shelves, page.rail.lists, page.rail.facets.blocks["country"].list):
            part.setFocus(Qt.FocusReason.TabFocusReason)
            await settled()
        assert page.viewing.view == View()


async def test_facets_count_narrow_and_follow(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(45))
        page = await here.open()
        assert here.facet("country")[:2] == [("Germany", 15, False), ("Austria", 10, False)]
        levels = here.facet("level")
        await here.tick("country", "Austria")
        assert here.conditions == [Condition("country", Test.IS, ("Austria",))]
        assert here.count == "10 of 45 leads"
        assert {value: count for value, count, _ in here.facet("country")}["Germany"] == 15
        assert sum(count for _, count, _ in here.facet("level")) == 10 < sum(count for _, count, _ in levels)
        await here.tick("country", "Germany")
        assert here.count == "25 of 45 leads"
        block = page.rail.facets.blocks["country"].list
        block.setFocus()
        for _ in range(2):
            here.key(block, Qt.Key.Key_Space)  # the value that the keyboard is on, on and off again
        await here.at_rest()
        assert here.count == "25 of 45 leads"


async def test_facets_are_ticked_by_keyboard_alone(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(45))
        page = await here.open()
        block = page.rail.facets.blocks["country"].list
        block.setFocus(Qt.FocusReason.TabFocusReason)
        here.key(block, Qt.Key.Key_Down)
        here.key(block, Qt.Key.Key_Space)
        await here.at_rest()
        assert here.conditions == [Condition("country", Test.IS, ("Austria",))]
        assert block.currentIndex().row() == 1
        here.key(block, Qt.Key.Key_Return)
        await here.at_rest()
        assert here.conditions == []


async def test_a_ticked_value_counts_however_rare_it_is(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(45))
        await here.has([{"name": "One Only", "email": "one@only.example", "country": "Zambia"}])
        page = await here.open()
        page.viewing.choose_value("country", "Zambia", chosen=True)
        await here.at_rest()
        assert here.facet("country")[-1] == ("Zambia", 1, True)


async def test_a_facet_that_is_read_keeps_its_places(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(45))
        page = await here.open()
        block = page.rail.facets.blocks["level"]
        block.list.setFocus()
        before = [value for value, _, _ in here.facet("level")]
        page.viewing.put(Condition("title", Test.IS, ("Buyer",)))
        await here.at_rest()
        assert [value for value, _, _ in here.facet("level")] == before
        page.narrowing.search.setFocus()
        page.viewing.put(Condition("level", Test.IS, (before[-1],)))
        await here.at_rest()
        counts = [count for _, count, _ in here.facet("level") if count]
        assert counts == sorted(counts, reverse=True)


async def test_a_long_facet_is_unfolded_and_searched(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has({**values, "country": f"Land {n:03}"} for n, values in enumerate(people(90)))
        page = await here.open()
        assert len(here.facet("country")) == 5
        here.press("leads-facet-country-more")
        await here.at_rest()
        assert len(here.facet("country")) == 40
        find = here.find_part(QLineEdit, "leads-facet-country-find")
        assert find.hasFocus()
        QTest.keyClicks(find, "085")
        assert [value for value, _, _ in here.facet("country")] == ["Land 085"]
        await here.tick("country", "Land 085")
        here.press("leads-facet-country-more")
        await here.at_rest()
        assert "Land 085" in [value for value, _, _ in here.facet("country")]
        here.press("leads-facet-country-head")
        await here.at_rest()
        assert not page.rail.facets.blocks["country"].list.isVisible()
        assert here.preferences.get(LEADS_FACETS)["country"] is False


async def test_the_next_start_finds_facets_and_order_as_they_were(tmp_path: Path) -> None:
    preferences = MemoryPreferences()
    async with bench(tmp_path, preferences) as here:
        await here.has(people(9))
        page = await here.open()
        here.press("leads-facet-country-head")
        here.press("leads-facet-industry-head")
        page.leads_table.sort("name", descending=True)
        await here.at_rest()
        order = here.rows()
        page.leads_table.columns.save()
    async with bench(tmp_path, preferences) as here:
        page = await here.open()
        assert [name for name, block in page.rail.facets.blocks.items() if block.is_open] == [
            "level", "industry", "@sources",
        ]  # fmt: skip
        assert here.facet("industry")
        assert here.rows() == order == sorted(order, reverse=True)


async def test_conditions_are_chips_that_are_edited_and_removed(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(45))
        page = await here.open()
        page.viewing.put(GERMANY)
        page.viewing.put(Condition("title", Test.CONTAINS, ("head",), negated=True))
        await here.at_rest()
        chips = page.narrowing.chips
        model = chips.model()
        assert [str(model.index(row, 0).data()) for row in range(model.rowCount())] == [
            "Country is “Germany”",
            "Title does not contain “head”",
        ]
        chips.setFocus()
        chips.setCurrentIndex(model.index(1, 0))
        here.key(chips, Qt.Key.Key_Return)
        await until(lambda: here.is_shown("leads-condition-dialog"))
        here.find_part(QComboBox, "leads-condition-test").setCurrentIndex(2)
        here.press("leads-condition-accept")
        await here.at_rest()
        assert here.conditions == [GERMANY, Condition("title", Test.CONTAINS, ("head",))]
        here.key(chips, Qt.Key.Key_Delete)
        await here.at_rest()
        assert here.conditions == [GERMANY]
        here.press("leads-clear")
        await here.at_rest()
        assert not chips.isVisible()
        assert here.count == "45 of 45 leads"


async def test_a_chip_is_clicked_to_change_it_and_its_cross_removes_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        page = await here.open()
        page.viewing.put(GERMANY)
        await here.at_rest()
        chips = page.narrowing.chips
        place = chips.visualRect(chips.model().index(0, 0))
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(chips.viewport(), left, none, place.center() - QPoint(20, 0))
        await until(lambda: here.is_shown("leads-condition-dialog"))
        here.find_part(QDialog, "leads-condition-dialog").reject()
        assert here.conditions == [GERMANY]
        QTest.mouseClick(chips.viewport(), left, none, cross_of(place).center())
        await here.at_rest()
        assert here.conditions == []


async def test_the_condition_dialog_suggests_what_leads_have(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(45))
        page = await here.open()
        page.rail.add_condition.click()
        await until(lambda: here.is_shown("leads-condition-dialog"))
        column = here.find_part(QComboBox, "leads-condition-column")
        column.setCurrentIndex(column.findData("country"))
        field = next(part for part in here.find_part(QDialog, "leads-condition-dialog").findChildren(ChipField))
        field.input.setText("ger")
        await until(lambda: here.is_shown("leads-condition-suggestions"))
        here.key(field.input, Qt.Key.Key_Return)
        assert field.values == ("Germany",)
        field.input.setText("Chile")
        here.press("leads-condition-accept")
        await here.at_rest()
        assert here.conditions == [Condition("country", Test.IS, ("Germany", "Chile"))]


async def test_no_match_says_what_is_to_blame(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(45))
        page = await here.open()
        page.viewing.show(View(search="qqqq", conditions=(GERMANY,)))
        await here.at_rest()
        assert here.count == "0 of 45 leads"
        assert here.text("leads-table-empty-text") == (
            "Nobody fits “qqqq” and Country: Germany. Without “qqqq”, 15 leads match."
        )
        here.press("leads-table-empty-action")
        await here.at_rest()
        assert page.viewing.view == View()


async def test_an_empty_my_leads_says_how_to_begin(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.open()
        assert here.count == "0 of 0 leads"
        assert here.text("leads-table-empty-title") == "No leads yet"
        assert not here.page.has_rows
        assert not here.is_shown("leads-facet-country-head")
        here.page.viewing.show_scope(Scope.TRASH)
        await here.at_rest()
        assert here.text("leads-table-empty-title") == "The trash is empty"


async def test_new_leads_come_in_quietly(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(300))
        page = await here.open()
        page._table.sort("name")
        await here.at_rest()
        here.select([120])
        page._table.view.scrollTo(page._table.view.rows_model.index(120, 0))
        await here.at_rest()
        chosen, top = here.rows()[120], page._table.view.visible_rows().start
        first = here.rows()[top]
        await here.has([{"name": "Aaa First", "email": "aaa@a.example"}])
        here.announcer.announce(Changes(leads=True))
        await here.at_rest()
        assert here.count == "301 of 301 leads"
        rows = page._table.selected_rows()
        assert [page._table.source.row(number)[0] for number in rows] == [chosen]
        assert here.rows()[page._table.view.visible_rows().start] == first


async def test_a_page_that_is_not_seen_catches_up_when_it_is(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(3))
        page = await here.open()
        page.hide()
        await here.keep.to_trash(ids(1))
        await settled()
        assert page.rows.count == 3
        page.show()
        await here.at_rest()
        assert here.count == "2 of 2 leads"


async def test_views_are_saved_opened_renamed_and_deleted(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(45))
        page = await here.open()
        page.viewing.put(GERMANY)
        page._table.sort("name", descending=True)
        await here.at_rest()
        page.open_views(to_save=True)
        name = here.find_part(QLineEdit, "leads-view-name")
        await until(name.hasFocus)
        QTest.keyClicks(name, "Germans")
        here.key(name, Qt.Key.Key_Return)
        views = here.find_part(QListView, "leads-views")
        await until(lambda: views.model().rowCount() == 1)
        here.find_part(QDialog, "leads-views-dialog").reject()
        page.clear()
        page._table.sort("")
        await here.at_rest()
        here.press("leads-views-button")
        views = here.find_part(QListView, "leads-views")
        await until(lambda: views.model().rowCount() == 1)
        assert views.model().setData(views.model().index(0, 0), "All Germans")
        await until(lambda: views.model().index(0, 0).data() == "All Germans")
        here.press("leads-view-open")
        await here.at_rest()
        assert here.conditions == [GERMANY]
        assert here.rows() == sorted(here.rows(), reverse=True)
        page.open_views()
        views = here.find_part(QListView, "leads-views")
        await until(lambda: views.model().rowCount() == 1)
        here.press("leads-view-delete")
        await until(lambda: views.model().rowCount() == 0)
        here.press("leads-view-put-back")
        await until(lambda: views.model().rowCount() == 1)
        here.find_part(QDialog, "leads-views-dialog").reject()


async def test_trouble_is_told_in_the_place_of_rows_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(3))
        page = await here.open()

        async def fails(*_: object, **__: object) -> object:
            raise WorkspaceUnusable(tmp_path / "leads.db", "no such disk")

        with monkeypatch.context() as patched:
            patched.setattr(here.find, "open", fails)
            page.refresh()
            await here.at_rest()
            assert not page.has_rows
            assert here.is_shown("leads-table-empty-action")
        here.press("leads-table-empty-action")
        await here.at_rest()
        assert here.count == "3 of 3 leads"


async def test_escape_ends_the_search_before_the_pane(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(30))
        page = await here.open()
        await here.type_search("hofer")
        here.select([0])
        page._table.open_details()
        here.key(page._table.view, Qt.Key.Key_Escape)
        await here.at_rest()
        assert here.count == "30 of 30 leads"
        assert page.narrowing.search.text() == ""
        assert page._table.details_shown
        here.key(page._table.view, Qt.Key.Key_Escape)
        assert not page._table.details_shown


async def test_a_view_of_a_list_that_is_gone_shows_all(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(30))
        kept = await here.keep.create_list("One", 0, ids(1, 2))
        saved = await here.find.save_view(name="Ones", view=View(Scope.LIST, kept.id, search="hofer"))
        page = await here.open()
        page._open_view(saved)
        await here.at_rest()
        assert page.viewing.view == saved.view
        await here.keep.delete_list(kept.id)
        await here.at_rest()
        page._open_view(saved)
        await here.at_rest()
        assert page.viewing.view == View(search="hofer")
        assert here.titles()[-1] == "The list of the view “Ones” is gone."


async def test_the_index_is_prepared_with_a_quiet_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(30))
        done = asyncio.Event()

        async def prepare(progress: Callable[[float], None]) -> bool:
            progress(0.434)
            await done.wait()
            return True

        with monkeypatch.context() as patched:
            patched.setattr(type(here.finder), "is_prepared", property(lambda _: done.is_set()))
            patched.setattr(here.finder, "prepare", prepare)
            page = LeadsPage(here.desk)
            here.page = page
            page.show()
            await until(lambda: here.is_shown("leads-preparing"))
            assert here.text("leads-preparing") == "Search and sorting are being prepared, 43%"
            await until(lambda: page.rows.count == 30)
            done.set()
            await here.at_rest()
            assert not here.is_shown("leads-preparing")


async def test_what_is_found_slowly_comes_with_its_first_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(30))
        page = await here.open()
        go_on, whole = asyncio.Event(), here.find.whole

        async def slowly(source: RowSource) -> RowSource:
            await go_on.wait()
            return await whole(source)

        monkeypatch.setattr(here.find, "whole", slowly)
        monkeypatch.setattr(here.find, "is_whole", lambda _: False)
        page.viewing.search("hofer")
        await until(lambda: page.rows.view == page.viewing.view)
        await settled()
        assert here.count == "… of 30 leads"
        assert here.rows()
        go_on.set()
        await here.at_rest()
        assert here.count == f"{len(here.rows())} of 30 leads"


async def test_rows_of_another_search_do_not_stand_under_one_that_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(30))
        page = await here.open()
        go_on, whole = asyncio.Event(), here.find.whole

        async def slowly(source: RowSource) -> RowSource:
            await go_on.wait()
            return await whole(source)

        monkeypatch.setattr(here.find, "whole", slowly)
        monkeypatch.setattr(here.find, "is_whole", lambda _: False)
        page.viewing.search("nobody of this name")
        await until(lambda: page.rows.view == page.viewing.view)
        await until(lambda: len(page._table.shown_rows()) == 0)
        assert not here.is_shown("leads-table-empty"), "perhaps there are some"
        go_on.set()
        await here.at_rest()
        assert here.is_shown("leads-table-empty")
        page.viewing.search("hofer")
        await here.at_rest()
        assert here.rows()


async def test_lists_of_a_lead_are_words_and_sort(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(3))
        await here.keep.create_list("Q1, DACH", 0, ids(1, 2))
        await here.keep.create_list("Do first", 4, ids(2))
        page = await here.open()
        page._table.sort("name")
        await here.at_rest()
        assert sorted(here.rows(LISTS)) == ["", "Q1, DACH", "Q1, DACH, Do first"]
        assert not page.grab().isNull()


def stops(here: Bench, first: str, steps: int) -> list[str]:
    start = here.page.findChild(QWidget, first)
    assert start is not None
    start.setFocus()
    seen = []
    for _ in range(steps):
        stop = here.page.window().focusWidget()
        assert stop is not None
        seen.append(stop.objectName())
        QTest.keyClick(stop, Qt.Key.Key_Tab)
    return seen


async def test_tab_goes_as_one_reads(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        await here.keep.create_list("One")
        await here.open()
        here.page.viewing.put(GERMANY)
        await here.at_rest()
        here.select([0])
        await settled()
        wanted = [
            "leads-shelves", "leads-list-create", "leads-lists", "leads-condition-add", "leads-facet-country-head",
        ]  # fmt: skip
        assert stops(here, "leads-shelves", len(wanted)) == wanted
        wanted = [
            "leads-search", "leads-views-button", "leads-conditions", "leads-clear", "leads-count", "leads-tag",
            "leads-add-to-list", "leads-import", "leads-export", "leads-table-columns", "leads-table-show-details",
            "leads-table",
        ]  # fmt: skip
        assert stops(here, "leads-search", len(wanted)) == wanted


async def test_shields_have_a_narrow_column_while_somebody_is_suppressed(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        page = await here.open()
        columns, head = page._table.columns, page._table.view.head
        at = [column.name for column in page._table.source.columns].index(SUPPRESSED)
        assert head.isSectionHidden(at)
        assert SUPPRESSED not in [facts.name for facts in columns.facts()], "it is not offered either"
        await here.suppress.add("k.0@alpwerk0.example")
        await here.at_rest()
        assert columns.shown() == ["name", "title", "company", "email", SUPPRESSED, LISTS], "where it belongs"
        assert head.sectionSize(at) < 60
        said = page._table.view.rows_model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        assert said == "Suppressed"
        (entry,) = await here.suppress.entries()
        await here.suppress.remove([entry.id])
        await here.at_rest()
        assert head.isSectionHidden(at)


async def test_who_opens_the_details_with_nothing_chosen_sees_the_first_lead(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        page = await here.open()
        page.rail.shelves.setFocus()
        page._table.toggle_details()
        await here.at_rest()
        first = here.rows()[0]
        await until(lambda: here.text("leads-table-details-title") == first)
        assert list(page._table.selected_rows()) == [0]
