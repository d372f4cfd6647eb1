"""The tokens of the design language, light and dark, as palette and style sheet.

Widgets that paint themselves read ``tokens()`` while painting and repaint on ``QEvent.Type.PaletteChange``; everything
else is dressed by the palette and one short application style sheet. Contrasts are those of the design language and are
computed again in ``tests/unit/ui/test_theme_contrast.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from leaddesk.ui.resource import resource

CONTROL_HEIGHT = 28
RADIUS_CHIP, RADIUS_CONTROL, RADIUS_CARD = 4, 5, 8

FIGURE, PAGE_TITLE, SECTION, BODY, CAPTION, MARK = 1.85, 1.35, 1.08, 1.0, 0.92, 0.86
_SMALLEST_PIXELS = 11


@dataclass(frozen=True)
class Tokens:
    """Colours by meaning, each ``#RRGGBB``."""

    window: str
    surface: str
    raised: str
    hover: str
    fill: str
    border: str
    outline: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    series: tuple[str, ...]
    is_dark: bool


LIGHT = Tokens(
    window="#F3F4F6",
    surface="#FFFFFF",
    raised="#FFFFFF",
    hover="#EFF1F5",
    fill="#E9EBEF",
    border="#D8DCE2",
    outline="#858D9A",
    text="#191D24",
    muted="#576070",
    disabled="#9AA1AD",
    accent="#2A59D1",
    accent_hover="#2049B4",
    accent_text="#FFFFFF",
    accent_soft="#E3EAFB",
    success="#17713F",
    success_soft="#E0F3E7",
    warning="#8A5300",
    warning_soft="#FDF0D5",
    danger="#BE2530",
    danger_soft="#FCE8E8",
    series=("#2A59D1", "#0F8A83", "#C26A00", "#8E4EC6", "#C23A6B", "#6B7483"),
    is_dark=False,
)
DARK = Tokens(
    window="#17191D",
    surface="#1F2227",
    raised="#282C33",
    hover="#2A2E35",
    fill="#333841",
    border="#383D46",
    outline="#7A828F",
    text="#E8EAEE",
    muted="#A4ACB8",
    disabled="#666D79",
    accent="#82A6FF",
    accent_hover="#9DBAFF",
    accent_text="#0C1430",
    accent_soft="#293659",
    success="#63C98B",
    success_soft="#1B3527",
    warning="#E8B04F",
    warning_soft="#3B2E15",
    danger="#FF8A8A",
    danger_soft="#44232A",
    series=("#82A6FF", "#45C4BA", "#F0A04B", "#C39AF0", "#F286AC", "#98A1AE"),
    is_dark=True,
)

_NAME = "leaddesk-theme"
_SIZE = "leaddesk-base-size"


def tokens() -> Tokens:
    """The colours in force."""
    app = QCoreApplication.instance()
    return DARK if app is not None and app.property(_NAME) == "dark" else LIGHT


def apply(app: QApplication, theme: str, text_size: int) -> None:
    """Dress the whole program.

    ``theme`` is ``system``, ``light`` or ``dark``; ``text_size`` a percentage of the system's own size.
    """
    dark = theme == "dark" or (theme == "system" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark)
    if app.property(_NAME) is None:  # a style under a style sheet does not tell its name
        app.setStyle("Fusion")
    app.setProperty(_NAME, "dark" if dark else "light")
    chosen = tokens()
    _set_font(app, text_size)
    app.setPalette(palette(chosen))
    app.setStyleSheet(style_sheet(chosen))


def font(multiple: float = BODY, weight: int = 400, *, tabular: bool = False) -> QFont:
    """The system's font in one of the sizes above; ``tabular`` gives every digit the same width."""
    made = QFont(QApplication.font())
    if made.pixelSize() > 0:
        made.setPixelSize(max(_SMALLEST_PIXELS, round(made.pixelSize() * multiple)))
    else:
        made.setPointSizeF(max(_SMALLEST_PIXELS * _points_per_pixel(), made.pointSizeF() * multiple))
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _points_per_pixel() -> float:
    screens = QApplication.screens()
    return 72 / (screens[0].logicalDotsPerInchY() if screens else 96)


