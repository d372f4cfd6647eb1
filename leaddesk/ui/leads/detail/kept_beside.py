"""The lists and tags of the shown leads, be it one or many: shown, added to and taken away."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leaddesk.domain.leads import LeadId, LeadList, LeadListId
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.detail.chip_line import ChipLine
from leaddesk.ui.widgets.chooser import Choice, Chooser


class KeptBeside(QWidget):
    """Two lines of chips. Whatever is done with them is done with all the leads."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._desk, self._name = desk, name
        self._background = Background(self, desk.notices)
        self._ids: tuple[LeadId, ...] = ()
        self._known: tuple[LeadList, ...] = ()
        self._tags: tuple[str, ...] = ()
        self._offered_tags: list[str] = []
        self.lists = ChipLine(f"{name}-lists", self.tr("Lists"), self.tr("Add to a list"))
        self.tags = ChipLine(f"{name}-tags", self.tr("Tags"), self.tr("Add a tag"))
        self._list_chooser: Chooser | None = None
        self._tag_chooser: Chooser | None = None
        self.lists.add_wanted.connect(self.choose_list)
        self.lists.removed.connect(self._leave_lists)
        self.tags.add_wanted.connect(self.choose_tag)
        self.tags.removed.connect(self._untag)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.lists)
        column.addWidget(self.tags)

    def show_of(
        self,
        ids: Sequence[LeadId],
        lists: Sequence[LeadListId],
        tags: Sequence[str],
        known: Sequence[LeadList],
    ) -> None:
        """``lists`` and ``tags`` that all of ``ids`` have; ``known`` are all lists, in their order."""
        self._ids, self._known, self._tags = tuple(ids), tuple(known), tuple(tags)
        self.lists.show_names([list_.name for list_ in known if list_.id in lists])
        self.tags.show_names(tags)

    def leave(self) -> None:
        """Other leads are going to be shown: what was opened for these closes."""
        self._background.cancel("tags")
        for chooser in (self._list_chooser, self._tag_chooser):
            if chooser is not None:
                chooser.hide()

    def choose_list(self) -> None:
        """Open the panel to add the leads to a list, which may be a new one."""
        if self._list_chooser is None:
            chooser = self._list_chooser = Chooser(
                f"{self._name}-list-chooser",
                self.lists.plus,
                title=self.tr("Add to a list"),
                placeholder=self.tr("Find a list, or name a new one"),
                new=self.tr("New list “%1”"),
            )
            chooser.chosen.connect(self._add_to_list)
            chooser.named.connect(self._add_to_new_list)
        there = set(self.lists.names)
        offered = [list_ for list_ in self._known if list_.name not in there]
        self._list_chooser.offer(
            [Choice(list_.id, list_.name, list_.colour, note=wording.number(list_.leads)) for list_ in offered]
        )
        self._list_chooser.open_chooser()

    def choose_tag(self) -> None:
        """Open the panel to tag the leads."""
        self._background.run(self._desk.actions.keep_leads.tags(), self._offer_tags, replacing="tags")

    def _offer_tags(self, tags: Sequence[tuple[str, int]]) -> None:
        if self._tag_chooser is None:
            chooser = self._tag_chooser = Chooser(
                f"{self._name}-tag-chooser",
                self.tags.plus,
                title=self.tr("Add a tag"),
                placeholder=self.tr("Find a tag, or name a new one"),
                new=self.tr("New tag “%1”"),
            )
            chooser.chosen.connect(lambda at: self._tag(self._offered_tags[at]))
            chooser.named.connect(self._tag)
        self._offered_tags = [name for name, _ in tags if name not in self._tags]
        counts = dict(tags)
        offered = enumerate(self._offered_tags)
        self._tag_chooser.offer(
            [Choice(at, name, icon="tag", note=wording.number(counts[name])) for at, name in offered]
        )
        self._tag_chooser.open_chooser()

    def _add_to_list(self, list_id: int) -> None:
        self._do(lambda ids: self._desk.actions.keep_leads.add_to_list(ids, LeadListId(list_id)))

    def _add_to_new_list(self, name: str) -> None:
        self._do(lambda ids: self._desk.actions.keep_leads.create_list(name, ids=ids))

    def _leave_lists(self, names: list[str]) -> None:
        for list_ in self._known:
            if list_.name in names:
                self._do(lambda ids, id_=list_.id: self._desk.actions.keep_leads.remove_from_list(ids, id_))  # type: ignore[misc]  # a default

    def _tag(self, name: str) -> None:
        self._do(lambda ids: self._desk.actions.keep_leads.tag(ids, name))

    def _untag(self, names: list[str]) -> None:
        for name in names:
            self._do(lambda ids, name=name: self._desk.actions.keep_leads.untag(ids, name))  # type: ignore[misc]  # a default

    def _do(self, work: Callable[[tuple[LeadId, ...]], Coroutine[Any, Any, object]]) -> None:
        """With the leads that are shown now, whatever is shown when it is done."""
        if self._ids:
            self._background.run(work(self._ids))
