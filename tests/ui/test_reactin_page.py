"""The ReactIn tab: choosing, reading, pausing, refreshing, offline, errors, order, removing and undoing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from leaddesk.domain import errors
from leaddesk.domain.lists import ReadingState
from leaddesk.workspace.database import Database
from tests.fakes.reactin_at_hand import lead, leads
from tests.ui.reactin_bench import KEY, Bench, at_rest
from tests.ui.until import settled, until

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest_asyncio.fixture
async def bench(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Bench]:
    del qapp
    database = Database(tmp_path / "leaddesk.db")
    yield Bench(database)
    await database.aclose()


@at_rest
async def test_a_list_that_was_never_read_begins_by_itself_and_its_first_page_is_usable(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("Liked our post", leads(120))
    bench.reactin.hold()
    await bench.open()
    await bench.pages_asked(1)
    assert bench.status == "Reading page 1. ReactIn does not say how many there are."
    assert bench.state_of(0) == "Reading now"
    bench.reactin.let()
    await until(lambda: len(bench.rows()) == 50)
    assert bench.status == "Reading page 2. 50 leads so far. ReactIn does not say how many there are."
    assert bench.page.has_rows
    bench.page.browser.table.view.selectRow(7)
    bench.reactin.let()
    await until(lambda: len(bench.rows()) == 100)
    assert list(bench.page.browser.table.selected_rows()) == [7], "what is being read does not move"
    bench.reactin.go()
    await bench.is_read()
    assert bench.status.startswith("120 leads, read in full today, ")
    assert bench.rows() == [f"Ann{number}" for number in range(120)]
    assert bench.titles() == ["First Name", "Last Name", "Email", "Profile"]
    assert bench.state_of(0).startswith("Read today, ")
    assert bench.desk.desk.running.titles == ()


@at_rest
async def test_what_was_read_is_there_at_once_and_without_the_provider(bench: Bench) -> None:
    kept = await bench.desk.smartlist("Liked our post", leads(60))
    await bench.desk.desk.actions.read_list(id=kept.id)
    asked = len(bench.reactin.asked)
    await bench.open()
    await until(lambda: len(bench.rows()) == 60)
    assert bench.status.startswith("60 leads, read in full today, ")
    assert len(bench.reactin.asked) == asked, "nothing is asked again by itself"


@at_rest
async def test_pausing_and_going_on(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("Liked our post", leads(120))
    bench.reactin.hold()
    await bench.open()
    await bench.pages_asked(1)
    bench.reactin.let()
    await bench.pages_asked(2)
    bench.find(QPushButton, "reactin-pause").setFocus()
    bench.press("reactin-pause")
    bench.reactin.let()
    await until(lambda: not bench.page.browser.is_reading and bench.is_shown("reactin-resume"))
    assert bench.status == "Paused before page 3. 100 leads kept."
    assert bench.state_of(0) == "First 100 kept, reading paused"
    assert bench.page.focusWidget() is bench.find(QPushButton, "reactin-resume"), "who paused stands where it goes on"
    assert bench.find(QPushButton, "reactin-resume").accessibleName() == "Go on, Free"
    bench.reactin.go()
    bench.press("reactin-resume")
    await bench.is_read()
    assert ("list-1", 3) in bench.reactin.asked
    assert len(bench.rows()) == 120


@at_rest
async def test_cancelling_keeps_what_came(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("Liked our post", leads(120))
    bench.reactin.hold()
    await bench.open()
    bench.reactin.let()
    await bench.pages_asked(2)
    bench.press("reactin-cancel")
    bench.reactin.let()
    await until(lambda: "cancelled" in bench.status)
    assert bench.status == "Reading was cancelled. 100 leads kept. Reading it again begins with page 1."
    assert not bench.is_shown("reactin-resume")
    assert len(bench.rows()) == 100


@at_rest
async def test_a_reading_that_broke_off_says_so_and_goes_on_from_its_page(bench: Bench) -> None:
    """After ``kill -9``: the state on disk is still "reading", and nobody reads."""
    await bench.has_key()
    kept = await bench.desk.smartlist("Liked our post", leads(120))
    _, _, turn = await bench.desk.lists.begin(kept.id)
    page = await bench.reactin.page(kept, 1, urgency=None)  # type: ignore[arg-type]  # not looked at
    await bench.desk.lists.take(kept.id, page, checks=True, turn=turn)
    bench.reactin.asked.clear()
    await bench.open()
    await until(lambda: len(bench.rows()) == 50)
    assert bench.status == "LeadDesk was closed while it read page 2. 50 leads kept."
    assert bench.reactin.asked == []
    bench.press("reactin-resume")
    await bench.is_read()
    assert bench.reactin.asked[0] == ("list-1", 2)


@at_rest
async def test_refresh_says_what_is_new_changed_and_gone_and_shows_only_those(bench: Bench) -> None:
    await bench.has_key()
    kept = await bench.desk.smartlist("Liked our post", leads(60))
    await bench.desk.desk.actions.read_list(id=kept.id)
    bench.reactin.lists["list-1"] = [lead(0, **{"Last Name": "Ermine"}), *leads(57, 1), lead(90), lead(91), lead(92)]
    await bench.open()
    bench.press("reactin-refresh")
    await until(lambda: bench.page.browser.is_reading)
    assert not bench.find(QPushButton, "reactin-refresh").isEnabled()
    await bench.is_read()
    assert "3 new, 1 changed, 2 gone since today, " in bench.status
    chips = {name: bench.find(QPushButton, f"reactin-{name}") for name in ("new", "changed", "gone")}
    assert [chip.accessibleName() for chip in chips.values()] == ["3 new", "1 changed", "2 gone"]
    chips["new"].click()
    await until(lambda: bench.rows() == ["Ann90", "Ann91", "Ann92"])
    chips["changed"].click()
    await until(lambda: bench.rows() == ["Ann0"])
    assert [chip.isChecked() for chip in chips.values()] == [False, True, False]
    chips["gone"].click()
    await until(lambda: sorted(bench.rows()) == ["Ann58", "Ann59"])
    chips["gone"].click()
    await until(lambda: len(bench.rows()) == 61)
    bench.press("reactin-refresh")
    await until(lambda: bench.page.browser.is_reading)
    await bench.is_read()
    assert "Nothing new, changed or gone since today, " in bench.status
    assert chips["gone"].text() == "2 gone earlier"
    chips["gone"].click()
    await until(lambda: sorted(bench.rows()) == ["Ann58", "Ann59"])


@at_rest
async def test_other_columns_are_taken_in_and_told(bench: Bench) -> None:
    await bench.has_key()
    kept = await bench.desk.smartlist("Liked our post", leads(3))
    await bench.desk.desk.actions.read_list(id=kept.id)
    bench.reactin.lists["list-1"] = [lead(number, Fit="High") for number in range(3)]
    await bench.open()
    bench.press("reactin-refresh")
    await until(lambda: "columns" in bench.status)
    await until(lambda: bench.titles() == ["First Name", "Last Name", "Email", "Profile", "Fit"])


@at_rest
async def test_an_error_in_the_middle_keeps_the_rows_and_says_what_to_do(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("Liked our post", leads(120))
    bench.reactin.errors["list-1", 2] = errors.ProviderFailed("reactin", 500)
    page = await bench.open()
    troubles: list[str] = []
    page.troubled.connect(troubles.append)
    await until(lambda: "Stopped" in bench.status)
    assert bench.status == (
        "Stopped at page 2: ReactIn has a problem of its own (500). 50 leads kept. Go on when it works again."
    )
    await until(lambda: len(bench.rows()) == 50)
    assert bench.desk.notices.titles() == ["ReactIn has a problem of its own (500)."]
    assert bench.state_of(0) == "Stopped at page 2"
    bench.press("reactin-resume")
    await bench.is_read()
    assert bench.desk.notices.titles() == [], "what worked now is not a trouble any more"


@pytest.mark.parametrize(
    ("error", "said", "button", "state"),
    [
        (errors.KeyRefused("reactin", 401), "does not accept this key", "Open Settings", "Key not accepted (401)"),
        (
            errors.NoAccess("reactin", 403),
            "no access to this list",
            "Edit the SmartList",
            "No access to this list (403)",
        ),
        (errors.NothingThere("reactin", 404), "no such list", "Edit the SmartList", "No such list any more (404)"),
    ],
)
@at_rest
async def test_what_no_waiting_mends_is_told_in_the_place_of_the_list(
    bench: Bench, error: errors.LeadDeskError, said: str, button: str, state: str
) -> None:
    await bench.has_key()
    await bench.desk.smartlist("Liked our post", leads(3))
    bench.reactin.error = error
    page = await bench.open()
    wanted: list[str] = []
    page.settings_wanted.connect(wanted.append)
    await until(lambda: bench.is_shown("reactin-table-empty-action") and said in bench.instead)
    assert bench.find(QPushButton, "reactin-table-empty-action").text() == button
    assert bench.state_of(0) == state
    bench.press("reactin-table-empty-action")
    await settled()
    if button == "Open Settings":
        assert wanted == ["reactin"]
    else:
        assert bench.dialog.name.text() == "Liked our post"
        bench.dialog.reject()


@at_rest
async def test_offline_says_so_and_has_no_rows_to_export(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("Liked our post", leads(3))
    bench.reactin.error = errors.Unreachable("reactin", "app.reactin.io", "name")
    page = await bench.open()
    await until(lambda: bench.is_shown("reactin-resume"))
    assert bench.instead == "We cannot reach ReactIn."
    assert not page.has_rows
    bench.reactin.error = None
    bench.press("reactin-resume")
    await bench.is_read()
    assert page.has_rows


@at_rest
async def test_without_a_key_nothing_is_asked_and_reading_begins_when_one_arrives(bench: Bench) -> None:
    await bench.desk.smartlist("Liked our post", leads(3))
    page = await bench.open()
    await until(lambda: bench.is_shown("reactin-table-empty-action"))
    assert bench.instead == "Add your ReactIn key"
    assert bench.reactin.asked == []
    assert bench.desk.notices.titles() == []
    wanted: list[str] = []
    page.settings_wanted.connect(wanted.append)
    bench.press("reactin-table-empty-action")
    assert wanted == ["reactin"]
    await bench.desk.connect.store_key(provider="reactin", typed=KEY)
    await bench.is_read()
    assert len(bench.rows()) == 3


@at_rest
async def test_a_new_key_goes_on_with_what_the_old_one_could_not(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("Liked our post", leads(80))
    bench.reactin.errors["list-1", 2] = errors.KeyRefused("reactin", 401)
    await bench.open()
    await until(lambda: "Stopped at page 2" in bench.status)
    await bench.desk.connect.store_key(provider="reactin", typed="rk_live_another_key")
    await bench.is_read()
    assert len(bench.rows()) == 80


@at_rest
async def test_an_empty_list_is_no_error(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("Nobody yet")
    await bench.open()
    await bench.is_read()
    assert bench.instead == "This SmartList is empty"
    assert bench.status.startswith("0 leads, read in full")


@at_rest
async def test_without_a_list_the_first_step_is_offered(bench: Bench) -> None:
    page = await bench.open()
    await until(lambda: bench.is_shown("reactin-table-empty-action"))
    assert bench.instead == "No SmartList yet"
    assert not page.has_list
    assert page.table is None
    bench.press("reactin-table-empty-action")
    await settled()
    assert bench.dialog.windowTitle() == "Add a SmartList"
    bench.dialog.reject()


@at_rest
async def test_two_lists_are_read_at_once_and_each_is_told(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("One", leads(60))
    await bench.desk.smartlist("Two", leads(60, 100))
    bench.reactin.hold()
    await bench.open()
    bench.choose("Two")
    await bench.pages_asked(2)
    assert [bench.state_of(0), bench.state_of(1)] == ["Reading now", "Reading now"]
    assert len(bench.desk.desk.running.titles) == 2
    bench.reactin.go()
    await bench.is_read()
    await until(lambda: bench.state_of(0).startswith("Read today"))
    assert bench.rows()[0] == "Ann100"
    bench.choose("One")
    await until(lambda: bench.rows()[:1] == ["Ann0"])


@at_rest
async def test_removing_is_undone_from_the_notice_and_by_the_history(bench: Bench) -> None:
    for name in ("One", "Two", "Three"):
        kept = await bench.desk.smartlist(name, leads(3))
        await bench.desk.desk.actions.read_list(id=kept.id)
    page = await bench.open()
    bench.choose("Two")
    bench.key(Key.Key_Delete)
    await until(lambda: bench.names() == ["One", "Three"])
    assert bench.chosen is not None
    assert bench.chosen.name == "Three", "its neighbour takes its place"
    notice = bench.desk.notices.notes[-1]
    assert (notice.title, notice.action) == ("“Two” was removed.", "Undo")
    assert page.history.undoText() == "Remove “Two”"
    assert notice.act is not None
    notice.act()
    await until(lambda: bench.names() == ["One", "Two", "Three"])
    await until(lambda: bench.chosen is not None and bench.chosen.name == "Two")
    await until(lambda: len(bench.rows()) == 3)
    assert page.history.canRedo()
    page.history.redo()
    await until(lambda: bench.names() == ["One", "Three"])
    await until(page.history.canUndo)
    page.history.undo()
    await until(lambda: bench.names() == ["One", "Two", "Three"])


@at_rest
async def test_a_list_that_is_being_read_can_be_removed_and_comes_back_paused(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("One", leads(120))
    bench.reactin.hold()
    page = await bench.open()
    bench.reactin.let()
    await bench.pages_asked(2)
    page.remove_list()
    bench.reactin.let()
    await until(lambda: bench.names() == [])
    assert bench.desk.desk.running.titles == ()
    await until(page.history.canUndo)
    page.history.undo()
    await until(lambda: bench.names() == ["One"])
    await until(lambda: bench.is_shown("reactin-resume"))
    assert bench.status.startswith("Paused before page 3.")


@at_rest
async def test_lists_are_ordered_by_keyboard_and_that_is_undone(bench: Bench) -> None:
    for name in ("One", "Two", "Three"):
        await bench.desk.smartlist(name)
    page = await bench.open()
    bench.choose("One")
    bench.key(Key.Key_Down, CTRL)
    await until(lambda: bench.names() == ["Two", "One", "Three"])
    assert bench.chosen is not None
    assert bench.chosen.name == "One"
    bench.key(Key.Key_Up, CTRL)
    await until(lambda: bench.names() == ["One", "Two", "Three"])
    bench.key(Key.Key_Up, CTRL)
    await settled()
    assert bench.names() == ["One", "Two", "Three"]
    await until(page.history.canUndo)
    page.history.undo()
    await until(lambda: bench.names() == ["Two", "One", "Three"])
    assert [kept.name for kept in await bench.desk.keep.all()] == ["Two", "One", "Three"]
    assert page.can_move(1)


@at_rest
async def test_pasting_onto_the_rail_opens_the_dialog_with_it_taken_apart(bench: Bench) -> None:
    await bench.desk.smartlist("One")
    await bench.open()
    QGuiApplication.clipboard().setText(f"GET /api/org-7/lists/list-7/leads\nAuthorization: Bearer {KEY}")
    bench.key(Key.Key_V, CTRL)
    await settled()
    dialog = bench.dialog
    assert (dialog.organization.text(), dialog.list_id.text()) == ("org-7", "list-7")
    assert KEY not in dialog.paste.toPlainText()
    dialog.reject()


@at_rest
async def test_a_list_that_is_added_is_chosen_read_and_undone(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("One", leads(2))
    bench.reactin.lists["list-9"] = leads(7)
    page = await bench.open()
    await bench.is_read()
    page.add_list("https://app.reactin.io/api/org-1/lists/list-9/leads")
    await settled()
    bench.dialog.name.setText("Nine")
    bench.press("smartlist-accept")
    await until(lambda: bench.names() == ["One", "Nine"])
    await until(lambda: len(bench.rows()) == 7)
    assert bench.chosen is not None
    assert bench.chosen.name == "Nine"
    assert page.focusWidget() is page.rail.lists
    page.history.undo()
    await until(lambda: bench.names() == ["One"])


@at_rest
async def test_other_ids_make_it_another_list_which_is_read_anew(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("One", leads(60))
    bench.reactin.lists["list-9"] = leads(7, 200)
    page = await bench.open()
    await bench.is_read()
    bench.key(Key.Key_F2)
    await settled()
    bench.dialog.list_id.setText("list-9")
    await settled()
    assert "60 leads" in bench.text("smartlist-drops")
    bench.press("smartlist-accept")
    await until(lambda: bench.rows()[:1] == ["Ann200"])
    await bench.is_read()
    page.history.undo()
    await until(lambda: len(bench.rows()) == 60)


@at_rest
async def test_another_leaddesk_that_reads_on_is_told(bench: Bench) -> None:
    await bench.has_key()
    kept = await bench.desk.smartlist("One", leads(120))
    bench.reactin.hold()
    await bench.open()
    bench.reactin.let()
    await bench.pages_asked(2)
    await bench.desk.lists.go_on(kept.id)
    bench.reactin.let()
    await until(lambda: not bench.page.browser.is_reading)
    assert bench.desk.notices.titles() == ["Another LeadDesk reads “One” now."]
    await until(lambda: bench.status.startswith("Stopped at page 2: Another LeadDesk reads “One” now. 50 leads kept."))
    now = await bench.desk.lists.one(kept.id)
    assert now.reading is not None
    assert now.reading.state is ReadingState.READING


@at_rest
async def test_each_list_remembers_its_own_columns(bench: Bench) -> None:
    one = await bench.desk.smartlist("One", leads(3))
    two = await bench.desk.smartlist("Two", [lead(number, Fit="High") for number in range(3)])
    for kept in (one, two):
        await bench.desk.desk.actions.read_list(id=kept.id)
    page = await bench.open()
    await until(lambda: len(bench.rows()) == 3)
    page.browser.table.columns.show("Email", shown=False)
    bench.choose("Two")
    await until(lambda: "Fit" in bench.titles())
    assert "Email" in bench.titles()
    bench.choose("One")
    await until(lambda: "Fit" not in bench.titles())
    assert bench.titles() == ["First Name", "Last Name", "Profile"]


@at_rest
async def test_a_key_that_is_kept_until_quitting_begins_the_reading_too(bench: Bench) -> None:
    await bench.desk.smartlist("One", leads(2))
    await bench.open()
    await bench.desk.connect.keep_key_until_quit(provider="reactin", typed=KEY)
    await bench.is_read()


@at_rest
async def test_the_trouble_of_a_list_goes_with_it(bench: Bench) -> None:
    await bench.has_key()
    await bench.desk.smartlist("One", leads(3))
    bench.reactin.error = errors.NothingThere("reactin", 404)
    page = await bench.open()
    await until(lambda: bench.desk.notices.titles() == ["“One”: ReactIn has no such list, or no longer."])
    page.remove_list()
    await until(lambda: bench.desk.notices.titles() == ["“One” was removed."])


@at_rest
async def test_long_ids_are_cut_in_the_head(bench: Bench) -> None:
    await bench.desk.lists.add("reactin", "6f1d2c84-0b7e-4a55", "8d07f3c5-6a1b-4c11", "One")
    await bench.open()
    await until(lambda: bench.is_shown("reactin-about"))
    assert bench.text("reactin-about") == "SmartList 8d07f3c5… of organization 6f1d2c84…"


@at_rest
async def test_a_keychain_that_is_locked_at_the_start_is_told_and_reading_goes_on_with_a_key(bench: Bench) -> None:
    """In the window the client asks it; here that is played by the pages."""
    bench.desk.keychain.failing = errors.KeychainNotAnswering(5)
    await bench.desk.smartlist("One", leads(3))
    bench.reactin.error = bench.desk.keychain.failing
    await bench.open()
    await until(lambda: bench.is_shown("reactin-table-empty-action") and "keychain" in bench.instead)
    assert bench.instead == "The keychain does not answer."
    assert bench.find(QPushButton, "reactin-table-empty-action").text() == "Open Settings"
    bench.desk.keychain.failing = bench.reactin.error = None
    await bench.desk.connect.store_key(provider="reactin", typed=KEY)
    await bench.is_read()
    assert len(bench.rows()) == 3


@at_rest
async def test_what_a_bad_key_stopped_is_not_asked_again_by_a_start(bench: Bench) -> None:
    await bench.has_key()
    kept = await bench.desk.smartlist("One", leads(60))
    bench.reactin.errors["list-1", 2] = errors.KeyRefused("reactin", 401)
    with pytest.raises(errors.KeyRefused):
        await bench.desk.desk.actions.read_list(id=kept.id)
    asked = len(bench.reactin.asked)
    await bench.open()
    await until(lambda: len(bench.rows()) == 50)
    assert bench.status == (
        "Stopped at page 2: ReactIn did not accept the key (401). 50 leads kept. Check the key in Settings, then go on."
    )
    assert len(bench.reactin.asked) == asked


@at_rest
async def test_a_list_that_another_leaddesk_removed_goes(bench: Bench) -> None:
    await bench.has_key()
    kept = await bench.desk.smartlist("One", leads(120))
    bench.reactin.hold()
    await bench.open()
    bench.reactin.let()
    await bench.pages_asked(2)
    await bench.desk.lists.remove(kept.id)
    bench.reactin.let()
    await until(lambda: bench.desk.notices.titles() == ["This list is not kept any more."])
    await until(lambda: bench.names() == [] and bench.page.browser.kept is None)
    assert bench.instead == "No SmartList yet"
