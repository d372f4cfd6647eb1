"""Leads leave My Leads whole, in the form that the destination wants, or not at all."""

from __future__ import annotations

import asyncio
import csv
import io
import threading
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import CannotWrite, DiskFull, FileUnreadable, NameTaken, WorkspaceUnusable
from leaddesk.domain.export_destinations import CARDS, DESTINATIONS, LINKEDIN_AUDIENCE, MAILCHIMP, SALESFORCE
from leaddesk.domain.export_profiles import (
    Fault,
    PhoneForm,
    Profile,
    ProfileColumn,
    Template,
    Written,
    as_shown,
    own_copy,
)
from leaddesk.domain.exports import BookKind, CsvKind
from leaddesk.domain.leads import LeadId
from tests.fakes.leads_to_export import ADDED_AT, LeadsToExport
from tests.fakes.small_disk import small_disk

PEOPLE: list[Mapping[str, str]] = [
    {"name": "Anna Berg", "email": "anna@example.test", "company": "Kestrel, Inc.", "zip": "01067", "custom:Ü": "=1+1"},
    {"name": "Ben", "email": "ANNA@example.test", "company": "Kestrel", "size": "11-50"},
    {"first_name": "Cem", "last_name": "Çelik", "email": "no address", "phone": "030 901820", "country": "Germany"},
    {"email": "dora@example.test", "phone": "+49 30 901821"},
]
SHOWN = as_shown(
    [("name", "Name"), ("zip", "ZIP"), ("custom:Ü", "Ü"), ('custom:a"b', "odd")],
    (BookKind.XLSX, CsvKind.CRM_IMPORT, CsvKind.SPREADSHEET_SAFE),
)


@pytest.fixture
async def leads(tmp_path: Path) -> AsyncIterator[LeadsToExport]:
    made = LeadsToExport(tmp_path, PEOPLE)
    yield made
    await made.database.aclose()


def rows_of(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        return [list(map(str, row)) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True))


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


@pytest.mark.parametrize(("kind", "name"), [(BookKind.XLSX, "o.xlsx"), (CsvKind.CRM_IMPORT, "o.csv")])
async def test_what_is_shown_is_what_the_file_holds(leads: LeadsToExport, kind: BookKind | CsvKind, name: str) -> None:
    plan = leads.plan(SHOWN, name, kind)
    assert await leads.export.write(plan) == Written((plan.path,), 4)
    expected = [["Name", "ZIP", "Ü", "odd"], ["Anna Berg", "01067", "=1+1", ""], ["Ben"], [], []]
    found = rows_of(plan.path)
    found += [[""] * 4] * (5 - len(found))  # a spreadsheet knows no empty rows at its end
    assert found == [[*row, "", "", "", ""][:4] for row in expected]
    assert files_in(plan.path.parent) == {name}
    assert files_in(leads.folder / "numbers") == set()


async def test_spreadsheet_safe_neutralises(leads: LeadsToExport) -> None:
    plan = leads.plan(SHOWN, "o.csv", CsvKind.SPREADSHEET_SAFE)
    await leads.export.write(plan)
    assert plan.path.read_bytes().startswith(b"\xef\xbb\xbfName")
    assert rows_of(plan.path)[1][2] == "'=1+1"


async def test_rows_are_in_the_order_that_was_asked_for_and_without_those_left_out(leads: LeadsToExport) -> None:
    plan = replace(
        leads.plan(SHOWN, "o.csv", CsvKind.CRM_IMPORT), leads=[LeadId(2), LeadId(1), LeadId(2)], left_out=[2]
    )
    await leads.export.write(plan)
    assert [row[0] for row in rows_of(plan.path)] == ["Name", "Ben", "Anna Berg"]


async def test_suppressed_people_and_those_that_are_gone_are_left_out_and_counted(leads: LeadsToExport) -> None:
    leads.say("INSERT INTO suppressed VALUES (1)")
    leads.say("UPDATE leads SET standing = 1 WHERE id = 2")
    plan = leads.plan(SHOWN, "o.csv", CsvKind.CRM_IMPORT)
    assert await leads.export.write(plan) == Written((plan.path,), 2, suppressed=1, gone=1)
    assert await leads.export.write(replace(plan, with_suppressed=True)) == Written((plan.path,), 3, gone=1)
    found = await leads.export.check(plan)
    assert found is not None
    assert found.rows == 2
    assert {(one.fault, tuple(one.rows)) for one in found.problems} == {(Fault.SUPPRESSED, (0,)), (Fault.GONE, (1,))}


