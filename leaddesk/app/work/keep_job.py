"""The job ``keep``: something that a person does to many leads at once, as one step of the history, or not at all.

What is asked is what ``workspace.leads.acts_elsewhere`` sends: ``database``, ``act``, ``at``, ``values`` and, where it
is about leads, ``leads``: a file of 64-bit numbers. What came of it is the ``result``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from leaddesk.files.number_files import taken
from leaddesk.workspace.leads.acts_elsewhere import do_here


def run(
    job: Mapping[str, Any], _: Callable[[Mapping[str, Any]], None], cancelled: Callable[[], bool]
) -> dict[str, Any] | None:
    """As ``domain.work.Job``. Raises WorkspaceError."""
    return do_here(job, taken, cancelled)
