"""What can go wrong with an answer. Each fault is a small function from the right answer to a wrong one.

Faults are switched on for one provider (``fault_board``), each with its settings and, where wanted, only for some
requests. Several of them change one answer in the order in which they were switched on. What can go wrong with pages of
a list stands in ``page_faults``.
"""

from __future__ import annotations

import itertools
import json
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from email.utils import formatdate

from leaddesk.sandbox.wire import Answer, Json

MESSAGES: Mapping[int, str] = {
    400: "Bad Request",
    401: "Unauthorized",
    402: "Insufficient credit balance",
    403: "Forbidden",
    404: "Page Not Found",
    429: "Too many requests",
    500: "Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}
"""What the documentation writes beside a status; the last two are nginx's words."""

AWKWARD_NAMES = (
    "ليلى xxxxx",
    "יעל xxxxx",
    "\u202ereversed xxxxx",
    "👩🏽‍💻✨ xxxxx",
    "half \ud83d xxxxx",
    "\udc00 xxxxx",
    "Zo\u0308e\u0308 xxxxx",
    "=HYPERLINK(0) xxxxx",
    'O\'Brien,\t"Bob"\r\nxxxxx',
    "a" * 3000,
    "nul \u0000 xxxxx",
)

_HTML = b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
_OPENING = b'{"status": 200, "message": "success", "data": {"counts": 1, "records": [], "padding": "'


def slow(answer: Answer, *, seconds: float = 1.0) -> Answer:
    """Comes ``seconds`` later."""
    return replace(answer, wait=float(seconds))


def hold(answer: Answer) -> Answer:
    """Comes when the faults are cleared."""
    return replace(answer, wait=None)


def drip(answer: Answer, *, seconds: float = 0.05, size: int = 1) -> Answer:
    """Comes in pieces of ``size`` bytes, ``seconds`` apart."""
    return replace(answer, piece=max(1, int(size)), pause=float(seconds))


def status(
    answer: Answer,
    *,
    status: int = 500,
    message: str | None = None,
    retry_after: int | None = None,
    retry_after_date: int | None = None,
) -> Answer:
    """Another HTTP status with its documented body; ``Retry-After`` in seconds, or as a date so many seconds ahead."""
    headers = dict(answer.headers)
    if retry_after is not None:
        headers["retry-after"] = str(int(retry_after))
    if retry_after_date is not None:
        headers["retry-after"] = formatdate(time.time() + int(retry_after_date), usegmt=True)
    return _with_status(answer, int(status), message, headers)


def status_before(
    answer: Answer, *, status: int = 503, message: str | None = None, retry_after: int | None = None
) -> Answer:
    """An HTTP status with its documented body, and nothing is done; ``Retry-After`` in seconds."""
    headers = dict(answer.headers)
    if retry_after is not None:
        headers["retry-after"] = str(int(retry_after))
    return _with_status(answer, int(status), message, headers)


def html(answer: Answer, *, status: int = 200) -> Answer:
    """A page, as a proxy would put up."""
    return replace(answer, status=int(status), body=_HTML, content_type="text/html; charset=utf-8")


def broken_json(answer: Answer) -> Answer:
    """Half of the JSON, but complete as HTTP."""
    body = answer.rendered()
    return replace(answer, body=body[: len(body) // 2])


def empty_body(answer: Answer) -> Answer:
    """No body at all."""
    return replace(answer, body=b"")


def truncated(answer: Answer) -> Answer:
    """The connection breaks before the promised length is reached."""
    return replace(answer, missing=1000)


def cut(answer: Answer, *, reset: bool = False) -> Answer:
    """The connection breaks before anything is answered, but what was asked for is done."""
    return replace(answer, silent=True, reset=bool(reset))


def cut_before(answer: Answer, *, reset: bool = False) -> Answer:
    """The connection breaks before anything is done."""
    return replace(answer, silent=True, reset=bool(reset))


def cut_midway(answer: Answer, *, reset: bool = False) -> Answer:
    """The connection breaks after half of the body."""
    body = answer.rendered()
    half = len(body) // 2
    return replace(answer, body=body[:half], missing=len(body) - half, reset=bool(reset))


def cut_after(answer: Answer, *, reset: bool = False) -> Answer:
    """The connection breaks as soon as the answer is complete; a reset may overtake it."""
    return replace(answer, last=True, reset=bool(reset))


def endless(answer: Answer) -> Answer:
    """A body that never ends."""
    return replace(answer, stream=lambda: itertools.chain((_OPENING,), itertools.repeat(b" " * 65536)))


def gzip_bomb(answer: Answer, *, megabytes: int = 512) -> Answer:
    """A small body that unfolds to ``megabytes``; valid JSON, for whoever has the memory."""
    return replace(answer, stream=lambda: _bomb(int(megabytes)), headers={**answer.headers, "content-encoding": "gzip"})


def redirect(answer: Answer, *, to: str, status: int = 302) -> Answer:
    """Points to ``to``, an address."""
    document = answer.error(int(status), "Moved")
    return replace(answer, status=int(status), document=document, headers={**answer.headers, "location": str(to)})


def data_in_string(answer: Answer) -> Answer:
    """``data`` is JSON inside a string, as in an older revision of the documentation."""
    return answer.with_data(json.dumps)


def numbers_as_strings(answer: Answer) -> Answer:
    """Every number in ``data`` is text."""
    return answer.with_data(lambda data: _deep(data, lambda value: str(value) if type(value) is int else value))


def strings_as_numbers(answer: Answer) -> Answer:
    """Every text of digits in ``data`` is a number; leading zeros are gone."""
    return answer.with_data(
        lambda data: _deep(data, lambda value: int(value) if isinstance(value, str) and value.isdecimal() else value)
    )


def null_lists(answer: Answer) -> Answer:
    """Every list in ``data`` is null, and so is ``data`` where it is a list itself."""
    return answer.with_data(lambda data: _deep(data, lambda value: None if isinstance(value, list) else value))


def unknown_fields(answer: Answer) -> Answer:
    """More fields than documented: in the envelope, in ``data`` and in each record, nested ones too."""
    extra = {"request_id": "5f0c", "paging": {"next": None, "sizes": [25, 50]}}
    wider = answer.with_data(lambda data: {**data, "currency": "credits", **extra} if isinstance(data, dict) else data)
    fields = {"contact_pronouns": "xxxxx", "company_founded": 1987, "scores": {"fit": [0.4, {"why": "size"}]}}
    wider = with_records(wider, lambda records: [{**record, **fields} for record in records])
    return replace(wider, document={**wider.document, **extra})


def content_type(answer: Answer, *, value: str = "text/plain") -> Answer:
    """The right JSON under another ``Content-Type``."""
    return replace(answer, content_type=str(value))


def body_status(answer: Answer, *, status: int | str = 500) -> Answer:
    """Another ``status`` in the body than in HTTP; may be text."""
    return replace(answer, document={**answer.document, "status": status})


def awkward_names(answer: Answer) -> Answer:
    """Names in the sample that programs stumble over: right to left, emoji, half a character, a formula, ..."""
    return with_records(
        answer,
        lambda records: [
            {**record, "contact_name": name}
            for record, name in zip(records, itertools.cycle(AWKWARD_NAMES), strict=False)
        ],
    )


def second_path_only(answer: Answer) -> Answer:
    """The first of two documented paths is not there."""
    return (
        status(answer, status=404) if answer.received.operation == "count" and not answer.received.dialect else answer
    )


def big_sample(answer: Answer, *, records: int = 1000) -> Answer:
    """So many records in the sample, each with an id of its own."""
    return with_records(
        answer,
        lambda found: [
            {**record, "id": number}
            for number, record in enumerate(itertools.islice(itertools.cycle(found), int(records)), start=1)
        ],
    )


def named(*changes: Callable[..., Answer]) -> Mapping[str, Callable[..., Answer]]:
    """The functions by the names under which they are switched on."""
    return {change.__name__.replace("_", "-"): change for change in changes}


ANY_PROVIDER = named(
    slow, hold, drip, status, html, broken_json, empty_body, truncated, cut, endless, gzip_bomb, redirect,
    numbers_as_strings, strings_as_numbers, null_lists, unknown_fields, content_type,
)  # fmt: skip
"""What can happen to every provider's answers."""

_EARLY = named(cut_before, status_before)
EARLY = frozenset(_EARLY)
"""Those that strike before anything is done about the request; all others change the answer to what was done."""

FAULTS = {
    **ANY_PROVIDER,
    **_EARLY,
    **named(data_in_string, body_status, awkward_names, second_path_only, big_sample, cut_midway, cut_after),
}
"""ReachStream's."""


def with_records(answer: Answer, change: Callable[[list[dict[str, Json]]], list[dict[str, Json]]]) -> Answer:
    """``answer`` with the records of its sample or page changed; unchanged where it has none."""
    name = answer.reading.records if answer.reading is not None else "records"

    def changed(data: Json) -> Json:
        if isinstance(data, dict) and data.get(name):
            return {**data, name: change(data[name])}
        return data

    return answer.with_data(changed)


def _with_status(answer: Answer, status: int, message: str | None, headers: Mapping[str, str]) -> Answer:
    document = answer.error(status, message or MESSAGES.get(status, "Error"))
    if status == 402 and answer.enveloped:
        document["data"] = {"available_credit": 720, "requested_fetch_count": 2000}
    return replace(answer, status=status, document=document, headers=headers)


def _deep(value: Json, change: Callable[[Json], Json]) -> Json:
    """``value`` changed, and then everything that is left inside it."""
    value = change(value)
    if isinstance(value, dict):
        return {name: _deep(inner, change) for name, inner in value.items()}
    if isinstance(value, list):
        return [_deep(inner, change) for inner in value]
    return value


def _bomb(megabytes: int) -> Iterator[bytes]:
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    yield compressor.compress(_OPENING)
    for _ in range(megabytes):
        yield compressor.compress(b" " * (1 << 20))
    yield compressor.compress(b'"}}') + compressor.flush()
