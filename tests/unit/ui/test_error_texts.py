"""Every expected error has its words, whatever its facts are, and none of them can tell a key."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

import leaddesk
from leaddesk.domain import errors
from leaddesk.domain.backups import BackupUnusable
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.likely import PairGone
from leaddesk.domain.saved_filters import SavedFilterGone
from leaddesk.ui import wording
from leaddesk.ui.error_texts import ErrorWords, explain

PROVIDER = "reachstream"
OTHERS = ("reactin", "leadsopedia")
NEXT_MONTH = datetime.now(UTC) + timedelta(days=9)
PLACE = Path("lists/leads.csv")
FILE_REASONS = (
    "gone",
    "locked",
    "empty",
    "encoding",
    "not-xlsx",
    "encrypted",
    "too-large",
    "damaged",
    "changed",
    "no-columns",
)
FOUND = (
    *("name", "refused", "cut", "tls", "network", "slow", "redirect", "not-ours", "no-address", "not-listening"),
    *("key", "shape", "status 404"),
)
FAMILIES = {"ProviderError", "_Answered", "KeychainError", "FileError", "WorkspaceError", "ReceiverError"}
"""Types that are never raised themselves."""


@pytest.fixture(autouse=True, scope="module")
def _english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


def reasons(kind: type[LeadDeskError]) -> list[str]:
    """The words that the type's docstring allows for ``reason`` or ``found``."""
    told = (inspect.getdoc(kind) or "").split("one word:" if "one word:" in (inspect.getdoc(kind) or "") else ":", 1)
    return re.findall(r"``([a-z-]+)``", told[1].split(".")[0])


EVERY_REASON: list[LeadDeskError] = [
    *(errors.Unreachable(PROVIDER, "api.example", reason) for reason in reasons(errors.Unreachable)),
    *(errors.UnreadableAnswer(PROVIDER, found) for found in reasons(errors.UnreadableAnswer)),
    *(errors.AddressRefused("http://x", reason) for reason in reasons(errors.AddressRefused)),
    *(errors.KeyUnusable(reason) for reason in reasons(errors.KeyUnusable)),
    errors.DemoNotStarted(),
    *(errors.FilterUnreadable(reason) for reason in reasons(errors.FilterUnreadable)),
    *(errors.FileUnreadable(PLACE, reason) for reason in FILE_REASONS),
    errors.FileUnreadable(PLACE, "Input/output error"),
]
ERRORS: list[LeadDeskError] = [
    *EVERY_REASON,
    errors.NoKey(PROVIDER),
    errors.NoListToAsk("reactin"),
    *(kind(name, 400, "no") for name in OTHERS for kind in (errors.KeyRefused, errors.NoAccess, errors.NothingThere)),
    *(errors.RequestRefused(name, 400, "no") for name in OTHERS),
    errors.MonthUsedUp("leadsopedia", 15_000, NEXT_MONTH),
    errors.MonthUsedUp("leadsopedia", 15_000, datetime.now(UTC) - timedelta(days=1)),
    errors.KeyRefused(PROVIDER, 401, "bad"),
    errors.NoAccess(PROVIDER, 403, "not yours"),
    errors.NotEnoughCredits(PROVIDER, 402),
    errors.NotEnoughCredits(PROVIDER, 402, "", 720, 2000),
    errors.NotEnoughCredits(PROVIDER, 402, "", 720, None),
    errors.NothingThere(PROVIDER, 404),
    errors.AskedToSlowDown(PROVIDER, 429),
    errors.AskedToSlowDown(PROVIDER, 429, "", 24.0),
    errors.AskedToSlowDown(PROVIDER, 429, "", 1e12),
    errors.RequestRefused(PROVIDER, 400),
    errors.RequestRefused(PROVIDER, 400, "Missing parameter filter"),
    errors.ProviderFailed(PROVIDER, 503, "busy"),
    errors.TooSlow(PROVIDER, 20),
    errors.AnswerTooLarge(PROVIDER, 64 * 1024 * 1024),
    errors.RedirectRefused(PROVIDER, "elsewhere.example"),
    errors.RedirectRefused(PROVIDER, ""),
    errors.NoKeychain(),
    errors.KeychainNotAnswering(5),
    errors.KeychainRefused("InitError"),
    errors.CannotWrite(PLACE, "Permission denied"),
    errors.CannotWrite(Path("/")),
    errors.CannotWrite(Path("home/settings.json"), "Permission denied"),
    errors.DiskFull(PLACE),
    errors.DiskFull(Path("home/leaddesk.db")),
    errors.WorkspaceNewer(PLACE, 9, 1),
    errors.WorkspaceUnusable(PLACE, "disk I/O error"),
    errors.WorkspaceUnusable(PLACE, ""),
    errors.NameTaken("Marketing heads"),
    errors.ListKnown("Webinar guests"),
    errors.ListGone(),
    errors.ReadElsewhere("Webinar guests"),
    errors.StepOverwritten("edit"),
    errors.LeadsBusy(),
    errors.WorkBroken("import"),
    *(BackupUnusable(reason) for reason in ("gone", "damaged", "newer", "erased")),
    PairGone(),
    errors.WorkBroken("else"),
    errors.LeadsDamaged(PLACE),
    errors.PortTaken(47_811),
    *(errors.NoRoundTrip("leads.example.com", found) for found in FOUND),
    errors.NoWebhookSecret(),
    *(errors.InboxRefused("leads.example.com", found) for found in FOUND),
    errors.PurchasesDamaged(PLACE),
    errors.PurchaseBlocked(7),
    errors.PurchaseBlocked(None),
    SavedFilterGone(),
]


