"""What a person does with leads and lists on the page of My Leads, and how it is taken back."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QMenu, QPushButton, QWidget

from leaddesk.app.commanded import Commanded
from leaddesk.app.leads_commands import LEADS, leads_commands
from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.lead_views import Scope, View
from leaddesk.domain.leads import Field, ListMix, SourceKind
from leaddesk.domain.table import Column
from leaddesk.ui.commands import Command
from leaddesk.ui.leads.rooms import Rooms
from leaddesk.ui.widgets.collecting.carried_rows import CarriedRows, mime_of
from tests.ui.leads_bench import Bench, bench, ids, people
from tests.ui.until import settled, until

pytestmark = pytest.mark.usefixtures("qapp")


async def finish(here: Bench, name: str) -> None:
    """Accept the dialog that is open, and wait until it has closed."""
    here.press(f"{name}-accept")
    await until(lambda: not here.is_shown(f"{name}-dialog"))
    await here.at_rest()


async def test_delete_goes_to_the_trash_and_undo_brings_back(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(12))
        page = await here.open()
        gone = [here.rows()[row] for row in (1, 2)]
        here.select([1, 2])
        here.key(page._table.view, Qt.Key.Key_Delete)
        await here.at_rest()
        assert here.count == "10 of 10 leads"
        notice = here.notices.notes[-1]
        assert (notice.title, notice.action) == ("2 leads moved to the trash.", "Undo")
        assert page.history.undoText() == "Move 2 leads to the trash"
        assert notice.act is not None
        notice.act()
        await here.at_rest()
        assert here.count == "12 of 12 leads"
        assert [here.rows()[row] for row in (1, 2)] == gone
        assert page.history.canRedo()
        page.history.redo()
        await here.at_rest()
        assert here.count == "10 of 10 leads"


async def test_an_old_notice_takes_nothing_else_back(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(12))
        page = await here.open()
        here.select([0])
        page.doing.to_trash()
        await here.at_rest()
        notice = here.notices.notes[-1]
        await here.keep.tag(ids(5), "met")
        await here.at_rest()
        assert notice.act is not None
        notice.act()
        await here.at_rest()
        assert here.count == "11 of 11 leads"
        assert await here.keep.tags() == (("met", 1),)


async def test_the_history_survives_a_restart(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(5))
        await here.open()
        here.select([0])
        here.page.doing.to_trash()
        await here.at_rest()
    async with bench(tmp_path) as here:
        page = await here.open()
        assert page.history.undoText() == "Move 1 lead to the trash"
        page.history.undo()
        await here.at_rest()
        assert here.count == "5 of 5 leads"


async def test_the_trash_is_restored_purged_and_emptied_after_asking(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        await here.keep.to_trash(ids(1, 2, 3, 4))
        page = await here.open()
        page.viewing.show_scope(Scope.TRASH)
        await here.at_rest()
        here.select([0])
        await settled()
        here.press("leads-restore")
        await here.at_rest()
        assert here.count == "3 of 3 leads"
        here.select([0])
        here.key(page._table.view, Qt.Key.Key_Delete)
        await until(lambda: here.is_shown("leads-purge-dialog"))
        dialog = here.find_part(QDialog, "leads-purge-dialog")
        assert here.find_part(QWidget, "leads-purge-cancel").isEnabled()
        dialog.reject()
        await here.at_rest()
        assert here.count == "3 of 3 leads"
        here.press("leads-empty-trash")
        await until(lambda: here.is_shown("leads-empty-trash-dialog"))
        await finish(here, "leads-empty-trash")
        assert here.count == "0 of 0 leads"
        assert here.entries(shelves=True)[0] == ("All leads", 6)


async def test_chosen_leads_go_to_a_list_or_a_new_one(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        await here.keep.create_list("Do first", 4)
        page = await here.open()
        here.select([0, 1, 2])
        await settled()
        here.page.head.list_wanted.emit()
        await until(lambda: here.is_shown("leads-pick-list-dialog"))
        field = here.find_part(QLineEdit, "leads-pick-list-name")
        QTest.keyClicks(field, "do f")
        here.key(field, Qt.Key.Key_Return)
        await until(lambda: not here.is_shown("leads-pick-list-dialog"))
        await here.at_rest()
        assert here.entries() == [("Do first", 3)]
        assert here.notices.notes[-1].title == "3 leads added to “Do first”."
        here.select([3, 4])
        page.doing.pick_list()
        await until(lambda: here.is_shown("leads-pick-list-dialog"))
        field = here.find_part(QLineEdit, "leads-pick-list-name")
        field.setText("Brand new")
        await finish(here, "leads-pick-list")
        assert here.entries() == [("Do first", 3), ("Brand new", 2)]
        assert page.viewing.view == View()
        here.select([0, 5])
        page.doing.new_list()
        here.find_part(QLineEdit, "leads-list-name").setText("do FIRST")
        here.press("leads-list-accept")
        await until(lambda: here.is_shown("leads-list-problem"))
        here.find_part(QLineEdit, "leads-list-name").setText("Third")
        await finish(here, "leads-list")
        assert here.entries()[-1] == ("Third", 2)
        notice = here.notices.notes[-1]
        assert notice.act is not None
        notice.act()
        await here.at_rest()
        assert here.count == "2 of 9 leads"
        here.select([0])
        page.doing.remove_from_list()
        await here.at_rest()
        assert here.count == "1 of 9 leads"


async def test_lists_are_made_changed_moved_and_deleted(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        page = await here.open()
        page.rail.create_button.click()
        here.find_part(QLineEdit, "leads-list-name").setText("Q1 launch, DACH")
        await finish(here, "leads-list")
        assert here.text("leads-table-empty-title") == "“Q1 launch, DACH” is empty"
        await here.keep.create_list("Second", 1, ids(1, 2, 3))
        await here.at_rest()
        rail = page.rail.lists
        rail.setFocus()
        here.key(rail, Qt.Key.Key_F2)
        here.find_part(QLineEdit, "leads-list-name").setText("Q2")
        colour = here.find_part(QComboBox, "leads-list-colour")
        colour.setCurrentIndex(colour.findData(3))
        await finish(here, "leads-list")
        assert [(entry.title, entry.colour) for entry in rail.entries.entries] == [("Q2", 3), ("Second", 1)]
        here.key(rail, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        await here.at_rest()
        assert [title for title, _ in here.entries()] == ["Second", "Q2"]
        here.key(rail, Qt.Key.Key_Delete)
        await here.at_rest()
        assert [title for title, _ in here.entries()] == ["Second"]
        assert page.viewing.view.scope is Scope.ALL
        notice = here.notices.notes[-1]
        assert (notice.title, notice.action) == ("The list “Q2” was deleted.", "Undo")
        page.history.undo()
        await here.at_rest()
        assert [title for title, _ in here.entries()] == ["Second", "Q2"]
        page.lists.duplicate(page.lists.lists[0].id)
        await here.at_rest()
        assert here.count == "3 of 9 leads"
        assert [title for title, _ in here.entries()][1].startswith("Second (2")


@pytest.mark.qt_log_ignore("This plugin does not support")
async def test_menus_offer_what_can_be_done(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        await here.keep.create_list("A", 0, ids(1, 2))
        page = await here.open()
        page.rail.lists.menu_wanted.emit(page.lists.lists[0].id, QPoint(10, 10))
        menu = next(part for part in page.findChildren(QMenu) if part.isVisible())
        offered = {action.text().split("\t")[0]: action.isEnabled() for action in menu.actions() if action.text()}
        assert offered["Rename and colour…"]
        assert not offered["Combine with another…"]
        assert not offered["Move up"]
        menu.close()
        here.select([0])
        titles = {action.title: action.enabled() for action in page.leads_table.actions_for_menu()}
        assert titles["Move to the trash"]
        assert titles["Erase this person…"]
        assert not titles["Take off this list"]


async def test_two_lists_are_combined(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        await here.keep.create_list("A", 0, ids(1, 2, 3))
        await here.keep.create_list("B", 1, ids(3, 4))
        page = await here.open()
        page.lists.mix(None)
        name = here.find_part(QLineEdit, "leads-mix-name")
        assert name.text() == "A without B"
        how = here.find_part(QComboBox, "leads-mix-how")
        how.setCurrentIndex(how.findData(ListMix.IN_EITHER))
        assert name.text() == "A or B"
        await finish(here, "leads-mix")
        assert here.entries()[-1] == ("A or B", 4)
        assert here.count == "4 of 9 leads"


async def test_a_drag_adds_leads_to_the_list_under_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        await here.keep.create_list("Do first", 4)
        page = await here.open()
        here.select([1, 2])
        view, rail = page._table.view, page.rail.lists
        viewport = view.viewport()
        start = view.visualRect(view.rows_model.index(1, 0)).center()
        target = viewport.mapFromGlobal(rail.viewport().mapToGlobal(rail.visualRect(rail.entries.index(0, 0)).center()))

        def mouse(kind: QEvent.Type, place: QPoint) -> None:
            held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
            button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
            on_screen = QPointF(viewport.mapToGlobal(place))
            event = QMouseEvent(kind, QPointF(place), on_screen, button, held, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(viewport, event)

        mouse(QEvent.Type.MouseButtonPress, start)
        mouse(QEvent.Type.MouseMove, start + QPoint(40, 0))
        mouse(QEvent.Type.MouseMove, target)
        assert rail._painter.target == 0
        mouse(QEvent.Type.MouseButtonRelease, target)
        await here.at_rest()
        assert rail._painter.target == -1
        assert here.entries() == [("Do first", 2)]
        assert len(page._table.selected_rows()) == 2
        mouse(QEvent.Type.MouseButtonPress, start)
        mouse(QEvent.Type.MouseButtonRelease, start)
        await here.at_rest()
        assert len(page._table.selected_rows()) == 1, "a click on one of several chosen rows chooses it"


async def test_one_field_of_many_leads_is_set(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        page = await here.open()
        here.select([0, 1, 2, 3])
        page.doing.set_field()
        await until(lambda: here.is_shown("leads-field-dialog"))
        column = here.find_part(QComboBox, "leads-field-column")
        column.setCurrentIndex(column.findData(Field.DEPARTMENT.value))
        said = here.find_part(QPushButton, "leads-field-accept")
        assert said.text() == "Empty it in 4 leads", "nothing typed is a wish too"
        here.find_part(QLineEdit, "leads-field-value").setText("Purchasing")
        assert said.text() == "Set 4 leads"
        await finish(here, "leads-field")
        assert here.rows("department").count("Purchasing") == 4
        assert page.history.undoText() == "Set Department of 4 leads"
        page.history.undo()
        await here.at_rest()
        assert "Purchasing" not in (here.rows("department") if "department" in _columns(page) else [])


def _columns(page: object) -> list[str]:
    table = page._table  # type: ignore[attr-defined]  # a LeadsPage
    return [column.name for column in table.view.rows_model.columns]


async def test_tags_suppression_and_e_mails(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        page = await here.open()
        here.select([0, 1])
        page.doing.pick_tag()
        await until(lambda: here.is_shown("leads-pick-tag-dialog"))
        here.find_part(QLineEdit, "leads-pick-tag-name").setText("met at EMO")
        await finish(here, "leads-pick-tag")
        assert await here.keep.tags() == (("met at EMO", 2),)
        page.doing.copy_emails()
        await here.at_rest()
        assert QGuiApplication.clipboard().text().split("\n") == here.rows("email")[:2]
        page.doing.suppress()
        await until(lambda: here.is_shown("leads-suppress-dialog"))
        await finish(here, "leads-suppress")
        assert here.entries(shelves=True)[2] == ("Suppressed", 2)
        assert here.notices.notes[-1].title == "2 leads are suppressed now."


async def test_erasing_is_asked_and_leaves_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        page = await here.open()
        here.select([0])
        page.doing.erase()
        await until(lambda: here.is_shown("erase-dialog"))
        here.find_part(QLineEdit, "erase-word").setText("ERASE")
        await finish(here, "erase")
        assert here.count == "8 of 8 leads"
        assert not page.history.undoText().startswith("Erase")


async def test_a_cell_is_edited_where_it_stands(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        page = await here.open()
        at = _columns(page).index("title")
        page._table.view.setFocus()
        page._table.view.setCurrentIndex(page._table.view.rows_model.index(0, at))
        here.key(page._table.view, Qt.Key.Key_F2)
        editor = here.find_part(QLineEdit, "leads-table-editor")
        editor.setText("Chair")
        here.key(editor, Qt.Key.Key_Return)
        await here.at_rest()
        await until(lambda: here.rows("title")[0] == "Chair")


async def test_enter_opens_the_lead_beside_the_table(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        page = await here.open()
        here.select([2])
        here.key(page._table.view, Qt.Key.Key_Return)
        await here.at_rest()
        wanted = (await here.shown())[2]
        pane = page._table.details.pane
        assert pane is not None
        await until(lambda: pane.ids == (wanted,))  # type: ignore[attr-defined]  # a LeadDetail
        assert page.panes[-1] is pane
        assert page.head.details_button.isChecked()
        here.select([2, 3])
        await until(lambda: len(pane.ids) == 2)  # type: ignore[attr-defined]  # a LeadDetail


def drop(on: QWidget, data: QMimeData, place: QPoint) -> None:
    """As from a file manager, or from another tab."""
    copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(on, QDragEnterEvent(place, copy, data, button, none))
    QApplication.sendEvent(on, QDragMoveEvent(place, copy, data, button, none))
    QApplication.sendEvent(on, QDropEvent(QPointF(place), copy, data, button, none))


async def test_files_are_dropped_and_other_rooms_entered(tmp_path: Path) -> None:
    dropped: list[Path] = []

    def review(_: object, leave: object) -> QWidget:
        assert leave is not None
        made = QWidget()
        made.setObjectName("review")
        return made

    rooms = Rooms(import_files=lambda _, __, paths, ___: dropped.extend(paths), review=review)
    async with bench(tmp_path) as here:
        await here.has(people(3))
        page = await here.open(rooms=rooms)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.csv", "b.xlsx")])
        drop(page, data, QPoint(500, 400))
        await until(lambda: [path.name for path in dropped] == ["a.csv", "b.xlsx"])
        page.review_duplicates()
        assert page.panes[0].objectName() == "review"
        assert page.table is None
        page.leave_review()
        assert page.table is page.leads_table


async def test_rows_of_a_provider_are_dropped_on_a_list(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(3))
        await here.keep.create_list("Do first", 4)
        page = await here.open()
        columns = (Column("First Name"), Column("Last Name"), Column("Email"))
        source = HeldRows(columns, [("Ann", "Otter", "ann@otter.example"), ("Ben", "Otter", "ben@otter.example")])
        rows = CarriedRows(source, [0, 1], SourceKind.REACTIN, "Webinar guests")
        rail = page.rail.lists
        place = rail.visualRect(rail.entries.index(0, 0)).center()
        drop(rail.viewport(), mime_of(rows, ["Email"], str), place)
        await until(lambda: here.entries() == [("Do first", 2)])
        await here.at_rest()
        assert here.count == "5 of 5 leads"
        assert rail._painter.target == -1


def commands(here: Bench | None) -> dict[str, Command]:
    page = here.page if here is not None else None
    session = SimpleNamespace(is_closed=False, window=SimpleNamespace(page=lambda _: page))
    return {command.id: command for command in leads_commands(cast("Commanded", session))}


def offered(here: Bench | None) -> set[str]:
    return {name for name, command in commands(here).items() if command.enabled()}


def test_no_command_is_offered_before_the_page_was_shown() -> None:
    assert offered(None) == set()
    for command in commands(None).values():
        command.run()
        assert command.tab == LEADS


async def test_commands_follow_what_is_chosen(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(9))
        await here.keep.create_list("A", 0, ids(1, 2, 3))
        await here.keep.create_list("B", 0, ids(9))
        page = await here.open()
        always = {
            *("leads-import", "leads-duplicates", "leads-suppression", "leads-condition", "leads-view-open"),
            *("leads-view-save", "leads-list-create", "leads-list-mix"),
        }
        assert offered(here) == always
        here.select([0])
        about_leads = {
            *("leads-add-to-list", "leads-new-list", "leads-tag", "leads-set-field", "leads-copy-emails"),
            *("leads-suppress", "leads-trash", "leads-erase"),
        }
        assert offered(here) == always | about_leads
        page.viewing.show_scope(Scope.LIST, page.lists.lists[0].id)
        await here.at_rest()
        about_list = {"leads-list-edit", "leads-list-duplicate", "leads-list-delete", "leads-list-down"}
        assert offered(here) == always | about_list
        commands(here)["leads-list-down"].run()
        await here.at_rest()
        assert [title for title, _ in here.entries()] == ["B", "A"]
        here.select([0])
        commands(here)["leads-off-list"].run()
        await here.at_rest()
        assert here.entries()[1] == ("A", 2)
        here.select([0])
        commands(here)["leads-trash"].run()
        await here.at_rest()
        page.viewing.show_scope(Scope.TRASH)
        await here.at_rest()
        here.select([0])
        assert {"leads-restore", "leads-purge", "leads-empty-trash"} <= offered(here)
        assert "leads-trash" not in offered(here)
        keys = [key for command in commands(here).values() for key in command.keys]
        assert len(keys) == len(set(keys))
