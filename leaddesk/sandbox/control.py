"""Paths under /sandbox/ that switch faults on, show what arrived and set the account, while the sandbox runs.

They need no key and know no limit; the server listens on loopback only, and requests under another host's name are
refused, so no page in a browser can reach them by giving its own name this address.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from leaddesk.sandbox.faults import Fault
from leaddesk.sandbox.reachstream import ReachStream
from leaddesk.sandbox.wire import Json

_LIMITS = ("operation", "times", "with_field", "without_field")


def control(reachstream: ReachStream) -> Starlette:
    """The application behind /sandbox/."""

    async def faults(request: Request) -> Json:
        if request.method == "PUT":
            wanted = await request.json()
            reachstream.faults.replace([_fault(each) for each in (wanted if isinstance(wanted, list) else [wanted])])
        elif request.method == "DELETE":
            reachstream.clear_faults()
        return reachstream.faults.listed()

    async def requests(request: Request) -> Json:
        if request.method == "DELETE":
            reachstream.forget_requests()
        return [asdict(received) for received in reachstream.requests]

    async def account(request: Request) -> Json:
        if request.method == "PUT":
            wanted = await request.json()
            if not isinstance(wanted, dict) or wanted.keys() != {"credits"} or type(wanted["credits"]) is not int:
                raise ValueError('expected {"credits": <whole number>}')
            reachstream.credits = wanted["credits"]
        return {"credits": reachstream.credits}

    return Starlette(
        routes=[
            Route("/sandbox/faults", _answering(faults), methods=["GET", "PUT", "DELETE"]),
            Route("/sandbox/requests", _answering(requests), methods=["GET", "DELETE"]),
            Route("/sandbox/reachstream", _answering(account), methods=["GET", "PUT"]),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
    )


def _fault(wanted: Json) -> Fault:
    if not isinstance(wanted, dict) or not isinstance(wanted.get("name"), str):
        raise ValueError('expected {"name": <fault>, ...} or a list of such')
    settings = {name: value for name, value in wanted.items() if name != "name" and name not in _LIMITS}
    return Fault(wanted["name"], **{name: wanted.get(name) for name in _LIMITS}, settings=settings)


def _answering(act: Callable[[Request], Awaitable[Json]]) -> Callable[[Request], Awaitable[Response]]:
    """Answers what ``act`` returns as JSON, and its ValueError as 400 with the reason."""

    async def endpoint(request: Request) -> Response:
        try:
            found, status = await act(request), 200
        except ValueError as error:
            found, status = {"error": str(error)}, 400
        return Response(json.dumps(found), status, media_type="application/json")

    return endpoint
