"""What was found in a pasted text, and what is missing, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.smartlists import PastedSmartList
from leaddesk.ui import wording


def _tr(text: str) -> str:
    return QCoreApplication.translate("FoundWords", text)


def found_words(found: PastedSmartList, *, has_key: bool, has_organization: bool, is_pasted: bool) -> str:
    """``has_organization``: whether the organization's id is known by now, from wherever; ``is_pasted``: any text."""
    if not is_pasted:
        return _tr("Or fill in the three fields. ReactIn shows both ids in the code snippet of an API SmartList.")
    parts = []
    if found.organization:
        parts.append(_tr("the organization’s id"))
    if found.list_id:
        parts.append(_tr("the list’s id"))
    if has_key:
        parts.append(_tr("a key, kept apart"))
    said = [wording.filled(_tr("Found: %1."), wording.listing(parts))] if parts else []
    if not parts:
        said.append(_tr("No id was found in this text."))
    if not found.list_id:
        said.append(_tr("Missing: the list’s id."))
    if not found.organization and not has_organization:
        if found.organization_name:
            name = wording.shortened(found.organization_name, 40)
            words = _tr("Missing: the organization’s id. An address holds only its name, “%1”.")
            said.append(wording.filled(words, name))
        else:
            said.append(_tr("Missing: the organization’s id."))
    if len(said) > 1 or not parts:
        said.append(_tr("ReactIn shows both ids in the code snippet of an API SmartList."))
    return " ".join(said)
