"""Words and icons that follow the theme and the text size while the program runs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from leaddesk.ui import icons, theme
from leaddesk.ui.widgets.readable import Readable


class Words(Readable):
    """A label in one of the theme's sizes.

    A wrapping one asks for the height that its width needs: Qt's layouts squash wrapped labels where room is short.
    """

    def __init__(
        self,
        text: str = "",
        *,
        name: str = "",
        size: float = theme.BODY,
        weight: int = 400,
        muted: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``size`` is a multiple of the text size in force, such as ``theme.CAPTION``."""
        super().__init__(text, parent)
        self._size, self._weight = size, weight
        self._laid_out = False
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if muted:
            theme.muted(self)
        self.setFont(theme.font(size, weight))

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        if not (self.wordWrap() and self._laid_out):
            return least
        return QSize(least.width(), self.heightForWidth(self.width()))

    def tell(self, text: str) -> None:
        """Change the text and have a screen reader say it."""
        if text != self.text():
            self.setText(text)
            self.announce()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            wanted, now = theme.font(self._size, self._weight), self.font()
            same = (wanted.pixelSize(), wanted.pointSizeF(), wanted.weight()) == (
                now.pixelSize(),
                now.pointSizeF(),
                now.weight(),
            )
            if not same:
                self.setFont(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._laid_out = True
        if self.wordWrap() and event.size().width() != event.oldSize().width():
            self.updateGeometry()


class Icon(QWidget):
    """One icon in a colour of the theme, in the middle of a line of text. Words beside it say what it means."""

    def __init__(self, icon: str, colour: str = "text", size: int = 16, parent: QWidget | None = None) -> None:
        """``colour`` is the name of a token, such as ``"success"``."""
        super().__init__(parent)
        self._icon, self._colour, self._edge = icon, colour, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: str, colour: str) -> None:
        self._icon, self._colour = icon, colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._edge, max(self._edge, self.fontMetrics().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tint = str(getattr(theme.tokens(), self._colour))
        painter = QPainter(self)
        top = (self.height() - self._edge) // 2
        painter.drawPixmap(0, top, icons.pixmap(self._icon, tint, self._edge, self.devicePixelRatioF()))
