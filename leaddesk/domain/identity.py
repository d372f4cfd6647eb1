"""Who a lead is: the marks that nobody else has, and how names, companies and phone numbers are compared.

Two leads with one mark are certainly one person, as long as nothing speaks against it (``domain.likely``). A mark has
many spellings and one folded form. What folds to nothing (``n/a``, ``xxxxx``, an address without a domain) is no mark.
``domain.sameness`` answers a smaller question: which records of one provider's list are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate, repeat
from operator import mul
from typing import NamedTuple
from urllib.parse import unquote

from leaddesk.domain.leads import Field
from leaddesk.domain.mailboxes import is_shared

EMAIL, LINKEDIN, REACHSTREAM, LEADSOPEDIA = "email", "linkedin", "reachstream", "leadsopedia"
"""The kinds of marks."""
CONTENTS = "contents"
"""No mark of a person: all that a row without marks says, so that the same row is known when it comes again."""


class Mark(NamedTuple):
    """What only one person has."""

    kind: str
    value: str
    """Folded."""

    @property
    def namespace(self) -> str:
        """Two marks of one namespace that differ are two people's. Sales Navigator has a namespace of its own."""
        return f"{self.kind}:{self.value.partition('/')[0]}" if self.kind == LINKEDIN else self.kind


_NOTHINGS = (
    "|-|--|---|.|?|0|n/a|na|n.a.|n.a|#n/a|none|null|nil|nan|undefined|unknown|unbekannt|inconnu|desconocido|sconosciuto"
    "|k.a.|keine|no|not available|tbd"
)
NOTHING = frozenset(_NOTHINGS.split("|"))
"""What people and programs write where they have nothing."""
_MASKED = re.compile(r"x{3,}|.*\*.*|.*(?:x{5,}|\[email).*|(?:n/?a|none|null|noemail|email)@.*", re.DOTALL)

_MASK = re.compile(r"[x*@.\s-]*(?:x{3,}|\*{2,})[x*@.\s-]*", re.IGNORECASE)
_INVISIBLE = r"\u200b-\u200d\u2060\ufeff\u00ad"
LOCAL_PART = rf"[^\s@<>()\[\],;:\"\\/|*{_INVISIBLE}]+"
_ADDRESS = re.compile(rf"{LOCAL_PART}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:[^\W\d_]{{2,}}|xn--[a-z0-9-]+)")
_LONGEST = 2000
"""Characters of a cell in which an address is looked for."""
_SPACE = re.compile(rf"[\s{_INVISIBLE}]+")
_ADDRESSES_APART = re.compile(r"[<>()\[\],;:\"|\s]+")

_PROFILE = re.compile(
    r"(?:(?:^|[\s(<\"'=]|//)(?:[a-z0-9-]+\.)*linkedin\.(?:com|cn)(?::\d+)?/+|^/*)"
    r"(?:mwlite/+)?(?:profile/+)?(in|pub|sales/+(?:lead|people|profile)|sales)/+([^/?#\s,;<>\"']+)((?:/[0-9a-f]{1,3}){3}(?![^/?#\s]))?",
    re.IGNORECASE,
)
_NO_PROFILES = (
    "me|edit|unavailable|profile|your-profile|yourprofile|public-profile|username|user|yourname|your-name|linkedin"
    "|search|feed|login|signup|false|true|error|404|dir|lead|people|company|companies|account|accounts|home|lists"
)
NOBODY = NOTHING.union(_NO_PROFILES.split("|"))
"""What stands in the address of nobody's profile: everybody's own, one that is gone, a page of LinkedIn's."""
ODD_IN_PROFILES = "*:{}$|\\\\=@"
"""Escaped for a set of characters. No profile has them: an address stands in an address, or a gap was not filled."""
_ODD_PROFILE = re.compile(rf"[{ODD_IN_PROFILES}]|linkedin\.", re.IGNORECASE)
_PLAIN_PROFILE = re.compile(r"https?://(?:www\.)?linkedin\.com/(in/[a-z0-9_-]+)/?")


