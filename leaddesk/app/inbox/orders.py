"""What the desktop tells its receiver: who is to be let in. JSON on a pipe, the only place where secrets are text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from leaddesk.domain.receiver import AcceptedSecret
from leaddesk.domain.secret import Secret
from leaddesk.inbox.access import Access


def order_of(token: Secret, secrets: Sequence[AcceptedSecret], public_host: str) -> dict[str, Any]:
    """See ``Access.of``."""
    told = [{"secret": kept.secret.reveal(), "until": kept.until and kept.until.isoformat()} for kept in secrets]
    return {"token": token.reveal(), "secrets": told, "public_host": public_host}


def access_of(order: Mapping[str, Any]) -> Access:
    """The other way round. Raises KeyError, TypeError or ValueError for what is no order."""
    secrets = [
        AcceptedSecret(Secret(told["secret"]), datetime.fromisoformat(told["until"]) if told["until"] else None)
        for told in order["secrets"]
    ]
    return Access.of(Secret(order["token"]), secrets, order["public_host"])
