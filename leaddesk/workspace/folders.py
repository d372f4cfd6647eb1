"""Where LeadDesk keeps its things."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from leaddesk.domain.errors import WorkspaceUnusable


@dataclass(frozen=True)
class Folders:
    """Three places, which need not be there yet and may be one and the same. See ``made``."""

    data: Path
    """The database and the lock."""
    config: Path
    """The settings."""
    logs: Path

    @classmethod
    def of(cls, home: Path | None) -> Folders:
        """Everything inside ``home`` (a portable installation), or the platform's own folders where it is None."""
        if home is not None:
            folder = home.expanduser().absolute()
            return cls(data=folder, config=folder, logs=folder / "logs")
        import platformdirs  # noqa: PLC0415 - a portable installation does without

        name = "LeadDesk" if sys.platform in {"win32", "darwin"} else "leaddesk"
        dirs = platformdirs.PlatformDirs(name, appauthor=False)
        return cls(data=dirs.user_data_path, config=dirs.user_config_path, logs=dirs.user_log_path)


def folders_of(home: Path | None, *, demo: bool) -> Folders:
    """The demo keeps its things apart, so that made-up data never stands beside real ones."""
    real = Folders.of(home)
    if not demo:
        return real
    return replace(real, data=real.data / "demo", config=real.config / "demo")


def made(folder: Path) -> Path:
    """``folder``, which is there now. Every folder on the way that is new is private (0700, as the XDG Base Directory
    Specification asks for); one that was there stays as it is. Raises WorkspaceUnusable.
    """
    try:
        for place in reversed([folder, *folder.parents]):
            if not place.is_dir():
                place.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise WorkspaceUnusable(folder, error.strerror or type(error).__name__) from error
    return folder
