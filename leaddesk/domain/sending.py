"""What became of the one request that costs credits, and of a question for a polled batch.

A fetch ends in exactly one of these. Whoever sends it never raises for what the network or the provider does: a request
whose end nobody understood is itself a fact, ``Ambiguous``, and not an error that somebody may try again after.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from leaddesk.domain.purchases import Reason

REFUSALS = frozenset({400, 401, 402, 403, 404})
"""The documented statuses (providers.md) by which ReachStream says that it did not take a request."""

_PASSING = frozenset({"name", "refused", "tls", "cut", "network", "slow"})


@dataclass(frozen=True)
class Accepted:
    """ReachStream took it: HTTP's status and the body's are 200, and it has a number."""

    processing_id: str
    """1 to 100 visible ASCII characters."""


@dataclass(frozen=True)
class NothingSent:
    """It is certain that no byte of the request left this computer."""

    reason: str
    """``name``, ``refused``, ``tls``, ``cut``, ``network`` (as of ``errors.Unreachable``; ``cut``: while connecting, or
    LeadDesk ended), ``slow`` (no connection within the deadline); or what nobody can send with: ``no-key``, ``key``,
    ``keychain``, ``no-secret``, ``secret``, ``address``."""

    @property
    def is_passing(self) -> bool:
        """Whether another try may find a connection; else somebody has to put something right first."""
        return self.reason in _PASSING


@dataclass(frozen=True)
class SlowDown:
    """429: too many requests. Nothing was bought, and it may be sent again."""

    wait: float | None
    """Seconds; None where ReachStream does not say."""


@dataclass(frozen=True)
class Refused:
    """ReachStream said no, in the documented way."""

    status: int
    """One of REFUSALS: HTTP's, or the body's where HTTP said 200."""
    said: str = ""
    """Its own message: one line of at most 300 characters, without the key and the secret."""
    available: int | None = None
    """The balance, where a 402 tells it."""


@dataclass(frozen=True)
class Ambiguous:
    """It may have left, and no answer says what became of it. It must never be sent again."""

    reason: Reason
    """CUT, TIMEOUT, SERVER_ERROR (every status that is no success and no documented refusal) or UNREADABLE (also a
    refusal that names a number all the same, and an answer that contradicts itself)."""
    status: int | None = None
    """What was answered, as far as it was; None where no status came."""
    processing_id: str = ""
    """As of ``Accepted``: a number that the answer named all the same; empty for none."""


Sent: TypeAlias = Accepted | NothingSent | SlowDown | Refused | Ambiguous


@dataclass(frozen=True)
class StillWorking:
    """The batch is not ready yet."""


@dataclass(frozen=True)
class BatchBody:
    """What is to be kept and taken: the batch is ready, or has ended otherwise (INSUFFICIENT_BALANCE)."""

    body: bytes
    """As it came, unfolded but not decoded."""


@dataclass(frozen=True)
class BatchRefused:
    """ReachStream does not give this batch: 402, 404, or another 400."""

    status: int
    said: str = ""
    """As of ``Refused``."""


BatchAnswer: TypeAlias = StillWorking | BatchBody | BatchRefused
