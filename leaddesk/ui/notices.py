"""What LeadDesk tells the user: one bar under the tabs with the newest message, and the dialog for bugs.

Messages said before the window is there are kept and shown by it. Errors stay until they are closed; good news leaves
after eight seconds unless somebody is on it or in a dialog over it, and an error that it covered is seen again. A
pointer that rests does not count: it was there before perhaps, and the bar came under it.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QCursor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMessageBox, QPushButton, QToolButton, QWidget

from leaddesk.domain.errors import LeadDeskError, LeadsBusy, NoAccess, NothingThere, ProviderError
from leaddesk.ui import icons, theme
from leaddesk.ui.error_texts import explain
from leaddesk.ui.widgets.readable import Readable
from leaddesk.ui.widgets.wrapping_body import WrappingBody
from leaddesk.ui.wording import filled, shortened

_log = logging.getLogger(__name__)

_LEAVES_AFTER = 8_000
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Notice:
    """One message. ``kind`` is ``success``, ``info``, ``warning`` or ``danger``."""

    kind: str
    title: str
    """A whole sentence; shown bold."""
    text: str = ""
    action: str = ""
    """The words on its button; empty for none."""
    act: Callable[[], None] | None = None
    other_action: str = ""
    """The words on a second, quieter button; empty for none."""
    other_act: Callable[[], None] | None = None


class Notices(QObject):
    """Collects messages from everywhere and hands them to the bar."""

    said = Signal(object)
    """A Notice."""
    taken_back = Signal(object)
    """A Notice that is not true any more."""

    def __init__(self, open_settings: Callable[[str], None], parent: QObject | None = None) -> None:
        """``open_settings`` opens the Settings page with the given id."""
        super().__init__(parent)
        self._open_settings = open_settings
        self._kept: list[Notice] = []
        self._listening = False
        self._bug_dialog: QMessageBox | None = None
        self._troubles: dict[tuple[str, str], Notice] = {}
        """The newest trouble of each provider and task."""
        self._busy: Notice | None = None
        """That My Leads could not be changed for a while."""

    def listen(self, show: Callable[[Notice], None]) -> None:
        """From now on ``show`` gets every message, and at once those that were said before."""
        self.said.connect(show)
        self._listening = True
        for notice in self._kept:
            show(notice)
        self._kept.clear()

    def say(self, notice: Notice) -> None:
        if self._listening:
            self.said.emit(notice)
        else:
            self._kept.append(notice)

    def take_back(self, notice: Notice) -> None:
        """It is not true any more."""
        if notice in self._kept:
            self._kept.remove(notice)
        self.taken_back.emit(notice)

    def problem(self, error: LeadDeskError, task: str = "", about: str = "") -> None:
        """Tell an expected error in the words of ``error_texts``.

        ``task`` says for ``solved`` what was wanted. ``about`` is the name of what was asked for: told where the
        trouble is with that and not with the provider, for the words are read when something else is shown as well.
        """
        words = explain(error)
        page = words.settings_page
        act = (lambda: self._open_settings(page)) if page else None
        title = words.title
        if about and isinstance(error, NoAccess | NothingThere):
            title = filled(self.tr("“%1”: %2"), shortened(about, _LONGEST_NAME), title)
        notice = Notice("danger", title, words.advice, words.button if page else "", act)
        if isinstance(error, ProviderError):
            self._troubles[error.provider, task] = notice
        elif isinstance(error, LeadsBusy):
            self._busy = notice
        self.say(notice)

    def solved(self, provider: str, task: str | None = None) -> None:
        """What was said of the provider's trouble with ``task`` goes, for it worked now; with None, with any task."""
        for place in [place for place in self._troubles if place[0] == provider and task in (None, place[1])]:
            self.taken_back.emit(self._troubles.pop(place))

    def leads_changed(self) -> None:
        """My Leads could be written to: that it cannot be changed at this moment is over."""
        if self._busy is not None:
            busy, self._busy = self._busy, None
            self.take_back(busy)

    def connected(self, provider: str) -> None:
        """The provider took the key: what was said of the key or the address, with a way to Settings, goes."""
        for place in [place for place, said in self._troubles.items() if place[0] == provider and said.act]:
            self.taken_back.emit(self._troubles.pop(place))

    def bug(self, error: BaseException) -> None:
        """Tell an error of LeadDesk itself: log it whole, show a dialog that offers to copy the details."""
        details = "".join(traceback.format_exception(error))
        _log.error("unexpected error\n%s", details)
        if self._bug_dialog is not None:
            return
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("LeadDesk"), self.tr("LeadDesk made a mistake."))
        box.setObjectName("bug-dialog")
        box.setInformativeText(
            self.tr(
                "What you asked for was not finished. Nothing that was shown as saved is lost. "
                "You can go on; if it happens again, send us the details."
            )
        )
        copy = box.addButton(self.tr("Copy details"), QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Close)
        copy.clicked.connect(lambda: _to_clipboard(details))
        box.finished.connect(self._bug_closed)
        self._bug_dialog = box
        box.open()

    def _bug_closed(self) -> None:
        if self._bug_dialog is not None:
            self._bug_dialog.deleteLater()
            self._bug_dialog = None


