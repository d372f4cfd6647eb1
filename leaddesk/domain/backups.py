"""Backups of what LeadDesk keeps: what one is, which are kept, and what going back to one would lose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

ONE_A_DAY = timedelta(days=1)
"""A backup is due when the last one is older."""

_NEWEST, _DAYS, _WEEKS = 3, 7, 4
_MOST_BYTES = 6 * 1024**3


class Why(Enum):
    """What a backup was made for. The value is a part of its name on the disk."""

    DAILY = "daily"
    BY_HAND = "by-hand"
    BEFORE_RESTORE = "before-restore"
    BEFORE_MIGRATION = "before-update"
    BEFORE_DELETING = "before-deleting"
    AFTER_ERASING = "after-erasing"
    """The first without whoever was erased; all before it were deleted."""


@dataclass(frozen=True)
class Backup:
    """One backup: a folder with a copy of each database, written and verified before it got its name."""

    name: str
    """Its folder's name; what tells it from others."""
    at: datetime
    """Aware. When it was begun: it holds everything that was kept by then."""
    why: Why
    leads: int
    """Those that were shown then: not in the trash."""
    size: int
    """Bytes on the disk."""
    last_lead: int = 0
    """The largest ``LeadId`` that was given by then."""
    last_step: int = 0
    """The newest step of the history by then."""
    erased: int = 0
    """Marks of erased people that it knows. One that knows fewer than My Leads may still hold such a person."""


@dataclass(frozen=True)
class Loss:
    """What going back to a backup takes away. All of it is in the backup that is made before."""

    leads: int
    """Leads that came since."""
    steps: int
    """Changes that were made since."""


@dataclass(frozen=True)
class Restored:
    """What going back did."""

    backup: Backup
    """The one that is in force now."""
    before: Backup | None
    """What was there before; None where that was too damaged to be copied, and was put aside as it is."""


def kept(backups: Iterable[Backup], most_bytes: int = _MOST_BYTES) -> tuple[Backup, ...]:
    """Those worth their room, newest first.

    The newest three, the newest of each of the last seven days that have one and of each of the last four such weeks
    (UTC), as long as all together stay under ``most_bytes``; the newest one whatever its size.
    """
    wanted, days, weeks = [], set(), set()
    for backup in sorted(backups, key=lambda one: one.at, reverse=True):
        day, week = backup.at.date(), backup.at.isocalendar()[:2]
        is_first_of_day = day not in days and len(days) < _DAYS
        is_first_of_week = week not in weeks and len(weeks) < _WEEKS
        if len(wanted) < _NEWEST or is_first_of_day or is_first_of_week:
            wanted.append(backup)
        days.add(day)
        weeks.add(week)
    fitting, size = [], 0
    for backup in wanted:
        size += backup.size
        if fitting and size > most_bytes:
            break
        fitting.append(backup)
    return tuple(fitting)


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether it is time for one; also where the clock was set back behind the last one."""
    return last is None or not now - ONE_A_DAY < last <= now
