"""The virtual environment of a checkout: made from the lock when something changed, left alone when nothing did."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from system import Say, Stop, ensure_venv_module

_STAMP = "leaddesk-stamp.json"
_UNFINISHED = "leaddesk-unfinished"

Stamp = Mapping[str, str]


class Work(Enum):
    """What has to be done before the environment can be used."""

    NOTHING = "nothing"
    PROJECT = "project"
    """Only LeadDesk itself is installed anew: its entry points or dependencies are written otherwise."""
    ALL = "all"


def ensure(root: Path, say: Say) -> Path:
    """The Python of ``root/.venv``, which holds exactly what the lock says. Raises ``Stop`` with words for the person.

    Two at once wait for each other; one that was interrupted is made anew. An environment that somebody else made there
    is kept and completed, as long as it works with this Python.
    """
    venv = root / ".venv"
    python = venv_python(venv, sys.platform)
    stamp = wanted(root)
    if work(found(venv), stamp) is Work.NOTHING and python.exists():
        return python
    with _alone(root, say):
        kept = found(venv)
        todo = work(kept, stamp) if python.exists() else Work.ALL
        if todo is Work.NOTHING:
            return python
        if todo is Work.ALL:
            _make(venv, python, ours=kept is not None, say=say)
        (venv / _UNFINISHED).touch()
        (venv / _STAMP).unlink(missing_ok=True)
        if todo is Work.ALL:
            say("Installing packages ...")
            _pip(python, "--require-hashes", "-r", str(root / "packaging" / "requirements.lock"))
        _pip(python, "--no-deps", "--no-build-isolation", "-e", str(root))
        (venv / _STAMP).write_text(json.dumps(stamp, indent=1), "utf-8")
        (venv / _UNFINISHED).unlink()
    return python


def venv_python(venv: Path, system: str) -> Path:
    """Where the environment's Python is on ``system`` (as ``sys.platform``)."""
    return venv / "Scripts" / "python.exe" if system == "win32" else venv / "bin" / "python"


def wanted(root: Path) -> Stamp:
    """What the environment depends on; of ``pyproject.toml`` only what an installation reads, no tools' settings."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    installed = [project.get("build-system"), project.get("project"), project.get("tool", {}).get("hatch")]
    return {
        "lock": hashlib.sha256((root / "packaging" / "requirements.lock").read_bytes()).hexdigest(),
        "project": hashlib.sha256(json.dumps(installed, sort_keys=True).encode()).hexdigest(),
        "python": f"{platform.python_implementation()} {sys.version_info.major}.{sys.version_info.minor}",
        "platform": f"{sys.platform} {platform.machine()}",
        "checkout": str(root),
    }


def found(venv: Path) -> Stamp | None:
    """The stamp of a finished environment; None where there is none, or the work on it was interrupted."""
    if (venv / _UNFINISHED).exists():
        return None
    try:
        stamp = json.loads((venv / _STAMP).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) else None


def work(kept: Stamp | None, stamp: Stamp) -> Work:
    """What leads from the stamp ``kept`` to ``stamp``."""
    if kept is None:
        return Work.ALL
    changed = {key for key in stamp if kept.get(key) != stamp[key]}
    if not changed:
        return Work.NOTHING
    return Work.PROJECT if changed == {"project"} else Work.ALL


def _make(venv: Path, python: Path, *, ours: bool, say: Say) -> None:
    """An environment with pip in it: the one that is there if it is whole and somebody else's, else a new one."""
    if not ours and not (venv / _UNFINISHED).exists() and _works(venv, python):
        return
    ensure_venv_module(say)
    say("Making the environment .venv (once, about half a minute) ...")
    try:
        if venv.is_symlink() or venv.is_file():
            venv.unlink()
        elif venv.exists():
            shutil.rmtree(venv)
    except OSError as error:
        raise Stop(f"The old environment cannot be removed: {error}\nClose LeadDesk, then start this again.") from error
    # Started from an environment's Python (perhaps this very one), go back to the one that made it.
    base = getattr(sys, "_base_executable", None) or sys.executable
    made = subprocess.run([base, "-m", "venv", venv], capture_output=True, text=True, errors="replace", check=False)
    if made.returncode:
        raise Stop(f"Python could not make the environment:\n{(made.stdout + made.stderr).strip()}")


def _works(venv: Path, python: Path) -> bool:
    """Whether ``python`` starts, has pip, is of this version and knows itself to be in ``venv`` (so was not moved)."""
    if not python.exists():
        return False
    question = "import pip, platform, sys; print(platform.python_version(), sys.prefix)"
    answer = subprocess.run([python, "-c", question], capture_output=True, text=True, errors="replace", check=False)
    version, _, prefix = answer.stdout.strip().partition(" ")
    return version == platform.python_version() and Path(prefix).resolve() == venv.resolve()


def _pip(python: Path, *arguments: str) -> None:
    options = ["--quiet", "--no-input", "--disable-pip-version-check"]
    command = [str(python), "-m", "pip", "install", *options, *arguments]
    pip = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    if pip.returncode:
        raise Stop(pip_words(pip.stderr))


def pip_words(complaint: str) -> str:
    """What went wrong, for a person, from what pip wrote to its error output."""
    if "DO NOT MATCH THE HASHES" in complaint:
        return "A package is not the one that packaging/requirements.lock names, so it was not installed.\n" + complaint
    errors = [line for line in complaint.splitlines() if line.startswith("ERROR:")]
    cause = "\n".join(errors) or complaint.strip()
    network = ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "ReadTimeout", "No matching distribution")
    if any(sign in complaint for sign in network):
        return f"The packages could not be downloaded. Is this computer online?\npip said: {cause}"
    return f"pip could not install the packages.\n{cause}"


@contextmanager
def _alone(root: Path, say: Say) -> Iterator[None]:
    """Only one at a time works on the environment of a checkout. Freed by the system if the process dies."""
    folder = root / "build"
    folder.mkdir(exist_ok=True)
    with (folder / "environment.lock").open("a") as file:
        if not _try_lock(file.fileno()):
            say("Another one is making the environment; waiting for it ...")
            _wait_for_lock(file.fileno())
        yield


if sys.platform == "win32":
    import msvcrt
    import time

    def _try_lock(number: int) -> bool:
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _wait_for_lock(number: int) -> None:
        while not _try_lock(number):
            time.sleep(0.2)

else:
    import fcntl

    def _try_lock(number: int) -> bool:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait_for_lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX)
