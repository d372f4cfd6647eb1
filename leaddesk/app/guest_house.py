"""The sandbox's door: the demo providers as a process of their own."""

from __future__ import annotations


def run_sandbox() -> int:
    """Serves until the parent closes our standard input. The exit code."""
    from leaddesk.sandbox.server import run_for_parent  # noqa: PLC0415 - the window never needs it

    run_for_parent()
    return 0
