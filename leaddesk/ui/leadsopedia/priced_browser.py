"""A browser whose reading is paid with calls: the price stands beside its button, and the month is looked at first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent

from leaddesk.domain.call_budget import MonthState, ReadingPrice
from leaddesk.domain.leads import SourceKind
from leaddesk.domain.lists import KeptList
from leaddesk.ui import theme
from leaddesk.ui.commands import Cost
from leaddesk.ui.desk import Desk
from leaddesk.ui.leadsopedia.call_words import price_words
from leaddesk.ui.leadsopedia.field_titles import title_of
from leaddesk.ui.leadsopedia.texts import ContactTexts
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.lists.browser import ListBrowser
from leaddesk.ui.widgets.lists.list_head import OneLine

_ROOM_FOR_PRICE = 110
"""Letters that the page is wide."""


class PricedBrowser(ListBrowser):
    """``<prefix>-read`` reads the list from its first page; ``<prefix>-price`` says what that costs."""

    too_dear = Signal(object, int, bool)
    """The ReadingPrice of what was asked for, the calls that are left in the month, and whether from the first page."""

    def __init__(
        self,
        desk: Desk,
        texts: ContactTexts,
        month: Callable[[], MonthState | None],
        *,
        prefix: str,
        table_name: str,
        export_name: str = "",
        main_column: str = "",
        first_columns: Sequence[str] = (),
        collects: SourceKind | None = None,
    ) -> None:
        """``month``: what is known of it now, None for nothing."""
        super().__init__(
            desk,
            texts,
            prefix=prefix,
            table_name=table_name,
            export_name=export_name,
            column_title=title_of,
            main_column=main_column,
            first_columns=first_columns,
            collects=collects,
        )
        self._read_list, self._words, self._month = desk.actions.read_list, texts, month
        self.price_words = OneLine(name=f"{prefix}-price", size=theme.CAPTION, muted=True)
        self.read_button = Button("", name=f"{prefix}-read", icon="refresh")
        self.read_button.clicked.connect(lambda: self.read(anew=True))
        self.add_to_head(self.price_words)
        self.add_to_head(self.read_button)
        self.reading_changed.connect(lambda _: self._offer())

    def price(self, *, anew: bool) -> ReadingPrice | None:
        """What reading the list that is shown costs: to go on, or ``anew`` from its first page; None for no list."""
        kept = self.kept
        if kept is None:
            return None
        return self._read_list.price(_from_the_first_page(kept) if anew else kept)

    def show_list(self, kept: KeptList) -> None:
        super().show_list(kept)
        self.table.view.setAccessibleName(self._words.name(kept))
        self._offer()

    def read(self, *, anew: bool = False) -> None:
        """Nothing begins that the month cannot pay without a word: ``too_dear`` is said instead."""
        price, left = self.price(anew=anew), self._left()
        if price is None:
            return
        if left is None or price.calls <= left:
            self.read_as_far_as_it_goes(anew=anew)
        else:
            self.too_dear.emit(price, left, anew)

    def read_as_far_as_it_goes(self, *, anew: bool) -> None:
        """Read, although the month may end half way."""
        super().read(anew=anew)

    def refresh_offer(self) -> None:
        """How far two calls are apart, or whether the month has any, is another now."""
        self.tell_again()
        self._offer()

    def _offer(self) -> None:
        kept, price = self.kept, self.price(anew=True)
        if kept is None or price is None:
            return
        shown = not self.is_reading
        # Of a list that was not read yet the status tells the price too; its name needs the room more.
        wide = self.width() >= _ROOM_FOR_PRICE * QFontMetrics(theme.font()).averageCharWidth()
        self.price_words.setVisible(shown and (wide or kept.reading is not None))
        self.read_button.setVisible(shown)
        self.price_words.setText(price_words(price))
        self.read_button.setText(self._words.read_words(kept))
        self.read_button.set_cost(Cost.NONE, price.calls)
        self.read_button.setToolTip(price_words(price))
        self.read_button.set_look("primary" if kept.reading is None else "")

    def _left(self) -> int | None:
        month = self._month()
        if month is None:
            return None
        return 0 if month.is_used_up else max(0, month.limit - month.made)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "read_button"):
            self._offer()


def _from_the_first_page(kept: KeptList) -> KeptList:
    """As if it had not been read; how many there are is known from reading, if only from that."""
    total = kept.reading.total if kept.reading is not None else None
    return replace(kept, reading=None, told=total if kept.told is None else kept.told)
