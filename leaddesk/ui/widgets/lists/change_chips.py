"""How many leads are new, changed or gone since a list was read before; each number narrows the table to its leads."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from leaddesk.domain.lists import RowState
from leaddesk.ui import icons, theme, wording

_ICON, _PADDING, _GAP = 14, 6, 5
_LOWEST = 24


class ChangeChip(QPushButton):
    """One number. Pressed in, the table shows only these leads."""

    def __init__(self, name: str, icon: str, colour: str, hint: str) -> None:
        """``colour`` is the name of a token that has a soft one beside it, such as ``success``."""
        super().__init__()
        self.setObjectName(name)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setToolTip(hint)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._icon, self._colour, self._number = icon, colour, ""
        self._is_compact = False

    def tell(self, number: str, words: str) -> None:
        """``words`` hold the ``number``, which stands alone where there is little room."""
        if words != self.text():
            self._number = number
            self.setText(words)
            self.setAccessibleName(words)
            self.updateGeometry()

    def be_compact(self, compact: bool) -> None:
        if compact != self._is_compact:
            self._is_compact = compact
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._size(self._number if self._is_compact else self.text())

    def minimumSizeHint(self) -> QSize:
        return self._size(self._number)

    def _size(self, words: str) -> QSize:
        metrics = QFontMetrics(theme.font(theme.BODY, 600, tabular=True))
        width = metrics.horizontalAdvance(words) + _ICON + _GAP + 2 * _PADDING + 2
        return QSize(width, max(_LOWEST, metrics.height() + 6))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = theme.tokens()
        ink, ground = str(getattr(colours, self._colour)), str(getattr(colours, f"{self._colour}_soft"))
        if self.isChecked():
            ink, ground = colours.accent_text, colours.accent
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        high = min(self.height(), QFontMetrics(theme.font(theme.BODY, 600)).height() + 5)
        chip = QRect(0, (self.height() - high) // 2, self.width(), high)
        painter.drawRoundedRect(chip, theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        tinted = icons.pixmap(self._icon, ink, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(_PADDING, (self.height() - _ICON) // 2, tinted)
        painter.setPen(QColor(ink))
        painter.setFont(theme.font(theme.BODY, 600, tabular=True))
        shown = self.text() if self.width() >= self._size(self.text()).width() else self._number
        words = chip.adjusted(_PADDING + _ICON + _GAP, 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        if self.hasFocus() or self.underMouse():
            line = colours.text if self.isChecked() else ink
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(line), 2 if self.hasFocus() else 1))
            painter.drawRoundedRect(QRectF(chip).adjusted(1, 1, -1, -1), theme.RADIUS_CHIP, theme.RADIUS_CHIP)


class ChangeChips(QWidget):
    """The three of them; those that count nothing are not there."""

    wanted = Signal(object)
    """The RowState of the leads that are to be shown; PRESENT for all."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self._wanted = RowState.PRESENT
        only = self.tr("Show only these; press again for all")
        self._chips = {
            RowState.NEW: ChangeChip(f"{prefix}-new", "plus", "success", only),
            RowState.CHANGED: ChangeChip(f"{prefix}-changed", "edit", "accent", only),
            RowState.GONE: ChangeChip(f"{prefix}-gone", "minus", "warning", only),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for state, chip in self._chips.items():
            chip.hide()
            chip.clicked.connect(lambda checked, state=state: self._pressed(state, checked=checked))
            row.addWidget(chip)

    @property
    def state(self) -> RowState:
        """The leads that are to be shown."""
        return self._wanted

    def show_counts(self, new: int, changed: int, gone: int, gone_earlier: int) -> None:
        """A chip whose number fell to nothing lets go: all leads are wanted then.

        ``gone_earlier`` are those that went before; they are told where none has gone since.
        """
        went = (gone, self.tr("%Ln gone", "", gone))
        if not gone:
            went = (gone_earlier, self.tr("%Ln gone earlier", "", gone_earlier))
        words = {
            RowState.NEW: (new, self.tr("%Ln new", "", new)),
            RowState.CHANGED: (changed, self.tr("%Ln changed", "", changed)),
            RowState.GONE: went,
        }
        for state, (count, text) in words.items():
            chip = self._chips[state]
            chip.tell(wording.number(count), text)
            if not count and chip.isChecked():
                self._pressed(state, checked=False)
            chip.setVisible(count > 0)
        self.setVisible(any((new, changed, gone, gone_earlier)))

    def be_compact(self, compact: bool) -> None:
        """Numbers without words, where there is little room."""
        for chip in self._chips.values():
            chip.be_compact(compact)

    def let_go(self) -> None:
        """All leads again, without a word to anybody."""
        self._wanted = RowState.PRESENT
        self._check()

    def _pressed(self, state: RowState, *, checked: bool) -> None:
        self._wanted = state if checked else RowState.PRESENT
        self._check()
        self.wanted.emit(self._wanted)

    def _check(self) -> None:
        for state, chip in self._chips.items():
            chip.setChecked(state is self._wanted)
            chip.update()
