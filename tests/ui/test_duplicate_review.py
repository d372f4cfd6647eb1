"""The review of likely duplicates, as a person goes through it with the keyboard, over a real My Leads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.review_bench import FAIR, LINZ, Review
from tests.ui.until import settled, until


@pytest_asyncio.fixture
async def review(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Review]:
    made = Review(tmp_path)
    yield made
    await made.close()


async def test_a_pair_stands_side_by_side_with_its_reasons(review: Review) -> None:
    await review.pair(LINZ, FAIR, reasons=1 | 2)
    await review.open()
    assert review.page.table.hasFocus()
    assert review.text("review-name") == "Katharina Brandstätter"
    assert review.text("review-place") == "1 of 1"
    assert "Probably one person." in review.text("review-reasons")
    assert "Same name at the same company, same phone. The e-mail addresses differ." in review.text("review-reasons")
    assert review.text("review-progress") == "1 waiting, 0 done"
    assert review.cells("Title") == ("Head of Procurement", "✓ Leiterin Einkauf", "Leiterin Einkauf")
    assert review.cells("Company") == ("Alpwerk AG", "ALPWERK AG", "Alpwerk AG")
    assert review.cells("Phone") == ("+43 732 5550 142", "0732 5550142", "+43 732 5550 142")
    assert review.cells("City") == ("✓ Linz", "–", "Linz")
    assert review.cells("Country") == ("Austria", "AT", "Austria")
    assert review.cells("E-mail")[:2] == ("✓ kb@alpwerk.example", "✓ k.brandstaetter@alpwerk.example")
    assert review.cells("E-mail")[2] == "k.brandstaetter@alpwerk.example + 1"


async def test_values_are_chosen_with_the_arrow_keys_and_merged_as_shown(review: Review) -> None:
    left, right = await review.pair(LINZ, FAIR)
    await review.open()
    review.go_to("Name")
    review.key(Qt.Key.Key_Left)
    review.go_to("Company")
    review.key(Qt.Key.Key_Left)
    review.go_to("Title")
    review.key(Qt.Key.Key_Space)  # a title cannot be two
    assert review.cells("Name") == ("✓ Katharina Brandstätter", "K. Brandstaetter", "Katharina Brandstätter")
    review.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: bool(review.text("review-empty-title")))
    shown = await review.kept.shown(left)
    assert shown["name"] == "Katharina Brandstätter"
    assert shown["title"] == "Leiterin Einkauf"
    assert shown["company"] == "Alpwerk AG"
    assert shown["email"] == "k.brandstaetter@alpwerk.example"
    assert shown["custom:E-mail 2"] == "kb@alpwerk.example"
    assert (shown["city"], shown["zip"]) == ("Linz", "04020")
    assert await review.kept.lead(right) is None
    assert "1 pair" in review.text("review-empty-title")


async def test_space_and_an_arrow_keep_both_addresses_or_one(review: Review) -> None:
    left, _ = await review.pair(LINZ, FAIR)
    await review.open()
    review.go_to("E-mail")
    review.key(Qt.Key.Key_Left)
    assert review.cells("E-mail")[2] == "kb@alpwerk.example"
    review.key(Qt.Key.Key_Space)
    assert review.cells("E-mail")[2].endswith("+ 1")
    review.key(Qt.Key.Key_Left)
    review.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: bool(review.text("review-empty-title")))
    shown = await review.kept.shown(left)
    assert shown["email"] == "kb@alpwerk.example"
    assert "custom:E-mail 2" not in shown


async def test_letters_decide_and_the_next_pair_comes(review: Review) -> None:
    (one, _), (_, two), _, _ = await review.pairs(4)
    await review.open()
    await review.shows("Person 0")
    review.key(Qt.Key.Key_L)
    await review.shows("Person 1")
    review.key(Qt.Key.Key_R)
    await review.shows("Person 2")
    assert (await review.kept.shown(one))["title"] == "Buyer"
    assert (await review.kept.shown(two))["title"] == "Head"
    review.key(Qt.Key.Key_A)
    await review.shows("Person 3")
    assert review.text("review-progress") == "1 waiting, 3 done"
    review.key(Qt.Key.Key_A)
    await until(lambda: bool(review.text("review-empty-title")))
    assert "3" not in review.text("review-empty-title")
    assert await review.review.count() == 0


async def test_later_asks_again_after_all_others(review: Review) -> None:
    await review.pairs(2)
    await review.open()
    await review.shows("Person 0")
    review.key(Qt.Key.Key_N)
    await review.shows("Person 1")
    review.key(Qt.Key.Key_A)
    await review.shows("Person 0")
    assert review.text("review-progress") == "1 waiting, 1 done"


async def test_undo_brings_the_pair_back_and_shows_it(review: Review) -> None:
    (left, right), *_ = await review.pairs(3)
    await review.open()
    await review.shows("Person 0")
    assert not review.button("review-undo").isEnabled()
    review.key(Qt.Key.Key_L)
    await review.shows("Person 1")
    review.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    await review.shows("Person 2")
    review.button("review-undo").click()
    await review.shows("Person 0")
    assert await review.kept.lead(left) is not None
    assert await review.kept.lead(right) is not None
    assert review.text("review-progress") == "3 waiting, 0 done"
    assert review.text("review-place") == "1 of 3"


async def test_what_is_no_decision_is_not_undone_from_here(review: Review) -> None:
    (left, _), *_ = await review.pairs(1)
    await review.keep.set_note([left], "Asked for the price list")
    await review.open()
    await review.shows("Person 0")
    assert not review.button("review-undo").isEnabled()


async def test_next_and_previous_go_through_the_list(review: Review) -> None:
    await review.pairs(3)
    await review.open()
    await review.shows("Person 0")
    assert not review.button("review-previous").isEnabled()
    review.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    review.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert review.text("review-name") == "Person 2"
    assert not review.button("review-next").isEnabled()
    review.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert review.text("review-place") == "2 of 3"
    assert review.page.rail.list.currentIndex().row() == 1


async def test_a_pair_that_vanished_is_said_and_the_next_one_shown(review: Review) -> None:
    (left, _), *_ = await review.pairs(2)
    await review.open()
    await review.shows("Person 0")
    await review.kept.leads.write(lambda c: c.execute("UPDATE leads SET standing = 1 WHERE id = ?", (left,)))
    review.key(Qt.Key.Key_L)
    await until(lambda: "not there any more" in review.text("review-problem"))
    await review.shows("Person 1")


async def test_what_another_page_changes_is_seen_and_choices_stay(review: Review) -> None:
    (left, _), (other, _) = await review.pairs(2)
    await review.open()
    await review.shows("Person 0")
    review.go_to("Title")
    review.key(Qt.Key.Key_Left)
    await review.keep.edit([other], "title", "Chief")
    await settled()
    await review.shows("Person 0")
    assert review.cells("Title")[2] == "Buyer"
    await review.keep.edit([left], "title", "Chief")  # this one is another now
    await until(lambda: review.cells("Title")[0].endswith("Chief"))
    await review.keep.to_trash([left])
    await review.shows("Person 1")


async def test_lists_tags_and_notes_of_both_are_kept(review: Review) -> None:
    left, right = await review.pair(LINZ, FAIR)
    first = await review.keep.create_list("Q1 launch", ids=[left])
    await review.keep.create_list("fairs 2026", ids=[right])
    await review.keep.set_note([left], "Asked for the price list")
    await review.open()
    assert review.cells("Lists") == ("✓ Q1 launch", "✓ fairs 2026", "Q1 launch, fairs 2026")
    review.go_to("Lists")
    review.key(Qt.Key.Key_Left)
    assert review.cells("Lists")[2] == "Q1 launch, fairs 2026"
    review.key(Qt.Key.Key_R)
    await until(lambda: bool(review.text("review-empty-title")))
    lead = await review.kept.lead(right)
    assert lead is not None
    assert first.id in lead.lists
    assert lead.note == "Asked for the price list"
    assert lead.values["name"] == "K. Brandstaetter"


async def test_nothing_to_review_says_why_and_leads_back(review: Review) -> None:
    await review.open()
    assert "No likely duplicates" in review.text("review-empty-title")
    review.button("review-empty-action").click()
    assert review.was_closed == [None]


async def test_tab_goes_around_the_whole_page(review: Review) -> None:
    await review.pairs(2)
    await review.open()
    await review.shows("Person 0")
    stops = []
    while (now := review.page.focusWidget().objectName()) not in stops:
        stops.append(now)
        review.page.focusNextChild()
    assert stops[:4] == ["review-table", "review-left", "review-right", "review-apart"]
    assert {"review-pairs", "review-next", "review-close", "review-reasons", "review-merge"} <= set(stops)


async def test_escape_leads_back(review: Review) -> None:
    await review.pairs(1)
    await review.open()
    await review.shows("Person 0")
    review.key(Qt.Key.Key_Escape)
    assert review.was_closed == [None]


async def test_hundreds_are_read_a_page_at_a_time(review: Review) -> None:
    await review.pairs(120)
    await review.open()
    await review.shows("Person 0")
    model = review.page.rail.model
    assert (model.rowCount(), model.item(100)) == (120, None)
    review.page.rail.list.setCurrentIndex(model.index(100, 0))
    await review.shows("Person 100")
    assert review.text("review-place") == "101 of 120"
    review.key(Qt.Key.Key_A)
    await review.shows("Person 101")
    assert review.text("review-place") == "101 of 119"
    review.button("review-undo").click()
    await review.shows("Person 100")
    review.page.hide()  # what is painted from here on would ask for pages
