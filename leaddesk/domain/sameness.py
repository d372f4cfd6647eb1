"""When two records of one list are the same lead, read at different times.

Only what cannot be shared counts: the provider's own id, a LinkedIn profile, or an e-mail address together with the
whole name. An address alone is not enough: several people stand behind ``info@`` and ``sales@``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import count, islice
from urllib.parse import unquote

from leaddesk.domain.pages import Entry
from leaddesk.domain.records import Value

_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z]{1,3}\.)?linkedin\.com/(in|pub|sales/(?:lead|people))/([^/?#,\s]+)", re.IGNORECASE
)
_NOBODY = {"undefined", "null", "none", "nan"}
"""What a program writes where it has no profile: no reason to take two people for one."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NO_LETTERS = re.compile(r"[\W_]+")
_PROFILE_COLUMNS = {"profile", "profileurl", "linkedin", "linkedinurl", "linkedinprofile", "linkedinprofileurl"}
_EMAIL_COLUMNS = {"email", "emailaddress", "workemail", "mail", "businessemail"}
_NAME_COLUMNS = ("firstname", "lastname", "fullname", "name")
_TELLING = {*_PROFILE_COLUMNS, *_EMAIL_COLUMNS, *_NAME_COLUMNS}


def same_lead(values: Mapping[str, Value], *, has_own_id: bool = True) -> str:
    """What two records of the same lead have in common, other than their contents; empty where nothing can be told.

    ``has_own_id``: whether a value called ``id`` is the provider's own, and so no other lead's.
    """
    return next(_marks(values, has_own_id=has_own_id), "")


def _marks(values: Mapping[str, Value], *, has_own_id: bool) -> Iterator[str]:
    """What can stand for the lead, the best first. Beside an id of its own nothing else counts."""
    named: dict[str, str] = {}
    for name, value in values.items():
        if (plain := _plain(name)) in _TELLING:
            named.setdefault(plain, _text(value))
    own_id = _text(values.get("id"))
    if own_id and has_own_id:
        yield f"id:{own_id}"
        return
    for name in sorted(_PROFILE_COLUMNS & named.keys()):
        if (found := _PROFILE.match(named[name])) and found[2].casefold() not in _NOBODY:
            yield f"in:{found[1].casefold()}/{unquote(found[2]).casefold()}"
            break
    address = next((named[name] for name in sorted(_EMAIL_COLUMNS) if _EMAIL.fullmatch(named.get(name, ""))), "")
    person = " ".join(" ".join(named.get(name, "").split()) for name in _NAME_COLUMNS).strip()
    if address and person:
        yield f"mail:{address.casefold()} {person.casefold()}"


def identity(entry: Entry) -> bytes:
    """16 bytes, the same for two records of one list that are the same lead; a lead without marks is its contents."""
    key = same_lead(entry.values, has_own_id=entry.has_own_id)
    return contents(f"={key}" if key else entry.raw)


def weaker(entry: Entry) -> Iterator[bytes]:
    """Identities under which the same lead may be known from before: it had less to be told by then."""
    for mark in islice(_marks(entry.values, has_own_id=entry.has_own_id), 1, None):
        yield contents(f"={mark}")


def is_certain(entry: Entry) -> bool:
    """Whether no other lead of the list can have this identity: the provider itself tells its leads apart."""
    return entry.has_own_id and bool(_text(entry.values.get("id")))


def twins(first: bytes) -> Iterator[bytes]:
    """Identities for records of one list that are about the same person and are different leads all the same.

    The first is ``first``. A list of people who reacted to posts may have somebody twice, each time with other words.
    """
    yield first
    for number in count(2):
        yield blake2b(first, digest_size=16, salt=number.to_bytes(8)).digest()


def contents(raw: str) -> bytes:
    """16 bytes that stand for a record exactly as it came."""
    return blake2b(raw.encode("utf-8", "surrogatepass"), digest_size=16).digest()


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    """``First Name`` and ``first_name`` are ``firstname``."""
    return _NO_LETTERS.sub("", name).casefold()


def _text(value: Value) -> str:
    return "" if value is None else str(value).strip()