def folded_email(text: str) -> str:
    """The address in ``text``, shared mailboxes included; the first of several; empty where there is none.

    Case, white space, ``mailto:``, angle brackets and the name before them make no difference. ``+tags`` and dots do.
    """
    low = text.lower()
    if not (
        _ADDRESS.fullmatch(low) and (low.isascii() or unicodedata.is_normalized("NFKC", low)) and "xn--" not in low
    ):
        low = _taken_out(text[:_LONGEST])
    return "" if not low or _MASKED.fullmatch(low) else low


def _taken_out(text: str) -> str:
    """The first address in ``text``, folded; empty for none."""
    low = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    whole = _SPACE.sub("", low).strip("<>\"'.,;:()[]").removeprefix("mailto:").partition("?")[0].rstrip(".")
    for part in (whole, *_ADDRESSES_APART.split(low.replace("mailto:", " "))):
        address = part.partition("?")[0].strip("'.")
        if _ADDRESS.fullmatch(address):
            local, _, domain = address.rpartition("@")
            return f"{local}@{_readable(domain)}"
    return ""


def _readable(domain: str) -> str:
    """A domain in Unicode, whether it came so or in its ASCII form (RFC 3492)."""
    if "xn--" not in domain:
        return domain
    try:
        return unicodedata.normalize("NFKC", domain.encode().decode("idna")).lower()
    except UnicodeError:
        return domain


def folded_linkedin(text: str) -> str:
    """A person's profile in ``text``: ``in/<name>``, or ``sales/<id>`` as Sales Navigator has it; empty for none.

    An old address ``/pub/anna-berg/4/b58/8a1`` is today's ``/in/anna-berg-8a1b584``, where LinkedIn sends it on to.
    """
    if found := _PLAIN_PROFILE.fullmatch(text):
        profile = found[1]
        return "" if _is_nobody(profile[3:]) else profile
    plain = text[:_LONGEST]
    while "%" in plain and (decoded := unquote(plain, errors="ignore")) != plain:
        plain = decoded
    plain = unicodedata.normalize("NFC", _SPACE.sub(" ", plain).strip())
    return next((profile for found in _PROFILE.finditer(plain) if (profile := _profile(found))), "")


def _profile(found: re.Match[str]) -> str:
    kind, name = found[1].lower(), found[2].rstrip(".)")
    is_page = kind == "sales" and "linkedin." in found[0].lower()  # /sales/company/..., /sales/search/...
    if is_page or _is_nobody(name):
        return ""
    if kind.startswith("sales"):
        return f"sales/{name}"  # these ids tell upper case from lower case
    name = unicodedata.normalize("NFC", name.lower())
    if kind == "pub" and found[3]:
        first, second, third = found[3].lower().strip("/").split("/")
        return f"in/{name}-{third:0>3}{second:0>3}{first if first != '0' else ''}"
    return f"{kind}/{name}"


def _is_nobody(name: str) -> bool:
    return name.lower() in NOBODY or not name.strip("x-_.~") or _ODD_PROFILE.search(name) is not None


def is_masked(text: str) -> bool:
    """Whether nothing but ``xxxxx`` or ``***`` stands there: a provider's way not to say a value."""
    return _MASK.fullmatch(text[:_LONGEST]) is not None


def marks(values: Mapping[str, str]) -> tuple[Mark, ...]:
    """The marks in ``values`` (by column), the most telling first. None of a mailbox that several people share."""
    return _marks(*(values.get(column, "") for column in _MARKED))


_MARKED = tuple(field.value for field in (Field.REACHSTREAM_ID, Field.LEADSOPEDIA_ID, Field.LINKEDIN, Field.EMAIL))


