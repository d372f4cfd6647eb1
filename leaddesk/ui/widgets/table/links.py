"""Which values may be opened outside LeadDesk, and as what address.

Values come from strangers. Only ``https``, ``http`` and ``mailto`` are ever opened, and never an address that shows one
host and leads to another.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QUrl

from leaddesk.domain.records import Value
from leaddesk.domain.table import Kind
from leaddesk.ui.widgets.table.model import MASK

_LONGEST = 2_000
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"?&#%/]+@[^\s@<>()\[\],;:\\\"?&#%/]+\.[^\s@<>()\[\],;:\\\"?&#%/.]+")
_BARE_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}(:\d{1,5})?([/?#].*)?")
_WEB_START = re.compile(r"https?://", re.IGNORECASE)
_KNOWN_START = re.compile(r"(www\.|([\w-]+\.)*linkedin\.com/)", re.IGNORECASE)


def link_of(value: Value, kind: Kind) -> QUrl | None:
    """The address that ``value`` opens, or None where it is none: masked, unreadable, or of another scheme."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    if not text or len(text) > _LONGEST or MASK in text or not text.isprintable() or " " in text or "\\" in text:
        return None
    if kind is Kind.EMAIL:
        return _mail(text)
    if _WEB_START.match(text):
        return _web(text)
    if (kind is Kind.LINK or _KNOWN_START.match(text)) and _BARE_HOST.fullmatch(text):
        return _web(f"https://{text}")
    return None


def _mail(text: str) -> QUrl | None:
    if not _EMAIL.fullmatch(text):
        return None
    url = QUrl()
    url.setScheme("mailto")
    url.setPath(text)
    return url


def _web(text: str) -> QUrl | None:
    url = QUrl(text, QUrl.ParsingMode.StrictMode)
    if not url.isValid():
        url = QUrl(text, QUrl.ParsingMode.TolerantMode)
    # "https://known.example@stranger.example" leads to the stranger.
    if not url.isValid() or url.scheme() not in {"http", "https"} or not url.host() or url.userInfo():
        return None
    return url
