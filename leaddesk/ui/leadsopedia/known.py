"""What is kept of Leadsopedia, gathered in one go: it is shown at once, before anything is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from leaddesk.actions.ask_leadsopedia import ACCOUNT_FACTS, CREDITS, USAGE, AskLeadsopedia
from leaddesk.domain.leadsopedia import Facts
from leaddesk.domain.lists import ACTIVITY, DOWNLOADS, HISTORY, KeptList
from leaddesk.ui.leadsopedia.texts import ABOUT_ACCOUNT, account_entry

ACCOUNT_LISTS = (DOWNLOADS, ACTIVITY, HISTORY)


@dataclass(frozen=True)
class Known:
    """As it is on disk."""

    lists: Sequence[KeptList] = ()
    """Of contacts, in Leadsopedia's order."""
    account: Sequence[KeptList] = tuple(account_entry(what) for what in (*ACCOUNT_LISTS, ABOUT_ACCOUNT))
    """The entries below them; the last one stands for the account's own page."""
    facts: Mapping[str, Facts | None] = field(default_factory=dict)
    """ACCOUNT_FACTS, CREDITS, USAGE; None for never read."""

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was ever read, so that a first look may ask by itself."""
        return not self.lists and self.facts.get(CREDITS) is None

    @property
    def names(self) -> dict[str, str]:
        """The lists' names by Leadsopedia's id."""
        return {kept.list_id: " ".join(kept.name.split()) for kept in self.lists}


async def what_is_kept(ask: AskLeadsopedia) -> Known:
    """Raises WorkspaceError."""
    lists = await ask.kept_lists()
    facts = {what: await ask.kept(what) for what in (ACCOUNT_FACTS, CREDITS, USAGE)}
    read = [kept.read_at for what, kept in facts.items() if what != CREDITS and kept is not None]
    about = replace(account_entry(ABOUT_ACCOUNT), read_at=max(read, default=None))
    return Known(lists, [*[await ask.account_list(what) for what in ACCOUNT_LISTS], about], facts)
