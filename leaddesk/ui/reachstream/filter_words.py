"""A filter as a sentence."""

from __future__ import annotations

import unicodedata
from html import escape

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.filter import Filter
from leaddesk.ui import wording
from leaddesk.ui.reachstream.field_titles import field_title

_MOST_VALUES = 6
_TURNING = {"R", "AL", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI", "PDF", "PDI"}
_LONGEST_VALUE = 60


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("FilterWords", text, None, n)


def sentence(filter: Filter, *, rich: bool, most_fields: int = 16) -> str:
    """``Job title is any of A or B, and country is C.``; the fields in bold where ``rich`` (HTML, values escaped).

    Only the first ``most_fields`` are told in full, the rest as a number; long columns of values are told by their
    first, and very long values by their beginning.
    """
    if filter.is_empty:
        return _tr("No value is chosen yet. Every field that you fill narrows the search.")
    parts = [_part(name, values, rich=rich, first=index == 0) for index, (name, values) in enumerate(filter.chosen)]
    told = parts[:most_fields]
    left = len(parts) - len(told)
    if left:
        told.append(_tr("%Ln more {field|fields}", left))
    return _tr(", and ").join(told) + "."


def _isolated(value: str) -> str:
    """A value that runs from right to left must not turn the sentence around it (Unicode's isolates, UAX #9)."""
    turning = any(unicodedata.bidirectional(letter) in _TURNING for letter in value)
    return f"\u2068{value}\u202c\u2069" if turning else value


def _part(name: str, values: tuple[str, ...], *, rich: bool, first: bool) -> str:
    title = field_title(name)
    label = title.inside[0].upper() + title.inside[1:] if first else title.inside
    most = len(values) if len(values) <= _MOST_VALUES + 1 else _MOST_VALUES
    shown = [_isolated(wording.shortened(value, _LONGEST_VALUE)) for value in values[:most]]
    if rich:
        label, shown = f"<b>{escape(label)}</b>", [escape(value) for value in shown]
    left = len(values) - len(shown)
    if left:
        shown.append(_tr("%Ln {other|others}", left))
    verb = _tr("%1 is %2") if len(values) == 1 else _tr("%1 is any of %2")
    return wording.filled(verb, label, wording.alternatives(shown))
