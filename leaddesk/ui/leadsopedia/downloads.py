"""The downloads: the files that Leadsopedia made, and saving them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.call_budget import MonthState
from leaddesk.ui.commands import Cost
from leaddesk.ui.desk import Desk
from leaddesk.ui.leadsopedia.priced_browser import PricedBrowser
from leaddesk.ui.leadsopedia.saving_downloads import Download, SavingDownloads
from leaddesk.ui.leadsopedia.texts import AccountTexts
from leaddesk.ui.widgets.buttons import Button

_MOST_FILES = 100
"""Saved in one go."""


class DownloadsPage(QWidget):
    """The table of downloads, and over it what is being saved."""

    def __init__(self, desk: Desk, texts: AccountTexts, month: Callable[[], MonthState | None]) -> None:
        """As ``PricedBrowser``."""
        super().__init__()
        self.browser = PricedBrowser(
            desk,
            texts,
            month,
            prefix="downloads",
            table_name="downloads-table",
            export_name="downloads-export",
            main_column="filename",
        )
        self.saving = SavingDownloads(desk)
        self.save_button = Button(self.tr("Save file…"), name="download-save", icon="import")
        self.save_button.clicked.connect(self.save)
        self.browser.add_to_bar(self.save_button)
        self.browser.table.offers_changed.connect(self._offer)
        self.browser.table.rows_shown_changed.connect(lambda *_: self._offer())
        self.saving.changed.connect(self._offer)
        self.saving.let_go.connect(self.browser.table.setFocus)
        # Hidden with the card, which would leave its margins.
        self._above = QWidget()
        above = QHBoxLayout(self._above)
        above.setContentsMargins(16, 12, 12, 0)
        above.addWidget(self.saving)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._above)
        column.addWidget(self.browser, 1)
        self._offer()

    @property
    def can_save(self) -> bool:
        return bool(self._chosen()) and not self.saving.is_saving

    def save(self) -> None:
        """Save the files of the selected rows; without any, of the current one."""
        self.saving.save(self._chosen(), self.window())

    def _chosen(self) -> list[Download]:
        table = self.browser.table
        if not self.browser.has_rows:
            return []
        numbers, current = list(table.selected_rows()[:_MOST_FILES]), table.view.currentIndex()
        if not numbers and current.isValid():
            numbers = [table.view.rows_model.numbers[current.row()]]
        names = [column.name for column in table.source.columns]
        return [Download.of(dict(zip(names, table.source.row(number), strict=True))) for number in numbers]

    def _offer(self) -> None:
        self._above.setVisible(not self.saving.isHidden())
        chosen = self._chosen()
        self.save_button.setEnabled(self.can_save)
        several = self.tr("Save %Ln {file|files}…", "", len(chosen))
        self.save_button.setText(several if len(chosen) > 1 else self.tr("Save file…"))
        without = sum(1 for download in chosen if not download.url)
        self.save_button.set_cost(Cost.NONE, without)
        self.save_button.setToolTip(
            "" if chosen else self.tr("Choose a row first. Files are fetched without your key and cost no call.")
        )
