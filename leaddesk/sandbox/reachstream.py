"""ReachStream (ReachAPI v2), as its documentation describes it and no more lenient than that.

Where the documentation is silent: values are compared exactly but for case; a lookup answers at most 100 values, those
that begin with what was typed before those that contain it; ``{"filter": {}}`` counts everybody; every request that
arrives counts for the limit of 10 in a second, refused ones too. The fetch that spends credits is not offered.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import ClassVar

from starlette.requests import Request

from leaddesk.sandbox.fault_board import FaultBoard
from leaddesk.sandbox.faults import MESSAGES
from leaddesk.sandbox.provider import Provider, Switches
from leaddesk.sandbox.wire import Answer, Json, Received, error_of_reachstream
from leaddesk.sandbox.world import Contact, World

PRESET_VALUES, CREDITS, COUNT = "preset-values", "credits", "count"

OPERATIONS: Mapping[tuple[str, str], tuple[str, int]] = {
    ("GET", "/api/v2/predefined/records/preset-values"): (PRESET_VALUES, 0),
    ("POST", "/api/v2/retrive/users/active/credits"): (CREDITS, 0),
    ("POST", "/api/v2/request/records/count"): (COUNT, 0),
    ("POST", "/api/v2/async/records/filter/count"): (COUNT, 1),
}
"""Method and path: the operation, and which of its documented paths this is."""

PRESET_PARAMETERS: Mapping[str, str] = {
    "job_title": "job_title",
    "job_title_level": "job_title_level",
    "job_dept_name": "job_dept_name",
    "job_function_name": "job_function_name",
    "company_name": "company_name",
    "website": "company_website",
    "company_type": "company_type",
    "company_industry_categories_list": "company_industry_categories_list",
    "employee_size": "company_employee_size",
    "annual_revenue_amount": "company_annual_revenue_amount",
    "sic_code": "sic_code",
    "tech_keywords": "tech_keywords",
    "address_city": "company_address_city",
    "address_state": "company_address_state",
    "address_country": "company_address_country",
    "address_zipcode": "company_address_zipcode",
}
"""The filter field behind each parameter of the preset values."""

RECORD_FIELDS = (
    "id", "contact_name", "contact_first_name", "contact_middle_name", "contact_last_name", "contact_job_title_1",
    "contact_job_title_level_1", "contact_job_dept_name_1", "contact_job_function_name_1", "contact_email_1",
    "contact_phone_1", "company_company_name", "company_website", "company_address_street", "company_address_city",
    "company_address_state", "company_address_country", "company_address_zipcode", "company_employee_size",
    "company_annual_revenue_amount", "company_industry_categories_list", "company_tech_keywords_list", "sic_code",
    "npi_number", "contact_social_linkedin", "contact_social_facebook", "contact_social_twitter",
    "contact_social_instagram",
)  # fmt: skip

REQUESTS_PER_SECOND = 10
STARTING_CREDITS = 720
_SAMPLE = 25
_LONGEST_LOOKUP = 100
_MASK = "xxxxx"


class ReachStream(Provider):
    """An ASGI application. Everything but the call itself may be used from any thread."""

    name = "reachstream"
    switches: ClassVar[Switches] = {"credits": lambda value: type(value) is int}

    def __init__(self, world: World, key: str, clock: Callable[[], float] = time.monotonic) -> None:
        """``key`` is the one that is right; ``clock`` gives the seconds that the limit goes by."""
        super().__init__(key, clock, FaultBoard((PRESET_VALUES, CREDITS, COUNT), world.search.fields))
        self.world = world
        self.credits = STARTING_CREDITS
        self._arrivals: deque[float] = deque(maxlen=REQUESTS_PER_SECOND)
        self._operations: Mapping[str, Callable[[Request, Received], Answer]] = {
            PRESET_VALUES: self._preset_values,
            CREDITS: self._credits,
            COUNT: self._count,
        }

    def reset(self) -> None:
        """As new: no faults, no requests, the starting credits, and the limit's last second is forgotten."""
        super().reset()
        self.credits = STARTING_CREDITS
        self._arrivals.clear()

    def _recognise(self, received: Received) -> None:
        received.operation, received.dialect = OPERATIONS.get((received.method, received.path), (None, 0))
        received.filter_fields = _fields_in(received.body) or _fields_looked_up(received.query)

    def _answer(self, request: Request, received: Received) -> Answer:
        crowd = self._arrivals
        too_fast = len(crowd) == REQUESTS_PER_SECOND and received.arrived - crowd[0] < 1.0
        crowd.append(received.arrived)
        if too_fast:
            return _refusal(received, 429)
        if received.operation is None:
            return _refusal(received, 404)
        if received.key != "right":
            return _refusal(received, 401 if received.key == "absent" else 403)
        return self._operations[received.operation](request, received)

    def _preset_values(self, _request: Request, received: Received) -> Answer:
        if len(received.query) != 1:
            return _refusal(received, 400)
        (parameter, typed) = received.query[0]
        if parameter not in PRESET_PARAMETERS or not typed.strip():
            return _refusal(received, 400)
        found = self.world.search.lookup(PRESET_PARAMETERS[parameter], typed, _LONGEST_LOOKUP)
        return _success(received, found, "Success") if found else _refusal(received, 404, "Not Found")

    def _credits(self, _request: Request, received: Received) -> Answer:
        return _success(received, {"available_credit": self.credits})

    def _count(self, request: Request, received: Received) -> Answer:
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        wanted = self._wanted(received.body) if media_type == "application/json" else None
        if wanted is None:
            return _refusal(received, 400, "Missing parameter filter")
        matches = self.world.search.matches(wanted)
        records = [masked(self.world.contact(number)) for number in matches.first(_SAMPLE)]
        return _success(received, {"counts": matches.count, "records": records})

    def _wanted(self, document: Json) -> dict[str, list[str]] | None:
        """The values by field; None where ``document`` is not exactly what is documented."""
        if not isinstance(document, dict) or document.keys() != {"filter"} or not isinstance(document["filter"], dict):
            return None
        wanted: dict[str, list[str]] = {}
        for name, values in document["filter"].items():
            if name not in self.world.search.fields or not isinstance(values, dict) or not values:
                return None
            if values.keys() != {str(index) for index in range(len(values))}:
                return None
            if not all(isinstance(value, str) for value in values.values()):
                return None
            wanted[name] = list(values.values())
        return wanted


