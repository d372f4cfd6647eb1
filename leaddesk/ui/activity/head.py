"""The head of a card (its title, a few quiet numbers, buttons at the right), and where a message stands in one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words

_MARGINS = (14, 6, 8, 6)
_AROUND = 8


class CardHead(QWidget):
    """One line."""

    def __init__(self, title: str, name: str, *buttons: QWidget) -> None:
        """``name`` is the objectName of the quiet words."""
        super().__init__()
        self.title = Words(title, size=theme.SECTION, weight=600)
        self.about = Words(name=name, size=theme.CAPTION, muted=True)
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.about.be_a_stop()
        row = QHBoxLayout(self)
        row.setContentsMargins(*_MARGINS)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.about, 1)
        for button in buttons:
            row.addWidget(button)

    def tell(self, about: str) -> None:
        """The quiet words, read by whoever comes by; a screen reader is not told."""
        if about != self.about.text():
            self.about.setText(about)
            self.about.setToolTip(about)
            self.about.setVisible(bool(about))


class Told(QWidget):
    """A message between the parts of a card, with room around it; nothing while there is nothing to say."""

    def __init__(self, message: InlineMessage) -> None:
        super().__init__()
        self._message, self._said = message, ""
        column = QVBoxLayout(self)
        column.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        column.addWidget(message)
        self.hide()

    def say(self, kind: str, title: str, advice: str, aside: str, button: str) -> None:
        """As ``InlineMessage.say``, but the same once more is not announced again. ``aside`` goes on from ``advice``
        and may change with time.
        """
        whole = f"{advice} {aside}".strip()
        if self._said == f"{title} {advice}":
            self._message.tell_advice(whole)
            return
        self._said = f"{title} {advice}"
        self.show()
        self._message.say(kind, title, whole, button)

    def clear(self) -> None:
        self._said = ""
        self._message.clear()
        self.hide()
