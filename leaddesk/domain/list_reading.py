"""How a whole list is read page by page, although it may change meanwhile and its pages may say what is not so.

The order of pages is counted here and never taken from the provider: the page after 7 is 8, whatever page 7 names as
the next one. What a page names only tells whether there is a next one at all, and even that is not believed for ever.

Where calls are free (``checks``) the first page is looked at again after the last one. If other leads are on it, or if
a page began with what the page before it had ended with, then leads have moved between pages meanwhile, and one may
have slipped past: the list is gone through again, until it is twice the same, at most ROUNDS times. So it is where
leads that were kept did not come. Where calls are dear, that is told instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b

from leaddesk.domain.lists import Remark
from leaddesk.domain.pages import Page
from leaddesk.domain.sameness import identity

MOST_BARREN = 3
"""Pages without anything new after which a list counts as ended, whatever its pages say."""

ROUNDS = 3


@dataclass(frozen=True)
class Checkpoint:
    """How far a reading is: all that going on after a restart needs. Kept with the rows of its page."""

    next_page: int = 1
    """0 where nothing is left to be read."""
    pages_read: int = 0
    round: int = 1
    """How many times the list has been begun in this reading."""
    read: int = 0
    """Different leads in this round."""
    total: int | None = None
    barren: int = 0
    """Pages without anything new since the last one with something new."""
    first_page: str = ""
    """Stands for the leads of the first page, as they came in this round."""
    order: str = ""
    """Stands for the leads of all pages of this round, in their order."""
    order_before: str = ""
    """The same of the round before, from its first page to its last."""
    checking: bool = False
    """The last page is in, and the first one is looked at again."""
    moved: bool = False
    """Leads have moved between pages in this round."""
    hollow: bool = False
    """A page in this round had nothing but leads of others: those that belong on it may not have come."""
    remarks: frozenset[Remark] = frozenset()

    @property
    def is_done(self) -> bool:
        return self.next_page == 0

    @property
    def is_sure(self) -> bool:
        """Whether a lead that did not come is known to be gone. Asked when it is done."""
        return not self.remarks & {Remark.MAYBE_MISSING, Remark.SHORT, Remark.ENDLESS}


@dataclass(frozen=True)
class Taken:
    """What a page brought, told by whoever keeps its records."""

    fresh: int
    """Leads that had not come in this round."""
    repeated: int
    """Records of leads that had."""
    overlaps: bool
    """The page began with a lead of the page before it, and brought others as well."""


def opened(before: Checkpoint, page: Page, *, lost: bool = False) -> Checkpoint:
    """Where ``page`` belongs: to the round that is on, or to a new one.

    A new one begins where the page shows that the list has changed, and where leads are ``lost``: kept, but not come in
    this round. One that is removed from the middle while a list is read lets another slip past, and nothing else shows
    it; so nobody is called gone before two rounds have come the same.
    """
    if not before.checking:
        return before
    is_other, is_doubtful = _is_other(before, page), lost and before.order != before.order_before
    if before.round >= ROUNDS:
        return replace(before, moved=before.moved or is_doubtful)
    if not is_other and not is_doubtful:
        return before
    remarks = before.remarks | ({Remark.CHANGED} if is_other else set())
    return Checkpoint(
        1, before.pages_read, before.round + 1, total=page.total, order_before=before.order, remarks=remarks
    )


def after(opened_at: Checkpoint, page: Page, taken: Taken, *, checks: bool) -> Checkpoint:
    """How to go on after ``page``, whose records are kept. ``opened_at`` is what ``opened`` returned for it."""
    point = replace(opened_at, pages_read=opened_at.pages_read + 1, read=opened_at.read + taken.fresh)
    if point.checking:
        if point.round == 2 and point.order == point.order_before:  # it has its repeated leads always
            point = replace(point, remarks=point.remarks - {Remark.CHANGED})
        return _ended(point, extra={Remark.MAYBE_MISSING} if point.hollow or _is_other(point, page) else set())
    remarks = set(point.remarks)
    if taken.repeated:
        remarks.add(Remark.REPEATED)
    if page.next is not None and page.next != page.number + 1:
        remarks.add(Remark.ODD_LINKS)
    came_late = point.barren > 0 and taken.fresh > 0
    ends_hollow = page.next is None and taken.repeated > 0 and not taken.fresh
    mark = _mark(page)
    point = replace(
        point,
        total=page.total if page.total is not None else point.total,
        barren=0 if taken.fresh else point.barren + 1,
        first_page=mark if page.number == 1 else point.first_page,
        order=blake2b((point.order + mark).encode(), digest_size=16).hexdigest(),
        moved=point.moved or taken.overlaps or came_late or _tells_other(point, page),
        hollow=point.hollow or came_late or ends_hollow,
        remarks=frozenset(remarks),
    )
    if page.next is not None and point.barren < MOST_BARREN:
        return replace(point, next_page=page.number + 1)
    if page.next is not None:
        point = replace(point, remarks=point.remarks | {Remark.ENDLESS})
    if checks and page.number > 1:
        return replace(point, next_page=1, checking=True)
    return _ended(point, extra={Remark.MAYBE_MISSING} if point.moved or point.hollow else set())


def _ended(point: Checkpoint, *, extra: set[Remark]) -> Checkpoint:
    short = {Remark.SHORT} if point.total is not None and point.read < point.total else set()
    return replace(point, next_page=0, checking=False, remarks=point.remarks | extra | short)


def _is_other(point: Checkpoint, page: Page) -> bool:
    """Whether the list has changed since the round that ``point`` is at began; ``page`` is its first page now."""
    may_have_moved = point.moved and point.order != point.order_before
    return may_have_moved or _mark(page) != point.first_page or _tells_other(point, page)


def _tells_other(point: Checkpoint, page: Page) -> bool:
    return point.total is not None and page.total is not None and page.total != point.total


def _mark(page: Page) -> str:
    return blake2b(b"".join(identity(entry) for entry in page.entries), digest_size=16).hexdigest()
