"""From a status, a header or an exception to one of our errors, without a word of httpx."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain import errors
from leaddesk.providers import faults


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.RequestRefused),
        (401, errors.KeyRefused),
        (402, errors.NotEnoughCredits),
        (403, errors.KeyRefused),
        (404, errors.NothingThere),
        (405, errors.RequestRefused),
        (418, errors.RequestRefused),
        (429, errors.AskedToSlowDown),
        (500, errors.ProviderFailed),
        (599, errors.ProviderFailed),
        (700, errors.ProviderFailed),
    ],
)
def test_every_status_of_an_error_has_its_type(status: int, kind: type[errors.ProviderError]) -> None:
    error = faults.by_status("reachstream", status, "why", 3.0)
    assert type(error) is kind
    assert vars(error)["status"] == status
    assert vars(error)["said"] == "why"


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (caused(httpx.ConnectError(""), socket.gaierror(socket.EAI_NONAME, "")), "name"),
        (caused(httpx.ConnectError(""), socket.gaierror(socket.EAI_AGAIN, "")), "network"),
        (UnicodeError("label too long"), "name"),
        (caused(httpx.ConnectError(""), ssl.SSLCertVerificationError()), "tls"),
        (ssl.SSLError(), "tls"),
        (caused(httpx.ConnectError(""), ConnectionRefusedError()), "refused"),
        (caused(httpx.ConnectError(""), ExceptionGroup("", [OSError(), ConnectionRefusedError()])), "refused"),
        (caused(httpx.ConnectError(""), OSError("no route to host")), "network"),
        (httpx.ConnectTimeout(""), "network"),
        (httpx.ProxyError("407"), "network"),
        (caused(httpx.ConnectError(""), ConnectionResetError()), "cut"),
        (httpx.ReadError(""), "cut"),
        (httpx.RemoteProtocolError(""), "cut"),
        (OSError(), "cut"),
    ],
)
def test_every_broken_connection_has_its_reason(error: Exception, reason: str) -> None:
    told = faults.unreachable("reachstream", "example.com", error)
    assert (told.host, told.reason) == ("example.com", reason)


SERVER_TIME = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("24", 24),
        (" 1.5 ", 1.5),
        (format_datetime(SERVER_TIME + timedelta(seconds=90), usegmt=True), 90),
        ("Tuesday, 06-May-31 07:08:39 GMT", 30),
        ("Tue May  6 07:08:39 2031", 30),
        (format_datetime(SERVER_TIME - timedelta(days=1), usegmt=True), None),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("9" * 400, faults.LONGEST_ASKED),
        ("Fri, 31 Dec 9999 23:59:59 GMT", faults.LONGEST_ASKED),
    ],
)
def test_retry_after_in_seconds_or_as_a_date_on_the_servers_clock(text: str, wait: float | None) -> None:
    headers = httpx.Headers({"Retry-After": text, "Date": format_datetime(SERVER_TIME, usegmt=True)})
    assert faults.retry_after(headers) == wait


def test_retry_after_as_a_date_without_the_servers_clock() -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    wait = faults.retry_after(httpx.Headers({"Retry-After": format_datetime(later, usegmt=True), "Date": "today"}))
    assert wait is not None
    assert 3500 < wait <= 3600


@given(st.text())
def test_any_retry_after_is_a_wait_or_nothing(text: str) -> None:
    wait = faults.retry_after({"retry-after": text})
    assert wait is None or 0 < wait <= faults.LONGEST_ASKED


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"status": 400, "message": "Missing parameter filter"}, "Missing parameter filter"),
        ({"message": None, "error": "Bad\r\nRequest "}, "Bad Request"),
        ({"detail": "a\u202eb"}, "a b"),
        ({"message": "x" * 1000}, "x" * 300),
        ({"message": {"code": 1}}, ""),
        (["message"], ""),
        (None, ""),
    ],
)
def test_what_the_provider_said_is_one_short_line(data: object, said: str) -> None:
    assert faults.said(data) == said


@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("https://elsewhere.example/x", "elsewhere.example"),
        ("//elsewhere.example", "elsewhere.example"),
        ("/login", "api.example"),
        ("", "api.example"),
        ("http://[", ""),
    ],
)
def test_where_a_redirect_points(location: str, host: str) -> None:
    assert faults.redirect_host("https://api.example/v1/a", location) == host
