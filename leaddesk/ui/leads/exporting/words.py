"""The words of exports from My Leads: destinations, what was verified of them, and what a check found."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.export_profiles import (
    AS_SHOWN,
    LINKEDIN,
    VCARD,
    DateForm,
    Fault,
    Form,
    PhoneForm,
    Preflight,
    Problem,
    Profile,
    ProfileColumn,
    Written,
)
from leaddesk.domain.exports import BookKind, CsvKind, FileKind
from leaddesk.ui import wording
from leaddesk.ui.column_titles import title_of


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("ExportWords", text, None, n if n < 0 else wording.plural(n))


def name_of(profile: Profile) -> str:
    """What a profile is called."""
    return profile.name or {
        AS_SHOWN: _tr("As shown"),
        "hubspot": _tr("HubSpot contacts"),
        "salesforce": _tr("Salesforce leads"),
        "pipedrive": _tr("Pipedrive people"),
        "mailchimp": _tr("Mailchimp"),
        "google": _tr("Google Contacts"),
        "outlook": _tr("Outlook"),
        LINKEDIN: _tr("LinkedIn matched audience"),
        VCARD: _tr("vCard"),
    }.get(profile.id, profile.id)


def destination_of(profile: Profile) -> str:
    """Who refuses or takes a row: ``Salesforce``."""
    return {
        "hubspot": "HubSpot",
        "salesforce": "Salesforce",
        "pipedrive": "Pipedrive",
        "mailchimp": "Mailchimp",
        "google": "Google",
        "outlook": "Outlook",
        LINKEDIN: "LinkedIn",
    }.get(profile.id, "")


def description_of(profile: Profile) -> str:
    """What it is for, and what was verified."""
    if profile.is_own:
        return _tr("Your own profile.")
    return {
        AS_SHOWN: _tr("The columns of the table, with the values that it shows."),
        "hubspot": _tr(
            "HubSpot updates a contact that has the same e-mail address. It needs a first name, a last name or an "
            "e-mail address in each row. UTF-8, at most 1,048,576 rows and 512 MB a file (20 MB on a free account): "
            "verified with HubSpot’s “Set up import files”, October 2025."
        ),
        "salesforce": _tr(
            "For the Data Import Wizard: 50,000 leads and 100 MB at a time, so more go into numbered files. Last name "
            "and company are required. Verified with Salesforce Help; choose UTF-8 there. Revenue and employees are "
            "written only where they are plain numbers."
        ),
        "pipedrive": _tr(
            "Only the name is needed. At most 50,000 rows and 50 MB a file: verified with Pipedrive’s “Importing: "
            "mandatory fields” and its import guide. Confirm the fields when Pipedrive asks for them."
        ),
        "mailchimp": _tr(
            "An e-mail address in each row, with English letters before the @. The address is one column, its parts "
            "two spaces apart, with GB rather than UK; text over 255 characters is cut by Mailchimp. Verified with "
            "Mailchimp’s “Format guidelines for your import file”."
        ),
        "google": _tr(
            "The header that Google Contacts itself has exported since 2024 was verified with exported files. Google’s "
            "help names 3,000 contacts at a time (not verified anew), so more go into numbered files."
        ),
        "outlook": _tr(
            "For Outlook’s import of contacts from a CSV file, with its English column names. Not verified with a "
            "current Outlook; “Map custom fields” in its import shows what goes where."
        ),
        LINKEDIN: _tr(
            "Fills the template that you download from Campaign Manager; its header is kept to the byte. At least 300 "
            "rows, at most 300,000 and 20 MB, CSV only, countries in two letters: verified with LinkedIn’s "
            "“Requirements for contact targeting lists” and the template’s header."
        ),
        VCARD: _tr(
            "One card for each lead, version 3.0 (RFC 2426), which Google Contacts, Outlook and Apple’s Contacts "
            "import. Classic Outlook takes only the first card of a file."
        ),
    }.get(profile.id, "")


def kind_of(kind: FileKind) -> str:
    return {
        BookKind.XLSX: _tr("Spreadsheet (XLSX)"),
        BookKind.VCARD: _tr("vCard"),
        CsvKind.CRM_IMPORT: _tr("CSV, exact values"),
        CsvKind.SPREADSHEET_SAFE: _tr("CSV, spreadsheet-safe"),
    }[kind]


def phone_form(form: PhoneForm) -> str:
    return {
        PhoneForm.AS_IS: _tr("As they are"),
        PhoneForm.E164: _tr("+4930901820 (E.164)"),
        PhoneForm.INTERNATIONAL: _tr("+49 30 901820"),
        PhoneForm.NATIONAL: _tr("030 901820"),
    }[form]


def date_form(form: DateForm) -> str:
    return {
        DateForm.ISO: _tr("2026-11-21"),
        DateForm.DAY_FIRST: _tr("21.11.2026"),
        DateForm.MONTH_FIRST: _tr("11/21/2026"),
    }[form]


def form_of(form: Form) -> str:
    """For the editor of own profiles; only the forms that it offers."""
    return {
        Form.TEXT: _tr("As it is"),
        Form.FIRST_NAME: _tr("First name, else of the full name"),
        Form.LAST_NAME: _tr("Last name, else of the full name"),
        Form.FULL_NAME: _tr("Full name, else first and last"),
        Form.EMAIL: _tr("E-mail address"),
        Form.PHONE: _tr("Phone number"),
        Form.NUMBER: _tr("Only a plain number"),
        Form.DAY: _tr("Date"),
        Form.MOMENT: _tr("Date and time"),
        Form.DOMAIN: _tr("Bare domain"),
        Form.COUNTRY: _tr("Country in two letters"),
        Form.ADDRESS: _tr("All, joined by commas"),
        Form.TWO_SPACES: _tr("All, two spaces apart"),
        Form.LABEL: _tr("A word where there is a value"),
    }[form]


def source_words(column: ProfileColumn) -> str:
    """What a column holds: ``Phone, else Mobile phone``."""
    if not column.sources:
        return wording.filled(_tr("“%1” in every row"), column.constant) if column.constant else _tr("left empty")
    titles = [title_of(source) for source in column.sources]
    if column.form in {Form.FIRST_NAME, Form.LAST_NAME} and len(titles) > 2:
        return wording.filled(_tr("%1, else of %2"), titles[0], titles[-1])
    if column.form is Form.FULL_NAME:
        return wording.filled(_tr("%1, else its parts"), titles[0])
    if column.form in {Form.ADDRESS, Form.TWO_SPACES}:
        return ", ".join(titles)
    if column.form is Form.LABEL:
        return wording.filled(_tr("“%1” where there is %2"), column.constant or "Work", titles[0])
    words = titles[0]
    for other in titles[1:]:
        words = wording.filled(_tr("%1, else %2"), words, other)
    return wording.filled(_tr("%1, else “%2”"), words, column.constant) if column.constant else words


def problem_words(problem: Problem, profile: Profile) -> str:
    """One sentence: ``143 rows have no Last Name: Salesforce refuses them.``"""
    who = destination_of(profile)
    count = problem.count
    pattern = {
        Fault.MISSING: _tr("%Ln {row has|rows have} no %1: %2 refuses {it|them}.", count),
        Fault.BAD_EMAIL: _tr("%Ln {row has|rows have} an e-mail address that is none: %2 may refuse {it|them}.", count),
        Fault.TWICE: _tr("%Ln {row repeats|rows repeat} the %1 of a row above: %2 keeps one.", count),
        Fault.TOO_LONG: _tr("%Ln {row has|rows have} over %3 characters in %1: %2 refuses or cuts {it|them}.", count),
        Fault.NO_NUMBER: _tr("%Ln {row has|rows have} words or a range in %1: the cell stays empty.", count),
        Fault.ODD_PHONE: _tr("%Ln {row has|rows have} an odd number in %1: it is written as it is.", count),
        Fault.SUPPRESSED: _tr("%Ln {row is|rows are} suppressed and left out.", count),
        Fault.GONE: _tr("%Ln {row is|rows are} no lead any more and left out.", count),
    }[problem.fault]
    groups = wording.alternatives(problem.column.split(" / ")) if problem.column else ""
    return wording.filled(pattern, groups, who or _tr("the destination"), wording.number(problem.limit))


def kept_out_words(problem: Problem) -> str:
    return wording.filled(_tr("%Ln {row is|rows are} left out (%1).", problem.count), short_fault(problem))


def short_fault(problem: Problem) -> str:
    return {
        Fault.MISSING: wording.filled(_tr("no %1"), wording.alternatives(problem.column.split(" / "))),
        Fault.BAD_EMAIL: _tr("bad e-mail address"),
        Fault.TWICE: wording.filled(_tr("%1 repeated"), problem.column),
        Fault.TOO_LONG: wording.filled(_tr("%1 too long"), problem.column),
        Fault.NO_NUMBER: wording.filled(_tr("no number in %1"), problem.column),
        Fault.ODD_PHONE: wording.filled(_tr("odd number in %1"), problem.column),
        Fault.SUPPRESSED: _tr("suppressed"),
        Fault.GONE: _tr("gone"),
    }[problem.fault]


def result_words(found: Preflight, profile: Profile) -> str:
    """The check in one sentence."""
    words = _tr("%Ln {row|rows} will be written", found.rows)
    if found.files > 1:
        words = wording.filled(_tr("%1 to %Ln {file|files}", found.files), words)
    if found.too_few:
        return wording.filled(
            _tr("%1. %2 wants %3 rows at least."), words, destination_of(profile), wording.number(found.too_few)
        )
    if not found.problems:
        return wording.filled(_tr("%1. Nothing to complain about."), words)
    return f"{words}."


def written_title(written: Written) -> str:
    return _tr("%Ln {row|rows} written.", written.rows)


def written_facts(written: Written) -> str:
    """Which files, and what was left out."""
    names = [file.name for file in written.files]
    said = [wording.listing(names) if len(names) <= _MOST_NAMES else f"{names[0]} … {names[-1]}"]
    if written.suppressed:
        said.append(_tr("%Ln suppressed {person was|people were} left out.", written.suppressed))
    if written.gone:
        said.append(_tr("%Ln {row was|rows were} gone.", written.gone))
    if written.cut:
        said.append(_tr("%Ln {cell was|cells were} cut at 32,767 characters.", written.cut))
    return " · ".join(said)


_MOST_NAMES = 3
