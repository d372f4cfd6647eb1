"""Tries the way of a delivery: a test that goes out to the public address, as ReachStream's deliveries will come in."""

from __future__ import annotations

import json

from leaddesk.domain.deliveries import TEST_EVENT
from leaddesk.domain.errors import NoRoundTrip
from leaddesk.domain.secret import Secret
from leaddesk.providers.connections import Connections
from leaddesk.providers.receiver_call import RECEIVER, CallBrokenError, call, place
from leaddesk.providers.sending import SECRET_HEADER

DEADLINE = 20.0
_LARGEST_ANSWER = 1024 * 1024
"""Bytes; of somebody else's page."""


async def round_trip(address: Secret, nonce: str, secret: Secret | None, *, deadline: float = DEADLINE) -> None:
    """Sends TEST_EVENT with ``nonce`` to ``address``, which is the public address with the secret path.

    The webhook secret travels as ReachStream sends it; no API key does. Returns where a 200 was answered: whether it
    was our receiver that answered, only the receiver can tell.

    Raises NoRoundTrip, and KeyUnusable for a kept secret that cannot travel.
    """
    connections = Connections(RECEIVER, kept=0)
    headers = {"Accept": "*/*", "Content-Type": "application/json"}
    if secret is not None:
        headers[SECRET_HEADER] = Secret.typed(secret.reveal()).reveal()  # httpcore would log one with a line break
    body = json.dumps({"event": TEST_EVENT, "nonce": nonce}).encode()
    broken: CallBrokenError
    try:
        url = place(address.reveal())
        status, _ = await call(
            connections, "POST", url, headers=headers, content=body, deadline=deadline, largest=_LARGEST_ANSWER
        )
        if status == 200:
            return
        broken = CallBrokenError(url.host, f"status {status}")
    except CallBrokenError as error:
        broken = error
    finally:
        await connections.aclose()
    raise NoRoundTrip(broken.host, "not-ours" if broken.found == "shape" else broken.found)
