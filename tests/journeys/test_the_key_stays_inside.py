"""The key that was used for everything is found nowhere afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from leaddesk.sandbox.server import Sandbox
from tests.journeys.conftest import Desktops
from tests.journeys.test_main_job import READY, choose, shows


def everything_in(folder: Path) -> list[bytes]:
    """The bytes of every file below ``folder``."""
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]


async def test_no_file_log_clipboard_or_widget_holds_it(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor = desktop.visitor
        await choose(visitor, "job_title_level", "dir")
        visitor.click("count-button")
        await visitor.wait(lambda: shows(visitor, "count-result", "Counted"), "a count")
        sandbox.reachstream.fault("status", status=401)
        visitor.click("count-button")
        await visitor.wait(lambda: shows(visitor, "notice", "does not accept this key"), "the refusal")
        report = await desktop.parts.actions.report_diagnostics()
        told = [report, caplog.text, QGuiApplication.clipboard().text()]
        for widget in desktop.session.window.findChildren(QWidget):
            told += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
            if isinstance(widget, QLabel | QLineEdit):
                told.append(widget.text())
        await desktop.session.close()
    assert sandbox.reachstream.requests, "the key was used"
    assert not any(sandbox.key in text for text in told)
    for content in everything_in(tmp_path):
        assert sandbox.key.encode() not in content
        assert sandbox.key.encode("utf-16-le") not in content
