"""The main job from end to end, as a person does it."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from leaddesk.tour.walk import number_in
from tests.journeys.conftest import Desktops

READY = {"welcome_done": True}


def chips(visitor: Visitor, field: str) -> list[str]:
    if not visitor.sees(f"filter-{field}-values"):
        return []
    model = visitor.find(f"filter-{field}-values", QAbstractItemView).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


async def choose(visitor: Visitor, field: str, typed: str) -> str:
    """Type, wait for the suggestions of exactly that, take the first."""
    line = visitor.type_into(f"filter-{field}-input", typed)
    name = f"filter-{field}-suggestions"

    def offered() -> bool:
        if not visitor.sees(name) or not visitor.text(f"{name}-footer").endswith("from ReachStream"):
            return False
        model = visitor.find(name, QAbstractItemView).model()
        return model.rowCount() > 0 and typed.casefold() in str(model.index(0, 0).data()).casefold()

    await visitor.wait(offered, f"suggestions for {typed}")
    before = chips(visitor, field)
    visitor.press(Qt.Key.Key_Return, on=line)
    await visitor.wait(lambda: chips(visitor, field) != before, "a chip")
    return chips(visitor, field)[-1]


def paste(visitor: Visitor, field: str, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    line = visitor.find(f"filter-{field}-input", QLineEdit)
    line.setFocus()
    visitor.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, line)


def shows(visitor: Visitor, name: str, words: str) -> str:
    text = visitor.text(name) if visitor.sees(name) else ""
    return text if words in text else ""


async def test_from_an_empty_window_to_a_csv_at_home(desktops: Desktops, sandbox: Sandbox, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor = desktop.visitor
        assert not visitor.find("count-button").isEnabled(), "there is nothing to count yet"
        assert not visitor.find("fetch-button").isEnabled(), "there is nothing to buy yet"

        assert await choose(visitor, "job_title_level", "dir") == "Director"
        assert await choose(visitor, "company_address_country", "united s") == "United States"
        paste(visitor, "company_industry_categories_list", "Computer Software\r\nMachinery\r\nFintek\r\n")
        note = "filter-company_industry_categories_list-note"
        assert await visitor.wait(lambda: shows(visitor, note, "1 value is not in"), "the unknown value is told")
        assert chips(visitor, "company_industry_categories_list") == ["Computer Software", "Machinery", "Fintek"]
        visitor.click("filter-company_industry_categories_list-remove-unknown")
        await visitor.wait(lambda: len(chips(visitor, "company_industry_categories_list")) == 2, "it is removed")
        assert "industry</b> is any of Computer Software or Machinery" in visitor.text("filter-summary")

        visitor.click("count-button")
        count = number_in(await visitor.wait(lambda: shows(visitor, "count-result", "Counted just now"), "a count"))
        wanted = {
            "job_title_level": ("Director",),
            "company_address_country": ("United States",),
            "company_industry_categories_list": ("Computer Software", "Machinery"),
        }
        assert count == sandbox.reachstream.world.search.matches(wanted).count
        await visitor.wait(lambda: shows(visitor, "credits-result", "720 credits"), "the balance")
        assert f"<b>{min(720, count)}</b> of {count}" in visitor.text("price-result")

        visitor.click("count-explain")
        chart = await visitor.wait_for("explain-chart")
        without = {name: values for name, values in wanted.items() if name != "job_title_level"}
        assert f"Without level: {sandbox.reachstream.world.search.matches(without).count:,}" in chart.accessibleName()

        rows = visitor.find("sample-table", QAbstractItemView).model().rowCount()
        assert rows == min(25, count)
        visitor.click("sample-export")
        await visitor.wait_for("export-dialog")
        target = tmp_path / "leads.csv"
        visitor.find("export-path", QLineEdit).clear()
        visitor.type_into("export-path", str(target))
        await visitor.wait(lambda: visitor.find("export-start").isEnabled(), "the export can start")
        visitor.click("export-start")
        await visitor.wait(lambda: shows(visitor, "notice", f"{rows} of {rows} rows written."), "the file is written")
        with target.open(encoding="utf-8", newline="") as file:
            written = list(csv.DictReader(file, strict=True))
        assert len(written) == rows
        assert {row["Level"] for row in written} == {"Director"}
        assert all(request.key == "right" and not request.stray_key for request in sandbox.reachstream.requests)


async def test_what_was_in_the_window_is_there_after_a_restart(desktops: Desktops) -> None:
    async with desktops() as open_desktop:
        first = await open_desktop(settings=READY)
        await choose(first.visitor, "sic_code", "011")
        sic = chips(first.visitor, "sic_code")
        assert sic[0].startswith("011"), "a code keeps its zero"
        first.visitor.click("filter-save")
        await first.visitor.wait_for("filter-name")
        first.visitor.type_into("filter-name", "Farms")
        first.visitor.click("filter-name-accept")
        await first.visitor.wait(lambda: shows(first.visitor, "notice", "Saved as"), "it is saved")
        first.session.window.show_tab("activity-tab")
        await first.session.close()

        second = await open_desktop()
        assert second.session.window.current_tab == "activity-tab"
        second.session.window.show_tab("reachstream-tab")
        await second.visitor.wait(lambda: chips(second.visitor, "sic_code") == sic, "the filter is as it was left")
        assert second.visitor.text("filter-title") == "Farms"


async def test_undo_goes_back_step_by_step_and_stale_counts_are_told(desktops: Desktops) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        await choose(visitor, "job_title_level", "own")
        visitor.click("count-button")
        await visitor.wait(lambda: shows(visitor, "count-result", "Counted"), "a count")
        await choose(visitor, "company_type", "pri")
        assert shows(visitor, "count-result", "before your last change")
        assert visitor.text("count-button") == "Count again"
        visitor.click("filter-undo")
        assert chips(visitor, "company_type") == []
        assert shows(visitor, "count-result", "Counted"), "the count fits again"
        visitor.click("filter-undo")
        assert chips(visitor, "job_title_level") == []
        visitor.click("filter-redo")
        assert chips(visitor, "job_title_level") == ["Owner"]
