"""The pane of one lead: what it shows, and that nothing typed there is lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QMenu, QPlainTextEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadsBusy
from leaddesk.domain.leads import Lead, LeadId
from leaddesk.ui.leads.detail.field_list import LeadFields
from leaddesk.ui.leads.detail.pane import LeadDetail
from tests.fakes.leads_in_hand import LeadsInHand
from tests.ui.lead_bench import KATHARINA, LENA, LISTS, YUSUF
from tests.ui.until import settled, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NAME = "leads-table-details"
SOURCE = 2


class Bench:
    """The pane in a window, over leads in memory."""

    def __init__(self, qtbot: QtBot, *leads: Lead) -> None:
        self.leads = LeadsInHand(leads or (KATHARINA, YUSUF, LENA), LISTS)
        self.pane = LeadDetail(self.leads.desk)
        qtbot.addWidget(self.pane)
        self.pane.resize(330, 700)
        self.pane.show()
        self.pane.activateWindow()

    @property
    def fields(self) -> LeadFields:
        return self.pane.body.fields

    async def show(self, *ids: int) -> None:
        shown: list[bool] = []
        self.pane.shown.connect(lambda: shown.append(True))
        self.pane.show_leads([LeadId(id_) for id_ in ids])
        await until(lambda: bool(shown) and self.pane.isActiveWindow())

    def text(self, part: str) -> str:
        found = self.pane.findChild(QLabel, f"{NAME}-{part}")
        assert found is not None
        return found.text()

    def rows(self) -> dict[str, tuple[str, str]]:
        model = self.fields.model_of_facts
        cells = [[str(model.index(row, column).data()) for column in range(3)] for row in range(model.rowCount())]
        return {title: (value, source) for title, value, source in cells}

    def go_to(self, title: str, column: int = 1) -> None:
        row = list(self.rows()).index(title)
        self.fields.setFocus()
        self.fields.setCurrentIndex(self.fields.model_of_facts.index(row, column))

    def editor(self) -> QPlainTextEdit | None:
        found = [edit for edit in self.pane.findChildren(QPlainTextEdit, f"{NAME}-fields-editor") if edit.isVisible()]
        return found[0] if found else None

    def type_in(self, title: str, text: str) -> QPlainTextEdit:
        self.go_to(title)
        QTest.keyClick(self.fields, Qt.Key.Key_F2)
        editor = self.editor()
        assert editor is not None
        editor.selectAll()
        QTest.keyClicks(editor, text)
        return editor

    def edits(self) -> list[tuple[object, ...]]:
        return [done for done in self.leads.done if done[0] in {"edit", "note"}]

    async def did(self, *edits: tuple[object, ...]) -> None:
        """Wait until exactly these were made, and what follows from them is shown."""
        await until(lambda: len(self.edits()) >= len(edits))
        await settled()
        assert self.edits() == list(edits)


def press(widget: QWidget | None, key: Qt.Key = Qt.Key.Key_Return) -> None:
    assert widget is not None
    QTest.keyClick(widget, key)


def child(bench: Bench, kind: type[QWidget], name: str) -> QWidget:
    found = bench.pane.findChild(kind, f"{NAME}-{name}")
    assert found is not None
    return found


async def test_it_shows_everything_and_who_says_it(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    assert (bench.text("title"), bench.text("about")) == (
        "Katharina Brandstätter",
        "Head of Procurement, Alpwerk AG",
    )
    rows = bench.rows()
    assert rows["E-mail"] == ("kb@alpwerk.example", "2 sources")
    assert rows["Phone"] == ("+43 732 5550 142", "Leadsopedia, 1 other value")
    assert rows["ZIP"] == ("04020", "fairs-2026.csv")
    assert rows["npi_number"] == ("0042", "fairs-2026.csv")
    assert list(rows)[-1] == "npi_number", "custom fields come last"
    assert bench.pane.body.beside.lists.names == ("Q1 launch, DACH", "Do first")
    assert bench.pane.body.beside.tags.names == ("met at EMO",)
    assert bench.pane.body.note.toPlainText() == KATHARINA.note
    assert bench.text("origins").splitlines() == [
        "Leadsopedia DACH manufacturing, 19 Nov",
        "ReachStream purchase 1300, 12 Nov",
        "fairs-2026.csv row 118, 2 Oct",
    ]
    QTest.mouseClick(child(bench, QPushButton, "copy-email"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "kb@alpwerk.example"


async def test_a_field_is_edited_where_it_stands(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    press(bench.type_in("City", "Wels"))
    wels = ("edit", (1,), "city", "Wels")
    await bench.did(wels)
    assert bench.rows()["City"] == ("Wels", "typed today, 1 other value")
    assert bench.editor() is None
    assert bench.fields.hasFocus()
    press(bench.type_in("City", "Enns"), Qt.Key.Key_Escape)
    await bench.did(wels)
    bench.go_to("City")
    press(bench.fields, Qt.Key.Key_Delete)
    await bench.did(wels, ("edit", (1,), "city", ""))
    assert bench.rows()["City"] == ("", "1 other value")


async def test_a_double_click_edits_and_tab_goes_on(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    place = bench.fields.visualRect(bench.fields.model_of_facts.index(list(bench.rows()).index("City"), 1)).center()
    for click in (QTest.mouseClick, QTest.mouseDClick):
        click(bench.fields.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    editor = bench.editor()
    assert editor is not None
    assert (editor.toPlainText(), editor.accessibleName()) == ("Linz", "City")
    press(editor, Qt.Key.Key_Tab)
    following = bench.editor()
    assert following is not None
    assert following.accessibleName() == "ZIP"
    assert bench.edits() == [], "nothing was typed"


async def test_another_value_of_its_sources_can_be_shown(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    bench.go_to("Phone", SOURCE)
    press(bench.fields)
    listed = bench.pane.findChild(QListView, f"{NAME}-values-list")
    assert listed is not None
    model = listed.model()
    heard = [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]
    assert heard == [
        "+43 732 5550 142. Leadsopedia, DACH manufacturing, 19 Nov. Shown.",
        "+43 732 5550 100. ReachStream, purchase 1300, 12 Nov",
    ]
    listed.setCurrentIndex(model.index(1, 0))
    press(listed)
    await bench.did(("edit", (1,), "phone", "+43 732 5550 100"))
    assert bench.rows()["Phone"][0] == "+43 732 5550 100"
    assert bench.fields.hasFocus()


async def test_what_is_typed_goes_to_the_lead_it_was_typed_for(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    bench.type_in("City", "Wels")
    await bench.show(2)
    await bench.did(("edit", (1,), "city", "Wels"))
    bench.type_in("Country", "Turkey")
    bench.pane.hide()
    await bench.did(("edit", (1,), "city", "Wels"), ("edit", (2,), "country", "Turkey"))


async def test_what_is_typed_while_the_next_lead_is_read_is_still_the_first_ones(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    bench.leads.gates[LeadId(2)] = gate = asyncio.Event()
    bench.pane.show_leads([LeadId(2)])
    bench.type_in("City", "Wels")
    gate.set()
    await until(lambda: bench.text("title") == "Yusuf Demir")
    await bench.did(("edit", (1,), "city", "Wels"))


async def test_rows_that_are_run_through_never_show_the_lead_before(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    gates = {LeadId(id_): asyncio.Event() for id_ in (2, 3)}
    bench.leads.gates.update(gates)
    bench.pane.show_leads([LeadId(2)])
    bench.pane.show_leads([LeadId(3)])
    assert bench.pane.lead is None
    await until(lambda: bench.text("title") == "")
    assert not bench.fields.isVisible()
    gates[LeadId(3)].set()
    await until(lambda: bench.text("title") == "Lena Hofer")
    gates[LeadId(2)].set()
    await settled()
    assert bench.text("title") == "Lena Hofer"


async def test_a_refused_edit_stays_with_the_reason_and_is_tried_again(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    bench.leads.is_busy = True
    press(bench.type_in("City", "Wels"))
    await until(lambda: (editor := bench.editor()) is not None and editor.toPlainText() == "Wels")
    assert "My Leads cannot be changed" in bench.text("fields-editor-problem")
    await bench.show(2)
    await until(lambda: len(bench.leads.said) > 0)
    assert "“Wels” for City" in bench.leads.said[-1].text
    bench.leads.is_busy = False
    bench.leads.announcer.announce(Changes(leads=True))
    await bench.did(("edit", (1,), "city", "Wels"))
    assert bench.leads.taken_back == bench.leads.said, "what was said is not true any more"


async def test_a_refused_edit_can_be_taken_back(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    bench.leads.is_busy = True
    press(bench.type_in("City", "Wels"))
    await until(lambda: (editor := bench.editor()) is not None and editor.toPlainText() == "Wels")
    press(bench.editor(), Qt.Key.Key_Escape)
    bench.leads.is_busy = False
    bench.leads.announcer.announce(Changes(leads=True))
    await settled()
    assert bench.rows()["City"][0] == "Linz"
    assert bench.edits() == []


async def test_the_note_is_saved_when_typing_rests(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaddesk.ui.leads.detail.note_edit.RESTS", 1)
    bench = Bench(qtbot)
    await bench.show(2)
    note = bench.pane.body.note
    note.setFocus()
    QTest.keyClicks(note, "Call him")
    await until(lambda: bool(bench.edits()))
    QTest.keyClicks(note, " on Monday")
    await until(lambda: bench.leads.leads[LeadId(2)].note == "Call him on Monday")
    await settled()
    assert note.toPlainText() == "Call him on Monday"
    assert note.textCursor().position() == len("Call him on Monday"), "nothing moves under whoever types"


async def test_the_note_is_saved_at_leaving_and_kept_where_that_fails(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    bench.leads.is_busy = True
    bench.pane.body.note.setPlainText("New")
    await bench.show(2)
    await until(lambda: len(bench.leads.said) > 0)
    await bench.show(1)
    assert bench.pane.body.note.toPlainText() == "New"
    assert bench.text("note-problem") == "The note is not saved."
    bench.leads.is_busy = False
    QTest.mouseClick(child(bench, QPushButton, "note-retry"), Qt.MouseButton.LeftButton)
    await until(lambda: bench.leads.leads[LeadId(1)].note == "New")
    await until(lambda: not child(bench, QLabel, "note-problem").isVisible())
    await settled()


async def test_everything_is_saved_before_leaddesk_quits(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    bench.pane.body.note.setPlainText("New")
    bench.type_in("City", "Wels")
    assert await bench.pane.keep() is None
    assert {done[0] for done in bench.edits()} == {"edit", "note"}
    bench.leads.is_busy = True
    bench.type_in("City", "Enns")
    assert isinstance(await bench.pane.keep(), LeadsBusy)
    press(bench.editor(), Qt.Key.Key_Escape)


async def test_lists_and_tags_are_added_and_taken_away(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(2)
    lists = bench.pane.body.beside.lists
    QTest.mouseClick(lists.plus, Qt.MouseButton.LeftButton)
    typed = bench.pane.window().findChild(QLineEdit, f"{NAME}-list-chooser-input")
    assert typed is not None
    QTest.keyClicks(typed, "web")
    press(typed)
    await until(lambda: lists.names == ("Q1 launch, DACH", "Webinar follow-up"))
    QTest.mouseClick(lists.plus, Qt.MouseButton.LeftButton)
    QTest.keyClicks(typed, "Summer fair")
    press(typed)
    await until(lambda: lists.names[-1:] == ("Summer fair",))
    lists.chips.setFocus()
    lists.chips.setCurrentIndex(lists.chips.model().index(0, 0))
    press(lists.chips, Qt.Key.Key_Delete)
    await until(lambda: lists.names == ("Webinar follow-up", "Summer fair"))
    tags = bench.pane.body.beside.tags
    QTest.mouseClick(tags.plus, Qt.MouseButton.LeftButton)
    await until(lambda: bench.pane.window().findChild(QLineEdit, f"{NAME}-tag-chooser-input") is not None)
    typed = bench.pane.window().findChild(QLineEdit, f"{NAME}-tag-chooser-input")
    press(typed)
    await until(lambda: tags.names == ("engineer",))
    await settled()


async def test_a_field_that_is_not_there_is_added(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(2)
    for typed, title in (("revenue", "Revenue"), ("Shoe size", "Shoe size")):
        QTest.mouseClick(child(bench, QPushButton, "add-field"), Qt.MouseButton.LeftButton)
        chooser = bench.pane.findChild(QLineEdit, f"{NAME}-field-chooser-input")
        assert chooser is not None
        QTest.keyClicks(chooser, typed)
        press(chooser)
        editor = bench.editor()
        assert editor is not None
        QTest.keyClicks(editor, "46")
        press(editor)
        await settled()
        assert bench.rows()[title][0] == "46"
    await bench.did(("edit", (2,), "revenue", "46"), ("edit", (2,), "custom:Shoe size", "46"))


async def test_a_lead_in_the_trash_is_restored_from_here(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(3)
    assert bench.text("message") == "In the trash."
    QTest.mouseClick(child(bench, QPushButton, "restore"), Qt.MouseButton.LeftButton)
    await until(lambda: not child(bench, QLabel, "message").isVisible())
    bench.leads.leads[LeadId(3)] = replace(bench.leads.leads[LeadId(3)], is_suppressed=True)
    bench.leads.announcer.announce(Changes(leads=True))
    await until(lambda: bench.text("message") == "Suppressed.")
    await settled()


async def test_a_lead_that_is_gone_or_merged_says_so(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(77)
    assert bench.text("title") == "This lead is not here any more"
    assert not bench.fields.isVisible()
    bench.leads.leads[LeadId(78)] = KATHARINA
    await bench.show(78)
    assert bench.text("title") == "Katharina Brandstätter"
    assert "merged" in bench.text("message")
    press(bench.type_in("City", "Wels"))
    await bench.did(("edit", (1,), "city", "Wels"))
    bench.pane.show_leads(())
    assert bench.text("title") == "No lead chosen"


async def test_what_changes_while_the_pane_is_closed_is_there_when_it_opens(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    bench.pane.hide()
    await bench.leads.edit([LeadId(1)], "city", "Wels")
    await settled()
    assert bench.rows()["City"][0] == "Linz"
    bench.pane.show()
    await until(lambda: bench.rows()["City"][0] == "Wels")


async def test_several_leads_show_what_they_have_in_common(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1, 2)
    assert bench.text("title") == "2 leads"
    assert bench.pane.several is not None
    beside = bench.pane.several.beside
    assert beside.lists.names == ("Q1 launch, DACH",)
    assert bench.text("several-in-part") == "Some are in Do first (1) and met at EMO (1)."
    assert bench.text("several-in-common") == "Country: Austria"
    beside.lists.removed.emit(["Q1 launch, DACH"])
    await until(lambda: beside.lists.names == ())
    assert bench.leads.done == [("list-remove", (1, 2), 1)]
    QTest.mouseClick(child(bench, QPushButton, "several-trash"), Qt.MouseButton.LeftButton)
    await until(lambda: bench.leads.done[-1] == ("trash", (1, 2)))
    await settled()


async def test_so_many_leads_that_they_are_not_compared(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(*range(1, 100_001))
    assert bench.text("title").replace(",", "") == "100000 leads"
    assert bench.text("several-in-part") == "What they have in common is looked for among up to 200 leads."


async def test_the_menu_copies_and_offers_what_the_page_gives(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    QTest.mouseClick(child(bench, QToolButton, "more"), Qt.MouseButton.LeftButton)
    menu = bench.pane.findChildren(QMenu)[0]
    actions = {action.text(): action for action in menu.actions()}
    actions["Copy as vCard"].trigger()
    await until(lambda: QGuiApplication.clipboard().text() == "BEGIN:VCARD 1\n")
    actions["Copy all fields"].trigger()
    assert "E-mail: kb@alpwerk.example" in QGuiApplication.clipboard().text().splitlines()
    menu.close()


async def test_a_click_on_a_source_shows_its_values_and_one_on_a_value_does_not(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    await bench.show(1)
    row = list(bench.rows()).index("City")
    cell = bench.fields.visualRect(bench.fields.model_of_facts.index(row, SOURCE))
    for x, opens in ((cell.left() + 2, False), (cell.right() - 8, True)):
        QTest.mouseClick(
            bench.fields.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QPoint(x, cell.center().y()),
        )
        panel = bench.pane.findChild(QWidget, f"{NAME}-values")
        assert (panel is not None and panel.isVisible()) is opens
    assert bench.edits() == []


async def test_with_a_part_of_what_is_chosen_nothing_is_done(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    bench.pane.show_leads([LeadId(1), LeadId(2)], chosen=5_000)
    await until(lambda: bench.text("title").replace(",", "") == "5000 leads")
    assert bench.pane.several is not None
    assert not bench.pane.several.beside.isVisible()
    assert not child(bench, QPushButton, "several-trash").isVisible()
    assert not child(bench, QToolButton, "more").isVisible()
