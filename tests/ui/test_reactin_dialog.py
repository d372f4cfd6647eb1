"""Adding a SmartList by hand or by a paste, and what happens to a key that is in it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton

from leaddesk.domain.errors import KeychainNotAnswering
from leaddesk.domain.keys import KeyPlace
from leaddesk.ui.reactin.smartlist_dialog import SmartListDialog
from leaddesk.workspace.database import Database
from tests.ui.reactin_bench import KEY, Bench, at_rest
from tests.ui.until import settled, until

SNIPPET = f"""const response = await fetch("https://app.reactin.io/api/64f1c2a9/lists/8841/leads?page=1", {{
  headers: {{ "Authorization": "Bearer {KEY}", "Content-Type": "application/json" }},
}});"""
ADDRESS = "https://app.reactin.io/northbeam/lists/8899"


@pytest_asyncio.fixture
async def bench(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Bench]:
    del qapp
    database = Database(tmp_path / "leaddesk.db")
    yield Bench(database)
    await database.aclose()


async def opened(bench: Bench, text: str = "") -> SmartListDialog:
    page = await bench.open()
    page.add_list(text)
    await settled()
    await until(lambda: bench.dialog._key_state is not None or bench.desk.keychain.failing is not None)
    return bench.dialog


def fields(dialog: SmartListDialog) -> tuple[str, str, str]:
    return dialog.name.text(), dialog.organization.text(), dialog.list_id.text()


def found(dialog: SmartListDialog) -> str:
    return said(dialog, "smartlist-found")


def said(dialog: SmartListDialog, name: str) -> str:
    label = dialog.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def use_key(dialog: SmartListDialog) -> QCheckBox:
    box = dialog.findChild(QCheckBox, "smartlist-use-key")
    assert isinstance(box, QCheckBox)
    return box


def key_in(dialog: SmartListDialog) -> str:
    """The one that was taken out of the text."""
    return dialog.paste.key.reveal() if dialog.paste.key is not None else ""


def button(dialog: SmartListDialog, name: str) -> QPushButton:
    made = dialog.findChild(QPushButton, name)
    assert isinstance(made, QPushButton)
    return made


def paste(dialog: SmartListDialog, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
    dialog.paste.setFocus()
    QTest.keyClick(dialog.paste, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@at_rest
async def test_a_snippet_gives_everything_and_its_key_goes_to_the_keychain(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    dialog = await opened(bench)
    paste(dialog, SNIPPET)
    assert fields(dialog) == ("SmartList 8841", "64f1c2a9", "8841")
    assert found(dialog) == "Found: the organization’s id, the list’s id and a key, kept apart."
    assert KEY not in dialog.paste.toPlainText()
    assert "Bearer <key kept apart>" in dialog.paste.toPlainText()
    dialog.paste.undo()
    assert KEY not in dialog.paste.toPlainText(), "no history keeps it"
    assert use_key(dialog).isChecked()
    button(dialog, "smartlist-accept").click()
    await until(lambda: bench.names() == ["SmartList 8841"])
    kept = bench.desk.keychain.kept["reactin"]
    assert (kept.secret.reveal(), kept.place) == (KEY, KeyPlace.KEYCHAIN)
    assert KEY not in caplog.text
    assert not any(KEY in note.title + note.text for note in bench.desk.notices.notes)


@at_rest
async def test_an_address_lacks_the_organizations_id_and_says_where_that_is(bench: Bench) -> None:
    dialog = await opened(bench, ADDRESS)
    assert fields(dialog) == ("SmartList 8899", "", "8899")
    assert found(dialog) == (
        "Found: the list’s id. Missing: the organization’s id. An address holds only its name, “northbeam”. "
        "ReactIn shows both ids in the code snippet of an API SmartList."
    )
    dialog.keep()
    assert said(dialog, "smartlist-problem") == "The id of the organization is missing."
    assert dialog.focusWidget() is dialog.organization
    dialog.organization.setText("org-1")
    assert said(dialog, "smartlist-problem") == ""
    assert found(dialog) == "Found: the list’s id."


@at_rest
async def test_the_one_organization_that_is_known_is_offered(bench: Bench) -> None:
    await bench.desk.smartlist("One")
    dialog = await opened(bench, ADDRESS)
    offer = button(dialog, "smartlist-use-organization")
    assert offer.isVisible()
    assert offer.text() == "Use org-1, as in your other SmartLists"
    offer.click()
    assert dialog.organization.text() == "org-1"
    assert not offer.isVisible()
    button(dialog, "smartlist-accept").click()
    await until(lambda: bench.names() == ["One", "SmartList 8899"])


@at_rest
async def test_of_two_organizations_none_is_guessed(bench: Bench) -> None:
    await bench.desk.smartlist("One")
    await bench.desk.lists.add("reactin", "org-2", "other", "Two")
    dialog = await opened(bench, ADDRESS)
    assert not button(dialog, "smartlist-use-organization").isVisible()


@at_rest
async def test_text_without_anything_useful_says_so(bench: Bench) -> None:
    dialog = await opened(bench, "Dear all, please find attached")
    assert found(dialog).startswith("No id was found in this text. Missing: the list’s id.")
    assert fields(dialog) == ("", "", "")
    dialog.keep()
    assert said(dialog, "smartlist-problem") == "The id of the list is missing."


@at_rest
async def test_a_key_that_is_typed_is_taken_out_when_typing_rests(bench: Bench) -> None:
    dialog = await opened(bench)
    dialog.paste.setFocus()
    QTest.keyClicks(dialog.paste, f"Authorization: {KEY}")
    assert key_in(dialog) == "", "else its first eight letters would be taken for it"
    dialog.paste._rest.timeout.emit()
    assert KEY not in dialog.paste.toPlainText()
    assert key_in(dialog) == KEY


@at_rest
async def test_a_key_that_is_typed_is_taken_out_before_anything_is_kept(bench: Bench) -> None:
    dialog = await opened(bench)
    dialog.paste.setFocus()
    QTest.keyClicks(dialog.paste, f"Authorization: {KEY}")
    dialog.keep()
    assert KEY not in dialog.paste.toPlainText()


@at_rest
async def test_all_keys_are_hidden_and_the_first_one_counts(bench: Bench) -> None:
    dialog = await opened(bench, f'Authorization: {KEY}\napi_key = "rk_second_9876543210"')
    assert "rk_second" not in dialog.paste.toPlainText()
    assert key_in(dialog) == KEY


@at_rest
async def test_a_key_that_is_kept_is_replaced_only_when_asked(bench: Bench) -> None:
    await bench.has_key("rk_live_the_old_one_wxyz")
    dialog = await opened(bench, SNIPPET)
    assert use_key(dialog).text() == (
        "Use the key that was in it (ends in 6789) from now on, instead of the one that is kept (wxyz)"
    )
    assert not use_key(dialog).isChecked()
    button(dialog, "smartlist-accept").click()
    await until(lambda: bench.names() == ["SmartList 8841"])
    assert bench.desk.keychain.kept["reactin"].secret.reveal() == "rk_live_the_old_one_wxyz"


@at_rest
async def test_a_key_is_replaced_when_asked(bench: Bench) -> None:
    await bench.has_key("rk_live_the_old_one_wxyz")
    dialog = await opened(bench, SNIPPET)
    use_key(dialog).click()
    dialog.name.setText("Another name")  # and what was chosen stays chosen
    dialog.keep()
    await until(lambda: bench.names() == ["Another name"])
    assert bench.desk.keychain.kept["reactin"].secret.reveal() == KEY


@at_rest
async def test_the_key_that_is_kept_already_is_not_asked_about(bench: Bench) -> None:
    await bench.has_key()
    dialog = await opened(bench, SNIPPET)
    assert not use_key(dialog).isVisible()


@at_rest
async def test_a_keychain_that_fails_offers_to_keep_the_key_until_quitting(bench: Bench) -> None:
    dialog = await opened(bench, SNIPPET)
    bench.desk.keychain.failing = KeychainNotAnswering(5)
    dialog.keep()
    await until(lambda: said(dialog, "smartlist-problem") != "")
    assert said(dialog, "smartlist-problem") == "The keychain does not answer."
    assert bench.names() == []
    keep = button(dialog, "smartlist-keep-until-quit")
    assert keep.text() == "Keep until I quit"
    bench.desk.keychain.failing = None
    keep.click()
    await until(lambda: bench.names() == ["SmartList 8841"])
    assert bench.desk.keychain.kept["reactin"].place is KeyPlace.MEMORY


@at_rest
async def test_a_list_that_is_kept_already_is_told_by_its_name(bench: Bench) -> None:
    await bench.desk.lists.add("reactin", "64f1c2a9", "8841", "Launch")
    dialog = await opened(bench, "GET /api/64f1c2a9/lists/8841/leads")
    assert found(dialog) == "This list is kept already, as “Launch”."
    dialog.keep()
    await until(lambda: said(dialog, "smartlist-problem") != "")
    assert said(dialog, "smartlist-problem") == "This list is kept already, as “Launch”."
    assert dialog.isVisible()


@pytest.mark.parametrize("wrong", ["a/b", "../x", "id with spaces", "x?y", "%2e"])
@at_rest
async def test_what_cannot_be_an_id_is_refused_where_it_stands(bench: Bench, wrong: str) -> None:
    dialog = await opened(bench)
    dialog.name.setText("One")
    dialog.organization.setText("org-1")
    dialog.list_id.setText(wrong)
    dialog.keep()
    assert said(dialog, "smartlist-problem").startswith("An id has letters, digits")
    assert dialog.list_id.property("wrong") is True
    assert dialog.focusWidget() is dialog.list_id
    assert bench.names() == []


@at_rest
async def test_it_works_by_keyboard_alone(bench: Bench) -> None:
    dialog = await opened(bench)
    assert dialog.focusWidget() is dialog.paste
    paste(dialog, "/api/org-1/lists/list-5/leads")
    QTest.keyClick(dialog.paste, Qt.Key.Key_Tab)
    for _ in range(2):
        if dialog.focusWidget() is not dialog.name:
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.name
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "Five")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    await until(lambda: bench.names() == ["Five"])


@at_rest
async def test_a_name_that_a_person_gave_stays(bench: Bench) -> None:
    dialog = await opened(bench)
    QTest.keyClicks(dialog.name, "Mine")
    paste(dialog, "/api/org-1/lists/list-5/leads")
    assert fields(dialog) == ("Mine", "org-1", "list-5")


@at_rest
async def test_closing_forgets_the_key(bench: Bench) -> None:
    dialog = await opened(bench, SNIPPET)
    edit = dialog.paste
    dialog.reject()
    assert edit.key is None
    await settled()
    assert "reactin" not in bench.desk.keychain.kept


@at_rest
async def test_names_are_shown_literally(bench: Bench) -> None:
    name = "<b>%1</b> & " + "x" * 80 + " 🎉 רחל"
    await bench.desk.lists.add("reactin", "64f1c2a9", "8841", name)
    dialog = await opened(bench, "GET /api/64f1c2a9/lists/8841/leads")
    assert found(dialog).startswith("This list is kept already, as “<b>%1</b> & xxx")
    assert bench.page.rail.lists.model().index(0, 0).data() == name
    bench.page.grab()
