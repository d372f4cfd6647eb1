"""The page of the first start: look around in the demo, or connect a provider."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.actions.connect_provider import KeyKind, KeyState
from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.providers import PROVIDERS, Provider
from leaddesk.ui import icons, theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Card, Hairline
from leaddesk.ui.widgets.labels import Icon, Words
from leaddesk.ui.widgets.wrapping_body import WrappingBody

_GAP = 20


class FirstStartPage(QScrollArea):
    """Shown until somebody chose a way. What is chosen is for the window to do."""

    demo_wanted = Signal()
    go_on = Signal()
    settings_wanted = Signal(str)
    """The id of the provider whose page is wanted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("first-start")
        self.setAccessibleName(self.tr("Welcome to LeadDesk"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._connect = desk.actions.connect_provider
        self._background = Background(self, desk.notices)
        self._rows = {provider.id: _ProviderRow(provider) for provider in PROVIDERS}
        self._demo = Button(self.tr("Open the demo"), name="first-start-demo", look="primary")
        self._on = Button(self.tr("Go on"), name="first-start-go-on")
        self._demo.clicked.connect(self.demo_wanted)
        self._on.clicked.connect(self.go_on)
        for provider_id, row in self._rows.items():
            row.button.clicked.connect(lambda _, wanted=provider_id: self.settings_wanted.emit(wanted))
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(_GAP)
        self._cards.addWidget(self._demo_card(), 1)
        self._cards.addWidget(self._provider_card(), 1)
        self._middle = WrappingBody()
        inner = QVBoxLayout(self._middle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        title = Words(self.tr("Welcome to LeadDesk"), size=theme.FIGURE, weight=600, wrap=True)
        about = self.tr("Find leads, see what they cost before you pay, and take them where you need them.")
        lead = Words(about, muted=True, size=theme.SECTION, wrap=True)
        for words in (title, lead):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inner.addWidget(words)
        inner.addSpacing(12)
        inner.addLayout(self._cards)
        self._middle.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        body = QWidget()
        outer = QHBoxLayout(body)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addStretch(1)
        outer.addWidget(self._middle, 100)
        outer.addStretch(1)
        self.setWidget(body)
        self.destroyed.connect(desk.announcer.subscribe(self._heed))

    def focus_first(self) -> None:
        self._demo.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # After the picture: looking into a keychain may take a while, and must not keep the first picture back.
        QTimer.singleShot(0, self, self._look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        wide = min(self.viewport().width() - 48, 112 * letter)
        self._middle.setFixedWidth(max(240, wide))
        beside = wide >= 92 * letter
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._cards.setDirection(way)
        for place in range(self._cards.count()):
            self._cards.setStretch(place, 1 if beside else 0)

    def _demo_card(self) -> Card:
        card = Card(padding=22)
        card.column.addLayout(_head("spark", self.tr("Look around first")))
        about = self.tr("Everything works, on invented data. You can connect a provider later.")
        card.column.addWidget(Words(about, muted=True, wrap=True))
        for promise in (
            self.tr("50,000 invented people"),
            self.tr("Nothing leaves this computer"),
            self.tr("Nothing can be bought for real"),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Icon("check", "success"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Words(promise, wrap=True), 1)
            card.column.addLayout(row)
        card.column.addStretch(1)
        card.column.addSpacing(14)
        card.column.addWidget(self._demo)
        return card

    def _provider_card(self) -> Card:
        card = Card(padding=22)
        card.column.addLayout(_head("key", self.tr("Connect a provider")))
        about = self.tr("One is enough. Your key goes into the system keychain.")
        card.column.addWidget(Words(about, muted=True, wrap=True))
        for number, row in enumerate(self._rows.values()):
            if number:
                card.column.addWidget(Hairline())
            card.column.addWidget(row)
        card.column.addStretch(1)
        card.column.addSpacing(14)
        card.column.addWidget(self._on)
        return card

    def _heed(self, changes: Changes) -> None:
        for provider_id in changes.keys & self._rows.keys():
            self._look_at(provider_id)

    def _look(self) -> None:
        for provider_id in self._rows:
            self._look_at(provider_id)

    def _look_at(self, provider_id: str) -> None:
        row = self._rows[provider_id]
        asked = self._connect.key_state(provider=provider_id)
        self._background.run(asked, row.show_state, row.show_problem, replacing=provider_id)


def _head(icon: str, title: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(Icon(icon, "accent", 20))
    row.addWidget(Words(title, size=theme.SECTION, weight=600, wrap=True), 1)
    return row


class _ProviderRow(QWidget):
    """One provider: what it is for, and its key."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        purposes = {
            "reachstream": self.tr("Find and price contacts"),
            "reactin": self.tr("Leads from LinkedIn reactions"),
            "leadsopedia": self.tr("Your lists and their contacts"),
        }
        self._purpose = purposes[provider.id]
        self._about = Words(self._purpose, size=theme.CAPTION, muted=True, wrap=True)
        self.button = Button(self.tr("Add key…"), name=f"first-start-add-{provider.id}")
        self.button.setAccessibleName(wording.filled(self.tr("Add a %1 key"), provider.title))
        self._connected = _ConnectedMark(f"first-start-state-{provider.id}")
        self._connected.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Words(provider.title, weight=600))
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addLayout(words, 1)
        row.addWidget(self._connected, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button)

    def show_state(self, state: KeyState) -> None:
        connected = state.kind is not KeyKind.NONE
        ends = wording.filled(self.tr("Connected, ends in %1"), state.ending) if state.ending else self.tr("Connected")
        self._connected.setText(ends if connected else "")
        self._connected.setVisible(connected)
        self.button.setVisible(not connected)
        self._about.setText(self._purpose)

    def show_problem(self, error: LeadDeskError) -> None:
        """A key may be added all the same: Settings tells what can be done."""
        self.show_state(KeyState(KeyKind.NONE))
        self._about.setText(explain(error).title)


class _ConnectedMark(Words):
    """A soft green mark with a tick."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, size=theme.MARK, weight=600)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 16 + 3 * 7, max(20, metrics.height() + 6))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours, painter = theme.tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.success_soft))
        painter.drawRoundedRect(self.rect(), 3, 3)
        tick = icons.pixmap("check", colours.success, 14, self.devicePixelRatioF())
        painter.drawPixmap(7, (self.height() - 14) // 2, tick)
        painter.setPen(QColor(colours.success))
        painter.drawText(self.rect().adjusted(26, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), self.text())
