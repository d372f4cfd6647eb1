"""Operations under two paths: tried in order, remembered, and tried again when the remembered one is gone."""

from __future__ import annotations

import pytest

from leaddesk.domain.errors import NothingThere, ProviderFailed
from leaddesk.providers.dialect import RememberedInMemory, under_either_path


class Service:
    """Answers under some paths."""

    def __init__(self, *there: str) -> None:
        self.there = set(there)
        self.asked: list[str] = []

    async def ask(self, path: str) -> str:
        self.asked.append(path)
        if path not in self.there:
            raise NothingThere("reachstream", 404)
        return f"from {path}"


async def under(service: Service, memory: RememberedInMemory) -> str:
    return await under_either_path(service.ask, ("/new", "/old"), memory, "reachstream", "count")


async def test_the_first_path_is_enough() -> None:
    service, memory = Service("/new", "/old"), RememberedInMemory()
    assert await under(service, memory) == "from /new"
    assert service.asked == ["/new"]
    assert memory.get("reachstream", "count") == "/new"


async def test_the_one_that_answered_goes_first_from_then_on() -> None:
    service, memory = Service("/old"), RememberedInMemory()
    assert [await under(service, memory) for _ in range(2)] == ["from /old"] * 2
    assert service.asked == ["/new", "/old", "/old"]
    assert memory.get("reactin", "count") is None


async def test_a_remembered_path_that_is_gone_leads_to_the_other() -> None:
    service, memory = Service("/old"), RememberedInMemory()
    await under(service, memory)
    service.there = {"/new"}
    assert await under(service, memory) == "from /new"
    assert service.asked[-2:] == ["/old", "/new"]
    assert memory.get("reachstream", "count") == "/new"


async def test_nothing_under_any_path_says_nothing_about_the_path() -> None:
    service, memory = Service("/old"), RememberedInMemory()
    await under(service, memory)
    service.there = set()
    with pytest.raises(NothingThere):
        await under(service, memory)
    assert memory.get("reachstream", "count") == "/old"


async def test_what_was_forgotten_is_found_out_anew() -> None:
    service, memory = Service("/new", "/old"), RememberedInMemory()
    memory.set("reachstream", "count", "/old")
    memory.forget("reachstream", "count")
    assert await under(service, memory) == "from /new"


async def test_another_error_is_not_asked_about_twice() -> None:
    asked = []

    async def failing(path: str) -> str:
        asked.append(path)
        raise ProviderFailed("reachstream", 500)

    with pytest.raises(ProviderFailed):
        await under_either_path(failing, ("/new", "/old"), RememberedInMemory(), "reachstream", "count")
    assert asked == ["/new"]
