"""Ask about lists kept by hand: the name and colour of one, and how a new one is made of two."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QWidget

from leaddesk.domain.leads import LeadId, LeadList, LeadListId, ListMix
from leaddesk.ui import theme, wording
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.asking import Asking
from leaddesk.ui.widgets.labels import Words

_DOT = 10
Ids = Callable[[], Awaitable[Sequence[LeadId]]]


class ListDialog(Asking):
    """For a new list, which may begin with leads, or for one that is there; ``done_with`` gets it where it is new."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, edited: LeadList | None = None, ids: Ids | None = None, count: int = 0
    ) -> None:
        """``ids`` brings the ``count`` leads that a new list begins with."""
        title = self.tr("New list") if edited is None else self.tr("Change the list")
        if count:
            title = self.tr("New list of %Ln {lead|leads}", "", wording.plural(count))
        accept = self.tr("Create") if edited is None else self.tr("Save")
        super().__init__(desk, parent, name="leads-list", title=title, accept=accept)
        self._keep, self._edited, self._ids = desk.actions.keep_leads, edited, ids
        name = edited.name if edited is not None else ""
        self._name = self.name_field("leads-list-name", self.tr("&Name"), name)
        self._colour = colour_choice(self.tr("By itself") if edited is None else "")
        if edited is not None:
            self._colour.setCurrentIndex(self._colour.findData(edited.colour))
        self.labelled(self.tr("&Colour"), self._colour)

    def answered(self) -> None:
        self.finish(self._save)

    async def _save(self) -> LeadList | None:
        name, colour, edited = self._name.text().strip(), self._colour.currentData(), self._edited
        if edited is None:
            ids = await self._ids() if self._ids is not None else ()
            return await self._keep.create_list(name, None if colour < 0 else colour, ids)
        if name != edited.name:
            await self._keep.rename_list(edited.id, name)
        if colour != edited.colour:
            await self._keep.colour_list(edited.id, colour)
        return None


class MixDialog(Asking):
    """A new list out of two; ``done_with`` gets it."""

    def __init__(self, desk: Desk, parent: QWidget, lists: Sequence[LeadList], first: LeadListId | None) -> None:
        """There are at least two ``lists``; ``first`` is proposed as A."""
        super().__init__(desk, parent, name="leads-mix", title=self.tr("Combine two lists"), accept=self.tr("Create"))
        self._keep, self._proposed = desk.actions.keep_leads, ""
        self._a, self._how, self._b = QComboBox(), QComboBox(), QComboBox()
        for name, combo in (("a", self._a), ("how", self._how), ("b", self._b)):
            combo.setObjectName(f"leads-mix-{name}")
        for kept in lists:
            words = wording.shortened(" ".join(kept.name.split()), 48)
            for combo in (self._a, self._b):
                combo.addItem(dot_icon(kept.colour), words, kept)
        ids = [kept.id for kept in lists]
        self._a.setCurrentIndex(ids.index(first) if first in ids else 0)
        self._b.setCurrentIndex(0 if self._a.currentIndex() else 1)
        for how, words in (
            (ListMix.IN_A_NOT_B, self.tr("those that are not in the second")),
            (ListMix.IN_BOTH, self.tr("those that are in both")),
            (ListMix.IN_EITHER, self.tr("those that are in either")),
        ):
            self._how.addItem(words, how)
        self.labelled(self.tr("&First list"), self._a)
        self.labelled(self.tr("&Take"), self._how)
        self.labelled(self.tr("&Second list"), self._b)
        self._name = self.name_field("leads-mix-name", self.tr("&Name of the new list"))
        text = self.tr("Both lists stay as they are.")
        self.column.addWidget(Words(text, name="leads-mix-hint", size=theme.CAPTION, muted=True, wrap=True))
        for combo in (self._a, self._how, self._b):
            combo.currentIndexChanged.connect(lambda _: self._propose())
        self._propose()
        self._a.setFocus(Qt.FocusReason.OtherFocusReason)

    def _propose(self) -> None:
        """A name, until somebody types one."""
        if self._name.text() in {"", self._proposed}:
            pattern = {
                ListMix.IN_A_NOT_B: self.tr("%1 without %2"),
                ListMix.IN_BOTH: self.tr("%1 and %2"),
                ListMix.IN_EITHER: self.tr("%1 or %2"),
            }[self._how.currentData()]
            self._proposed = wording.shortened(
                wording.filled(pattern, self._a.currentText(), self._b.currentText()), 100
            )
            self._name.setText(self._proposed)
            self._name.selectAll()
        are_two = self._a.currentData() != self._b.currentData()
        self.accept_button.setEnabled(are_two and bool(self._name.text().strip()))

    def answered(self) -> None:
        a, b, how = self._a.currentData(), self._b.currentData(), self._how.currentData()
        if a != b:
            self.finish(lambda: self._keep.mix_lists(a.id, b.id, how, self._name.text().strip()))


def colour_choice(by_itself: str) -> QComboBox:
    """The colours of lists by name; ``by_itself``, if any, comes first and has the data -1."""
    combo = QComboBox()
    combo.setObjectName("leads-list-colour")
    combo.setIconSize(QSize(_DOT, _DOT))
    if by_itself:
        combo.addItem(by_itself, -1)
    for colour, words in enumerate(colour_names(combo)):
        combo.addItem(dot_icon(colour), words, colour)
    return combo


def colour_names(widget: QWidget) -> tuple[str, ...]:
    """Of the series colours, in their order."""
    tr = widget.tr
    return (tr("Blue"), tr("Teal"), tr("Orange"), tr("Violet"), tr("Pink"), tr("Grey"))


def dot_icon(colour: int) -> QIcon:
    """The dot of a list's colour."""
    series = theme.tokens().series
    made = QIcon()
    for ratio in (1, 2):
        dot = QPixmap(_DOT * ratio, _DOT * ratio)
        dot.fill(QColor(0, 0, 0, 0))
        painter = QPainter(dot)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(series[colour % len(series)]))
        painter.drawEllipse(dot.rect().adjusted(1, 1, -1, -1))
        painter.end()
        dot.setDevicePixelRatio(ratio)
        made.addPixmap(dot)
    return made
