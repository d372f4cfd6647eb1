"""Taking a table home through the window: what is chosen is what the file holds, and no half file is left."""

from __future__ import annotations

import asyncio
import csv
import gc
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QTableView,
    QWidget,
)
from python_calamine import CalamineWorkbook

from leaddesk.actions.export_rows import ExportRows
from leaddesk.domain.errors import DiskFull
from leaddesk.domain.preferences import EXPORT_FIELD_NAMES, EXPORT_FOLDER, EXPORT_KIND
from leaddesk.domain.records import Row
from leaddesk.files.csv_export import preview, write_csv
from leaddesk.files.xlsx_writing import write_xlsx
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.widgets.export_dialog import ExportDialog
from leaddesk.ui.widgets.export_subject import ExportSubject
from tests.fakes.memory_preferences import MemoryPreferences
from tests.fakes.table_of_rows import TableOfRows
from tests.ui.until import until

W = TypeVar("W", bound=QWidget)

NAMES = ("id", "contact_name", "company_name", "zip", "work_phone", "home_phone")
TITLES = {"contact_name": "Name", "company_name": "Company", "zip": "ZIP", "work_phone": "Phone", "home_phone": "Phone"}
SHOWN = ("contact_name", "zip", "company_name")


def a_row(number: int) -> Row:
    company = ("Kestrel, Robotics", '=HYPERLINK("x")', None)[number % 3]
    return (number, f"Zoë {number}", company, f"{number:05}", "+49 30 901820", None)


