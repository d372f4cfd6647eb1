"""What is prepared, when, and what becomes of it when leads.db is another one."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from leaddesk.domain.lead_views import View
from leaddesk.domain.table import Arrangement
from leaddesk.workspace.leads.index.finder import LeadFinder
from leaddesk.workspace.leads.index.preparing import prepare
from leaddesk.workspace.leads.working_out import is_much, look
from tests.unit.workspace.leads.index.lead_book import Kept, LeadBook

FILE = frozenset({"file"})
ANNA, BERTA = Kept({"name": "Anna Müller"}, FILE), Kept({"name": "Berta"}, FILE)


async def found(book: LeadBook, search: str) -> list[int]:
    source = await book.finder.open(View(search=search))
    return list(await book.finder.ids_of(source, range(len(source))))


async def test_there_is_nothing_to_do_twice(book: LeadBook) -> None:
    await book.put({1: ANNA})
    assert await book.prepare()
    assert not await book.prepare()
    await book.put({2: BERTA})
    assert await book.prepare()
    assert not await book.prepare()
    assert await book.prepare(("city",)), "another order is wanted"
    assert not await book.prepare(), "and kept from then on"


async def test_a_backup_with_another_past_does_not_meet_the_index_of_the_present(tmp_path: Path) -> None:
    book = LeadBook(tmp_path)
    await book.begin()
    await book.put({1: ANNA})
    await book.prepare()
    connection = apsw.Connection(str(book.path))
    connection.execute("VACUUM INTO ?", (str(book.path.with_name("backup.db")),))
    connection.close()
    await book.put({1: BERTA})
    await book.prepare()
    assert await found(book, "berta") == [1]
    await book.aclose()
    for ending in ("-wal", "-shm"):
        book.path.with_name(book.path.name + ending).unlink(missing_ok=True)
    shutil.copy(book.path.with_name("backup.db"), book.path)
    restored = LeadBook(book.path.parent)
    restored.leads = {1: ANNA}
    await restored.put({2: ANNA})  # the edition is the same again
    assert await found(restored, "berta") == []
    assert await found(restored, "muller anna") == [2, 1]
    await restored.prepare()
    assert await found(restored, "muller anna") == [2, 1]
    await restored.aclose()


async def test_nothing_of_who_was_erased_is_left(book: LeadBook) -> None:
    await book.put({1: replace(ANNA, values={"name": "Xaverl Quitt", "country": "Zubrowka"}), 2: BERTA})
    await book.prepare()
    assert b"Zubrowka" in everything(book)
    await book.put({1: Kept({}, FILE, standing=4)})
    await book.prepare()
    assert b"Zubrowka" not in everything(book)
    assert b"zub" not in everything(book)
    assert b"quit" not in everything(book)
    assert await found(book, "berta") == [2]


def everything(book: LeadBook) -> bytes:
    return b"".join(path.read_bytes() for path in book.path.parent.glob("leads-index.db*"))


async def test_what_is_written_meanwhile_waits_for_the_next_preparing(book: LeadBook) -> None:
    await book.put({1: ANNA})
    connection, other = apsw.Connection(str(book.path)), apsw.Connection(str(book.path))
    is_written = False

    def cancelled() -> bool:
        nonlocal is_written
        if not is_written:
            is_written = True
            other.execute("UPDATE leads SET name = 'Carla' WHERE id = 1")
            other.execute("UPDATE facts SET value = value + 1 WHERE name = 'edition'")
            other.execute("INSERT INTO touched SELECT value, 1, 1 FROM facts WHERE name = 'edition'")
        return False

    assert prepare(connection, book.index, lambda _: None, cancelled)
    assert await found(book, "carla") == [1]
    assert await found(book, "anna") == []
    assert prepare(connection, book.index, lambda _: None, cancelled)
    assert await found(book, "carla") == [1]
    connection.close()
    other.close()


async def test_who_is_writing_is_not_disturbed(book: LeadBook) -> None:
    await book.put({1: ANNA})
    connection, other = apsw.Connection(str(book.path)), apsw.Connection(str(book.path))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(apsw.BusyError):
        prepare(connection, book.index, lambda _: None, lambda: False)
    other.execute("ROLLBACK")
    assert prepare(connection, book.index, lambda _: None, lambda: False)
    connection.close()
    other.close()


async def test_the_finder_has_it_prepared_once_at_a_time(book: LeadBook) -> None:
    await book.put({1: ANNA, 2: BERTA})
    assert not await book.finder.prepare(), "without anybody who prepares"
    heard: list[float] = []
    has_begun, may_end = asyncio.Event(), asyncio.Event()

    async def run(progress: Callable[[float], None]) -> bool:
        progress(0.5)
        has_begun.set()
        await may_end.wait()
        return await book.prepare()

    finder = LeadFinder(book.reader, book.index, run)
    first = asyncio.ensure_future(finder.prepare(heard.append))
    await has_begun.wait()
    assert not await finder.prepare()
    may_end.set()
    assert await first
    assert heard == [0.5]
    assert not await finder.prepare(), "nothing is missing"
    await finder.aclose()


async def test_a_large_store_says_that_it_is_not_prepared(book: LeadBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaddesk.workspace.leads.index.looking.FEW", 2)
    monkeypatch.setattr("leaddesk.workspace.leads.index.looking._MOST_UNSEARCHED", 2)
    await book.put(dict.fromkeys(range(1, 6), ANNA))
    await book.finder.open(View())
    assert not book.finder.is_prepared
    await book.prepare()
    await book.finder.open(View())
    assert book.finder.is_prepared


async def test_what_the_search_for_likely_duplicates_has_not_seen_is_left_to_it(book: LeadBook) -> None:
    twin = {"name": "Anna Huber", "company": "Acme", "email": ""}
    await book.put({1: Kept(twin, FILE)})
    await book.prepare()
    assert look(book.path, book.index) == 0
    for lead in (Kept(twin, FILE), BERTA, ANNA):
        await book.put({2 if lead.values == twin else 3: lead})
        await book.prepare()
    assert look(book.path, book.index) == 1


async def test_an_order_that_was_missed_is_told(book: LeadBook) -> None:
    await book.put({1: replace(ANNA, values={"city": "Graz", "name": "Anna"}), 2: BERTA})
    source = await book.finder.open(View())
    for column in ("city", "@added", "name"):
        await asyncio.to_thread(source.arrange, Arrangement(sort_by=column))
    assert book.finder.missed_orders == ("city", "name")


async def test_a_damaged_index_is_made_anew_by_whoever_writes_to_it(book: LeadBook) -> None:
    twin = Kept({"name": "Anna Huber", "company": "Acme"}, FILE)
    await book.put({1: twin, 2: twin})
    book.index.write_bytes(b"nothing of the kind" * 500)
    assert look(book.path, book.index) == 1
    book.index.write_bytes(b"nothing of the kind" * 500)
    assert await book.prepare()
    assert await found(book, "huber") == [2, 1]


async def test_few_leads_that_change_again_and_again_are_prepared_in_the_end(book: LeadBook) -> None:
    scattered = dict.fromkeys(range(1, 2000, 2), BERTA)
    await book.put(scattered)
    await book.prepare()
    for _ in range(5):
        await book.put(scattered)
        look(book.path, book.index)
    assert not is_much(book.path, book.index)
    await book.put(scattered)
    look(book.path, book.index)
    assert is_much(book.path, book.index)
    await book.prepare()
    assert not is_much(book.path, book.index)
