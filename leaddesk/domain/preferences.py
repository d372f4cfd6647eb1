"""Every setting once: its name in the file, its type, its default, what it means.

The store (``workspace.settings_file``) reads and writes them; the window asks it through ``PreferenceStore``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Preference(Generic[T]):
    """One setting."""

    name: str
    """Its key in the settings file."""
    default: T
    """Also tells the type: a value of another type in the file counts as missing."""
    choices: tuple[T, ...] = ()
    """If not empty: the only values allowed."""

    def accepts(self, value: object) -> bool:
        """Whether ``value`` has the right type and is one of the choices."""
        if isinstance(self.default, bool) or isinstance(value, bool):
            right = isinstance(self.default, bool) and isinstance(value, bool)
        else:
            right = isinstance(value, type(self.default))
        return right and (not self.choices or value in self.choices)


class PreferenceStore(Protocol):
    """Where settings are kept. Both calls return at once; writing happens in the background."""

    def get(self, preference: Preference[T]) -> T: ...

    def set(self, preference: Preference[T], value: T) -> None:
        """Raises ValueError where the preference does not accept the value."""
        ...


THEME = Preference("theme", "system", ("system", "light", "dark"))
TEXT_SIZE = Preference("text_size", 100, (85, 100, 115, 130, 150))
"""Percent of the system's own size."""
COUNT_BY_ITSELF = Preference("count_by_itself", default=False)
"""Count without a click when typing rests."""
CHART_FOLDED = Preference("chart_folded", default=False)
ADDRESSES: Preference[dict[str, Any]] = Preference("addresses", {})
"""Provider id to its address, where it is not the default one."""
WELCOME_DONE = Preference("welcome_done", default=False)
"""The first-start page was left."""
WINDOW_GEOMETRY = Preference("window_geometry", "")
"""Qt's own form, in base64."""
CURRENT_TAB = Preference("current_tab", "reachstream-tab")
SETTINGS_PAGE = Preference("settings_page", "")
"""The page of Settings that was shown last; empty, or one that is no more: the first."""
SPLITTERS: Preference[dict[str, Any]] = Preference("splitters", {})
"""Splitter's objectName to its sizes, a list of pixels."""
TABLES: Preference[dict[str, Any]] = Preference("tables", {})
"""Table's objectName to what was chosen for its columns and its order; see ``ui/widgets/table/state.py``."""
DETAIL_PANE: Preference[dict[str, Any]] = Preference("detail_pane", {})
"""Table's objectName to whether its detail pane is shown."""
CHOSEN_LISTS: Preference[dict[str, Any]] = Preference("chosen_lists", {})
"""Provider id to the list that was shown last, by LeadDesk's id."""
LEADS_FACETS: Preference[dict[str, Any]] = Preference("leads_facets", {})
"""Column of My Leads to whether its values and counts are unfolded in the rail; missing: as at first."""
DEMO_REAL_WAIT = Preference("demo_real_wait", default=False)
"""Whether the demo's Leadsopedia wants the real 10 seconds between two calls."""
EXPORT_FOLDER = Preference("export_folder", "")
EXPORT_KIND = Preference("export_kind", "crm-import", ("crm-import", "xlsx", "spreadsheet-safe"))
EXPORT_FIELD_NAMES = Preference("export_field_names", default=False)
"""Whether an export's header has the provider's field names rather than the names on screen."""
PURCHASE_LIMIT = Preference("purchase_limit", 250)
"""Contacts; the number of a larger purchase must be typed."""
DELIVERY_WAY = Preference("delivery_way", "polling", ("polling", "webhook"))
"""How the records of a purchase come, as chosen last."""
RECEIVER_ON = Preference("receiver_on", default=False)
"""Whether this LeadDesk receives webhooks while it runs."""
RECEIVER_PORT = Preference("receiver_port", 47_811)
RECEIVER_ADDRESS = Preference("receiver_address", "")
"""The public address that leads to the receiver, without the secret path: ``https://leads.example.com``."""
INBOX_ADDRESS = Preference("inbox_address", "")
"""Of a ``leaddesk inbox`` elsewhere that deliveries are collected from; empty for none."""
OLD_SECRET_UNTIL = Preference("old_secret_until", "")
"""ISO moment until which the webhook secret before the present one is accepted; empty for no longer."""

PREFERENCES: tuple[Preference[Any], ...] = (
    THEME,
    TEXT_SIZE,
    COUNT_BY_ITSELF,
    CHART_FOLDED,
    ADDRESSES,
    WELCOME_DONE,
    WINDOW_GEOMETRY,
    CURRENT_TAB,
    SETTINGS_PAGE,
    SPLITTERS,
    TABLES,
    DETAIL_PANE,
    CHOSEN_LISTS,
    LEADS_FACETS,
    DEMO_REAL_WAIT,
    EXPORT_FOLDER,
    EXPORT_KIND,
    EXPORT_FIELD_NAMES,
    PURCHASE_LIMIT,
    DELIVERY_WAY,
    RECEIVER_ON,
    RECEIVER_PORT,
    RECEIVER_ADDRESS,
    INBOX_ADDRESS,
    OLD_SECRET_UNTIL,
)
