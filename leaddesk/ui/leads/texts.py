"""The words of My Leads: what a view shows, what was done, and what stands where there are no leads."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.lead_history import Step
from leaddesk.domain.lead_views import Scope, View
from leaddesk.ui import wording
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.leads.condition_words import chip_words, sentence

_CONTEXT = "LeadsTexts"
_LONGEST = 40


class Instead(NamedTuple):
    """What stands in the place of rows."""

    icon: str
    title: str
    text: str
    button: str = ""


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate(_CONTEXT, text, None, n if n < 0 else wording.plural(n))


def scope_words(view: View, list_name: str) -> str:
    """The shelf or list that a view is of."""
    if view.scope is Scope.LIST:
        return list_name or _tr("A list")
    return {
        Scope.ALL: _tr("All leads"),
        Scope.BOUGHT: _tr("Bought"),
        Scope.SUPPRESSED: _tr("Suppressed"),
        Scope.TRASH: _tr("Trash"),
    }[view.scope]


def view_words(view: View, list_name: str) -> str:
    """All that a view asks for: ``All leads · “kraus” · Country: Germany``."""
    parts = [scope_words(view, list_name)]
    if view.search.strip():
        parts.append(f"“{view.search.strip()}”")
    return " · ".join([*parts, *(sentence(condition) for condition in view.conditions)])


def act_words(step: Step) -> str:
    """What a step did, as it is told after "Undo": ``Move 3 leads to the trash``."""
    raw = step.facts.get("count")
    count = raw if isinstance(raw, int) else 1
    name = wording.shortened(" ".join(str(step.facts.get("name", "")).split()), _LONGEST)
    pattern = _acts(count).get(step.act, _tr("Change %Ln {lead|leads}", count))
    if step.act == "edit":
        name = title_of(str(step.facts.get("column", "")))
    return wording.filled(pattern, name)


def _acts(count: int) -> dict[str, str]:
    return {
        "collect": _tr("Add %Ln {lead|leads}", count),
        "import": _tr("Import “%1”"),
        "merge": _tr("Merge two leads"),
        "apart": _tr("Keep two leads apart"),
        "later": _tr("Decide on a pair later"),
        "edit": _tr("Set %1 of %Ln {lead|leads}", count),
        "trash": _tr("Move %Ln {lead|leads} to the trash", count),
        "restore": _tr("Restore %Ln {lead|leads}", count),
        "list-create": _tr("Create the list “%1”"),
        "list-rename": _tr("Rename the list “%1”"),
        "list-colour": _tr("Colour the list “%1”"),
        "list-duplicate": _tr("Duplicate the list “%1”"),
        "list-delete": _tr("Delete the list “%1”"),
        "list-move": _tr("Move the list “%1”"),
        "list-add": _tr("Add %Ln {lead|leads} to “%1”", count),
        "list-remove": _tr("Remove %Ln {lead|leads} from “%1”", count),
        "list-mix": _tr("Create the list “%1”"),
        "tag": _tr("Tag %Ln {lead|leads} “%1”", count),
        "untag": _tr("Take “%1” from %Ln {lead|leads}", count),
        "note": _tr("Change a note") if count == 1 else _tr("Change %Ln {note|notes}", count),
        "suppress": _tr("Suppress %Ln {entry|entries}", count),
        "unsuppress": _tr("Take %Ln {entry|entries} off the suppression list", count),
    }


def nothing_here(view: View, list_name: str) -> Instead:
    """The shelf or list is empty, and nothing narrows it."""
    if view.scope is Scope.LIST:
        title = wording.filled(_tr("“%1” is empty"), wording.shortened(list_name, _LONGEST))
        return Instead("list", title, _tr("Select leads anywhere and add them, or drop them on the list."))
    return {
        Scope.ALL: Instead(
            "people",
            _tr("No leads yet"),
            _tr("Import a CSV or Excel file, or add rows from the tabs of ReachStream, ReactIn and Leadsopedia."),
            _tr("Import a file…"),
        ),
        Scope.BOUGHT: Instead("credits", _tr("Nothing bought yet"), _tr("Leads that you pay for appear here.")),
        Scope.SUPPRESSED: Instead(
            "shield",
            _tr("Nobody is suppressed"),
            _tr("People on the suppression list are marked here and left out of exports."),
        ),
        Scope.TRASH: Instead("trash", _tr("The trash is empty"), _tr("Leads that you remove wait here.")),
    }[view.scope]


def no_match(view: View) -> Instead:
    """Search or conditions hide everything; what is asked for is said, and cleared by the button."""
    asked = [f"“{wording.shortened(view.search.strip(), _LONGEST)}”"] if view.search.strip() else []
    asked += [wording.shortened(chip_words(condition), _LONGEST) for condition in view.conditions]
    text = wording.filled(_tr("Nobody fits %1."), wording.listing(asked))
    return Instead("search", _tr("No lead matches"), text, _tr("Clear"))


def blamed(view_without: str, count: int) -> str:
    """``view_without`` is what alone keeps ``count`` leads away."""
    pattern = _tr("Without “%1”, %Ln {lead matches|leads match}.", count)
    return wording.filled(pattern, wording.shortened(view_without, _LONGEST))


def preparing(done: float) -> str:
    """The quiet line while the index is made; ``done`` from 0 to 1."""
    return wording.filled(_tr("Search and sorting are being prepared, %1%"), str(min(99, round(done * 100))))
