"""How the webhook's secret and an inbox elsewhere stand, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.receiver import ReceiverState
from leaddesk.ui import wording
from leaddesk.ui.error_texts import explain


def _tr(text: str) -> str:
    return QCoreApplication.translate("DeliveryWords", text)


def secret_words(state: ReceiverState, *, is_demo: bool) -> str:
    """Where the webhook's secret is kept, and until when the one before it holds. The demo touches no keychain."""
    if state.secret_ending is None:
        return _tr("No secret yet.")
    where = _tr("Kept until you quit") if is_demo else _tr("In the system keychain")
    told = wording.filled(_tr("%1, ends in %2."), where, state.secret_ending) if state.secret_ending else f"{where}."
    if state.old_secret_until is None:
        return told
    until = wording.filled(_tr("The one before is accepted until %1."), wording.day(state.old_secret_until))
    return f"{told} {until}"


def inbox_words(state: ReceiverState) -> str:
    """Empty where there is no inbox elsewhere."""
    if not state.inbox_address:
        return ""
    if state.inbox_trouble is not None:
        return explain(state.inbox_trouble).plain
    if state.inbox_key_ending is None:
        return _tr("Its key is missing.")
    if state.collected_at is None:
        return _tr("Not collected yet.")
    return wording.filled(_tr("Collected %1."), wording.age(state.collected_at))
