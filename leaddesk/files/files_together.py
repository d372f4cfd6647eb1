"""Several files of one export: all take their places, or none does."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from leaddesk.disk.atomic_file import file_error, write_atomically


@contextmanager
def write_together(paths: Sequence[Path]) -> Iterator[list[BinaryIO]]:
    """A binary file to write to for each of ``paths``; they take their places when the block ends without an error.

    Everything is on the disk before the first takes its place, and the first of ``paths`` is the last to do so: where
    it is, all are, also after a power cut in between. If one cannot take its place, those that did and were not there
    before are removed again. Raises as ``write_atomically``.
    """
    ours: dict[Path, os.stat_result] = {}
    try:
        with ExitStack() as placing:
            files = [placing.enter_context(write_atomically(path)) for path in paths]
            yield files
            for path, file in zip(paths, files, strict=True):
                try:
                    file.flush()
                    os.fsync(file.fileno())
                    if not path.exists():
                        ours[path] = os.fstat(file.fileno())
                except OSError as error:
                    raise file_error(path, error) from error
    except BaseException:
        for path, written in ours.items():
            with suppress(OSError):  # what went wrong before is what the person has to know
                if os.path.samestat(path.stat(), written):
                    path.unlink()
        raise
