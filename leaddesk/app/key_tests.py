"""How a key is tested: one question to its provider that spends no credits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from leaddesk.actions.ask_leadsopedia import CREDITS
from leaddesk.domain.errors import NoAccess, NoListToAsk, NothingThere, ProviderError
from leaddesk.domain.providers import LEADSOPEDIA, REACHSTREAM, REACTIN
from leaddesk.domain.urgency import Urgency

if TYPE_CHECKING:
    from leaddesk.actions.catalogue import Actions
    from leaddesk.app.late import LateReachStream, LateReactIn
    from leaddesk.workspace.kept_lists import KeptLists


def key_tests(
    reachstream: LateReachStream, reactin: LateReactIn, lists: KeptLists, actions: Callable[[], Actions]
) -> Mapping[str, Callable[[], Awaitable[int | None]]]:
    """By provider id. Each returns the credits, or None where that is not asked, and raises ProviderError."""

    async def test_reachstream() -> int:
        return (await reachstream.credits(urgency=Urgency.CLICK)).available

    async def test_reactin() -> None:
        """It can only be asked for a list (providers.md). Raises NoListToAsk."""
        problem: ProviderError = NoListToAsk(REACTIN.id)
        for kept in await lists.all(REACTIN.id):
            try:
                await reactin.page(kept, 1, urgency=Urgency.CLICK)
            except (NoAccess, NothingThere) as error:  # that is about the list; another one may tell of the key
                problem = error
            else:
                return
        raise problem

    async def test_leadsopedia() -> int | None:
        return (await actions().ask_leadsopedia.read(CREDITS)).number("credits_left")

    return {REACHSTREAM.id: test_reachstream, REACTIN.id: test_reactin, LEADSOPEDIA.id: test_leadsopedia}
