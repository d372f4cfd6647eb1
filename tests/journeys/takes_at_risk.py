"""What is done to purchases in processes that are killed meanwhile; run by ``forked.Forks``."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

from leaddesk.app.work import take_job
from leaddesk.domain.leads import LeadId
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads.backups import Backups
from leaddesk.workspace.leads.erasing_elsewhere import OtherFiles
from leaddesk.workspace.leads.index.finder import LeadFinder
from leaddesk.workspace.leads.lead_keeping import LeadKeeping
from leaddesk.workspace.leads.schema import LEADS
from leaddesk.workspace.purchases.schema import PURCHASES

_AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def take(folder: str, at_once: int) -> None:
    """The job, in blocks of so many records, without a rest between them. Says what it returns."""
    take_job._AT_ONCE, take_job._MOST_ASIDE = at_once, 0.0
    job = {"purchases": f"{folder}/purchases.db", "leads": f"{folder}/leads.db"}
    print(json.dumps(take_job.run(job, lambda _: None, lambda: False)), flush=True)


def erase(folder: str, leads: list[int]) -> None:
    """Says that it is done. Without ``leads``: what a start does, which finishes one that was broken off."""
    asyncio.run(_erase(Path(folder), leads))


async def _erase(folder: Path, leads: list[int]) -> None:
    path, other, bought = (folder / f"{name}.db" for name in ("leads", "leaddesk", "purchases"))
    mine, reader = (Database(path, schema=lambda: LEADS, damaged_stays=True, busy_after=5000) for _ in range(2))
    main, purchases = Database(other), Database(bought, schema=lambda: PURCHASES, damaged_stays=True)
    backups = Backups(path, [other, bought], clock=lambda: _AT)
    index = LeadFinder(reader, folder / "index.db")
    others = OtherFiles(mine, main, index.drop, backups.scrub, purchases)
    keeping = LeadKeeping(mine, reader, clock=lambda: _AT, others=others)
    if leads:
        print(await keeping.erase([LeadId(lead) for lead in leads]), flush=True)
    else:
        await keeping.finish_erasing()
    for database in (main, reader, mine, purchases):
        await database.aclose()
    await backups.aclose()
