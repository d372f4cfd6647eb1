"""ReachStream (ReachAPI v2), as its documentation describes it and no more lenient than that.

Where the documentation is silent: values are compared exactly but for case; a lookup answers at most 100 values, those
that begin with what was typed before those that contain it; ``{"filter": {}}`` counts everybody; every request that
arrives counts for the limit of 10 in a second, refused ones too. The fetch that spends credits is not offered.
"""

from __future__ import annotations

import hmac
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from leaddesk.sandbox.faults import MESSAGES, Fault, FaultBoard
from leaddesk.sandbox.wire import Answer, Json, Received, deliver
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
_LONGEST_LOG = 20_000
_MASK = "xxxxx"
_HIDDEN = "*****"


class ReachStream:
    """An ASGI application. Everything but the call itself may be used from any thread."""

    def __init__(self, world: World, key: str, clock: Callable[[], float] = time.monotonic) -> None:
        """``key`` is the one that is right; ``clock`` gives the seconds that the limit goes by."""
        self.world = world
        self.key = key
        self.credits = STARTING_CREDITS
        self.faults = FaultBoard((PRESET_VALUES, CREDITS, COUNT), world.search.fields)
        self._clock = clock
        self._log: deque[Received] = deque(maxlen=_LONGEST_LOG)
        self._logged = threading.Condition()
        self._arrivals: deque[float] = deque(maxlen=REQUESTS_PER_SECOND)
        self._operations: Mapping[str, Callable[[Request, Received], Answer]] = {
            PRESET_VALUES: self._preset_values,
            CREDITS: self._credits,
            COUNT: self._count,
        }

    @property
    def requests(self) -> list[Received]:
        """What arrived, oldest first."""
        with self._logged:
            return list(self._log)

    def forget_requests(self) -> None:
        """Empties the log of requests."""
        with self._logged:
            self._log.clear()

    def fault(
        self,
        name: str,
        *,
        operation: str | None = None,
        times: int | None = None,
        with_field: str | None = None,
        without_field: str | None = None,
        **settings: Json,
    ) -> None:
        """Switches a fault of ``faults.FAULTS`` on. Raises ValueError for one that is not there."""
        self.faults.add(Fault(name, operation, times, with_field, without_field, settings))

    def clear_faults(self) -> None:
        """Switches all faults off; answers that wait are sent at once."""
        self.faults.replace([])

    def reset(self) -> None:
        """As new: no faults, no requests, the starting credits, and the limit's last second is forgotten."""
        self.clear_faults()
        self.forget_requests()
        self.credits = STARTING_CREDITS
        self._arrivals.clear()

    def wait_for(self, count: int, operation: str | None = None, timeout: float = 5.0) -> None:
        """Blocks until ``count`` requests (of ``operation``) have arrived, at most ``timeout`` seconds.

        Raises TimeoutError.
        """

        def arrived() -> bool:
            return sum(operation in {None, received.operation} for received in self._log) >= count

        with self._logged:
            if not self._logged.wait_for(arrived, timeout):
                raise TimeoutError(f"fewer than {count} requests arrived within {timeout} s")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        arrived = self._clock()
        request = Request(scope, receive)
        try:
            received = self._remember(request, await request.body(), arrived)
        except ClientDisconnect:
            return
        faults, release = self.faults.of(received)
        answer = self._answer(request, received)
        for fault in faults:
            answer = fault.change(answer)
        await deliver(answer, release, scope, receive, send)

    def _remember(self, request: Request, body: bytes, arrived: float) -> Received:
        keys = request.headers.getlist("x-api-key")
        key = "absent" if keys in ([], [""]) else "right" if len(keys) == 1 and self._is_key(keys[0]) else "wrong"
        path, pairs = request.url.path, request.query_params.multi_items()
        elsewhere = [path, body.decode("utf-8", "replace"), *(part for pair in pairs for part in pair)]
        elsewhere += [value for name, value in request.headers.items() if name != "x-api-key"]
        operation, dialect = OPERATIONS.get((request.method, path), (None, 0))
        document = _decoded(body.replace(self.key.encode("utf-8"), _HIDDEN.encode("utf-8")))
        received = Received(
            method=request.method,
            path=self._without_key(path),
            query=[(self._without_key(name), self._without_key(value)) for name, value in pairs],
            arrived=arrived,
            headers=sorted(request.headers.keys()),
            key=key,
            stray_key=any(self.key in part for part in elsewhere),
            body=document,
            operation=operation,
            dialect=dialect,
            filter_fields=_fields_in(document) or _fields_looked_up(pairs),
        )
        with self._logged:
            self._log.append(received)
            self._logged.notify_all()
        return received

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

    def _is_key(self, text: str) -> bool:
        return hmac.compare_digest(text.encode("utf-8"), self.key.encode("utf-8"))

    def _without_key(self, text: str) -> str:
        return text.replace(self.key, _HIDDEN)


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
    return Answer(received, status, {"status": status, "message": message or MESSAGES[status], "data": None})


def _decoded(body: bytes) -> Json:
    try:
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _fields_in(document: Json) -> list[str]:
    wanted = document.get("filter") if isinstance(document, dict) else None
    return sorted(wanted) if isinstance(wanted, dict) else []


def _fields_looked_up(query: list[tuple[str, str]]) -> list[str]:
    return [PRESET_PARAMETERS[name] for name, _ in query if name in PRESET_PARAMETERS]
