"""Buy contacts: what is to be known before, one button, the steps as they are taken, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.preferences import DELIVERY_WAY, PURCHASE_LIMIT
from leaddesk.domain.purchases import Purchase, PurchaseState
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.notices import Notice
from leaddesk.ui.reachstream import fetch_words
from leaddesk.ui.reachstream.fetch_choices import FetchChoices, Links, Wanted
from leaddesk.ui.reachstream.fetch_foot import Foot
from leaddesk.ui.reachstream.fetch_steps import StepsPane
from leaddesk.ui.reachstream.fetch_words import Told
from leaddesk.ui.reachstream.filter_words import sentence
from leaddesk.ui.screen_room import room_for
from leaddesk.ui.widgets.scrolled import Scrolled

_LETTERS = 92
_TAKEN_BACK = frozenset({PurchaseState.REJECTED, PurchaseState.CLOSED})
_UNSURE = _TAKEN_BACK | {PurchaseState.UNKNOWN}


class _Stage(Enum):
    ASKING = auto()
    SENDING = auto()
    ENDED = auto()


class FetchDialog(QDialog):
    """Open with ``open()``. Closed while it is sending it is only hidden, and says so; else it deletes itself."""

    def __init__(self, desk: Desk, wanted: Wanted, links: Links, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._wanted, self._links = desk, wanted, links
        self._buying = desk.actions.purchases().buy_contacts
        self._background = Background(self, desk.notices)
        self._stage = _Stage.ASKING
        self._needed = 0
        """Pixels of height, the most so far."""
        self._purchase: Purchase | None = None
        """As far as it is; None before the button."""
        self.setObjectName("fetch-dialog")
        title = self.tr("Buy contacts from ReachStream")
        self.setWindowTitle(f"{title}: {wanted.slice_name}" if wanted.slice_name else title)
        self._choices = FetchChoices(desk, wanted, links)
        self._steps, self._foot = StepsPane(), Foot()
        self._stages = QStackedWidget()
        self._choosing = Scrolled(self._choices)
        for page in (self._choosing, Scrolled(self._steps)):
            self._stages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._stages, 1)
        whole.addWidget(self._foot)
        self._choices.changed.connect(self._allow)
        self._choices.grown.connect(self._fit)
        self._choices.left_for.connect(self._leave)
        self._steps.ticked.connect(self._tell_step)
        foot = self._foot
        foot.typed.changed.connect(self._allow)
        foot.cancel.clicked.connect(self.reject)
        foot.confirm.clicked.connect(self._confirm)
        foot.take_back.clicked.connect(self._take_back)
        foot.again.clicked.connect(self._try_again)
        foot.activity.clicked.connect(lambda: self._choices.show_purchase(self._purchase))
        foot.following.clicked.connect(lambda: self._leave(links.following))
        self.finished.connect(self.deleteLater)
        self.destroyed.connect(desk.announcer.subscribe(self._changed))
        self._choices.look()
        self._allow()
        self._choices.number.edit.setFocus()
        self._fit()

    @property
    def is_sending(self) -> bool:
        return self._stage is _Stage.SENDING

    def reject(self) -> None:
        """Escape, *Cancel*, *Hide*, *Close* and the window's close button."""
        if not self.is_sending:
            super().reject()
            return
        self.hide()
        text = self.tr("You are told here when ReachStream has answered.")
        self._desk.notices.say(Notice("info", self.tr("The purchase goes on."), text))

    def _allow(self) -> None:
        """What was chosen means for the button."""
        if self._stage is not _Stage.ASKING:
            return
        asked = self._choices.asked
        self._foot.typed.show_asked(asked, self._desk.preferences.get(PURCHASE_LIMIT))
        self._foot.show_asking(asked, self._why_not())
        self._fit()

    def _why_not(self) -> str:
        trouble = self._choices.why_not()
        return trouble or ("" if self._foot.typed.is_right else self.tr("Type the number to go on."))

    def _confirm(self) -> None:
        asked, offer, way = self._choices.asked, self._choices.offer, self._choices.way
        if self._stage is not _Stage.ASKING or offer is None or asked is None or self._why_not():
            return
        self._stage = _Stage.SENDING
        self._choices.rest()
        self._desk.preferences.set(DELIVERY_WAY, way.value)
        title = self.tr("Buying up to %Ln {contact|contacts}", "", asked)
        self._steps.begin(title, sentence(self._wanted.filter, rich=False, most_fields=3), asked)
        self._stages.setCurrentIndex(1)
        self._foot.show_sending(can_take_back=False)
        self._foot.cancel.setFocus()
        ticket = self._desk.running.begin(title)
        listening = [self._step_taken]
        self.destroyed.connect(listening.clear)

        def progress(purchase: Purchase) -> None:
            for listener in listening:  # none: the purchase has outlived the window
                listener(purchase)

        def ended() -> None:
            self._desk.running.end(ticket)
            if self.is_sending and not task.cancelled():  # cancelled: LeadDesk ends
                self._end(fetch_words.look_at_activity(), is_sent=False)

        work = self._buying.buy(
            offer=offer, asked=asked, way=way, slice_name=self._wanted.slice_name, progress=progress
        )
        # A mistake of ours ends it without a word to either of the two before ``ended``.
        task = self._background.run(work, self._decided, self._failed, ended)

    def _step_taken(self, purchase: Purchase) -> None:
        self._purchase = purchase
        if not fetch_words.is_decided(purchase):
            self._tell_step()

    def _tell_step(self) -> None:
        purchase = self._purchase
        if purchase is not None and self.is_sending:
            wait = self._buying.seconds_left(id=purchase.id)
            self._steps.show_step(purchase, fetch_words.under_way(purchase, wait))
            self._foot.show_sending(can_take_back=purchase.state is not PurchaseState.SENDING)

    def _take_back(self) -> None:
        if self._purchase is not None and not self._background.is_running("take-back"):
            self._foot.take_back.setEnabled(False)
            self._background.run(self._buying.cancel(id=self._purchase.id), replacing="take-back")

    def _decided(self, purchase: Purchase) -> None:
        self._purchase = purchase
        can_try_again = purchase.state in _TAKEN_BACK
        following = "" if purchase.state in _UNSURE else self._wanted.following
        is_sent = purchase.state is not PurchaseState.CLOSED
        self._end(fetch_words.result(purchase), is_sent=is_sent, can_try_again=can_try_again, following=following)

    def _failed(self, error: LeadDeskError) -> None:
        """Before it was sent: back to where everything that was typed stands. After: that is said."""
        if self._purchase is not None and self._purchase.state is PurchaseState.SENDING:
            self._end(fetch_words.not_written_down(explain(error).title), is_sent=True)
        elif self.isHidden():
            self._end(fetch_words.not_sent(explain(error).plain), is_sent=False)
        else:
            self._choices.tell_problem(error)
            self._try_again()

    def _end(self, told: Told, *, is_sent: bool, can_try_again: bool = False, following: str = "") -> None:
        self._stage = _Stage.ENDED
        kept, links = self._purchase, self._links
        if self.isHidden():
            show = (lambda: links.purchase(kept.id)) if kept is not None else None
            self._desk.notices.say(
                Notice(
                    told.kind,
                    told.title,
                    told.advice,
                    self.tr("Show in Activity") if show is not None else "",
                    show,
                    fetch_words.following(following) if following else "",
                    links.following if following else None,
                )
            )
            self.accept()
            return
        self._steps.show_result(told, is_sent=is_sent)
        self._foot.show_ended(can_try_again=can_try_again, is_kept=kept is not None, following=following)
        self._foot.cancel.setFocus()

    def _changed(self, changes: Changes) -> None:
        """Nobody is told that records are being prepared when they have come."""
        kept = self._purchase
        if not changes.purchases or self._stage is not _Stage.ENDED or kept is None or kept.state in _TAKEN_BACK:
            return
        if not kept.is_open and kept.charged is not None:
            return
        see = self._desk.actions.purchases().see_purchases

        def came(purchases: Sequence[Purchase]) -> None:
            now = next((one for one in purchases if one.id == kept.id), kept)
            if self._purchase == kept and (now.state, now.received, now.charged) != (
                kept.state,
                kept.received,
                kept.charged,
            ):
                self._purchase = now
                self._steps.show_result(fetch_words.result(now), is_sent=True)

        self._background.run(see.all(), came, replacing="follow")

    def _try_again(self) -> None:
        self._stage, self._purchase = _Stage.ASKING, None
        self._foot.typed.edit.clear()
        self._stages.setCurrentIndex(0)
        self._choices.begin_anew()

    def _leave(self, to: Callable[[], object]) -> None:
        """To somewhere that this dialog would lie over."""
        self.accept()
        to()

    def _fit(self) -> None:
        """As high as everything, where the window allows it; never lower than it is."""
        room = room_for(self)
        self._choosing.updateGeometry()  # a scroll area does not tell that its content needs more
        width = max(self.fontMetrics().averageCharWidth() * _LETTERS, self.minimumSizeHint().width(), self.width())
        width = min(width, room.width())
        needed = self._choices.heightForWidth(width) + self._foot.sizeHint().height()
        if needed > self._needed:  # else it stays as somebody has dragged it
            self._needed = needed
            self.resize(width, min(max(needed, self.height() if self.isVisible() else 0), room.height()))
