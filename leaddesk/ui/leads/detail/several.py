"""What several leads have in common, worked out from the leads themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leaddesk.domain.leads import Field, Lead, LeadListId

MOST_COMPARED = 200
"""Leads; of more, what they have in common is not looked for."""


@dataclass(frozen=True)
class Common:
    """What stands in all of some leads, and in a part of them."""

    leads: int
    lists: tuple[LeadListId, ...]
    """All of them are in these."""
    tags: tuple[str, ...]
    some_lists: tuple[tuple[LeadListId, int], ...]
    """Lists that only a part is in, and how many; the largest part first."""
    some_tags: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, str], ...]
    """Column and value that all of them share."""
    suppressed: int
    in_trash: int


def in_common(leads: Sequence[Lead]) -> Common:
    """Of at least one lead."""
    lists = Counter(list_ for lead in leads for list_ in lead.lists)
    tags = Counter(tag for lead in leads for tag in lead.tags)
    shared = set(leads[0].values.items()).intersection(*(lead.values.items() for lead in leads[1:]))
    order = {field.value: at for at, field in enumerate(Field)}
    return Common(
        leads=len(leads),
        lists=tuple(list_ for list_, count in lists.items() if count == len(leads)),
        tags=tuple(sorted(tag for tag, count in tags.items() if count == len(leads))),
        some_lists=tuple((list_, count) for list_, count in lists.most_common() if count < len(leads)),
        some_tags=tuple((tag, count) for tag, count in tags.most_common() if count < len(leads)),
        values=tuple(sorted(shared, key=lambda pair: (order.get(pair[0], len(order)), pair))),
        suppressed=sum(lead.is_suppressed for lead in leads),
        in_trash=sum(lead.is_in_trash for lead in leads),
    )
