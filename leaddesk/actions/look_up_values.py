"""Look up a provider's preset values: the words that a filter can be built of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from leaddesk.domain.reachstream import PresetValues
from leaddesk.domain.urgency import Urgency


class Vocabulary(Protocol):
    """ReachStream's side."""

    async def preset_values(self, field: str, typed: str, /, *, urgency: Urgency) -> PresetValues: ...


class KeptAnswers(Protocol):
    """Answers that are kept on disk for a day."""

    async def get(self, address: str, field: str, typed: str) -> PresetValues | None: ...

    async def put(self, address: str, answer: PresetValues) -> None: ...


class LookUpValues:
    """Answers from this session first, then from the disk (with their age), then from the provider."""

    def __init__(self, vocabulary: Vocabulary, kept: KeptAnswers, address: Callable[[], str]) -> None:
        """``address`` tells the provider's base address: another address has another vocabulary."""
        self._vocabulary = vocabulary
        self._kept = kept
        self._address = address
        self._keeping: set[asyncio.Task[None]] = set()
        self._session: dict[tuple[str, str, str], PresetValues] = {}

    async def __call__(self, *, field: str, typed: str, urgency: Urgency = Urgency.TYPING) -> PresetValues:
        """The values of ``field`` that match ``typed``. Raises ProviderError; a failed look-up is not kept."""
        place = self._place(field, typed)  # of the address that is asked, should it be changed meanwhile
        answer = await self.already_known(field=field, typed=typed)
        if answer is None:
            answer = await self._vocabulary.preset_values(field, typed, urgency=urgency)
            self._session[place] = answer
            self._keep(place[0], answer)
        return answer

    async def already_known(self, *, field: str, typed: str) -> PresetValues | None:
        """The answer if it is kept, without asking the provider; None if it is not."""
        place = self._place(field, typed)
        answer = self._session.get(place) or await self._kept.get(place[0], field, typed)
        if answer is not None:
            self._session[place] = answer
        return answer

    async def spelling(
        self, *, field: str, value: str, ask: bool = True, urgency: Urgency = Urgency.BACKGROUND
    ) -> str | None:
        """``value`` as the provider spells it, or None if it does not know it.

        Only upper and lower case may differ; white space around the provider's spelling does not count.

        With ``ask`` off only kept answers are looked at, and a value without one counts as known.
        Raises ProviderError.
        """
        if ask:
            answer: PresetValues | None = await self(field=field, typed=value, urgency=urgency)
        else:
            answer = await self.already_known(field=field, typed=value)
        spellings = [value] if answer is None else [known.strip() for known in answer.values]
        if value in spellings:
            return value
        return next((known for known in spellings if known.casefold() == value.casefold()), None)

    async def flush(self) -> None:
        """Returns when every answer is kept; before the database is closed."""
        await asyncio.gather(*self._keeping)

    def _keep(self, address: str, answer: PresetValues) -> None:
        """In the background: whoever types does not wait for the disk."""
        task = asyncio.get_running_loop().create_task(self._kept.put(address, answer))
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    def _place(self, field: str, typed: str) -> tuple[str, str, str]:
        return self._address(), field, typed.strip().casefold()