async def test_what_a_person_keeps_beside_a_lead(leads: LeadsToExport) -> None:
    leads.say("INSERT INTO lead_lists VALUES (1, 'Fair', 'fair', 0, 2), (2, 'Hot', 'hot', 0, 1)")
    leads.say("INSERT INTO list_leads VALUES (1, 1), (2, 1)")
    leads.say("INSERT INTO tags VALUES (1, 'b', 'b'), (2, 'A', 'a')")
    leads.say("INSERT INTO tag_leads VALUES (1, 1), (2, 1)")
    leads.say("INSERT INTO notes VALUES (1, 'two\nlines', 0)")
    names = ("@lists", "@tags", "@note", "@added", "@sources", "@suppressed", "@nonsense")
    noon = time.strftime("%Y-%m-%d %H:%M", time.localtime(ADDED_AT))
    plan = leads.plan(as_shown([(name, name) for name in names], (CsvKind.CRM_IMPORT,)), "o.csv")
    await leads.export.write(plan)
    assert rows_of(plan.path)[1] == ["Hot; Fair", "A; b", "two\nlines", noon, "people.csv", "", ""]


async def test_more_than_a_file_takes_goes_into_numbered_files(leads: LeadsToExport) -> None:
    plan = leads.plan(replace(SHOWN, most_rows=3), "o.csv", CsvKind.CRM_IMPORT)
    written = await leads.export.write(plan)
    assert written is not None
    assert [path.name for path in written.files] == ["o-1.csv", "o-2.csv"]
    assert [len(rows_of(path)) for path in written.files] == [4, 2]
    assert rows_of(written.files[0])[0] == rows_of(written.files[1])[0]
    found = await leads.export.check(plan)
    assert found is not None
    assert found.files == 2


@pytest.mark.parametrize("kind", [BookKind.XLSX, BookKind.VCARD])
async def test_other_kinds_are_split_as_well(leads: LeadsToExport, kind: BookKind) -> None:
    profile = CARDS if kind is BookKind.VCARD else SHOWN
    written = await leads.export.write(leads.plan(replace(profile, most_rows=3), "o.x", kind))
    assert written is not None
    assert len(written.files) == 2
    assert written.rows == 4


@pytest.mark.parametrize("profile", DESTINATIONS, ids=lambda profile: profile.id)
async def test_every_destination_gets_its_header_and_what_was_previewed(leads: LeadsToExport, profile: Profile) -> None:
    template = leads.folder / "template.csv"
    template.write_text(",".join(LINKEDIN_AUDIENCE.header) + "\n")
    plan = leads.plan(profile, "o.csv", CsvKind.CRM_IMPORT, template=template)
    plan = plan if profile.id == "linkedin" else replace(plan, template=None)
    shown = await leads.export.preview(plan)
    written = await leads.export.write(plan)
    assert written is not None
    assert rows_of(written.files[0]) == shown
    assert shown[0] == list(profile.header)


async def test_checks_find_what_salesforce_refuses(leads: LeadsToExport) -> None:
    plan = leads.plan(SALESFORCE, "o.csv")
    found = await leads.export.check(plan)
    assert found is not None
    assert {(one.fault, one.column): list(one.rows) for one in found.problems} == {
        (Fault.MISSING, "Last Name"): [3],
        (Fault.MISSING, "Company"): [2, 3],
        (Fault.BAD_EMAIL, "Email"): [2],
        (Fault.NO_NUMBER, "No. of Employees"): [1],
    }
    left = await leads.export.check(replace(plan, left_out=[2, 3]))
    assert left is not None
    assert left.rows == 2
    assert [one.fault for one in left.problems] == [Fault.NO_NUMBER]
    assert not (plan.path).exists()


async def test_checks_find_repeated_addresses_long_values_and_odd_phones(leads: LeadsToExport) -> None:
    profile = replace(
        MAILCHIMP,
        phones=PhoneForm.E164,
        columns=(*MAILCHIMP.columns, ProfileColumn("Short", ("company",), longest=8)),
    )
    found = await leads.export.check(leads.plan(profile, "o.csv"))
    assert found is not None
    problems = {(one.fault, one.column): (list(one.rows), one.limit) for one in found.problems}
    assert problems[Fault.TWICE, "Email Address"] == ([1], 0)
    assert problems[Fault.TOO_LONG, "Short"] == ([0], 8)
    assert (Fault.ODD_PHONE, "Phone Number") not in problems


async def test_too_few_rows_for_linkedin(leads: LeadsToExport) -> None:
    found = await leads.export.check(leads.plan(LINKEDIN_AUDIENCE, "o.csv"))
    assert found is not None
    assert found.too_few == 300


async def test_the_header_of_a_template_is_kept_to_the_byte(leads: LeadsToExport) -> None:
    template = leads.folder / "template.csv"
    template.write_bytes(b'\xef\xbb\xbf"email",lastname , "new one"\nexample@example.test,x,y\n')
    assert await leads.export.template(template) == Template(
        template, ("email", "lastname", '"new one"'), ("email", "lastname")
    )
    plan = leads.plan(LINKEDIN_AUDIENCE, "o.csv", template=template)
    await leads.export.write(plan)
    lines = plan.path.read_bytes().split(b"\n")
    assert lines[0] == b'\xef\xbb\xbf"email",lastname , "new one"'
    assert lines[1] == b"anna@example.test,Berg,\r"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "gone"),
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b"a;b\n", "no-columns"),
        (b"\xff\xfee\0", "encoding"),
    ],
)
async def test_a_template_that_is_none(leads: LeadsToExport, content: bytes | None, reason: str) -> None:
    template = leads.folder / "template.csv"
    if content is not None:
        template.write_bytes(content)
    with pytest.raises(FileUnreadable) as told:
        await leads.export.template(template)
    assert told.value.reason == reason
    with pytest.raises(FileUnreadable):
        await leads.export.write(leads.plan(LINKEDIN_AUDIENCE, "o.csv", template=template))


