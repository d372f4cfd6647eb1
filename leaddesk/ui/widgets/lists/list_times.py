"""When a list was read, as it stands inside a sentence: "today, 07:12", "3 days ago", "on 9 September"."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from leaddesk.ui import wording

_WEEK = 7


def when(moment: datetime, now: datetime | None = None) -> str:
    """``today, 07:12``, ``yesterday, 18:02``, ``3 days ago``, ``on 9 September``. ``moment`` is aware."""
    here, today = moment.astimezone(), (now or datetime.now(UTC)).astimezone()
    days = (today.date() - here.date()).days
    clock = QLocale().toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)
    if days <= 0:  # a clock that was set back must not make an age of "tomorrow"
        return wording.filled(_tr("today, %1"), clock)
    if days == 1:
        return wording.filled(_tr("yesterday, %1"), clock)
    if days < _WEEK:
        return _tr("%Ln {day|days} ago", days)
    return wording.filled(_tr("on %1"), date(moment, now))


def date(moment: datetime, now: datetime | None = None) -> str:
    """``today, 07:12``, ``yesterday``, ``9 September``, ``9 September 2025``: what something is counted since."""
    here, today = moment.astimezone(), (now or datetime.now(UTC)).astimezone()
    days = (today.date() - here.date()).days
    if days <= 0:
        clock = QLocale().toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)
        return wording.filled(_tr("today, %1"), clock)
    if days == 1:
        return _tr("yesterday")
    form = "d MMMM" if here.year == today.year else "d MMMM yyyy"
    return QLocale().toString(QDate(here.year, here.month, here.day), form)


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("ListTimes", text, None, n if n < 0 else wording.plural(n))
