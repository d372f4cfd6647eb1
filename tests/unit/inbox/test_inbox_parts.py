"""The parts of the receiver that need no socket."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaddesk.domain.receiver import AcceptedSecret
from leaddesk.domain.secret import Secret
from leaddesk.inbox.access import Access, secrets_told
from leaddesk.inbox.bodies import nonce_of, secrets_in
from tests.fakes.receiver_at_hand import NOON, SECRET, TOKEN

ACCESS = Access.of(Secret(TOKEN), [AcceptedSecret(Secret(SECRET))], "München.example:8443")
NAMES = st.sampled_from(["data", "webhook_secret", "webhook_secret_keys", "id"])
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=9)
VALUES = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(NAMES, PLAIN, max_size=3)


@settings(deadline=None)
@given(st.binary())
def test_no_host_but_ours_is_ours(host: bytes) -> None:
    assert not ACCESS.is_called(host) or host.lower().rstrip(b".:0123456789").endswith((b"localhost", b"127", b"]"))


def test_the_public_name_is_known_as_it_travels() -> None:
    assert ACCESS.is_called(b"xn--mnchen-3ya.example")
    assert ACCESS.is_called(b"XN--MNCHEN-3YA.example.:443")
    assert not ACCESS.is_called(b"example")


def test_without_a_public_name_only_loopback_is_called() -> None:
    access = Access.of(Secret(TOKEN), [])
    assert not access.is_called(b"")
    assert not access.is_called(b":80")
    assert not access.is_called(b"leads.example.com")
    assert all(access.is_called(host) for host in (b"localhost", b"127.0.0.1:1", b"127.9.9.9", b"[::1]", b"[::1]:80"))


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_no_other_path_is_ours(path: bytes) -> None:
    assert ACCESS.after_token(path) is None
    assert ACCESS.after_token(f"/{TOKEN}/".encode() + path) == b"/" + path


@settings(deadline=None)
@given(st.binary())
def test_no_other_secret_is_taken(value: bytes) -> None:
    assert ACCESS.takes_secret(value, NOON) == (value == SECRET.encode())


def test_nothing_of_a_secret_is_shown() -> None:
    assert not {TOKEN, SECRET} & set(repr(ACCESS).split("'"))
    assert SECRET not in repr(AcceptedSecret(Secret(SECRET)))


def test_an_empty_secret_is_none() -> None:
    assert secrets_told([(b"webhook_secret_key", b""), (b"host", b"x")]) == set()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(NAMES, VALUES, max_size=3),
    st.text(st.characters(codec="ascii", exclude_characters=" \t\n"), min_size=1),
)
def test_a_secret_in_a_body_is_found_wherever_it_stands(fields: dict[str, object], secret: str) -> None:
    document = {**fields, "webhook_secret_key": secret}
    expected = {secret.strip().encode()} if secret.strip() else set()
    for body in (document, {"data": document}, [1, document]):
        assert secrets_in(json.dumps(body).encode()) == expected
        assert secrets_in(json.dumps(body, indent=2).encode() + b",{") == expected
    assert secrets_in(json.dumps(fields).encode()) == set()


@settings(deadline=None)
@given(st.binary())
def test_no_body_is_too_odd(noise: bytes) -> None:
    for body in (noise, b'"webhook_secret_key"' + noise, b'"webhook_secret_key":' + noise, b"leaddesk_test" + noise):
        secrets_in(body)
        assert nonce_of(body) is None


def test_numbers_are_secrets_and_nothing_else_is() -> None:
    told = b'{"webhook_secret_key": %s}'
    assert secrets_in(told % b"12") == {b"12"}
    assert [secrets_in(told % value) for value in (b"null", b"true", b"[1]", b'" "', b"{}", b"1.5")] == [set()] * 6
    assert secrets_in(b'{"webhook_secret_key": 1, "data": {"webhook_secret_key":"a\\"\\u0062"}}') == {b"1", b'a"b'}
    assert secrets_in(b'["webhook_secret_key", "x"]') == set()