def scale() -> float:
    """How large the text is beside the system's own: 1.5 for a text size of 150%."""
    app, now = QCoreApplication.instance(), QApplication.font()
    base = app.property(_SIZE) if app is not None else None
    if not isinstance(base, QFont):
        return 1.0
    if base.pixelSize() > 0:
        return now.pixelSize() / base.pixelSize()
    return now.pointSizeF() / base.pointSizeF()


def muted(widget: QWidget) -> None:
    """Make the text of a label quiet; it follows the theme by itself."""
    widget.setForegroundRole(QPalette.ColorRole.PlaceholderText)


def _set_font(app: QApplication, text_size: int) -> None:
    base = app.property(_SIZE)
    if base is None:
        base = app.font()
        # Without a desktop nobody has chosen a font, and the fallback is a small bitmap-era size.
        if app.platformName() in {"offscreen", "minimal"}:
            base = QFont("Inter")
            base.setPixelSize(13)
        app.setProperty(_SIZE, base)
    scaled = QFont(base)
    if scaled.pixelSize() > 0:
        scaled.setPixelSize(round(scaled.pixelSize() * text_size / 100))
    else:
        scaled.setPointSizeF(scaled.pointSizeF() * text_size / 100)
    if scaled != app.font():
        app.setFont(scaled)


def palette(chosen: Tokens) -> QPalette:
    """The tokens in Qt's roles."""
    role, made = QPalette.ColorRole, QPalette()
    colours = {
        role.Window: chosen.window,
        role.Base: chosen.surface,
        role.Button: chosen.surface,
        role.ToolTipBase: chosen.raised,
        role.Light: chosen.raised,
        role.AlternateBase: chosen.hover,
        role.Midlight: chosen.hover,
        role.Mid: chosen.border,
        role.Dark: chosen.outline,
        role.Text: chosen.text,
        role.WindowText: chosen.text,
        role.ButtonText: chosen.text,
        role.ToolTipText: chosen.text,
        role.PlaceholderText: chosen.muted,
        role.Accent: chosen.accent,
        role.Highlight: chosen.accent,
        role.HighlightedText: chosen.accent_text,
        role.Link: chosen.accent,
        role.LinkVisited: chosen.accent,
        role.BrightText: chosen.danger,
    }
    for which, colour in colours.items():
        made.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText, role.PlaceholderText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(chosen.disabled))
    return made


