"""What a person does to leads by hand, and that each of it can be taken back and made again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import apsw
import pytest

from leaddesk.domain.errors import LeadsBusy, ListGone, NameTaken, StepOverwritten
from leaddesk.domain.lead_views import Condition, SavedView, Scope, Test, View
from leaddesk.domain.leads import LeadListId, ListMix, SourceKind
from leaddesk.domain.likely import Reason, bits_of
from leaddesk.domain.suppression import SuppressedBy, parsed
from tests.unit.workspace.leads.keeping import BEN, CLEO, JANE, Kept

GONE = LeadListId(99)


# -- editing


async def test_a_typed_value_is_shown_and_what_the_source_says_stays_known(kept: Kept) -> None:
    (jane,) = await kept.add(JANE)
    assert await kept.keeping.edit([jane], "title", "CEO") == 1
    assert await kept.keeping.edit([jane], "name", "Jane Roe") == 1
    assert await kept.shown(jane) == {**JANE, "title": "CEO", "name": "Jane Roe"}
    lead = await kept.lead(jane)
    assert lead is not None
    assert [record.source.kind for record in lead.sources_of("title")] == [SourceKind.HAND]
    assert lead.others_of("name") == ("Jane Doe",)


async def test_an_emptied_value_stays_empty_when_a_source_says_it_again(kept: Kept) -> None:
    (ben,) = await kept.add(BEN)
    assert await kept.keeping.edit([ben], "company", "") == 1
    await kept.add({**BEN, "title": "CFO"})
    assert await kept.shown(ben) == {**{name: BEN[name] for name in ("name", "email", "custom:Shoe")}, "title": "CFO"}


async def test_custom_fields_are_edited_whatever_their_name(kept: Kept) -> None:
    (ben, cleo) = await kept.add(BEN, CLEO)
    for column in ('custom:She said "x".$[0]', "custom:Shoe"):
        assert await kept.keeping.edit([ben, cleo], column, "é'\"") == 2
        assert await kept.keeping.edit([ben, cleo], column, "é'\"") == 0
        assert (await kept.shown(ben))[column] == (await kept.shown(cleo))[column] == "é'\""
        assert await kept.keeping.edit([ben, cleo], column, "") == 2
        assert column not in await kept.shown(ben)
    assert await kept.ask("SELECT more FROM leads WHERE id = ?", cleo) is None


async def test_an_edit_that_changes_nothing_is_no_step(kept: Kept) -> None:
    (ben,) = await kept.add(BEN)
    assert await kept.keeping.edit([ben, 999], "company", "North") == 0
    step, _ = await kept.keeping.steps()
    assert step is not None
    assert step.act == "import"
    with pytest.raises(KeyError):
        await kept.keeping.edit([ben], "more", "x")


async def test_who_becomes_the_same_by_an_edit_is_asked_about_not_merged(kept: Kept) -> None:
    jane, ben = await kept.add(JANE, BEN)
    await kept.keeping.edit([ben], "email", "Jane@ACME.example ")
    assert await kept.rows("SELECT one, other, reasons, verdict FROM likenesses") == [
        (jane, ben, bits_of(Reason.SAME_EMAIL), 0)
    ]
    await kept.keeping.edit([ben], "linkedin", "linkedin.com/in/Jane-Doe/")
    assert await kept.ask("SELECT reasons FROM likenesses") == bits_of(Reason.SAME_EMAIL, Reason.SAME_MARK)
    assert await kept.ask("SELECT count(*) FROM leads WHERE standing = 0") == 2


async def test_a_lead_is_known_by_its_typed_address_and_by_the_one_before(kept: Kept) -> None:
    (ben,) = await kept.add(BEN)
    await kept.keeping.edit([ben], "email", "moss@north.example")
    assert await kept.add({**BEN, "email": "moss@north.example"}, BEN) == ()
    assert (await kept.shown(ben))["email"] == "moss@north.example"


# -- lists, tags, notes


async def test_lists_are_created_renamed_coloured_moved_and_deleted(kept: Kept) -> None:
    jane, ben = await kept.add(JANE, BEN)
    keep = kept.keeping
    first = await keep.create_list(" Spring  fair ", None, [jane, ben, ben, 999])
    second = await keep.create_list("Autumn", 5, [])
    assert (first.name, first.colour, first.leads, second.colour) == ("Spring fair", 0, 2, 5)
    with pytest.raises(NameTaken):
        await keep.create_list("spring fair", None, [])
    with pytest.raises(NameTaken):
        await keep.rename_list(second.id, "SPRING FAIR")
    with pytest.raises(ValueError, match="blank"):
        await keep.rename_list(second.id, "  ")
    await keep.rename_list(first.id, "Spring Fair")
    await keep.colour_list(first.id, 3)
    copy = await keep.duplicate_list(first.id)
    assert (copy.name, copy.colour, copy.leads) == ("Spring Fair (2)", 3, 2)
    assert [one.name for one in await keep.lists()] == ["Spring Fair", "Spring Fair (2)", "Autumn"]
    await keep.move_list(second.id, 0)
    assert [one.name for one in await keep.lists()] == ["Autumn", "Spring Fair", "Spring Fair (2)"]
    await keep.delete_list(first.id)
    assert [one.name for one in await keep.lists()] == ["Autumn", "Spring Fair (2)"]
    await keep.undo()
    assert [one.leads for one in await keep.lists()] == [0, 2, 2]
    for late in (keep.rename_list(GONE, "x"), keep.delete_list(GONE), keep.add_to_list([jane], GONE)):
        with pytest.raises(ListGone):
            await late


async def test_leads_are_added_to_lists_and_removed(kept: Kept) -> None:
    jane, ben, cleo = await kept.add(JANE, BEN, CLEO)
    list_ = (await kept.keeping.create_list("One", None, [jane])).id
    assert await kept.touched(lambda: kept.keeping.add_to_list([cleo, jane], list_)) == {cleo}
    assert await kept.keeping.add_to_list([cleo, jane], list_) == 0
    assert await kept.touched(lambda: kept.keeping.remove_from_list([jane, ben], list_)) == {jane}
    lead = await kept.lead(cleo)
    assert lead is not None
    assert lead.lists == (list_,)
    await kept.keeping.to_trash([cleo])
    assert [one.leads for one in await kept.keeping.lists()] == [0]


async def test_tags_come_with_their_first_use_and_go_with_their_last(kept: Kept) -> None:
    jane, ben = await kept.add(JANE, BEN)
    keep = kept.keeping
    assert await keep.tag([jane, ben], " Hot  lead") == 2
    assert await keep.tag([jane], "hot LEAD") == 0
    assert await keep.tags() == (("Hot lead", 2),)
    assert await keep.untag([jane], "hot lead") == 1
    assert await keep.untag([ben], "Hot lead") == 1
    assert await keep.tags() == ()
    assert await keep.untag([ben], "never") == 0
    await keep.undo()
    assert await keep.tags() == (("Hot lead", 1),)
    await keep.to_trash([ben])
    assert await keep.tags() == (("Hot lead", 0),)


async def test_notes(kept: Kept) -> None:
    jane, ben = await kept.add(JANE, BEN)
    assert await kept.keeping.set_note([jane, ben], "Call\nher") == 2
    assert await kept.keeping.set_note([jane], "Call\nher") == 0
    assert await kept.keeping.set_note([jane], "") == 1
    assert [(await kept.lead(one)).note for one in (jane, ben)] == ["", "Call\nher"]  # type: ignore[union-attr]  # both are there


# -- trash


async def test_the_trash_keeps_everything_until_it_is_emptied(kept: Kept) -> None:
    jane, ben = await kept.add(JANE, BEN)
    keep = kept.keeping
    await keep.tag([jane, ben], "Hot")
    await keep.set_note([jane], "Call")
    assert await keep.to_trash([jane, ben]) == 2
    assert await keep.restore([ben]) == 1
    assert await keep.purge([jane, ben]) == 1
    assert await kept.lead(jane) is None
    assert await keep.tags() == (("Hot", 1),)
    assert await kept.ask("SELECT count(*) FROM identities WHERE lead = ?", jane) == 0
    assert (await kept.add(JANE)) != ()  # she may come back, as somebody new
    assert await keep.purge(None) == 0


async def test_what_was_purged_does_not_hinder_undoing_what_was_before(kept: Kept) -> None:
    jane, ben = await kept.add(JANE, BEN)
    await kept.keeping.tag([jane], "Hers")
    await kept.keeping.edit([jane, ben], "title", "CEO")
    await kept.keeping.to_trash([jane])
    await kept.keeping.purge(None)
    while await kept.keeping.undo():
        pass
    assert await kept.lead(ben) is None
    while await kept.keeping.redo():
        pass
    assert (await kept.shown(ben))["title"] == "CEO"
    assert await kept.lead(jane) is None
    assert await kept.ask("SELECT standing FROM leads WHERE id = ?", jane) == 4


async def test_who_came_again_meanwhile_is_asked_about_when_the_first_is_restored(kept: Kept) -> None:
    (jane,) = await kept.add(JANE)
    await kept.keeping.to_trash([jane])
    (again,) = await kept.add(JANE)
    await kept.keeping.restore([jane])
    assert await kept.rows("SELECT one, other FROM likenesses") == [(jane, again)]


# -- history


async def everything(kept: Kept) -> list[Callable[[], Awaitable[object]]]:
    jane, ben, cleo = await kept.add(JANE, BEN, CLEO)
    one, two = [(await kept.keeping.create_list(name, None, [jane])).id for name in ("One", "Two")]
    keep = kept.keeping
    return [
        lambda: keep.edit([jane, ben], "email", "both@acme.example"),
        lambda: keep.edit([jane], "custom:Shoe", "38"),
        lambda: keep.edit([ben], "company", ""),
        lambda: keep.set_note([ben, cleo], "Call"),
        lambda: keep.tag([jane, cleo], "Hot"),
        lambda: keep.untag([jane], "Hot"),
        lambda: keep.create_list("Three", None, [jane, cleo]),
        lambda: keep.add_to_list([ben, cleo], one),
        lambda: keep.mix_lists(one, two, ListMix.IN_EITHER, "All"),
        lambda: keep.remove_from_list([ben], one),
        lambda: keep.rename_list(two, "Deux"),
        lambda: keep.colour_list(two, 4),
        lambda: keep.move_list(two, 0),
        lambda: keep.duplicate_list(one),
        lambda: keep.delete_list(two),
        lambda: keep.suppress(parsed("both@acme.example\nash.example")),
        lambda: keep.unsuppress([1]),
        lambda: keep.to_trash([jane, cleo]),
        lambda: keep.restore([cleo]),
        lambda: kept.add({**BEN, "title": "CFO"}, {"name": "New", "email": "new@x.example"}),
        lambda: keep.edit([ben], "title", "CEO"),
    ]


async def test_everything_can_be_undone_and_made_again_also_after_a_restart(kept: Kept, tmp_path: Path) -> None:
    states = [await kept.tables()]
    acts = await everything(kept)
    states[0] = await kept.tables()
    for act in acts:
        await act()
        states.append(await kept.tables())
    for before, after in pairwise(states):
        assert before != after
    later = Kept(tmp_path)
    try:
        for state in reversed(states[:-1]):
            assert await later.keeping.undo() is not None
            assert await later.tables() == withdrawn_as(state, await later.tables())
        for state in states[1:]:
            assert await kept.keeping.redo() is not None
            assert await kept.tables() == withdrawn_as(state, await kept.tables())
        assert await kept.keeping.redo() is None
    finally:
        await later.close()


Tables = dict[str, list[tuple[object, ...]]]


def withdrawn_as(state: Tables, now: Tables) -> Tables:
    """``state`` with what an undone adding leaves out of sight: its leads, withdrawn, and their marks."""
    hidden = [row for row in now["leads"] if row[1] == 3]
    ids = {row[0] for row in hidden}
    marks = [row for row in now["identities"] if row[1] in ids]
    return {
        **state,
        "leads": sorted([*state["leads"], *hidden], key=repr),
        "identities": sorted([*state["identities"], *marks], key=repr),
        "records": [row for row in now["records"] if row[0] in ids or row in state["records"]],
    }


async def test_an_act_after_an_undo_ends_what_could_be_made_again(kept: Kept) -> None:
    jane, ben = await kept.add(JANE, BEN)
    await kept.keeping.edit([jane], "title", "CEO")
    step = await kept.keeping.undo()
    assert step is not None
    assert (step.act, step.facts) == ("edit", {"count": 1, "column": "title"})
    assert (await kept.keeping.steps())[1] == step.__class__(step.id, step.act, step.facts, step.at, is_undone=True)
    await kept.keeping.tag([ben], "Hot")
    assert (await kept.keeping.steps())[1] is None
    assert await kept.keeping.redo() is None


async def test_an_undone_adding_withdraws_its_leads_and_brings_them_back(kept: Kept) -> None:
    people = [{"name": f"P {n}", "email": f"p{n}@x.example"} for n in range(300)]
    leads = await kept.add(*people)
    assert await kept.touched(kept.keeping.undo) == set(leads)
    assert await kept.ask("SELECT count(*) FROM leads WHERE standing = 0") == 0
    assert await kept.touched(kept.keeping.redo) == set(leads)
    assert await kept.ask("SELECT count(*) FROM leads WHERE standing = 0") == 300
    assert await kept.ask("SELECT count(*) FROM last_changes") == 0
    await kept.keeping.undo()
    await kept.keeping.sweep()  # it can be made again: nothing is swept
    assert await kept.ask("SELECT count(*) FROM leads WHERE standing = 3") == 300
    await kept.add(JANE)
    await kept.keeping.sweep()
    assert await kept.ask("SELECT count(*) FROM leads WHERE standing = 4 AND email IS NULL") == 300
    assert await kept.ask("SELECT count(*) FROM identities") == 2


async def test_what_stands_in_the_way_is_told_and_the_history_begins_anew(kept: Kept) -> None:
    jane, ben = await kept.add(JANE, BEN)
    await kept.keeping.edit([ben], "title", "CFO")
    await kept.keeping.edit([jane, ben], "title", "CEO")
    with closing(apsw.Connection(str(kept.path))) as other:
        other.execute("UPDATE leads SET title = 'Queen' WHERE id = ?", (jane,))
    before = await kept.tables()
    with pytest.raises(StepOverwritten) as overwritten:
        await kept.keeping.undo()
    assert overwritten.value.act == "edit"
    assert await kept.tables() == before
    assert await kept.keeping.steps() == (None, None)
    await kept.keeping.tag([jane], "Hot")
    assert (await kept.keeping.undo()) is not None


async def test_duplicates_that_were_found_meanwhile_do_not_hinder_undoing(kept: Kept) -> None:
    jane, ben = await kept.add(JANE, BEN)
    await kept.keeping.edit([ben], "email", "jane@acme.example")
    with closing(apsw.Connection(str(kept.path))) as other:
        other.execute("UPDATE likenesses SET reasons = reasons | 1")
    assert await kept.keeping.undo() is not None
    assert (await kept.shown(ben))["email"] == BEN["email"]
    assert jane


async def test_only_the_latest_thousand_steps_are_kept(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaddesk.workspace.leads.history._MOST", 5)
    (jane,) = await kept.add(JANE)
    for number in range(8):
        await kept.keeping.edit([jane], "title", str(number))
    count = 0
    while await kept.keeping.undo():
        count += 1
    assert count == 5
    assert (await kept.shown(jane))["title"] == "2"


async def test_steps_that_are_large_make_room_but_the_latest_stays(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaddesk.workspace.leads.history._MOST_BYTES", 100)
    (jane,) = await kept.add(JANE)
    for number in range(3):
        await kept.keeping.set_note([jane], str(number) * 200)
    assert await kept.keeping.undo() is not None
    assert await kept.keeping.undo() is None


async def test_while_an_import_is_writing_a_click_is_told_soon_and_changes_nothing(kept: Kept) -> None:
    (jane,) = await kept.add(JANE)
    with closing(apsw.Connection(str(kept.path))) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LeadsBusy):
            await kept.keeping.edit([jane], "title", "CEO")
        assert await kept.keeping.lists() == ()
        other.execute("ROLLBACK")
    assert await kept.keeping.edit([jane], "title", "CEO") == 1


# -- saved views


async def test_views_are_kept_with_their_order(kept: Kept) -> None:
    keep = kept.keeping
    conditions = (Condition("country", Test.IS, ("DE", "AT")), Condition("@lists", Test.EMPTY, negated=True))
    view = View(Scope.LIST, LeadListId(3), "anna", conditions)
    saved = await keep.save_view("Mine", view, sort_by="name", descending=True)
    assert saved == SavedView(saved.id, "Mine", view, "name", descending=True)
    with pytest.raises(NameTaken):
        await keep.save_view(" mine ", View())
    assert (await keep.save_view("MINE", View(), replace=True)).id == saved.id
    other = await keep.save_view("A", View())
    assert [one.name for one in await keep.views()] == ["A", "MINE"]
    assert (await keep.rename_view(other.id, "Zed")).name == "Zed"
    assert (await keep.remove_view(saved.id)).name == "MINE"
    assert [one.name for one in await keep.views()] == ["Zed"]
    with pytest.raises(ListGone):
        await keep.remove_view(saved.id)
    assert (await keep.steps()) == (None, None)


# -- suppression


async def test_leads_are_suppressed_by_what_they_show_and_by_what_is_known_of_them(kept: Kept) -> None:
    jane, ben, cleo = await kept.add(JANE, BEN, CLEO)
    (info,) = await kept.add({"name": "Info", "email": "Info@Shared.example"})
    keep = kept.keeping

    async def suppressed() -> set[int]:
        return {row[0] for row in await kept.rows("SELECT lead FROM suppressed")}

    done = await keep.suppress(parsed("in linkedin.com/in/JANE-DOE\nash.example\nnonsense"))
    assert (done.added, done.known, done.unreadable, done.leads) == (2, 0, ((3, "nonsense"),), 2)
    assert await suppressed() == {jane, cleo}
    done = await keep.suppress(parsed("ash.example, info@shared.example <BEN@north.example>"))
    assert (done.added, done.known, done.leads) == (2, 0, 2)
    assert await suppressed() == {jane, ben, cleo, info}
    await keep.edit([ben], "email", "moss@elsewhere.example")
    assert ben in await suppressed()  # the address before is hers as well
    (new,) = await kept.add({"name": "New", "website": "ash.example"})
    assert new in await suppressed()
    domain = next(entry.id for entry in await keep.suppressions("ash", 0, 9) if entry.kind is SuppressedBy.DOMAIN)
    assert await keep.unsuppress([domain, 999]) == 1
    assert await suppressed() == {jane, ben, info}
    await keep.undo()
    assert await suppressed() == {jane, ben, cleo, info, new}


async def test_people_are_suppressed_from_the_table(kept: Kept) -> None:
    jane, ben, cleo = await kept.add(JANE, BEN, CLEO)
    keep = kept.keeping
    done = await keep.suppress_leads([jane, cleo], SuppressedBy.DOMAIN)
    assert (done.added, done.leads) == (2, 2)
    assert [entry.value for entry in await keep.suppressions("", 0, 9)] == ["ash.example", "acme.example"]
    assert (await keep.suppress_leads([jane, ben], SuppressedBy.EMAIL)).added == 2
    assert (await keep.suppress_leads([jane, ben], SuppressedBy.LINKEDIN)).added == 1
    assert await keep.count_suppressions("EXAMPLE") == 4
    assert (await keep.suppress_leads([ben], SuppressedBy.LINKEDIN)).added == 0


@pytest.mark.parametrize(
    ("values", "is_met"),
    [
        ({"website": "acme.example"}, True),
        ({"website": " HTTPS://WWW.Acme.Example./team?x"}, True),
        ({"website": "http://acme.example:8080"}, True),
        ({"website": "shop.de.acme.example#top"}, True),
        ({"email": "Jane <jane@MAIL.acme.example>"}, True),
        ({"email": "jane@acme.example"}, True),
        ({"email": "info@acme.example"}, True),
        ({"website": "https://xn--mller-kva.example/"}, True),
        ({"email": "jane@MÜLLER.example"}, True),
        ({"website": "notacme.example"}, False),
        ({"website": "example"}, False),
        ({"website": "https://other.example/acme.example"}, False),
        ({"email": "acme.example@other.example"}, False),
        ({"phone": "1"}, False),
    ],
)
async def test_a_domain_is_met_with_everything_below_it(kept: Kept, values: dict[str, str], is_met: bool) -> None:
    await kept.add({"name": "One", **values}, CLEO)
    assert (await kept.keeping.suppress(parsed("acme.example\nMüller.example"))).leads == int(is_met)
