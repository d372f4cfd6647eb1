"""The rail of sixteen fields: it shows what the filter holds, and stays readable at every size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QListView, QPushButton, QToolButton, QWidget

from leaddesk.domain.filter import FIELDS, Filter, FilterField
from leaddesk.ui import theme
from leaddesk.ui.reachstream.filter_editing import EditedFilter, FilterEditing
from leaddesk.ui.reachstream.filter_rail import Choice, FilterRail
from tests.ui.gone import destroy


class Place:
    """A rail on its own in a window."""

    def __init__(self, width: int = 396, height: int = 800) -> None:
        self.editing = FilterEditing()
        self.undo = QAction("&Undo")
        self.undo.setShortcut(QKeySequence("Ctrl+Z"))
        self.rail = FilterRail(self.editing, [("undo", "filter-undo", self.undo)], count_by_itself=True)
        self.heard: list[tuple[object, ...]] = []
        for name in ("values_added", "values_removed", "look_up_wanted"):
            signal = getattr(self.rail, name)
            signal.connect(lambda *facts, name=name: self.heard.append((name, *facts)))
        self.rail.resize(width, height)
        self.rail.show()
        self.rail.activateWindow()
        QApplication.processEvents()

    def label(self, name: str) -> QLabel:
        found = self.rail.findChild(QLabel, name)
        assert isinstance(found, QLabel)
        return found

    def show(self, name: str = "", **values: list[str]) -> None:
        self.editing.open(Filter.of(values), name, "Open")
        QApplication.processEvents()


@pytest.fixture
def place(qapp: QApplication) -> Iterator[Place]:
    made = Place()
    yield made
    destroy(made.rail)
    theme.apply(qapp, "light", 100)


def heard(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_is_found_filled_and_shown(place: Place, field: FilterField) -> None:
    name = field.name
    entry = place.rail.findChild(QLineEdit, f"filter-{name}-input")
    assert isinstance(entry, QLineEdit)
    entry.setFocus()
    QTest.keyClicks(entry, "0111")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert place.heard == [("values_added", name, ["0111"])]
    place.editing.change(Filter.of({name: ["0111", "02139"]}), "Add")
    chosen = place.rail.findChild(QListView, f"filter-{name}-values")
    assert isinstance(chosen, QListView)
    assert [chosen.model().index(row, 0).data() for row in range(2)] == ["0111", "02139"]
    assert heard(entry)


def test_a_label_is_quiet_until_its_field_is_used(place: Place) -> None:
    label = place.rail.rows["sic_code"].label
    assert label.foregroundRole() == QPalette.ColorRole.PlaceholderText
    place.show(sic_code=["0111"])
    assert label.foregroundRole() == QPalette.ColorRole.WindowText
    assert label.buddy() is place.rail.rows["sic_code"].chips.input


def test_each_group_tells_how_many_of_its_fields_are_used(place: Place) -> None:
    place.show(sic_code=["0111"], company_name=["x"], company_address_zipcode=["02139"])
    texts = [label.text() for label in place.rail.findChildren(QLabel)]
    assert "2 of 8 used" in texts
    assert "1 of 4 used" in texts


def test_the_title_is_the_name_and_whether_it_was_edited(place: Place) -> None:
    title = place.label("filter-title")
    assert title.text() == "New filter"
    place.show("Marketing heads", sic_code=["0111"])
    assert title.text() == "Marketing heads"
    texts = [label.text() for label in place.rail.findChildren(QLabel)]
    assert "edited" not in texts
    place.editing.change(Filter(), "Clear")
    assert "edited" in [label.text() for label in place.rail.findChildren(QLabel)]


@pytest.mark.parametrize("size", [85, 100, 150])
def test_the_title_is_bold_and_larger_at_every_text_size(place: Place, qapp: QApplication, size: int) -> None:
    for name in ("light", "dark"):
        theme.apply(qapp, name, size)
        QApplication.processEvents()
        font = place.label("filter-title").font()
        assert font.weight() == 600
        assert font.pixelSize() == theme.font(theme.SECTION).pixelSize()


def test_the_title_is_painted_in_the_colour_of_the_theme(place: Place, qapp: QApplication) -> None:
    for name, tokens in (("dark", theme.DARK), ("light", theme.LIGHT)):
        theme.apply(qapp, name, 100)
        QApplication.processEvents()
        picture = place.label("filter-title").grab().toImage()
        inks = {
            picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(picture.height())
        }
        assert tokens.text in inks


def test_a_long_name_is_elided_and_told_whole(place: Place) -> None:
    name = "<b>Marketing</b> heads in the north-east of the United States and Canada, first half of 2026"
    place.show(name, sic_code=["0111"])
    title = place.label("filter-title")
    assert heard(title) == name
    assert title.width() < title.sizeHint().width()
    assert "<b>Marketing" not in title.toolTip()
    assert place.rail.width() == 396


@pytest.mark.parametrize("size", [100, 150])
@pytest.mark.parametrize("width", [320, 396])
def test_nothing_is_cut_off_in_a_narrow_rail(qapp: QApplication, size: int, width: int) -> None:
    theme.apply(qapp, "light", size)
    place = Place(width=width)
    place.show("A name", job_title=["A rather long value that does not fit into the line"], sic_code=["0111"])
    switch = place.rail.findChild(QCheckBox, "count-by-itself")
    assert isinstance(switch, QCheckBox)
    assert switch.width() >= switch.sizeHint().width()
    assert heard(switch) == "Count by itself when typing rests"
    assert place.rail.width() == width
    for row in place.rail.rows.values():
        assert row.label.width() >= row.label.sizeHint().width()
        assert row.label.height() >= row.label.fontMetrics().height()
        assert row.chips.input.height() >= row.chips.input.fontMetrics().height()
    destroy(place.rail)
    theme.apply(qapp, "light", 100)


def test_the_switch_says_less_where_text_grows(qapp: QApplication) -> None:
    place = Place(width=320)
    texts = []
    for size in (100, 150, 100):
        theme.apply(qapp, "light", size)
        for _ in range(3):
            QApplication.processEvents()
        texts.append(place.rail.switch.text())
        assert place.rail.switch.width() >= place.rail.switch.sizeHint().width()
    assert texts[0] == texts[2] == "Count by itself when typing rests"
    assert texts[1] == "Count by itself"
    destroy(place.rail)


def test_no_letter_of_the_rail_takes_one_of_the_menus(place: Place) -> None:
    """look.md, Keys: Alt with a letter belongs to the menus."""
    assert place.rail.switch.shortcut().isEmpty()
    assert not any("&" in button.text() for button in place.rail.findChildren(QPushButton))


def test_the_tools_do_what_their_commands_do(place: Place) -> None:
    ran: list[str] = []
    place.undo.triggered.connect(lambda: ran.append("undo"))
    button = place.rail.findChild(QToolButton, "filter-undo")
    assert isinstance(button, QToolButton)
    button.click()
    assert ran == ["undo"]
    assert (heard(button), button.toolTip()) == ("Undo", "Undo · Ctrl+Z")
    place.undo.setEnabled(False)
    assert not button.isEnabled()


def test_the_switch_tells(place: Place) -> None:
    told: list[bool] = []
    place.rail.count_by_itself_switched.connect(told.append)
    assert place.rail.switch.isChecked()
    place.rail.switch.click()
    assert told == [False]


def test_what_is_said_under_a_field_has_buttons_that_stay(place: Place) -> None:
    row, done = place.rail.rows["sic_code"], list[str]()
    row.say("")
    assert not row.note.isVisible()
    row.say("Checking 1 of 9 values…", [Choice("check-stop", "Stop", lambda: done.append("first"))])
    stop = place.rail.findChild(QPushButton, "filter-sic_code-check-stop")
    assert isinstance(stop, QPushButton)
    stop.setFocus()
    row.say("Checking 2 of 9 values…", [Choice("check-stop", "Stop", lambda: done.append("second"))])
    assert stop.hasFocus()
    stop.click()
    assert done == ["second"], "what it does is the newest"
    words = place.label("filter-sic_code-note")
    assert words.text() == "Checking 2 of 9 values…"
    row.say("")
    assert not row.note.isVisible()
    assert row.chips.input.hasFocus(), "the keyboard does not get lost with a button"


def test_a_field_that_is_entered_by_keyboard_is_brought_into_sight(qapp: QApplication) -> None:
    place = Place(height=300)
    last = place.rail.rows[FIELDS[-1].name].chips
    assert not last.visibleRegion().contains(last.rect().center())
    last.input.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QApplication.processEvents()
    assert last.visibleRegion().contains(last.rect().center())
    place.rail.focus_first()
    QApplication.processEvents()
    first = place.rail.rows[FIELDS[0].name].chips
    assert first.visibleRegion().contains(first.rect().center())
    destroy(place.rail)


def test_scrolling_takes_the_suggestions_away(qapp: QApplication) -> None:
    place = Place(height=300)
    chips = place.rail.rows["job_title"].chips
    chips.input.setFocus()
    QTest.keyClicks(chips.input, "vp")
    QTest.keyClick(chips.input, Qt.Key.Key_Down)
    assert place.heard == [("look_up_wanted", "job_title", "vp")]
    chips.offer("vp", ["VP"], lambda shown, total: f"{shown} of {total}")
    suggestions = place.rail.findChild(QListView, "filter-job_title-suggestions")
    assert isinstance(suggestions, QListView)
    assert suggestions.isVisible()
    place.rail._area.verticalScrollBar().setValue(80)
    assert not suggestions.isVisible()
    destroy(place.rail)


def test_a_change_touches_the_fields_that_changed_alone(place: Place) -> None:
    place.show(sic_code=["0111"], job_title=["VP"])
    resets: list[str] = []
    for name in ("sic_code", "job_title"):
        model = place.rail.rows[name].chips.chips.model()
        model.modelReset.connect(lambda name=name: resets.append(name))
    place.editing.change(Filter.of({"sic_code": ["0111", "0112"], "job_title": ["VP"]}), "Add")
    assert resets == ["sic_code"]
    place.editing.start_with(EditedFilter())
    assert sorted(resets) == ["job_title", "sic_code", "sic_code"]
