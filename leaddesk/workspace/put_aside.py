"""What is damaged is kept: beside the new one, under a name that says so."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path


def put_aside(path: Path, companions: tuple[str, ...] = ()) -> Path:
    """Renames ``name.ext`` to ``name.damaged-<date>.ext``, a name that is still free, and returns it.

    ``companions`` are endings of files that belong to it (``-wal``) and go along where they are there. Raises OSError.
    """
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    aside, number = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}"), 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}.damaged-{stamp}-{number}{path.suffix}")
    path.rename(aside)
    for ending in companions:
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    return aside
