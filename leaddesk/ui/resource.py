"""Where the raw files (icons, styles) are, however LeadDesk was installed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def _roots() -> tuple[Path, ...]:
    """The folders that may hold the resources, the likeliest first.

    A wheel and a PyInstaller bundle carry them inside the package; an editable installation and a plain checkout have
    them beside it.
    """
    return tuple(root for root in (_PACKAGE / "resources", _PACKAGE.parent / "resources") if root.is_dir())


def resource(relative: str) -> Path:
    """The file or folder ``relative`` (with forward slashes, such as ``icons/filter.svg``) as an existing path.

    Raises ``FileNotFoundError`` when no installed copy has it, and ``ValueError`` for a path that leaves the folder.
    """
    if relative.startswith("/") or ".." in relative.split("/"):
        raise ValueError(f"not a path inside the resources: {relative!r}")
    for root in _roots():
        found = root / relative
        if found.exists():
            return found
    raise FileNotFoundError(f"LeadDesk's resource {relative!r} is missing from this installation")
