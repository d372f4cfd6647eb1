"""What Leadsopedia tells about the account: made up, the same each time, but for the calls that are counted."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from leaddesk.sandbox.leadsopedia.my_lists import moment
from leaddesk.sandbox.wire import Json

ACCOUNT: Mapping[str, Json] = {
    "id": 48211,
    "name": "Robin Quill",
    "address": "12 Harbour Way\nBristol BS1 0AA",
    "phone": "+44 117 496 0123",
    "email": "robin.quill@quillandsons.example",
    "company": "Quill & Sons Ltd",
    "status": "active",
    "date_created": "2024-02-29T08:15:00.000Z",
}
CREDITS: Mapping[str, Json] = {"credits_total": 25000, "credits_used": 18342, "credits_left": 6658}

_ACTIVITIES = 231
_SEARCHES = 142


def usage(month: str, calls: int, allowed: int) -> dict[str, Json]:
    """The undocumented answer: counters, nested, for ``month`` (YYYY-MM)."""
    return {
        "month": month,
        "api_calls": {"total": allowed, "used": calls, "left": max(0, allowed - calls)},
        "exports": 3,
        "searches": _SEARCHES,
        "seats": [{"name": "Robin Quill", "calls": calls}, {"name": "Zoë O'Brien", "calls": 0}],
    }


def activities() -> list[Json]:
    """Undocumented items: not all of them have the same fields."""
    found: list[Json] = []
    for number in range(_ACTIVITIES):
        random = Random(number)
        item: dict[str, Json] = {"id": 9_000 - number, "date": moment(random)}
        kind = number % 4
        if kind == 0:
            item |= {"action": "contact_added", "list": "All prospects", "count": random.randint(1, 40)}
        elif kind == 1:
            item |= {"action": "search", "filters": {"country": ["Germany", "Austria"], "title": "Head of Sales"}}
        elif kind == 2:
            item |= {"action": "export", "file": f"export-{number}.csv", "user": None}
        else:
            item |= {"action": "login", "ip": "192.0.2.17", "note": "Signed in with a passkey 🔑"}
        found.append(item)
    return found


def history() -> list[Json]:
    """The searches of the account, newest first."""
    return [
        {
            "id": f"66a0{number:020x}",
            "type": ("contacts", "company", "email")[number % 3],
            "lead_count": Random(number).randint(0, 4000),
            "date_added": moment(Random(number)),
        }
        for number in range(_SEARCHES)
    ]
