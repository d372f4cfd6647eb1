"""The tokens are those of the design language, and as readable as it promises (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel

from leaddesk.ui import theme
from leaddesk.ui.theme import DARK, LIGHT, Tokens

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
TEXT, GRAPHIC = 4.5, 3.0


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """Dressed as before when the test ends."""
    yield qapp
    theme.apply(qapp, "light", 100)


def luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG counts it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def grounds(tokens: Tokens) -> tuple[str, ...]:
    return (tokens.window, tokens.surface, tokens.raised, tokens.hover, tokens.fill, tokens.accent_soft)


def lowest(colour: str, on: tuple[str, ...]) -> float:
    return min(ratio(colour, ground) for ground in on)


def test_the_formula() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@THEMES
def test_tokens_are_colours(tokens: Tokens) -> None:
    colours = [getattr(tokens, field.name) for field in fields(tokens) if field.name not in {"series", "is_dark"}]
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in (*colours, *tokens.series))
    assert len(tokens.series) == 6


TABLE = {
    "text": (14.0, 9.8),
    "muted": (5.3, 5.1),
    "accent": (5.1, 5.0),
    "success": (5.0, 5.8),
    "warning": (5.3, 6.0),
    "danger": (5.0, 5.2),
}
"""The lowest ratio over all grounds, light and dark, as the design language gives it."""


@pytest.mark.parametrize("name", TABLE)
@THEMES
def test_words_are_as_readable_on_every_ground_as_the_table_says(tokens: Tokens, name: str) -> None:
    found = lowest(getattr(tokens, name), grounds(tokens))
    assert found >= TEXT
    assert found == pytest.approx(TABLE[name][tokens.is_dark], abs=0.1)


SOFT = {"success": (5.2, 6.5), "warning": (5.6, 6.8), "danger": (5.1, 6.1)}


@pytest.mark.parametrize("name", SOFT)
@THEMES
def test_marks_are_readable_on_their_soft_ground(tokens: Tokens, name: str) -> None:
    found = ratio(getattr(tokens, name), getattr(tokens, f"{name}_soft"))
    assert found >= TEXT
    assert found == pytest.approx(SOFT[name][tokens.is_dark], abs=0.1)


@THEMES
def test_selection_and_primary_buttons(tokens: Tokens) -> None:
    assert ratio(tokens.accent_text, tokens.accent) == pytest.approx((6.1, 7.6)[tokens.is_dark], abs=0.1)
    assert ratio(tokens.accent_text, tokens.accent_hover) >= TEXT
    assert ratio(tokens.text, tokens.accent_soft) == pytest.approx((14.0, 9.9)[tokens.is_dark], abs=0.1)


@THEMES
def test_words_on_a_banner_are_readable(tokens: Tokens) -> None:
    for soft in (tokens.success_soft, tokens.warning_soft, tokens.danger_soft, tokens.accent_soft):
        assert ratio(tokens.text, soft) >= 7


@THEMES
def test_outlines_focus_and_bars_are_seen(tokens: Tokens) -> None:
    plain = (tokens.window, tokens.surface)
    assert lowest(tokens.outline, plain) >= GRAPHIC
    assert lowest(tokens.accent, plain) >= GRAPHIC
    assert min(lowest(colour, plain) for colour in tokens.series) >= GRAPHIC
    assert min(lowest(colour, plain) for colour in tokens.series[:3]) == pytest.approx(
        (3.6, 6.7)[tokens.is_dark], abs=0.1
    )


ROLES = {
    "window": ["Window"],
    "surface": ["Base", "Button"],
    "raised": ["ToolTipBase", "Light"],
    "hover": ["AlternateBase", "Midlight"],
    "border": ["Mid"],
    "outline": ["Dark"],
    "text": ["Text", "WindowText", "ButtonText"],
    "muted": ["PlaceholderText"],
    "accent": ["Accent", "Highlight", "Link"],
    "accent_text": ["HighlightedText"],
    "danger": ["BrightText"],
}


@THEMES
def test_the_palette_holds_the_tokens(tokens: Tokens) -> None:
    made = theme.palette(tokens)
    for name, roles in ROLES.items():
        for role in roles:
            for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
                assert made.color(group, QPalette.ColorRole[role]) == QColor(getattr(tokens, name)), role
    for role in ("Text", "WindowText", "ButtonText", "PlaceholderText"):
        assert made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role]) == QColor(tokens.disabled)


@THEMES
def test_the_style_sheet_is_one_that_qt_takes(app: QApplication, tokens: Tokens) -> None:
    """Qt logs a warning about a sheet that it cannot parse, which fails a test; the addresses stand in quotes."""
    sheet = theme.style_sheet(tokens)
    app.setStyleSheet(sheet)
    box = QCheckBox("x")
    box.grab()
    assert sheet.count("{") == sheet.count("}")
    assert re.findall(r"url\((.)", sheet) == ['"', '"']
    assert set(re.findall(r"(\w+)::item", sheet)) == {"QMenu", "QMenuBar", "QStatusBar"}, "tables paint slower with one"


def test_the_theme_changes_while_the_program_runs(app: QApplication) -> None:
    label = QLabel("x")
    theme.apply(app, "dark", 100)
    assert theme.tokens() is DARK
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.text)
    theme.apply(app, "light", 100)
    assert theme.tokens() is LIGHT
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(LIGHT.text)


def test_the_system_theme_is_the_systems(app: QApplication) -> None:
    theme.apply(app, "system", 100)
    assert theme.tokens().is_dark == (app.styleHints().colorScheme() == Qt.ColorScheme.Dark)


@pytest.mark.parametrize("size", [85, 100, 115, 130, 150])
def test_text_grows_from_the_systems_size_and_comes_back(app: QApplication, size: int) -> None:
    before = app.font().pixelSize()
    theme.apply(app, "light", size)
    assert app.font().pixelSize() == round(before * size / 100)
    assert theme.font(theme.MARK).pixelSize() >= 11
    assert theme.font(theme.FIGURE).pixelSize() > theme.font(theme.PAGE_TITLE).pixelSize() > app.font().pixelSize()
    theme.apply(app, "light", 100)
    assert app.font().pixelSize() == before


def test_small_text_stays_readable_where_the_system_counts_in_points(app: QApplication) -> None:
    before = QFont(app.font())
    try:
        small = QFont(before)
        small.setPointSizeF(8)
        app.setFont(small)
        dots = app.primaryScreen().logicalDotsPerInchY()
        assert theme.font(theme.MARK).pointSizeF() * dots / 72 >= 11 - 0.01
        assert theme.font(theme.FIGURE).pointSizeF() == pytest.approx(8 * theme.FIGURE)
    finally:
        app.setFont(before)


def test_figures_have_digits_of_one_width(app: QApplication) -> None:
    assert theme.font(tabular=True).featureValue(QFont.Tag("tnum")) == 1
    assert theme.font(weight=600).weight() == QFont.Weight.DemiBold
