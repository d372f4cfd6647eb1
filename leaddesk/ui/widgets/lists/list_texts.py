"""The words about a provider's lists. A page whose lists hold something else than leads overrides what differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.call_budget import ReadingPrice
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lists import KeptList, Reading, ReadingState, Remark
from leaddesk.domain.providers import Provider
from leaddesk.ui import wording
from leaddesk.ui.commands import Cost
from leaddesk.ui.error_texts import explain
from leaddesk.ui.widgets.lists.list_times import when

_CONTEXT = "ListTexts"
_NO_SUCH_LIST, _NO_ACCESS, _KEY_REFUSED = "NothingThere", "NoAccess", "KeyRefused"
"""Types of ``domain.errors``, as ``Reading.trouble`` names them."""
ANSWERS = frozenset({_NO_SUCH_LIST, _NO_ACCESS, _KEY_REFUSED})
"""Those that say the same every time: ``ListTexts.trouble`` knows all about them."""

WORTH_A_WORD = 0.0005
"""Of the month's calls; what is less would be told as nothing, or as too much."""


@dataclass(frozen=True)
class Told:
    """What stands in the place of rows: what is missing, why, and one thing to do about it."""

    icon: str
    title: str
    text: str = ""
    button: str = ""
    act: Callable[[], object] | None = None
    cost: Cost = Cost.NONE
    calls: int = 0
    """What pressing the button costs where calls are counted; 0 for nothing said."""


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate(_CONTEXT, text, None, n if n < 0 else wording.plural(n))


