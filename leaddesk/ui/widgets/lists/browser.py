"""One kept list at a time: what it is, how far it is read, and its leads as a table like every other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leaddesk.domain.errors import LeadDeskError, NoAccess, NothingThere
from leaddesk.domain.leads import SourceKind
from leaddesk.domain.lists import KeptList, ReadingState, RowState
from leaddesk.ui import theme, wording
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.tab_order import follow
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.collecting.collecting import Collecting
from leaddesk.ui.widgets.lists.change_chips import ChangeChips
from leaddesk.ui.widgets.lists.list_export import export_table
from leaddesk.ui.widgets.lists.list_head import ListHead
from leaddesk.ui.widgets.lists.list_rows import ListRows
from leaddesk.ui.widgets.lists.list_texts import ListTexts, Told
from leaddesk.ui.widgets.lists.reading_card import ReadingCard
from leaddesk.ui.widgets.lists.reading_status import about_words, change_counts, change_words, status_of
from leaddesk.ui.widgets.lists.readings import Readings
from leaddesk.ui.widgets.lists.rows_card import RowsCard
from leaddesk.ui.widgets.lists.slowed_down import SlowedDown
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.ui.widgets.table.table_bar import TableBar

_ROOM_FOR_WORDS = 75
"""Letters that the browser is wide before the numbers of what has changed stand alone."""
_AGES_AGAIN = 20_000


class ListBrowser(QWidget):
    """Reads lists, also several at once, and shows one of them.

    The widgets are ``<prefix>-title``, ``-status``, ``-pause``, ``-resume``, ``-cancel``, ``-progress``, ``-rate``,
    ``-new``, ``-changed``, ``-gone``; the table has a name of its own.
    """

    answered = Signal(str)
    """The provider answered well: the words for the status bar."""
    troubled = Signal(str)
    """It did not."""
    reading_changed = Signal(object)
    """This KeptList began to be read, has another page, or its reading ended; ``is_reading`` tells which."""

    told = Signal()
    """What is said of the shown list and its reading is up to date, and its rows are."""

    def __init__(
        self,
        desk: Desk,
        texts: ListTexts,
        *,
        prefix: str,
        table_name: str,
        export_name: str = "",
        has_own_columns: bool = False,
        column_title: Callable[[str], str] = str,
        main_column: str = "",
        first_columns: Sequence[str] = (),
        collects: SourceKind | None = None,
    ) -> None:
        """Without ``export_name``, the objectName of the export button, nothing is exported.

        ``collects``: what the rows are for My Leads; None where they are no leads.
        ``has_own_columns``: the lists have different columns, so each remembers its own widths and order.
        ``column_title``, ``main_column`` and ``first_columns`` are those of the ``LeadTable``.
        """
        super().__init__()
        self._desk, self._texts = desk, texts
        self._kept: KeptList | None = None
        self._told: tuple[object, ...] = ()
        """What the rows on screen, or the words in their place, were told by."""
        self._column_title = column_title
        self.readings = Readings(desk, self)
        self._slowed = SlowedDown(desk.queues, texts.provider.id, self)
        self.head = ListHead(prefix)
        self.card = ReadingCard(prefix)
        self._last_in_bar: QWidget = self.card.cancel
        self.chips = ChangeChips(prefix)
        self._table = LeadTable(
            table_name,
            preferences=desk.preferences,
            notices=desk.notices,
            titles=column_title,
            main_column=main_column,
            first_columns=first_columns,
        )
        self._rows = ListRows(desk, self._table, self, own_columns=has_own_columns)
        self.bar = TableBar(self._table, "", export_name=export_name or f"{prefix}-no-export")
        self.bar.export_button.setVisible(bool(export_name))
        if collects is not None:
            self.bar.add(self._collecting(prefix, collects).button)
        self._frame = RowsCard(f"{prefix}-rows", self.chips, self.bar, self._table)
        self._lay_out()
        self._connect()
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_AGAIN)
        self._ages.timeout.connect(self._tell)
        self.show_nothing(Told("list", ""))

    # -- what a page asks for

    @property
    def kept(self) -> KeptList | None:
        """The list that is shown, as it was told last."""
        return self._kept

    @property
    def table(self) -> LeadTable:
        return self._table

    @property
    def has_rows(self) -> bool:
        """Whether rows are shown that can be exported, copied and looked at."""
        return self._rows.are_shown and len(self._table.source) > 0

    @property
    def is_reading(self) -> bool:
        """Whether the list that is shown is being read."""
        return self._kept is not None and self._kept.id in self.readings.running

    @property
    def can_go_on(self) -> bool:
        """Whether its reading stands still before its last page."""
        reading = self._kept.reading if self._kept is not None else None
        return reading is not None and reading.can_go_on and not self.is_reading

    @property
    def panes(self) -> list[QWidget]:
        """For F6: the reading, the rows, and the detail pane while that is open."""
        pane = self._table.details.pane
        shown = [self.card] if not self.card.isHidden() else []
        return [*shown, self._frame, *([pane] if pane is not None and pane.isVisible() else [])]

    def add_to_head(self, widget: QWidget) -> None:
        """Right beside the name, after those that were added before."""
        self.head.add(widget)

    def add_to_bar(self, widget: QWidget) -> None:
        """At the left over the table, before the numbers of what has changed."""
        self._frame.add(widget)
        self._last_in_bar = follow(self._last_in_bar, widget)

    def show_list(self, kept: KeptList) -> None:
        """Show ``kept``; the same list again only tells how it is now."""
        is_other = self._kept is None or kept.id != self._kept.id
        self._kept = kept
        before, self._told = self._told, _contents(kept, is_reading=self.is_reading)
        self.head.show()
        self.card.show()
        self._frame.show_line(shown=True)
        if is_other:
            self.chips.let_go()
            self.card.let_go()
        if is_other or before != self._told:
            self.open_rows()
        # Whoever reads that it is read in full finds its rows there.
        if is_other or self.is_reading or not self._rows.are_behind:
            self._tell()

    def show_nothing(self, told: Told) -> None:
        """No list is shown, and this is why."""
        self._rows.forget()
        self._kept = None
        self.head.hide()
        self.card.hide()
        self._frame.show_line(shown=False)
        self._tell_instead(told)
        self._desk.commands.refresh()

    def tell_again(self) -> None:
        """Something that the texts speak of is another now, such as whether there is a key."""
        self._tell()
        if self._kept is not None and not self._rows.are_shown:
            self.open_rows()

    def forget_trouble(self, kept: KeptList) -> None:
        """What stopped a reading of ``kept`` does not matter any more: it is gone, or another list."""
        self.readings.forget_error(kept.id)
        self._desk.notices.solved(kept.provider, _task(kept))

    def read(self, *, anew: bool = False) -> None:
        """Read the list that is shown: from where it stands, or ``anew`` from its first page."""
        if self._kept is not None and not self.is_reading:
            self.card.take_keyboard(self.head, self._table)
            self.readings.read(self._kept, anew=anew)

    def pause(self) -> None:
        if self._kept is not None and self.is_reading:
            self.card.wind_down(self.tr("Pausing."))
            self.readings.pause(self._kept.id)

    def cancel(self) -> None:
        """What came stays; the next reading begins with the first page."""
        if self._kept is not None:
            self.card.wind_down(self.tr("Cancelling.") if self.is_reading else "")
            self.readings.cancel(self._kept.id)

    def focus_filter(self) -> None:
        self.bar.focus_filter()

    def export(self) -> None:
        """Open the export dialog for this table."""
        if not self.has_rows or self._kept is None:
            return
        name = self._texts.name(self._kept)
        export_table(
            self._desk, self._table, title=name, stem=f"{self._texts.provider.id}-{name}", titles=self._column_title
        )

    # -- parts

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addWidget(self.card)
        column.addWidget(self._frame, 1)

    def _collecting(self, prefix: str, kind: SourceKind) -> Collecting:
        return Collecting(
            self._desk,
            self._table,
            prefix=prefix,
            provider=kind,
            source_name=lambda: self._texts.name(self._kept) if self._kept is not None else "",
            titles=self._column_title,
        )

    def _connect(self) -> None:
        self._table.offers_changed.connect(self._desk.commands.refresh)
        self.bar.export_wanted.connect(self.export)
        self.chips.wanted.connect(self._show_only)
        self._rows.shown.connect(self._rows_shown)
        self._rows.failed.connect(self._rows_failed)
        self.card.pause_wanted.connect(self.pause)
        self.card.go_on_wanted.connect(self.read)
        self.card.cancel_wanted.connect(self.cancel)
        self.readings.changed.connect(self._reading_changed)
        self.readings.failed.connect(self._reading_failed)
        self.readings.came.connect(self._page_came)
        self.readings.wound_down.connect(self._wound_down)
        self._slowed.changed.connect(self._tell)

    def _show_only(self) -> None:
        """Other leads of the same list are wanted, as the chips say."""
        self._tell()
        self.open_rows()

    def _reading_changed(self, kept: KeptList) -> None:
        if self._kept is not None and kept.id == self._kept.id:
            self.show_list(kept)
        self.reading_changed.emit(kept)
        self._desk.commands.refresh()

    def _wound_down(self, id_: int) -> None:
        if self._kept is not None and id_ == self._kept.id:
            self.card.let_go()
            if not self._rows.are_behind:
                self._tell()

    def _page_came(self, kept: KeptList) -> None:
        self._desk.notices.solved(kept.provider, _task(kept))
        self._tell_connected()

    def _tell_connected(self) -> None:
        self.answered.emit(wording.filled(self.tr("%1 connected"), self._texts.provider.title))

    def _reading_failed(self, error: LeadDeskError, kept: KeptList) -> None:
        if isinstance(error, NoAccess | NothingThere):  # the trouble is with this list alone
            self._tell_connected()
        else:
            self.troubled.emit(explain(error).title)
        self._desk.notices.problem(error, _task(kept), self._texts.name(kept))
        if self._kept is not None and kept.id == self._kept.id:
            self._kept = kept
            self.open_rows()
            if not self._rows.are_behind:
                self._tell()
        self.reading_changed.emit(kept)
        self._desk.commands.refresh()

    def _tell(self) -> None:
        """Everything but the rows."""
        kept = self._kept
        if kept is None:
            return
        price, running = self._desk.actions.read_list.price(kept), self.is_reading
        self.head.tell(self._texts.name(kept), about_words(kept, self._texts, is_reading=running))
        error, wait = self.readings.error(kept.id), self._slowed.seconds
        status = status_of(kept, self._texts, price=price, is_reading=running, error=error, wait=wait)
        self.card.show_status(status, kept.reading)
        self.card.tell_price(*self._texts.price_mark(price))
        self.card.tell_rate(self.readings.rate(kept.id) if running and self._texts.tells_rate else None)
        self.chips.show_counts(*change_counts(kept))
        self.bar.tell(*change_words(kept, self._texts, self.chips.state, is_reading=running))
        self.told.emit()

    # -- rows

    def open_rows(self) -> None:
        """Show the leads as they are kept now; one may have other values than on screen."""
        kept, wanted = self._kept, self.chips.state
        if kept is None:
            return
        if wanted is RowState.PRESENT and not kept.rows:
            self._rows.forget()
            self._show_words(kept)
            return
        # Of a list that was read before nobody knows whether more is to come.
        is_first = kept.reading is not None and kept.reading.since is None
        self._rows.open(kept, wanted, more=self.is_reading and is_first and wanted is RowState.PRESENT)

    def _rows_shown(self) -> None:
        self.bar.show()
        self._tell()
        self._desk.commands.refresh()

    def _rows_failed(self, error: LeadDeskError) -> None:
        words = explain(error)
        self._rows.forget()
        self._tell()
        self._tell_instead(Told("warning", words.title, words.advice))

    def _show_words(self, kept: KeptList) -> None:
        """No lead of the list is kept."""
        self._tell()
        reading = kept.reading
        if self.is_reading:
            self.bar.show()
            self._table.show_loading()
        elif self.readings.error(kept.id) is not None or (reading and reading.state is ReadingState.STOPPED):
            self._tell_instead(self._texts.stopped(kept, self.readings.error(kept.id)))
        elif reading is not None and reading.state is ReadingState.COMPLETE:
            self._tell_instead(self._texts.empty(kept))
        else:
            self._tell_instead(self._texts.unread(kept, self._desk.actions.read_list.price(kept)))
        self._desk.commands.refresh()

    def _tell_instead(self, told: Told) -> None:
        self.bar.hide()
        self._table.show_empty(told.icon, told.title, told.text, told.button, told.act, cost=told.cost)
        button = self._table.findChild(Button, f"{self._table.view.objectName()}-empty-action")
        if button is not None:
            button.set_cost(told.cost, told.calls)

    # -- Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ages.start()
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ages.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_table"):
            self._fit()

    def _fit(self) -> None:
        """Large text in a small window: some rows stay in any case, and words give way to numbers."""
        self._frame.fit()
        self.chips.be_compact(self.width() < _ROOM_FOR_WORDS * QFontMetrics(theme.font()).averageCharWidth())


def _task(kept: KeptList) -> str:
    """For the notices: a trouble with one list is not solved by another."""
    return f"list-{kept.id}"


def _contents(kept: KeptList, *, is_reading: bool) -> tuple[object, ...]:
    """Whether other leads are kept, or other words are due without any, shows in one of these."""
    reading = kept.reading
    told = (reading.state, reading.pages_read, reading.new, reading.changed, reading.began_at) if reading else ()
    return (is_reading, kept.rows, kept.gone_rows, kept.read_at, *told)
