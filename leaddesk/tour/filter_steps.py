"""ReachStream: settings, filter, look-up, count, price, explanation, sample, export. Each step checks what it sees."""

from __future__ import annotations

import csv
import re

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTableView

from leaddesk.tour.walk import Step, Walk, number_in


class FilterWalk(Walk):
    """ReachStream: from typing into a field to the CSV."""

    @property
    def steps(self) -> list[Step]:
        return [
            ("The window opens with demo data", self._opens),
            ("Settings tests the key, free of charge", self._settings),
            ("Typing into a field looks values up", self._look_up),
            ("A pasted column becomes chips; unknown values are marked", self._paste),
            ("Counting is free and shows a masked sample", self._count),
            ("Count and credits read as a price", self._price),
            ("Explain shows what each field cuts", self._explain),
            ("The table sorts, filters and shows one record whole", self._sample),
            ("Every command is in the palette", self._palette),
            ("A filter is saved under a name and opened again", self._save),
            ("A change makes the count stale, and can be undone", self._undo),
            ("The export shows what will be written", self._export_preview),
            ("The CSV is written whole", self._export),
        ]

    async def _opens(self) -> None:
        self._check(self._visitor.sees("demo-mark"), "the window does not say that it is the demo")
        self._check(self._visitor.sees("filter-job_title-input"), "there is no filter to fill in")
        self._check(not self._visitor.find("fetch-button").isEnabled(), "something could be bought")
        await self._visitor.wait(lambda: self._result("status-connection", "ready"), "the demo is ready")

    async def _settings(self) -> None:
        visitor = self._visitor
        visitor.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier, self._window)
        await visitor.wait_for("reachstream-key-test")
        await visitor.wait(lambda: visitor.text("reachstream-key-state"), "the key's state is told")
        self._found.append(visitor.text("reachstream-key-state"))
        visitor.click("reachstream-key-test")
        answer = await visitor.wait(lambda: self._result("reachstream-test-result", "credits"), "ReachStream answers")
        self._found.append(answer)

    async def _look_up(self) -> None:
        await self._close_dialogs()
        visitor = self._visitor
        visitor.type_into("filter-job_title-input", "marketing")
        await visitor.wait_for("filter-job_title-suggestions")
        shown = visitor.find("filter-job_title-suggestions", QAbstractItemView)
        first = str(shown.model().index(0, 0).data())
        self._found.append(f"First suggestion: {first}")
        self._check("marketing" in first.casefold(), f"the first suggestion is {first!r}")

    async def _clear_input(self, field: str) -> None:
        line = self._visitor.find(f"filter-{field}-input", QLineEdit)
        self._visitor.press(Qt.Key.Key_Escape, on=line)
        line.clear()
        await self._visitor.settle()

    async def _choose(self, field: str, typed: str) -> str:
        """Type, wait for the suggestions, take the first; the chip that came of it."""
        visitor = self._visitor
        before = self._chips(field)
        line = visitor.find(f"filter-{field}-input", QLineEdit)
        if line.text() != typed:
            visitor.type_into(f"filter-{field}-input", typed)
        await visitor.wait(lambda: self._offers(field, typed), f"suggestions for {typed!r}")
        visitor.press(Qt.Key.Key_Return, on=line)
        await visitor.wait(lambda: len(self._chips(field)) > len(before), f"a chip in {field}")
        return self._chips(field)[-1]

    def _offers(self, field: str, typed: str) -> bool:
        name = f"filter-{field}-suggestions"
        if not self._visitor.sees(name):
            return False
        model = self._visitor.find(name, QAbstractItemView).model()
        return model.rowCount() > 0 and typed.casefold() in str(model.index(0, 0).data()).casefold()

    def _chips(self, field: str) -> list[str]:
        name = f"filter-{field}-values"
        if not self._visitor.sees(name):
            return []
        model = self._visitor.find(name, QAbstractItemView).model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    async def _paste(self) -> None:
        visitor = self._visitor
        await self._clear_input("job_title")
        self._found.append(await self._choose("job_dept_name", "mark"))
        self._found.append(await self._choose("job_dept_name", "sal"))
        self._found.append(await self._choose("company_address_country", "united s"))
        self._found.append(await self._choose("company_address_country", "united k"))
        self._found.append(await self._choose("company_address_country", "germ"))
        self._found.append(await self._choose("company_address_country", "cana"))
        self._found.append(await self._choose("job_title_level", "dir"))
        self._found.append(await self._choose("job_title_level", "man"))
        QGuiApplication.clipboard().setText("51 to 200\n201 to 500\n501 to 1000\n1001 to 5000\n5000+\n")
        line = visitor.find("filter-company_employee_size-input", QLineEdit)
        line.setFocus()
        visitor.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, line)
        words = await visitor.wait(
            lambda: self._result("filter-company_employee_size-note", "vocabulary"),
            "unknown values are told",
        )
        self._found.append(words)

    async def _count(self) -> None:
        visitor = self._visitor
        if visitor.sees("filter-company_employee_size-remove-unknown"):
            visitor.click("filter-company_employee_size-remove-unknown")
        visitor.click("count-button")
        text = await visitor.wait(lambda: self._result("count-result", "Counted"), "a count")
        self._found += [re.sub("<[^>]*>", "", visitor.text("filter-summary")), text]
        self._check(number_in(text) > 0, "nothing matches")
        await visitor.wait(lambda: self._rows("sample-table") > 0, "a sample")

    async def _price(self) -> None:
        visitor = self._visitor
        text = await visitor.wait(lambda: self._result("credits-result", "Read"), "the credits")
        self._found.append(text)
        price = await visitor.wait(lambda: self._result("price-result", "could buy"), "the price")
        self._found.append(re.sub("<[^>]*>", " ", price))

    async def _explain(self) -> None:
        visitor = self._visitor
        visitor.click("count-explain")
        await visitor.wait_for("explain-chart")
        self._found.append(visitor.find("explain-chart").accessibleName())

    async def _sample(self) -> None:
        visitor = self._visitor
        rows = self._rows("sample-table")
        table = visitor.find("sample-table", QTableView)
        cities = [column for column in range(table.model().columnCount()) if self._head(table, column) == "City"]
        self._check(cities, "there is no column City")
        head = table.horizontalHeader()
        middle = QPoint(head.sectionViewportPosition(cities[0]) + 20, head.height() // 2)
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
        await visitor.settle()
        shown = [str(table.model().index(row, cities[0]).data() or "") for row in range(rows)]
        named = [city.casefold() for city in shown if city]
        self._check(named == sorted(named), "the cities are not in order")
        visitor.type_into("sample-table-filter", shown[0])
        await visitor.wait(lambda: 0 < self._rows("sample-table") < rows, "fewer rows")
        self._found.append(f"{self._rows('sample-table')} of {rows} rows hold {shown[0]!r}")
        visitor.find("sample-table-filter", QLineEdit).clear()
        await visitor.wait(lambda: self._rows("sample-table") == rows, "all rows again")
        table.setCurrentIndex(table.model().index(0, 0))
        table.setFocus()
        visitor.press(Qt.Key.Key_Return, on=table)
        await visitor.wait_for("sample-table-details")

    @staticmethod
    def _head(table: QTableView, column: int) -> str:
        return str(table.model().headerData(column, Qt.Orientation.Horizontal))

    async def _palette(self) -> None:
        visitor = self._visitor
        visitor.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, self._window)
        await visitor.wait_for("palette")
        visitor.type_into("palette-input", "count")
        await visitor.settle()
        self._check(visitor.find("palette-list", QAbstractItemView).model().rowCount() > 0, "the palette is empty")

    async def _save(self) -> None:
        visitor = self._visitor
        visitor.press(Qt.Key.Key_Escape)
        await visitor.settle()
        visitor.click("filter-save")
        await visitor.wait_for("filter-name")
        visitor.type_into("filter-name", "Marketing heads")
        visitor.click("filter-name-accept")
        await visitor.wait(lambda: self._result("notice", "Marketing heads"), "the filter is saved")
        visitor.click("filter-open")
        await visitor.wait(
            lambda: (
                visitor.find("saved-filters", QAbstractItemView).model().rowCount() == 1
                if visitor.sees("saved-filters")
                else False
            ),
            "the saved filter is listed",
        )

    async def _undo(self) -> None:
        visitor = self._visitor
        visitor.click("saved-filter-open")
        await visitor.settle()
        before = self._chips("job_dept_name")
        self._found.append(await self._choose("company_type", "p"))
        await visitor.wait(lambda: self._result("count-result", "before your last change"), "the count is stale")
        self._found.append(visitor.text("count-result"))
        visitor.click("filter-undo")
        await visitor.wait(lambda: not self._chips("company_type"), "the change is undone")
        self._check(self._chips("job_dept_name") == before, "undo changed another field")

    async def _export_preview(self) -> None:
        visitor = self._visitor
        visitor.click("sample-export")
        await visitor.wait_for("export-dialog")
        path = visitor.find("export-path", QLineEdit)
        path.clear()
        visitor.type_into("export-path", str(self._out / "leads.csv"))
        await visitor.wait(lambda: visitor.find("export-start").isEnabled(), "the export can start")

    async def _export(self) -> None:
        visitor = self._visitor
        rows = self._rows("sample-table")
        (self._out / "leads.csv").unlink(missing_ok=True)
        visitor.click("export-start")
        words = await visitor.wait(lambda: self._result("notice", "rows written"), "the file is written")
        self._found.append(words)
        with (self._out / "leads.csv").open(encoding="utf-8-sig", newline="") as file:
            written = list(csv.reader(file, strict=True))
        self._check(len(written) == rows + 1, f"{len(written) - 1} rows in the file, {rows} in the table")
        self._check(all(len(row) == len(written[0]) for row in written), "rows of different length")
