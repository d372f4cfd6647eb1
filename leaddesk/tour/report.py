"""The page that shows what the tour saw: a picture for each step, and whether it held."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path


@dataclass(frozen=True)
class Seen:
    """One step of the tour."""

    title: str
    picture: str
    """The picture's file name, beside the page."""
    found: tuple[str, ...]
    """What was read in the window."""
    problem: str = ""
    """Empty if the step held."""


_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 40px auto; padding: 0 20px; color: #191d24 }
figure { margin: 32px 0 } img { width: 100%; border: 1px solid #d8dce2; border-radius: 8px }
h2 { margin: 0 0 4px; font-size: 18px } ul { color: #576070; margin: 4px 0 12px } .bad { color: #be2530 }
"""


def write_report(folder: Path, steps: list[Seen]) -> Path:
    """Writes ``index.html`` into ``folder`` and returns its path."""
    held = sum(1 for step in steps if not step.problem)
    figures = "\n".join(_figure(number, step) for number, step in enumerate(steps, start=1))
    page = folder / "index.html"
    page.write_text(
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>LeadDesk tour</title><style>{_STYLE}</style>"
        f"<h1>LeadDesk, step by step</h1><p>{held} of {len(steps)} steps held. Everything here is made-up data.</p>"
        f"{figures}</html>\n",
        encoding="utf-8",
    )
    return page


def _figure(number: int, step: Seen) -> str:
    found = "".join(f"<li>{escape(text)}</li>" for text in step.found)
    problem = f"<p class='bad'>Did not hold: {escape(step.problem)}</p>" if step.problem else ""
    picture = f"<img src='{escape(step.picture)}' alt='{escape(step.title)}'>" if step.picture else ""
    return f"<figure><h2>{number}. {escape(step.title)}</h2>{problem}<ul>{found}</ul>{picture}</figure>"
