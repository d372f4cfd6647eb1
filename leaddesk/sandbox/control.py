"""Paths under /sandbox/ that switch faults on, show what arrived and was bought, and change account and lists.

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

from leaddesk.sandbox.fault_board import Catalogue, Fault
from leaddesk.sandbox.provider import Provider
from leaddesk.sandbox.shelves import Shelf
from leaddesk.sandbox.wire import Json

_LIMITS = ("operation", "times", "with_field", "without_field", "list_id", "page")
_CHANGES = {"add", "at", "remove", "update", "deleted"}


def control(provider: Provider) -> Starlette:
    """The application behind /sandbox/."""

    async def faults(request: Request) -> Json:
        if request.method == "PUT":
            wanted = await request.json()
            several = wanted if isinstance(wanted, list) else [wanted]
            provider.faults.replace([_fault(each, provider.faults.catalogue) for each in several])
        elif request.method == "DELETE":
            provider.clear_faults()
        return provider.faults.listed()

    async def requests(request: Request) -> Json:
        if request.method == "DELETE":
            provider.forget_requests()
        return [asdict(received) for received in provider.requests]

    async def switches(request: Request) -> Json:
        if request.method == "PUT":
            wanted = await request.json()
            if not isinstance(wanted, dict) or not wanted:
                raise ValueError(f"expected an object with some of: {', '.join(provider.switches)}")
            provider.switch(wanted)
        return provider.switched()

    async def lists(_request: Request) -> Json:
        return [_told(shelf) for shelf in provider.shelves()]

    async def one_list(request: Request) -> Json:
        number = request.path_params["number"]
        shelf = next((shelf for shelf in provider.shelves() if shelf.id == number), None)
        if shelf is None:
            raise ValueError(f"no list has the id {number!r}")
        if request.method == "PUT":
            _change(shelf, await request.json())
        elif request.method == "DELETE":
            shelf.restore()
        return _told(shelf)

    async def submissions(_request: Request) -> Json:
        return [told for told, _ in provider.submissions()]

    async def one_submission(request: Request) -> Json:
        number = request.path_params["number"]
        for told, details in provider.submissions():
            if told["id"] == number:
                return {**told, **details}
        raise ValueError(f"no submission has the id {number}")

    return Starlette(
        routes=[
            Route("/sandbox/faults", _answering(faults), methods=["GET", "PUT", "DELETE"]),
            Route("/sandbox/requests", _answering(requests), methods=["GET", "DELETE"]),
            Route(f"/sandbox/{provider.name}", _answering(switches), methods=["GET", "PUT"]),
            Route("/sandbox/submissions", _answering(submissions), methods=["GET"]),
            Route("/sandbox/submissions/{number:int}", _answering(one_submission), methods=["GET"]),
            Route("/sandbox/lists", _answering(lists), methods=["GET"]),
            Route("/sandbox/lists/{number}", _answering(one_list), methods=["GET", "PUT", "DELETE"]),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
    )


def _fault(wanted: Json, catalogue: Catalogue) -> Fault:
    if not isinstance(wanted, dict) or not isinstance(wanted.get("name"), str):
        raise ValueError('expected {"name": <fault>, ...} or a list of such')
    settings = {name: value for name, value in wanted.items() if name != "name" and name not in _LIMITS}
    limits = {name: wanted.get(name) for name in _LIMITS}
    return Fault(wanted["name"], **limits, settings=settings, catalogue=catalogue)


def _told(shelf: Shelf) -> Json:
    return {"id": shelf.id, "name": shelf.name, "records": len(shelf), "deleted": shelf.deleted}


def _change(shelf: Shelf, wanted: Json) -> None:
    """Raises ValueError for anything that ``Shelf.change`` does not take."""
    if not isinstance(wanted, dict) or not wanted or not wanted.keys() <= _CHANGES:
        raise ValueError(f"expected an object with some of: {', '.join(sorted(_CHANGES))}")
    changes = {name: value for name, value in wanted.items() if name != "deleted"}
    try:
        changes["update"] = {int(place): dict(fields) for place, fields in changes.get("update", {}).items()}
        shelf.change(**changes)
    except (TypeError, AttributeError) as error:
        raise ValueError(f"no such change: {error}") from error
    shelf.deleted = wanted.get("deleted", shelf.deleted) is True


def _answering(act: Callable[[Request], Awaitable[Json]]) -> Callable[[Request], Awaitable[Response]]:
    """Answers what ``act`` returns as JSON, and its ValueError as 400 with the reason."""

    async def endpoint(request: Request) -> Response:
        try:
            found, status = await act(request), 200
        except ValueError as error:
            found, status = {"error": str(error)}, 400
        return Response(json.dumps(found), status, media_type="application/json")

    return endpoint
