"""An import's plan, its progress and its outcome as plain JSON: it runs in a process of its own (``work``)."""

from __future__ import annotations

from collections.abc import Mapping as AbcMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leaddesk.domain.imports import FileKind, FileShape, Imported, ImportPlan, Mapping, Reject
from leaddesk.domain.leads import LeadListId


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is."""

    rows: int
    """Read so far."""
    done: int
    """Bytes of the file (or rows of a spreadsheet) that were read."""
    total: int | None
    """All of them; None while what was read is being sorted in, whose end nobody knows."""


def plan_to_json(plan: ImportPlan) -> dict[str, Any]:
    return {
        "path": str(plan.path),
        "kind": plan.shape.kind.value,
        "encoding": plan.shape.encoding,
        "delimiter": plan.shape.delimiter,
        "has_header": plan.shape.has_header,
        "sheet": plan.shape.sheet,
        "columns": list(plan.mapping.columns),
        "into": plan.into,
        "new_list": plan.new_list,
        "skip_suppressed": plan.skip_suppressed,
        "rejects": None if plan.rejects is None else str(plan.rejects),
        "seen": plan.seen,
    }


def plan_from_json(job: AbcMapping[str, Any]) -> ImportPlan:
    shape = FileShape(
        FileKind(job["kind"]), job["encoding"], job["delimiter"], has_header=job["has_header"], sheet=job["sheet"]
    )
    return ImportPlan(
        Path(job["path"]),
        shape,
        Mapping(tuple(job["columns"])),
        None if job["into"] is None else LeadListId(job["into"]),
        job["new_list"],
        job["skip_suppressed"],
        None if job["rejects"] is None else Path(job["rejects"]),
        job.get("seen", ""),
    )


def imported_to_json(imported: Imported) -> dict[str, Any]:
    return {
        "source": imported.source,
        "read": imported.read,
        "new": imported.new,
        "merged": imported.merged,
        "known": imported.known,
        "rejected": {reject.value: count for reject, count in imported.rejected.items()},
        "rejects": None if imported.rejects is None else str(imported.rejects),
        "likely": imported.likely,
        "list": imported.list,
    }


def imported_from_json(said: AbcMapping[str, Any]) -> Imported:
    return Imported(
        said["source"],
        said["read"],
        said["new"],
        said["merged"],
        said["known"],
        {Reject(name): count for name, count in said["rejected"].items()},
        None if said["rejects"] is None else Path(said["rejects"]),
        said["likely"],
        None if said["list"] is None else LeadListId(said["list"]),
    )


def progress_to_json(progress: ImportProgress) -> dict[str, Any]:
    return {"rows": progress.rows, "done": progress.done, "total": progress.total}


def progress_from_json(said: AbcMapping[str, Any]) -> ImportProgress:
    return ImportProgress(said["rows"], said["done"], said["total"])
