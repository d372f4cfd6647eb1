"""LeadDesk as a program of its own, with somebody in front of it who does what the command line says.

    python -m tests.fakes.driven_leaddesk FOLDER ACT [WORDS...] [, ACT [WORDS...]]...

Each act prints one line of JSON when it is done and seen in the window. After the last one the window stays open, until
a signal comes; an act that fails ends the program with 3.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QRadioButton

import leaddesk.app.parts
from leaddesk.app.late import write_csv
from leaddesk.app.start import Options, start
from leaddesk.app.window import Session
from leaddesk.domain.exports import CsvKind
from leaddesk.domain.preferences import TEXT_SIZE
from leaddesk.domain.records import Row
from leaddesk.tour.visitor import Visitor
from leaddesk.ui.widgets.table.view import RowView

CANARY = "canary-Zq7-5d1f0c2e9b"
"""A key; typed by ``key``, so that it is on no command line."""

_FIELD = "job_title_level"


class Person:
    """The acts, by their names."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.visitor = Visitor(session.window)

    async def restored(self) -> object:
        """What is there from before: the filter, its name, the saved ones, the size of the text."""
        await self.visitor.wait(lambda: self._shows("status-saved"), "the window is furnished")
        left = await self.session.desk.actions.keep_filters.draft()
        saved = [kept.name for kept in await self.session.desk.actions.keep_filters.all()]
        if left is not None and not left[0].filter.is_empty:
            await self.visitor.wait(lambda: self._chips() == list(left[0].filter.values(_FIELD)), "the filter is shown")
        return {"chips": self._chips(), "saved": saved, "text": self.session.desk.preferences.get(TEXT_SIZE)}

    async def enter(self, value: str) -> object:
        """A value that is not there yet."""
        line = self.visitor.type_into(f"filter-{_FIELD}-input", value)
        self.visitor.press(Qt.Key.Key_Return, on=line)
        await self._at_once(lambda: self._shows("status-saved") == "All changes saved")
        return self._chips()

    async def save(self, name: str) -> object:
        self.visitor.click("filter-save")
        await self.visitor.wait_for("filter-name")
        line = self.visitor.find("filter-name", QLineEdit)
        line.clear()
        self.visitor.type_into("filter-name", name)
        self.visitor.click("filter-name-accept")
        await self._at_once(lambda: "Saved as" in self._shows("notice"))
        return self._shows("notice")

    async def larger(self) -> object:
        self.session.commands.action("larger").trigger()
        assert self._shows("status-saved") == "Saving…"
        await self._at_once(lambda: self._shows("status-saved") == "All changes saved")
        return self.session.desk.preferences.get(TEXT_SIZE)

    async def kill(self) -> object:
        """The end, at once."""
        print('{"act": "kill"}', flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("nobody survives this")

    async def hurry(self, value: str, size: str, name: str) -> object:
        """Change filter and settings, and get the signal before anything of it was written."""
        line = self.visitor.type_into(f"filter-{_FIELD}-input", value)
        self.visitor.press(Qt.Key.Key_Return, on=line)
        self.session.set_appearance(text_size=int(size))
        os.kill(os.getpid(), signal.Signals[name])
        return self._shows("status-saved")

    async def pause(self) -> object:
        """Until whoever drives us closes our input, or writes a line."""
        print('{"act": "pausing"}', flush=True)
        return await asyncio.to_thread(sys.stdin.readline)

    async def key(self, provider: str = "reachstream") -> object:
        """Type the canary into Settings and keep it until the end."""
        self.session.open_settings(provider)
        await self.visitor.wait_for(f"{provider}-key-field")
        self.visitor.type_into(f"{provider}-key-field", CANARY)
        self.visitor.click(f"{provider}-key-save")
        await self.visitor.wait_for(f"{provider}-key-memory")
        self.visitor.click(f"{provider}-key-memory")
        await self.visitor.wait(lambda: "ends in" in self._shows(f"{provider}-key-state"), "the key is kept")
        state = self._shows(f"{provider}-key-state")
        self.visitor.click("settings-close")
        return state

    async def count(self) -> object:
        """Begin to count."""
        await self.visitor.wait(lambda: self.visitor.find("count-button").isEnabled(), "it can be counted")
        self.visitor.click("count-button")
        return self._shows("count-result")

    async def counted(self) -> object:
        await self.visitor.wait(lambda: self._rows() > 0, "a sample")
        return self._shows("count-result")

    async def export(self, path: str) -> object:
        """Begin to write, over what may be there."""
        self.visitor.click("sample-export")
        await self.visitor.wait_for("export-dialog")
        self.visitor.find("export-path", QLineEdit).setText(path)
        await self.visitor.wait(lambda: self.visitor.find("export-start").isEnabled(), "the export can start")
        self.visitor.click("export-start")
        await self.visitor.wait(lambda: self.visitor.sees("export-replace") or self._written(), "what is there is told")
        if self.visitor.sees("export-replace"):
            self.visitor.click("export-replace")
        return None

    async def exporting(self) -> object:
        """Some rows are on their way."""
        await self.visitor.wait(lambda: self._shows("progress-text")[:2] not in {"", "0 "}, "rows are written")
        return self._shows("progress-text")

    async def exported(self) -> object:
        await self.visitor.wait(self._written, "the file is written")
        return self._shows("notice")

    async def tab(self, name: str) -> object:
        """Another tab."""
        await self.visitor.wait(lambda: self._shows("status-saved"), "the window is furnished")
        self.session.window.show_tab(f"{name}-tab")
        return name

    async def smartlist(self, organization: str, list_id: str) -> object:
        """Add it in the ReactIn tab; it is read then."""
        await self.visitor.wait_for("smartlist-add")
        self.visitor.click("smartlist-add")
        await self.visitor.wait_for("smartlist-dialog")
        for field, text in (("name", "Mine"), ("organization", organization), ("id", list_id)):
            self.visitor.type_into(f"smartlist-{field}", text)
        self.visitor.click("smartlist-accept")
        await self.visitor.wait(lambda: self._shows("reactin-title") == "Mine", "the list is shown")
        return None

    async def leads(self, count: str) -> object:
        """As soon as so many leads or more are on screen: all of them, and what is said of the reading."""
        await self._at_once(lambda: self._rows("reactin-table") >= int(count))
        model = self.visitor.find("reactin-table", RowView).rows_model
        return {
            "status": self._shows("reactin-status"),
            "leads": [list(model.row_values(row)) for row in range(model.rowCount())],
        }

    async def resume(self) -> object:
        """Go on reading the ReactIn list that is shown, to its end."""
        await self.visitor.wait_for("reactin-resume")
        self.visitor.click("reactin-resume")
        await self.visitor.wait(lambda: "read in full" in self._shows("reactin-status"), "it is read")
        return self._shows("reactin-status")

    async def demo(self) -> object:
        """Leave for the demo; the same person goes on there."""
        await self.visitor.wait(lambda: "ready" in self._shows("status-connection"), "the demo is ready")
        return self._shows("status-connection")

    async def fetch(self, number: str, way: str = "polling") -> object:
        """Open the dialog that buys and press its button; or what keeps from it."""
        await self.visitor.wait(lambda: self.visitor.find("fetch-button").isEnabled(), "it can be bought")
        self.visitor.click("fetch-button")
        await self.visitor.wait(lambda: "Read just now" in self._shows("fetch-balance-age"), "the balance")
        if blocked := self._shows("fetch-blocked"):
            return blocked
        self.visitor.find("fetch-number", QLineEdit).setText(number)
        self.visitor.find(f"fetch-delivery-{way}", QRadioButton).click()
        confirm = self.visitor.find("fetch-confirm")
        await self.visitor.wait(confirm.isEnabled, "it can be bought")
        self.visitor.press(Qt.Key.Key_Space, on=confirm)
        await self.visitor.wait_for("fetch-steps")
        return ""

    async def accepted(self) -> object:
        """The end of the dialog that buys."""
        await self.visitor.wait(lambda: self._shows("fetch-result"), "it is decided")
        said = self._shows("fetch-result")
        self.visitor.click("fetch-cancel")
        return said

    async def purchase(self, *words: str) -> object:
        """In Activity the newest one, as soon as its state holds these words; ``records``: as soon as it has some."""
        self.session.window.show_tab("activity-tab")
        found: dict[str, Any] = {}

        def there() -> bool:
            found.update(next(iter(self._records("purchases-table")), {}))
            state = str(found.get("state", ""))
            return bool(found.get("received")) if words == ("records",) else bool(state) and " ".join(words) in state

        await self._at_once(there)
        return found

    async def told(self, *words: str) -> object:
        """Wait for a message with these words."""
        await self.visitor.wait(lambda: " ".join(words) in self._shows("notice"), "the message")
        return self._shows("notice")

    def _shows(self, name: str) -> str:
        return self.visitor.text(name) if self.visitor.sees(name) else ""

    def _written(self) -> bool:
        return "rows written" in self._shows("notice")

    def _chips(self) -> list[str]:
        name = f"filter-{_FIELD}-values"
        if not self.visitor.sees(name):
            return []
        model = self.visitor.find(name, QAbstractItemView).model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def _records(self, table: str) -> list[dict[str, Any]]:
        if not self.visitor.sees(table):
            return []
        model = self.visitor.find(table, RowView).rows_model
        names = [column.name for column in model.columns]
        return [dict(zip(names, model.row_values(row), strict=True)) for row in range(model.rowCount())]

    def _rows(self, table: str = "sample-table") -> int:
        return self.visitor.find(table, QAbstractItemView).model().rowCount() if self.visitor.sees(table) else 0

    @staticmethod
    async def _at_once(condition: Callable[[], object]) -> None:
        """Looks in every round of the loop, so that the next act follows what is shown immediately."""
        async with asyncio.timeout(30):
            while not condition():  # noqa: ASYNC110 - an event would be a step of the program behind its labels
                await asyncio.sleep(0)


class Programme:
    """All acts in order, also through a change of sessions (the act ``demo``)."""

    def __init__(self, acts: Iterable[Sequence[str]]) -> None:
        self._left = list(acts)
        self._walking: asyncio.Task[None] | None = None

    def visit(self, session: Session) -> None:
        self._walking = asyncio.get_running_loop().create_task(self._walk(session))
        self._walking.add_done_callback(_ended)

    async def _walk(self, session: Session) -> None:
        person = Person(session)
        while self._left:
            act, *words = self._left[0]
            if act == "demo" and not session.desk.is_demo:
                session.to_demo()
                return
            perform: Callable[..., Awaitable[object]] = getattr(person, act)
            print(json.dumps({"act": act, "seen": await perform(*words)}), flush=True)
            del self._left[0]


def _ended(walk: asyncio.Task[None]) -> None:
    error = None if walk.cancelled() else walk.exception()
    if error is not None:
        print(f"the act failed: {error!r}", file=sys.stderr, flush=True)
        os._exit(3)


def _without_end(
    path: Path, kind: CsvKind, header: Sequence[str], chunks: Iterable[Sequence[Row]], **how: Any
) -> int | None:
    """``write_csv`` of a table that never ends."""
    return write_csv(path, kind, header, itertools.cycle(list(chunks)), **how)


def main() -> int:
    home, *words = sys.argv[1:]
    acts = [list(act) for comma, act in itertools.groupby(words, ",".__eq__) if not comma]
    if ["endless"] in acts:
        acts.remove(["endless"])
        leaddesk.app.parts.write_csv = _without_end  # type: ignore[attr-defined]  # imported there by name
    return start(Options(home=Path(home)), Programme(acts).visit)


if __name__ == "__main__":
    sys.exit(main())
