"""Settings in a dictionary."""

from __future__ import annotations

from typing import Any, TypeVar

from leaddesk.domain.preferences import Preference

T = TypeVar("T")


class MemoryPreferences:
    """Checks as the real store does, and writes nothing."""

    def __init__(self, **values: Any) -> None:
        """``values`` by the preference's name."""
        self._values: dict[str, Any] = dict(values)

    def get(self, preference: Preference[T]) -> T:
        value: T = self._values.get(preference.name, preference.default)
        return value

    def set(self, preference: Preference[T], value: T) -> None:
        if not preference.accepts(value):
            raise ValueError(preference.name)
        self._values[preference.name] = value
