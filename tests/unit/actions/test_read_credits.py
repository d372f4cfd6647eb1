"""Every balance that is read goes into the ledger, and a ledger that cannot be written hides none."""

from __future__ import annotations

from datetime import UTC, datetime

from leaddesk.actions.read_credits import ReadCredits
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import LeadsBusy
from leaddesk.domain.reachstream import Credits
from leaddesk.domain.urgency import Urgency

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Purse:
    balance = 720

    async def credits(self, *, urgency: Urgency) -> Credits:
        del urgency
        return Credits(self.balance, NOW)


class Book:
    def __init__(self) -> None:
        self.noted: list[tuple[str, int, datetime, str]] = []
        self.is_busy = False

    async def note_balance(self, account: str, available: int, read_at: datetime, why: str) -> None:
        if self.is_busy:
            raise LeadsBusy
        self.noted.append((account, available, read_at, why))


async def test_it_is_noted_with_its_moment_and_what_it_was_read_for() -> None:
    book = Book()
    read = ReadCredits(Purse(), book=lambda: book, account=lambda: "https://x.example")
    assert (await read(why="offer")).available == 720
    assert book.noted == [("https://x.example", 720, NOW, "offer")]


async def test_only_another_balance_is_announced() -> None:
    heard: list[Changes] = []
    announcer, purse, book = Announcer(), Purse(), Book()
    announcer.subscribe(heard.append)
    read = ReadCredits(purse, book=lambda: book, announcer=announcer)
    await read()
    await read()
    assert heard == [Changes(purchases=True)]
    purse.balance = 700
    await read()
    assert len(heard) == 2
    assert len(book.noted) == 3


async def test_a_ledger_that_cannot_be_written_hides_no_balance() -> None:
    book = Book()
    book.is_busy = True
    assert (await ReadCredits(Purse(), book=lambda: book)()).available == 720
    assert (await ReadCredits(Purse())()).available == 720
