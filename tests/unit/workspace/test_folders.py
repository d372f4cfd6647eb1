from __future__ import annotations

import os
import stat
from pathlib import Path

import platformdirs
import pytest

from leaddesk.domain.errors import WorkspaceUnusable
from leaddesk.workspace.folders import Folders, made


def test_a_portable_installation_keeps_everything_in_its_folder(tmp_path: Path) -> None:
    folders = Folders.of(tmp_path / "home")
    assert folders.data == folders.config == tmp_path / "home"
    assert all(folder.is_relative_to(tmp_path / "home") for folder in (folders.data, folders.logs))
    assert not (tmp_path / "home").exists(), "asking makes nothing"


def test_a_relative_home_stays_where_it_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folders = Folders.of(Path("home"))
    monkeypatch.chdir("/")
    assert folders.data == tmp_path / "home"


def test_without_a_home_the_platform_decides() -> None:
    folders = Folders.of(None)
    assert folders.data.parent == platformdirs.user_data_path()
    assert folders.config.parent == platformdirs.user_config_path()
    assert len({folders.data, folders.logs}) == 2


@pytest.mark.skipif(os.name != "posix", reason="permission bits")
def test_new_folders_are_private_and_old_ones_stay_as_they_are(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    folder = made(tmp_path / "new" / "newer")
    assert made(folder) == folder
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (tmp_path, folder.parent, folder)]
    assert modes == [0o755, 0o700, 0o700]


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(WorkspaceUnusable) as unusable:
            made(folder)
        assert unusable.value.reason
