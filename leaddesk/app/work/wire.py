"""How an error crosses from the working process to the window: by its name and its facts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from leaddesk.domain import errors as e
from leaddesk.domain.errors import LeadDeskError

_FACTS: Mapping[type[LeadDeskError], tuple[str, ...]] = {
    e.FileUnreadable: ("path", "reason"),
    e.CannotWrite: ("path", "reason"),
    e.DiskFull: ("path", "reason"),
    e.WorkspaceNewer: ("path", "found", "known"),
    e.WorkspaceUnusable: ("path", "reason"),
    e.NameTaken: ("name",),
    e.ListGone: (),
    e.StepOverwritten: ("act",),
    e.LeadsBusy: (),
    e.LeadsDamaged: ("path",),
    e.PurchasesDamaged: ("path",),
    e.PurchaseBlocked: ("number",),
    e.WorkBroken: ("name",),
}
"""The errors that a job may raise, and the arguments that make them again."""
_BY_NAME = {kind.__name__: kind for kind in _FACTS}


def told(error: LeadDeskError) -> dict[str, Any] | None:
    """``error`` as JSON; None for a type that no job is expected to raise."""
    facts = _FACTS.get(type(error))
    if facts is None:
        return None
    values = (getattr(error, fact, "") for fact in facts)
    return {"type": type(error).__name__, "facts": [str(one) if isinstance(one, Path) else one for one in values]}


def heard(said: Mapping[str, Any]) -> LeadDeskError:
    """The error that ``told`` made ``said`` of."""
    kind = _BY_NAME[said["type"]]
    values = [Path(value) if fact == "path" else value for fact, value in zip(_FACTS[kind], said["facts"], strict=True)]
    return kind(*values)