def every_type(root: type[LeadDeskError] = LeadDeskError) -> Iterator[type[LeadDeskError]]:
    for kind in root.__subclasses__():
        yield kind
        yield from every_type(kind)


def test_every_type_of_error_has_words() -> None:
    for module in pkgutil.walk_packages(leaddesk.__path__, "leaddesk."):
        if not module.name.startswith(("leaddesk.sandbox", "leaddesk.__main__")):
            importlib.import_module(module.name)
    raised = {kind for kind in every_type() if kind.__name__ not in FAMILIES}
    assert {kind.__name__ for kind in raised} == {type(error).__name__ for error in ERRORS}


def test_every_reason_was_found_in_the_documentation() -> None:
    assert reasons(errors.Unreachable) == ["name", "refused", "tls", "cut", "network"]
    assert reasons(errors.UnreadableAnswer) == ["html", "json", "shape", "encoding"]
    assert reasons(errors.AddressRefused) == ["scheme", "plain", "host", "credentials"]
    assert sorted(reasons(errors.KeyUnusable)) == ["characters", "empty", "long"]
    assert reasons(errors.FilterUnreadable) == ["empty", "json", "shape", "fields"]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: f"{type(error).__name__}-{error}")
def test_the_words_are_whole_sentences_without_a_gap(error: LeadDeskError) -> None:
    words = explain(error)
    assert re.fullmatch(r"[A-Z“].*[.!?]", words.title)
    assert re.fullmatch(r"[A-Z“].*([.]|/leads.csv)", words.advice)
    assert not re.search(r"%[a-zA-Z1-9]|\bNone\b(?! of)|\{[a-z]|  |!", words.plain)
    assert bool(words.button) == bool(words.settings_page)


def test_reasons_are_told_apart() -> None:
    assert len({explain(error).plain for error in EVERY_REASON}) == len(EVERY_REASON) - 2  # three unreadable ones


def test_an_error_without_words_is_a_mistake_of_the_code() -> None:
    class Unheard(LeadDeskError):
        pass

    with pytest.raises(LookupError, match="Unheard"):
        explain(Unheard())


def test_a_member_of_the_family_is_told_in_the_words_of_its_parent() -> None:
    class Later(errors.TooSlow):
        pass

    assert explain(Later(PROVIDER, 20)) == explain(errors.TooSlow(PROVIDER, 20))