def _to_clipboard(text: str) -> None:
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - only when a bug is shown

    QGuiApplication.clipboard().setText(text)


_LOOK = {
    "success": ("check", "success", "success_soft"),
    "info": ("info", "accent", "accent_soft"),
    "warning": ("warning", "warning", "warning_soft"),
    "danger": ("error", "danger", "danger_soft"),
}


class NoticeBar(WrappingBody):
    """The banner. Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice: Notice | None = None
        self._covered: Notice | None = None
        self._pointer = QPoint()
        """Where it was when this was last looked at."""
        self._icon = QLabel()
        self._icon.setFixedSize(QSize(18, 18))
        self._words = Readable()
        self._words.setObjectName("notice")
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.be_a_stop()
        self._action = QPushButton()
        self._action.setObjectName("notice-action")
        self._action.clicked.connect(lambda: self._act(other=False))
        self._other = QPushButton()
        self._other.setObjectName("notice-other-action")
        self._other.clicked.connect(lambda: self._act(other=True))
        self._close = QToolButton()
        self._close.setObjectName("notice-close")
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self.tr("Close this message"))
        self._close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._other)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(_LEAVES_AFTER)
        self._leave.timeout.connect(self._leave_unless_focused)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show it in place of the one before. Good news only covers an error, which comes back after it."""
        if _leaves(notice) and self._notice is not None and not _leaves(self._notice):
            self._covered = self._notice
        elif not _leaves(notice):
            self._covered = None
        self._notice = notice
        title, text = _escaped(notice.title), _escaped(notice.text)
        self._words.setText(f"<b>{title}</b>&nbsp; {text}" if text else f"<b>{title}</b>")
        self._action.setText(notice.action)
        self._action.setVisible(bool(notice.action))
        self._other.setText(notice.other_action)
        self._other.setVisible(bool(notice.other_action))
        self._dress()
        self.show()
        if _leaves(notice):
            self._pointer = QCursor.pos()
            self._leave.start()
        else:
            self._leave.stop()
        self._words.announce()

    def take_back(self, notice: Notice) -> None:
        """Clear the bar if it shows exactly this; if good news covers it, it does not come back."""
        if notice is self._covered:
            self._covered = None
        if notice is self._notice:
            self.clear()

    def clear(self) -> None:
        """Close the message that is shown."""
        self._leave.stop()
        covered, self._notice, self._covered = self._covered, None, None
        if covered is not None:
            self.show_notice(covered)
            return
        self._words.clear()
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(theme.tokens(), self._look()[2])))
        painter.drawRoundedRect(self.rect(), theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)

    def _look(self) -> tuple[str, str, str]:
        return _LOOK[self._notice.kind if self._notice else "info"]

    def _dress(self) -> None:
        name, colour, _ = self._look()
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icons.pixmap(name, getattr(theme.tokens(), colour), 16, ratio))
        self._close.setIcon(icons.icon("close", theme.tokens().text))
        self.update()

    def _act(self, *, other: bool) -> None:
        notice = self._notice
        act = None if notice is None else notice.other_act if other else notice.act
        if act is not None:
            act()
        if self._notice is notice:
            self.clear()

    def _leave_unless_focused(self) -> None:
        has_focus = any(part.hasFocus() for part in (self._words, self._other, self._action, self._close))
        pointer, before = QCursor.pos(), self._pointer
        self._pointer = pointer
        is_behind = QApplication.activeModalWidget() is not None  # somebody is busy in a dialog that lies over it
        if has_focus or is_behind or (self.underMouse() and pointer != before):
            self._leave.start()
        else:
            self.clear()


def _leaves(notice: Notice) -> bool:
    """Whether it goes by itself."""
    return notice.kind in {"success", "info"}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
