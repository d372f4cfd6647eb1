"""*Erase this person*: no byte of them is left anywhere in the folder, and they never come back."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Collection
from pathlib import Path

import apsw
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.backups import Why
from leaddesk.domain.errors import WorkspaceUnusable
from leaddesk.domain.identity import Mark, marks
from leaddesk.domain.lead_views import View
from leaddesk.domain.leads import LeadId, ListMix
from leaddesk.domain.suppression import parsed
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads import erasing, history, merging
from leaddesk.workspace.leads.backups import Backups
from leaddesk.workspace.leads.erasing_elsewhere import OtherFiles
from leaddesk.workspace.leads.lead_keeping import LeadKeeping
from tests.unit.workspace.leads.keeping import BEN, CLEO, JANE, Kept
from tests.unit.workspace.reading_lists import Readings, person

TRACES = (b"jane", b"Jane", b"JANE", b"Doe", b"secret-note", b"moved@elsewhere")


class Home(Kept):
    """With the lists of providers and backups; ``troubles`` are raised, one each time, before the last part."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        self.main = Database(folder / "leaddesk.db")
        self.backups = Backups(self.path, [folder / "leaddesk.db"], clock=self.now)
        self.troubles: list[Exception] = []
        self.keeping = LeadKeeping(
            self.leads,
            self.reader,
            clock=self.now,
            others=OtherFiles(self.leads, self.main, self._forget_index, self._renew_backups),
        )

    def holding(self, traces: Collection[bytes] = TRACES) -> set[str]:
        """Files with a byte of her."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return {path.name for path in files if any(trace in path.read_bytes() for trace in traces)}

    async def close(self) -> None:
        await super().close()
        await self.backups.aclose()
        await self.main.aclose()

    async def _forget_index(self) -> None:
        (self.folder / "leads-index.db").unlink(missing_ok=True)

    async def _renew_backups(self) -> None:
        if self.troubles:
            raise self.troubles.pop()
        await self.backups.scrub()


@pytest_asyncio.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    made = Home(tmp_path)
    yield made
    await made.close()


async def lived(home: Home) -> tuple[LeadId, LeadId]:
    """Jane and Ben, with everything that can hold a trace of her."""
    keep = home.keeping
    jane, ben = await home.add(JANE, BEN)
    await home.add({**JANE, "title": "CEO", "custom:Old name": "Jane Smith-Doe"})
    await keep.edit([jane, ben], "title", "Chief")
    await keep.edit([jane], "email", "moved@elsewhere.example")
    await keep.set_note([jane], "secret-note")
    await keep.tag([jane, ben], "Hot")
    one = await keep.create_list("One", None, [jane, ben])
    two = await keep.create_list("Two", None, [jane])
    await keep.mix_lists(one.id, two.id, ListMix.IN_EITHER, "Both")
    await keep.suppress(parsed("jane@acme.example\nlinkedin.com/in/jane-doe\nother.example"))
    await keep.save_view("Her", View(search="Jane@acme.example"))
    await keep.save_view("Chiefs", View(search="chief"))
    await keep.to_trash([jane])
    await home.backups.make(Why.BY_HAND)
    await keep.restore([jane])
    await keep.to_trash(await home.add({**JANE, "email": "", "name": "J. Doe", "phone": "030 9999999"}))
    (home.folder / "leads-index.db").write_bytes(b"jane doe")
    return jane, ben


async def merged(home: Home, keep: LeadId, drop: LeadId) -> None:
    def change(connection: apsw.Connection) -> None:
        history.record(connection, "merge", lambda r: merging.merge(connection, r, keep, drop, {}, at=5.0), at=5.0)

    await home.leads.write(change)


async def test_no_byte_of_them_is_left_in_any_file(home: Home) -> None:
    jane, ben = await lived(home)
    lists = Readings(home.main, checks=False)
    hers = [person("jane-doe", Email="x@y.example"), {"First Name": "x", "Email": "Jane@Acme.example"}]
    await lists.read([person("ann"), *hers, person("bob")])
    assert {"leads-index.db", "leaddesk.db", "leads.db"} <= {name.removesuffix("-wal") for name in home.holding()}
    assert await home.keeping.erase([jane]) == 1
    assert home.holding() == set()
    assert await home.lead(jane) is None
    assert (await home.shown(ben))["title"] == "Chief"
    assert await lists.names() == "annbob"
    await lists.check()
    (backup,) = await home.backups.all()
    assert (backup.why, backup.erased) == (Why.AFTER_ERASING, 4)
    assert [entry.value for entry in await home.keeping.suppressions("", 0, 9)] == ["other.example"]
    assert [view.name for view in await home.keeping.views()] == ["Chiefs"]
    assert not await home.keeping.finish_erasing()


async def test_they_never_come_back(home: Home) -> None:
    jane, _ = await lived(home)
    await home.keeping.erase([jane])
    assert await home.add(JANE, {"name": "Other", "email": "MOVED@elsewhere.example"}, CLEO) != ()
    assert await home.ask("SELECT count(*) FROM leads WHERE standing = 0") == 2
    hers = marks(JANE)
    others = marks(CLEO) + marks(BEN)
    assert await home.leads.read(lambda c: erasing.is_erased(c, (*hers, *others))) == set(hers)


async def test_what_is_left_of_the_history_can_still_be_walked(home: Home) -> None:
    jane, ben = await lived(home)
    await home.keeping.erase([jane])
    before = await home.tables()
    count = 0
    while await home.keeping.undo():
        count += 1
    assert await home.lead(ben) is None
    while await home.keeping.redo():
        count -= 1
    assert count == 0
    assert await home.tables() == before
    assert home.holding() == set()


async def test_who_was_merged_into_them_goes_as_well(home: Home) -> None:
    (jane,) = await home.add(JANE)
    (roe,) = await home.add({"name": "Jane Roe", "email": "roe@acme.example"})
    await merged(home, jane, roe)
    assert await home.keeping.erase([jane]) == 1
    assert home.holding((b"Jane", b"roe@acme")) == set()
    assert await home.keeping.undo() is not None  # both addings are left, of nobody
    assert await home.ask("SELECT count(*) FROM leads WHERE standing <> 4") == 0


async def test_half_a_merge_is_never_made_again(home: Home) -> None:
    (jane,) = await home.add(JANE)
    (roe,) = await home.add({"name": "Jane Roe", "email": "roe@acme.example"})
    await home.keeping.tag([roe], "Hot")
    await merged(home, jane, roe)
    await home.keeping.undo()
    await home.keeping.erase([jane])
    assert await home.keeping.redo() is None
    lead = await home.lead(roe)
    assert lead is not None
    assert lead.tags == ("Hot",)


async def test_an_erasing_that_is_broken_off_is_finished_at_the_next_start(home: Home) -> None:
    jane, _ = await lived(home)
    home.troubles.append(WorkspaceUnusable(home.folder, "power cut"))
    with pytest.raises(WorkspaceUnusable):
        await home.keeping.erase([jane])
    assert await home.lead(jane) is None
    assert home.holding() != set()  # the old backup
    assert await home.keeping.finish_erasing()
    assert home.holding() == set()
    assert not await home.keeping.finish_erasing()


async def test_erasing_nobody_does_nothing(home: Home) -> None:
    await lived(home)
    assert await home.keeping.erase([999]) == 0
    assert await home.ask("SELECT count(*) FROM erased") == 0
    assert len(await home.backups.all()) == 1


async def test_in_a_list_that_is_being_read_the_row_is_emptied_and_goes_at_the_end(home: Home) -> None:
    (jane,) = await home.add(JANE)
    lists = Readings(home.main, checks=False, erased=lambda: home.leads.read(erasing.teller))
    people = [person(name) for name in ("ann", "jane-doe", "bob", "cleo", "dan")]
    await lists.begin()
    await lists.page(people)
    await home.keeping.erase([jane])
    assert home.holding((b"jane-doe",)) == set()
    await lists.check()
    assert await lists.names() == "annNone"
    await lists.rest(people)
    assert await lists.names() == "annbobcleodan"
    await lists.read(people)
    assert await lists.names("TRUE") == "annbobcleodan"
    assert home.holding((b"jane-doe",)) == set()


WEISS = {"name": "Jo Weiss", "company": "Alpwerk", "email": "info@alpwerk.example", "phone": "+43 512 987654"}


@pytest.mark.parametrize(
    ("row", "comes_back"),
    [
        (WEISS, False),
        ({"first_name": "Jo", "last_name": "Weiss", "company": "Alpwerk GmbH"}, False),
        ({"name": "WEISS, Jo", "mobile": "0512 987654"}, False),
        (WEISS | {"email": "jo@alpwerk.example"}, True),
        (WEISS | {"linkedin": "linkedin.com/in/jo-weiss"}, True),
        (WEISS | {"name": "Jo Schwarz"}, True),
        ({"name": "Jo Weiss", "company": "Bergwerk"}, True),
        ({"company": "Alpwerk", "email": "info@alpwerk.example"}, True),
    ],
)
async def test_who_had_no_certain_mark_does_not_come_back_without_one(
    home: Home, row: dict[str, str], comes_back: bool
) -> None:
    (weiss,) = await home.add(WEISS)
    await home.keeping.erase([weiss])
    assert (await home.add(row) != ()) is comes_back


async def test_what_an_older_record_said_is_remembered_as_well(home: Home) -> None:
    (weiss,) = await home.add(WEISS)
    await home.keeping.edit([weiss], "company", "Bergwerk")
    await home.keeping.erase([weiss])
    assert await home.add(WEISS) == ()
    assert await home.add({"name": "Jo Weiss", "company": "Bergwerk"}) == ()


@given(st.binary(min_size=1, max_size=64), st.text(max_size=200))
def test_marks_are_hashed_as_the_standard_has_it(key: bytes, value: str) -> None:
    expected = hmac.digest(key, f"email:{value}".encode("utf-8", "surrogatepass"), "sha256")
    assert erasing.hashing(key)(Mark("email", value)) == expected
