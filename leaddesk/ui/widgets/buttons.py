"""Buttons: with a mark that tells the price, with an icon that follows the theme, or as quiet icon buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QToolButton, QWidget

from leaddesk.ui import icons, theme
from leaddesk.ui.commands import Cost

_GAP, _ICON, _MARK_PADDING = 8, 16, 7


class Button(QPushButton):
    """A push button with an optional icon before and an optional price mark after its words.

    ``look`` is ``""``, ``"primary"``, ``"danger"``, ``"link"`` or ``"quiet"``. Qt's own icon gap is fixed and its label
    knows no mark, so words, icon and mark are painted here; the frame stays the style's.
    """

    def __init__(
        self,
        words: str,
        *,
        name: str = "",
        icon: str = "",
        cost: Cost = Cost.NONE,
        calls: int = 0,
        look: str = "",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._icon, self._cost, self._calls = icon, cost, calls
        self.setObjectName(name)
        self.setProperty("look", look)
        self.setAutoDefault(False)
        self._answers_enter = False
        self.setCursor(Qt.CursorShape.PointingHandCursor if look == "link" else Qt.CursorShape.ArrowCursor)
        self._lowest = theme.CONTROL_HEIGHT if look != "link" else 24
        if hint:
            self.setToolTip(hint)
        self._tell()

    def answer_enter(self) -> None:
        """In a dialog Enter presses it while it has the keyboard, and not the default button. Not for what spends or
        deletes. (Qt's ``autoDefault`` would also take the default away from where it was put.)
        """
        self._answers_enter = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._answers_enter and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
            self.click()
        else:
            super().keyPressEvent(event)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell()
        self.updateGeometry()

    def set_cost(self, cost: Cost, calls: int = 0) -> None:
        """What pressing it costs from now on; ``calls`` where calls are counted, 0 for nothing said."""
        if (cost, calls) == (self._cost, self._calls):
            return
        self._cost, self._calls = cost, calls
        self._tell()
        self.updateGeometry()
        self.update()

    def set_look(self, look: str) -> None:
        self.setProperty("look", look)
        self.style().unpolish(self)
        self.style().polish(self)

    def set_icon(self, name: str) -> None:
        self._icon = name
        self.updateGeometry()
        self.update()

    def mark(self) -> str:
        """The words of the price mark; empty for none."""
        if self._cost is Cost.FREE:
            return self.tr("Free")
        if self._cost is Cost.SPENDS:
            return self.tr("Spends credits")
        return self.tr("%Ln {call|calls}", "", self._calls) if self._calls else ""

    def _tell(self) -> None:
        mark = self.mark()
        words = self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
        self.setAccessibleName(f"{words}, {mark}" if mark else words)

    def _mark_width(self) -> int:
        mark = self.mark()
        if not mark:
            return 0
        width = QFontMetrics(theme.font(theme.MARK, 600)).horizontalAdvance(mark) + 2 * _MARK_PADDING
        return width + (_ICON if self._cost is Cost.SPENDS else 0)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        parts = [words, _ICON if self._icon else 0, self._mark_width()]
        inner = sum(parts) + _GAP * (len([part for part in parts if part]) - 1)
        padding = {"link": 10, "quiet": 18}.get(str(self.property("look")), 26)
        height = max(self._lowest, self.fontMetrics().height() + 11)
        return QSize(inner + padding - (4 if self.mark() else 0), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        colour = self._colour()
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        mark = self._mark_width()
        total = (
            words
            + (_ICON + _GAP if self._icon and words else _ICON if self._icon else 0)
            + (mark + _GAP if mark else 0)
        )
        x = (self.width() - total) // 2
        middle = self.height() // 2
        if self._icon:
            tinted = icons.pixmap(self._icon, colour.name(), _ICON, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(x, middle - _ICON // 2), tinted)
            x += _ICON + (_GAP if words else 0)
        painter.setPen(colour)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(QRect(x, 0, words + 2, self.height()), int(flags), self.text())
        if mark:
            height = QFontMetrics(theme.font(theme.MARK, 600)).height() + 2
            self._paint_mark(painter, QRect(x + words + _GAP, middle - height // 2, mark, height))

    def _colour(self) -> QColor:
        colours, look = theme.tokens(), self.property("look")
        if not self.isEnabled():
            return QColor(colours.disabled)
        by_look = {"primary": colours.accent_text, "danger": colours.danger, "link": colours.accent}
        return QColor(by_look.get(look, colours.text))

    def _paint_mark(self, painter: QPainter, place: QRect) -> None:
        colours = theme.tokens()
        ink, ground = {
            Cost.FREE: (colours.success, colours.success_soft),
            Cost.SPENDS: (colours.warning, colours.warning_soft),
            Cost.NONE: (colours.muted, colours.fill),
        }[self._cost]
        if not self.isEnabled():
            ink, ground = colours.disabled, colours.fill
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, 3, 3)
        left = place.left() + _MARK_PADDING
        if self._cost is Cost.SPENDS:
            coin = icons.pixmap("credits", ink, 13, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(place.left() + 4, place.top() + (place.height() - 13) // 2), coin)
            left = place.left() + _ICON + 4
        painter.setFont(theme.font(theme.MARK, 600))
        painter.setPen(QColor(ink))
        painter.drawText(place.adjusted(left - place.left(), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.mark())


class IconButton(QToolButton):
    """A quiet button that is only an icon. ``words`` is its accessible name and, with its keys, its tooltip."""

    def __init__(
        self, icon: str, words: str, *, name: str = "", keys: QKeySequence | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setObjectName(name)
        self.setAccessibleName(words)
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText) if keys is not None else ""
        self.setToolTip(f"{words} · {shown}" if shown else words)
        self.setFixedSize(QSize(theme.CONTROL_HEIGHT, theme.CONTROL_HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        colours = theme.tokens()
        self.setIcon(icons.icon(self._icon, colours.text, colours.disabled))
