"""The marks of a whole column at once: what ``identity`` folds one by one, quick for those that have the usual form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from leaddesk.domain.identity import (
    EMAIL,
    LEADSOPEDIA,
    LINKEDIN,
    LOCAL_PART,
    NOBODY,
    ODD_IN_PROFILES,
    REACHSTREAM,
    folded_email,
    folded_id,
    folded_linkedin,
)
from leaddesk.domain.leads import Field
from leaddesk.domain.mailboxes import is_shared

_WORD = r"[^\W_]+"
_USUAL_EMAIL = re.compile(
    rf"^(?:({LOCAL_PART}+@(?:{_WORD}(?:-+{_WORD})*+\.)++[^\W\d_]{{2,}})|.*)$",  # ++ and *+: never looked at again
    re.MULTILINE,
)
_ODD = rf"\s/?#%,;<>\"'.)(\[{ODD_IN_PROFILES}"
_USUAL_PROFILE = re.compile(
    rf"^(?:https?://(?:www\.)?linkedin\.com/(in/[^{_ODD}]*[^{_ODD}x_~-][^{_ODD}]*)/?|.*)$",
    re.MULTILINE,
)
_USUAL_ID = re.compile(r"^(?:([1-9][0-9]*)|.*)$", re.MULTILINE)
_ODD_EMAILS = ("xn--", "xxx", "none@", "null@", "noemail@", "na@")
"""What may be masked or stand for nothing, or is spelled otherwise."""


def folded_all(kind: str, cells: Sequence[str]) -> list[str]:
    """For each cell the folded mark of ``kind`` in it; empty where there is none."""
    usual, fold = _KINDS[kind]
    text = "\n".join(cells).lower()
    if text.count("\n") != len(cells) - 1 or not (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        return [fold(cell) if cell else "" for cell in cells]
    found = usual.findall(text)
    if kind == EMAIL:
        if any(odd in text for odd in _ODD_EMAILS):
            found = ["" if any(odd in address for odd in _ODD_EMAILS) else address for address in found]
        found = ["" if address and is_shared(address) else address for address in found]
    elif kind == LINKEDIN:
        found = ["" if profile[3:] in NOBODY else profile for profile in found]
    return [plain or (fold(cell) if cell else "") for plain, cell in zip(found, cells, strict=True)]


def _own_address(text: str) -> str:
    address = folded_email(text)
    return "" if not address or is_shared(address) else address


_KINDS: Mapping[str, tuple[re.Pattern[str], Callable[[str], str]]] = {
    REACHSTREAM: (_USUAL_ID, folded_id),
    LEADSOPEDIA: (_USUAL_ID, folded_id),
    LINKEDIN: (_USUAL_PROFILE, folded_linkedin),
    EMAIL: (_USUAL_EMAIL, _own_address),
}

MARKED = {
    REACHSTREAM: Field.REACHSTREAM_ID,
    LEADSOPEDIA: Field.LEADSOPEDIA_ID,
    LINKEDIN: Field.LINKEDIN,
    EMAIL: Field.EMAIL,
}
"""Where the marks are."""
