"""The command line. Starts the program, the tour, or the demo providers; each is loaded only if it is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from leaddesk import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, 1 when a step of the tour does not hold, 2 for bad arguments."""
    parser = argparse.ArgumentParser(prog="leaddesk", description="Find, price and keep sales leads.")
    parser.add_argument("--version", action="version", version=f"LeadDesk {__version__}")
    parser.add_argument("--home", type=Path, metavar="FOLDER", help="keep everything, logs included, in FOLDER")
    parser.add_argument("--demo", action="store_true", help="work with made-up providers on this computer")
    commands = parser.add_subparsers(dest="command", metavar="")
    tour = commands.add_parser("tour", help="drive the window through the main job and leave pictures")
    tour.add_argument("--out", type=Path, metavar="FOLDER", required=True, help="where the pictures go")
    commands.add_parser("sandbox", help="the demo providers alone, for a parent process")
    commands.add_parser("work", help="one heavy job, for a parent process")
    chosen = parser.parse_args(arguments)
    if chosen.command == "work":
        from leaddesk.app.work.process import run_work  # noqa: PLC0415

        return run_work()
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

    home = chosen.home or (Path(os.environ["LEADDESK_HOME"]) if os.environ.get("LEADDESK_HOME") else None)
    return start(Options(home=home, demo=chosen.demo))


if __name__ == "__main__":
    sys.exit(main())
