"""A real Secret Service: gnome-keyring in a D-Bus session of its own, without a screen."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
VISIT = Path(__file__).with_name("secret_service_visit.py")
CANARY = "canary-2c81d0e7aa94"
UNLOCKED = "printf pw | gnome-keyring-daemon --unlock --components=secrets"
LOCKED = "gnome-keyring-daemon --start --components=secrets"
NEEDED = ("dbus-run-session", "gnome-keyring-daemon")

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Secret Service is Linux's keychain")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    missing = [name for name in NEEDED if shutil.which(name) is None]
    missing += [name for name in ("secretstorage",) if importlib.util.find_spec(name) is None]
    if missing:
        reason = f"not installed: {', '.join(missing)} (Debian: gnome-keyring, dbus)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return tmp_path


def visit(what: str, home: Path, daemon: str) -> dict[str, Any]:
    """The report of ``secret_service_visit`` after ``daemon`` was started, in a session that ends with it."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "share"),
        "XDG_RUNTIME_DIR": str(home),
        "PYTHONPATH": str(ROOT),
    }
    script = f'{daemon} >/dev/null && exec "{sys.executable}" "{VISIT}" {what}'
    ended = subprocess.run(  # noqa: S603
        [shutil.which("dbus-run-session") or "", "--", "/bin/sh", "-c", script],
        env=environment,
        input=CANARY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert CANARY not in ended.stdout + ended.stderr
    report: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return report


def test_a_real_keychain_keeps_replaces_and_removes_a_key(home: Path) -> None:
    report = visit("at-home", home, UNLOCKED)
    assert report == {
        "before": True,
        "stored": "keychain",
        "read": True,
        "seen": True,
        "replaced": True,
        "removed": True,
    }
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files, "the keychain has kept something"
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]


def test_a_locked_keychain_says_no_and_does_not_hang(home: Path) -> None:
    visit("at-home", home, UNLOCKED)
    report = visit("locked", home, LOCKED)
    assert report == {
        "read": "KeychainRefused",
        "store": "KeychainRefused",
        "remove": "KeychainRefused",
        "memory": "memory",
    }


def test_a_prompt_that_nobody_answers_is_given_up_on(home: Path) -> None:
    """The locked keychain asks for its password through a program that starts and then does nothing."""
    visit("at-home", home, UNLOCKED)
    services = home / "share" / "dbus-1" / "services"
    services.mkdir(parents=True)
    (services / "prompter.service").write_text(
        "[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=/bin/sleep 3\n"
    )
    report = visit("locked", home, LOCKED)
    assert report == {
        "read": "KeychainNotAnswering",
        "store": "KeychainNotAnswering",
        "remove": "KeychainNotAnswering",
        "memory": "memory",
    }