async def test_cards_for_a_file_and_for_the_clipboard(leads: LeadsToExport) -> None:
    plan = leads.plan(CARDS, "o.vcf")
    await leads.export.write(plan)
    cards = plan.path.read_bytes().decode()
    assert cards.count("BEGIN:VCARD") == 4
    assert "TEL;TYPE=WORK,VOICE:+49 30 901820" in cards
    assert cards.startswith(await leads.export.cards([LeadId(1)]))


async def test_a_cancel_leaves_everything_as_it_was(leads: LeadsToExport) -> None:
    plan = leads.plan(SHOWN, "o.csv", CsvKind.CRM_IMPORT)
    plan.path.write_bytes(b"precious")
    cancel = asyncio.Event()
    cancel.set()
    for work in (leads.export.write, leads.export.check):
        leads.work.gate = threading.Event()  # it begins once it is unwanted
        assert await work(plan, cancel=cancel) is None
    assert plan.path.read_bytes() == b"precious"
    assert files_in(plan.path.parent) == {"o.csv"}
    assert files_in(leads.folder / "numbers") == set()


async def test_a_folder_that_vanished(leads: LeadsToExport) -> None:
    plan = leads.plan(SHOWN, "o.csv", CsvKind.CRM_IMPORT)
    with pytest.raises(CannotWrite):
        await leads.export.write(replace(plan, path=plan.path.parent / "gone" / "o.csv"))


@pytest.mark.parametrize("kind", [CsvKind.CRM_IMPORT, BookKind.XLSX])
async def test_a_full_disk_leaves_nothing(leads: LeadsToExport, kind: CsvKind | BookKind) -> None:
    with small_disk(leads.folder / "small", 8) as folder:
        many = replace(leads.plan(replace(SHOWN, most_rows=9000), "o.csv", kind), leads=leads.ids * 5000)
        with pytest.raises(DiskFull):
            await leads.export.write(replace(many, path=folder / "o.csv"))
        assert files_in(folder) == set()


async def test_my_leads_that_are_gone(leads: LeadsToExport) -> None:
    plan = leads.plan(SHOWN, "o.csv", CsvKind.CRM_IMPORT)
    await leads.database.aclose()
    for path in leads.folder.glob("leads.db*"):
        path.unlink()
    with pytest.raises(WorkspaceUnusable):
        await leads.export.write(plan)
    leads.__init__(leads.folder, PEOPLE)  # type: ignore[misc]  # so that the fixture can close it


async def test_own_profiles_are_kept(leads: LeadsToExport) -> None:
    heard: list[Changes] = []
    leads.announcer.subscribe(heard.append)
    mine = await leads.export.save_profile(own_copy(SALESFORCE, " Our  CRM "))
    assert (mine.name, mine.is_own) == ("Our CRM", True)
    with pytest.raises(NameTaken):
        await leads.export.save_profile(own_copy(MAILCHIMP, "our crm"))
    with pytest.raises(ValueError, match="blank"):
        await leads.export.save_profile(own_copy(MAILCHIMP, " "))
    changed = await leads.export.save_profile(replace(mine, columns=mine.columns[:2], phones=PhoneForm.NATIONAL))
    assert await leads.export.profiles() == (*DESTINATIONS, changed)
    leads.say("INSERT INTO profiles (name, folded_name, profile) VALUES ('later', 'later', '{\"columns\": 5}')")
    assert await leads.export.profiles() == (*DESTINATIONS, changed), "what is unreadable is passed over"
    await leads.export.remove_profile(changed)
    assert await leads.export.profiles() == DESTINATIONS
    assert heard == [Changes(lead_lists=True)] * 3


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), min_size=1, max_size=20)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cells=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_any_text_survives_in_every_kind(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    leads = LeadsToExport(folder, [{"name": one, "custom:x": other} for one, other in cells])
    shown = as_shown([("name", "a"), ("custom:x", "b")], (BookKind.XLSX,))

    async def write() -> None:
        for kind, name in ((BookKind.XLSX, "o.xlsx"), (CsvKind.CRM_IMPORT, "o.csv")):
            await leads.export.write(leads.plan(shown, name, kind))
        await leads.database.aclose()

    asyncio.run(write())
    for name in ("o.xlsx", "o.csv"):
        assert rows_of(folder / "out" / name) == [["a", "b"], *map(list, cells)]
