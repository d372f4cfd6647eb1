"""The job ``prepare``: whatever makes My Leads quick, then the search for likely duplicates.

What is asked: ``database`` and ``index``, the files; ``columns``, whose orders are wanted beside the usual ones.
What is told: ``done``, from 0 to 1. The result says whether there was anything to do (``did``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from leaddesk.workspace.leads.working_out import look, make_quick


def run(
    job: Mapping[str, Any], tell: Callable[[Mapping[str, Any]], None], cancelled: Callable[[], bool]
) -> dict[str, Any]:
    """As ``domain.work.Job``. What was done before it was cancelled stays. Raises WorkspaceError."""
    leads, index = Path(job["database"]), Path(job["index"])
    did = make_quick(leads, index, tell, cancelled, tuple(job.get("columns", ())))
    pairs = 0 if cancelled() else look(leads, index, cancelled=cancelled)
    return {"did": did or pairs > 0}
