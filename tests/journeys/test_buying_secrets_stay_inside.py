"""The webhook secret, the secret path and the inbox's key are used for everything, and afterwards found nowhere."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from leaddesk.keychain.keychain import Keychain
from leaddesk.sandbox.server import Sandbox
from tests.fakes.keyring_backends import Obedient
from tests.fakes.programs import NOBODY
from tests.journeys.acts import close_settings, notice, open_settings, shows
from tests.journeys.buying_acts import (
    buy,
    delivered,
    free_port,
    newest,
    open_deliveries,
    open_desk,
    open_fetch,
    order,
    result,
    save,
    to_activity,
    try_delivery,
)
from tests.journeys.conftest import Desktops
from tests.journeys.test_the_key_stays_inside import CANARY, Ears, found_in

pytestmark = pytest.mark.usefixtures("quick")

SECRET, INBOX_KEY = "whsec-41c7/ENTE~5b9d02f6", "inbox-77aa1-GANS.c30e91d4"


@pytest.mark.parametrize("way", ["header", "body"])
async def test_what_was_typed_and_drawn_is_found_nowhere(
    desktops: Desktops, tmp_path: Path, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    chain, ears, port = Obedient(), Ears(), free_port()
    keys = Keychain(backend=lambda: chain)
    chain.entries["LeadDesk", "reachstream"] = CANARY
    for name in ("", "httpx", "httpcore", "asyncio", "stamina", "uvicorn", "leaddesk"):
        caplog.set_level(logging.DEBUG, logger=name)
    with Sandbox(key=CANARY) as mine:
        async with desktops() as open_desktop:
            desktop, visitor = await open_desk(open_desktop, address=mine.address, keychain=keys)
            await open_settings(visitor, "delivery")
            await save(visitor, "receiver-port", str(port))
            visitor.click("receiver-on")
            await visitor.wait(lambda: shows(visitor, "receiver-state", "Listening"), "it is on")
            await save(visitor, "receiver-address", f"http://127.0.0.1:{port}")
            await visitor.wait(lambda: visitor.find("receiver-paste-show").isEnabled(), "there is an address")
            await save(visitor, "receiver-secret", SECRET)
            await visitor.wait(lambda: shows(visitor, "receiver-secret-state", SECRET[-4:]), "it is kept")
            address = await desktop.parts.actions.purchases().receive_deliveries.address_to_paste()
            assert address is not None
            webhook = {"url": address.reveal(), "secret": SECRET, "active": True}
            mine.reachstream.switch({"webhook": webhook, "secret_travels": way})
            path = address.reveal().rpartition("/")[2]
            ears.listen()
            await try_delivery(visitor)
            await buy(visitor, 4, "webhook")
            ears.listen()
            received = len((await delivered(mine)).records)
            await to_activity(visitor)
            await visitor.wait(lambda: newest(visitor).get("received") == received, "the records")
            await open_deliveries(visitor)
            ears.listen()
            visitor.click("deliveries-close")
            visitor.click("ledger-evidence")
            dialog = await visitor.wait_for("evidence-file")
            assert isinstance(dialog, QFileDialog)
            dialog.fileSelected.emit(str(tmp_path / "evidence.json"))
            dialog.close()
            await visitor.wait((tmp_path / "evidence.json").is_file, "the evidence")
            mine.reachstream.fault("status-before", operation="fetch", status=400, message=f"no {SECRET} at {path}")
            desktop.session.window.show_tab("reachstream-tab")
            await open_fetch(visitor)
            await order(visitor, 3, "webhook")
            await result(visitor, "refused")
            ears.listen()
            visitor.click("fetch-cancel")
            await open_settings(visitor, "delivery")
            await save(visitor, "inbox-address", NOBODY)
            await visitor.wait(lambda: shows(visitor, "inbox-state", "key is missing"), "it is kept")
            await save(visitor, "inbox-key", INBOX_KEY)
            account = ("LeadDesk", "reachstream-inbox")
            await visitor.wait(lambda: chain.entries.get(account) == INBOX_KEY, "the keychain has it")
            ears.listen()
            await close_settings(visitor)
            desktop.session.commands.action("diagnostics").trigger()
            await notice(visitor, "The diagnostics were copied.")
            ears.listen()
            assert chain.entries["LeadDesk", "reachstream-webhook"] == SECRET, "the keychain has them"
            await desktop.session.close()
        assert "right" in [one.secret for one in mine.reachstream.requests if one.operation == "fetch"], "it was used"
        assert not any(request.stray_key for request in mine.reachstream.requests)
    heard = [*ears.heard, caplog.text, *(repr(vars(record)) for record in caplog.records if record.name != "asyncio")]
    files = await asyncio.to_thread(lambda: {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()})
    assert {"settings.json", "purchases.db", "leads.db", "leaddesk.log", "evidence.json"} <= {one.name for one in files}
    for secret in (CANARY, SECRET, path, INBOX_KEY):
        for text in heard:
            assert not found_in(text.encode("utf-8", "surrogatepass"), secret), text[:300]
        for file, content in files.items():
            assert not found_in(content, secret), (file, found_in(content, secret))
