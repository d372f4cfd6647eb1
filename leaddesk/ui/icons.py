"""Icons by meaning, tinted with a colour of the theme and crisp at every device pixel ratio.

The drawings are black SVG on a 20-unit grid in ``resources/icons``. They are tinted here, because QtSvg's
``currentColor`` does not follow the palette.
"""

from __future__ import annotations

from functools import cache
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap, QPixmapCache

from leaddesk.ui.resource import resource

_OWN_COLOURS = ""
"""Stands for "as drawn" where a tint is expected: only the program's own mark is coloured."""

_DISABLED = QPalette.ColorGroup.Disabled


class UnknownIconError(LookupError):
    """There is no icon of that name: a mistake in the code, or an incomplete installation."""


@cache
def names() -> frozenset[str]:
    """The names of all icons that this installation has."""
    return frozenset(file.stem for file in resource("icons").glob("*.svg"))


def pixmap(name: str, color: str, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The icon ``name`` in ``color`` (``#RRGGBB`` or any name Qt knows), ``size`` logical pixels square.

    ``ratio`` is the device pixel ratio of what it is painted on; the pixmap carries it. Rendered once per name, colour,
    size and ratio, and kept in Qt's own pixmap cache. Needs a QGuiApplication. Raises :class:`UnknownIconError`.
    """
    key = f"leaddesk-icon {name} {color} {size} {ratio}"
    rendered = QPixmap()
    if not QPixmapCache.find(key, rendered):
        rendered = _render(name, color, size, ratio)
        QPixmapCache.insert(key, rendered)
    return rendered


def icon(name: str, color: str, disabled_color: str | None = None, size: int = 16) -> QIcon:
    """The icon ``name`` for a button, action or tab, ``size`` logical pixels square: ``color`` as in :func:`pixmap`.

    Disabled, it takes ``disabled_color``, or the palette's disabled text of now. It is drawn for the pixel ratios of
    the screens that are there, and for 1 and 2. Raises :class:`UnknownIconError`.

    Not through an icon engine of our own: Qt owns and deletes engines, and PySide 6.11 crashes when it deletes one that
    is written in Python.
    """
    _check(name)
    disabled = disabled_color or QGuiApplication.palette().color(_DISABLED, QPalette.ColorRole.ButtonText).name()
    made = QIcon()
    for ratio in _ratios():
        made.addPixmap(pixmap(name, color, size, ratio))
        made.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made


def app_icon() -> QIcon:
    """The program's own mark in its own colours, for the window and the task bar."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("app", _OWN_COLOURS, size))
    return made


def _ratios() -> list[float]:
    return sorted({1.0, 2.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())})


def _check(name: str) -> None:
    if name not in names():
        raise UnknownIconError(f"there is no icon called {name!r} in resources/icons")


def _render(name: str, color: str, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415  only once something is painted

    _check(name)
    edge = max(1, ceil(size * ratio))
    rendered = QPixmap(edge, edge)
    rendered.fill(Qt.GlobalColor.transparent)
    painter = QPainter(rendered)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(resource(f"icons/{name}.svg"))).render(painter, QRectF(0, 0, edge, edge))
    if color != _OWN_COLOURS:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(rendered.rect(), QColor(color))
    painter.end()
    rendered.setDevicePixelRatio(ratio)
    return rendered
