"""Rejected rows go into a file with the reason beside each, whole or not at all."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from leaddesk.domain.errors import CannotWrite
from leaddesk.domain.imports import Reject
from leaddesk.files.rejects import REASONS, RejectedRows


def test_every_row_stands_beside_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    with RejectedRows(path, ["Name", "E-mail"]) as rejects:
        rejects.add(3, Reject.NOBODY, ["", "", "more"])
        rejects.add(7, Reject.UNREADABLE, ['"Bo'])
        rejects.add(9, Reject.EMPTY, ["=1+1", "+49 30 901820"])
        assert not path.exists()
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.reader(file, strict=True))
    assert read == [
        ["Row", "Reason", "Name", "E-mail"],
        ["3", REASONS[Reject.NOBODY], "", "", "more"],
        ["7", REASONS[Reject.UNREADABLE], '"Bo', ""],
        ["9", REASONS[Reject.EMPTY], "'=1+1", "+49 30 901820"],
    ]
    assert rejects.written == path
    assert rejects.counts == {Reject.NOBODY: 1, Reject.UNREADABLE: 1, Reject.EMPTY: 1}


def test_nothing_of_an_erased_person_is_written(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    with RejectedRows(path, ["Name"]) as rejects:
        rejects.add(1, Reject.ERASED, ["Ann Smith"])
    assert "Ann" not in path.read_text("utf-8-sig")


def test_no_rejected_row_no_file(tmp_path: Path) -> None:
    with RejectedRows(tmp_path / "rejected.csv", ["Name"]) as rejects:
        pass
    assert rejects.written is None
    assert list(tmp_path.iterdir()) == []


def test_an_error_leaves_nothing(tmp_path: Path) -> None:
    def broken_off() -> None:
        with RejectedRows(tmp_path / "rejected.csv", ["Name"]) as rejects:
            for number in range(2000):
                rejects.add(number, Reject.EMPTY, ["x"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    assert list(tmp_path.iterdir()) == []


def test_rows_are_only_counted_without_a_place(tmp_path: Path) -> None:
    with RejectedRows(None, ["Name"]) as rejects:
        rejects.add(1, Reject.EMPTY, ["x"])
    assert rejects.counts == {Reject.EMPTY: 1}
    assert rejects.written is None
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite), RejectedRows(tmp_path / "nowhere" / "rejected.csv", ["Name"]) as rejects:
        rejects.add(1, Reject.EMPTY, ["x"])
