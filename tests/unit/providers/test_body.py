"""Bodies: decoded whatever the pieces, refused when they are too large, damaged or in an unknown encoding."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.errors import AnswerTooLarge, UnreadableAnswer
from leaddesk.providers.body import read_body


def read(pieces: Sequence[bytes], encoding: str | None = None, limit: int = 10_000_000) -> bytes:
    async def content() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    headers = {"Content-Encoding": encoding} if encoding is not None else {}
    return asyncio.run(read_body(httpx.Response(200, headers=headers, content=content()), "reachstream", limit))


def cut_into(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.binary(), st.integers(1, 64), st.sampled_from(["gzip", "x-gzip", "GZIP", "deflate", None, "identity"]))
def test_a_body_is_the_same_in_any_encoding_and_any_pieces(data: bytes, size: int, encoding: str | None) -> None:
    wire = data
    if encoding == "deflate":
        wire = zlib.compress(data)
    elif encoding and "gzip" in encoding.lower():
        wire = gzip.compress(data)
    assert read(cut_into(wire, size), encoding) == data


@given(st.lists(st.binary(), max_size=4), st.integers(1, 64), st.integers(0, 20))
def test_several_gzip_members_and_padding(parts: list[bytes], size: int, padding: int) -> None:
    wire = b"".join(gzip.compress(part) for part in parts) + b"\0" * padding * bool(parts)
    assert read(cut_into(wire, size), "gzip") == b"".join(parts)


@pytest.mark.parametrize("size", [1024, 64 * 1024, 10_000_000])
def test_large_bodies_come_whole(size: int) -> None:
    data = bytes(range(256)) * 16_384 + b" " * 3_000_000
    assert read(cut_into(gzip.compress(data), size), "gzip") == data


@pytest.mark.parametrize("encoding", [None, "gzip"])
def test_the_limit_is_of_decoded_bytes_and_exact(encoding: str | None) -> None:
    data = b"x" * 2_000_000
    wire = gzip.compress(data) if encoding else data
    assert read([wire], encoding, limit=len(data)) == data
    with pytest.raises(AnswerTooLarge) as refused:
        read([wire], encoding, limit=len(data) - 1)
    assert refused.value.limit == len(data) - 1


@pytest.mark.parametrize(
    ("wire", "encoding"),
    [
        (b"{}", "br"),
        (b"{}", "zstd"),
        (gzip.compress(gzip.compress(b"{}")), "gzip, gzip"),
        (b"{}", "gzip"),
        (gzip.compress(b"some text")[:-9], "gzip"),
        (gzip.compress(b"some text")[:5], "gzip"),
        (gzip.compress(b"some text")[:-4] + b"oops", "gzip"),
        (gzip.compress(b"some text") + b"and more", "gzip"),
    ],
)
def test_an_unknown_or_damaged_encoding(wire: bytes, encoding: str) -> None:
    with pytest.raises(UnreadableAnswer) as refused:
        read([wire], encoding)
    assert refused.value.found == "encoding"
