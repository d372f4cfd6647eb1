"""The titles of Leadsopedia's fields: of contacts, downloads, searches and the account."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_CONTEXT = "LeadsopediaFields"

FIRST_COLUMNS = ("first_name", "last_name", "title", "company", "email", "city", "country")
"""Of a contact; shown before anybody chooses columns."""


def title_of(name: str) -> str:
    """The translated title of a documented field; an unknown name as it is."""
    title = _TITLES.get(name)
    return QCoreApplication.translate(_CONTEXT, title) if title is not None else name


def _marked(text: str) -> str:
    return str(QT_TRANSLATE_NOOP(_CONTEXT, text))


_TITLES: Mapping[str, str] = {
    "id": _marked("Leadsopedia id"),
    "email": _marked("E-mail"),
    "first_name": _marked("First name"),
    "last_name": _marked("Last name"),
    "title": _marked("Title"),
    "company": _marked("Company"),
    "phone": _marked("Phone"),
    "city": _marked("City"),
    "state": _marked("State"),
    "region": _marked("Region"),
    "country": _marked("Country"),
    "date_added": _marked("Added"),
    "name": _marked("Name"),
    "address": _marked("Address"),
    "status": _marked("Status"),
    "date_created": _marked("Created"),
    "filename": _marked("File name"),
    "extension": _marked("Kind of file"),
    "url": _marked("Address of the file"),
    "type": _marked("Type"),
    "lead_count": _marked("Leads found"),
    "total_contacts": _marked("Contacts"),
    "credits_total": _marked("Credits in all"),
    "credits_used": _marked("Credits used"),
    "credits_left": _marked("Credits left"),
}