def masked(contact: Contact) -> dict[str, Json]:
    """A contact as a count's sample shows it: enough to judge the filter by, nothing to reach anybody with."""
    company, place = contact.company, contact.company.place
    first = contact.name.first if contact.id % 4 else None
    shown: dict[str, Json] = {
        "id": contact.id,
        "contact_name": f"{first} {_MASK}" if first else _MASK,
        "contact_job_title_1": contact.position.title,
        "contact_job_title_level_1": contact.position.level,
        "contact_email_1": f"{_MASK}@{_MASK}" if contact.email else None,
        "company_company_name": _MASK,
        "company_address_city": place.city,
        "company_address_state": place.region,
        "company_address_country": place.country.name,
        "company_address_zipcode": company.postal_code,
        "company_employee_size": company.employees,
        "company_industry_categories_list": ", ".join(company.industries) or None,
    }
    return {name: shown.get(name) for name in RECORD_FIELDS}


def _success(received: Received, data: Json, message: str = "success") -> Answer:
    return Answer(received, 200, {"status": 200, "message": message, "data": data})


def _refusal(received: Received, status: int, message: str | None = None) -> Answer:
    return Answer(received, status, error_of_reachstream(status, message or MESSAGES[status]))


def _fields_in(document: Json) -> list[str]:
    wanted = document.get("filter") if isinstance(document, dict) else None
    return sorted(wanted) if isinstance(wanted, dict) else []


def _fields_looked_up(query: list[tuple[str, str]]) -> list[str]:
    return [PRESET_PARAMETERS[name] for name, _ in query if name in PRESET_PARAMETERS]
