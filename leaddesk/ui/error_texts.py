"""The words for every expected error, and the only place with them: what happened, what it means, what to do.

Each type of ``domain/errors.py`` has one entry; ``tests/unit/ui/test_error_texts.py`` fails when one is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from leaddesk.domain import errors as e
from leaddesk.domain.providers import PROVIDERS, REACHSTREAM, REACTIN
from leaddesk.domain.saved_filters import SavedFilterGone
from leaddesk.ui import wording

_TITLES = {provider.id: provider.title for provider in PROVIDERS}
_FACT = re.compile("%([a-z]+)")
_OWN_FILES = {"settings.json", "leaddesk.db"}
"""Those that LeadDesk keeps itself: nobody chose their place, and nobody else has them open."""
_SOON = 86_400
"""Seconds up to which the next month is told as a time from now, and not as a day."""


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


def explain(error: e.LeadDeskError) -> ErrorWords:
    """The words for ``error``."""
    for kind in type(error).__mro__:
        words = _WORDS.get(kind)
        if words is not None:
            return words(error)
    raise LookupError(f"no words for {type(error).__name__}")


def _tr(text: str, **facts: object) -> str:
    # In one go: a provider's own words may hold "%name" themselves.
    return _FACT.sub(lambda place: str(facts.get(place[1], place[0])), QCoreApplication.translate("Errors", text))


def _name(error: e.ProviderError) -> str:
    return _TITLES.get(error.provider, error.provider)


def _said(error: Any) -> str:
    return _tr("It said: “%said”.", said=wording.shortened(error.said, 120)) if error.said else ""


def _kept(error: e.ProviderError) -> str:
    """What is not lost: ReachStream is asked with a filter, of the others lists are read page by page."""
    if error.provider == REACHSTREAM.id:
        return _tr("Your filter is kept as it is.")
    return _tr("What was read is kept.")


def _system(error: Any) -> str:
    return _tr("The system says: %reason.", reason=error.reason) if error.reason else ""


def _settings(title: str, advice: str, page: str) -> ErrorWords:
    return ErrorWords(title, advice, _tr("Open Settings"), page)


def _no_key(error: Any) -> ErrorWords:
    return _settings(
        _tr("There is no %name key yet.", name=_name(error)),
        _tr("Nothing was sent. Add your key in Settings."),
        error.provider,
    )


def _no_list(error: Any) -> ErrorWords:
    title = _tr("There is no list to ask %name for.", name=_name(error))
    return ErrorWords(title, _tr("It can only be asked for a SmartList. Add one in its tab, then test again."))


def _key_refused(error: Any) -> ErrorWords:
    advice = _tr("It answered %status. Check the key, or make a new one in your account.", status=error.status)
    if error.provider != REACHSTREAM.id:
        advice = f"{advice} {_kept(error)}"
    return _settings(_tr("%name does not accept this key.", name=_name(error)), advice, error.provider)


def _no_access(error: Any) -> ErrorWords:
    if error.provider == REACTIN.id:
        title = _tr("This key has no access to this list.")
        advice = _tr(
            "ReactIn answered %status. Check that list and key belong to the same organization.", status=error.status
        )
    else:
        title = _tr("%name does not let this key at what you asked for.", name=_name(error))
        advice = _tr("It answered %status. Check that it belongs to the same account as the key.", status=error.status)
    return _settings(title, f"{advice} {_kept(error)}", error.provider)


def _credits(error: Any) -> ErrorWords:
    title = _tr("There are not enough credits.")
    if error.available is not None and error.requested is not None:
        have, want = wording.number(error.available), wording.number(error.requested)
        return ErrorWords(title, _tr("You have %have and asked for %want. Nothing was spent.", have=have, want=want))
    advice = _tr("%name answered 402. Nothing was spent. Add credits in your account.", name=_name(error))
    return ErrorWords(title, advice)


def _nothing_there(error: Any) -> ErrorWords:
    if error.provider == REACHSTREAM.id:
        advice = _tr("It answered 404. Check the address in Settings; the default is right for most people.")
        return _settings(_tr("%name has nothing under this address.", name=_name(error)), advice, error.provider)
    # No way to Settings: a list that was deleted is no trouble of key or address, which a passed test would take back.
    if error.provider == REACTIN.id:
        title = _tr("ReactIn has no such list, or no longer.")
        advice = _tr("It answered 404. Check the two ids of the list; if no list is found, the address in Settings.")
    else:
        title = _tr("%name has nothing like this, or no longer.", name=_name(error))
        advice = _tr(
            "It answered 404. It may be deleted there; if nothing is found at all, check the address in Settings."
        )
    return ErrorWords(title, f"{advice} {_kept(error)}")


def _slow_down(error: Any) -> ErrorWords:
    advice = (
        _tr("Try again in %wait. Nothing is lost.", wait=wording.duration(error.wait))
        if error.wait
        else _tr("We waited and tried again, without luck. Try again in a minute. Nothing is lost.")
    )
    return ErrorWords(_tr("%name asks us to slow down.", name=_name(error)), advice)


def _month(error: Any) -> ErrorWords:
    title = _tr("All %limit %name calls of this month are made.", limit=wording.number(error.limit), name=_name(error))
    left = -wording.seconds_since(error.until)
    if left < _SOON:
        when = _tr("You can ask again in %time.", time=wording.duration(max(left, 60)))
    else:
        when = _tr("You can ask again from %day on.", day=wording.day(error.until))
    return ErrorWords(title, f"{_kept(error)} {when}")


def _request_refused(error: Any) -> ErrorWords:
    title = _tr("%name did not take this request (%status).", name=_name(error), status=error.status)
    return ErrorWords(title, f"{_said(error)} {_kept(error)}".strip())


def _failed(error: Any) -> ErrorWords:
    return ErrorWords(
        _tr("%name has a problem of its own (%status).", name=_name(error), status=error.status),
        _tr("Your work is kept. Try again in a few minutes."),
    )


_REASONS = {
    "name": "Its address was not found. Check your internet connection, and the address in Settings.",
    "refused": "Nothing answers at its address. Check your internet connection, and the address in Settings.",
    "tls": "A secure connection was not possible. A proxy or a virus scanner may be in the way; nothing was sent.",
    "cut": "The connection broke. Your work is kept; try again.",
    "network": "Check your internet connection. Your work is kept; try again.",
}


def _unreachable(error: Any) -> ErrorWords:
    return ErrorWords(_tr("We cannot reach %name.", name=_name(error)), _tr(_REASONS[error.reason]))


def _too_slow(error: Any) -> ErrorWords:
    title = _tr("%name took longer than %time.", name=_name(error), time=wording.duration(error.seconds))
    return ErrorWords(title, _tr("We stopped waiting. Your work is kept; try again."))


def _unreadable(error: Any) -> ErrorWords:
    title = _tr("%name sent an answer that we cannot read.", name=_name(error))
    advice = (
        _tr("It sent a web page instead of data. A proxy or a sign-in page of your network may be in the way.")
        if error.found == "html"
        else _tr("Try again; if it stays, the service may have changed. Your work is kept.")
    )
    return ErrorWords(title, advice)


def _too_large(error: Any) -> ErrorWords:
    size = wording.number(error.limit // (1024 * 1024))
    title = _tr("%name sent far too much data.", name=_name(error))
    return ErrorWords(title, _tr("We stopped reading at %size MiB to protect this computer. Try again.", size=size))


def _redirect(error: Any) -> ErrorWords:
    title = _tr("%name points to another address.", name=_name(error))
    advice = (
        _tr("We did not follow to %host: your key stays with the address in Settings.", host=error.host)
        if error.host
        else _tr("We did not follow: your key stays with the address in Settings.")
    )
    return _settings(title, advice, error.provider)


_ADDRESS_REASONS = {
    "scheme": "It must begin with https://.",
    "plain": "It must begin with https://, so that nobody can read your key on the way.",
    "host": "It has no readable host name.",
    "credentials": "It must not hold a user name, a password, “?” or “#”.",
}


def _address(error: Any) -> ErrorWords:
    return ErrorWords(_tr("This address cannot be used."), _tr(_ADDRESS_REASONS[error.reason]))


_KEY_REASONS = {
    "empty": "Paste the key first.",
    "long": "It is far too long. Paste the key alone.",
    "characters": "It holds spaces, line breaks or letters that no key has. Copy the key alone and paste it again.",
}


def _key_unusable(error: Any) -> ErrorWords:
    return ErrorWords(_tr("This does not look like a key."), _tr(_KEY_REASONS[error.reason]))


def _no_keychain(error: Any) -> ErrorWords:
    del error
    advice = _tr("You can keep the key until you quit. LeadDesk never writes it into a file.")
    return ErrorWords(_tr("This computer has no keychain that we can use."), advice)


def _keychain_silent(error: Any) -> ErrorWords:
    advice = _tr(
        "We waited %time. It may be locked: unlock it and try again, or keep the key until you quit.",
        time=wording.duration(error.seconds),
    )
    return ErrorWords(_tr("The keychain does not answer."), advice)


def _keychain_refused(error: Any) -> ErrorWords:
    advice = _tr("It answered with %kind. Unlock it and try again, or keep the key until you quit.", kind=error.kind)
    return ErrorWords(_tr("The keychain said no."), advice)


_FILTER_REASONS = {
    "empty": "The clipboard holds no text.",
    "json": "The clipboard holds no filter as JSON. Copy the whole text, from { to }.",
    "shape": "The filter is not built as ReachStream documents it.",
    "fields": "None of its fields is one of ReachStream’s.",
}


def _filter(error: Any) -> ErrorWords:
    advice = f"{_tr(_FILTER_REASONS[error.reason])} {_tr('Your filter is unchanged.')}"
    return ErrorWords(_tr("This is not a filter."), advice)


def _cannot_write(error: Any) -> ErrorWords:
    title = _tr("“%name” cannot be written.", name=error.path.name or str(error.path))
    advice = _tr("Close it in other programs, or choose another place.")
    if error.path.name in _OWN_FILES:
        advice = _tr(
            "What changes now is kept only until you quit. LeadDesk must be allowed to write to its own folder."
        )
    return ErrorWords(title, f"{_system(error)} {advice}".strip())


def _disk_full(error: Any) -> ErrorWords:
    title = _tr("There is no room for “%name”.", name=error.path.name or str(error.path))
    advice = _tr("The disk is full. Nothing was left half written. Make room, or choose another place.")
    if error.path.name in _OWN_FILES:
        advice = _tr("The disk is full. Nothing was left half written. Until you make room, nothing new is kept.")
    return ErrorWords(title, advice)


def _demo(_: Any) -> ErrorWords:
    advice = _tr("Nothing is lost. Quit LeadDesk and open the demo again; the log tells more.")
    return ErrorWords(_tr("The demo did not start."), advice)


def _newer(error: Any) -> ErrorWords:
    del error
    title = _tr("Your data was written by a newer LeadDesk.")
    return ErrorWords(title, _tr("It was left untouched. Install the newer LeadDesk to open it."))


def _workspace(error: Any) -> ErrorWords:
    title = _tr("LeadDesk cannot use its folder.")
    advice = _tr("Filters, lists and settings are not kept until this is mended: %path", path=error.path)
    return ErrorWords(title, f"{_system(error)} {advice}".strip())


def _name_taken(error: Any) -> ErrorWords:
    return ErrorWords(_tr("“%name” is there already.", name=error.name), _tr("Choose another name, or replace it."))


def _gone(error: Any) -> ErrorWords:
    del error
    title = _tr("This saved filter is not there any more.")
    return ErrorWords(title, _tr("It was deleted in another window of LeadDesk. The other filters are untouched."))


def _list_known(error: Any) -> ErrorWords:
    title = _tr("This list is there already, as “%name”.", name=error.name)
    return ErrorWords(title, _tr("Choose it at the left. Nothing was changed."))


def _list_gone(error: Any) -> ErrorWords:
    del error
    title = _tr("This list is not kept any more.")
    return ErrorWords(title, _tr("It was removed in another window of LeadDesk. The other lists are untouched."))


def _read_elsewhere(error: Any) -> ErrorWords:
    title = _tr("Another LeadDesk reads “%name” now.", name=error.name)
    return ErrorWords(title, _tr("So this one stopped. What was read is kept, and the other one goes on."))


_WORDS: dict[type, Callable[[Any], ErrorWords]] = {
    e.NoKey: _no_key,
    e.NoListToAsk: _no_list,
    e.KeyRefused: _key_refused,
    e.NoAccess: _no_access,
    e.NotEnoughCredits: _credits,
    e.NothingThere: _nothing_there,
    e.AskedToSlowDown: _slow_down,
    e.MonthUsedUp: _month,
    e.RequestRefused: _request_refused,
    e.ProviderFailed: _failed,
    e.Unreachable: _unreachable,
    e.TooSlow: _too_slow,
    e.UnreadableAnswer: _unreadable,
    e.AnswerTooLarge: _too_large,
    e.RedirectRefused: _redirect,
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
}
