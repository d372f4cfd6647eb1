"""What is wrong with the file that is only quick is never told of the leads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from leaddesk.domain.errors import LeadsDamaged
from leaddesk.workspace.leads.working_out import is_much, look
from tests.unit.workspace.leads.index.lead_book import Kept, LeadBook

PAGE = 16_384
TWIN = Kept({"name": "Anna Huber", "company": "Acme"}, frozenset({"file"}))
OTHER = Kept({"name": "Ben Moss", "company": "Acme"}, frozenset({"file"}))


async def begun(folder: Path) -> LeadBook:
    """A lead among others was looked at, and its twin came since."""
    book = LeadBook(folder)
    await book.begin()
    await book.put({number: OTHER if number > 1 else TWIN for number in range(1, 9)})
    await book.prepare()
    look(book.path, book.index)
    await book.put({9: TWIN})
    return book


def damage(file: Path, page: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(page * PAGE)
        opened.write(b"\xa5" * PAGE)


async def test_whichever_page_of_it_is_damaged_the_duplicates_are_found(tmp_path: Path) -> None:
    book = await begun(tmp_path / "begun")
    await book.aclose()
    whole = book.index.read_bytes()
    assert len(whole) > 5 * PAGE
    for page in range(len(whole) // PAGE):
        there = shutil.copytree(book.path.parent, tmp_path / str(page))
        leads, index = there / book.path.name, there / book.index.name
        damage(index, page)
        is_much(leads, index)
        assert look(leads, index) == 1, page
        assert look(leads, index) == 0


async def test_damaged_leads_are_told(tmp_path: Path) -> None:
    book = await begun(tmp_path)
    await book.aclose()
    book.path.write_bytes(b"this was a database once" * 1000)
    with pytest.raises(LeadsDamaged):
        look(book.path, book.index)