@lru_cache(1024)
def _marks(reachstream_id: str, leadsopedia_id: str, profile: str, address: str) -> tuple[Mark, ...]:
    email = folded_email(address)
    found = (
        Mark(REACHSTREAM, folded_id(reachstream_id)),
        Mark(LEADSOPEDIA, folded_id(leadsopedia_id)),
        Mark(LINKEDIN, folded_linkedin(profile)),
        Mark(EMAIL, "" if is_shared(email) else email),
    )
    return tuple(mark for mark in found if mark.value)


def folded_id(text: str) -> str:
    """A provider's own id; empty for none."""
    plain = text.strip()
    return "" if plain.lower() in NOTHING or _MASKED.fullmatch(plain.lower()) else plain


def contents(values: Mapping[str, str]) -> str:
    """All of ``values`` in one line. Others may have the same: compare the values as well."""
    told = "\x1e".join([f"{column}\x1f{value}" for column, value in sorted(values.items())])
    return told.replace("\n", "\x1d")


def keys(values: Mapping[str, str]) -> list[int]:
    """What a lead of which this was said is found by: the keys of its marks, or else that of the contents."""
    return [key(mark) for mark in marks(values) or (Mark(CONTENTS, contents(values)),)]


FACTOR = 0x9E3779B97F4A7C15
_64_BITS = (1 << 64) - 1


@lru_cache(1024)
def key(mark: Mark) -> int:
    """64 bits (signed) that stand for ``mark`` in every process; two may share them, so compare the marks as well.

    A polynomial of its bytes, modulo 2**64 and stirred: what can be worked out for a million at once, in arrays.
    Those of contents are even, all others odd. It is written into the database: it stays as it is.
    """
    data = mark.value.encode("utf-8", "surrogatepass")
    found: int = (seed(mark.kind) + sum(map(mul, data, powers(len(data))))) & _64_BITS
    found = (found ^ (found >> 32)) * FACTOR & _64_BITS
    found = (found ^ (found >> 32)) & ~1 | (mark.kind != CONTENTS)
    return found - (1 << 64) if found >> 63 else found


def is_of_contents(number: int) -> bool:
    """Whether a ``key`` is that of all that a row says, and not of a mark."""
    return not number & 1


@lru_cache
def seed(kind: str) -> int:
    """What the polynomial begins with."""
    return int.from_bytes(blake2b(kind.encode(), digest_size=8).digest(), "big")


def powers(count: int) -> tuple[int, ...]:
    """The first ``count`` powers (from 1) of ``FACTOR``, or a few more."""
    return _powers(-(-count // 64) * 64)


@lru_cache
def _powers(count: int) -> tuple[int, ...]:
    return tuple(accumulate(repeat(FACTOR, count), lambda power, factor: power * factor & _64_BITS))


def full_name(first: str, middle: str, last: str) -> str:
    """One name of its parts; empty where not both first and last are there. What stands for nothing is none."""
    parts = [" ".join(part.split()) for part in (first, middle, last)]
    first, middle, last = ("" if is_masked(part) or part.lower() in _UNNAMED else part for part in parts)
    return " ".join(part for part in (first, middle, last) if part) if first and last else ""


_UNNAMED = NOTHING - {"no", "na"}
"""Those two are names as well."""


def with_full_name(values: Mapping[str, str]) -> Mapping[str, str]:
    """``values`` and the full name, if they have only its parts. Blank ones must be missing."""
    if Field.NAME.value in values:
        return values
    name = full_name(*(values.get(part, "") for part in NAME_PARTS))
    return {**values, Field.NAME.value: name} if name else values


NAME_PARTS = (Field.FIRST_NAME.value, Field.MIDDLE_NAME.value, Field.LAST_NAME.value)
"""Columns, in the order in which they make a full name."""

_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "a", "œ": "o", "ı": "i", "ð": "d", "þ": "th", "’": ""})
_UMLAUTS = re.compile(r"([aou])e+")
_NO_LETTERS = re.compile(r"[\W_]+")
_ADDRESSING = (
    "dr prof professor mr mrs ms miss mx herr frau mag dipl ing med phd mba msc bsc md jr sr ii iii iv sig sra dott"
)
_NO_NAMES = frozenset(_ADDRESSING.split())


