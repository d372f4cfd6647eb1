"""LeadDesk from a bare checkout: ``python3 packaging/dev.py demo`` and ``python3 packaging/dev.py test``.

Needs nothing but Python: the virtual environment is made on first use from ``packaging/requirements.lock``, and what
the operating system lacks is named or, as root on Debian and Ubuntu, installed.

    demo    open LeadDesk on made-up data; without a screen, take its pictures instead
    run     open LeadDesk
    test    run every check and test; with arguments only pytest, with these
    lock    for maintainers: make requirements.lock anew from pyproject.toml (needs uv)
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  an older Python still parses this file and gets words, not a traceback
    sys.exit(
        "LeadDesk needs Python 3.11 or newer; this is %d.%d (%s).\n"  # noqa: UP031
        "Install a newer one and start this with it, such as: python3.12 packaging/dev.py demo"
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

# After the check, because these two need a Python that LeadDesk runs on.
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import environment
import system

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"


def say(words: str) -> None:
    print(words, flush=True)


def surroundings(*, screen: bool) -> dict[str, str]:
    """The environment variables for LeadDesk; without a screen Qt paints into memory."""
    return {**os.environ} if screen else {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def ready(*, screen: bool) -> Path:
    """The environment's Python, with everything it and Qt need in place. Raises ``system.Stop`` with what to do."""
    python = environment.ensure(ROOT, say)
    system.ensure_qt(python, screen=screen, say=say)
    return python


def start(python: Path, *arguments: str, screen: bool = True) -> int:
    """LeadDesk with these arguments; its exit code."""
    with subprocess.Popen([python, "-m", "leaddesk", *arguments], cwd=ROOT, env=surroundings(screen=screen)) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                # LeadDesk got the same Ctrl+C and is closing its files.
                continue


def demo(arguments: Sequence[str]) -> int:
    """The demo in a window or, without a screen, as pictures in ``tour-out``."""
    screen = system.has_screen(sys.platform, os.environ)
    python = ready(screen=screen)
    if screen:
        code = start(python, "--demo", *arguments)
        if code < 0:
            say("LeadDesk could not stay open. Without a reachable screen, QT_QPA_PLATFORM=offscreen takes pictures.")
        return code
    pictures = ROOT / "tour-out"
    say("No screen here, so LeadDesk takes pictures of its main job instead.")
    code = start(python, *arguments, "tour", "--out", str(pictures), screen=False)
    say(f"The pictures are in {pictures}" if code == 0 else f"The tour failed; what it saw is in {pictures}")
    return code


def run(arguments: Sequence[str]) -> int:
    """LeadDesk itself."""
    return start(ready(screen=True), *arguments)


def test(arguments: Sequence[str]) -> int:
    """All checks, then all tests; with arguments only pytest. The last line is pytest's own summary."""
    python = ready(screen=False)
    checks = {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "mypy": ["-m", "mypy"],
        "import contracts": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
    }
    rows = []
    failed = False
    for name, command in {} if arguments else checks.items():
        say(f"\n--- {name}")
        began = time.monotonic()
        passed = subprocess.run([python, *command], cwd=ROOT, check=False).returncode == 0
        failed |= not passed
        rows.append(f"{name:<18} {'passed' if passed else 'FAILED'}  {time.monotonic() - began:6.1f} s")
    summary = ""
    # Whole LeadDesks leave widgets behind that only the end of a process clears away: they run in one of their own.
    for group in [list(arguments)] if arguments else [["tests/unit", "tests/ui"], ["tests/journeys"]]:
        name = f"pytest {' '.join(group)}"
        say(f"\n--- {name}")
        code, summary = pytest(python, group)
        verdict = "passed" if code == 0 else "FAILED" if code > 0 else f"CRASHED with signal {-code}"
        failed |= code != 0
        rows += [f"{name:<28} {verdict}", summary]
    say("\n" + "\n".join(rows))
    return 1 if failed else 0


def pytest(python: Path, arguments: Sequence[str]) -> tuple[int, str]:
    """Runs pytest without a screen; its exit code and the last line that it printed."""
    color = ["--color=yes"] if sys.stdout.isatty() else []
    command = [str(python), "-m", "pytest", *color, *arguments]
    tail = b""
    with subprocess.Popen(command, cwd=ROOT, env=surroundings(screen=False), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101  it was asked for
        source = process.stdout.fileno()
        for chunk in iter(lambda: os.read(source, 65536), b""):
            sys.stdout.buffer.write(chunk)
            sys.stdout.flush()
            tail = (tail + chunk)[-4096:]
    lines = tail.decode("utf-8", "replace").strip().splitlines()
    return process.returncode, lines[-1] if lines else ""


def lock(arguments: Sequence[str]) -> int:
    """Makes the lock anew; arguments go to uv (``--upgrade``). Refuses a lock that names an address."""
    uv = shutil.which("uv")
    if uv is None:
        raise system.Stop("Making the lock needs uv, which is not on the path.")
    options = ["--extra", "dev", "--universal", "--python-version", "3.11", "--generate-hashes"]
    quiet = ["--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    fresh = LOCK.with_suffix(".new")
    shutil.copyfile(LOCK, fresh)  # what is locked stays, unless asked to move
    try:
        command = [uv, "pip", "compile", "pyproject.toml", *options, *quiet, "-o", str(fresh), *arguments]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code == 0 and "://" in fresh.read_text("utf-8"):
            raise system.Stop("The new lock names an address; it was not kept.")
        if code == 0:
            fresh.replace(LOCK)
    finally:
        fresh.unlink(missing_ok=True)
    return code


COMMANDS = {"demo": demo, "run": run, "test": test, "lock": lock}


def main(arguments: Sequence[str]) -> int:
    """Does what the arguments say; the exit code (2 for a command that does not exist)."""
    if not arguments or arguments[0] not in COMMANDS:
        say(__doc__ or "")
        return 0 if list(arguments) in (["-h"], ["--help"]) else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except system.Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
