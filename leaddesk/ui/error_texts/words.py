"""What the words for an error are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

_FACT = re.compile("%([a-z]+)")


@dataclass(frozen=True)
class ErrorWords:
    """What a banner or a dialog says."""

    title: str
    """What happened: a whole sentence."""
    advice: str
    """What it means and what to do."""
    button: str = ""
    settings_page: str = ""
    """The Settings page that the button opens; empty for no button."""

    @property
    def plain(self) -> str:
        """Both sentences as one text."""
        return f"{self.title} {self.advice}".strip()


def tr(text: str, **facts: object) -> str:
    """``text`` translated, each ``%name`` in it replaced by that fact."""
    # In one go: a provider's own words may hold "%name" themselves.
    return _FACT.sub(lambda place: str(facts.get(place[1], place[0])), QCoreApplication.translate("Errors", text))


def settings_words(title: str, advice: str, page: str) -> ErrorWords:
    """Words with a button that opens ``page`` of Settings."""
    return ErrorWords(title, advice, tr("Open Settings"), page)
