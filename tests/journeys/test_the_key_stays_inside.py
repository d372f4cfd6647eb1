"""A key that was typed into the window and used for everything is afterwards found nowhere: a canary in a mine."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QMimeData, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from leaddesk.domain.reachstream import Credits
from leaddesk.keychain.keychain import Keychain
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from leaddesk.ui.notices import Notices
from tests.fakes.hostile_server import HostileServer, ok
from tests.fakes.keyring_backends import Obedient
from tests.journeys.acts import (
    READY,
    choose,
    close_settings,
    count,
    notice,
    offered,
    open_settings,
    replace_text,
    requests,
    shows,
)
from tests.journeys.conftest import Desktop, Desktops

pytestmark = pytest.mark.usefixtures("quick")

CANARY = "CANARY-8c1f5b27/d94e=ab"


@pytest.fixture
def mine() -> Iterator[Sandbox]:
    """A ReachStream that takes the canary."""
    with Sandbox(key=CANARY) as server:
        yield server


def spellings(key: str) -> dict[str, bytes]:
    """How a program might write a key down. Base64 has three, by where the key begins among its neighbours."""
    shifted = (base64.b64encode(b"x" * shift + key.encode())[4 if shift else 0 : -4] for shift in range(3))
    return {
        "plain": key.encode(),
        "its beginning": key[:12].encode(),
        "UTF-16": key.encode("utf-16-le"),
        "backwards": key[::-1].encode(),
        "hexadecimal": key.encode().hex().encode(),
        **{f"base64, {number}": text for number, text in enumerate(shifted)},
    }


def found_in(content: bytes, key: str = CANARY) -> list[str]:
    return [name for name, written in spellings(key).items() if written in content]


def shown_everywhere() -> Iterator[str]:
    """Every text of every widget and action, hidden ones too, as a screen reader or a tooltip would tell it."""
    for widget in QApplication.allWidgets():
        yield from (widget.toolTip(), widget.statusTip(), widget.whatsThis(), widget.windowTitle())
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.objectName())
        yield from _texts_of(widget)
        for action in widget.findChildren(QAction):
            yield from (action.text(), action.toolTip())


def _texts_of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield from (widget.displayText(), widget.placeholderText())
    if isinstance(widget, QMessageBox):
        yield from (widget.text(), widget.informativeText(), widget.detailedText())
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    if isinstance(widget, QAbstractItemView):
        yield from _cells_of(widget.model())


def _cells_of(model: QAbstractItemModel | None) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    if model is not None:
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
        indexes = (model.index(row, column) for row in range(model.rowCount()) for column in range(columns))
        yield from (str(model.data(index, role)) for index in indexes for role in roles)


class Ears:
    """Collects whatever could be overheard, after each thing that is done."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def listen(self) -> None:
        self.heard += [*shown_everywhere(), *_clipboard()]


def _clipboard() -> Iterator[str]:
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()
    if data is None:
        return
    for form in data.formats():
        yield bytes(data.data(form).data()).decode("utf-8", "replace")


async def connect(visitor: Visitor, ears: Ears) -> None:
    """The key goes in through Settings, and is tested there."""
    await open_settings(visitor)
    await visitor.wait(lambda: visitor.text("reachstream-key-state") == "No key yet", "the keychain was asked")
    line = visitor.find("reachstream-key-field", QLineEdit)
    line.setText(CANARY)
    assert CANARY not in line.displayText()
    assert line.echoMode() is QLineEdit.EchoMode.Password
    visitor.click("reachstream-key-save")
    await visitor.wait(lambda: shows(visitor, "reachstream-key-state", f"ends in {CANARY[-4:]}"), "it is kept")
    line.undo()
    assert not line.text(), "nothing of it can be brought back"
    visitor.click("reachstream-key-test")
    await visitor.wait(lambda: shows(visitor, "reachstream-test-result", "the key is good"), "it is tested")
    ears.listen()


async def work(desktop: Desktop, ears: Ears, folder: Path) -> None:
    """Look up, count, explain, save, copy, export."""
    visitor = desktop.visitor
    await choose(visitor, "job_title_level", "dir")
    await choose(visitor, "company_type", "priv")
    assert await count(visitor) > 0
    await visitor.wait(lambda: shows(visitor, "credits-result", "720"), "the balance")
    visitor.click("count-explain")
    await visitor.wait(lambda: visitor.sees("explain-chart"), "the explanation")
    visitor.click("filter-copy")
    await notice(visitor, "copied as JSON")
    ears.listen()
    visitor.click("filter-save")
    await visitor.wait_for("filter-name")
    replace_text(visitor, "filter-name", "Mine")
    visitor.click("filter-name-accept")
    await notice(visitor, "Saved as")
    visitor.click("sample-export")
    await visitor.wait_for("export-dialog")
    visitor.find("export-path", QLineEdit).setText(str(folder / "leads.csv"))
    visitor.click("export-start")
    await notice(visitor, "rows written")
    desktop.session.commands.action("diagnostics").trigger()
    await notice(visitor, "The diagnostics were copied.")
    ears.listen()
    assert any("key in the system keychain" in text for text in ears.heard), "diagnostics tell that there is one"


