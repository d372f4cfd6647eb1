"""A delivery that the person has as a file: dropped or chosen, kept before it is read, taken in by its purchase."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from leaddesk.sandbox.reachstream.books import Submission
from leaddesk.sandbox.reachstream.records import full
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import close_settings, shows
from tests.journeys.buying_acts import (
    buy,
    deliveries,
    give,
    newest,
    no_difference,
    open_deliveries,
    open_desk,
    payload,
    set_up_webhook,
    to_activity,
)
from tests.journeys.conftest import Desktops
from tests.journeys.lead_acts import count, to_leads

pytestmark = pytest.mark.usefixtures("quick")


def drop(dialog: QWidget, path: Path) -> None:
    """Drag the file over the middle of the dialog, and let go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place, copy = QPointF(dialog.rect().center()), Qt.DropAction.CopyAction
    held = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(dialog, QDragEnterEvent(place.toPoint(), copy, *held))
    QApplication.sendEvent(dialog, QDropEvent(place, copy, *held))


def written(path: Path, sandbox: Sandbox, bought: Submission) -> Path:
    """What ReachStream would have delivered."""
    world = sandbox.reachstream.world
    return payload(path, bought.id, [full(world.contact(contact)) for contact in bought.contacts])


def latest(visitor: Visitor) -> str:
    """What became of the newest delivery; empty while there is none."""
    return next((str(row["state"]) for row in deliveries(visitor)), "")


async def test_records_that_never_came_are_given_as_files(desktops: Desktops, sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.reachstream.switch({"never": True})
    async with desktops() as open_desktop:
        _, visitor = await open_desk(open_desktop)
        await set_up_webhook(visitor, sandbox)
        await close_settings(visitor)
        await buy(visitor, 12, "webhook")
        bought = await asyncio.to_thread(sandbox.reachstream.books.wait_for, 1300, "silent", timeout=10.0)
        received = len(bought.records)
        await to_activity(visitor)
        await open_deliveries(visitor)
        assert deliveries(visitor) == []

        dialog = visitor.find("deliveries-dialog")
        stranger = payload(tmp_path / "of somebody else.json", 77, [{"id": 1, "contact_name": "Ada Bell"}])
        drop(dialog, stranger)
        await visitor.wait(
            lambda: deliveries(visitor) and deliveries(visitor)[0]["state"] != "Waiting to be read", "it"
        )
        assert deliveries(visitor)[0]["state"] == "Of no purchase we know"

        mine = written(tmp_path / "mine.json", sandbox, bought)
        await give(visitor, mine)
        await visitor.wait(lambda: latest(visitor) == "Taken in", "it is taken in")
        drop(dialog, mine)
        await visitor.wait(lambda: shows(visitor, "deliveries-message", "was here already"), "the same adds nothing")
        assert len(deliveries(visitor)) == 2

        drop(dialog, tmp_path / "not there.json")
        await visitor.wait(lambda: "already" not in shows(visitor, "deliveries-message"), "no file")
        broken = tmp_path / "broken.json"
        broken.write_text('{"data": [{')
        drop(dialog, broken)
        await visitor.wait(lambda: latest(visitor) == "Not readable", "it is kept all the same")

        visitor.click("deliveries-close")
        await visitor.wait(lambda: newest(visitor).get("charged") == received, "what it cost")
        assert newest(visitor)["received"] == received
        assert no_difference(visitor)
        await to_leads(visitor)
        await count(visitor, f"{received} of {received} leads")
