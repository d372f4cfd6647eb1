"""What a person does to leads by hand, each act by its name, with nothing but plain JSON in and out.

So it makes no difference where it is done: a few leads in a thread of the window, many in the working process, since
the session extension and whatever counts many leads in Python would keep the window from painting for that long.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leaddesk.domain.lead_history import Step
from leaddesk.domain.leads import LeadList, ListMix
from leaddesk.domain.suppression import SuppressedBy, Wanted
from leaddesk.workspace.leads import edits, erasing, history, lists, suppression, tags, trash

if TYPE_CHECKING:
    import apsw

FEW = 2_000
"""Leads that a thread does something to without being felt."""
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
    """Do it, and return what came of it as plain JSON. In a write transaction of its own. Raises what the act raises."""
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


def list_from(said: Any) -> LeadList:
    """What acts that make a list return."""
    return LeadList(*said)


def step_from(said: Any) -> Step | None:
    """What ``undo`` and ``redo`` return."""
    return None if said is None else Step(*said)


Recording = history.Recording


def _create_list(connection: apsw.Connection, recording: Recording, act: Act) -> list[Any]:
    return _told(lists.create(connection, recording, *act.values, act.leads or ()))


def _mix(connection: apsw.Connection, recording: Recording, act: Act) -> list[Any]:
    one, other, how, name = act.values
    return _told(lists.mix(connection, recording, one, other, ListMix(how), name=name))


def _suppress(connection: apsw.Connection, recording: Recording, act: Act) -> list[int]:
    wanted = [Wanted(SuppressedBy(kind), value) for kind, value in zip(*[iter(act.values[0].split("\n"))] * 2)]
    return [len(wanted), *suppression.add(connection, recording, wanted, act.at)]


def _suppress_leads(connection: apsw.Connection, recording: Recording, act: Act) -> list[int]:
    wanted = suppression.named_by(connection, act.leads or (), SuppressedBy(act.values[0]))
    return [len(wanted), *suppression.add(connection, recording, wanted, act.at)]