async def suffer(visitor: Visitor, mine: Sandbox, elsewhere: HostileServer, ears: Ears) -> None:
    """Faults that quote the key, that lead elsewhere, that end in the middle."""
    faults: list[tuple[str, dict[str, Any], str]] = [
        ("status", {"status": 401, "message": f"no user for {CANARY}"}, "does not accept this key"),
        ("status", {"status": 400, "message": f"bad header X-API-Key: {CANARY}"}, "did not take this request"),
        ("redirect", {"to": f"http://localhost:{elsewhere.port}/?key={CANARY}", "status": 307}, "another address"),
        ("html", {}, "cannot read"),
        ("truncated", {}, "cannot reach"),
    ]
    for (fault, settings, words), typed in zip(faults, ("sal", "man", "eng", "dir", "hea"), strict=True):
        mine.reachstream.fault(fault, **settings)
        await count(visitor)
        await notice(visitor, words)
        replace_text(visitor, "filter-job_title-input", typed)
        footer = "filter-job_title-suggestions-footer"
        await visitor.wait(lambda: shows(visitor, footer, words), "under the field, too")  # noqa: B023
        ears.listen()
        mine.reachstream.clear_faults()
        replace_text(visitor, "filter-job_title-input", "dev")
        await offered(visitor, "job_title", "dev")
    assert elsewhere.connections == 0


async def make_a_mistake(desktop: Desktop, ears: Ears, monkeypatch: pytest.MonkeyPatch) -> None:
    """LeadDesk's own mistake, deep in the room that knows the key; the details are copied."""

    def wrong(*_: object) -> Credits:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("leaddesk.providers.reachstream.Credits", wrong)
    desktop.visitor.click("credits-refresh")
    await desktop.visitor.wait(lambda: desktop.bugs, "the mistake")
    Notices.bug(desktop.session.notices, desktop.bugs.pop())
    box = await desktop.visitor.wait_for("bug-dialog")
    ears.listen()
    copy = next(button for button in box.findChildren(QAbstractButton) if button.text() == "Copy details")
    copy.click()
    assert "a mistake of ours" in QGuiApplication.clipboard().text()
    ears.listen()
    await desktop.visitor.wait(lambda: not desktop.visitor.sees("bug-dialog"), "it closes")


async def test_a_key_that_was_used_for_everything_is_found_nowhere(
    desktops: Desktops,
    mine: Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    chain, ears = Obedient(), Ears()
    async with HostileServer(ok({"counts": 7})) as elsewhere, desktops() as open_desktop:
        desktop = await open_desktop(settings=READY, address=mine.address, keychain=Keychain(backend=lambda: chain))
        for name in ("", "httpx", "httpcore", "asyncio", "stamina", "leaddesk"):
            # More than LeadDesk ever logs.
            caplog.set_level(logging.DEBUG, logger=name)
        await connect(desktop.visitor, ears)
        assert chain.entries["LeadDesk", "reachstream"] == CANARY, "the keychain has it"
        await close_settings(desktop.visitor)
        await work(desktop, ears, tmp_path)
        await suffer(desktop.visitor, mine, elsewhere, ears)
        await make_a_mistake(desktop, ears, monkeypatch)
        await desktop.session.close()
    asked = requests(mine)
    assert len(asked) > 10
    assert {request.key for request in asked} == {"right"}, "the key was used"
    assert not any(request.stray_key for request in asked), "in its header alone"
    for text in (*ears.heard, caplog.text, *(repr(vars(record)) for record in caplog.records)):
        assert not found_in(text.encode("utf-8", "surrogatepass")), text[:400]
    files = {path: path.read_bytes() for path in _files_in(tmp_path)}
    assert {"settings.json", "leaddesk.db", "leaddesk.log", "leads.csv"} <= {path.name for path in files}
    assert b"a mistake of ours" in files[tmp_path / "home" / "logs" / "leaddesk.log"]
    for path, content in files.items():
        assert not found_in(content), path


def _files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_search_finds_what_it_is_to_find() -> None:
    for written in (
        CANARY.encode("utf-16"),
        base64.b64encode(CANARY.encode()),
        base64.b64encode(b"Bearer " + CANARY.encode() + b" and more"),
        base64.b64encode(b"Bearer: " + CANARY.encode()),
        repr({"X-API-Key": CANARY}).encode(),
    ):
        assert found_in(b"before" + written + b"after")
    assert not found_in(b"nothing of it")
