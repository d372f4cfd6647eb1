"""How the records arrive: by webhook, told with how far that can be relied on, or collected by polling."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.purchases import DeliveryWay
from leaddesk.domain.receiver import ReceiverState
from leaddesk.ui import icons, theme, wording
from leaddesk.ui.error_texts import explain
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.readable import Readable

_ICON, _INSIDE = 13, 7
_LONGEST_HOST = 40


@dataclass(frozen=True)
class WebhookTold:
    """The state of the webhook in words."""

    host: str
    kind: str
    """``success``, ``warning``, ``danger`` or ``""`` for neutral."""
    state: str
    is_ready: bool
    """Whether a purchase may go that way; it is tried once more before anything is sent."""
    why: str = ""
    """What keeps it from being ready, or did the last time it was tried."""


class DeliveryChoice(QWidget):
    """Two ways, one of them chosen."""

    changed = Signal()
    settings_wanted = Signal()
    """The page of Settings about deliveries."""

    def __init__(self, way: DeliveryWay) -> None:
        super().__init__()
        self.setObjectName("fetch-delivery")
        self._told: WebhookTold | None = None
        self._webhook = QRadioButton(self.tr("&Webhook"))
        self._webhook.setObjectName("fetch-delivery-webhook")
        self._polling = QRadioButton(self.tr("Collect by &polling"))
        self._polling.setObjectName("fetch-delivery-polling")
        group = QButtonGroup(self)
        group.addButton(self._webhook)
        group.addButton(self._polling)
        (self._webhook if way is DeliveryWay.WEBHOOK else self._polling).setChecked(True)
        group.buttonToggled.connect(lambda _, on: self._chosen() if on else None)
        self._host = Words(name="fetch-delivery-host", muted=True)
        self._host.be_a_stop()
        self.state = StateMark("fetch-delivery-state")
        self._set_up = Button(self.tr("Open Settings"), name="fetch-delivery-settings", look="link")
        self._set_up.clicked.connect(self.settings_wanted)
        self._why = Words(name="fetch-delivery-trouble", size=theme.CAPTION, wrap=True)
        self._why.be_a_stop()
        no_address = Words(self.tr("LeadDesk asks for the records. Needs no public address."), muted=True, wrap=True)
        first, second = QHBoxLayout(), QHBoxLayout()
        for line in (first, second):
            line.setSpacing(8)
        first.addWidget(self._webhook)
        first.addWidget(self._host)
        first.addStretch(1)
        first.addWidget(self.state)
        first.addWidget(self._set_up)
        second.addWidget(self._polling)
        second.addWidget(no_address, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Words(self.tr("How they arrive"), weight=600))
        column.addLayout(first)
        column.addWidget(self._why)
        column.addLayout(second)
        self._chosen()

    @property
    def way(self) -> DeliveryWay:
        return DeliveryWay.WEBHOOK if self._webhook.isChecked() else DeliveryWay.POLLING

    def show_receiver(self, state: ReceiverState) -> None:
        self._told = self._tell_webhook(state)
        self._chosen()

    def show_trouble(self, error: LeadDeskError) -> None:
        """Nobody can tell."""
        self._told = WebhookTold("", "danger", self.tr("Not ready"), is_ready=False, why=explain(error).plain)
        self._chosen()

    def trouble(self) -> str:
        """Why nothing can be bought this way; empty where it can."""
        if self.way is DeliveryWay.POLLING:
            return ""
        if self._told is None:
            return self.tr("Looking whether the webhook is ready…")
        return "" if self._told.is_ready else self.tr("The webhook is not ready. Set it up, or collect by polling.")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_why"):
            self._why.setStyleSheet(f"color: {theme.tokens().danger}")

    def _chosen(self) -> None:
        told = self._told
        way = (self._webhook if self.way is DeliveryWay.WEBHOOK else self._polling).text().replace("&", "")
        self.setAccessibleName(wording.filled(self.tr("How they arrive: %1"), way))
        host = told.host if told is not None else ""
        self._host.setText(wording.shortened(host, _LONGEST_HOST))
        self._host.setToolTip(wording.tooltip(host))
        self._host.setVisible(bool(host))
        self.state.tell(told.kind if told is not None else "", told.state if told is not None else "")
        is_wanted = self.way is DeliveryWay.WEBHOOK
        self._set_up.setVisible(told is not None and (not told.is_ready or bool(told.why)))
        why = told.why if told is not None and is_wanted else ""
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._why.setStyleSheet(f"color: {theme.tokens().danger}")
        self.changed.emit()

    def _tell_webhook(self, state: ReceiverState) -> WebhookTold:
        host = _host(state.public_address or state.inbox_address)
        trouble = state.trouble or state.inbox_trouble
        if not host or state.secret_ending is None:
            return WebhookTold(host, "", self.tr("Not set up"), is_ready=False)
        if not state.is_listening and not state.inbox_address:
            why = explain(trouble).plain if trouble is not None else ""
            return WebhookTold(host, "danger", self.tr("Not listening"), is_ready=False, why=why)
        if state.test_trouble is not None:
            why = explain(state.test_trouble).plain
            return WebhookTold(host, "danger", self.tr("The last test failed"), is_ready=True, why=why)
        if state.tested_at is None:
            return WebhookTold(host, "warning", self.tr("Not tested yet"), is_ready=True)
        tested = wording.filled(self.tr("Tested %1"), wording.age(state.tested_at))
        return WebhookTold(host, "success", tested, is_ready=True)


class StateMark(Readable):
    """A word on soft ground, with an icon where it is good or bad news. Its text is what it says."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._kind = ""
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.be_a_stop()

    def tell(self, kind: str, words: str) -> None:
        """``kind``: ``success``, ``warning``, ``danger`` or ``""`` for neutral; no words: hidden."""
        is_news = words != self.text()
        self._kind = kind
        self.setText(words)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()
        if is_news:
            self.announce()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font(theme.MARK, 600))
        icon = _ICON + 4 if self._kind else 0
        return QSize(metrics.horizontalAdvance(self.text()) + icon + 2 * _INSIDE, metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.PaletteChange}:
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        self.place_ring()
        colours = theme.tokens()
        ground = getattr(colours, f"{self._kind}_soft") if self._kind else colours.fill
        ink = getattr(colours, self._kind) if self._kind else colours.muted
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        left = _INSIDE
        if self._kind:
            name = {"success": "check", "warning": "warning", "danger": "error"}[self._kind]
            tinted = icons.pixmap(name, ink, _ICON, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - _ICON) // 2, tinted)
            left += _ICON + 4
        painter.setFont(theme.font(theme.MARK, 600))
        painter.setPen(QColor(ink))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), self.text())


def _host(address: str) -> str:
    """Without the scheme; an address that cannot be read, as it is."""
    return urlsplit(address).netloc or address