def folded_words(text: str) -> str:
    """Words without accents, case and punctuation, one blank between them; ``Müller`` is ``Mueller``."""
    if text.isascii():
        plain = text.lower()
    else:
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_LETTERS)
    return _UMLAUTS.sub(r"\1", _NO_LETTERS.sub(" ", plain.replace("'", ""))).strip()


def folded_name(values: Mapping[str, str]) -> tuple[str, str] | None:
    """First and last name for comparing, one word each; None where not both are known.

    Out of the two fields or else out of the full name; titles, middle names and initials do not count.
    """
    first = _name_words(values.get(Field.FIRST_NAME.value, ""))
    last = _name_words(values.get(Field.LAST_NAME.value, ""))
    if not (first and last):
        whole = values.get(Field.NAME.value, "")
        family, comma, given = whole.partition(",")
        if comma and (words := _name_words(given)):
            first, last = words, _name_words(family)
        else:
            words = _name_words(whole)
            first, last = words[:1], words[1:]
    return (first[0], last[-1]) if first and last else None


def _name_words(text: str) -> list[str]:
    if text.strip().lower() in NOTHING:
        return []
    words = [word for word in folded_words(text).split() if word not in _NO_NAMES]
    return [] if words and not "".join(words).strip("x") else words


_LEGAL_FORMS = """
ab ag aktiengesellschaft aps as asa bhd bv bvba co company corp corporation cv doo dd eg ek ev fzco fze gbr gesellschaft
gesmbh ggmbh gmbh hb hf inc incorporated jsc kb kft kg kgaa kk kommanditgesellschaft lda limitada limited llc llp lp ltd
ltda mbb mbh nv ohg ood oy oyj partg pc plc pllc pt pte pty pvt rl sa sarl sas sasu sca scs sdn se sl sll slu snc sp spa
spk spolka spzoo sro srl srls tic ug vof zoo zrt
"""
_LEGAL = frozenset(_LEGAL_FORMS.split())
_JOINING = frozenset(("and", "und", "et", "y", "e", "i", "z", "haftungsbeschrankt", "&"))


def folded_company(text: str) -> str:
    """A company's name for comparing, without its legal form; empty for none."""
    words = _letters_joined(folded_words(text.replace(".", " ")).split())
    kept = list(words)
    while kept and (kept[-1] in _LEGAL or (kept[-1] in _JOINING and len(kept) > 1)):
        kept.pop()
    folded = " ".join(kept or words)
    return "" if text.strip().lower() in NOTHING or folded in NOTHING else folded


def _letters_joined(words: list[str]) -> list[str]:
    """``s r l`` is ``srl``."""
    joined: list[str] = []
    run = ""
    for word in [*words, ""]:
        if len(word) == 1:
            run += word
            continue
        if run:
            joined.append(_UMLAUTS.sub(r"\1", run))
            run = ""
        if word:
            joined.append(word)
    return joined


_EXTENSION = re.compile(r"(?:ext|extension|x|durchwahl|dw|poste)\.?\s*\d+\s*$", re.IGNORECASE)
_FEWEST_DIGITS, _TELLING_DIGITS = 7, 9


def folded_phone(text: str) -> str:
    """The digits at the end of a phone number that tell it apart, with or without the country's; empty for none."""
    number = _EXTENSION.sub("", unicodedata.normalize("NFKC", text[:_LONGEST])).replace("(0)", "")
    digits = "".join(character for character in number if "0" <= character <= "9")
    plain = digits.lstrip("0")
    if len(plain) < _FEWEST_DIGITS or len(set(plain)) == 1 or plain.startswith("1234567"):
        return ""
    return plain[-_TELLING_DIGITS:]
