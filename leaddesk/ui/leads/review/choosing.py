"""What a pair has to choose between, what is chosen, and what the merged lead will show. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from leaddesk.domain.countries import code_of
from leaddesk.domain.identity import folded_company, folded_email, folded_linkedin, folded_phone, folded_words
from leaddesk.domain.leads import LISTS, NOTE, TAGS, Field, Lead, LeadListId, custom, is_custom
from leaddesk.domain.likely import Pair

_FIRST = (
    *(Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.TITLE, Field.COMPANY, Field.EMAIL, Field.PHONE),
    *(Field.MOBILE, Field.CITY, Field.ZIP, Field.COUNTRY, Field.LINKEDIN),
)
"""What tells most comes first; then what differs, then the rest."""
_SECOND = {Field.EMAIL.value: "E-mail", Field.PHONE.value: "Phone", Field.MOBILE.value: "Mobile phone"}
"""Fields that can hold both, and what the second one's own field is called."""


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True)
class Row:
    """One field of a pair."""

    column: str
    """A ``Field``'s value, ``custom:...``, or one of the ``@`` columns."""
    left: str
    """What the left lead has; empty for nothing."""
    right: str
    is_same: bool
    """They say the same, if spelled differently."""

    @property
    def is_joined(self) -> bool:
        """Lists, tags and notes of both are kept, always."""
        return self.column in {LISTS, TAGS, NOTE}

    @property
    def can_hold_both(self) -> bool:
        return self.column in _SECOND and bool(self.left and self.right) and not self.is_same

    @property
    def is_choice(self) -> bool:
        """Whether there is something to choose."""
        return bool(self.left and self.right) and self.left != self.right and not self.is_joined


class Choosing:
    """The choices of one pair. At first the newer lead's values, and both e-mail addresses or phones.

    Of two that say the same it is the fuller one: ``Austria``, not ``AT``.
    """

    def __init__(self, pair: Pair, list_names: Mapping[LeadListId, str]) -> None:
        self.pair = pair
        self.newer = Side.RIGHT if _newest(pair.right) > _newest(pair.left) else Side.LEFT
        self.rows = _rows(pair, list_names)
        self._chosen: dict[str, Side] = {}

    def chosen(self, row: Row) -> Side:
        """Which value is to be shown; of fields that only one has, that one's."""
        if row.is_joined and row.left and row.right:
            return Side.BOTH
        if not (row.left and row.right):
            return Side.LEFT if row.left else Side.RIGHT
        if row.column in self._chosen:
            return self._chosen[row.column]
        return Side.BOTH if row.can_hold_both else self._fuller(row) if row.is_same else self.newer

    def _fuller(self, row: Row) -> Side:
        """Of two that say the same: not the one in capitals, rather the longer one, else the newer."""
        left, right = ((not value.isupper(), len(value)) for value in (row.left, row.right))
        return self.newer if left == right else Side.LEFT if left > right else Side.RIGHT

    def is_ticked(self, row: Row, side: Side) -> bool:
        """Whether the value of ``side`` wears a tick: nothing does where both say the same and nobody chose."""
        value = row.left if side is Side.LEFT else row.right
        if row.is_same and row.column not in self._chosen:
            return False
        return bool(value) and self.chosen(row) in {side, Side.BOTH}

    def choose(self, row: Row, side: Side) -> bool:
        """Whether anything is another than before. A row that cannot hold both, or has nothing to choose, stays."""
        if not row.is_choice or (side is Side.BOTH and not row.can_hold_both) or self.chosen(row) is side:
            return False
        self._chosen[row.column] = side
        return True

    def merged(self, row: Row) -> tuple[str, ...]:
        """What the one lead will have: the shown value first, then the one kept beside it."""
        side = self.chosen(row)
        if side is not Side.BOTH:
            return (row.left if side is Side.LEFT else row.right,)
        if row.is_joined:
            joined = "\n\n" if row.column == NOTE else ", "
            parts = (row.left, row.right) if row.column == NOTE else (*row.left.split(", "), *row.right.split(", "))
            return (joined.join(dict.fromkeys(parts)),)
        return (row.left, row.right) if self.newer is Side.LEFT else (row.right, row.left)

    def for_merging(self) -> dict[str, str]:
        """What ``ReviewDuplicates.merge`` is told to show, by column; a second value has a field of its own.

        All of it, not only what was chosen: what one of them shows by itself may be another value, or none.
        """
        wanted: dict[str, str] = {}
        for row in self.rows:
            if not row.is_joined:
                shown, *beside = self.merged(row)
                wanted[row.column] = shown
                for value in beside:
                    wanted[self._free_column(_SECOND[row.column])] = value
        return wanted

    def _free_column(self, title: str) -> str:
        taken = self.pair.left.values.keys() | self.pair.right.values.keys()
        return next(column for number in range(2, 99) if (column := custom(f"{title} {number}")) not in taken)


def _rows(pair: Pair, list_names: Mapping[LeadListId, str]) -> tuple[Row, ...]:
    left, right = pair.left.values, pair.right.values
    fields = [field.value for field in _FIRST]
    rest = [field.value for field in Field if field not in _FIRST]
    rest += sorted(column for column in left.keys() | right.keys() if is_custom(column))
    found = {column: _row(column, left, right) for column in [*fields, *rest]}
    late = [found[column] for column in rest]
    ordered = [*(found[column] for column in fields), *(row for row in late if not row.is_same)]
    ordered += [row for row in late if row.is_same]
    for column, said in ((LISTS, _lists(list_names)), (TAGS, _tags), (NOTE, _note)):
        one, other = said(pair.left), said(pair.right)
        ordered.append(Row(column, one, other, is_same=one == other))
    return tuple(row for row in ordered if row.left or row.right)


def _row(column: str, left: Mapping[str, str], right: Mapping[str, str]) -> Row:
    one, other = left.get(column, ""), right.get(column, "")
    return Row(column, one, other, is_same=says_the_same(column, one, other))


def _lists(names: Mapping[LeadListId, str]) -> Callable[[Lead], str]:
    return lambda lead: ", ".join(names[list_] for list_ in lead.lists if list_ in names)


def _tags(lead: Lead) -> str:
    return ", ".join(lead.tags)


def _note(lead: Lead) -> str:
    return lead.note


def says_the_same(column: str, one: str, other: str) -> bool:
    """Whether two values mean the same, if they are spelled differently: ``+43 732 5550142`` and ``0732 5550142``."""
    if not one or not other:
        return one == other
    fold = _FOLDS.get(column, folded_words)
    mine, theirs = fold(one), fold(other)
    return one == other or (bool(mine) and mine == theirs)


_FOLDS: Mapping[str, Callable[[str], str]] = {
    Field.EMAIL.value: folded_email,
    Field.PHONE.value: folded_phone,
    Field.MOBILE.value: folded_phone,
    Field.COMPANY.value: folded_company,
    Field.LINKEDIN.value: folded_linkedin,
    Field.COUNTRY.value: lambda text: code_of(text) or folded_words(text),
    Field.PERSON_COUNTRY.value: lambda text: code_of(text) or folded_words(text),
}


def _newest(lead: Lead) -> float:
    return max((record.source.at.timestamp() for record in lead.records), default=0.0)
