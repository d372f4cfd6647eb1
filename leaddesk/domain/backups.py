"""Backups of what LeadDesk keeps: what one is, which are kept, and what going back to one would lose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum

from leaddesk.domain.errors import WorkspaceError

ONE_A_DAY = timedelta(days=1)
"""A backup is due when the last one is older."""

_NEWEST, _DAYS, _WEEKS = 3, 7, 4
_MOST_BYTES = 6 * 1024**3


class BackupUnusable(WorkspaceError):
    """This backup cannot be gone back to; nothing was changed.

    ``reason``: ``gone``, ``damaged``, ``newer`` (of a later LeadDesk) or ``erased`` (somebody was, since).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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
    (UTC), as long as all together stay under ``most_bytes``; the newest one, and the newest that has leads, whatever
    their size: whoever lost all leads without seeing it does not lose the way back as well.
    """
    newest_first = sorted(backups, key=lambda one: one.at, reverse=True)
    wanted: list[Backup] = []
    days: set[date] = set()
    weeks: set[tuple[int, int]] = set()
    for backup in newest_first:
        day, week = backup.at.astimezone(UTC).date(), backup.at.astimezone(UTC).isocalendar()[:2]
        is_first_of_day = day not in days and len(days) < _DAYS
        is_first_of_week = week not in weeks and len(weeks) < _WEEKS
        if len(wanted) < _NEWEST or is_first_of_day or is_first_of_week:
            wanted.append(backup)
        days.add(day)
        weeks.add(week)
    dear = {*newest_first[:1], *[backup for backup in newest_first if backup.leads][:1]}
    left = most_bytes - sum(backup.size for backup in dear)
    fitting = set(dear)
    for backup in wanted:
        if backup not in dear:
            left -= backup.size
            if left < 0:
                break
            fitting.add(backup)
    return tuple(backup for backup in newest_first if backup in fitting)


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether it is time for one; also where the clock was set back behind the last one."""
    return last is None or not now - ONE_A_DAY < last <= now
