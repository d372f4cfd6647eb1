"""Taking leads out through the window: the destination, the checks, own profiles, and what the file holds."""

from __future__ import annotations

import csv
import gc
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pytest
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QTableView,
    QTreeWidget,
    QWidget,
)

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.lead_views import View
from leaddesk.domain.leads import LeadId
from leaddesk.domain.table import Column
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.leads.exporting.dialog import LeadsExportDialog
from leaddesk.ui.leads.exporting.opening import export_dialog
from leaddesk.ui.leads.exporting.own_profile import OwnProfileDialog
from leaddesk.ui.leads.exporting.subject import LeadsSubject
from leaddesk.ui.leads.exporting.template_row import TemplateRow
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.widgets.export_subject import ExportSubject
from leaddesk.ui.widgets.table.lead_table import LeadTable
from tests.fakes.leads_to_export import LeadsToExport
from tests.fakes.memory_preferences import MemoryPreferences
from tests.ui.until import until

if TYPE_CHECKING:
    from leaddesk.ui.desk import Desk

W = TypeVar("W", bound=QWidget)

NAMES = ("name", "email", "company", "phone", "country")
PEOPLE = [
    {
        "name": f"Anna{n} Berg",
        "email": f"a{n}@example.test",
        "company": "" if n == 3 else "Kestrel",
        "phone": f"030 90{n:04}",
    }
    for n in range(20)
]


class Visit:
    """One person with 20 leads and one open dialog."""

    def __init__(self, folder: Path) -> None:
        self.leads = LeadsToExport(folder, PEOPLE)
        self.out = folder / "out"
        self.out.mkdir()
        self.said: list[Notice] = []
        self.notices = Notices(lambda _page: None)
        self.notices.listen(self.said.append)
        self.results: list[int] = []
        self.dialog: LeadsExportDialog

    async def open(self, **changes: Any) -> None:
        """``changes`` are fields of the table."""
        rows = HeldRows([Column(name) for name in NAMES], [tuple(lead.get(name) for name in NAMES) for lead in PEOPLE])
        table: dict[str, Any] = {
            "title": "All leads",
            "file_stem": "leads",
            "source": rows,
            "shown_numbers": range(len(PEOPLE)),
            "selected_numbers": (),
            "is_filtered": False,
            "visible_columns": NAMES[:3],
            "titles": title_of,
        }

        async def ids_of(numbers: Sequence[int]) -> Sequence[LeadId]:
            return [LeadId(number + 1) for number in numbers]

        whole = changes.pop("whole", None)
        self.dialog = LeadsExportDialog(
            LeadsSubject(ExportSubject(**table | changes), ids_of, whole),
            export=self.leads.export,
            preferences=MemoryPreferences(export_folder=str(self.out)),
            notices=self.notices,
        )
        self.dialog.finished.connect(self.results.append)
        self.dialog.open()
        await self.checked()

    def find(self, kind: type[W], name: str) -> W:
        found = self.dialog.findChild(kind, name)
        assert isinstance(found, kind), name
        return found

    async def checked(self) -> None:
        await until(lambda: "written" in self.checks() or not self.find(QPushButton, "export-start").isEnabled())
        await until(lambda: "Checking" not in self.checks())

    def checks(self) -> str:
        return self.find(QWidget, "export-preflight").accessibleDescription()

    def profiles(self) -> list[str]:
        names = self.find(QListWidget, "export-profile")
        return [names.item(row).text() for row in range(names.count())]

    async def choose(self, profile: str) -> None:
        self.find(QListWidget, "export-profile").setCurrentRow(self.profiles().index(profile))
        await self.checked()

    def click(self, name: str) -> None:
        buttons = [found for found in self.dialog.findChildren(QPushButton, name) if found.isVisible()]
        assert buttons, name
        assert buttons[-1].isEnabled(), name
        buttons[-1].click()

    def button_beside(self, sentence: str, title: str) -> QPushButton:
        """The button ``title`` in the line of the check that says ``sentence``."""
        (label,) = (
            found for found in self.dialog.findChildren(QLabel) if found.isVisible() and found.text() == sentence
        )
        line = label.parentWidget()
        assert line is not None
        (button,) = (found for found in line.findChildren(QPushButton) if found.text() == title)
        return button

    def previewed(self) -> list[list[str]]:
        model = self.find(QTableView, "export-preview").model()
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    async def write(self) -> list[list[list[str]]]:
        """Press the button; what the files hold when the dialog has closed itself."""
        self.click("export-start")
        await until(lambda: bool(self.results))
        return [read(path) for path in sorted(self.out.iterdir())]


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


