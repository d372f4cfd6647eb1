"""A delivery: bytes that somebody sent us, kept before they are understood, and the records in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import Any, NewType

from leaddesk.domain.purchases import PurchaseId

DeliveryId = NewType("DeliveryId", int)

TEST_EVENT = "leaddesk_test"
"""The ``event`` of our own round trip through the public address; it carries a ``nonce`` and never records."""


READY, NO_CREDITS = "READY", "INSUFFICIENT_BALANCE"
"""What a polled batch that has ended says of itself (providers.md)."""


class DeliveredBy(Enum):
    """How the bytes came. The value stands in the database."""

    WEBHOOK = "webhook"
    POLLING = "polling"
    HAND = "hand"
    """A file that the person gave."""
    INBOX = "inbox"
    """Collected from a ``leaddesk inbox`` elsewhere."""


class DeliveryState(Enum):
    """What became of it. The value stands in the database."""

    RAW = "raw"
    """Kept, not looked at yet."""
    TAKEN = "taken"
    """Its records belong to a purchase."""
    QUARANTINED = "quarantined"
    """Readable, but nobody knows of its number: shown, and adopted when its purchase appears."""
    UNREADABLE = "unreadable"
    """Kept as it came."""


@dataclass(frozen=True)
class Delivery:
    """One body that arrived, told without its contents."""

    id: DeliveryId
    arrived_at: datetime
    by: DeliveredBy
    size: int
    """Bytes."""
    state: DeliveryState
    processing_id: str = ""
    purchase: PurchaseId | None = None
    records: int = 0
    """In it, repeated ones too."""
    trouble: str = ""
    """Why it is unreadable, in a technical word."""


@dataclass(frozen=True)
class Payload:
    """What stands in a body."""

    processing_id: str
    """Empty where it names none."""
    event: str
    records: tuple[Mapping[str, Any], ...]
    state: str = ""
    """Of a polled batch: READY, INSUFFICIENT_BALANCE, ...; upper case; empty where it says none."""
    total: int | None = None
    """How many records the provider says there are."""
    secret: str = ""
    """That stood in the body; compare it, never keep it."""
    nonce: str = ""
    """Of TEST_EVENT."""


class PayloadUnreadableError(ValueError):
    """``args[0]``: ``json``, ``shape`` or ``text``."""


def read_payload(body: bytes) -> Payload:
    """The records of a webhook's body, a polled batch's answer, or a file with either; lenient, as providers.md asks.

    ``data`` may be JSON inside a string; the records may stand in ``data``, ``records`` or ``data.records``, or be the
    document itself, in a list or in an object with the indexes as keys, as ReachStream's filters. Nulls among them are
    nobody. Raises PayloadUnreadableError.
    """
    try:
        found = json.loads(body.decode("utf-8-sig"), strict=False)
    except UnicodeDecodeError as error:
        raise PayloadUnreadableError("text") from error
    except (ValueError, RecursionError) as error:
        raise PayloadUnreadableError("json") from error
    document: dict[str, Any] = {"data": found} if isinstance(found, list) else found
    if not isinstance(document, dict):
        raise PayloadUnreadableError("shape")
    data = _opened(document.get("data"))
    inner = data if isinstance(data, dict) else {}
    places = (data, inner.get("records"), inner.get("data"), document.get("records"))
    lists = [opened for place in places if isinstance(opened := _listed(_opened(place)), list)]
    listed = [record for record in next(filter(None, lists), []) if record is not None]
    is_elsewhere = not listed and any(map(_holds_objects, (*document.values(), *inner.values())))
    if not all(isinstance(record, dict) for record in listed) or is_elsewhere or _is_broken(data):
        raise PayloadUnreadableError("shape")
    ids = ("unique_processing_id", "batch_process_id")
    return Payload(
        processing_id=_first_text(document, inner, ids),
        event=_first_text(document, inner, ("event",)),
        records=tuple(listed),
        state=_state(document, inner),
        total=_number(_first_text(document, inner, ("total_records",))),
        secret=_first_text(document, inner, ("webhook_secret_key",)),
        nonce=_first_text(document, inner, ("nonce",)),
    )


def without_secrets(body: bytes) -> bytes:
    """``body`` with other bytes, as many, where the value of a field ``webhook_secret_key`` stands: that is not for the
    disk. Searched for, so that it is not kept of a body either that cannot be read.
    """
    return _SECRET.sub(_masked, body) if b"webhook_secret_key" in body else body


_SECRET = re.compile(
    rb"""(webhook_secret_key)
    (?: ("\s*:\s*") ((?:[^"\\] | \\.)*+)                            # a text
      | (\\"\s*:\s*\\") ((?:[^"\\] | \\\\ (?:\\. | [^\\]))*+)     # one in JSON inside a string
      | (\\?"\s*:\s*) ([0-9]++)
    )""",
    re.DOTALL | re.VERBOSE,
)


def _masked(found: re.Match[bytes]) -> bytes:
    name, *parts = found.groups(b"")
    in_text, text, in_string, string, before, number = parts
    told = b"x" * len(text + string) + b"1" * len(number)
    return name + in_text + in_string + before + told


def identity_of(record: Mapping[str, Any]) -> bytes:
    """The same for two deliveries of one record: by ReachStream's id (zero is none), else by all that it says."""
    number = record.get("id")
    if isinstance(number, int | str) and not isinstance(number, bool) and str(number).strip().strip("0"):
        return sha256(f"id\x1f{str(number).strip()}".encode("utf-8", "surrogatepass")).digest()
    told = json.dumps(record, sort_keys=True, ensure_ascii=True)
    return sha256(b"all\x1f" + told.encode()).digest()


def digest_of(body: bytes) -> bytes:
    """The same for two deliveries that are alike."""
    return sha256(body).digest()


def _opened(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _listed(value: object) -> object:
    if isinstance(value, dict) and value and all(key.isdecimal() for key in value):
        return list(value.values())
    return value


def _holds_objects(value: object) -> bool:
    """A list of objects under a name that nobody has documented: records that were paid for may be it."""
    listed = _listed(_opened(value))
    return isinstance(listed, list) and any(isinstance(one, dict) for one in listed)


def _is_broken(data: object) -> bool:
    """JSON inside a string that is none: records that were paid for may stand in it."""
    return isinstance(data, str) and data.lstrip()[:1] in {"[", "{"}


def _first_text(document: Mapping[str, Any], inner: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next(_texts(document, inner, names), "")


def _texts(document: Mapping[str, Any], inner: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    for place in (document, inner):
        for name in names:
            value = place.get(name)
            if isinstance(value, int | str) and not isinstance(value, bool) and str(value).strip():
                yield str(value).strip()


def _state(document: Mapping[str, Any], inner: Mapping[str, Any]) -> str:
    """Not the envelope's ``status``, which is a number."""
    told = _texts(document, inner, ("record_status", "status"))
    return next((text.upper() for text in told if not text.isdecimal()), "")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None
