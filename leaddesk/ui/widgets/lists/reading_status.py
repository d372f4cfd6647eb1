"""What is said about a list and its reading: one sentence that begins strong, remarks, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.call_budget import ReadingPrice
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lists import KeptList, Reading, ReadingState, Remark, RowState
from leaddesk.ui import wording
from leaddesk.ui.error_texts import explain
from leaddesk.ui.widgets.lists.list_texts import ANSWERS, ListTexts
from leaddesk.ui.widgets.lists.list_times import date, when


class Standing(Enum):
    """How a list stands, for what its card looks like."""

    UNREAD = auto()
    READING = auto()
    RESTS = auto()
    """It broke off, or was paused: it can be gone on with."""
    STOPPED = auto()
    """By an error; it can be gone on with."""
    DONE = auto()
    DOUBTFUL = auto()
    """Done, with a remark that is worth a look."""


@dataclass(frozen=True)
class Status:
    """What the card says."""

    standing: Standing
    title: str
    """Ends with its full stop or colon."""
    detail: str = ""

    @property
    def can_go_on(self) -> bool:
        return self.standing in {Standing.RESTS, Standing.STOPPED}


_WORTH_A_LOOK = {Remark.MAYBE_MISSING, Remark.SHORT, Remark.ENDLESS}


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("ReadingStatus", text, None, n if n < 0 else wording.plural(n))


def status_of(
    kept: KeptList,
    texts: ListTexts,
    *,
    price: ReadingPrice,
    is_reading: bool,
    error: LeadDeskError | None,
    wait: float = 0,
) -> Status:
    """What is to be said of ``kept`` now.

    ``is_reading``: whether this LeadDesk reads it now; ``error``: what stopped it, where that is still known; ``wait``:
    seconds that are left of a pause that the provider asked for.
    """
    reading = kept.reading
    if is_reading and wait > 0:
        return _slowed(kept, texts, wait)
    if reading is None:
        beginning = wording.filled(_tr("Asking %1."), texts.provider.title)
        unread = Status(Standing.UNREAD, _tr("Not read yet."), texts.unread_price(price))
        return Status(Standing.READING, beginning) if is_reading else unread
    if is_reading:
        return _reading(kept, reading, texts, price)
    if error is not None or reading.state is ReadingState.STOPPED:
        return _stopped(kept, reading, texts, price, error)
    if reading.state is ReadingState.COMPLETE:
        return _complete(kept, reading, texts)
    page, those = wording.number(reading.next_page), _kept(kept, texts)
    rests = " ".join(part for part in (those, _to_go(texts, price)) if part)
    if reading.state is ReadingState.PAUSED:
        return Status(Standing.RESTS, wording.filled(_tr("Paused before page %1."), page), rests)
    if reading.state is ReadingState.READING:
        title = wording.filled(_tr("LeadDesk was closed while it read page %1."), page)
        return Status(Standing.RESTS, title, rests)
    return Status(
        Standing.DOUBTFUL, _tr("Reading was cancelled."), f"{those} {_tr('Reading it again begins with page 1.')}"
    )


def about_words(kept: KeptList, texts: ListTexts, *, is_reading: bool) -> str:
    """What the list is; while it is not read in full, also when it was."""
    about, is_full = texts.about(kept), kept.reading is not None and kept.reading.state is ReadingState.COMPLETE
    if kept.read_at is None or (is_full and not is_reading):
        return about
    read = wording.filled(_tr("Last read in full %1."), when(kept.read_at))
    if not about:
        return read
    return f"{about} {read}" if about.endswith((".", "…")) else f"{about}. {read}"


def change_counts(kept: KeptList) -> tuple[int, int, int, int]:
    """How many leads are new, changed and gone since the list was read before, and how many had gone by then."""
    reading = kept.reading
    if reading is None or reading.since is None:
        return 0, 0, 0, kept.gone_rows
    return reading.new, reading.changed, reading.gone, kept.gone_rows - reading.gone


def change_words(kept: KeptList, texts: ListTexts, shown: RowState, *, is_reading: bool) -> tuple[str, str]:
    """What stands beside those numbers: whole, and where there is little room."""
    reading = kept.reading
    if reading is None or reading.since is None:  # in its first reading
        words = texts.counted(kept.rows) if kept.rows else ""
        return words, words
    since = date(reading.since)
    only = {
        RowState.NEW: _tr("Only what is new since %1."),
        RowState.CHANGED: _tr("Only what has changed since %1."),
        RowState.GONE: _tr("All that are gone, the latest first."),
    }
    if shown in only:
        words = wording.filled(only[shown], since)
        return words, words
    at_the_end = _tr("Gone leads are known at the end.")
    if reading.new or reading.changed or (reading.gone and reading.state is ReadingState.COMPLETE):
        words = wording.filled(_tr("since %1."), since)
        return (f"{words} {at_the_end}", words) if is_reading else (words, words)
    words = texts.counted(kept.rows)  # that nothing has changed is said by the status
    return (f"{_tr('Nothing new or changed so far.')} {at_the_end}", words) if is_reading else (words, words)


def _reading(kept: KeptList, reading: Reading, texts: ListTexts, price: ReadingPrice) -> Status:
    if reading.pages_read and reading.next_page == 1 and Remark.CHANGED not in reading.remarks:
        title = _tr("Looking at page 1 again.")
        detail = wording.filled(_tr("%1. Whether the list changed meanwhile shows there."), texts.counted(reading.read))
        return Status(Standing.READING, title, detail)
    title, detail = texts.progress(kept, reading, price)
    if Remark.CHANGED in reading.remarks:
        detail = f"{_tr('The list changed while it was read, so it is read again.')} {detail}"
    return Status(Standing.READING, f"{title}.", detail)


def _slowed(kept: KeptList, texts: ListTexts, wait: float) -> Status:
    words = _tr("%1 asks us to slow down. Going on in %2. Nothing is lost.")
    detail = wording.filled(words, texts.provider.title, wording.duration(max(1.0, wait)))
    page = kept.reading.next_page if kept.reading is not None else 1
    return Status(Standing.READING, wording.filled(_tr("Waiting before page %1."), wording.number(page or 1)), detail)


def _stopped(
    kept: KeptList, reading: Reading, texts: ListTexts, price: ReadingPrice, error: LeadDeskError | None
) -> Status:
    title = wording.filled(_tr("Stopped at page %1:"), wording.number(reading.next_page))
    trouble = type(error).__name__ if error is not None else reading.trouble
    why = texts.trouble(trouble) if error is None or trouble in ANSWERS else explain(error).title
    parts = [why, _kept(kept, texts) if kept.rows else "", texts.way_on(trouble), _to_go(texts, price)]
    return Status(Standing.STOPPED, title, " ".join(part for part in parts if part))


def _complete(kept: KeptList, reading: Reading, texts: ListTexts) -> Status:
    read_at = kept.read_at or reading.ended_at or reading.began_at
    title = wording.filled(_tr("%1, read in full %2."), texts.counted(kept.rows), when(read_at))
    parts = []
    if reading.since is not None:
        counts = [
            (reading.new, _tr("%Ln new", reading.new)),
            (reading.changed, _tr("%Ln changed", reading.changed)),
            (reading.gone, _tr("%Ln gone", reading.gone)),
        ]
        said = ", ".join(words for count, words in counts if count) or _tr("Nothing new, changed or gone")
        parts.append(wording.filled(_tr("%1 since %2."), said, date(reading.since)))
    parts += [texts.remark(remark, kept) for remark in Remark if remark in reading.remarks]
    doubtful = bool(reading.remarks & _WORTH_A_LOOK)
    return Status(Standing.DOUBTFUL if doubtful else Standing.DONE, title, " ".join(part for part in parts if part))


def _to_go(texts: ListTexts, price: ReadingPrice) -> str:
    """What going on costs, as a whole sentence; empty where calls are not counted, or nobody knows how many."""
    return "" if price.share is None or price.is_least else f"{texts.rest(price)}."


def _kept(kept: KeptList, texts: ListTexts) -> str:
    if not kept.rows:
        return _tr("Nothing is kept yet.")
    return wording.filled(_tr("%1 kept."), texts.counted(kept.rows))
