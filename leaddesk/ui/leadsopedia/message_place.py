"""Where the page says something beside what it is about, with at most one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from leaddesk.ui.widgets.inline_message import InlineMessage


class MessagePlace(QWidget):
    """Hidden with its message, which would leave its margins. The newest message replaces the one before."""

    def __init__(self, *, name: str, button: str) -> None:
        """``name`` is the objectName of the words, ``button`` the one of the button."""
        super().__init__()
        self._act: Callable[[], None] | None = None
        self._message = InlineMessage(name=name, button=button)
        self._message.pressed.connect(self._pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 0)
        row.addWidget(self._message)
        self.hide()

    def say(
        self, kind: str, title: str, advice: str = "", button: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """As ``InlineMessage.say``; an empty ``title`` takes the message away. ``act`` is what the button does."""
        self._act = act
        self.setVisible(bool(title))
        if title:
            self._message.say(kind, title, advice, button)
        else:
            self._message.clear()

    def clear(self) -> None:
        self.say("", "")

    def _pressed(self) -> None:
        act = self._act
        self.clear()
        if act is not None:
            act()
