"""The switches of the paid fetch: how long it takes, how it is written, and what goes wrong with its delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leaddesk.sandbox.provider import Switches, one_of
from leaddesk.sandbox.wire import Json

SECRET_HEADERS: Mapping[str, str] = {
    "header": "webhook_secret_key",
    "hyphens": "webhook-secret-key",
    "x-prefix": "X-Webhook-Secret-Key",
}
"""The header that a delivery's secret travels in, by the name of the way; the other ways use none."""
IN_BODY = "body"
"""The way that is a field of the body."""


@dataclass
class Terms:
    """What holds at this moment. Looked at when something is done, so a change also holds for what is under way.

    How the records are divided (``batch_size``, ``overlap``, ``late``) is decided when the processing ends.
    """

    seconds_to_process: float = 0.5
    """From the acceptance to the charge and the first delivery."""
    charged: str = "when-processed"
    """When credits fall, always by the number of valid records: ``when-processed`` or ``at-acceptance``."""
    balance_checked: str = "at-acceptance"
    """When too small a balance is noticed: ``at-acceptance`` (402), or only ``when-processed``: nothing comes."""
    never: bool = False
    """Accepted and charged, but nothing is ever delivered; a poll hears for ever that it is being processed."""

    secret_travels: str = "header"  # noqa: S105 - the name of a way
    """In ``header`` webhook_secret_key, with ``hyphens``, with ``x-prefix``, in the ``body``, or ``nowhere``."""
    seconds_between_retries: float = 1.0
    """After each answer to a delivery that is not 200."""
    tries: int | None = None
    """So many for each delivery at most; None: until it is acknowledged or the sandbox ends."""
    deliver_twice: bool = False
    """Every delivery comes again after its 200."""
    batch_size: int | None = None
    """Several deliveries of at most so many records, which are shuffled; None: a single one."""
    overlap: float = 0.0
    """So large a share of the records (0 to 1) comes twice."""
    late: float = 0.0
    """So large a share of what is delivered (0 to 1) comes ``seconds_late`` after the rest is acknowledged."""
    seconds_late: float = 2.0
    wrong_processing_id: bool = False
    """Deliveries name an id that no fetch was answered with."""

    batch_id: str = "top-level"
    """Where polling finds its id: ``top-level``, in ``data``, or as ``unique-processing-id`` in data."""
    ready_field: str = "status"
    """What says READY and INSUFFICIENT_BALANCE to a poll: ``status`` or ``record_status``."""
    records_field: str = "data"
    """What holds the records for a poll: ``data`` or ``records``."""


def _seconds(value: Json) -> bool:
    return type(value) in {int, float} and 0 <= value < 1_000_000


def _share(value: Json) -> bool:
    return type(value) in {int, float} and 0 <= value <= 1


def _count_or_none(value: Json) -> bool:
    return value is None or (type(value) is int and value >= 1)


def _yes_or_no(value: Json) -> bool:
    return type(value) is bool


_WHEN = one_of("when-processed", "at-acceptance")

SWITCHES: Switches = {
    "seconds_to_process": _seconds,
    "charged": _WHEN,
    "balance_checked": _WHEN,
    "never": _yes_or_no,
    "secret_travels": one_of(*SECRET_HEADERS, IN_BODY, "nowhere"),
    "seconds_between_retries": _seconds,
    "tries": _count_or_none,
    "deliver_twice": _yes_or_no,
    "batch_size": _count_or_none,
    "overlap": _share,
    "late": _share,
    "seconds_late": _seconds,
    "wrong_processing_id": _yes_or_no,
    "batch_id": one_of("top-level", "data", "unique-processing-id"),
    "ready_field": one_of("status", "record_status"),
    "records_field": one_of("data", "records"),
}
"""The attributes of ``Terms``, and which values each may take."""
