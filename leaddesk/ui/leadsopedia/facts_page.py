"""The account and its usage, field by field as Leadsopedia tells them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.actions.ask_leadsopedia import ACCOUNT_FACTS, USAGE
from leaddesk.domain.column_kinds import kind_of
from leaddesk.domain.leadsopedia import Facts
from leaddesk.ui import theme, wording
from leaddesk.ui.leadsopedia.field_titles import title_of
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Card, Hairline
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.table.field_list import FieldList
from leaddesk.ui.widgets.table.fields import Field
from leaddesk.ui.widgets.table.links import link_of

_WIDEST = 720
"""Pixels at the usual text size: a value far from its title is hard to read."""


class FactsCard(Card):
    """One answer: its age, a button that asks again, its fields."""

    asked = Signal()

    def __init__(self, name: str, title: str) -> None:
        """``name`` is the objectName of the fields and begins those of the other parts."""
        super().__init__(f"{name}-card", padding=14, spacing=8)
        self._facts: Facts | None = None
        self._reading = False
        self.age = Words(name=f"{name}-age", size=theme.CAPTION, muted=True)
        self.refresh_button = Button(self.tr("Refresh"), name=f"{name}-refresh", icon="refresh", calls=1)
        self.refresh_button.setAccessibleName(wording.filled(self.tr("Refresh %1, 1 call"), title))
        self.refresh_button.clicked.connect(self.asked)
        self.fields = _WholeFields(name)
        self.fields.setAccessibleName(title)
        self._nothing = Words(self.tr("Not read yet."), name=f"{name}-nothing", muted=True)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Words(title, size=theme.SECTION, weight=600))
        head.addWidget(self.age, 1)
        head.addWidget(self.refresh_button)
        self.column.addLayout(head)
        self.column.addWidget(Hairline())
        self.column.addWidget(self._nothing)
        self.column.addWidget(self.fields)
        self.refresh()

    def show_facts(self, facts: Facts | None) -> None:
        """None for never read."""
        self._facts = facts
        if facts is not None:
            self.fields.show_fields([_field(name, facts) for name in facts.values])
        self.refresh()

    def set_reading(self, *, reading: bool) -> None:
        self._reading = reading
        self.refresh()

    def refresh(self) -> None:
        """Also called as time goes by, for the age."""
        facts = self._facts
        self.fields.setVisible(facts is not None)
        self._nothing.setVisible(facts is None)
        self._nothing.setText(self.tr("Asking…") if self._reading else self.tr("Not read yet."))
        self.refresh_button.setEnabled(not self._reading)
        age = "" if facts is None else wording.filled(self.tr("Read %1"), wording.age(facts.read_at))
        self.age.setText(self.tr("Asking…") if self._reading and facts is not None else age)
        self.age.setToolTip("" if facts is None else wording.exactly(facts.read_at))


class FactsPage(QWidget):
    """Both cards below each other."""

    asked = Signal(str)
    """ACCOUNT_FACTS or USAGE is wanted anew."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("leadsopedia-account-page")
        self.cards = {
            ACCOUNT_FACTS: FactsCard("leadsopedia-account", self.tr("Account")),
            USAGE: FactsCard("leadsopedia-usage", self.tr("Usage")),
        }
        self._inner = QWidget()
        cards = QVBoxLayout(self._inner)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(10)
        for what, card in self.cards.items():
            cards.addWidget(card)
            card.asked.connect(lambda wanted=what: self.asked.emit(wanted))
        cards.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 12)
        row.addWidget(self._inner, 1000)
        row.addStretch(1)
        self._bound()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_inner"):
            self._bound()

    def _bound(self) -> None:
        self._inner.setMaximumWidth(round(_WIDEST * theme.scale()))


class _WholeFields(FieldList):
    """As high as all its fields: the page scrolls, and not the list in it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit_rows(self) -> None:
        super().fit_rows()
        high = self.verticalHeader().length() + 2 * self.frameWidth()
        self.setFixedHeight(max(high, QFontMetrics(theme.font()).height()))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())


def _field(name: str, facts: Facts) -> Field:
    value = facts.values[name]
    text = "" if value is None else str(value)
    return Field(name, title_of(name), text, link_of(value, kind_of(name, [value])))
