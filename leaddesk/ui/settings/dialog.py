"""The frame of Settings: the rail of pages at the left, one page at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.domain.preferences import SETTINGS_PAGE
from leaddesk.domain.providers import PROVIDERS
from leaddesk.ui import icons, theme
from leaddesk.ui.desk import Desk
from leaddesk.ui.screen_room import room_on_screen
from leaddesk.ui.settings.appearance_page import AppearancePage
from leaddesk.ui.settings.folders_page import FoldersPage, open_in_file_manager
from leaddesk.ui.settings.provider_page import ProviderPage
from leaddesk.ui.settings.settings_page import SettingsPage
from leaddesk.ui.settings.spending_page import SpendingPage
from leaddesk.ui.widgets.buttons import Button

_PROVIDER_ICONS = {"reachstream": "filter", "reactin": "chat", "leadsopedia": "list"}
_ICON_ROLE = Qt.ItemDataRole.UserRole + 1
_PADDING, _ICON = 10, 16


@dataclass(frozen=True)
class _PageOffer:
    """A page that is not built before somebody looks at it."""

    id: str
    title: str
    icon: str
    build: Callable[[], SettingsPage]


class SettingsDialog(QDialog):
    """Non-blocking: ``open()`` it, or ``open_page("reactin")``. It remembers its page, over restarts too."""

    def __init__(
        self,
        desk: Desk,
        *,
        data_folder: Path,
        log_folder: Path,
        settings_folder: Path | None = None,
        open_folder: Callable[[Path], bool] = open_in_file_manager,
        parent: QWidget | None = None,
    ) -> None:
        """``open_folder`` shows a folder in the system's own program; False if it cannot."""
        super().__init__(parent)
        self._preferences = desk.preferences
        self.setObjectName("settings-dialog")
        self.setWindowTitle(self.tr("Settings"))
        self._offers = [
            *(
                _PageOffer(
                    provider.id,
                    provider.title,
                    _PROVIDER_ICONS[provider.id],
                    lambda chosen=provider: ProviderPage(desk, chosen),  # type: ignore[misc]  # a default, not an argument
                )
                for provider in PROVIDERS
            ),
            _PageOffer("delivery", self.tr("Delivery"), "webhook", lambda: _delivery_page(desk)),
            _PageOffer("spending", self.tr("Spending limits"), "credits", lambda: SpendingPage(desk)),
            _PageOffer("appearance", self.tr("Appearance"), "appearance", lambda: AppearancePage(desk)),
            _PageOffer("backups", self.tr("Backups"), "save", lambda: _backups_page(desk, data_folder)),
            _PageOffer(
                "folders",
                self.tr("Folders and logs"),
                "folder",
                lambda: FoldersPage(data_folder, log_folder, open_folder, settings_folder),
            ),
        ]
        self._built: dict[str, SettingsPage] = {}
        self._rail = _Rail(self)
        for offer in self._offers:
            item = QListWidgetItem(offer.title, self._rail)
            item.setData(_ICON_ROLE, offer.icon)
        self._stack = QStackedWidget()
        close = Button(self.tr("Close"), name="settings-close")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 20)
        foot.addStretch(1)
        foot.addWidget(close)
        right = QWidget()
        right.setAutoFillBackground(True)
        right.setBackgroundRole(QPalette.ColorRole.Base)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(right, 1)
        self._rail.currentRowChanged.connect(self._show_row)
        self.resize(self.sizeHint())

    def open(self) -> None:
        """Show the page that was shown last, or the first."""
        if self._rail.currentRow() < 0:
            self._rail.setCurrentRow(self._rows().get(self._preferences.get(SETTINGS_PAGE), 0))
        elif not self.isVisible():
            self._current().refresh()
        super().open()
        self._rail.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_page(self, page: str) -> None:
        """Show the page with this id: a provider's, ``"appearance"`` or ``"folders"``. KeyError for another."""
        self._rail.setCurrentRow(self._rows()[page])
        self.open()
        self._current().focus_first()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._rail.updateGeometry()
            self.resize(self.size().expandedTo(self.sizeHint()))

    def sizeHint(self) -> QSize:
        # A line of some eighty letters beside the rail: addresses and sentences fit at any text size.
        metrics = QFontMetrics(theme.font())
        wanted = QSize(self._rail.width_needed() + 84 * metrics.averageCharWidth(), 38 * metrics.height())
        return wanted.boundedTo(room_on_screen(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.count() and self._current().take_back_question():
            return
        super().keyPressEvent(event)

    def _rows(self) -> dict[str, int]:
        """Where each page's title stands in the rail."""
        return {offer.id: row for row, offer in enumerate(self._offers)}

    def _current(self) -> SettingsPage:
        return self._built[self._offers[self._rail.currentRow()].id]

    def _show_row(self, row: int) -> None:
        offer = self._offers[row]
        if offer.id not in self._built:
            self._built[offer.id] = offer.build()
            self._stack.addWidget(self._built[offer.id])
        page = self._built[offer.id]
        self._stack.setCurrentWidget(page)
        page.refresh()
        if self._preferences.get(SETTINGS_PAGE) != offer.id:
            self._preferences.set(SETTINGS_PAGE, offer.id)


class _Rail(QListWidget):
    """The pages' titles."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("settings-pages")
        self.setProperty("rail", "true")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Settings pages"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(8, 10, 8, 10)
        self.setMouseTracking(True)
        self.setItemDelegate(_RailDelegate(self))

    def width_needed(self) -> int:
        metrics = QFontMetrics(theme.font(theme.BODY, 500))
        widest = max((metrics.horizontalAdvance(self.item(row).text()) for row in range(self.count())), default=0)
        return max(180, widest + 2 * _PADDING + _ICON + 10 + 16 + 10)

    def sizeHint(self) -> QSize:
        return QSize(self.width_needed(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.width_needed(), 80)


class _RailDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option, index
        return QSize(100, max(30, QFontMetrics(theme.font()).height() + 12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = theme.tokens()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        place = QRect(option.rect).adjusted(0, 1, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or under:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if chosen else colours.fill))
            painter.drawRoundedRect(place, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        if focused:
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(QColor(colours.accent))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        tint = colours.accent if chosen else colours.text
        icon = icons.pixmap(str(index.data(_ICON_ROLE)), tint, _ICON, option.widget.devicePixelRatioF())
        painter.drawPixmap(place.left() + _PADDING, place.center().y() - _ICON // 2 + 1, icon)
        painter.setFont(theme.font(theme.BODY, 500 if chosen else 400))
        painter.setPen(QColor(colours.text))
        words = place.adjusted(_PADDING + _ICON + 10, 0, -4, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
        painter.restore()


def _backups_page(desk: Desk, data_folder: Path) -> SettingsPage:
    from leaddesk.ui.leads.backups.page import BackupsPage  # noqa: PLC0415 - few look at it

    return BackupsPage(desk, data_folder / "backups", open_in_file_manager)


def _delivery_page(desk: Desk) -> SettingsPage:
    from leaddesk.ui.settings.delivery_page import DeliveryPage  # noqa: PLC0415 - few look at it

    return DeliveryPage(desk)
