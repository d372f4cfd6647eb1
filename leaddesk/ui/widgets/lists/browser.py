"""One kept list at a time: what it is, how far it is read, and its leads as a table like every other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lists import KeptList, ReadingState, RowState
from leaddesk.domain.table import RowSource
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Card
from leaddesk.ui.widgets.export_subject import ExportSubject
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.lists.change_chips import ChangeChips
from leaddesk.ui.widgets.lists.list_head import ListHead
from leaddesk.ui.widgets.lists.list_texts import ListTexts, Told
from leaddesk.ui.widgets.lists.list_times import when
from leaddesk.ui.widgets.lists.reading_card import ReadingCard
from leaddesk.ui.widgets.lists.reading_status import change_words, status_of
from leaddesk.ui.widgets.lists.readings import Readings
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.ui.widgets.table.painted_rows import MOST_AWAITED
from leaddesk.ui.widgets.table.table_bar import TableBar

_LOWEST_LINES = 9
"""Lines of text that the table is high at least: its head and four rows."""
_AGES_AGAIN = 20_000


def _as_it_is(name: str) -> str:
    return name


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

    def __init__(
        self,
        desk: Desk,
        texts: ListTexts,
        *,
        prefix: str,
        table_name: str,
        export_name: str = "",
        has_own_columns: bool = False,
        column_title: Callable[[str], str] = _as_it_is,
        main_column: str = "",
        first_columns: Sequence[str] = (),
    ) -> None:
        """Without ``export_name``, the objectName of the export button, nothing is exported.

        ``has_own_columns``: the lists have different columns, so each remembers its own widths and order.
        ``column_title``, ``main_column`` and ``first_columns`` are those of the ``LeadTable``.
        """
        super().__init__()
        self._desk, self._texts = desk, texts
        self._background = Background(self, desk.notices)
        self._kept: KeptList | None = None
        self._opened: tuple[int, RowState] | None = None
        """What the rows on screen are of."""
        self._open_again = False
        self._column_title, self._has_own_columns = column_title, has_own_columns
        self.readings = Readings(desk, self)
        self.head = ListHead(prefix)
        self.card = ReadingCard(prefix)
        self.chips = ChangeChips(prefix)
        self._table = LeadTable(
            table_name,
            preferences=desk.preferences,
            notices=desk.notices,
            titles=column_title,
            main_column=main_column,
            first_columns=first_columns,
        )
        self.bar = TableBar(self._table, "", export_name=export_name or f"{prefix}-no-export")
        self.bar.export_button.setVisible(bool(export_name))
        self._frame = Card(f"{prefix}-rows", padding=0, spacing=0)
        self._make_room_in_bar()
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
        return self._opened is not None and len(self._table.source) > 0

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
        self._bar_row.insertWidget(self._bar_row.indexOf(self.chips), widget)

    def show_list(self, kept: KeptList) -> None:
        """Show ``kept``; the same list again only tells how it is now."""
        is_other = self._kept is None or kept.id != self._kept.id
        is_new_content = is_other or self._kept is None or _contents(kept) != _contents(self._kept)
        self._kept = kept
        self.head.show()
        self.card.show()
        self._bar_widget.show()
        if is_other:
            self.chips.let_go()
            self._background.cancel("rows")
            self._open_again = False
            self._opened = None
            self.card.let_go()
        self._tell()
        if is_new_content:
            self._open_rows()

    def show_nothing(self, told: Told) -> None:
        """No list is shown, and this is why."""
        self._background.cancel("rows")
        self._kept = self._opened = None
        self._open_again = False
        self.head.hide()
        self.card.hide()
        self._bar_widget.hide()
        self._tell_instead(told)
        self._desk.commands.refresh()

    def tell_again(self) -> None:
        """Something that the texts speak of is another now, such as whether there is a key."""
        self._tell()
        if self._kept is not None and self._opened is None:
            self._open_rows()

    def read(self, *, anew: bool = False) -> None:
        """Read the list that is shown: from where it stands, or ``anew`` from its first page."""
        if self._kept is not None:
            self.readings.read(self._kept, anew=anew)

    def pause(self) -> None:
        if self._kept is not None and self.is_reading:
            self.card.wind_down()
            self.readings.pause(self._kept.id)

    def cancel(self) -> None:
        """What came stays; the next reading begins with the first page."""
        if self._kept is not None:
            self.card.wind_down()
            self.readings.cancel(self._kept.id)

    def focus_filter(self) -> None:
        self.bar.focus_filter()

    def export(self) -> None:
        """Open the export dialog for this table."""
        if not self.has_rows or self._kept is None:
            return
        from leaddesk.ui.widgets.export_dialog import ExportDialog  # noqa: PLC0415 - built when asked for

        name = self._texts.name(self._kept)
        subject = ExportSubject(
            title=name,
            file_stem=f"{self._texts.provider.id}-{name}",
            source=self._table.source,
            shown_numbers=self._table.shown_rows(),
            selected_numbers=self._table.selected_rows(),
            is_filtered=self._table.is_filtered,
            visible_columns=self._table.visible_columns(),
            titles=self._column_title,
        )
        dialog = ExportDialog(
            subject,
            export=self._desk.actions.export_rows,
            preferences=self._desk.preferences,
            notices=self._desk.notices,
            parent=self.window(),
        )
        dialog.open()

    # -- parts

    def _lay_out(self) -> None:
        self._bar_widget = QWidget()
        self._bar_row = QHBoxLayout(self._bar_widget)
        self._bar_row.setContentsMargins(14, 0, 0, 0)
        self._bar_row.setSpacing(8)
        self._bar_row.addWidget(self.chips)
        self._bar_row.addWidget(self.bar, 1)
        self._frame.column.setContentsMargins(1, 1, 1, 1)
        self._frame.column.addWidget(self._bar_widget)
        self._frame.column.addWidget(self._table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addWidget(self.card)
        column.addWidget(self._frame, 1)
        self._keep_some_rows()

    def _make_room_in_bar(self) -> None:
        """The head says already what the rows are; in the place of the title are the chips and the page's own."""
        title, row = self.bar.findChild(Words), self.bar.layout()
        if title is not None and row is not None:
            title.hide()
            margins = row.contentsMargins()
            row.setContentsMargins(0, margins.top(), margins.right(), margins.bottom())

    def _connect(self) -> None:
        self._table.offers_changed.connect(self._desk.commands.refresh)
        self.bar.export_wanted.connect(self.export)
        self.chips.wanted.connect(lambda _: self._open_rows())
        self.card.pause_wanted.connect(self.pause)
        self.card.go_on_wanted.connect(self.read)
        self.card.cancel_wanted.connect(self.cancel)
        self.readings.changed.connect(self._reading_changed)
        self.readings.failed.connect(self._reading_failed)
        self.readings.came.connect(self._page_came)

    def _keep_some_rows(self) -> None:
        self._table.setMinimumHeight(_LOWEST_LINES * QFontMetrics(theme.font()).height())

    def _reading_changed(self, kept: KeptList) -> None:
        if self._kept is not None and kept.id == self._kept.id:
            self.show_list(kept)
        self.reading_changed.emit(kept)
        self._desk.commands.refresh()

    def _page_came(self, kept: KeptList) -> None:
        self._desk.notices.solved(kept.provider, _task(kept))
        self.answered.emit(wording.filled(self.tr("%1 connected"), self._texts.provider.title))

    def _reading_failed(self, error: LeadDeskError, kept: KeptList) -> None:
        self.troubled.emit(explain(error).title)
        self._desk.notices.problem(error, _task(kept))
        self._tell()
        self._open_rows()
        self.reading_changed.emit(kept)
        self._desk.commands.refresh()

    def _tell(self) -> None:
        """Everything but the rows."""
        kept = self._kept
        if kept is None:
            return
        price, running = self._desk.actions.read_list.price(kept), self.is_reading
        self.head.tell(self._texts.name(kept), self._about(kept))
        status = status_of(kept, self._texts, price=price, is_reading=running, error=self.readings.error(kept.id))
        self.card.show_status(status, kept.reading)
        self.card.tell_price(*self._texts.price_mark(price))
        self.card.tell_rate(self.readings.rate(kept.id) if running else None)
        self._tell_changes(kept)

    def _about(self, kept: KeptList) -> str:
        """What the list is; while it is not read in full, also when it was."""
        is_full = kept.reading is not None and kept.reading.state is ReadingState.COMPLETE
        read = ""
        if kept.read_at is not None and not (is_full and not self.is_reading):
            read = wording.filled(self.tr("Last read in full %1."), when(kept.read_at))
        return " ".join(part for part in (self._texts.about(kept), read) if part)

    def _tell_changes(self, kept: KeptList) -> None:
        reading = kept.reading
        is_refresh = reading is not None and reading.since is not None
        if reading is not None and is_refresh:
            self.chips.show_counts(reading.new, reading.changed, reading.gone)
            self.bar.tell(*change_words(kept, self.chips.state, is_reading=self.is_reading))
        else:
            self.chips.show_counts(0, 0, 0)
            self.bar.tell(self._texts.counted(kept.rows) if kept.rows else "")

    # -- rows

    def _open_rows(self) -> None:
        kept, wanted = self._kept, self.chips.state
        if kept is None:
            return
        if wanted is RowState.PRESENT and not kept.rows:
            self._opened = None
            self._show_words(kept)
            return
        if self._background.is_running("rows"):
            self._open_again = True  # what is being opened may be older than what was told just now
            return
        work = self._desk.actions.open_rows(id=kept.id, wanted=wanted)
        self._background.run(
            work, lambda source: self._show_rows((kept.id, wanted), source), self._rows_failed, self._rows_ended, "rows"
        )

    def _rows_ended(self) -> None:
        if self._open_again and not self._background.is_running("rows"):
            self._open_again = False
            self._open_rows()

    def _rows_failed(self, error: LeadDeskError) -> None:
        words = explain(error)
        self._opened = None
        self._tell_instead(Told("warning", words.title, words.advice))

    def _show_rows(self, opened: tuple[int, RowState], source: RowSource) -> None:
        if self._kept is None or opened != (self._kept.id, self.chips.state):
            return
        if self._opened == opened:
            self._table.grow(source)
        else:
            memory = f"{self._table.view.objectName()}/{self._kept.id}" if self._has_own_columns else ""
            self._table.show_source(source, memory=memory)
        self._opened = opened
        self.bar.show()
        # Of a list that was read before nobody knows whether more is to come.
        reading = self._kept.reading
        more = self.is_reading and reading is not None and reading.since is None and opened[1] is RowState.PRESENT
        self._table.show_awaited(MOST_AWAITED if more else 0)
        self._desk.commands.refresh()

    def _show_words(self, kept: KeptList) -> None:
        """No lead of the list is kept."""
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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_table"):
            self._keep_some_rows()


def _task(kept: KeptList) -> str:
    """For the notices: a trouble with one list is not solved by another."""
    return f"list-{kept.id}"


def _contents(kept: KeptList) -> tuple[object, ...]:
    """Whether other leads are kept shows in one of these."""
    reading = kept.reading
    if reading is None:
        return kept.rows, kept.gone_rows, kept.read_at
    told = (reading.state, reading.pages_read, reading.new, reading.changed, reading.began_at)
    return (kept.rows, kept.gone_rows, kept.read_at, *told)
