"""What is done to profiles of one's own: a copy is edited and kept, one is removed, and that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from leaddesk.actions.export_leads import ExportLeads
from leaddesk.domain.errors import LeadDeskError, NameTaken
from leaddesk.domain.export_profiles import AS_SHOWN, Profile
from leaddesk.domain.exports import BookKind, CsvKind
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.error_texts import explain
from leaddesk.ui.leads.exporting.own_profile import OwnProfileDialog
from leaddesk.ui.notices import Notice, Notices

_KINDS = (BookKind.XLSX, CsvKind.CRM_IMPORT, CsvKind.SPREADSHEET_SAFE)


class OwnProfiles:
    """For one dialog."""

    def __init__(
        self,
        window: QWidget,
        export: ExportLeads,
        background: Background,
        notices: Notices,
        *,
        offered: Sequence[str],
        listed: Callable[[Sequence[Profile], str], None],
    ) -> None:
        """``offered``: columns to choose from. ``listed`` gets all profiles and the id of the one to choose."""
        self._window, self._export, self._background, self._notices = window, export, background, notices
        self._offered, self._listed = offered, listed

    def edit(self, profile: Profile) -> None:
        """Open the editor; what is saved there is kept and chosen."""
        dialog = OwnProfileDialog(profile, self._offered, self._window)
        dialog.wanted.connect(lambda edited: self._keep(edited, dialog))
        dialog.open()

    def remove(self, profile: Profile) -> None:
        """Remove it; the notice brings it back."""
        self._background.run(self._export.remove_profile(profile), lambda _: self._removed(profile))

    def _removed(self, profile: Profile) -> None:
        def bring_back() -> None:
            self._background.run(self._export.save_profile(profile), lambda saved: self._list(saved.id))

        title = wording.filled(_tr("“%1” is removed."), profile.name)
        self._notices.say(Notice("info", title, "", _tr("Undo"), bring_back))
        self._list(AS_SHOWN)

    def _keep(self, profile: Profile, dialog: OwnProfileDialog) -> None:
        def kept(saved: Profile) -> None:
            dialog.accept()
            self._list(saved.id)

        def refused(error: LeadDeskError) -> None:
            if isinstance(error, NameTaken):
                dialog.say(wording.filled(_tr("There is a profile “%1” already."), error.name))
            else:
                told = explain(error)
                dialog.say(told.title, told.advice)

        # A copy of the cards is a table like any other.
        kinds = _KINDS if BookKind.VCARD in profile.kinds else profile.kinds
        self._background.run(self._export.save_profile(replace(profile, kinds=kinds)), kept, refused)

    def _list(self, current: str) -> None:
        self._background.run(self._export.profiles(), lambda known: self._listed(known, current))


def _tr(text: str) -> str:
    return QCoreApplication.translate("OwnProfiles", text)