def put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def got(path: Path) -> bytes:
    return path.read_bytes()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.fixture
async def visit(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Visit]:
    gc.collect()  # loops of earlier tests hold Qt timers, which must not be collected in another thread
    visit = Visit(tmp_path)
    yield visit
    if not visit.results:
        visit.dialog.reject()
        await until(lambda: bool(visit.results))
    await visit.leads.database.aclose()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


async def test_a_spreadsheet_of_what_is_shown_is_the_first_choice(visit: Visit) -> None:
    await visit.open()
    assert visit.profiles() == [
        *("As shown", "HubSpot contacts", "Salesforce leads", "Pipedrive people", "Mailchimp", "Google Contacts"),
        *("Outlook", "LinkedIn matched audience", "vCard"),
    ]
    assert visit.find(QLineEdit, "export-path").text().endswith(".xlsx")
    assert visit.checks() == "20 rows will be written. Nothing to complain about."
    assert visit.find(QPushButton, "export-start").text() == "Write 20 rows"
    kinds = visit.find(QComboBox, "export-kind")
    kinds.setCurrentIndex(1)
    kinds.activated.emit(1)
    await visit.checked()
    (rows,) = await visit.write()
    assert rows[:2] == [["Name", "E-mail", "Company"], ["Anna0 Berg", "a0@example.test", "Kestrel"]]
    (notice,) = visit.said
    assert (notice.kind, notice.title) == ("success", "20 rows written.")


async def test_what_salesforce_refuses_is_shown_and_left_out(visit: Visit) -> None:
    await visit.open()
    await visit.choose("Salesforce leads")
    sentence = "1 row has no Company: Salesforce refuses it."
    assert visit.checks() == f"20 rows will be written.\n{sentence}"
    assert "50,000" in visit.find(QLabel, "export-description").text()
    columns = visit.find(QTreeWidget, "export-columns")
    item = columns.topLevelItem(2)
    assert item is not None
    assert (item.text(0), item.text(1)) == ("Last Name", "Last name, else of Name")
    visit.button_beside(sentence, "Show these rows").click()
    await until(lambda: len(visit.previewed()) == 1)
    assert visit.previewed()[0][1:4] == ["Anna3", "Berg", "a3@example.test"]
    visit.button_beside(sentence, "Leave them out").click()
    await visit.checked()
    assert visit.checks() == "19 rows will be written. Nothing to complain about.\n1 row is left out (no Company)."
    visit.button_beside("1 row is left out (no Company).", "Put them back").click()
    await visit.checked()
    visit.button_beside(sentence, "Leave them out").click()
    await visit.checked()
    (rows,) = await visit.write()
    assert len(rows) == 20
    assert "Anna3" not in {row[1] for row in rows}


async def test_suppressed_people_are_left_out_unless_wanted(visit: Visit) -> None:
    visit.leads.say("INSERT INTO suppressed VALUES (1)")
    await visit.open()
    sentence = "1 row is suppressed and left out."
    assert visit.checks() == f"19 rows will be written.\n{sentence}"
    visit.button_beside(sentence, "Write them anyway").click()
    await visit.checked()
    assert visit.checks() == "20 rows will be written.\nSuppressed people are written too."