class Visit:
    """One person with one table and one open dialog."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.table = TableOfRows(NAMES, [a_row(number) for number in range(1000)])
        self.preferences = MemoryPreferences(export_folder=str(folder))
        self.said: list[Notice] = []
        self.notices = Notices(lambda _page: None)
        self.notices.listen(self.said.append)
        self.results: list[int] = []
        self.export: Any = ExportRows(write_csv, preview)
        self.dialog: ExportDialog

    async def open(self, **changes: Any) -> None:
        """The dialog over all 1,000 rows; ``changes`` are fields of the subject."""
        subject: dict[str, Any] = {
            "title": "ReachStream sample",
            "file_stem": "reachstream-sample",
            "source": self.table,
            "shown_numbers": range(1000),
            "selected_numbers": (),
            "is_filtered": False,
            "visible_columns": SHOWN,
            "titles": lambda name: TITLES.get(name, name),
        }
        self.dialog = ExportDialog(
            ExportSubject(**subject | changes),
            export=self.export,
            preferences=self.preferences,
            notices=self.notices,
        )
        self.dialog.finished.connect(self.results.append)
        self.dialog.open()
        await asyncio.sleep(0)

    def find(self, kind: type[W], name: str) -> W:
        found = self.dialog.findChild(kind, name)
        assert isinstance(found, kind), name
        return found

    def click(self, name: str) -> None:
        button = self.find(QPushButton, name)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        button.click()

    def choose(self, name: str) -> None:
        self.find(QRadioButton, name).click()

    @property
    def path(self) -> QLineEdit:
        return self.find(QLineEdit, "export-path")

    @property
    def columns(self) -> QListWidget:
        return self.find(QListWidget, "export-columns")

    @property
    def start(self) -> QPushButton:
        return self.find(QPushButton, "export-start")

    def words(self, name: str) -> str:
        return self.find(QLabel, name).text()

    def check(self, title: str, *, on: bool) -> None:
        (item,) = self.columns.findItems(title, Qt.MatchFlag.MatchExactly)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def previewed(self) -> list[list[str]]:
        model = self.find(QTableView, "export-preflight").model()
        across = range(model.columnCount())
        header = [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in across]
        rows = [[str(model.index(row, column).data()) for column in across] for row in range(model.rowCount())]
        return [header, *rows]

    async def write(self) -> Path:
        """Press the button and wait until the dialog has closed itself."""
        path = Path(self.path.text())
        self.click("export-start")
        await self.closed()
        return path

    async def closed(self) -> None:
        await until(lambda: bool(self.results))


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


def exact(numbers: Sequence[int]) -> list[list[str]]:
    """The columns on screen, as they are."""
    rows = (a_row(number) for number in numbers)
    return [["Name", "ZIP", "Company"], *([str(row[1]), str(row[3]), str(row[2] or "")] for row in rows)]


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.fixture
async def visit(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Visit]:
    # Loops of earlier tests hold Qt timers, which must not be collected in the thread that writes.
    gc.collect()
    visit = Visit(tmp_path)
    yield visit
    visit.table.go_on.set()
    if not visit.results:
        visit.dialog.reject()
        await visit.closed()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


async def test_what_is_on_screen_is_what_the_file_holds(visit: Visit) -> None:
    await visit.open()
    assert visit.start.text() == "Write 1,000 rows"
    path = await visit.write()
    assert path == visit.folder / f"reachstream-sample-{QDate.currentDate().toString(Qt.DateFormat.ISODate)}.csv"
    assert list(files_in(visit.folder)) == [path.name]
    assert read(path) == exact(range(1000))
    content = path.read_bytes()
    assert content.startswith(b"Name,ZIP,Company\r\n")
    assert content.count(b"\r\n") == 1001
    assert visit.results == [QDialog.DialogCode.Accepted.value]
    (notice,) = visit.said
    assert (notice.kind, notice.title, notice.text) == ("success", "1,000 of 1,000 rows written.", path.name)
    assert notice.action == "Show in folder"


async def test_the_file_can_be_shown_in_its_folder(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Path] = []
    monkeypatch.setattr("leaddesk.ui.widgets.export_dialog.reveal", shown.append)
    await visit.open()
    path = await visit.write()
    act = visit.said[0].act
    assert act is not None
    act()
    assert shown == [path]


async def test_spreadsheet_safe_neutralises_and_says_so_before(visit: Visit) -> None:
    await visit.open()
    visit.choose("export-profile-spreadsheet-safe")
    assert visit.words("export-preflight-words") == (
        "The first 5 rows, as the file will be read back. 2 cells get an apostrophe."
    )
    shown = visit.previewed()
    path = await visit.write()
    assert path.read_bytes().startswith(b"\xef\xbb\xbfName,")
    assert read(path)[:6] == shown
    assert shown[2] == ["Zoë 1", "00001", '\'=HYPERLINK("x")']
    assert visit.preferences.get(EXPORT_KIND) == "spreadsheet-safe"


async def test_a_spreadsheet_holds_exact_values_as_text(visit: Visit) -> None:
    visit.export = ExportRows(write_csv, preview, write_xlsx)
    await visit.open()
    visit.choose("export-profile-xlsx")
    assert visit.words("export-preflight-words") == "The first 5 rows, as the file will be read back."
    shown = visit.previewed()
    path = await visit.write()
    assert path.suffix == ".xlsx"
    found = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert found[:6] == shown
    assert found[2] == ["Zoë 1", "00001", '=HYPERLINK("x")']
    assert visit.preferences.get(EXPORT_KIND) == "xlsx"


async def test_another_kind_of_file_is_another_suffix(visit: Visit) -> None:
    visit.export = ExportRows(write_csv, preview, write_xlsx)
    await visit.open()
    visit.path.setText("mine.csv")
    visit.choose("export-profile-xlsx")
    assert visit.path.text() == "mine.xlsx"
    visit.choose("export-profile-spreadsheet-safe")
    assert visit.path.text() == "mine.csv"
    visit.path.setText("mine.txt")
    visit.choose("export-profile-xlsx")
    assert visit.words("export-place") == f"Written to {visit.folder / 'mine.txt.xlsx'}"


async def test_the_preview_is_the_file_to_be(visit: Visit) -> None:
    await visit.open(shown_numbers=range(999, -1, -1))
    shown = visit.previewed()
    assert visit.find(QTableView, "export-preflight").accessibleDescription().startswith("Name, ZIP, Company\nZoë 999")
    assert read(await visit.write())[:6] == shown


async def test_a_selection_is_offered_first(visit: Visit) -> None:
    await visit.open(selected_numbers=[7, 3], shown_numbers=range(10, 40), is_filtered=True)
    assert visit.find(QRadioButton, "export-selected").isChecked()
    assert visit.find(QRadioButton, "export-selected").text() == "Selected rows (2)"
    assert visit.start.text() == "Write 2 rows"
    assert read(await visit.write()) == exact([7, 3])


async def test_without_a_selection_the_filtered_rows_are(visit: Visit) -> None:
    await visit.open(selected_numbers=[12], shown_numbers=[30, 20, 10], is_filtered=True)
    assert visit.find(QRadioButton, "export-filtered").isChecked()
    assert read(await visit.write()) == exact([30, 20, 10])


async def test_all_rows_are_more_than_those_on_screen(visit: Visit) -> None:
    await visit.open(shown_numbers=[30, 20, 10], is_filtered=True)
    visit.choose("export-all")
    assert read(await visit.write()) == exact(range(1000))


async def test_what_cannot_be_chosen_says_why(visit: Visit) -> None:
    await visit.open()
    for name, why in (
        ("export-selected", "Select rows in the table first."),
        ("export-filtered", "The table is not filtered."),
    ):
        radio = visit.find(QRadioButton, name)
        assert not radio.isEnabled()
        assert radio.toolTip() == why


async def test_columns_are_chosen_and_ordered(visit: Visit) -> None:
    await visit.open(shown_numbers=range(2))
    titles = [visit.columns.item(row).text() for row in range(visit.columns.count())]
    assert titles == ["Name", "ZIP", "Company", "id", "Phone", "Phone"], "those on screen come first"
    visit.check("Company", on=False)
    visit.check("id", on=True)
    visit.columns.setCurrentRow(3)
    for _ in range(5):  # more often than it can go
        QTest.keyClick(visit.columns, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert visit.columns.currentItem().text() == "id"
    visit.columns.setCurrentRow(1)
    QTest.keyClick(visit.columns, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    shown = visit.previewed()
    assert shown[0] == ["id", "ZIP", "Name"]
    assert read(await visit.write()) == shown


async def test_columns_all_none_and_as_shown(visit: Visit) -> None:
    await visit.open(shown_numbers=range(2))
    visit.click("export-columns-all")
    assert visit.words("export-columns-count") == "6 of 6"
    visit.click("export-columns-none")
    assert not visit.start.isEnabled()
    assert visit.words("export-reason") == "Choose at least one column."
    visit.columns.setCurrentRow(0)
    QTest.keyClick(visit.columns, Qt.Key.Key_Space)
    assert visit.start.isEnabled()
    visit.click("export-columns-shown")
    assert visit.previewed()[0] == ["Name", "ZIP", "Company"]


async def test_a_click_on_the_box_checks_a_column(visit: Visit) -> None:
    await visit.open()
    place = visit.columns.visualItemRect(visit.columns.item(1))
    beside, box = place.center(), QPoint(place.left() + 14, place.center().y())
    QTest.mouseClick(visit.columns.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert visit.previewed()[0] == ["Name", "ZIP", "Company"]
    QTest.mouseClick(visit.columns.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert visit.previewed()[0] == ["Name", "Company"]


async def test_titles_that_two_columns_share_are_told_apart(visit: Visit) -> None:
    await visit.open(visible_columns=["work_phone", "home_phone", "zip"], shown_numbers=range(1))
    assert read(await visit.write())[0] == ["Phone (work_phone)", "Phone (home_phone)", "ZIP"]


async def test_the_header_can_have_the_providers_field_names(visit: Visit) -> None:
    await visit.open()
    visit.find(QCheckBox, "export-field-names").click()
    assert visit.previewed()[0] == ["contact_name", "zip", "company_name"]
    path = await visit.write()
    assert path.read_bytes().startswith(b"contact_name,zip,company_name\r\n")
    assert visit.preferences.get(EXPORT_FIELD_NAMES)


async def test_many_columns_can_be_searched_and_enter_does_not_start(visit: Visit) -> None:
    names = [f"field_{number:02}" for number in range(28)]
    visit.table = TableOfRows(names, [tuple(names)])
    await visit.open(source=visit.table, visible_columns=names[:2], shown_numbers=range(1), titles=str.upper)
    needle = visit.find(QLineEdit, "export-columns-filter")
    needle.setFocus()
    QTest.keyClicks(needle, "field 07")
    left = [item.text() for item in map(visit.columns.item, range(28)) if not item.isHidden()]
    assert left == ["FIELD_07"]
    QTest.keyClick(needle, Qt.Key.Key_Return)
    QTest.keyClick(needle, Qt.Key.Key_Escape)
    assert needle.text() == ""
    await asyncio.sleep(0)
    assert visit.dialog.isVisible()
    assert files_in(visit.folder) == {}


async def test_few_columns_need_no_search(visit: Visit) -> None:
    await visit.open()
    assert visit.dialog.findChild(QLineEdit, "export-columns-filter") is None


async def test_an_existing_file_is_replaced_only_when_asked(visit: Visit) -> None:
    (visit.folder / "mine.csv").write_bytes(b"precious")
    await visit.open()
    visit.path.setText("mine")
    assert visit.words("export-place") == f"Written to {visit.folder / 'mine.csv'}"
    visit.click("export-start")
    await until(lambda: bool(visit.words("export-message")))
    assert visit.words("export-message") == "“mine.csv” is there already."
    assert files_in(visit.folder) == {"mine.csv": b"precious"}
    visit.path.setText("other")
    assert visit.words("export-message") == "", "another name is another question"
    visit.path.setText("mine")
    visit.click("export-start")
    await until(lambda: bool(visit.words("export-message")))
    visit.click("export-replace")
    await visit.closed()
    assert read(visit.folder / "mine.csv") == exact(range(1000))


async def test_cancelling_half_way_leaves_no_file(visit: Visit) -> None:
    visit.table.hold_at = 500
    await visit.open()
    visit.click("export-start")
    await until(visit.table.reached.is_set)
    await until(lambda: not visit.words("progress-text").startswith("0 "))
    assert visit.words("progress-text").endswith(" of 1,000 rows written")
    assert visit.find(QProgressBar, "progress-bar").maximum() == 1000
    assert not visit.start.isVisible()
    assert len(files_in(visit.folder)) == 1
    visit.click("progress-cancel")
    visit.table.go_on.set()
    await visit.closed()
    assert files_in(visit.folder) == {}
    assert visit.results == [QDialog.DialogCode.Rejected.value]
    assert [(notice.kind, notice.title) for notice in visit.said] == [("info", "Nothing was written.")]
    assert visit.preferences.get(EXPORT_KIND) == "crm-import"


async def test_escape_while_writing_cancels_and_closes_when_it_is_over(visit: Visit) -> None:
    visit.table.hold_at = 500
    await visit.open()
    visit.click("export-start")
    await until(visit.table.reached.is_set)
    QTest.keyClick(visit.dialog, Qt.Key.Key_Escape)
    visit.dialog.close()
    assert visit.dialog.isVisible()
    visit.table.go_on.set()
    await visit.closed()
    assert files_in(visit.folder) == {}


async def test_it_cannot_be_started_twice(visit: Visit) -> None:
    visit.table.hold_at = 500
    await visit.open()
    visit.click("export-start")
    visit.start.click()
    QTest.keyClick(visit.dialog, Qt.Key.Key_Return)
    await until(visit.table.reached.is_set)
    visit.start.click()
    visit.table.go_on.set()
    await visit.closed()
    assert len(visit.said) == 1
    assert len(files_in(visit.folder)) == 1


async def test_a_dialog_that_is_deleted_while_writing_leaves_nothing(visit: Visit) -> None:
    visit.table.hold_at = 500
    await visit.open()
    visit.click("export-start")
    await until(visit.table.reached.is_set)
    (writing,) = (task for task in asyncio.all_tasks() if "_write" in repr(task.get_coro()))
    visit.dialog.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    visit.results.append(0)
    visit.table.go_on.set()
    await asyncio.wait([writing])
    assert writing.cancelled()
    assert files_in(visit.folder) == {}


async def test_a_folder_that_cannot_be_written_to_is_told_in_the_dialog(visit: Visit) -> None:
    (visit.folder / "file").touch()
    target = visit.folder / "file" / "people.csv"
    await visit.open()
    visit.path.setText(str(target))
    visit.choose("export-profile-spreadsheet-safe")
    visit.click("export-start")
    await until(lambda: bool(visit.words("export-message")))
    assert visit.words("export-message") == "“people.csv” cannot be written."
    assert "The system says: " in visit.words("export-message-advice")
    assert visit.path.text() == str(target)
    assert visit.find(QRadioButton, "export-profile-spreadsheet-safe").isChecked()
    assert visit.start.isVisible()
    assert visit.start.isEnabled()
    visit.path.setText(str(visit.folder / "people.csv"))
    await visit.write()
    assert set(files_in(visit.folder)) == {"file", "people.csv"}


async def test_a_folder_that_is_not_there_can_be_created(visit: Visit) -> None:
    await visit.open()
    wanted = visit.folder / "not" / "there %1" / "leads.csv"
    visit.path.setText(str(wanted))
    visit.click("export-start")
    await until(lambda: visit.find(QLabel, "export-message").isVisible())
    assert visit.words("export-message") == f"There is no folder “{wanted.parent}”."
    assert visit.words("export-message-advice") == "Create it, or choose another place."
    assert not wanted.parent.exists(), "nothing is made before it was asked"
    button = visit.find(QPushButton, "export-replace")
    assert button.text() == "Create folder"
    assert button.hasFocus()
    visit.click("export-replace")
    await visit.closed()
    assert len(read(wanted)) == 1001


async def test_a_folder_that_cannot_be_created_is_told(visit: Visit) -> None:
    await visit.open()
    (visit.folder / "file").write_text("in the way")
    visit.path.setText(str(visit.folder / "file" / "below" / "leads.csv"))
    visit.click("export-start")
    await until(lambda: visit.find(QLabel, "export-message").isVisible())
    visit.click("export-replace")
    await until(lambda: "cannot" in visit.words("export-message").lower())
    assert visit.start.isEnabled()
    assert not visit.results


async def test_a_full_disk_is_told_in_the_dialog(visit: Visit) -> None:
    def no_room(path: Path, *_: object, **__: object) -> int:
        raise DiskFull(path, "No space left on device")

    visit.export = ExportRows(no_room, preview)
    await visit.open()
    visit.click("export-start")
    await until(lambda: bool(visit.words("export-message")))
    assert visit.words("export-message").startswith("There is no room for “reachstream-sample-")
    assert visit.said == []


async def test_a_mistake_of_ours_leaves_the_dialog_usable(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    bugs: list[BaseException] = []
    monkeypatch.setattr(visit.notices, "bug", bugs.append)

    def broken(*_: object, **__: object) -> int:
        raise ZeroDivisionError

    visit.export = ExportRows(broken, preview)
    await visit.open()
    visit.click("export-start")
    await until(lambda: bool(bugs))
    assert visit.start.isVisible()
    assert visit.start.isEnabled()


async def test_no_rows_cannot_be_written(visit: Visit) -> None:
    visit.table = TableOfRows(NAMES, [])
    await visit.open(source=visit.table, shown_numbers=())
    assert not visit.start.isEnabled()
    assert visit.words("export-reason") == "There are no rows to write."
    assert visit.start.toolTip() == "There are no rows to write."


async def test_a_name_that_is_none_is_told_as_it_is_typed(visit: Visit) -> None:
    await visit.open()
    visit.path.setText("")
    assert visit.words("export-reason") == "Type a file name."
    assert not visit.start.isEnabled()
    visit.path.setText(str(visit.folder) + "/")
    assert visit.words("export-reason") == "This is a folder. Add a file name."
    visit.path.setText("fine")
    assert visit.words("export-reason") == ""
    assert visit.start.isEnabled()


async def test_the_folder_is_remembered(visit: Visit) -> None:
    there = visit.folder / "there"
    there.mkdir()
    await visit.open()
    visit.path.setText("there/people.CSV")
    visit.click("export-start")
    await visit.closed()
    assert list(files_in(there)) == ["people.CSV"]
    assert visit.preferences.get(EXPORT_FOLDER) == str(there)


async def test_a_remembered_folder_that_is_gone_is_not_suggested(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: visit.folder)
    monkeypatch.setattr(
        "leaddesk.ui.widgets.export_dialog.QStandardPaths.writableLocation", lambda _: str(visit.folder / "Documents")
    )
    visit.preferences.set(EXPORT_FOLDER, str(visit.folder / "gone"))
    await visit.open()
    await until(lambda: Path(visit.path.text()).parent == visit.folder)
    visit.path.setText("typed.csv")
    await visit.write()
    assert list(files_in(visit.folder)) == ["typed.csv"]


async def test_what_is_typed_at_once_stays(visit: Visit) -> None:
    visit.preferences.set(EXPORT_FOLDER, str(visit.folder / "gone"))
    await visit.open()
    visit.path.setText(str(visit.folder / "typed.csv"))
    path = await visit.write()
    assert path == visit.folder / "typed.csv"
    assert list(files_in(visit.folder)) == ["typed.csv"]


async def test_browsing_does_not_ask_about_replacing_a_second_time(visit: Visit) -> None:
    await visit.open()
    visit.click("export-browse")
    browser = visit.find(QFileDialog, "export-browser")
    assert browser.testOption(QFileDialog.Option.DontConfirmOverwrite)
    browser.fileSelected.emit(str(visit.folder / "browsed.csv"))
    browser.close()
    assert visit.path.text() == str(visit.folder / "browsed.csv")


async def test_everything_has_a_name_and_can_be_reached_by_keyboard(visit: Visit) -> None:
    await visit.open(selected_numbers=[1, 2], is_filtered=True)
    for name in ("export-profile", "export-path", "export-columns", "export-preflight", "export-start"):
        visit.find(QWidget, name)
    for name in ("export-path", "export-columns", "export-preflight", "export-start", "export-cancel", "export-browse"):
        assert visit.find(QWidget, name).focusPolicy() & Qt.FocusPolicy.TabFocus, name
    assert visit.dialog.focusWidget() is visit.start
