"""What kind of values a column holds that nobody has described: guessed from its name and its first values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leaddesk.domain.records import Row, Value
from leaddesk.domain.table import Column, Kind

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+")
"""A word of ``first_name``, ``First Name``, ``linkedinUrl`` or ``companyID``."""
_MAIL_NAMES = {"email", "emails", "mail"}
_LINK_NAMES = {
    *("url", "urls", "uri", "link", "links", "website", "site", "web", "homepage", "domain"),
    *("profile", "linkedin", "facebook", "twitter", "instagram", "xing"),
}
_CODE_NAMES = {
    *("id", "ids", "uuid", "guid", "code", "zip", "zipcode", "postal", "postcode", "plz"),
    *("phone", "phones", "telephone", "tel", "mobile", "cell", "fax", "whatsapp"),
    *("sic", "naics", "npi", "siren", "siret", "vat", "duns"),
}
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
_DIGITS = r"(?:0|[1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?"
"""A size never begins with zeros, and is never as long as the number of a card or of an account."""
_AMOUNT = rf"[$€£]?{_DIGITS}\s?(?:k|m|mn|b|bn|thousand|million|billion)?"
_NUMBER = re.compile(rf"[-−]?{_DIGITS}")
_RANGE = re.compile(
    rf"{_AMOUNT}\s?(?:-|–|to)\s?{_AMOUNT}|{_AMOUNT}\s?\+|(?:<|>|under|below|over|up to)\s?{_AMOUNT}", re.IGNORECASE
)
_MOST = 0.8
"""The part of the values that has to be as a column's name says."""


def columns_of(names: Sequence[str], rows: Sequence[Row]) -> tuple[Column, ...]:
    """``names`` as columns; ``rows`` are the first ones, each as long as ``names``."""
    return tuple(Column(name, kind_of(name, [row[at] for row in rows])) for at, name in enumerate(names))


def kind_of(name: str, values: Sequence[Value]) -> Kind:
    """The kind of the column ``name`` that begins with ``values``: None for an empty cell; there may be none at all."""
    words = {word.casefold() for word in _WORD.findall(name)}
    texts = [text for value in values if value is not None and (text := str(value).strip())]
    if _all(texts, _ADDRESS) or (words & _MAIL_NAMES and _most(texts, _ADDRESS)):
        return Kind.EMAIL
    if words & _CODE_NAMES:
        return Kind.CODE
    if _all(texts, _LINK) or (words & _LINK_NAMES and _most(texts, _HOST)):
        return Kind.LINK
    if _all(texts, _NUMBER):
        return Kind.NUMBER
    sizes = [text for text in texts if not _NUMBER.fullmatch(text)]
    return Kind.RANGE if _all(sizes, _RANGE) else Kind.TEXT


def _all(texts: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return bool(texts) and all(pattern.fullmatch(text) for text in texts)


def _most(texts: Sequence[str], pattern: re.Pattern[str]) -> bool:
    """Nothing speaks against it where there are none."""
    return sum(pattern.fullmatch(text) is not None for text in texts) >= _MOST * len(texts)
