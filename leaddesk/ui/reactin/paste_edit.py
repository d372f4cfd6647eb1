"""Where a snippet or an address is pasted: a key that is in it never stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from leaddesk.domain.secret import Secret
from leaddesk.domain.smartlists import read_pasted

_TYPING_RESTS = 900
_MOST_KEYS = 20
"""More keys than any snippet holds; an end for a text that was made to have none."""
_LONGEST = 100_000
"""Letters: as many as are looked through for a key, so that none is beyond them."""


class PasteEdit(QPlainTextEdit):
    """Takes the key out of what is pasted before it is shown, and out of what is typed as soon as typing rests.

    It keeps no undo history, in which a key would live on.
    """

    read = Signal()
    """Its text is another one, without any key."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self._key: Secret | None = None
        self._is_typing = self._is_hiding = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_TYPING_RESTS)
        self._rest.timeout.connect(self.hide_key)
        self.textChanged.connect(self._changed)

    @property
    def key(self) -> Secret | None:
        """The first key that was taken out of the text; None for none."""
        return self._key

    def forget_key(self) -> None:
        """It was kept, or is not wanted."""
        self._key = None

    def take(self, text: str) -> None:
        """Show ``text`` in the place of what is there, without its key."""
        self.setPlainText(self._without_key(text))
        self.moveCursor(QTextCursor.MoveOperation.End)

    def hide_key(self) -> None:
        """At once, whatever is being typed."""
        self._rest.stop()
        text = self.toPlainText()
        safe = self._without_key(text)
        if safe != text:
            self._is_hiding = True
            self.take(safe)
            self._is_hiding = False
            self.read.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(self._without_key(source.text()))
            self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._is_typing = True
        super().keyPressEvent(event)
        self._is_typing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_typing = True
        super().inputMethodEvent(event)
        self._is_typing = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.hide_key()
        super().focusOutEvent(event)

    def _changed(self) -> None:
        if self._is_hiding:
            return
        if self.document().characterCount() > _LONGEST:
            self._is_hiding = True
            self.take(self.toPlainText()[:_LONGEST])
            self._is_hiding = False
        if self._is_typing:
            self._rest.start()  # a key that is being typed would else be taken for one at its eighth letter
        else:
            self.hide_key()
        self.read.emit()

    def _without_key(self, text: str) -> str:
        text, stand_in = text[:_LONGEST], self.tr("<key kept apart>")
        for _ in range(_MOST_KEYS):
            key = read_pasted(text).key
            if key is None or key.reveal() in stand_in:
                break
            self._key = self._key or key
            text = text.replace(key.reveal(), stand_in)
        return text
