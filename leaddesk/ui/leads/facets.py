""" "Narrow by": for each of a few columns its most frequent values, with counts, to be ticked.

While somebody is in it with pointer or keyboard, nothing moves there: values keep their places and only their numbers
change. They are put in order again when that ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leaddesk.domain.lead_views import Facet
from leaddesk.ui import theme, wording
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.leads.condition_words import value_words
from leaddesk.ui.leads.facet_list import FacetList, FacetValue
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words

FEW, MANY = 5, 1_000
"""Values that are asked for: at first, and after *More*."""
_MOST_LINES = 40
"""Lines after *More*; the rest is found by typing."""


class FacetBlock(QWidget):
    """One column."""

    ticked = Signal(str, str, bool)
    """Column, value, and whether it is wanted."""
    unfolded = Signal(str, bool)
    """Column, and whether its values are on screen now; those that are folded are not counted."""
    more_wanted = Signal(str)
    """Column: all its values are to be counted (see ``limit``)."""

    def __init__(self, column: str, *, is_open: bool) -> None:
        super().__init__()
        self.column, self._is_open, self._shows_more = column, is_open, False
        self._facet = Facet(column, (), 0)
        self._chosen: tuple[str, ...] = ()
        self._order: tuple[str, ...] = ()
        name, title = f"leads-facet-{column.lstrip('@')}", title_of(column)
        self._head = FoldButton(title, name=f"{name}-head", is_open=is_open)
        self._find: QLineEdit | None = None
        self._place_of_find = QHBoxLayout()
        self.list = FacetList(name, title)
        self._none = Words(self.tr("No values here"), name=f"{name}-none", size=theme.CAPTION, muted=True)
        self._more = Button(self.tr("More"), name=f"{name}-more", look="link")
        self._rest = Words(name=f"{name}-rest", size=theme.CAPTION, muted=True, wrap=True)
        self._lay_out()
        self._head.clicked.connect(self._fold)
        self._more.clicked.connect(self._toggle_more)
        self.list.facet.ticked.connect(lambda value, wanted: self.ticked.emit(self.column, value, wanted))
        self._show()

    @property
    def is_open(self) -> bool:
        return self._is_open

    @property
    def limit(self) -> int:
        """How many values it wants to be told."""
        return MANY if self._shows_more else FEW + 1

    def show_facet(self, facet: Facet, chosen: Sequence[str], *, keeps_order: bool) -> None:
        """``keeps_order``: somebody is reading it."""
        self._facet, self._chosen = facet, tuple(chosen)
        names = [value for value, _ in facet.counts]
        missing = [value for value in chosen if value not in names]
        if keeps_order and self._order:
            kept = [value for value in self._order if value in names or value in self._shown()]
            self._order = tuple(dict.fromkeys([*kept, *names, *missing]))
        else:
            self._order = (*names, *missing)
        self._show()

    def show_chosen(self, chosen: Sequence[str]) -> None:
        """The ticks at once; the numbers come later."""
        if tuple(chosen) != self._chosen:
            self.show_facet(self._facet, chosen, keeps_order=True)

    def put_in_order(self) -> None:
        """Nobody reads it any more."""
        self.show_facet(self._facet, self._chosen, keeps_order=False)

    def _shown(self) -> list[str]:
        return [value.value for value in self.list.facet.values]

    def _show(self) -> None:
        counts = dict(self._facet.counts)
        typed = self._find.text().strip().casefold() if self._find is not None and self._shows_more else ""
        values = [
            FacetValue(value, value_words(self.column, value), counts.get(value, 0), value in self._chosen)
            for value in self._order
        ]
        fitting = [value for value in values if typed in value.title.casefold()]
        shown = self._those_on_screen(fitting)
        self.list.show_values(shown)
        left = (len(fitting) if typed else max(self._facet.values, len(values))) - len(shown)
        self.list.setVisible(self._is_open and bool(shown))
        self._none.setVisible(self._is_open and not shown)
        self._none.setText(self.tr("No value holds this") if typed else self.tr("No values here"))
        if self._find is not None:
            self._find.setVisible(self._is_open and self._shows_more)
        has_more = self._shows_more or left > 0
        self._more.setVisible(self._is_open and has_more)
        self._more.setText(self.tr("Less") if self._shows_more else self.tr("%Ln more", "", wording.plural(left)))
        self._rest.setVisible(self._is_open and self._shows_more and left > 0)
        self._rest.setText(self.tr("%Ln more: type to find one", "", wording.plural(left)))

    def _those_on_screen(self, fitting: Sequence[FacetValue]) -> list[FacetValue]:
        """The first ones, and whatever is ticked."""
        most = _MOST_LINES if self._shows_more else FEW
        first = list(fitting[:most])
        return first + [value for value in fitting[most:] if value.is_chosen]

    def _fold(self) -> None:
        self._is_open = not self._is_open
        self._head.tell(is_open=self._is_open)
        self._show()
        self.unfolded.emit(self.column, self._is_open)

    def _toggle_more(self) -> None:
        self._shows_more = not self._shows_more
        find = self._find_field()
        find.clear()
        self._show()
        if self._shows_more:
            self.more_wanted.emit(self.column)
            find.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find_field(self) -> QLineEdit:
        """Built when it is first wanted: most facets are short."""
        if self._find is None:
            self._find = made = QLineEdit()
            made.setObjectName(f"{self.list.objectName()}-find")
            made.setPlaceholderText(self.tr("Find a value"))
            made.setAccessibleName(wording.filled(self.tr("%1: find a value"), title_of(self.column)))
            made.setClearButtonEnabled(True)
            made.textChanged.connect(lambda _: self._show())
            self._place_of_find.addWidget(made)
            self._place_of_find.setContentsMargins(16, 0, 16, 2)
            QWidget.setTabOrder(self._head, made)
        return self._find

    def keyPressEvent(self, event: QKeyEvent) -> None:
        find = self._find
        if event.key() == Qt.Key.Key_Escape and find is not None and find.hasFocus() and find.text():
            find.clear()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 0, 16, 0)
        inside.setSpacing(2)
        for part in (self._none, self._rest):
            inside.addWidget(part)
        more = QHBoxLayout()
        more.setContentsMargins(12, 0, 16, 0)
        more.addWidget(self._more)
        more.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 16, 0)
        head.addWidget(self._head)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._place_of_find)
        column.addWidget(self.list)
        column.addLayout(inside)
        column.addLayout(more)


class FoldButton(Button):
    """The head of a block: its title, pressed to fold and unfold what is under it."""

    def __init__(self, title: str, *, name: str, is_open: bool) -> None:
        super().__init__(title, name=name, look="quiet")
        self._title = title
        self.setStyleSheet("font-weight: 600; padding: 2px 4px; text-align: left")
        self.tell(is_open=is_open)

    def tell(self, *, is_open: bool) -> None:
        self.set_icon("chevron-down" if is_open else "chevron-right")
        said = self.tr("%1, open") if is_open else self.tr("%1, folded")
        self.setAccessibleName(wording.filled(said, self._title))


class Facets(QWidget):
    """The blocks below each other."""

    ticked = Signal(str, str, bool)
    wanted = Signal()
    """Other facets are to be counted than before, or more values of them."""

    def __init__(self, columns: Sequence[str], open_columns: Sequence[str]) -> None:
        super().__init__()
        self.blocks = {column: FacetBlock(column, is_open=column in open_columns) for column in columns}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for block in self.blocks.values():
            rows.addWidget(block)
            block.ticked.connect(self.ticked)
            block.unfolded.connect(lambda *_: self.wanted.emit())
            block.more_wanted.connect(lambda _: self.wanted.emit())
        self._order_soon = QTimer(self)
        self._order_soon.setSingleShot(True)
        self._order_soon.timeout.connect(self._put_in_order)

    @property
    def open_columns(self) -> list[str]:
        return [column for column, block in self.blocks.items() if block.is_open]

    @property
    def is_in_use(self) -> bool:
        """Whether pointer or keyboard is in it."""
        focused = QApplication.focusWidget()
        has_keyboard = focused is not None and self.isAncestorOf(focused)
        return has_keyboard or self.rect().contains(self.mapFromGlobal(QCursor.pos()))

    def show_facets(self, facets: Sequence[Facet], chosen: dict[str, tuple[str, ...]]) -> None:
        """``chosen``: the ticked values by column."""
        keeps_order = self.is_in_use
        for facet in facets:
            self.blocks[facet.column].show_facet(facet, chosen.get(facet.column, ()), keeps_order=keeps_order)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._order_soon.start()

    def _put_in_order(self) -> None:
        if not self.is_in_use:
            for block in self.blocks.values():
                block.put_in_order()
