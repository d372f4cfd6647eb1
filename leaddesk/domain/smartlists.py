"""ReactIn's SmartLists: what can be taken out of what ReactIn shows of one.

No call lists them (providers.md), so a person adds each by hand or pastes the code snippet or the address of a list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from leaddesk.domain.secret import Secret

LONGEST_ID = 200
"""Characters of an id; ReactIn's own have 24 or 36."""

_ID = r"[A-Za-z0-9][A-Za-z0-9._~-]*"
_READ = re.compile(rf"/api/(?:v[0-9]+/)?({_ID})/lists/({_ID})")
_ADD = re.compile(rf"/api/(?:v[0-9]+/)?({_ID})/webhooks/reactin/({_ID})")
_PAGE = re.compile(rf"(?:://[^\s/\"'`]+|\bapp\.reactin\.io)/((?!api/)[^\s/\"'`]+)/lists/({_ID})")
_VERSION = re.compile(r"v[0-9]+")
_ASSIGNED = re.compile(
    rf"""["']?\b(organization|organisation|org|list|smartlist)[ _-]?id\b["']?\s*[:=]\s*["'`]?({_ID})""", re.IGNORECASE
)
_KEY = re.compile(
    r"""["']?\bauthorization["']?\s*[:=,]\s*["'`]?(?:bearer\s+)?([^\s"'`,;}\\]{8,})"""
    r"""|["']?\bapi[ _-]?key["']?\s*[:=]\s*["'`]?(?:bearer\s+)?([^\s"'`,;}\\]{8,})""",
    re.IGNORECASE,
)
_STAND_INS = re.compile(
    r"(?:your|my|the)[ _-]*(?:api)?[ _-]*(?:key|token).*|(?:api)?[ _-]*(?:key|token)[a-z _-]*"
    r"|[<$].*|.*[\[({].*|x{4,}|\*+|(?:process|import|os|env|environ|config|secrets|settings|self|this|deno|bun)\..*",
    re.IGNORECASE,
)
"""``YOUR_API_KEY``, ``<key>``, ``${key}``, ``process.env.KEY``: what is written where a key belongs, and is none."""


@dataclass(frozen=True)
class PastedSmartList:
    """What was found in a pasted text; empty is what was not."""

    organization: str = ""
    organization_name: str = ""
    """How the address of a list's page calls the organization: a name, not the id that a call needs."""
    list_id: str = ""
    key: Secret | None = field(default=None, repr=False)

    @property
    def is_empty(self) -> bool:
        return not (self.organization or self.organization_name or self.list_id or self.key)


def read_pasted(text: str) -> PastedSmartList:
    """Whatever a code snippet, a command line or an address of ReactIn holds (providers.md).

    Ids may be in the path of a call, in the address of a list's page, or assigned to a name; the key stands in the
    ``Authorization`` header, with or without ``Bearer``. Where several are found, the first counts.
    """
    text = text[:100_000]
    organization = name = list_id = ""
    if (call := _READ.search(text) or _ADD.search(text)) and not _VERSION.fullmatch(call[1]):
        organization, list_id = call[1], call[2]
    elif page := _PAGE.search(text):
        name, list_id = unquote(page[1]), page[2]
    for what, assigned in _ASSIGNED.findall(text):
        if what.casefold().startswith("org"):
            organization = organization or assigned
        else:
            list_id = list_id or assigned
    organization, list_id = organization[:LONGEST_ID].rstrip("."), list_id[:LONGEST_ID].rstrip(".")  # of a sentence
    return PastedSmartList(organization, name[:LONGEST_ID], list_id, _key_in(text))


def checked_id(text: str) -> str:
    """``text`` as an id that can stand in a path. Raises ValueError for anything else: it could lead elsewhere."""
    clean = text.strip()
    if len(clean) > LONGEST_ID or not re.fullmatch(_ID, clean):
        raise ValueError("not an id")
    return clean


def _key_in(text: str) -> Secret | None:
    for found in _KEY.finditer(text):
        key = found[1] or found[2]
        if not _STAND_INS.fullmatch(key):
            return Secret(key)
    return None
