"""What a person does to leads by hand, each act by its name, with nothing but plain JSON in and out.

So it makes no difference where it is done: a few leads in a thread of the window, many in the working process, since
the session extension and whatever counts many leads in Python would keep the window from painting for that long.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leaddesk.domain.lead_history import Step
from leaddesk.domain.leads import LeadList, ListMix
from leaddesk.domain.mailboxes import is_shared
from leaddesk.domain.suppression import SuppressedBy, Wanted
from leaddesk.workspace.leads import edits, erasing, history, lists, suppression, tags, trash
from leaddesk.workspace.leads.picking import ids

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.leads.history import Recording

FEW = 2_000
"""Leads that a thread does something to without being felt."""
_READ = 20_000
"""Leads that it looks at without being felt."""
_LIGHT = 256 * 1024
"""The same in bytes of changesets."""


@dataclass(frozen=True)
class Act:
    """Something to be done."""

    name: str
    """One of ``STEPS`` (a word of the history) or of ``OTHERS``."""
    at: float
    """Seconds since 1970."""
    leads: Collection[int] | None = None
    """For those that want leads; None where they may be all."""
    values: tuple[Any, ...] = ()
    """What else it wants: plain JSON."""


def do(connection: apsw.Connection, act: Act) -> Any:
    """Do it, and return what came of it as plain JSON. In a write transaction. Raises what the act raises."""
    if act.name in OTHERS:
        return OTHERS[act.name](connection, act)
    change = STEPS[act.name]
    return history.record(connection, act.name, lambda recording: change(connection, recording, act), at=act.at)


def is_many(connection: apsw.Connection, act: Act) -> bool:
    """Whether it is for the working process. Answered within a few milliseconds."""
    if act.leads is not None and len(act.leads) > FEW:
        return True
    size = _SIZES.get(act.name)
    return size is not None and size(connection, act)


def lines_of(entries: Iterable[Wanted]) -> str:
    """What ``suppress`` wants: a hundred thousand entries as one text, as that becomes JSON at a stroke."""
    return "\n".join(f"{entry.kind.value} {entry.value}" for entry in entries)


def list_from(said: Any) -> LeadList:
    """What acts that make a list return."""
    return LeadList(*said)


def step_from(said: Any) -> Step | None:
    """What ``undo`` and ``redo`` return."""
    return None if said is None else Step(*said)


def _create_list(connection: apsw.Connection, recording: Recording, act: Act) -> list[Any]:
    name, colour = act.values
    return _told(lists.create(connection, recording, name, colour, act.leads or ()))


def _mix(connection: apsw.Connection, recording: Recording, act: Act) -> list[Any]:
    one, other, how, name = act.values
    return _told(lists.mix(connection, recording, one, other, ListMix(how), name=name))


def _suppress(connection: apsw.Connection, recording: Recording, act: Act) -> list[int]:
    if act.leads is not None:
        wanted = suppression.named_by(connection, act.leads, SuppressedBy(act.values[0]))
    else:
        lines = [line.partition(" ") for line in act.values[0].split("\n") if line]
        wanted = tuple(Wanted(SuppressedBy(kind), value) for kind, _, value in lines)
    return [len(wanted), *suppression.add(connection, recording, wanted, act.at)]


def _walk(go: Callable[..., Step | None]) -> Callable[[apsw.Connection, Act], list[Any] | None]:
    def walk(connection: apsw.Connection, act: Act) -> list[Any] | None:
        step = go(connection, at=act.at)
        return None if step is None else [step.id, step.act, dict(step.facts), step.at, step.is_undone]

    return walk


def _told(made: LeadList) -> list[Any]:
    return [made.id, made.name, made.colour, made.leads]


STEPS: Mapping[str, Callable[[apsw.Connection, Recording, Act], Any]] = {
    "edit": lambda connection, recording, act: edits.edit(
        connection, recording, act.leads or (), *act.values, at=act.at
    ),
    "note": lambda connection, recording, act: tags.set_note(
        connection, recording, act.leads or (), act.values[0], act.at
    ),
    "tag": lambda connection, recording, act: tags.tag(connection, recording, act.leads or (), *act.values),
    "untag": lambda connection, recording, act: tags.untag(connection, recording, act.leads or (), *act.values),
    "list-create": _create_list,
    "list-rename": lambda connection, recording, act: lists.rename(connection, recording, *act.values),
    "list-colour": lambda connection, recording, act: lists.colour(connection, recording, *act.values),
    "list-duplicate": lambda connection, recording, act: _told(lists.duplicate(connection, recording, *act.values)),
    "list-delete": lambda connection, recording, act: lists.delete(connection, recording, *act.values),
    "list-move": lambda connection, recording, act: lists.move(connection, recording, *act.values),
    "list-mix": _mix,
    "list-add": lambda connection, recording, act: lists.add(connection, recording, act.values[0], act.leads or ()),
    "list-remove": lambda connection, recording, act: lists.remove(
        connection, recording, act.values[0], act.leads or ()
    ),
    "trash": lambda connection, recording, act: trash.put(connection, recording, act.leads or ()),
    "restore": lambda connection, recording, act: trash.restore(connection, recording, act.leads or ()),
    "suppress": _suppress,
    "unsuppress": lambda connection, recording, act: suppression.remove(connection, recording, *act.values),
}
"""Each is one step of the history, which calls it so."""

OTHERS: Mapping[str, Callable[[apsw.Connection, Act], Any]] = {
    "purge": lambda connection, act: trash.purge(connection, act.leads, act.at),
    "erase": lambda connection, act: erasing.erase(connection, act.leads or (), act.at),
    "undo": _walk(history.undo),
    "redo": _walk(history.redo),
}


def _is_long(connection: apsw.Connection, act: Act) -> bool:
    """Whether the lists that it names have many leads."""
    named = [value for value in act.values if isinstance(value, int)]
    question = "SELECT count(*) FROM (SELECT 1 FROM carray(?) CROSS JOIN list_leads ON list = value LIMIT ?)"
    return bool(connection.execute(question, (ids(named), FEW + 1)).get > FEW)


def _is_long_step(which: str) -> Callable[[apsw.Connection, Act], bool]:
    size = "(SELECT coalesce(sum(length(changes)), 0) FROM history_parts WHERE step = history.id)"
    question = f"SELECT act, {size} FROM history WHERE {which} LIMIT 1"  # noqa: S608 - ours

    def is_long(connection: apsw.Connection, _: Act) -> bool:
        found = connection.execute(question).fetchone()
        if found is None:
            return False
        act, length = found
        return length > _LIGHT or ("suppress" in act and _is_large(connection))

    return is_long


def _is_told_of_at_length(connection: apsw.Connection, act: Act) -> bool:
    """Whether the history has much to be looked through, or the trash, where all of it goes, much to be emptied."""
    if connection.execute("SELECT coalesce(sum(length(changes)), 0) FROM history_parts").get > _LIGHT:
        return True
    return act.leads is None and trash.count(connection) > FEW


def _is_large(connection: apsw.Connection) -> bool:
    return bool(connection.execute("SELECT coalesce(max(id), 0) FROM leads").get > _READ)


def _has_many_suppressed(connection: apsw.Connection, _: Act) -> bool:
    return bool(connection.execute("SELECT count(*) FROM suppressed").get > FEW)


def _asks_about_all(connection: apsw.Connection, act: Act) -> bool:
    """Whether many leads are looked at for the entries: by each domain and shared mailbox, all of them."""
    if not _is_large(connection):
        return False
    if act.leads is not None:
        return bool(act.values[0] != SuppressedBy.LINKEDIN.value)
    entries = [line.partition(" ") for line in act.values[0].split("\n", FEW)]
    return len(entries) > FEW or any(
        kind == SuppressedBy.DOMAIN.value or (kind == SuppressedBy.EMAIL.value and is_shared(value))
        for kind, _, value in entries
    )


_SIZES: Mapping[str, Callable[[apsw.Connection, Act], bool]] = {
    **dict.fromkeys(("list-duplicate", "list-delete", "list-mix"), _is_long),
    **dict.fromkeys(("purge", "erase"), _is_told_of_at_length),
    "suppress": _asks_about_all,
    "unsuppress": _has_many_suppressed,
    "undo": _is_long_step("undone = 0 ORDER BY id DESC"),
    "redo": _is_long_step("undone = 1 ORDER BY id"),
}
