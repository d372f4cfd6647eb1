"""Rows of ReactIn and Leadsopedia go into one list of My Leads; each person once, and with both for a source."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys import leadsopedia_acts
from tests.journeys.acts import notice, shows
from tests.journeys.conftest import Desktops
from tests.journeys.lead_acts import DETAILS, count, leads, lists, name_in, open_details, show_list, to_leads, undo
from tests.journeys.list_acts import PARTNERS, open_reactin, read_in_full

pytestmark = pytest.mark.usefixtures("quick", "reactin_in_haste")


async def collect(visitor: Visitor, prefix: str, into: str, said: str) -> None:
    """All shown rows, into the list that is typed; waits until this is said of it."""
    await leadsopedia_acts.press(visitor, f"{prefix}-collect")
    await visitor.wait_for(f"{prefix}-collecting-input")
    found = visitor.find(f"{prefix}-collecting-input", QLineEdit)
    QTest.keyClicks(found, into)
    QTest.keyClick(found, Qt.Key.Key_Return)
    title = said.partition(".")[0]
    assert await notice(visitor, f"{title}.") == said


async def test_from_two_providers_into_one_list(
    desktops: Desktops, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "leaddesk")
    async with desktops() as open_desktop:
        keys = ("reactin", "leadsopedia")
        desktop, visitor = await open_reactin(open_desktop, sandbox.reactin.lists[PARTNERS], also=keys)
        await read_in_full(visitor, 50)
        await collect(visitor, "reactin", "Fair", "50 added. All of them are in “Fair”.")
        desktop.session.window.show_tab("leadsopedia-tab")
        await leadsopedia_acts.choose(visitor, "Partners & resellers")
        await leadsopedia_acts.read(visitor, 100)
        await collect(visitor, "leadsopedia", "Fair", "100 added. All of them are in “Fair”.")
        await collect(visitor, "leadsopedia", "Fair", "100 were there already. All of them are in “Fair”.")

        await to_leads(visitor)
        await count(visitor, "150 of 150 leads")
        assert lists(visitor) == ["Fair"]
        await show_list(visitor, "Fair")
        await count(visitor, "150 of 150 leads")
        newest, oldest = leads(visitor)[0], leads(visitor)[-1]
        assert (newest["@sources"], oldest["@sources"]) == ("leadsopedia", "reactin")
        await open_details(visitor, name_in(oldest))
        assert "ReactIn" in shows(visitor, f"{DETAILS}-origins")
        assert sandbox.reactin.lists[PARTNERS].name in shows(visitor, f"{DETAILS}-origins")

        await undo(visitor, "Add 100 leads")
        await count(visitor, "50 of 50 leads")
        await undo(visitor, "Add 50 leads")
        await count(visitor, "0 of 0 leads")
        assert lists(visitor) == []
    for word in (sandbox.reactin.key, sandbox.leadsopedia.key, name_in(oldest), name_in(newest)):
        assert word
        assert word not in caplog.text, "the logs tell of nobody, and no key"
