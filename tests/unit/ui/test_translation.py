"""Plurals in the source text: chosen by number, through Qt's own translation."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication

import leaddesk.ui
from leaddesk.ui.translation import EnglishPlurals

pytestmark = pytest.mark.usefixtures("qapp")

SOURCES = Path(leaddesk.ui.__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 rows are"), (1, "1 row is"), (2, "2 rows are"), (21, "21 rows are")]
)
def test_the_form_follows_the_number(count: int, words: str) -> None:
    assert QObject().tr("%Ln {row is|rows are}", "", count) == words
    assert QCoreApplication.translate("Somewhere", "%Ln {row is|rows are}", None, count) == words


def test_what_is_not_counted_stays_as_it_is() -> None:
    plurals = EnglishPlurals()
    assert plurals.translate("Somewhere", "Braces {a|b}") == "Braces {a|b}"
    assert plurals.translate("Somewhere", "No braces", None, 3) == "No braces"
    assert plurals.translate("Somewhere", "Other {braces} {a|b|c}", None, 3) == "Other {braces} {a|b|c}"
    assert plurals.translate("Somewhere", "", None, 3) == ""
    assert plurals.translate("Somewhere", None) == ""
    assert not plurals.isEmpty()


def test_two_forms_in_one_sentence() -> None:
    words = EnglishPlurals().translate("Somewhere", "%Ln {value|values} {is|are} new", None, 1)
    assert words == "%Ln value is new"


def test_words_beyond_ascii_arrive_whole(qapp: QApplication) -> None:
    assert qapp.translate("Somewhere", "“%Ln {Käse|Käse}” … − ’", None, 2) == "“2 Käse” … − ’"


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _texts() -> list[tuple[str, str, int]]:
    """Where, text and number of arguments of each call that translates a literal."""
    found = []
    for file in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and _called(node) in {"tr", "_tr", "translate"}:
                literal = next((arg.value for arg in node.args if isinstance(arg, ast.Constant)), None)
                if _called(node) == "translate" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                    literal = node.args[1].value
                if isinstance(literal, str):
                    found.append((f"{file.name}:{node.lineno}", literal, len(node.args)))
    return found


def test_every_sentence_with_forms_is_given_a_number() -> None:
    counted = re.compile(r"%Ln|%n(?![a-z])|\{[^{}|]*\|[^{}|]*\}")
    texts = _texts()
    assert len(texts) > 200
    assert [(where, text) for where, text, arguments in texts if counted.search(text) and arguments < 2] == []
