"""The two commands of the README: what they decide about systems, environments and words."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
PACKAGING = ROOT / "packaging"

DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nID=debian\n'
UBUNTU = 'NAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n'
MINT = 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n'
FEDORA = "NAME='Fedora Linux'\nID=fedora\n"
ROCKY = 'NAME="Rocky Linux"\nID="rocky"\nID_LIKE="rhel centos fedora"\n'
TUMBLEWEED = 'NAME="openSUSE Tumbleweed"\nID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n'
ARCH = 'NAME="Arch Linux"\nID=arch\n'
MANJARO = 'NAME="Manjaro Linux"\nID=manjaro\nID_LIKE=arch\n'
ALPINE = 'NAME="Alpine Linux"\nID=alpine\n'


def _module(name: str) -> ModuleType:
    """A file of ``packaging``, as ``dev.py`` itself imports it."""
    sys.path.insert(0, str(PACKAGING))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(PACKAGING))


@pytest.fixture(scope="module")
def system() -> ModuleType:
    return _module("system")


@pytest.fixture(scope="module")
def environment() -> ModuleType:
    return _module("environment")


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    return _module("dev")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as an environment depends on."""
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "requirements.lock").write_text("", "utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n\n[tool.ruff]\nline-length = 1\n', "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("release", "family"),
    [
        (DEBIAN, "debian"),
        (UBUNTU, "debian"),
        (MINT, "debian"),
        (FEDORA, "fedora"),
        (ROCKY, "fedora"),
        (TUMBLEWEED, "suse"),
        (ARCH, "arch"),
        (MANJARO, "arch"),
        (ALPINE, None),
        ("", None),
    ],
)
def test_a_system_is_known_by_its_release_file(system: ModuleType, release: str, family: str | None) -> None:
    assert system.family(release) == family


