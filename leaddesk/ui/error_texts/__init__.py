"""The words for every expected error, and the only place with them: what happened, what it means, what to do.

Each type of ``domain/errors.py`` has one entry; ``tests/unit/ui/test_error_texts.py`` fails when one is missing.
"""

from __future__ import annotations

from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui.error_texts import computer, providers, purchases
from leaddesk.ui.error_texts.words import ErrorWords

__all__ = ["ErrorWords", "explain"]


def explain(error: LeadDeskError) -> ErrorWords:
    """The words for ``error``."""
    for kind in type(error).__mro__:
        words = providers.WORDS.get(kind) or computer.WORDS.get(kind) or purchases.WORDS.get(kind)
        if words is not None:
            return words(error)
    raise LookupError(f"no words for {type(error).__name__}")
