"""The pane beside the table of My Leads: loads what is chosen, shows it, and keeps what is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.leads import NOTE, Lead, LeadId, LeadList
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.leads.detail.head import LeadHead
from leaddesk.ui.leads.detail.lead_body import LeadBody
from leaddesk.ui.leads.detail.saves import Place, Saves
from leaddesk.ui.leads.detail.several import MOST_COMPARED, Common, in_common
from leaddesk.ui.leads.detail.several_body import SeveralBody
from leaddesk.ui.notices import Notice
from leaddesk.ui.widgets.card import Hairline
from leaddesk.ui.widgets.scrolled import Scrolled

_FEWEST_LETTERS = 34
_EMPTY_AFTER = 80
"""Milliseconds after which a lead that is still being read takes the place of the one before, empty."""
_READING, _LONGEST = "leads", 40


@dataclass(frozen=True)
class _Read:
    """What is shown, as it was read together."""

    leads: tuple[Lead, ...]
    lists: tuple[LeadList, ...]
    columns: tuple[str, ...]


class LeadDetail(QFrame):
    """``show_leads`` says which. Without one it says what to do; of several it shows what they have in common."""

    closed = Signal()
    """The person wants it gone."""
    shown = Signal()
    """What was asked for is on screen, or is there anew."""

    def __init__(
        self,
        desk: Desk,
        name: str = "leads-table-details",
        parent: QWidget | None = None,
        *,
        more: Callable[[], Sequence[QAction]] = tuple,
    ) -> None:
        """``name`` begins the objectNames of its parts. ``more``: what its menu offers beside what it can do itself,
        such as to suppress or to erase the leads that are chosen in the table.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self._desk = desk
        self._background = Background(self, desk.notices)
        self._ids: tuple[LeadId, ...] = ()
        self._chosen = 0
        self._is_behind = False
        """Whether something has changed while nobody saw it."""
        self._lead: Lead | None = None
        """The one that is on screen; None while another one is being read."""
        self.saves = Saves(desk, self)
        self.head = LeadHead(name, more)
        self.body = LeadBody(desk, name)
        self.several: SeveralBody | None = None
        """Built when several leads are chosen for the first time."""
        self._one = Scrolled(self.body)
        self._many: Scrolled | None = None
        self._troubles: dict[Place, Notice] = {}
        self._empty_soon = QTimer(self)
        self._empty_soon.setSingleShot(True)
        self._empty_soon.setInterval(_EMPTY_AFTER)
        self._empty_soon.timeout.connect(self._show_nothing)
        self._lay_out()
        self._connect()
        self.destroyed.connect(desk.announcer.subscribe(self._heed))
        self.show_leads(())

    @property
    def ids(self) -> tuple[LeadId, ...]:
        """What was asked for last."""
        return self._ids

    @property
    def lead(self) -> Lead | None:
        """The one lead that is on screen."""
        return self._lead

    def show_leads(self, ids: Sequence[LeadId], chosen: int = 0) -> None:
        """Show these. What is being typed for another one is saved first.

        ``chosen``: how many are chosen in all, where ``ids`` are only the first of them; then that number alone is
        shown, for nothing may be done with a part of what somebody chose.
        """
        self._chosen = max(chosen, len(ids))
        if tuple(ids) == self._ids and ids:
            if not self._rest.isHidden():  # reading them failed, or they were not there
                self._read()
            return
        self.body.leave()
        if self.several is not None:
            self.several.beside.leave()
        self._ids, self._lead = tuple(ids), None
        self._background.cancel(_READING)
        if self._ids:
            self._empty_soon.start()
            self._read()
        else:
            self._show_nothing()

    async def keep(self) -> LeadDeskError | None:
        """Save what is being typed, and what could not be saved before. None, or what kept it from that.

        For ``app.leaving``: what is not saved then is kept only until LeadDesk quits.
        """
        self.body.leave()
        self.saves.try_again()
        return await self.saves.settled()

    # -- reading

    def _read(self) -> None:
        if self._ids:
            self._background.run(self._everything(self._ids), self._show, self._failed, replacing=_READING)

    async def _everything(self, ids: tuple[LeadId, ...]) -> _Read:
        find, keep = self._desk.actions.find_leads, self._desk.actions.keep_leads
        wanted = ids if len(ids) <= MOST_COMPARED else ()
        read = [await find.lead(lead_id=id_) for id_ in wanted]
        lists = await keep.lists()
        columns = await find.columns() if len(ids) == 1 else ()
        leads = tuple(lead for lead in read if lead is not None)
        return _Read(leads, lists, tuple(column.name for column in columns))

    def _show(self, read: _Read) -> None:
        self._empty_soon.stop()
        if len(self._ids) > 1:
            self._show_several(in_common(read.leads) if read.leads else None, read.lists)
        elif read.leads:
            self._show_one(read.leads[0], read)
        else:
            self._lead = None
            self._choose_body(None)
            text = self.tr("It was erased or deleted for good, or the import that brought it was undone.")
            self.head.show_words(self.tr("This lead is not here any more"), text)
        self.shown.emit()

    def _show_one(self, lead: Lead, read: _Read) -> None:
        is_other = self._lead is None or self._lead.id != lead.id
        self._lead = lead
        self.head.show_lead(lead)
        if lead.id != self._ids[0]:
            self.head.show_merged()
        self.body.show_lead(lead, read.lists, read.columns, self.saves.drafts_of(lead.id))
        self._choose_body(self._one)
        if is_other:
            self._one.verticalScrollBar().setValue(0)

    def _show_several(self, common: Common | None, lists: Sequence[LeadList]) -> None:
        self._lead = None
        count = self.tr("%Ln {lead|leads}", "", self._chosen)
        are_all = self._chosen == len(self._ids)
        self.head.show_words(count, self.tr("chosen"), has_menu=are_all)
        several = self._several_body()
        several.show_common(self._ids, common if are_all else None, lists)
        several.let_act(can=are_all)
        self._choose_body(self._many)

    def _show_nothing(self) -> None:
        """No lead, or none yet: never the one before."""
        self._choose_body(None)
        if self._ids:
            self.head.show_words("", "")
        else:
            title, text = self.tr("No lead chosen"), self.tr("Choose a lead to see all that is known of it.")
            self.head.show_words(title, text)

    def _failed(self, error: LeadDeskError) -> None:
        self._empty_soon.stop()
        words = explain(error)
        self._choose_body(None)
        self.head.show_words(words.title, words.advice)

    def _choose_body(self, body: QWidget | None) -> None:
        for known in (self._one, self._many):
            if known is not None:
                known.setVisible(known is body)
        self._rest.setVisible(body is None)

    def _heed(self, changes: Changes) -> None:
        if changes.leads:
            self.saves.try_again()
        if changes.leads or changes.lead_lists:
            self._is_behind = not self.isVisible()
            if not self._is_behind:
                self._read()

    # -- what is typed

    def _edited(self, place: Place, text: str) -> None:
        self.saves.keep(place, text)
        self._show_drafts(place)

    def _taken_back(self, place: Place) -> None:
        self._forget_trouble(place)
        self.saves.forget(place)
        self._show_drafts(place)

    def _show_drafts(self, place: Place) -> None:
        if self._lead is not None and self._lead.id == place[0]:
            self.body.show_drafts(self.saves.drafts_of(self._lead.id))

    def _saved(self, place: Place) -> None:
        self._forget_trouble(place)
        self._read()

    def _not_saved(self, place: Place, error: LeadDeskError) -> None:
        """The text waits where it was typed, if that is in sight; else the banner has it."""
        lead, column = place
        is_here = self.isVisible() and self._lead is not None and self._lead.id == lead
        self._show_drafts(place)
        if is_here and column == NOTE:
            return
        if is_here and self.body.fields.hasFocus():
            self.body.fields.edit_field(column)
            return
        words, draft = explain(error), self.saves.draft(place)
        text = wording.shortened(" ".join((draft.text if draft else "").split()), _LONGEST)
        about = self.tr("“%1” for %2 is kept until you quit. %3")
        said = wording.filled(about, text, title_of(column), words.advice)
        notice = Notice("danger", words.title, said, self.tr("Try again"), self.saves.try_again)
        self._forget_trouble(place)
        self._troubles[place] = notice
        self._desk.notices.say(notice)

    def _forget_trouble(self, place: Place) -> None:
        if place in self._troubles:
            self._desk.notices.take_back(self._troubles.pop(place))

    # -- what else is done

    def _copy_cards(self) -> None:
        work = self._desk.actions.export_leads.cards(self._ids)
        self._background.run(work, self._cards_copied, replacing="cards")

    def _cards_copied(self, cards: str) -> None:
        QGuiApplication.clipboard().setText(cards)
        copied = self.tr("%Ln {vCard|vCards} copied.", "", len(self._ids))
        self._desk.notices.say(Notice("success", copied))

    def _restore(self) -> None:
        self._background.run(self._desk.actions.keep_leads.restore(self._ids))

    def _to_trash(self) -> None:
        self._background.run(self._desk.actions.keep_leads.to_trash(self._ids))

    # -- parts

    def _lay_out(self) -> None:
        self._rest = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(Hairline())
        for body in (self._one, self._rest):
            column.addWidget(body, 1)
        self._column = column

    def _several_body(self) -> SeveralBody:
        if self.several is None:
            several = self.several = SeveralBody(self._desk, f"{self.objectName()}-several")
            several.trash_wanted.connect(self._to_trash)
            several.restore_wanted.connect(self._restore)
            self._many = Scrolled(several)
            self._column.addWidget(self._many, 1)
        return self.several

    def _connect(self) -> None:
        self.head.closed.connect(self.closed)
        self.head.restore_wanted.connect(self._restore)
        self.head.cards_wanted.connect(self._copy_cards)
        self.body.edited.connect(self._edited)
        self.body.taken_back.connect(self._taken_back)
        self.body.retry_wanted.connect(self.saves.try_again)
        self.body.escaped.connect(self.closed)
        self.body.seen.connect(self._bring_into_sight)
        self.saves.saved.connect(self._saved)
        self.saves.failed.connect(self._not_saved)

    def _bring_into_sight(self, place: QRect) -> None:
        middle = place.center()
        self._one.ensureVisible(middle.x(), middle.y(), 0, place.height() // 2 + 8)

    # -- Qt

    def minimumSizeHint(self) -> QSize:
        return QSize(_FEWEST_LETTERS * QFontMetrics(theme.font()).averageCharWidth(), 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_behind:
            self._is_behind = False
            self._read()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.body.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours, painter = theme.tokens(), QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.fillRect(QRect(0, 0, 1, self.height()), QColor(colours.border))