class ListTexts:
    """What is said of the lists of one provider. All texts are plain, never markup."""

    cost = Cost.FREE
    """What a call costs: FREE where calls are not counted, NONE where a button tells their number."""

    tells_rate = True
    """Whether it is worth a word how many requests a second a reading makes."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider

    # -- what a list is

    def name(self, kept: KeptList) -> str:
        return " ".join(kept.name.split())

    def about(self, kept: KeptList) -> str:
        """One quiet sentence beside the name; empty for none."""
        del kept
        return ""

    def icon(self, kept: KeptList) -> str:
        """For the rail."""
        del kept
        return "list"

    def counted(self, count: int) -> str:
        """``700 leads``."""
        return _tr("%Ln {lead|leads}", count)

    def size(self, kept: KeptList) -> str:
        """How many are in the list, for the rail; a dash where nothing is known."""
        if kept.told is not None:
            return wording.number(kept.told)
        return wording.number(kept.rows) if kept.rows or kept.read_at is not None else "–"

    # -- how far it was read

    def state(self, kept: KeptList, *, is_reading: bool) -> tuple[str, bool]:
        """The second line in the rail, and whether it is a warning."""
        reading = kept.reading
        if is_reading and reading is not None and reading.total is not None:
            pattern = _tr("Reading: %1 of %2")
            return wording.filled(pattern, wording.number(reading.read), wording.number(reading.total)), False
        if is_reading:
            return _tr("Reading now"), False
        if not kept.is_listed:
            return _tr("Not in your account any more"), True
        if reading is None:
            return _tr("Not read yet"), False
        if reading.state is ReadingState.COMPLETE:
            return wording.filled(_tr("Read %1"), when(kept.read_at or reading.began_at)), False
        if reading.state is ReadingState.STOPPED:
            return self._stopped(reading), True
        if reading.state is ReadingState.CANCELLED and kept.read_at is not None:
            return wording.filled(_tr("Read %1"), when(kept.read_at)), False
        if kept.read_at is not None:
            return wording.filled(_tr("Read %1, refresh paused"), when(kept.read_at)), True
        words = {
            ReadingState.PAUSED: _tr("First %1 kept, reading paused"),
            ReadingState.CANCELLED: _tr("First %1 kept, reading cancelled"),
        }.get(reading.state, _tr("First %1 kept, reading broke off"))
        return wording.filled(words, wording.number(kept.rows)), True

    def progress(self, kept: KeptList, reading: Reading, price: ReadingPrice) -> tuple[str, str]:
        """While it is read: the title, and the quieter sentence after it."""
        if reading.total is not None:
            title = wording.filled(_tr("%1 of %2 read"), wording.number(reading.read), self.counted(reading.total))
            return title, self.rest(price)
        title = wording.filled(_tr("Reading page %1"), wording.number(reading.next_page or 1))
        so_far = wording.filled(_tr("%1 so far."), self.counted(reading.read)) if reading.read else ""
        unknown = wording.filled(_tr("%1 does not say how many there are."), self.provider.title)
        del kept
        return title, " ".join(part for part in (so_far, unknown) if part)

    def rest(self, price: ReadingPrice) -> str:
        """What is left of a reading whose end is known: ``39 calls to go, about 6 min 30 s, 0.3% of the month``."""
        parts = [_tr("%Ln {call|calls} to go", price.calls)]
        if price.seconds >= 1:
            parts.append(wording.filled(_tr("about %1"), wording.duration(price.seconds)))
        if price.share is not None and price.share >= WORTH_A_WORD:
            parts.append(wording.filled(_tr("%1 of the month"), share(price.share)))
        return ", ".join(parts)

    def price_mark(self, price: ReadingPrice) -> tuple[Cost, int]:
        """The mark on a button that reads on: its cost, and the number of calls where those are counted, else 0."""
        return (self.cost, 0) if self.cost is not Cost.NONE else (Cost.NONE, price.calls)

    def remark(self, remark: Remark, kept: KeptList) -> str:
        """A whole sentence about what was noticed; empty where nothing has to be said."""
        title = self.provider.title
        sentences = {
            Remark.REPEATED: _tr("Some came more than once while the list was read; each is shown once."),
            Remark.ODD_LINKS: wording.filled(
                _tr("%1 named odd next pages; the pages were read in their own order."), title
            ),
            Remark.ENDLESS: wording.filled(
                _tr("%1 went on without an end; reading stopped when nothing new came."), title
            ),
            Remark.CHANGED: _tr("The list changed while it was read, so it was read again."),
            Remark.MAYBE_MISSING: _tr("Some may be missing: the list changed while it was read. Refresh to be sure."),
            Remark.SHORT: wording.filled(
                _tr("Some may be missing: %1 says there are %2."),
                title,
                wording.number((kept.reading.total if kept.reading else None) or 0),
            ),
            Remark.NEW_COLUMNS: _tr("It has columns that it did not have before."),
        }
        return sentences[remark]

    def unread_price(self, price: ReadingPrice) -> str:
        """A whole sentence about what reading a list costs that was not read yet; empty where calls are free."""
        del price
        return ""

    # -- what stands in the place of rows

    def unread(self, kept: KeptList, price: ReadingPrice) -> Told:
        """Before anything of the list was read."""
        del kept, price
        return Told("list", _tr("Not read yet"), _tr("Read it once, and it is here offline as well."))

    def empty(self, kept: KeptList) -> Told:
        """The list was read in full and holds nothing."""
        del kept
        return Told(
            "list", _tr("This list is empty"), wording.filled(_tr("%1 has nothing in it."), self.provider.title)
        )

    def stopped(self, kept: KeptList, error: LeadDeskError | None) -> Told:
        """Nothing came before reading stopped. ``error`` is None where LeadDesk was started again since."""
        if error is not None:
            words = explain(error)
            return Told("warning", words.title, words.advice)
        return Told("warning", self.trouble(kept.reading.trouble if kept.reading else ""))

    def trouble(self, name: str) -> str:
        """A whole sentence about what stopped a reading some time ago; ``name`` is that of the error's type."""
        title = self.provider.title
        sentences = {
            _NO_SUCH_LIST: _tr("%1 has no such list any more (404)."),
            _NO_ACCESS: _tr("%1 does not let this key at the list (403)."),
            _KEY_REFUSED: _tr("%1 did not accept the key (401)."),
            "NoKey": _tr("There was no %1 key."),
            "AskedToSlowDown": _tr("%1 asked us to slow down."),
            "MonthUsedUp": _tr("The calls of the month were used up."),
            "ProviderFailed": _tr("%1 had a problem of its own."),
            "Unreachable": _tr("We could not reach %1."),
            "TooSlow": _tr("%1 took too long."),
            "AddressRefused": _tr("The address of %1 in Settings cannot be used."),
            "NoKeychain": _tr("There was no keychain to take the %1 key from."),
            "KeychainNotAnswering": _tr("The keychain did not answer."),
            "KeychainRefused": _tr("The keychain did not give the %1 key."),
        }
        return wording.filled(sentences.get(name, _tr("%1 did not give what was asked.")), title)

    def way_on(self, trouble: str) -> str:
        """What to do after it, as a whole sentence; ``trouble`` is the name of the error's type."""
        known = {
            _NO_SUCH_LIST: _tr("Check the list, then go on."),
            _NO_ACCESS: _tr("Check the key and the list, then go on."),
            _KEY_REFUSED: _tr("Check the key in Settings, then go on."),
            "NoKey": _tr("Add it in Settings; reading goes on then."),
        }
        return known.get(trouble, _tr("Go on when it works again."))

    def _stopped(self, reading: Reading) -> str:
        known = {
            _NO_SUCH_LIST: _tr("No such list any more (404)"),
            _NO_ACCESS: _tr("No access to this list (403)"),
            _KEY_REFUSED: _tr("Key not accepted (401)"),
        }
        stopped = wording.filled(_tr("Stopped at page %1"), wording.number(reading.next_page))
        return known.get(reading.trouble, stopped)


def share(part: float) -> str:
    """A part of the month's calls as ``0.3%``; never less than ``0.1%`` for something."""
    percent = max(0.1, round(part * 100, 1)) if part > 0 else 0.0
    return f"{wording.number(percent)}%"
