"""Why a row is not taken, and what an import did, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.imports import Imported, Reject
from leaddesk.ui import wording

_CONTEXT = "ImportWords"


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate(_CONTEXT, text, None, n if n < 0 else wording.plural(n))


def reject_words(reject: Reject) -> str:
    """A reason, short enough for a cell."""
    return {
        Reject.EMPTY: _tr("No: it has no value"),
        Reject.NOBODY: _tr("No: nobody can be told from it"),
        Reject.BAD_EMAIL: _tr("No: its e-mail address is none"),
        Reject.TOO_LARGE: _tr("No: too many columns, or a cell over 1 MiB"),
        Reject.UNREADABLE: _tr("No: it cannot be read"),
        Reject.SUPPRESSED: _tr("No: suppressed"),
        Reject.ERASED: _tr("No: erased on request"),
    }[reject]


def outcome_words(imported: Imported) -> str:
    """``4,102 rows read: 3,870 new, 212 merged, 20 rejected.``"""
    rejected = sum(imported.rejected.values())
    parts = [
        wording.filled(_tr("%1 new"), wording.number(imported.new)) if imported.new else "",
        wording.filled(_tr("%1 merged"), wording.number(imported.merged)) if imported.merged else "",
        wording.filled(_tr("%1 known already"), wording.number(imported.known)) if imported.known else "",
        wording.filled(_tr("%1 rejected"), wording.number(rejected)) if rejected else "",
    ]
    told = ", ".join(part for part in parts if part) or _tr("nothing to take")
    return f"{_tr('%Ln {row|rows} read', imported.read)}: {told}."


def rejected_words(imported: Imported) -> str:
    """How many rows were rejected for each reason, a line each."""
    reasons = {
        Reject.EMPTY: _tr("without any value"),
        Reject.NOBODY: _tr("without a name, e-mail address, phone number or profile"),
        Reject.BAD_EMAIL: _tr("with an e-mail address that is none, and nothing else"),
        Reject.TOO_LARGE: _tr("with too many columns or a cell over 1 MiB"),
        Reject.UNREADABLE: _tr("that cannot be read: a quotation mark is not closed, or the text is broken"),
        Reject.SUPPRESSED: _tr("of suppressed people"),
        Reject.ERASED: _tr("of people who were erased on request"),
    }
    counted = sorted(imported.rejected.items(), key=lambda one: -one[1])
    return "\n".join(f"{wording.number(count)} {reasons[reject]}" for reject, count in counted if count)