async def test_phones_in_the_form_that_was_chosen(visit: Visit) -> None:
    await visit.open(shown_numbers=range(1))
    await visit.choose("Pipedrive people")
    for name, value in (("export-phones", "e164"), ("export-phone-country", "DE")):
        combo = visit.find(QComboBox, name)
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.emit(combo.currentIndex())
    await visit.checked()
    assert visit.previewed()[0][2] == "+4930900000"
    kinds = visit.find(QComboBox, "export-kind")
    assert kinds.isEnabled()
    (rows,) = await visit.write()
    assert rows[1][2] == "+4930900000"


async def test_linkedins_template_is_filled(visit: Visit) -> None:
    await visit.open()
    await visit.choose("LinkedIn matched audience")
    assert visit.find(QLabel, "export-reason").text() == "Choose LinkedIn’s template first."
    template = visit.out.parent / "template.csv"
    template.write_bytes(b"email,lastname,googleaid\n")
    (row,) = visit.dialog.findChildren(TemplateRow)
    row.take(template)
    await until(lambda: row.template is not None)
    assert visit.find(QLabel, "export-template-words").text() == "template.csv: 2 of 3 columns are filled."
    await until(lambda: "300" in visit.checks())
    assert visit.checks() == "20 rows will be written. LinkedIn wants 300 rows at least."
    (rows,) = await visit.write()
    assert rows[:2] == [["email", "lastname", "googleaid"], ["a0@example.test", "Berg", ""]]


async def test_a_profile_of_ones_own(visit: Visit) -> None:
    await visit.open()
    await visit.choose("HubSpot contacts")
    visit_button(visit.dialog, "export-profile-copy")
    (editor,) = visit.dialog.findChildren(OwnProfileDialog)

    def field(kind: type[W], name: str) -> W:
        found = editor.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    field(QPushButton, "own-profile-save").click()
    assert field(QLabel, "own-profile-message").text() == "Give the profile a name."
    field(QLineEdit, "own-profile-name").setText("Our CRM")
    columns = field(QListWidget, "own-profile-columns")
    while columns.count() > 1:
        visit_button(editor, "own-profile-remove")
    header = field(QLineEdit, "own-profile-header")
    header.setText("Who")
    header.textEdited.emit("Who")
    source = field(QComboBox, "own-profile-source")
    source.setCurrentIndex(source.findData("email"))
    source.activated.emit(source.currentIndex())
    visit_button(editor, "own-profile-add")
    header.setText("Origin")
    header.textEdited.emit("Origin")
    source.setCurrentIndex(0)
    source.activated.emit(0)
    constant = field(QLineEdit, "own-profile-constant")
    constant.setText("fair")
    constant.textEdited.emit("fair")
    visit_button(editor, "own-profile-up")
    field(QPushButton, "own-profile-save").click()
    await until(lambda: "Our CRM" in visit.profiles())
    await visit.checked()
    assert visit.find(QListWidget, "export-profile").currentItem().text() == "Our CRM"
    (rows,) = await visit.write()
    assert rows[:2] == [["Origin", "Who"], ["fair", "a0@example.test"]]


def visit_button(dialog: QWidget, name: str) -> None:
    button = dialog.findChild(QWidget, name)
    assert button is not None
    button.click()  # type: ignore[attr-defined]  # a button of either kind


async def test_an_own_profile_is_removed_and_comes_back(visit: Visit) -> None:
    from leaddesk.domain.export_destinations import MAILCHIMP
    from leaddesk.domain.export_profiles import own_copy

    await visit.leads.export.save_profile(own_copy(MAILCHIMP, "Ours"))
    await visit.open()
    await until(lambda: "Ours" in visit.profiles())
    await visit.choose("Ours")
    visit_button(visit.dialog, "export-profile-remove")
    await until(lambda: "Ours" not in visit.profiles())
    act = visit.said[0].act
    assert act is not None
    act()
    await until(lambda: "Ours" in visit.profiles())


async def test_a_selection_is_what_is_written(visit: Visit) -> None:
    await visit.open(selected_numbers=[4, 2])
    assert visit.find(QRadioButton, "export-selected").isChecked()
    await visit.choose("vCard")
    visit.click("export-start")
    await until(lambda: bool(visit.results))
    (path,) = visit.out.iterdir()
    assert path.suffix == ".vcf"
    assert path.read_text().count("BEGIN:VCARD") == 2


