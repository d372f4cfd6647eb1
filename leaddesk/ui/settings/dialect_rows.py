"""The rows about what was learnt of one provider: how it answers where its documentation leaves that open."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt

from leaddesk.actions.connect_provider import ConnectProvider
from leaddesk.domain.providers import LEADSOPEDIA, Provider
from leaddesk.ui import wording
from leaddesk.ui.settings.settings_page import SettingsPage, column, hint, line
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words

_LONGEST = 60
"""Characters of what is shown as it was kept: a word without an end has no place to wrap."""
_ABOVE = 6
"""Pixels, so that the first line stands beside the row's label and the words of the button."""


class DialectRows(QObject):
    """Adds its row to ``page``: what is known in words, and a button to forget it."""

    def __init__(self, page: SettingsPage, provider: Provider, connect: ConnectProvider) -> None:
        super().__init__(page)
        self._provider, self._connect = provider, connect
        self._told = Words(name=f"{provider.id}-dialects", wrap=True)
        self._told.be_a_stop()
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._told.setContentsMargins(0, _ABOVE, 0, 0)
        self._forget = Button(self.tr("Forget"), name=f"{provider.id}-dialects-forget")
        self._forget.setAccessibleName(wording.filled(self.tr("Forget how %1 answers"), provider.title))
        self._about = hint("")
        top = line(self._told, self._forget, stretch=0)
        top.setAlignment(self._forget, Qt.AlignmentFlag.AlignTop)
        page.add_row(self.tr("Details"), column(top, self._about))
        self._forget.clicked.connect(self._forget_all)
        self.show_known()

    def show_known(self) -> None:
        """Show what is known now."""
        known = self._connect.dialects(provider=self._provider.id)
        self._told.setText("\n".join(self._sentences(known)) or self._nothing())
        self._forget.setEnabled(bool(known))
        self._forget.setToolTip("" if known else self.tr("There is nothing to forget."))
        self._about.setText(self._meaning() if known else "")
        self._about.setVisible(bool(known))

    def _forget_all(self) -> None:
        self._connect.forget_dialects(provider=self._provider.id)  # the page hears of it and calls show_known
        self._told.announce()
        # The button cannot keep the keyboard: there is nothing to forget any more.
        self._told.setFocus(Qt.FocusReason.OtherFocusReason)

    def _nothing(self) -> str:
        return self.tr("Nothing known yet: it is learnt with the first answer.")

    def _meaning(self) -> str:
        if self._provider == LEADSOPEDIA:
            return self.tr(
                "Learnt from its answers. Forget it if the service has changed: it is learnt again, for a call or two "
                "more. Nothing else is lost."
            )
        return self.tr(
            "Learnt from its answers. Forget it if the service has changed: it is learnt again. Nothing else is lost."
        )

    def _sentences(self, known: Mapping[str, str]) -> list[str]:
        """One for each of ``known``: those that have words in their order, then the others as they are."""
        patterns = self._patterns()
        ordered = [operation for operation in patterns if operation in known]
        ordered += sorted(known.keys() - patterns.keys())
        return [self._sentence(patterns.get(operation, ""), operation, known[operation]) for operation in ordered]

    @staticmethod
    def _sentence(pattern: str | Mapping[str, str], operation: str, value: str) -> str:
        pattern = pattern if isinstance(pattern, str) else pattern.get(value, "")
        return wording.filled(pattern or "%2: %1", *(wording.shortened(fact, _LONGEST) for fact in (value, operation)))

    def _patterns(self) -> dict[str, str | Mapping[str, str]]:
        """The operations of ``leaddesk/providers`` that are remembered: a sentence for any value, or one for each."""
        return {
            "leads": self.tr("Answers under %1."),
            "authorization": {
                "bare": self.tr("Takes the bare key."),
                "Bearer": self.tr("Takes the key after the word Bearer."),
            },
            "count": self.tr("Counts under %1."),
            "contact": self.tr("Looks up a contact under %1."),
            "downloads": self.tr("Lists downloads under %1."),
            "download": self.tr("Tells of one download under %1."),
            "total": self.tr("Calls its counts “%1”."),
            "next": {
                "link": self.tr("Names the next page by a link."),
                "number": self.tr("Names the next page by a number."),
                "text": self.tr("Names the next page by a number, written as text."),
            },
            "pages": {
                "right": self.tr("Its pagesCount is right."),
                "wrong": self.tr("Its pagesCount cannot be trusted."),
            },
        }
