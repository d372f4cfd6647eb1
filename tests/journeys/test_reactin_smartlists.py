"""SmartLists are added by hand or from what ReactIn shows, edited, ordered, removed, and all of that can be undone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QPlainTextEdit, QTextEdit, QWidget

from leaddesk.domain.errors import NoKeychain
from leaddesk.keychain.keychain import Keychain
from leaddesk.sandbox.server import Sandbox
from leaddesk.ui.widgets.lists.list_rail import ListRail
from tests.fakes.keyring_backends import Obedient
from tests.journeys.acts import CONTROL, READY, close_notice, notice, replace_text, shortcut, shows
from tests.journeys.conftest import Desktops
from tests.journeys.list_acts import (
    LAUNCH,
    PARTNERS,
    REPLIES,
    WEBINAR,
    accept,
    asked_pages,
    choose_list,
    count_of_rows,
    drag_row,
    fill_in,
    open_dialog,
    open_reactin,
    open_tab,
    paste_text,
    rail,
    read_in_full,
    rows,
    truth,
    was_well_behaved,
)

pytestmark = pytest.mark.usefixtures("quick", "reactin_in_haste")


async def test_a_list_is_added_by_hand_and_read(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[WEBINAR]
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop)
        await visitor.wait(lambda: shows(visitor, "reactin-table-empty-title", "No SmartList yet"), "what to do first")
        await open_dialog(visitor, "reactin-table-empty-action")
        for said, fields in (
            ("The id of the list is missing.", {}),
            ("The id of the organization is missing.", {"list_id": "../account"}),
            ("An id has letters, digits and - . _ ~ only.", {"organization": wanted.organization_id}),
            ("Give the list a name.", {"list_id": wanted.list_id}),
        ):
            fill_in(visitor, **fields)
            visitor.click("smartlist-accept")
            assert said in visitor.text("smartlist-problem")
        fill_in(visitor, name="  Guests  of the webinar ")
        await accept(visitor)
        await read_in_full(visitor, 48)
        assert rows(visitor) == truth(sandbox.reactin.leads(wanted.list_id))
        assert [*rail(visitor)] == ["Guests of the webinar"]
        assert not visitor.sees("notice")
    assert asked_pages(sandbox) == [1]
    assert was_well_behaved(sandbox)


async def test_the_same_list_is_not_added_twice(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[REPLIES]
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor)
        await open_dialog(visitor)
        fill_in(visitor, name="Again", organization=wanted.organization_id, list_id=wanted.list_id)
        words = "This list is kept already, as “Replies (still empty)”."
        assert words in visitor.text("smartlist-found")
        visitor.click("smartlist-accept")
        await visitor.wait(lambda: shows(visitor, "smartlist-problem", words), "it is not added")
        visitor.click("smartlist-cancel")
        await visitor.wait(lambda: not visitor.sees("smartlist-dialog"), "the dialog is closed")
        assert [*rail(visitor)] == [wanted.name]


async def test_an_address_of_a_page_gives_the_list_and_the_organization_is_known(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    known, wanted = sandbox.reactin.lists[REPLIES], sandbox.reactin.lists[PARTNERS]
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, known)
        await open_dialog(visitor)
        paste_text(visitor, sandbox.reactin.page_address(wanted.list_id))
        assert visitor.text("smartlist-id") == wanted.list_id
        assert visitor.text("smartlist-organization") == ""
        found = visitor.text("smartlist-found")
        assert found.startswith("Found: the list’s id. Missing: the organization’s id.")
        assert "An address holds only its name, “demo-organization”." in found
        assert not visitor.sees("smartlist-use-key"), "there is no key in it"
        visitor.click("smartlist-use-organization")
        assert visitor.text("smartlist-organization") == wanted.organization_id
        fill_in(visitor, name=wanted.name)
        await accept(visitor)
        await read_in_full(visitor, 50)
        assert rows(visitor) == truth(sandbox.reactin.leads(wanted.list_id))


def shown_texts() -> Iterator[str]:
    """Every text of every widget, hidden ones too, and what the clipboard holds."""
    for widget in QApplication.allWidgets():
        yield from (widget.toolTip(), widget.windowTitle(), widget.accessibleName(), widget.accessibleDescription())
        yield from _texts_of(widget)


def _texts_of(widget: QWidget) -> Iterator[str]:
    text = widget.property("text")
    yield text if isinstance(text, str) else ""
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        yield widget.toPlainText()


def clipboard() -> str:
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()
    forms = data.formats() if data is not None else []
    return "".join(bytes(data.data(form).data()).decode("utf-8", "replace") for form in forms if data is not None)


def is_nowhere(key: str) -> bool:
    return not any(key in text for text in shown_texts())


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_the_key_in_a_pasted_snippet_goes_to_the_keychain_and_nowhere_else(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wanted, key, chain = sandbox.reactin.lists[WEBINAR], sandbox.reactin.key, Obedient()
    caplog.set_level(logging.DEBUG)
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY, keychain=Keychain(backend=lambda: chain))
        visitor = await open_tab(desktop)
        await open_dialog(visitor)
        paste_text(visitor, sandbox.reactin.snippet(wanted.list_id))
        QGuiApplication.clipboard().setText("something else")  # it was the person who had it there
        assert is_nowhere(key)
        assert "Found: the organization’s id, the list’s id and a key, kept apart." in visitor.text("smartlist-found")
        assert visitor.text("smartlist-organization") == wanted.organization_id
        assert visitor.text("smartlist-id") == wanted.list_id
        field = visitor.find("smartlist-paste", QPlainTextEdit)
        field.undo()
        field.selectAll()
        field.copy()
        assert "<key kept apart>" in clipboard()
        assert key not in clipboard(), "what is copied has none"
        use_key = visitor.find("smartlist-use-key", QCheckBox)
        await visitor.wait(use_key.isChecked, "the keychain says that it holds none")
        assert visitor.text("smartlist-use-key") == "Put the key that was in it into the keychain"
        assert not chain.entries, "not before it is wanted"
        fill_in(visitor, name=wanted.name)
        await accept(visitor)
        await read_in_full(visitor, 48)
        assert chain.entries == {("LeadDesk", "reactin"): key}
        assert rows(visitor) == truth(sandbox.reactin.leads(wanted.list_id))
        desktop.session.commands.action("diagnostics").trigger()
        await notice(visitor, "The diagnostics were copied.")
        assert key not in clipboard()
        assert is_nowhere(key)
        await desktop.session.close()
    assert {request.key for request in sandbox.reactin.requests} == {"right"}
    assert was_well_behaved(sandbox)
    assert key not in caplog.text
    files = files_in(tmp_path)
    assert {"settings.json", "leaddesk.db", "leaddesk.log"} <= files.keys()
    assert not [
        name for name, content in files.items() if key.encode() in content or key.encode("utf-16-le") in content
    ]


async def test_a_key_that_works_is_not_replaced_by_a_pasted_one_unless_that_is_wanted(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    wanted, chain, other = sandbox.reactin.lists[WEBINAR], Obedient(), "rk_live_of_another_account_77"
    chain.entries["LeadDesk", "reactin"] = other
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY, key=None, keychain=Keychain(backend=lambda: chain))
        visitor = await open_tab(desktop)
        await open_dialog(visitor)
        paste_text(visitor, sandbox.reactin.snippet(wanted.list_id))
        words = f"(ends in {sandbox.reactin.key[-4:]}) from now on, instead of the one that is kept (t_77)"
        await visitor.wait(lambda: words in visitor.text("smartlist-use-key"), "both keys are told apart")
        assert not visitor.find("smartlist-use-key", QCheckBox).isChecked()
        await accept(visitor)
        await notice(visitor, "ReactIn does not accept this key.")
        assert chain.entries["LeadDesk", "reactin"] == other
        await close_notice(visitor)

        await open_dialog(visitor, "smartlist-edit")
        paste_text(visitor, sandbox.reactin.snippet(wanted.list_id))
        await visitor.wait(lambda: words in visitor.text("smartlist-use-key"), "it is offered again")
        visitor.find("smartlist-use-key", QCheckBox).click()
        await accept(visitor)
        assert chain.entries["LeadDesk", "reactin"] == sandbox.reactin.key
        await read_in_full(visitor, 48)


async def test_a_snippet_pasted_onto_the_lists_fills_the_dialog(desktops: Desktops, sandbox: Sandbox) -> None:
    replies, wanted = sandbox.reactin.lists[REPLIES], sandbox.reactin.lists[WEBINAR]
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, replies)
        await read_in_full(visitor)
        QGuiApplication.clipboard().setText(sandbox.reactin.snippet(wanted.list_id))
        lists = visitor.find("smartlists", ListRail)
        lists.setFocus()
        visitor.press(Qt.Key.Key_V, CONTROL, lists)
        await visitor.wait_for("smartlist-dialog")
        QGuiApplication.clipboard().clear()
        assert visitor.text("smartlist-id") == wanted.list_id
        assert is_nowhere(sandbox.reactin.key)
        await visitor.wait(lambda: not visitor.sees("smartlist-use-key"), "it is the key that is kept already")
        await accept(visitor)
        await read_in_full(visitor, 48)
        assert len(rail(visitor)) == 2


def no_keychain() -> KeyringBackend:
    raise NoKeychain


async def test_without_a_keychain_a_pasted_key_can_be_kept_until_one_quits(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    wanted, key = sandbox.reactin.lists[WEBINAR], sandbox.reactin.key
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY, key=None, keychain=Keychain(backend=no_keychain))
        visitor = await open_tab(desktop)
        await open_dialog(visitor)
        paste_text(visitor, sandbox.reactin.snippet(wanted.list_id))
        QGuiApplication.clipboard().clear()
        visitor.click("smartlist-accept")
        words = "This computer has no keychain that we can use."
        await visitor.wait(lambda: shows(visitor, "smartlist-problem", words), "it is told")
        assert not rail(visitor), "the list is not added without its key by the way"
        visitor.click("smartlist-keep-until-quit")
        await read_in_full(visitor, 48)
        assert is_nowhere(key)
        await desktop.session.close()
    assert not [name for name, content in files_in(tmp_path).items() if key.encode() in content]


async def test_a_list_gets_another_name_and_keeps_its_leads(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[WEBINAR]
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor, 48)
        await open_dialog(visitor, "smartlist-edit")
        replace_text(visitor, "smartlist-name", "Guests")
        await accept(visitor)
        await visitor.wait(lambda: [*rail(visitor)] == ["Guests"], "the rail has the name")
        await visitor.wait(lambda: shows(visitor, "reactin-title", "Guests"), "the head has it")
        assert count_of_rows(visitor) == 48
        await shortcut(visitor, Qt.Key.Key_Z)
        await visitor.wait(lambda: [*rail(visitor)] == [wanted.name], "it is undone")
        await shortcut(visitor, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        await visitor.wait(lambda: [*rail(visitor)] == ["Guests"], "and done again")
        await desktop.session.close()
        _, visitor = await open_reactin(open_desktop, settings=None)
        await visitor.wait(lambda: [*rail(visitor)] == ["Guests"], "also after a restart")
        assert asked_pages(sandbox) == [1]


async def test_other_ids_are_another_list(desktops: Desktops, sandbox: Sandbox) -> None:
    webinar, partners = sandbox.reactin.lists[WEBINAR], sandbox.reactin.lists[PARTNERS]
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, webinar)
        await read_in_full(visitor, 48)
        await open_dialog(visitor, "smartlist-edit")
        fill_in(visitor, list_id=partners.list_id)
        assert "the 48 leads kept of this one will be dropped." in visitor.text("smartlist-drops")
        await accept(visitor)
        await read_in_full(visitor, 50)
        assert rows(visitor) == truth(sandbox.reactin.leads(partners.list_id))


async def test_lists_are_put_in_order_by_keyboard_and_by_mouse(desktops: Desktops, sandbox: Sandbox) -> None:
    three = [sandbox.reactin.lists[place] for place in (REPLIES, WEBINAR, PARTNERS)]
    replies, webinar, partners = (wanted.name for wanted in three)
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, *three)
        await choose_list(visitor, partners)
        await read_in_full(visitor, 50)
        lists = visitor.find("smartlists", ListRail)
        lists.setFocus()
        visitor.press(Qt.Key.Key_Up, CONTROL, lists)
        await visitor.wait(lambda: [*rail(visitor)] == [replies, partners, webinar], "up by one")
        assert lists.chosen_list is not None
        assert lists.chosen_list.name == partners, "it stays the chosen one"
        desktop.session.commands.action("smartlist-up").trigger()
        await visitor.wait(lambda: [*rail(visitor)] == [partners, replies, webinar], "to the top")
        drag_row(lists, 0, 2)
        await visitor.wait(lambda: [*rail(visitor)] == [replies, webinar, partners], "dragged to the end")
        for wanted in ([partners, replies, webinar], [replies, partners, webinar], [replies, webinar, partners]):
            await shortcut(visitor, Qt.Key.Key_Z)
            await visitor.wait(lambda: [*rail(visitor)] == wanted, "taken back")  # noqa: B023
        await shortcut(visitor, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        await visitor.wait(lambda: [*rail(visitor)] == [replies, partners, webinar], "and made again")
        await desktop.session.close()
        _, visitor = await open_reactin(open_desktop, settings=None)
        await visitor.wait(lambda: [*rail(visitor)] == [replies, partners, webinar], "also after a restart")


async def test_a_removed_list_comes_back_with_its_leads(desktops: Desktops, sandbox: Sandbox) -> None:
    webinar, partners = sandbox.reactin.lists[WEBINAR], sandbox.reactin.lists[PARTNERS]
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, webinar, partners)
        await read_in_full(visitor, 48)
        visitor.click("smartlist-remove")
        assert "48 leads go with it when you quit." in await notice(visitor, "“Webinar guests” was removed.")
        await visitor.wait(lambda: [*rail(visitor)] == [partners.name], "it is gone")
        await read_in_full(visitor, 50)
        visitor.click("notice-action")
        await visitor.wait(lambda: [*rail(visitor)] == [webinar.name, partners.name], "it is back in its place")
        await visitor.wait(lambda: shows(visitor, "reactin-title", webinar.name), "and it is shown")
        await read_in_full(visitor, 48)

        lists = visitor.find("smartlists", ListRail)
        lists.setFocus()
        visitor.press(Qt.Key.Key_Delete, on=lists)
        await visitor.wait(lambda: [*rail(visitor)] == [partners.name], "by its key")
        await shortcut(visitor, Qt.Key.Key_Z)
        await visitor.wait(lambda: [*rail(visitor)] == [webinar.name, partners.name], "by Ctrl+Z, too")
        await read_in_full(visitor, 48)
        assert rows(visitor) == truth(sandbox.reactin.leads(webinar.list_id))
        assert asked_pages(sandbox) == [1, 1], "nothing had to be read again"


async def test_a_list_that_is_removed_while_it_is_read_rests_and_comes_back(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    wanted = sandbox.reactin.lists[LAUNCH]
    sandbox.reactin.fault("hold", page=3)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await visitor.wait(lambda: count_of_rows(visitor) == 100, "two pages")
        visitor.click("smartlist-remove")
        sandbox.reactin.clear_faults()
        await notice(visitor, "was removed.")
        await visitor.wait(lambda: not rail(visitor), "it is gone")
        visitor.click("notice-action")
        await visitor.wait(lambda: shows(visitor, "reactin-resume"), "it is back and can be gone on with")
        await visitor.wait(lambda: count_of_rows(visitor) >= 100, "with what came")
        visitor.click("reactin-resume")
        await read_in_full(visitor, 1210)


def kept_with(text: str, folder: Path) -> list[str]:
    """The rows of LeadDesk's database that hold ``text``, in whatever table; read without LeadDesk."""
    with closing(apsw.Connection(str(folder / "leaddesk.db"))) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [repr(row) for name in tables for row in database.execute(f"SELECT * FROM {name}")]  # noqa: S608 - its own
    return [row for row in kept if text in row]


async def test_what_was_removed_is_gone_for_good_after_a_restart(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    wanted, home = sandbox.reactin.lists[WEBINAR], tmp_path / "home"
    address = next(str(lead["Email"]) for lead in sandbox.reactin.leads(wanted.list_id) if lead["Email"])
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor, 48)
        visitor.click("smartlist-remove")
        await visitor.wait(lambda: not rail(visitor), "it is gone")
        await desktop.session.close()
        assert kept_with(address, home), "until then it could have been brought back"
        desktop, visitor = await open_reactin(open_desktop, settings=None)
        await visitor.wait(lambda: shows(visitor, "reactin-table-empty-title", "No SmartList yet"), "nothing is left")
        await visitor.wait(lambda: not kept_with(address, home), "on the disk, too")
