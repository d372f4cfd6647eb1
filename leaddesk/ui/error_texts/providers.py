"""The words for what went wrong between LeadDesk and a provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from leaddesk.domain import errors as e
from leaddesk.domain.providers import PROVIDERS, REACHSTREAM, REACTIN
from leaddesk.ui import wording
from leaddesk.ui.error_texts.words import ErrorWords, settings_words, tr

_TITLES = {provider.id: provider.title for provider in PROVIDERS}
_SOON = 86_400
"""Seconds up to which the next month is told as a time from now, and not as a day."""


def _name(error: e.ProviderError) -> str:
    return _TITLES.get(error.provider, error.provider)


def _said(error: Any) -> str:
    return tr("It said: “%said”.", said=wording.shortened(error.said, 120)) if error.said else ""


def _kept(error: e.ProviderError) -> str:
    """What is not lost: ReachStream is asked with a filter, of the others lists are read page by page."""
    if error.provider == REACHSTREAM.id:
        return tr("Your filter is kept as it is.")
    return tr("What was read is kept.")


def _no_key(error: Any) -> ErrorWords:
    return settings_words(
        tr("There is no %name key yet.", name=_name(error)),
        tr("Nothing was sent. Add your key in Settings."),
        error.provider,
    )


def _no_list(error: Any) -> ErrorWords:
    title = tr("There is no list to ask %name for.", name=_name(error))
    return ErrorWords(title, tr("It can only be asked for a SmartList. Add one in its tab, then test again."))


def _key_refused(error: Any) -> ErrorWords:
    advice = tr("It answered %status. Check the key, or make a new one in your account.", status=error.status)
    if error.provider != REACHSTREAM.id:
        advice = f"{advice} {_kept(error)}"
    return settings_words(tr("%name does not accept this key.", name=_name(error)), advice, error.provider)


def _no_access(error: Any) -> ErrorWords:
    if error.provider == REACTIN.id:
        title = tr("This key has no access to this list.")
        advice = tr(
            "ReactIn answered %status. Check that list and key belong to the same organization.", status=error.status
        )
    else:
        title = tr("%name does not let this key at what you asked for.", name=_name(error))
        advice = tr("It answered %status. Check that it belongs to the same account as the key.", status=error.status)
    return settings_words(title, f"{advice} {_kept(error)}", error.provider)


def _credits(error: Any) -> ErrorWords:
    title = tr("There are not enough credits.")
    if error.available is not None and error.requested is not None:
        have, want = wording.number(error.available), wording.number(error.requested)
        return ErrorWords(title, tr("You have %have and asked for %want. Nothing was spent.", have=have, want=want))
    advice = tr("%name answered 402. Nothing was spent. Add credits in your account.", name=_name(error))
    return ErrorWords(title, advice)


def _nothing_there(error: Any) -> ErrorWords:
    if error.provider == REACHSTREAM.id:
        advice = tr("It answered 404. Check the address in Settings; the default is right for most people.")
        return settings_words(tr("%name has nothing under this address.", name=_name(error)), advice, error.provider)
    # No way to Settings: a list that was deleted is no trouble of key or address, which a passed test would take back.
    if error.provider == REACTIN.id:
        title = tr("ReactIn has no such list, or no longer.")
        advice = tr("It answered 404. Check the two ids of the list; if no list is found, the address in Settings.")
    else:
        title = tr("%name has nothing like this, or no longer.", name=_name(error))
        advice = tr(
            "It answered 404. It may be deleted there; if nothing is found at all, check the address in Settings."
        )
    return ErrorWords(title, f"{advice} {_kept(error)}")


def _slow_down(error: Any) -> ErrorWords:
    advice = (
        tr("Try again in %wait. Nothing is lost.", wait=wording.duration(error.wait))
        if error.wait
        else tr("We waited and tried again, without luck. Try again in a minute. Nothing is lost.")
    )
    return ErrorWords(tr("%name asks us to slow down.", name=_name(error)), advice)


def _month(error: Any) -> ErrorWords:
    title = tr("All %limit %name calls of this month are made.", limit=wording.number(error.limit), name=_name(error))
    left = -wording.seconds_since(error.until)
    if left < _SOON:
        when = tr("You can ask again in %time.", time=wording.duration(max(left, 60)))
    else:
        when = tr("You can ask again from %day on.", day=wording.day(error.until))
    return ErrorWords(title, f"{_kept(error)} {when}")


def _request_refused(error: Any) -> ErrorWords:
    title = tr("%name did not take this request (%status).", name=_name(error), status=error.status)
    return ErrorWords(title, f"{_said(error)} {_kept(error)}".strip())


def _failed(error: Any) -> ErrorWords:
    return ErrorWords(
        tr("%name has a problem of its own (%status).", name=_name(error), status=error.status),
        tr("Your work is kept. Try again in a few minutes."),
    )


_REASONS = {
    "name": "Its address was not found. Check your internet connection, and the address in Settings.",
    "refused": "Nothing answers at its address. Check your internet connection, and the address in Settings.",
    "tls": "A secure connection was not possible. A proxy or a virus scanner may be in the way; nothing was sent.",
    "cut": "The connection broke. Your work is kept; try again.",
    "network": "Check your internet connection. Your work is kept; try again.",
}


def _unreachable(error: Any) -> ErrorWords:
    return ErrorWords(tr("We cannot reach %name.", name=_name(error)), tr(_REASONS[error.reason]))


def _too_slow(error: Any) -> ErrorWords:
    title = tr("%name took longer than %time.", name=_name(error), time=wording.duration(error.seconds))
    return ErrorWords(title, tr("We stopped waiting. Your work is kept; try again."))


def _unreadable(error: Any) -> ErrorWords:
    title = tr("%name sent an answer that we cannot read.", name=_name(error))
    advice = (
        tr("It sent a web page instead of data. A proxy or a sign-in page of your network may be in the way.")
        if error.found == "html"
        else tr("Try again; if it stays, the service may have changed. Your work is kept.")
    )
    return ErrorWords(title, advice)


def _too_large(error: Any) -> ErrorWords:
    size = wording.number(error.limit // (1024 * 1024))
    title = tr("%name sent far too much data.", name=_name(error))
    return ErrorWords(title, tr("We stopped reading at %size MiB to protect this computer. Try again.", size=size))


def _redirect(error: Any) -> ErrorWords:
    title = tr("%name points to another address.", name=_name(error))
    advice = (
        tr("We did not follow to %host: your key stays with the address in Settings.", host=error.host)
        if error.host
        else tr("We did not follow: your key stays with the address in Settings.")
    )
    return settings_words(title, advice, error.provider)


WORDS: Mapping[type, Callable[[Any], ErrorWords]] = {
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
}