@pytest.mark.parametrize("error", [errors.KeyRefused(PROVIDER, 403), errors.NoKey(PROVIDER)])
def test_a_missing_or_bad_key_leads_to_the_settings_of_its_provider(error: LeadDeskError) -> None:
    words = explain(error)
    assert (words.button, words.settings_page) == ("Open Settings", PROVIDER)
    assert "ReachStream" in words.title


def test_the_numbers_of_a_402_are_told() -> None:
    words = explain(errors.NotEnoughCredits(PROVIDER, 402, "", 720, 2000))
    assert words.advice == "You have 720 and asked for 2,000. Nothing was spent."


def test_the_wait_is_told() -> None:
    words = explain(errors.AskedToSlowDown(PROVIDER, 429, "", 24.0))
    assert words.plain == "ReachStream asks us to slow down. Try again in 24 s. Nothing is lost."


@pytest.mark.parametrize("provider", OTHERS)
def test_the_providers_of_lists_are_not_told_about_filters(provider: str) -> None:
    for kind in (errors.KeyRefused, errors.NoAccess, errors.NothingThere, errors.RequestRefused):
        words = explain(kind(provider, 400, "no"))
        assert "filter" not in words.plain
        assert words.advice.endswith("What was read is kept.")


def test_a_list_that_is_gone_or_of_somebody_else_is_told_so() -> None:
    assert explain(errors.NothingThere("reactin", 404)) == ErrorWords(
        "ReactIn has no such list, or no longer.",
        "It answered 404. Check the two ids of the list; if no list is found, the address in Settings. "
        "What was read is kept.",
    )
    foreign = explain(errors.NoAccess("reactin", 403))
    assert foreign.title == "This key has no access to this list."
    assert foreign.advice.startswith("ReactIn answered 403. Check that list and key belong to the same organization.")
    assert foreign.settings_page == "reactin"
    gone = explain(errors.NothingThere("leadsopedia", 404))
    assert gone.title == "Leadsopedia has nothing like this, or no longer."
    assert gone.advice.startswith("It answered 404. It may be deleted there;")


def test_a_month_that_is_used_up_tells_when_the_next_begins() -> None:
    words = explain(errors.MonthUsedUp("leadsopedia", 15_000, NEXT_MONTH))
    assert words.title == "All 15,000 Leadsopedia calls of this month are made."
    assert words.advice == f"What was read is kept. You can ask again from {wording.day(NEXT_MONTH)} on."
    soon = explain(errors.MonthUsedUp("leadsopedia", 15_000, datetime.now(UTC) + timedelta(hours=5, seconds=20)))
    assert soon.advice == "What was read is kept. You can ask again in 5 h."


def test_nobody_is_sent_to_choose_another_place_for_our_own_files() -> None:
    for error in (errors.CannotWrite(Path("home/settings.json")), errors.DiskFull(Path("home/leaddesk.db"))):
        assert "another place" not in explain(error).plain
        assert "other programs" not in explain(error).plain


@given(st.text(st.sampled_from("%namestuidcop ") | st.characters(codec="utf-8"), max_size=150))
def test_facts_are_shown_as_they_are(fact: str) -> None:
    """A provider may say "%name" or "%status" itself."""
    words = explain(errors.NameTaken(fact))
    assert words == ErrorWords(f"“{fact}” is there already.", "Choose another name, or replace it.")
    said = explain(errors.RequestRefused(PROVIDER, 400, f"x{fact}")).advice
    assert said.startswith("It said: “x") == bool(f"x{fact}")
    assert said.endswith("Your filter is kept as it is.")


def test_what_a_provider_says_about_a_key_is_not_told() -> None:
    for kind in (errors.KeyRefused, errors.NothingThere, errors.ProviderFailed, errors.NotEnoughCredits):
        assert "SECRET" not in explain(kind(PROVIDER, 401, "your key SECRET")).plain


def test_an_address_with_a_password_is_not_told() -> None:
    assert "hunter2" not in explain(errors.AddressRefused("https://ada:hunter2@x", "credentials")).plain
