"""The sentences of the review: why two leads are asked about, who they are, and where they come from."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.errors import LeadDeskError, LeadsBusy
from leaddesk.domain.leads import Field, Lead, SourceKind
from leaddesk.domain.likely import Pair, Reason
from leaddesk.domain.providers import PROVIDERS
from leaddesk.ui import wording
from leaddesk.ui.error_texts import explain
from leaddesk.ui.leads.review.choosing import says_the_same

_PROVIDERS = {provider.id: provider.title for provider in PROVIDERS}
_DOUBTS = {Reason.OTHER_PROFILE, Reason.OTHER_ID, Reason.OTHER_NAME}


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("Review", text, None, n if n < 0 else wording.plural(n))


def name_of(lead: Lead) -> str:
    """Who it is, by the best that is known."""
    first, last = (lead.values.get(field.value, "") for field in (Field.FIRST_NAME, Field.LAST_NAME))
    names = (lead.values.get(Field.NAME.value), f"{first} {last}".strip())
    others = (lead.values.get(field.value) for field in (Field.EMAIL, Field.LINKEDIN, Field.PHONE, Field.COMPANY))
    return next((value for value in (*names, *others) if value), _tr("No name"))


def short(pair: Pair) -> str:
    """For the list: ``Same name, same company · Alpwerk AG``."""
    alike = {
        Reason.SAME_NAME_AND_COMPANY: _tr("Same name, same company"),
        Reason.SAME_NAME_AND_PHONE: _tr("Same name, same phone"),
        Reason.SAME_EMAIL: _tr("Same e-mail address"),
        Reason.SAME_MARK: _tr("Same profile or id"),
    }
    said = next((words for reason, words in alike.items() if reason in pair.reasons), _tr("Much alike"))
    company = pair.left.values.get(Field.COMPANY.value) or pair.right.values.get(Field.COMPANY.value)
    return f"{said} · {company}" if company else said


def verdict(pair: Pair) -> str:
    """How likely it is, before the reasons."""
    return _tr("Maybe one person.") if pair.reasons & _DOUBTS else _tr("Probably one person.")


def reasons(pair: Pair) -> str:
    """What is the same, and what speaks against it or differs: whole sentences."""
    alike = []
    if Reason.SAME_NAME_AND_COMPANY in pair.reasons:
        alike.append(_tr("same name at the same company"))
    if Reason.SAME_NAME_AND_PHONE in pair.reasons:
        alike.append(_tr("same phone") if alike else _tr("same name and same phone"))
    if Reason.SAME_EMAIL in pair.reasons:
        alike.append(_tr("same e-mail address"))
    if Reason.SAME_MARK in pair.reasons:
        alike.append(_tr("same LinkedIn profile or same id at a provider"))
    same = ", ".join(alike)
    sentences = [f"{same[:1].upper()}{same[1:]}."] if same else []
    differs = {
        Reason.OTHER_NAME: _tr("The names differ."),
        Reason.OTHER_PROFILE: _tr("The LinkedIn profiles differ."),
        Reason.OTHER_ID: _tr("One provider knows them under different ids."),
    }
    sentences += [words for reason, words in differs.items() if reason in pair.reasons]
    emails = [lead.values.get(Field.EMAIL.value, "") for lead in (pair.left, pair.right)]
    if all(emails) and not says_the_same(Field.EMAIL.value, emails[0], emails[1]):
        sentences.append(_tr("The e-mail addresses differ."))
    return " ".join(sentences)


def came_from(lead: Lead) -> str:
    """Its newest source and how many more: ``fairs-2026.csv, 2 Oct, and 1 more``."""
    if not lead.records:
        return ""
    source = max((record.source for record in lead.records), key=lambda one: one.at)
    name = _PROVIDERS.get(source.kind.value, source.name)
    if source.kind is SourceKind.HAND:
        name = _tr("Typed by hand")
    told = wording.filled(_tr("%1, %2"), name, wording.day(source.at))
    more = len({record.source.id for record in lead.records}) - 1
    return wording.filled(_tr("%1, and %Ln more", more), told) if more else told


def problem(error: LeadDeskError) -> tuple[str, str]:
    """What happened, and what can be done about it."""
    if isinstance(error, LeadsBusy):
        told = _tr("Nothing was changed. Go on when it is done.")
        return _tr("An import is writing to My Leads now."), told
    words = explain(error)
    return words.title, words.advice
