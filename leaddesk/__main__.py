"""The command line. Starts the program, the tour, the receiver, or what LeadDesk itself needs; each is loaded only
where it is asked for.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from leaddesk import __version__
from leaddesk.domain.preferences import RECEIVER_PORT


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, 1 when a step of the tour does not hold or nothing can be received, 2 for bad arguments."""
    parser = argparse.ArgumentParser(prog="leaddesk", description="Find, price and keep sales leads.")
    parser.add_argument("--version", action="version", version=f"LeadDesk {__version__}")
    parser.add_argument("--home", type=Path, metavar="FOLDER", help="keep everything, logs included, in FOLDER")
    parser.add_argument("--demo", action="store_true", help="work with made-up providers on this computer")
    commands = parser.add_subparsers(dest="command", metavar="")
    tour = commands.add_parser("tour", help="drive the window through the main job and leave pictures")
    tour.add_argument("--out", type=Path, metavar="FOLDER", required=True, help="where the pictures go")
    commands.add_parser("sandbox", help="the demo providers alone, for a parent process")
    commands.add_parser("work", help="one heavy job, for a parent process")
    inbox = commands.add_parser("inbox", help="receive deliveries for a LeadDesk elsewhere, without a window")
    # SUPPRESS: one that is given before the command holds as well.
    inbox.add_argument("--home", type=Path, metavar="FOLDER", default=argparse.SUPPRESS, help="keep them in FOLDER")
    inbox.add_argument("--port", type=_port, metavar="N", default=RECEIVER_PORT.default, help="listen on this one")
    inbox.add_argument("--public-host", metavar="NAME", default="", help="how the world calls this computer")
    inbox.add_argument("--for-parent", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.command == "work":
        from leaddesk.app.work.process import run_work  # noqa: PLC0415

        return run_work()
    home = chosen.home or (Path(os.environ["LEADDESK_HOME"]) if os.environ.get("LEADDESK_HOME") else None)
    if chosen.command == "inbox":
        if chosen.for_parent:
            from leaddesk.app.inbox.child import run_for_parent  # noqa: PLC0415

            return run_for_parent()
        if home is None:
            inbox.error("the following arguments are required: --home")
        from leaddesk.app.inbox.headless import run_headless  # noqa: PLC0415

        return run_headless(home, chosen.port, chosen.public_host)
    if chosen.command == "sandbox":
        from leaddesk.app.guest_house import run_sandbox  # noqa: PLC0415

        return run_sandbox()
    if chosen.command == "tour":
        try:
            chosen.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            tour.error(f"argument --out: {chosen.out} cannot be made: {error.strerror}")
        from leaddesk.tour.run import run_tour  # noqa: PLC0415

        return run_tour(chosen.out)
    from leaddesk.app.start import Options, start  # noqa: PLC0415

    return start(Options(home=home, demo=chosen.demo))


def _port(text: str) -> int:
    """Raises ValueError, which argparse tells."""
    port = int(text)
    if not 0 <= port < 65536:
        raise ValueError(port)
    return port


if __name__ == "__main__":
    sys.exit(main())
