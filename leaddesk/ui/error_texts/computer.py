"""The words for what went wrong on this computer: keys, files, LeadDesk's own folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from leaddesk.domain import errors as e
from leaddesk.domain.backups import BackupUnusable
from leaddesk.domain.likely import PairGone
from leaddesk.domain.saved_filters import SavedFilterGone
from leaddesk.ui import wording
from leaddesk.ui.error_texts.words import ErrorWords, tr

_OWN_FILES = {"settings.json", "leaddesk.db", "leads.db", "purchases.db"}
"""Those that LeadDesk keeps itself: nobody chose their place, and nobody else has them open."""


def _system(error: Any) -> str:
    return tr("The system says: %reason.", reason=error.reason) if error.reason else ""


_ADDRESS_REASONS = {
    "scheme": "It must begin with https://.",
    "plain": "It must begin with https://, so that nobody can read your key on the way.",
    "host": "It has no readable host name.",
    "credentials": "It must not hold a user name, a password, “?” or “#”.",
}


def _address(error: Any) -> ErrorWords:
    return ErrorWords(tr("This address cannot be used."), tr(_ADDRESS_REASONS[error.reason]))


_KEY_REASONS = {
    "empty": "Paste the key first.",
    "long": "It is far too long. Paste the key alone.",
    "characters": "It holds spaces, line breaks or letters that no key has. Copy the key alone and paste it again.",
}


def _key_unusable(error: Any) -> ErrorWords:
    return ErrorWords(tr("This does not look like a key."), tr(_KEY_REASONS[error.reason]))


def _no_keychain(error: Any) -> ErrorWords:
    del error
    advice = tr("You can keep the key until you quit. LeadDesk never writes it into a file.")
    return ErrorWords(tr("This computer has no keychain that we can use."), advice)


def _keychain_silent(error: Any) -> ErrorWords:
    advice = tr(
        "We waited %time. It may be locked: unlock it and try again, or keep the key until you quit.",
        time=wording.duration(error.seconds),
    )
    return ErrorWords(tr("The keychain does not answer."), advice)


def _keychain_refused(error: Any) -> ErrorWords:
    advice = tr("It answered with %kind. Unlock it and try again, or keep the key until you quit.", kind=error.kind)
    return ErrorWords(tr("The keychain said no."), advice)


_FILTER_REASONS = {
    "empty": "The clipboard holds no text.",
    "json": "The clipboard holds no filter as JSON. Copy the whole text, from { to }.",
    "shape": "The filter is not built as ReachStream documents it.",
    "fields": "None of its fields is one of ReachStream’s.",
}


def _filter(error: Any) -> ErrorWords:
    advice = f"{tr(_FILTER_REASONS[error.reason])} {tr('Your filter is unchanged.')}"
    return ErrorWords(tr("This is not a filter."), advice)


def _cannot_write(error: Any) -> ErrorWords:
    title = tr("“%name” cannot be written.", name=error.path.name or str(error.path))
    advice = tr("Close it in other programs, or choose another place.")
    if error.path.name in _OWN_FILES:
        advice = tr(
            "What changes now is kept only until you quit. LeadDesk must be allowed to write to its own folder."
        )
    return ErrorWords(title, f"{_system(error)} {advice}".strip())


def _disk_full(error: Any) -> ErrorWords:
    title = tr("There is no room for “%name”.", name=error.path.name or str(error.path))
    advice = tr("The disk is full. Nothing was left half written. Make room, or choose another place.")
    if error.path.name in _OWN_FILES:
        advice = tr("The disk is full. Nothing was left half written. Until you make room, nothing new is kept.")
    return ErrorWords(title, advice)


def _demo(_: Any) -> ErrorWords:
    advice = tr("Nothing is lost. Quit LeadDesk and open the demo again; the log tells more.")
    return ErrorWords(tr("The demo did not start."), advice)


def _newer(error: Any) -> ErrorWords:
    del error
    title = tr("Your data was written by a newer LeadDesk.")
    return ErrorWords(title, tr("It was left untouched. Install the newer LeadDesk to open it."))


def _workspace(error: Any) -> ErrorWords:
    title = tr("LeadDesk cannot use its folder.")
    advice = tr("Filters, lists and settings are not kept until this is mended: %path", path=error.path)
    return ErrorWords(title, f"{_system(error)} {advice}".strip())


def _name_taken(error: Any) -> ErrorWords:
    return ErrorWords(tr("“%name” is there already.", name=error.name), tr("Choose another name, or replace it."))


def _gone(error: Any) -> ErrorWords:
    del error
    title = tr("This saved filter is not there any more.")
    return ErrorWords(title, tr("It was deleted in another window of LeadDesk. The other filters are untouched."))


def _list_known(error: Any) -> ErrorWords:
    title = tr("This list is there already, as “%name”.", name=error.name)
    return ErrorWords(title, tr("Choose it at the left. Nothing was changed."))


def _list_gone(error: Any) -> ErrorWords:
    del error
    title = tr("This list is not kept any more.")
    return ErrorWords(title, tr("It was removed in another window of LeadDesk. The other lists are untouched."))


def _read_elsewhere(error: Any) -> ErrorWords:
    title = tr("Another LeadDesk reads “%name” now.", name=error.name)
    return ErrorWords(title, tr("So this one stopped. What was read is kept, and the other one goes on."))


_FILE_REASONS = {
    "gone": "It is not there any more. Choose it again.",
    "locked": "Another program has it open. Close it there and try again.",
    "empty": "There is nothing in it.",
    "encoding": "Its letters cannot be read in the encoding that is chosen. Choose another one.",
    "not-xlsx": "It is no Excel workbook (.xlsx). Save it as one, or as CSV.",
    "encrypted": "It is protected by a password. Save a copy without one.",
    "too-large": "It would need more memory than is safe. Save the sheet alone, or as CSV.",
    "damaged": "It is damaged. Save it again in the program that it came from.",
    "no-columns": "None of its columns can be filled. Choose the template as it was downloaded.",
    "changed": "It was changed while it was read, so nothing of it was taken. Try again.",
}


def _file_unreadable(error: Any) -> ErrorWords:
    title = tr("“%name” cannot be read.", name=error.path.name or str(error.path))
    known = _FILE_REASONS.get(error.reason)
    return ErrorWords(title, tr(known) if known else f"{_system(error)} {tr('Nothing was changed.')}".strip())


def _overwritten(error: Any) -> ErrorWords:
    del error
    advice = tr("What was done since stands in its way. Nothing was changed.")
    return ErrorWords(tr("This cannot be undone or done again any more."), advice)


def _leads_busy(error: Any) -> ErrorWords:
    del error
    advice = tr("An import or another LeadDesk is writing. Nothing was changed; try again when it is done.")
    return ErrorWords(tr("My Leads cannot be changed at this moment."), advice)


_BACKUP_REASONS = {
    "gone": "This backup is not there any more.",
    "damaged": "This backup is damaged.",
    "newer": "This backup was made by a newer LeadDesk.",
    "erased": "This backup may hold somebody who was erased since, so it is not used any more.",
}


def _backup_unusable(error: Any) -> ErrorWords:
    return ErrorWords(tr(_BACKUP_REASONS[error.reason]), tr("Nothing was changed. Choose another one."))


def _pair_gone(error: Any) -> ErrorWords:
    del error
    advice = tr("One of the two was merged, deleted or erased meanwhile. Nothing was changed.")
    return ErrorWords(tr("This pair is not there any more."), advice)


_JOBS = {
    "import": "The import",
    "export": "The export",
    "prepare": "Preparing the search",
    "keep": "The change",
    "take": "Taking in a delivery",
}


def _work_broken(error: Any) -> ErrorWords:
    title = tr("%work ended before it was done.", work=tr(_JOBS.get(error.name, "The work")))
    advice = tr(
        "Nothing is half done: all of it is there, or nothing. The computer may lack memory; look and try again."
    )
    return ErrorWords(title, advice)


def _leads_damaged(error: Any) -> ErrorWords:
    del error
    advice = tr("What can be read is shown, and nothing is written to it. Settings > Backups brings a backup back.")
    return ErrorWords(tr("The file of My Leads is damaged."), advice, tr("Open Settings"), "backups")


WORDS: Mapping[type, Callable[[Any], ErrorWords]] = {
    e.AddressRefused: _address,
    e.KeyUnusable: _key_unusable,
    e.NoKeychain: _no_keychain,
    e.KeychainNotAnswering: _keychain_silent,
    e.KeychainRefused: _keychain_refused,
    e.DemoNotStarted: _demo,
    e.FilterUnreadable: _filter,
    e.CannotWrite: _cannot_write,
    e.DiskFull: _disk_full,
    e.WorkspaceNewer: _newer,
    e.WorkspaceUnusable: _workspace,
    e.NameTaken: _name_taken,
    e.ListKnown: _list_known,
    e.ListGone: _list_gone,
    e.ReadElsewhere: _read_elsewhere,
    SavedFilterGone: _gone,
    e.FileUnreadable: _file_unreadable,
    e.StepOverwritten: _overwritten,
    e.LeadsBusy: _leads_busy,
    BackupUnusable: _backup_unusable,
    PairGone: _pair_gone,
    e.WorkBroken: _work_broken,
    e.LeadsDamaged: _leads_damaged,
}
