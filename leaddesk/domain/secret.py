"""A secret that cannot slip into a log, a traceback or a picture."""

from __future__ import annotations

import hmac

from leaddesk.domain.errors import KeyUnusable

LONGEST_KEY = 1000
"""Windows keeps at most 1,280 characters in one entry of its keychain."""

_SHOWN = 4


class Secret:
    """An API key. Its ``repr`` and ``str`` hold nothing of it; ``reveal`` is called only where it is sent or stored."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    @classmethod
    def typed(cls, text: str) -> Secret:
        """A key as a person typed or pasted it, without the white space around it.

        Raises KeyUnusable where it is empty, longer than LONGEST_KEY, or holds anything but visible ASCII: such a key
        cannot travel in a header (RFC 9110, 5.5) and a line break in it would end up in the text of an error.
        """
        value = text.strip()
        if not value:
            raise KeyUnusable("empty")
        if len(value) > LONGEST_KEY:
            raise KeyUnusable("long")
        if not all("!" <= character <= "~" for character in value):
            raise KeyUnusable("characters")
        return cls(value)

    def reveal(self) -> str:
        """The key itself."""
        return self._value

    @property
    def ending(self) -> str:
        """At most the last four characters; fewer for a short key, so that never more than a quarter of it is shown."""
        shown = min(_SHOWN, len(self._value) // 4)
        return self._value[-shown:] if shown else ""

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> str:
        raise TypeError("a secret is never written anywhere")