@pytest.mark.parametrize(
    ("family", "typed"),
    [
        ("debian", "sudo apt-get install -y --no-install-recommends libglib2.0-0 libgl1 "),
        ("fedora", "sudo dnf install -y glib2 mesa-libGL "),
        ("suse", "sudo zypper install -y libglib-2_0-0 "),
        ("arch", "sudo pacman -S --needed --noconfirm glib2 libglvnd "),
    ],
)
def test_a_person_is_told_what_to_type(
    system: ModuleType, monkeypatch: pytest.MonkeyPatch, family: str, typed: str
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(system.Stop) as stop:
        system._provide("Qt needs libGL.so.1.", family, system.FAMILIES[family].always, print)
    assert f"Type\n\n    {typed}" in str(stop.value)


def test_what_is_missing_is_read_from_the_complaint(system: ModuleType) -> None:
    loading = "ImportError: libxcb-cursor.so.0: cannot open shared object file: No such file or directory"
    assert system.missing(f"Traceback\n{loading}\n") == "libxcb-cursor.so.0"
    assert system.missing("libstdc++.so.6: cannot open shared object file") == "libstdc++.so.6"
    assert system.missing("warning\nno font\n") == "a font"
    assert system.missing("ImportError: version `GLIBC_2.34' not found") is None


@pytest.mark.parametrize(
    ("platform", "surroundings", "screen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
        ("win32", {"QT_QPA_PLATFORM": "offscreen:size=1x1"}, False),
    ],
)
def test_where_there_is_a_screen(
    system: ModuleType, platform: str, surroundings: dict[str, str], *, screen: bool
) -> None:
    assert system.has_screen(platform, surroundings) is screen


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks libraries")
def test_qt_is_tried_the_way_it_is_used(system: ModuleType) -> None:
    used: set[str] = set()
    for source in (ROOT / "leaddesk").rglob("*.py"):
        used |= set(re.findall(r"^\s*(?:from|import) PySide6\.(\w+)", source.read_text("utf-8"), re.MULTILINE))
    tried = set(re.findall(r"Qt\w+", next(line for line in system._PROBE.splitlines() if "from PySide6" in line)))
    assert used - tried == set()
    system.ensure_qt(Path(sys.executable), screen=False, say=print)


def test_a_stamp_changes_with_what_an_environment_depends_on(environment: ModuleType, checkout: Path) -> None:
    before = environment.wanted(checkout)
    assert environment.work(None, before) is environment.Work.ALL
    assert environment.work(before, before) is environment.Work.NOTHING

    settings = (checkout / "pyproject.toml").read_text("utf-8")
    (checkout / "pyproject.toml").write_text(settings.replace("line-length = 1", "line-length = 2"), "utf-8")
    assert environment.work(before, environment.wanted(checkout)) is environment.Work.NOTHING
    (checkout / "pyproject.toml").write_text(settings.replace('"x"', '"y"'), "utf-8")
    assert environment.work(before, environment.wanted(checkout)) is environment.Work.PROJECT
    (checkout / "pyproject.toml").write_text(settings, "utf-8")
    (checkout / "packaging" / "requirements.lock").write_text("other==1\n", "utf-8")
    assert environment.work(before, environment.wanted(checkout)) is environment.Work.ALL


@pytest.mark.parametrize("key", ["python", "platform", "checkout"])
def test_another_python_machine_or_place_needs_another_environment(
    environment: ModuleType, checkout: Path, key: str
) -> None:
    stamp = environment.wanted(checkout)
    assert environment.work({**stamp, key: "another"}, stamp) is environment.Work.ALL


def test_an_unfinished_or_damaged_environment_has_no_stamp(environment: ModuleType, checkout: Path) -> None:
    folder = checkout / ".venv"
    assert environment.found(folder) is None
    folder.mkdir()
    stamp = folder / environment._STAMP
    stamp.write_text(json.dumps({"lock": "x"}), "utf-8")
    assert environment.found(folder) == {"lock": "x"}
    (folder / environment._UNFINISHED).touch()
    assert environment.found(folder) is None
    (folder / environment._UNFINISHED).unlink()
    for damage in ("", "{", "[]", "null"):
        stamp.write_text(damage, "utf-8")
        assert environment.found(folder) is None


def test_a_finished_environment_is_left_alone(environment: ModuleType, checkout: Path) -> None:
    python = environment.venv_python(checkout / ".venv", sys.platform)
    python.parent.mkdir(parents=True)
    python.touch()
    (checkout / ".venv" / environment._STAMP).write_text(json.dumps(environment.wanted(checkout)), "utf-8")
    said: list[str] = []
    assert environment.ensure(checkout, said.append) == python
    assert said == []
    assert {path.name for path in checkout.iterdir()} == {".venv", "packaging", "pyproject.toml"}


def test_a_moved_or_broken_environment_does_not_work(environment: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "one"
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    python = environment.venv_python(folder, sys.platform)
    assert not environment._works(folder, python), "it has no pip"
    (next(folder.rglob("site-packages")) / "pip.py").write_text("", "utf-8")
    assert environment._works(folder, python)
    assert not environment._works(tmp_path / "another", python)
    assert not environment._works(folder, folder / "no-python")


def test_two_at_once_wait_for_each_other(environment: ModuleType, checkout: Path) -> None:
    said: list[str] = []
    code = (
        f"import sys; sys.path.insert(0, {str(PACKAGING)!r})\n"
        "import environment; from pathlib import Path\n"
        f"with environment._alone(Path({str(checkout)!r}), print): print('in', flush=True); input()"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:  # noqa: S603
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "in\n"

        def say(words: str) -> None:
            said.append(words)
            assert other.stdin is not None
            other.stdin.write("\n")
            other.stdin.flush()

        with environment._alone(checkout, say):
            assert len(said) == 1
    assert other.returncode == 0


@pytest.mark.parametrize(
    ("complaint", "words"),
    [
        ("NewConnectionError: failed\nERROR: No matching distribution found for a==1\n", "Is this computer online"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n", "not the one that"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n", "Errno 28"),
    ],
)
def test_a_failing_pip_is_put_into_words(environment: ModuleType, complaint: str, words: str) -> None:
    assert words in environment.pip_words(complaint)


def test_no_command_or_a_wrong_one_shows_the_commands(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main([]) == 2
    shown = capsys.readouterr().out
    assert all(f"    {command} " in shown for command in dev.COMMANDS)
    assert dev.main(["dance"]) == 2
    assert dev.main(["--help"]) == 0
    assert capsys.readouterr().out == shown * 2


def test_an_older_python_gets_words() -> None:
    source = (PACKAGING / "dev.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 7))
    older = f"import sys; sys.version_info = (3, 9, 1)\nexec(compile({source!r}, 'dev.py', 'exec'))"
    command = [sys.executable, "-c", older]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert tried.returncode == 1
    assert "needs Python 3.11 or newer; this is 3.9" in tried.stderr
    assert "Traceback" not in tried.stderr
