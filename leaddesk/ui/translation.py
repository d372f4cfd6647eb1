"""English plurals in the source text, chosen through Qt's own translation.

A counted sentence is written once, with both forms in braces: ``self.tr("%Ln {match|matches}", "", n)``.
Other languages give their forms in a translation file as usual; a translator installed later is asked first.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QTranslator

_FORMS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


class EnglishPlurals(QTranslator):
    """Picks the form in braces by the number."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str | None, source: str | None, disambiguation: str | None = None, n: int = -1) -> str:
        """The source with its form for ``n``, or as it is where it is not counted.

        Never empty: PySide turns an empty answer into an empty translation, not into "not translated".
        """
        del context, disambiguation
        if n < 0 or not source or "{" not in source:
            return source or ""
        return _FORMS.sub(lambda forms: forms[1] if n == 1 else forms[2], source)
