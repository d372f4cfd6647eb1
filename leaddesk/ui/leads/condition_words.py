"""Conditions, and the values that they are about, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.lead_views import Condition, Test
from leaddesk.domain.leads import SOURCES, SUPPRESSED, SourceKind
from leaddesk.ui import wording
from leaddesk.ui.column_titles import title_of

_LONGEST = 32


def _tr(text: str) -> str:
    return QCoreApplication.translate("ConditionWords", text)


def value_words(column: str, value: str) -> str:
    """A value as it is shown: what LeadDesk itself wrote is translated, everything else stays as it is."""
    if column == SOURCES:
        return _source_words().get(value, value)
    if column == SUPPRESSED and value:
        return _tr("Suppressed")
    return value or _tr("No value")


def chip_words(condition: Condition) -> str:
    """As short as a chip: ``Country: Germany + 2``. A negated one is struck through by whoever paints it."""
    title = title_of(condition.column)
    if condition.test is Test.EMPTY:
        words = _tr("%1: not empty") if condition.negated else _tr("%1: empty")
        return wording.filled(words, title)
    pattern = {
        Test.IS: _tr("%1: %2"),
        Test.CONTAINS: _tr("%1 contains %2"),
        Test.BEFORE: _tr("%1 before %2"),
        Test.AFTER: _tr("%1 from %2"),
    }[condition.test]
    shown = [wording.shortened(value_words(condition.column, value), _LONGEST) for value in condition.values]
    more = f" + {wording.number(len(shown) - 1)}" if len(shown) > 1 else ""
    return wording.filled(pattern, title, (shown[0] if shown else "–") + more)


def is_struck(condition: Condition) -> bool:
    """Whether its chip is struck through: "not empty" says itself that it is negated."""
    return condition.negated and condition.test is not Test.EMPTY


def sentence(condition: Condition) -> str:
    """The whole of it: ``Title does not contain “intern” or “trainee”``."""
    values = [f"“{value_words(condition.column, value)}”" for value in condition.values]
    pattern = asked_words(condition.test, negated=condition.negated)
    return " ".join([title_of(condition.column), pattern, wording.alternatives(values)]).strip()


def asked_words(test: Test, *, negated: bool) -> str:
    """What a condition asks, between its column and its values."""
    plain, turned = {
        Test.IS: (_tr("is"), _tr("is not")),
        Test.CONTAINS: (_tr("contains"), _tr("does not contain")),
        Test.EMPTY: (_tr("is empty"), _tr("is not empty")),
        Test.BEFORE: (_tr("is before"), _tr("is not before")),
        Test.AFTER: (_tr("is, or comes after"), _tr("does not come after")),
    }[test]
    return turned if negated else plain


def meant(column: str, words: str) -> str:
    """The value that ``value_words`` shows as ``words``."""
    known = {shown: value for value, shown in _source_words().items()} if column == SOURCES else {}
    return known.get(words, words)


def _source_words() -> dict[str, str]:
    return {
        SourceKind.REACHSTREAM.value: "ReachStream",
        SourceKind.REACTIN.value: "ReactIn",
        SourceKind.LEADSOPEDIA.value: "Leadsopedia",
        SourceKind.FILE.value: _tr("File import"),
        SourceKind.HAND.value: _tr("Typed by hand"),
    }
