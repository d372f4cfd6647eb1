"""Which list of a provider was shown last: it is shown first at the next start."""

from __future__ import annotations

from collections.abc import Sequence

from leaddesk.domain.lists import KeptList
from leaddesk.domain.preferences import CHOSEN_LISTS, PreferenceStore


def remember_chosen(preferences: PreferenceStore, kept: KeptList) -> None:
    """``kept`` is shown now."""
    chosen = preferences.get(CHOSEN_LISTS)
    if chosen.get(kept.provider) != kept.id:
        preferences.set(CHOSEN_LISTS, {**chosen, kept.provider: kept.id})


def last_chosen(preferences: PreferenceStore, lists: Sequence[KeptList]) -> int:
    """The id of the one of ``lists`` that was shown last, or of the first; there is at least one."""
    wanted = preferences.get(CHOSEN_LISTS).get(lists[0].provider)
    return next((kept.id for kept in lists if kept.id == wanted), lists[0].id)
