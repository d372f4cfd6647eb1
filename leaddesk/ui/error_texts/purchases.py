"""The words for what stands in the way of buying and of receiving what was bought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from leaddesk.domain import errors as e
from leaddesk.ui import wording
from leaddesk.ui.error_texts.words import ErrorWords, settings_words, tr

DELIVERY_PAGE = "delivery"
"""The page of Settings."""


def _port_taken(error: Any) -> ErrorWords:
    title = tr("Another program listens on port %port.", port=error.port)
    return settings_words(title, tr("Close it, or choose another port for the receiver."), DELIVERY_PAGE)


_FOUND = {
    "name": "No server has the name %host.",
    "refused": "Nothing listens at %host. Is the tunnel running?",
    "cut": "The server %host broke the connection.",
    "tls": "The server %host has no certificate that this computer trusts.",
    "network": "The server %host cannot be reached from here.",
    "slow": "The server %host did not answer in time.",
    "redirect": "The server %host sends visitors on to another address. Give the last address itself.",
    "not-ours": "The server %host answered, but nothing arrived here. The tunnel may lead to another computer or port.",
    "no-address": "There is no public address yet.",
    "not-listening": "The receiver does not run.",
    "key": "The server %host does not accept the inbox’s key.",
    "shape": "What answers at %host is no inbox of LeadDesk.",
}


def _found(error: Any) -> str:
    status = error.found.removeprefix("status ")
    if status != error.found:
        return tr("The server %host answered %status.", host=error.host, status=status)
    return tr(_FOUND[error.found], host=error.host)


def _no_round_trip(error: Any) -> ErrorWords:
    advice = f"{_found(error)} {tr('Nothing was bought.')}"
    return settings_words(tr("A test delivery did not come back to this computer."), advice, DELIVERY_PAGE)


def _no_secret(error: Any) -> ErrorWords:
    del error
    advice = tr("Copy it from your ReachStream account, where the webhook is set up. Nothing was bought.")
    return settings_words(tr("There is no webhook secret yet."), advice, DELIVERY_PAGE)


def _inbox(error: Any) -> ErrorWords:
    advice = f"{_found(error)} {tr('What arrived there stays there until it can be collected.')}"
    return settings_words(tr("Deliveries cannot be collected from your inbox."), advice, DELIVERY_PAGE)


def _damaged(error: Any) -> ErrorWords:
    del error
    title = tr("The file of your purchases is damaged.")
    advice = tr(
        "What can be read is shown, and nothing is bought until it is put right. A backup of it lies in the folder "
        "“backups” beside it.",
    )
    return ErrorWords(title, advice)


def _blocked(error: Any) -> ErrorWords:
    if error.number is None:
        title = tr("Your balance is not what it should be.")
        return ErrorWords(title, tr("Look at the credit ledger in Activity and confirm the difference first."))
    title = tr("Purchase %number is not settled yet.", number=wording.number(error.number))
    return ErrorWords(title, tr("One purchase at a time: see Activity. Nothing was bought now."))


WORDS: Mapping[type, Callable[[Any], ErrorWords]] = {
    e.PortTaken: _port_taken,
    e.NoRoundTrip: _no_round_trip,
    e.NoWebhookSecret: _no_secret,
    e.InboxRefused: _inbox,
    e.PurchasesDamaged: _damaged,
    e.PurchaseBlocked: _blocked,
}
