"""The settings as the first picture needs them: read, and nothing else loaded for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from leaddesk.domain.preferences import Preference

T = TypeVar("T")

_LARGEST = 4 * 1024 * 1024


class DamagedError(Exception):
    """The file holds something else than settings."""


def first_look(path: Path) -> Callable[[Preference[T]], T]:
    """What was chosen, or the default where the file is missing, damaged or holds no such setting."""
    try:
        values = parsed_settings(path)
    except (OSError, DamagedError):
        values = {}

    def chosen(preference: Preference[T]) -> T:
        value = values.get(preference.name, preference.default)
        return value if preference.accepts(value) else preference.default

    return chosen


def parsed_settings(path: Path) -> dict[str, Any]:
    """The file's content. Raises OSError where it cannot be read, DamagedError where it holds something else."""
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    try:
        values = json.loads(content.decode("utf-8-sig")) if len(content) <= _LARGEST else None
    except (ValueError, RecursionError):
        raise DamagedError from None
    if not isinstance(values, dict):
        raise DamagedError
    return values
