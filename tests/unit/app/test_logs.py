"""The log is on disk when it is stopped, and holds no secret."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from leaddesk.app.logs import Logs
from leaddesk.domain.errors import WorkspaceUnusable
from leaddesk.domain.secret import Secret


def test_what_was_logged_is_there_and_a_key_is_not(tmp_path: Path) -> None:
    logs = Logs(tmp_path / "logs")
    logs.start()
    logging.getLogger("leaddesk.test").warning("a line about %s", Secret("canary-key-1234"))
    logging.getLogger("httpx").info("GET https://a.example")
    logs.stop()
    written = (tmp_path / "logs" / "leaddesk.log").read_text(encoding="utf-8")
    assert "a line about Secret" in written
    assert "canary" not in written
    assert "GET" not in written, "what was asked is nobody's business"
    assert logging.getLogger("httpx").level == logging.NOTSET, "levels are as before"


def test_stopping_twice_does_nothing(tmp_path: Path) -> None:
    logs = Logs(tmp_path)
    logs.start()
    logs.stop()
    logs.stop()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkspaceUnusable):
        Logs(tmp_path / "file" / "logs").start()
