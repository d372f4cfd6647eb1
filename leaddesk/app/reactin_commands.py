"""The commands of the ReactIn page: about its SmartLists, and about the reading of the one that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from leaddesk.app.tab_commands import OnPage
from leaddesk.ui.commands import Command, Cost

if TYPE_CHECKING:
    from leaddesk.app.commanded import Commanded
    from leaddesk.ui.reactin.page import ReactInPage

REACTIN = "reactin-tab"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Commands", text)


def reactin_commands(session: Commanded) -> list[Command]:
    on: OnPage[ReactInPage] = OnPage(session, REACTIN)

    def has_list(page: ReactInPage) -> bool:
        return page.has_list

    return [
        Command(
            "smartlist-add",
            _tr("&Add a SmartList…"),
            "list",
            on.run(lambda page: page.add_list()),
            ("Ctrl+N",),
            "plus",
            tab=REACTIN,
            enabled=on.able(),
            hint=_tr("By its code snippet, its address or its two ids"),
        ),
        Command(
            "smartlist-paste",
            _tr("&Paste a SmartList"),
            "list",
            on.run(lambda page: page.paste_list()),
            ("Ctrl+Shift+V",),
            "import",
            tab=REACTIN,
            enabled=on.able(),
            hint=_tr("Take the code snippet or the address from the clipboard"),
        ),
        Command(
            "smartlist-edit",
            _tr("&Edit the SmartList…"),
            "list",
            on.run(lambda page: page.edit_list()),
            icon="edit",
            tab=REACTIN,
            enabled=on.able(has_list),
            hint=_tr("Its name and its two ids; F2 in the list"),
        ),
        Command(
            "smartlist-remove",
            _tr("Re&move the SmartList"),
            "list",
            on.run(lambda page: page.remove_list()),
            icon="trash",
            tab=REACTIN,
            enabled=on.able(has_list),
            hint=_tr("Undo brings it back until you quit; Delete in the list"),
        ),
        Command(
            "smartlist-up",
            _tr("Move &up"),
            "list",
            on.run(lambda page: page.move_list(-1)),
            icon="chevron-up",
            tab=REACTIN,
            enabled=on.able(lambda page: page.can_move(-1)),
            hint=_tr("Ctrl+Up in the list"),
            separated=True,
        ),
        Command(
            "smartlist-down",
            _tr("Move &down"),
            "list",
            on.run(lambda page: page.move_list(1)),
            icon="chevron-down",
            tab=REACTIN,
            enabled=on.able(lambda page: page.can_move(1)),
            hint=_tr("Ctrl+Down in the list"),
        ),
        Command(
            "smartlist-refresh",
            _tr("&Refresh the leads"),
            "list",
            on.run(lambda page: page.refresh()),
            icon="refresh",
            cost=Cost.FREE,
            tab=REACTIN,
            enabled=on.able(lambda page: page.has_list and not page.browser.is_reading),
            hint=_tr("Read the list again and see what is new, changed or gone"),
            separated=True,
        ),
        Command(
            "smartlist-pause",
            _tr("Pau&se reading the SmartList"),
            "list",
            on.run(lambda page: page.browser.pause()),
            icon="pause",
            tab=REACTIN,
            enabled=on.able(lambda page: page.browser.is_reading),
            hint=_tr("It goes on where it stopped, also after a restart"),
        ),
        Command(
            "smartlist-resume",
            _tr("&Go on reading the SmartList"),
            "list",
            on.run(lambda page: page.browser.read()),
            icon="play",
            cost=Cost.FREE,
            tab=REACTIN,
            enabled=on.able(lambda page: page.browser.can_go_on),
            hint=_tr("From the page where it stopped"),
        ),
        Command(
            "smartlist-cancel",
            _tr("&Cancel reading the SmartList"),
            "list",
            on.run(lambda page: page.browser.cancel()),
            icon="close",
            tab=REACTIN,
            enabled=on.able(lambda page: page.browser.is_reading or page.browser.can_go_on),
            hint=_tr("What was read stays"),
        ),
    ]