async def test_all_rows_are_awaited_where_only_the_first_are_there(visit: Visit) -> None:
    rows = HeldRows([Column(name) for name in NAMES], [("", "", "", "", "")] * 20)
    first = {"source": HeldRows([Column(name) for name in NAMES], []), "shown_numbers": ()}

    async def whole() -> ExportSubject:
        return ExportSubject("All leads", "leads", rows, range(20), (), False, NAMES[:3], title_of)

    await visit.open(**first, whole=whole)
    await until(lambda: visit.find(QPushButton, "export-start").text() == "Write 20 rows")
    await visit.checked()
    assert visit.checks().startswith("20 rows will be written.")


async def test_a_file_that_is_there_is_replaced_only_when_asked(visit: Visit) -> None:
    await visit.open()
    await visit.choose("Salesforce leads")
    path = Path(visit.find(QLineEdit, "export-path").text())
    put(path, b"precious")
    visit.click("export-start")
    await until(lambda: bool(visit.find(QLabel, "export-message").text()))
    assert got(path) == b"precious"
    visit.click("export-replace")
    await until(lambda: bool(visit.results))
    assert len(read(path)) == 21


async def test_a_cancel_leaves_nothing(visit: Visit) -> None:
    import threading

    await visit.open()
    await visit.checked()
    visit.leads.work.gate = threading.Event()
    visit.click("export-start")
    await until(lambda: visit.find(QPushButton, "progress-cancel").isVisible())
    visit.click("progress-cancel")
    await until(lambda: bool(visit.results))
    assert list(visit.out.iterdir()) == []
    assert visit.said[0].title == "Nothing was written."


async def test_trouble_is_told_and_every_input_stays(visit: Visit) -> None:
    await visit.open()
    await visit.choose("Mailchimp")
    folder = visit.out / "folder.csv"
    folder.mkdir()
    visit.find(QLineEdit, "export-path").setText(str(folder))
    visit.click("export-start")
    await until(lambda: bool(visit.find(QLabel, "export-message").text()))
    assert visit.find(QListWidget, "export-profile").currentItem().text() == "Mailchimp"
    assert visit.find(QListWidget, "export-profile").isEnabled()


class _Finding:
    """``FindLeads``, as far as the export asks it: a source that has its first rows only."""

    def __init__(self, whole: HeldRows) -> None:
        self._whole = whole

    def is_whole(self, source: object) -> bool:
        return source is self._whole

    async def whole(self, source: object) -> HeldRows:
        del source
        return self._whole

    async def ids_of(self, *, source: object, numbers: Sequence[int]) -> tuple[LeadId, ...]:
        assert source is self._whole
        return tuple(LeadId(number + 1) for number in numbers)


async def test_the_door_finds_all_rows_of_the_table(visit: Visit) -> None:
    columns = [Column(name) for name in NAMES]
    rows = [tuple(lead.get(name) for name in NAMES) for lead in PEOPLE]
    preferences = MemoryPreferences(export_folder=str(visit.out))
    table = LeadTable("leads-table", preferences=preferences, notices=visit.notices, titles=title_of)
    table.show_source(HeldRows(columns, rows[:3]))
    actions = SimpleNamespace(find_leads=_Finding(HeldRows(columns, rows)), export_leads=visit.leads.export)
    desk = SimpleNamespace(actions=actions, preferences=preferences, notices=visit.notices)
    dialog = export_dialog(cast("Desk", desk), table, View(), "All leads")
    assert isinstance(dialog, LeadsExportDialog)
    visit.dialog = dialog
    dialog.finished.connect(visit.results.append)
    dialog.open()
    await until(lambda: visit.checks().startswith("20 rows will be written."))
    await visit.choose("Salesforce leads")
    (rows_written,) = await visit.write()
    assert len(rows_written) == 21
    table.deleteLater()
