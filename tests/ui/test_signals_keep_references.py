"""PySide6 6.12.0 on Python 3.11 loses a reference to True at every ``Signal(bool).emit(True)``.

Short tests pass with such a build and a long session dies, so this test stands guard over the version range.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

ROUNDS = 20_000


class Emitter(QObject):
    """One signal of each type that LeadDesk emits."""

    flag = Signal(bool)
    number = Signal(int)
    text = Signal(str)
    thing = Signal(object)
    many = Signal(list)


@pytest.mark.parametrize(
    ("name", "value"), [("flag", True), ("flag", False), ("number", 1), ("text", "x"), ("thing", None), ("many", [])]
)
def test_emitting_neither_loses_nor_keeps_references(qapp: QApplication, name: str, value: object) -> None:
    emitter = Emitter()
    heard = 0

    def listen(_: object) -> None:
        nonlocal heard
        heard += 1

    signal = getattr(emitter, name)
    signal.connect(listen)
    signal.emit(value)
    before = sys.getrefcount(value)
    for _ in range(ROUNDS):
        signal.emit(value)
    assert heard == ROUNDS + 1
    assert abs(sys.getrefcount(value) - before) < ROUNDS // 100
