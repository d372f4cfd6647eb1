"""What came of adding leads, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.imports import Imported, Reject
from leaddesk.ui import wording

_CONTEXT = "Collected"


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate(_CONTEXT, text, None, n if n < 0 else wording.plural(n))


def result_title(done: Imported) -> str:
    """``212 added, 18 were there already, 3 merged.``"""
    parts = []
    if done.new:
        parts.append(_tr("%Ln added", done.new))
    if done.known:
        parts.append(_tr("%Ln {was|were} there already", done.known))
    if done.merged:
        parts.append(_tr("%Ln merged", done.merged))
    return f"{', '.join(parts)}." if parts else _tr("Nothing was added.")


def result_advice(done: Imported, list_name: str) -> str:
    """Where they are, and what was left out; may be empty."""
    parts = []
    if list_name and (done.new or done.known or done.merged):
        parts.append(wording.filled(_tr("All of them are in “%1”."), wording.shortened(list_name, 40)))
    erased = done.rejected.get(Reject.ERASED, 0)
    others = sum(done.rejected.values()) - erased
    if erased:
        parts.append(_tr("%Ln {was|were} left out, for they asked to be erased.", erased))
    if others:
        parts.append(_tr("%Ln {row tells|rows tell} of nobody and {was|were} left out.", others))
    return " ".join(parts)
