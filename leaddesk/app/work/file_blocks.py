"""The rows of a file in blocks, as the database takes them; of a large file read by a process of their own.

While one process writes a block the other reads the next, so that both cores of a small machine have something to do.
The blocks cross in Python's ``marshal``: both ends are the same program.
"""

from __future__ import annotations

import json
import marshal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any, NamedTuple

from leaddesk.app.work.wire import heard, told
from leaddesk.app.work.worker import NO_CONSOLE, command
from leaddesk.domain.errors import LeadDeskError, WorkBroken
from leaddesk.domain.import_messages import plan_from_json, plan_to_json
from leaddesk.domain.imports import ImportPlan, Reject
from leaddesk.files.file_rows import BadRow
from leaddesk.files.joined_rows import JoinedRows
from leaddesk.files.lead_files import OpenLeadFile, open_lead_file
from leaddesk.workspace.leads.row_blocks import RowBlock, RowBlocks, packed, unpacked

NAME = "rows"
"""The job of the second process."""
MUCH = 8 << 20
"""Bytes of a file for which starting a process pays."""
_LENGTH = 8
_PIPE = 1 << 20
"""Bytes that the pipe holds where that can be said: two blocks, so that neither process waits for each piece of one."""
_PLAIN = 2
"""The version of ``marshal`` that looks for no object twice."""
_OF_BLOCK = 2


class Read(NamedTuple):
    """One block."""

    block: RowBlock
    done: int
    """As ``files.file_rows.Rows.done``."""


@dataclass(frozen=True)
class FileBlocks:
    """A file that is being read."""

    header: tuple[str, ...]
    total: int
    blocks: Iterator[Read | BadRow]
    """Raises FileUnreadable, also at the end where the file is not the one that was begun with any more."""


def blocks_of(plan: ImportPlan, *, keeps_given: bool) -> AbstractContextManager[FileBlocks]:
    """The rows of the plan's file; ``keeps_given``: see ``RowBlocks``. Raises FileUnreadable."""
    try:
        is_large = plan.path.stat().st_size > MUCH
    except OSError:
        is_large = False  # opening it will tell
    return _there(plan, keeps_given) if is_large else _here(plan, keeps_given)


def serve(job: Mapping[str, Any], out: IO[bytes]) -> None:
    """The second process: all blocks to ``out``, then None; or what is wrong with the file."""
    with suppress(BrokenPipeError):
        try:
            with _here(plan_from_json(job), job["keeps_given"], joined=True) as file:
                _send(out, (file.header, file.total))
                for said in file.blocks:
                    _send(out, _packed(said))
            _send(out, None)
        except LeadDeskError as error:
            _send(out, {"error": told(error)})


@contextmanager
def _here(plan: ImportPlan, keeps_given: bool, *, joined: bool = False) -> Iterator[FileBlocks]:
    with open_lead_file(plan.path, plan.shape, seen=plan.seen, joined=joined) as file:
        yield FileBlocks(file.header, file.total, _made(file, RowBlocks(plan.mapping, keeps_given=keeps_given)))


def _made(file: OpenLeadFile, reading: RowBlocks) -> Iterator[Read | BadRow]:
    for read in file.rows:
        if isinstance(read, BadRow):
            yield read
        elif isinstance(read.rows, JoinedRows):
            yield Read(reading.joined_block(read.first, read.rows.text, read.rows.width), read.done)
        else:
            yield Read(reading.block(read.first, read.rows), read.done)


@contextmanager
def _there(plan: ImportPlan, keeps_given: bool) -> Iterator[FileBlocks]:
    with subprocess.Popen(  # noqa: S603 - our own program, nothing in it is typed by a person
        command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=_PIPE, creationflags=NO_CONSOLE
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process without pipes")
        try:
            asked = {"name": NAME, "job": {**plan_to_json(plan), "keeps_given": keeps_given}}
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            process.stdin.flush()
            frames = _frames(process.stdout)
            header, total = next(frames)
            yield FileBlocks(tuple(header), total, map(_unpacked, frames))
        finally:
            process.kill()


def _send(out: IO[bytes], frame: Any) -> None:
    data = marshal.dumps(frame, _PLAIN)
    out.write(len(data).to_bytes(_LENGTH, "big"))
    out.write(data)
    out.flush()


def _frames(pipe: IO[bytes]) -> Iterator[Any]:
    while len(length := pipe.read(_LENGTH)) == _LENGTH:
        data = pipe.read(size := int.from_bytes(length, "big"))
        if len(data) < size:
            break
        frame = marshal.loads(data)  # noqa: S302 - what our own process wrote
        if frame is None:
            return
        if isinstance(frame, dict):
            raise heard(frame["error"])
        yield frame
    raise WorkBroken(NAME)


def _packed(said: Read | BadRow) -> tuple[Any, ...]:
    if isinstance(said, BadRow):
        return said.number, said.line, said.reject.value, said.cells
    return said.done, packed(said.block)


def _unpacked(frame: tuple[Any, ...]) -> Read | BadRow:
    if len(frame) == _OF_BLOCK:
        return Read(unpacked(frame[1]), frame[0])
    number, line, reject, cells = frame
    return BadRow(number, line, Reject(reject), cells)
