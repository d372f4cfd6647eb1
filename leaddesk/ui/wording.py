"""Numbers, lists, ages and durations as a person reads them, in the user's language and locale."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QTime
from PySide6.QtGui import Qt

_CONTEXT = "Wording"
_PLACE = re.compile(r"%([1-9])")
_MOST_COUNTED = 2**31 - 1
_LONGEST_TOOLTIP = 600


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate(_CONTEXT, text, None, n if n < 0 else plural(n))


def filled(pattern: str, *facts: str) -> str:
    """``pattern`` with its ``%1``, ``%2``… replaced in one go: a ``%2`` that stands in the first fact stays there."""
    return _PLACE.sub(lambda place: facts[int(place[1]) - 1] if int(place[1]) <= len(facts) else place[0], pattern)


def plural(count: int) -> int:
    """``count`` as ``tr`` takes it to choose a plural form: Qt's is of 32 bits, and negative means "not counted"."""
    return min(abs(count), _MOST_COUNTED)


def number(value: float) -> str:
    """``2410893`` as ``2,410,893``; a real minus sign."""
    if isinstance(value, int) and abs(value) >= 2**63:  # more than Qt counts
        text = f"{value:,}".replace(",", QLocale().groupSeparator())
    else:
        text = QLocale().toString(value) if isinstance(value, int) else QLocale().toString(value, "g", 12)
    return text.replace("-", "−")


def tooltip(text: str) -> str:
    """``text`` as a tooltip shows it literally and in lines: Qt would take a ``<b>`` in it for HTML."""
    if Qt.mightBeRichText(text) or len(text) > 80:
        return Qt.convertFromPlainText(shortened(text, _LONGEST_TOOLTIP), Qt.WhiteSpaceMode.WhiteSpaceNormal)
    return text


def alternatives(values: Sequence[str]) -> str:
    """``A``, ``A or B``, ``A, B or C``."""
    return _joined(values, _tr("%1 or %2"))


def listing(values: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return _joined(values, _tr("%1 and %2"))


def _joined(values: Sequence[str], pattern: str) -> str:
    if len(values) < 2:
        return "".join(values)
    return filled(pattern, ", ".join(values[:-1]), values[-1])


def seconds_since(moment: datetime) -> float:
    """How long ago ``moment`` (aware) was."""
    return (datetime.now(UTC) - moment).total_seconds()


def age(moment: datetime, now: datetime | None = None) -> str:
    """``just now``, ``2 min ago``, ``3 h ago``, or the day. ``moment`` is aware; one in the future is now."""
    now = now or datetime.now(UTC)
    seconds = (now - moment).total_seconds()
    if seconds < 45:
        return _tr("just now")
    if (minutes := max(1, round(seconds / 60))) < 60:
        return _tr("%Ln min ago", minutes)
    if (hours := round(seconds / 3600)) < 24:
        return _tr("%Ln h ago", hours)
    return day(moment, now)


def short_age(moment: datetime, now: datetime | None = None) -> str:
    """``3 h old``; for values that were kept."""
    seconds = ((now or datetime.now(UTC)) - moment).total_seconds()
    if (minutes := max(1, round(seconds / 60))) < 60:
        return _tr("%Ln min old", minutes)
    if (hours := round(seconds / 3600)) < 48:
        return _tr("%Ln h old", hours)
    return _tr("%Ln {day|days} old", round(seconds / 86400))


def day(moment: datetime, now: datetime | None = None) -> str:
    """``Today, 09:41``, ``12 Nov``, ``12 Nov 2025``."""
    here, today = moment.astimezone(), (now or datetime.now(UTC)).astimezone()
    if here.date() == today.date():
        clock = QLocale().toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)
        return filled(_tr("Today, %1"), clock)
    form = "d MMM" if here.year == today.year else "d MMM yyyy"
    return QLocale().toString(_qt(here).date(), form)


def to_the_second(moment: datetime) -> str:
    """``12 Nov 2025, 09:41:07`` in local time: for what is read line by line."""
    here = _qt(moment.astimezone())
    return f"{QLocale().toString(here.date(), 'd MMM yyyy')}, {here.toString('HH:mm:ss')}"


def exactly(moment: datetime) -> str:
    """The whole date and time in local time, for tooltips."""
    return QLocale().toString(_qt(moment.astimezone()), QLocale.FormatType.LongFormat)


def _qt(moment: datetime) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(int(moment.timestamp() * 1000))


def duration(seconds: float) -> str:
    """``212 ms``, ``24 s``, ``6 min 20 s``, ``2 h 5 min``."""
    if (milliseconds := max(1, round(seconds * 1000))) < 1000:
        return _tr("%Ln ms", milliseconds)
    whole = round(seconds)
    if whole < 60:
        return _tr("%Ln s", whole)
    if whole < 3600:
        minutes, rest = divmod(whole, 60)
        return " ".join([_tr("%Ln min", minutes)] + ([_tr("%Ln s", rest)] if rest else []))
    hours, rest = divmod(round(whole / 60), 60)
    return " ".join([_tr("%Ln h", hours)] + ([_tr("%Ln min", rest)] if rest else []))


def shortened(text: str, longest: int = 60) -> str:
    """``text`` cut to ``longest`` characters with an ellipsis, for titles and messages."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
