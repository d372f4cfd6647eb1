"""What LeadDesk needs from the operating system, and how each kind of system gets it.

A missing library is found by loading Qt, never by asking for packages: a library may come from anywhere.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Say = Callable[[str], None]


class Stop(Exception):
    """Why it cannot go on, and what to type."""


@dataclass(frozen=True)
class Packages:
    """How one family of systems installs Qt's libraries."""

    install: tuple[str, ...]
    always: tuple[str, ...]
    """What Qt needs with and without a screen, and a font."""
    screen: tuple[str, ...]
    """What an X screen needs besides."""


FAMILIES = {
    "debian": Packages(
        ("apt-get", "install", "-y", "--no-install-recommends"),
        ("libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3", "fonts-inter"),
        ("libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
    ),
    "fedora": Packages(
        ("dnf", "install", "-y"),
        ("glib2", "mesa-libGL", "mesa-libEGL", "libxkbcommon", "fontconfig", "dbus-libs", "dejavu-sans-fonts"),
        ("xcb-util-cursor", "libxkbcommon-x11", "xcb-util-wm", "xcb-util-keysyms", "libxcb"),
    ),
    "suse": Packages(
        ("zypper", "install", "-y"),
        (
            *("libglib-2_0-0", "libgthread-2_0-0", "Mesa-libGL1", "Mesa-libEGL1", "libxkbcommon0"),
            *("fontconfig", "libdbus-1-3", "dejavu-fonts"),
        ),
        ("libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
    ),
    "arch": Packages(
        ("pacman", "-S", "--needed", "--noconfirm"),
        ("glib2", "libglvnd", "libxkbcommon", "fontconfig", "dbus", "inter-font"),
        ("xcb-util-cursor", "libxkbcommon-x11", "xcb-util-wm", "xcb-util-keysyms", "libxcb"),
    ),
}
_RELATIVES = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora", "opensuse": "suse", "sles": "suse"}

_PROBE = """
import ctypes, sys
from pathlib import Path
import PySide6
from PySide6 import QtCore, QtDBus, QtGui, QtSvg, QtTest, QtWidgets
ctypes.CDLL("libdbus-1.so.3")
platforms = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
for plugin in sys.argv[1:]:
    if (platforms / plugin).exists():
        ctypes.CDLL(str(platforms / plugin))
application = QtGui.QGuiApplication([])
if not QtGui.QFontDatabase.families():
    sys.exit("no font")
"""
"""Starts Qt without a window. Its arguments are the platform plugins that must load."""


def has_screen(platform: str, surroundings: Mapping[str, str]) -> bool:
    """Whether a window can be shown: ``platform`` as ``sys.platform``, ``surroundings`` as ``os.environ``."""
    if surroundings.get("QT_QPA_PLATFORM", "").split(":")[0] in {"offscreen", "minimal"}:
        return False
    if platform in {"win32", "darwin"}:
        return True
    return bool(surroundings.get("DISPLAY") or surroundings.get("WAYLAND_DISPLAY"))


def family(os_release: str) -> str | None:
    """The key of :data:`FAMILIES` for the text of ``/etc/os-release``; None for a system not known here."""
    facts = dict(line.split("=", 1) for line in os_release.splitlines() if "=" in line)
    names = " ".join(facts.get(key, "").strip("\"'") for key in ("ID", "ID_LIKE")).lower().split()
    for name in names:
        known = _RELATIVES.get(name.split("-")[0], name.split("-")[0])
        if known in FAMILIES:
            return known
    return None


def missing(complaint: str) -> str | None:
    """What the system lacks, from the words of a Qt that did not start: a library, ``a font``, or None if neither."""
    library = re.search(r"(lib[\w.+-]+\.so[.\d]*): cannot open shared object file", complaint)
    if library:
        return library.group(1)
    return "a font" if complaint.strip().endswith("no font") else None


def ensure_venv_module(say: Say) -> None:
    """Debian and Ubuntu keep the part that makes environments in a package of its own."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    lacks = "This Python cannot make virtual environments (its module ensurepip is missing)."
    if _here() != "debian" or Path(sys.base_prefix) != Path("/usr"):
        raise Stop(f"{lacks}\nInstall a complete Python 3.11 or newer and start this with it.")
    _provide(lacks, "debian", [f"python3.{sys.version_info.minor}-venv"], say)
    importlib.invalidate_caches()
    if not importlib.util.find_spec("ensurepip"):
        raise Stop(lacks)


def ensure_qt(python: Path, *, screen: bool, say: Say) -> None:
    """Loads Qt with ``python`` the way it will be used; installs or names what it lacks. Only Linux ever lacks any."""
    if not sys.platform.startswith("linux"):
        return
    complaint = _start_qt(python, screen=screen)
    if not complaint:
        return
    lacks = missing(complaint)
    if lacks is None:
        raise Stop(f"Qt does not start on this system:\n{complaint}")
    here = _here()
    if here is None:
        raise Stop(f"Qt needs {lacks}, which this system lacks. Install it, then start this again.")
    packages = FAMILIES[here].always + (FAMILIES[here].screen if screen else ())
    _provide(f"Qt needs {lacks}, which this system lacks.", here, packages, say)
    if complaint := _start_qt(python, screen=screen):
        raise Stop(f"Qt still does not start:\n{complaint}")


def _start_qt(python: Path, *, screen: bool) -> str:
    """What Qt says when it cannot start; nothing when it can."""
    plugins = []
    if screen:
        plugins = ["libqxcb.so"] if os.environ.get("DISPLAY") else ["libqwayland.so"]
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [str(python), "-c", _PROBE, *plugins]
    probe = subprocess.run(command, env=surroundings, capture_output=True, text=True, errors="replace", check=False)
    if probe.returncode == 0:
        return ""
    return probe.stderr.strip() or f"it ended with code {probe.returncode}"


def _here() -> str | None:
    release = Path("/etc/os-release")
    return family(release.read_text("utf-8")) if release.is_file() else None


def _provide(lacks: str, here: str, packages: Sequence[str], say: Say) -> None:
    """Installs the packages as root on Debian and its kin; anywhere else stops with the command to type."""
    root = sys.platform != "win32" and os.geteuid() == 0
    command = [*FAMILIES[here].install, *packages]
    typed = shlex.join(command if root else ["sudo", *command])
    if not root or here != "debian":
        raise Stop(f"{lacks} Type\n\n    {typed}\n\nthen start this again.")
    say(f"{lacks} Installing it with apt-get ...")
    # The lists may be missing or too old: ask for new ones only then, because that takes longest.
    trouble = _apt(command[1:]) and (_apt(["update"]) or _apt(command[1:]))
    if trouble:
        raise Stop(
            f"apt-get could not install it:\n{trouble}\nIs this computer online? To try by hand, type\n\n    {typed}"
        )


def _apt(arguments: Sequence[str]) -> str:
    """What apt-get says when it fails; nothing when it does what it is asked."""
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *arguments]
    apt = subprocess.run(command, env=surroundings, capture_output=True, text=True, errors="replace", check=False)
    return (apt.stderr.strip() or f"it ended with code {apt.returncode}") if apt.returncode else ""