def style_sheet(t: Tokens) -> str:
    """The application's one style sheet. No ``::item`` rules: they make every table paint 12% slower."""
    mode = "dark" if t.is_dark else "light"
    tick = resource(f"styles/tick-{mode}.svg").as_posix()
    arrow = resource(f"styles/arrow-down-{mode}.svg").as_posix()
    return f"""
QFrame[card="true"] {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 8px; }}
QFrame[card="raised"] {{ background: {t.raised}; border: 1px solid {t.border}; border-radius: 8px; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.border}; padding: 4px 6px; }}
QMenuBar {{ background: {t.window}; border: 0; padding: 2px 8px; }}
QMenuBar::item {{ padding: 4px 10px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {t.fill}; }}
QMenu {{ background: {t.raised}; border: 1px solid {t.border}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 10px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
QMenu::separator {{ height: 1px; background: {t.border}; margin: 4px 6px; }}
QMenu::icon {{ padding-left: 6px; }}
QPushButton {{ background: {t.surface}; border: 1px solid {t.outline}; border-radius: 5px; padding: 4px 12px; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.fill}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: 3px 11px; }}
QPushButton:disabled {{ color: {t.disabled}; border-color: {t.border}; background: {t.window}; }}
QPushButton[look="primary"] {{ background: {t.accent}; color: {t.accent_text}; border-color: {t.accent}; }}
QPushButton[look="primary"]:hover {{ background: {t.accent_hover}; }}
QPushButton[look="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[look="primary"]:disabled {{ background: {t.fill}; color: {t.disabled}; border-color: {t.fill}; }}
QPushButton[look="danger"] {{ color: {t.danger}; border-color: {t.danger}; }}
QPushButton[look="danger"]:disabled {{ color: {t.disabled}; border-color: {t.border}; }}
QPushButton[look="link"] {{ color: {t.accent}; border: 1px solid transparent; background: transparent; padding: 4px; }}
QPushButton[look="link"]:hover {{ text-decoration: underline; }}
QPushButton[look="link"]:focus {{ border: 2px solid {t.accent}; padding: 3px; }}
QPushButton[look="link"]:disabled {{ color: {t.disabled}; }}
QPushButton[look="quiet"], QToolButton {{ border: 1px solid transparent; border-radius: 5px; background: transparent;
  padding: 4px 8px; }}
QToolButton {{ padding: 4px; }}
QPushButton[look="quiet"]:hover, QToolButton:hover {{ background: {t.fill}; }}
QToolButton:checked {{ background: {t.accent_soft}; }}
QPushButton[look="quiet"]:focus, QToolButton:focus {{ border: 2px solid {t.accent}; }}
QPushButton[look="quiet"]:focus {{ padding: 3px 7px; }}
QToolButton:focus {{ padding: 3px; }}
QToolButton::menu-indicator {{ image: none; }}
QLineEdit, QPlainTextEdit, QComboBox {{ background: {t.surface}; border: 1px solid {t.outline}; border-radius: 5px;
  padding: 4px 8px; selection-background-color: {t.accent}; selection-color: {t.accent_text}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 2px solid {t.accent}; padding: 3px 7px; }}
QLineEdit[wrong="true"] {{ border-color: {t.danger}; }}
QLineEdit:disabled, QComboBox:disabled {{ border-color: {t.border}; background: {t.window}; color: {t.disabled}; }}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit {{ border: 0; padding: 0; background: transparent; }}
QComboBox::drop-down {{ border: 0; width: 22px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: 14px; height: 14px; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {t.border}; }}
QTabBar {{ background: {t.window}; }}
QTabBar::tab {{ background: transparent; color: {t.muted}; border: 0; border-bottom: 2px solid transparent;
  padding: 11px 14px 10px 12px; margin-left: 0; }}
QTabBar::tab:hover {{ color: {t.text}; }}
QTabBar::tab:selected {{ color: {t.text}; border-bottom: 2px solid {t.accent}; }}
QTabBar::tab:focus {{ border: 2px solid {t.accent}; border-radius: 4px; padding: 9px 12px 10px 10px; }}
QComboBox QAbstractItemView {{ background: {t.raised}; border: 1px solid {t.border}; padding: 4px;
  selection-background-color: {t.accent_soft}; selection-color: {t.text}; outline: 0; }}
QCheckBox, QRadioButton {{ spacing: 8px; padding: 2px; border: 2px solid transparent; border-radius: 4px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {t.accent}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {t.outline};
  border-radius: 4px; background: {t.surface}; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; image: url("{tick}"); }}
QRadioButton::indicator:checked {{ border: 4px solid {t.accent}; width: 8px; height: 8px; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ background: {t.fill}; border-color: {t.border}; }}
QRadioButton::indicator:checked:disabled {{ border-color: {t.disabled}; }}
QAbstractItemView {{ background: {t.surface}; border: 0; outline: 0; selection-background-color: {t.accent_soft};
  selection-color: {t.text}; }}
QAbstractItemView[rail="true"] {{ background: {t.window}; }}
QAbstractItemView[raised="true"] {{ background: {t.raised}; }}
QScrollArea {{ border: 0; background: transparent; }}
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {t.disabled}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:hover {{ background: {t.outline}; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
QSplitter::handle {{ background: transparent; }}
QProgressBar {{ background: {t.fill}; border: 0; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 2px; }}
QStatusBar {{ background: {t.window}; border-top: 1px solid {t.border}; }}
QStatusBar::item {{ border: 0; }}
"""
