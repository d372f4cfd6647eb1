"""Saving a filter under a name, and opening, renaming, duplicating, deleting and putting back what was saved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QListView, QPushButton, QWidget

from leaddesk.domain.filter import Filter
from leaddesk.domain.saved_filters import SavedFilter
from leaddesk.ui.reachstream.save_dialog import SaveFilterDialog
from leaddesk.ui.reachstream.saved_dialog import SavedFiltersDialog
from leaddesk.workspace.database import Database
from leaddesk.workspace.saved_filters import SavedFilters
from tests.fakes.reachstream_at_hand import FilterDesk
from tests.ui.gone import destroy
from tests.ui.until import settled, until

Key = Qt.Key
BOSTON = Filter.of({"company_address_city": ["Boston"]})
CODES = Filter.of({"sic_code": [f"{number:04}" for number in range(40)]})


class Place:
    """A window over a real database; ``dialog`` is the one that is open."""

    def __init__(self, database: Database) -> None:
        self.desk = FilterDesk(store=SavedFilters(database))
        self.keep = self.desk.desk.actions.keep_filters
        self.window = QWidget()
        self.window.show()
        self.dialog: QDialog = QDialog(self.window)
        self.heard: list[tuple[object, ...]] = []

    def save_dialog(self, name: str = "", content: Filter = BOSTON) -> SaveFilterDialog:
        made = SaveFilterDialog(self.desk.desk, content, name, self.window)
        made.saved.connect(lambda kept: self.heard.append(("saved", kept)))
        self._open(made)
        return made

    async def saved_dialog(self) -> SavedFiltersDialog:
        made = SavedFiltersDialog(self.desk.desk, self.window)
        made.opened.connect(lambda saved: self.heard.append(("opened", saved.name)))
        made.renamed.connect(lambda old, new: self.heard.append(("renamed", old, new)))
        made.deleted.connect(lambda name: self.heard.append(("deleted", name)))
        self._open(made)
        expected = {saved.name for saved in await self.keep.all()}
        await until(lambda: set(self.listed()) == expected)
        return made

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()
        dialog.activateWindow()

    def button(self, name: str) -> QPushButton:
        found = self.dialog.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    def words(self, name: str) -> str:
        found = self.dialog.findChild(QLabel, name)
        assert isinstance(found, QLabel)
        return found.text() if found.isVisible() else ""

    @property
    def name(self) -> QLineEdit:
        found = self.dialog.findChild(QLineEdit, "filter-name")
        assert isinstance(found, QLineEdit)
        return found

    @property
    def names(self) -> QListView:
        found = self.dialog.findChild(QListView, "saved-filters")
        assert isinstance(found, QListView)
        return found

    def listed(self) -> list[str]:
        model = self.names.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def choose(self, name: str) -> None:
        self.names.setFocus()
        self.names.setCurrentIndex(self.names.model().index(self.listed().index(name), 0))

    @property
    def chosen(self) -> str:
        return str(self.names.currentIndex().data())

    async def kept(self) -> dict[str, Filter]:
        return {saved.name: saved.filter for saved in await self.keep.all()}

    async def rename(self, name: str) -> None:
        QTest.keyClick(self.names, Key.Key_F2)
        await settled()
        editor = self.names.viewport().findChild(QLineEdit)
        assert isinstance(editor, QLineEdit)
        editor.setText(name)
        QTest.keyClick(editor, Key.Key_Return)
        await settled()


@pytest_asyncio.fixture
async def place(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Place]:
    database = Database(tmp_path / "leaddesk.db")
    made = Place(database)
    yield made
    destroy(made.dialog)
    destroy(made.window)
    await settled()
    await database.aclose()
    assert made.desk.notices.bugs == []


# -- save


async def test_a_filter_is_saved_under_a_name(place: Place) -> None:
    dialog = place.save_dialog()
    assert not place.button("filter-name-accept").isEnabled()
    QTest.keyClicks(place.name, "  Boston  ")
    QTest.keyClick(place.name, Key.Key_Return)
    await until(lambda: bool(place.heard))
    assert place.heard == [("saved", "Boston")]
    assert await place.kept() == {"Boston": BOSTON}
    assert not dialog.isVisible()


async def test_a_blank_name_is_not_saved(place: Place) -> None:
    dialog = place.save_dialog()
    QTest.keyClicks(place.name, "   ")
    QTest.keyClick(place.name, Key.Key_Return)
    await settled()
    assert dialog.isVisible()
    assert await place.kept() == {}


async def test_the_filter_that_is_being_edited_is_replaced_without_asking(place: Place) -> None:
    await place.keep.save(name="Mine", filter=BOSTON)
    place.save_dialog("Mine", CODES)
    assert place.name.selectedText() == "Mine"
    place.button("filter-name-accept").click()
    await until(lambda: bool(place.heard))
    assert await place.kept() == {"Mine": CODES}


async def test_another_ones_name_is_asked_about_and_enter_alone_does_not_replace(place: Place) -> None:
    await place.keep.save(name="Taken", filter=BOSTON)
    place.save_dialog("", CODES)
    QTest.keyClicks(place.name, "taken")
    QTest.keyClick(place.name, Key.Key_Return)
    await until(lambda: bool(place.words("filter-name-problem")))
    assert place.words("filter-name-problem") == "“Taken” is there already. Choose another name, or replace it."
    accept = place.button("filter-name-accept")
    assert accept.text() == "Replace"
    for _ in range(5):  # a key that is held down
        QTest.keyClick(place.name, Key.Key_Return)
        await settled()
    assert await place.kept() == {"Taken": BOSTON}
    assert accept.hasFocus()
    QTest.keyClick(accept, Key.Key_Space)
    await until(lambda: bool(place.heard))
    assert await place.kept() == {"taken": CODES}


async def test_another_name_ends_the_question(place: Place) -> None:
    await place.keep.save(name="Taken", filter=BOSTON)
    place.save_dialog("", CODES)
    QTest.keyClicks(place.name, "Taken")
    place.button("filter-name-accept").click()
    await until(lambda: bool(place.words("filter-name-problem")))
    QTest.keyClicks(place.name, "2")
    assert place.words("filter-name-problem") == ""
    assert place.button("filter-name-accept").text() == "Save"
    QTest.keyClick(place.name, Key.Key_Return)
    await until(lambda: bool(place.heard))
    assert await place.kept() == {"Taken": BOSTON, "Taken2": CODES}


async def test_two_clicks_save_once(place: Place) -> None:
    place.save_dialog()
    QTest.keyClicks(place.name, "Boston")
    place.button("filter-name-accept").click()
    place.button("filter-name-accept").click()
    await until(lambda: bool(place.heard))
    await settled()
    assert place.heard == [("saved", "Boston")]


async def test_cancel_saves_nothing(place: Place) -> None:
    dialog = place.save_dialog("Mine")
    QTest.keyClick(place.name, Key.Key_Escape)
    assert not dialog.isVisible()
    assert await place.kept() == {}


# -- saved


async def test_without_filters_it_says_how_to_save_one(place: Place) -> None:
    await place.saved_dialog()
    await until(lambda: place.words("saved-filters-empty-title") == "No filter is saved yet")
    assert place.words("saved-filters-empty-text").startswith("Build a filter and save it with Ctrl+S")
    assert not place.names.isVisible()
    names = ("saved-filter-open", "saved-filter-rename", "saved-filter-duplicate", "saved-filter-delete")
    assert not any(place.button(name).isEnabled() for name in names)


async def test_the_newest_is_chosen_and_told_and_enter_opens_it(place: Place) -> None:
    await place.keep.save(name="Codes", filter=CODES)
    await place.keep.save(name="<b>Boston</b>", filter=BOSTON)
    dialog = await place.saved_dialog()
    assert place.listed() == ["<b>Boston</b>", "Codes"]
    assert place.words("saved-filter-meaning") == "City is Boston."
    place.names.setFocus()
    QTest.keyClick(place.names, Key.Key_Down)
    assert place.words("saved-filter-meaning").endswith("34 others.")
    QTest.keyClick(place.names, Key.Key_Return)
    assert place.heard == [("opened", "Codes")]
    assert not dialog.isVisible()


async def test_names_and_all_values_are_searched(place: Place) -> None:
    await place.keep.save(name="Codes", filter=CODES)
    await place.keep.save(name="Boston", filter=BOSTON)
    await place.saved_dialog()
    search = place.dialog.findChild(QLineEdit, "saved-filters-search")
    assert isinstance(search, QLineEdit)
    for text, found in (("bos", ["Boston"]), ("0039", ["Codes"]), ("sic 0001", ["Codes"]), ("", ["Boston", "Codes"])):
        search.setText(text)
        assert place.listed() == found
    search.setText("zzz")
    assert place.listed() == []
    assert place.words("saved-filters-empty-title") == "No saved filter holds “zzz”"
    assert place.words("saved-filter-meaning") == ""
    assert not place.button("saved-filter-open").isEnabled()
    QTest.keyClick(search, Key.Key_Delete)
    QTest.keyClick(search, Key.Key_Backspace)
    await settled()
    assert len(await place.kept()) == 2, "in the search these keys belong to the text"
    search.setText("zzz")
    place.button("saved-filters-empty-action").click()
    assert place.listed() == ["Boston", "Codes"]
    assert place.names.isVisible()


async def test_a_line_tells_age_and_meaning_and_a_long_name_is_whole_in_its_tooltip(place: Place) -> None:
    name = "<b>" + "long " * 60
    await place.keep.save(name=name, filter=BOSTON)
    await place.saved_dialog()
    index = place.names.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "just now. City is Boston."
    tooltip = str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert "&lt;b&gt;long" in tooltip
    assert "Changed" in tooltip
    place.dialog.grab()


async def test_a_filter_is_renamed_in_its_line(place: Place) -> None:
    await place.keep.save(name="Boston", filter=BOSTON)
    await place.saved_dialog()
    place.choose("Boston")
    await place.rename("  Massachusetts ")
    await until(lambda: bool(place.heard))
    await until(lambda: place.listed() == ["Massachusetts"])
    assert place.heard == [("renamed", "Boston", "Massachusetts")]
    await place.rename("   ")
    await place.rename("Massachusetts")
    assert place.listed() == ["Massachusetts"]
    assert len(place.heard) == 1


async def test_a_name_that_is_taken_is_told_and_the_old_one_stays(place: Place) -> None:
    await place.keep.save(name="Codes", filter=CODES)
    await place.keep.save(name="Boston", filter=BOSTON)
    await place.saved_dialog()
    place.choose("Codes")
    await place.rename("BOSTON")
    await until(lambda: place.words("saved-filter-said") == "“Boston” is there already.")
    assert place.listed() == ["Boston", "Codes"]
    assert place.chosen == "Codes"


async def test_a_copy_has_a_name_of_its_own_and_is_chosen(place: Place) -> None:
    await place.keep.save(name="Boston", filter=BOSTON)
    await place.saved_dialog()
    place.button("saved-filter-duplicate").click()
    await until(lambda: place.listed() == ["Boston (2)", "Boston"])
    assert place.chosen == "Boston (2)"


async def test_a_deleted_filter_can_be_put_back(place: Place) -> None:
    for name in ("Three", "Two", "One"):
        await place.keep.save(name=name, filter=BOSTON)
    await place.saved_dialog()
    place.choose("Two")
    QTest.keyClick(place.names, Key.Key_Delete)
    await until(lambda: place.listed() == ["One", "Three"])
    assert place.chosen == "Three", "the neighbour is chosen, not the first"
    assert place.heard == [("deleted", "Two")]
    assert place.words("saved-filter-said") == "“Two” was deleted."
    place.button("saved-filter-put-back").click()
    await until(lambda: "Two" in place.listed())
    assert place.chosen == "Two"
    assert not place.button("saved-filter-put-back").isVisible()


async def test_the_last_ones_neighbour_is_the_one_before(place: Place) -> None:
    for name in ("Three", "Two", "One"):
        await place.keep.save(name=name, filter=BOSTON)
    await place.saved_dialog()
    place.choose("Three")
    QTest.keyClick(place.names, Key.Key_Backspace)
    await until(lambda: place.listed() == ["One", "Two"])
    assert place.chosen == "Two"


async def test_what_another_leaddesk_deleted_is_told_and_goes(place: Place) -> None:
    gone: SavedFilter = await place.keep.save(name="Gone", filter=BOSTON)
    await place.keep.save(name="Here", filter=CODES)
    await place.saved_dialog()
    place.choose("Gone")
    await place.keep.delete(filter_id=gone.id)
    place.button("saved-filter-duplicate").click()
    await until(lambda: place.listed() == ["Here"])
    assert place.words("saved-filter-said").startswith("This saved filter is not there any more.")


async def test_a_dialog_that_is_closed_while_it_reads_ends_quietly(place: Place) -> None:
    await place.keep.save(name="Boston", filter=BOSTON)
    dialog = SavedFiltersDialog(place.desk.desk, place.window)
    dialog.open()
    destroy(dialog)
    await settled()
    assert place.desk.notices.problems == []
