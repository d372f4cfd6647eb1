"""Icons by meaning, tinted with a colour of the theme and crisp at every device pixel ratio.

The drawings are black SVG on a 20-unit grid in ``resources/icons``. They are tinted here, because QtSvg's
``currentColor`` does not follow the palette. Nothing is read or rendered before it is painted.
"""

from __future__ import annotations

from functools import cache
from math import ceil

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap, QPixmapCache

from leaddesk.ui.resource import resource

_OWN_COLOURS = ""
"""Stands for "as drawn" where a tint is expected: only the program's own mark is coloured."""

_clones: list[QIconEngine] = []


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
    """The icon ``name`` for a button, action or tab: ``color`` as in :func:`pixmap`.

    Disabled, it takes ``disabled_color``, or the palette's disabled text at the time of painting. ``size`` (logical
    pixels) is its natural size; a widget with an icon size of its own gets that, as crisp. Raises
    :class:`UnknownIconError`.
    """
    _check(name)
    return QIcon(_TintedEngine(name, color, disabled_color, (size,)))


def app_icon() -> QIcon:
    """The program's own mark in its own colours, for the window and the task bar."""
    return QIcon(_TintedEngine("app", _OWN_COLOURS, _OWN_COLOURS, (16, 24, 32, 48, 64, 128, 256)))


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


class _TintedEngine(QIconEngine):
    """Paints one icon at whatever size and pixel ratio Qt asks for."""

    def __init__(self, name: str, color: str, disabled_color: str | None, sizes: tuple[int, ...]) -> None:
        super().__init__()
        self._name = name
        self._color = color
        self._disabled_color = disabled_color
        self._sizes = sizes

    def _tint(self, mode: QIcon.Mode) -> str:
        if mode != QIcon.Mode.Disabled:
            return self._color
        if self._disabled_color is not None:
            return self._disabled_color
        return QGuiApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name()

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        edge = min(rect.width(), rect.height())
        if edge <= 0:
            return
        corner = rect.topLeft() + QPoint((rect.width() - edge) // 2, (rect.height() - edge) // 2)
        painter.drawPixmap(corner, pixmap(self._name, self._tint(mode), edge, painter.device().devicePixelRatio()))

    def availableSizes(
        self,
        mode: QIcon.Mode = QIcon.Mode.Normal,  # noqa: ARG002
        state: QIcon.State = QIcon.State.Off,  # noqa: ARG002
    ) -> list[QSize]:
        return [QSize(size, size) for size in self._sizes]

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:  # noqa: ARG002
        edge = min(size.width(), size.height())
        return QSize(edge, edge)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: ARG002
        return pixmap(self._name, self._tint(mode), min(size.width(), size.height()), scale)

    def clone(self) -> QIconEngine:
        # Qt takes the clone, but PySide would free it as soon as this returns: kept for good. Qt clones only when an
        # icon is changed after it was copied, which LeadDesk never does.
        twin = _TintedEngine(self._name, self._color, self._disabled_color, self._sizes)
        _clones.append(twin)
        return twin

    def key(self) -> str:
        return "leaddesk"
