"""The sentences about backups."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from leaddesk.domain.backups import Backup, Loss, Why
from leaddesk.domain.errors import LeadDeskError, LeadsBusy
from leaddesk.ui import wording
from leaddesk.ui.error_texts import explain


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("Backups", text, None, n if n < 0 else wording.plural(n))


def why(backup: Backup) -> str:
    """What it was made for."""
    return {
        Why.DAILY: _tr("Made once a day"),
        Why.BY_HAND: _tr("Made by you"),
        Why.BEFORE_RESTORE: _tr("Made before going back to another one"),
        Why.BEFORE_MIGRATION: _tr("Made before an update"),
        Why.BEFORE_DELETING: _tr("Made before many leads were deleted"),
        Why.AFTER_ERASING: _tr("Made after somebody was erased"),
    }[backup.why]


def when(backup: Backup) -> str:
    """``Today, 09:41``, ``12 Nov, 09:41``: several may be of one day."""
    here, said = backup.at.astimezone(), wording.day(backup.at)
    if here.date() == datetime.now(UTC).astimezone().date():
        return said
    clock = QLocale().toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)
    return wording.filled(_tr("%1, %2"), said, clock)


def leads(count: int) -> str:
    return _tr("%Ln {lead|leads}", count)


def size(backup: Backup) -> str:
    return QLocale().formattedDataSize(backup.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def loss(lost: Loss | None) -> str:
    """What going back takes away."""
    if lost is None:
        return _tr("My Leads is damaged: what came after this backup cannot be told.")
    if not lost.leads and not lost.steps:
        return _tr("Nothing was changed since.")
    came, made = _tr("%Ln {lead|leads} that came since", lost.leads), _tr("%Ln {change|changes} made since", lost.steps)
    told = wording.listing([words for words, count in ((came, lost.leads), (made, lost.steps)) if count])
    return wording.filled(_tr("It takes away %1."), told)


def last(moment: datetime | None) -> str:
    """For the status bar: ``Backup 40 min ago.``; empty where there is none."""
    return wording.filled(_tr("Backup %1."), wording.age(moment)) if moment is not None else ""


def problem(error: LeadDeskError) -> tuple[str, str]:
    """What happened, and what can be done about it."""
    if isinstance(error, LeadsBusy):
        return _tr("Somebody is writing to My Leads now."), _tr("Nothing was changed. Try again when it is done.")
    words = explain(error)
    return words.title, words.advice
