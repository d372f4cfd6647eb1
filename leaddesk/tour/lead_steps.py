"""My Leads: leads are collected and imported, likely duplicates are told apart, a list goes out for a CRM."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from leaddesk.tour.walk import Step, Walk, number_in
from leaddesk.ui.main_window import MainWindow

_SMARTLIST = "Design partners"
_LIST = "Design partners, first"
_FAIR = (
    ("Name", "Firma", "E-Mail", "Telefon", "Land", "Position", "Stand"),
    ("Katharina Brandstätter", "Alpwerk AG", "kb@alpwerk.example", "+43 732 5550 142", "Austria", "Einkauf", "A 12"),
    ("Katharina Brandstätter", "ALPWERK", "k.brandstaetter@alpwerk.example", "0732 5550142", "Austria", "", "A 13"),
    ("Jürgen Weiß", "Hofmann Präzision GmbH", "j.weiss@hofmann.example", "+49 711 555 018", "Germany", "CTO", "B 4"),
    ("Jürgen Weiß", "Hofmann Präzision", " J.Weiss@Hofmann.example", "", "Germany", "", "B 4"),
    ("", "Fjordbank", "", "", "Norway", "", ""),
)
"""A fair's list, as a spreadsheet saves it here: a certain duplicate, a likely one, and a row that is nobody."""


class LeadsWalk(Walk):
    """In the demo, after the walk through ReactIn: its table is full."""

    def __init__(self, window: MainWindow, out: Path) -> None:
        super().__init__(window, out)
        self._before = 0

    @property
    def steps(self) -> list[Step]:
        return [
            ("A SmartList goes into a list of My Leads", self._collect),
            ("My Leads shows every lead, narrowed by what they have", self._shows),
            ("A file that is dropped is looked into before it is imported", self._look_into),
            ("It is imported: who is there already is not there twice", self._import),
            ("Two that are likely one person, side by side", self._review),
            ("Search finds as one types", self._search),
            ("A list is checked and written for a CRM", self._export),
        ]

    async def _collect(self) -> None:
        visitor = self._visitor
        await self._close_dialogs()
        visitor.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier, self._window)
        await visitor.wait_for("smartlists")
        await self._choose("smartlists", _SMARTLIST)
        await visitor.wait(lambda: visitor.sees("reactin-table") and self._rows("reactin-table") > 0, "leads")
        await visitor.wait(lambda: visitor.find("reactin-collect").isEnabled(), "they can be added")
        visitor.click("reactin-collect")
        await visitor.wait_for("reactin-collecting-input")
        visitor.press(Qt.Key.Key_Return, on=visitor.type_into("reactin-collecting-input", _LIST))
        self._found.append(await visitor.wait(lambda: self._result("notice", "added"), "they are added"))

    async def _shows(self) -> None:
        visitor = self._visitor
        visitor.press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier, self._window)
        await visitor.wait_for("leads-table")
        await visitor.wait(lambda: self._rows("leads-table") > 0, "leads")
        self._found.append(await visitor.wait(lambda: self._result("leads-count", "of"), "the count"))
        self._before = number_in(visitor.text("leads-count"))

    async def _look_into(self) -> None:
        path = self._out / "fair.csv"
        with path.open("w", encoding="cp1252", newline="") as file:
            csv.writer(file, delimiter=";").writerows(_FAIR)
        self._visitor.drop_files([path])
        await self._visitor.wait_for("import-dialog")
        await self._visitor.wait(lambda: self._visitor.find("import-start").isEnabled(), "it was looked into")
        await self._visitor.wait(lambda: self._rows("import-preview") > 0, "the first rows")

    async def _import(self) -> None:
        visitor = self._visitor
        visitor.click("import-start")
        self._found.append(await visitor.wait(lambda: self._result("import-result", "5 rows read"), "the result"))
        visitor.click("import-show")
        await visitor.wait(lambda: not visitor.sees("import-dialog"), "the dialog is closed")
        words = await visitor.wait(lambda: self._result("leads-count", f"{self._before + 3} of"), "three leads more")
        self._found.append(words)

    async def _review(self) -> None:
        visitor = self._visitor
        await visitor.wait(lambda: self._result("leads-duplicates", "duplicate"), "likely duplicates")
        visitor.click("leads-duplicates")
        self._found.append(await visitor.wait(lambda: self._result("review-reasons", "Same name"), "the reasons"))

    async def _search(self) -> None:
        visitor = self._visitor
        visitor.click("review-close")
        await visitor.wait_for("leads-search")
        visitor.type_into("leads-search", "alpwerk")
        self._found.append(await visitor.wait(lambda: self._result("leads-count", "2 of"), "two leads"))

    async def _export(self) -> None:
        visitor = self._visitor
        visitor.press(Qt.Key.Key_Escape, on=visitor.find("leads-search"))
        await visitor.wait(lambda: self._result("leads-count", f"{self._before + 3} of"), "all leads")
        lists = visitor.find("leads-lists", QAbstractItemView)
        lists.setFocus()
        lists.setCurrentIndex(lists.model().index(0, 0))
        visitor.press(Qt.Key.Key_Return, on=lists)
        await visitor.wait(lambda: self._result("leads-count", f"{self._before} of"), "the list")
        visitor.click("leads-export")
        await visitor.wait_for("export-dialog")
        await self._choose("export-profile", "HubSpot contacts")
        words = await visitor.wait(lambda: self._result("export-preflight-words", "written"), "it is checked")
        self._found.append(words)
        path = self._out / "hubspot.csv"
        line = visitor.type_into("export-path", "")
        line.setText(str(path))
        visitor.click("export-start")
        await visitor.wait(path.is_file, "the file is written")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        self._check(rows[0][:3] == ["First name", "Last name", "Email"], "the header is not HubSpot's")
        self._check(len(rows) - 1 == number_in(words), "the file has other rows than were told")
        self._found.append(f"{len(rows) - 1} rows in hubspot.csv")

    async def _choose(self, rail: str, name: str) -> None:
        view = self._visitor.find(rail, QAbstractItemView)

        def row() -> int | None:
            names = [str(view.model().index(at, 0).data()) for at in range(view.model().rowCount())]
            return names.index(name) + 1 if name in names else None

        number = await self._visitor.wait(row, f"{name} is listed")
        view.setCurrentIndex(view.model().index(number - 1, 0))
