"""The commands of the Leadsopedia page: its lists, their reading, and the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from leaddesk.app.tab_commands import OnPage
from leaddesk.domain.lists import ACTIVITY, DOWNLOADS, HISTORY
from leaddesk.ui.commands import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.app.commanded import Commanded
    from leaddesk.ui.leadsopedia.page import LeadsopediaPage

LEADSOPEDIA = "leadsopedia-tab"
_ABOUT_ACCOUNT = "account-and-usage"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Commands", text)


def leadsopedia_commands(session: Commanded) -> list[Command]:
    """In the order of the menu. Each that asks Leadsopedia says how many calls that takes."""

    on: OnPage[LeadsopediaPage] = OnPage(session, LEADSOPEDIA)

    def command(
        name: str,
        title: str,
        act: Callable[[LeadsopediaPage], object],
        icon: str,
        hint: str,
        *,
        enabled: Callable[[LeadsopediaPage], bool] = lambda _: True,
        keys: tuple[str, ...] = (),
        separated: bool = False,
    ) -> Command:
        return Command(
            f"leadsopedia-{name}",
            title,
            "list",
            on.run(act),
            keys,
            icon,
            tab=LEADSOPEDIA,
            enabled=on.able(enabled),
            hint=hint,
            separated=separated,
        )

    return [
        command(
            "lists",
            _tr("&Ask for the lists (1 call)"),
            lambda shown: shown.read_lists(),
            "refresh",
            _tr("A call for each hundred lists"),
            separated=True,
        ),
        command(
            "read",
            _tr("Read the &whole list"),
            lambda shown: shown.read(),
            "list",
            _tr("From its first page; what it costs stands over the list"),
            enabled=lambda shown: shown.can_read,
        ),
        command(
            "pause",
            _tr("&Pause reading the list"),
            lambda shown: shown.pause(),
            "pause",
            _tr("Reading goes on later from the page where it stopped"),
            enabled=lambda shown: shown.is_reading,
        ),
        command(
            "resume",
            _tr("&Go on reading the list"),
            lambda shown: shown.go_on(),
            "play",
            _tr("From the page where it stopped"),
            enabled=lambda shown: shown.can_go_on,
        ),
        command(
            "cancel",
            _tr("&Cancel reading the list"),
            lambda shown: shown.cancel(),
            "stop",
            _tr("What was read stays; the next reading begins with the first page"),
            enabled=lambda shown: shown.is_reading or shown.can_go_on,
        ),
        command(
            "look-up",
            _tr("&Look a contact up (1 call)"),
            lambda shown: shown.focus_look_up(),
            "search",
            _tr("By its e-mail address or its id, in the list that is shown"),
            enabled=lambda shown: shown.can_look_up,
            keys=("Ctrl+L",),
        ),
        command(
            "credits",
            _tr("Read the c&redits (1 call)"),
            lambda shown: shown.read_credits(),
            "credits",
            _tr("What your account has left"),
            separated=True,
        ),
        command(
            "downloads",
            _tr("Show the &downloads"),
            lambda shown: shown.show_account(DOWNLOADS),
            "import",
            _tr("Files that Leadsopedia made for you"),
        ),
        command(
            "download-save",
            _tr("&Save the file of the download…"),
            lambda shown: shown.save_download(),
            "save",
            _tr("Fetched without your key"),
            enabled=lambda shown: shown.can_save_download,
        ),
        command(
            "activity",
            _tr("Show the acti&vity"),
            lambda shown: shown.show_account(ACTIVITY),
            "activity",
            _tr("What was done in your account"),
        ),
        command(
            "history",
            _tr("Show the search &history"),
            lambda shown: shown.show_account(HISTORY),
            "clock",
            _tr("What was searched in your account"),
        ),
        command(
            "account",
            _tr("Show account and &usage"),
            lambda shown: shown.show_account(_ABOUT_ACCOUNT),
            "chart",
            _tr("What Leadsopedia tells about your account"),
        ),
    ]
