"""Add or edit a SmartList: paste what ReactIn shows, see what was found in it, fill in the rest.

A key that is in the paste is taken out of sight at once (``paste_edit``) and goes to the keychain alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from leaddesk.actions.connect_provider import KeyKind, KeyState
from leaddesk.domain.errors import KeychainError, KeyUnusable, LeadDeskError, ListKnown, NoKeychain
from leaddesk.domain.lists import KeptList
from leaddesk.domain.providers import REACTIN
from leaddesk.domain.smartlists import LONGEST_ID, PastedSmartList, checked_id, read_pasted
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.reactin.found_words import found_words
from leaddesk.ui.reactin.paste_edit import PasteEdit
from leaddesk.ui.settings.settings_page import mark_wrong
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words

_LONGEST_NAME = 200
_LETTERS = 60
_LINES = 5
_KEEPING = "keep"


class SmartListDialog(QDialog):
    """For a new SmartList, or for ``edited``."""

    kept = Signal(object)
    """The KeptList that was added or changed."""

    def __init__(
        self, desk: Desk, known: Sequence[KeptList], parent: QWidget, *, edited: KeptList | None = None, text: str = ""
    ) -> None:
        """``known``: the SmartLists that are kept; ``text``: what was pasted already."""
        super().__init__(parent)
        self._desk, self._known, self._edited = desk, known, edited
        self._background = Background(self, desk.notices)
        self._found = PastedSmartList()
        self._key_state: KeyState | None = None
        """None while it is not known."""
        self._name_is_own = edited is not None
        """Whether a person gave the name that stands there."""
        self.setObjectName("smartlist-dialog")
        self.setWindowTitle(self.tr("Edit the SmartList") if edited is not None else self.tr("Add a SmartList"))
        self._make_parts()
        self._lay_out()
        self._connect()
        if edited is not None:
            self.name.setText(edited.name)
            self.organization.setText(edited.organization)
            self.list_id.setText(edited.list_id)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.name.selectAll()
        self._tell_found()
        key_state = desk.actions.connect_provider.key_state(provider=REACTIN.id)
        # A keychain that cannot be asked is told when something is to be kept in it.
        self._background.run(key_state, self._key_known, self._key_unknown)
        if text.strip():
            self.paste.take(text)
            if all(self._ids()):  # what is left to be done
                self.name.setFocus(Qt.FocusReason.OtherFocusReason)
                self.name.selectAll()

    # -- parts

    def _make_parts(self) -> None:
        self.paste = PasteEdit("smartlist-paste")
        self.paste.setAccessibleName(self.tr("Paste the code snippet or the list’s address"))
        self.paste.setPlaceholderText(
            self.tr("The snippet that ReactIn shows for an API SmartList, or https://app.reactin.io/…/lists/…")
        )
        lines = self.paste.fontMetrics().lineSpacing() * _LINES + 2 * round(self.paste.document().documentMargin())
        self.paste.setMinimumHeight(lines + 12)
        self._found_words = Words(name="smartlist-found", wrap=True, muted=True)
        self._found_words.be_a_stop()
        self._offer = Button("", name="smartlist-use-organization", look="link")
        self.name = self._field("smartlist-name", self.tr("Name"), _LONGEST_NAME)
        self.organization = self._field("smartlist-organization", self.tr("Organization id"), LONGEST_ID)
        self.list_id = self._field("smartlist-id", self.tr("List id"), LONGEST_ID)
        self._use_key = QCheckBox()
        self._use_key.setObjectName("smartlist-use-key")
        self._drops = Words(name="smartlist-drops", wrap=True)
        self._problem = InlineMessage(name="smartlist-problem", button="smartlist-keep-until-quit")
        self._cancel = Button(self.tr("Cancel"), name="smartlist-cancel")
        accept = self.tr("Save") if self._edited is not None else self.tr("Add")
        self._accept = Button(accept, name="smartlist-accept", look="primary")
        for part in (self._offer, self._use_key, self._drops):
            part.hide()

    def _field(self, name: str, title: str, longest: int) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setAccessibleName(title)
        made.setMaxLength(longest)
        made.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS // 2)
        return made

    def _lay_out(self) -> None:
        above = QLabel(self.tr("&Paste the code snippet or the list’s address"))
        above.setBuddy(self.paste)
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(8)
        titles = (self.tr("&Name"), self.tr("&Organization id"), self.tr("&List id"))
        for row, (title, field) in enumerate(zip(titles, (self.name, self.organization, self.list_id), strict=True)):
            label = QLabel(title)
            label.setBuddy(field)
            fields.addWidget(label, row, 0)
            fields.addWidget(field, row, 1)
        fields.addWidget(self._offer, 3, 1, Qt.AlignmentFlag.AlignLeft)
        fields.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(above)
        column.addWidget(self.paste, 1)
        column.addWidget(self._found_words)
        column.addSpacing(4)
        column.addLayout(fields)
        for part in (self._use_key, self._drops, self._problem):
            column.addWidget(part)
        column.addSpacing(4)
        column.addLayout(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * (_LETTERS + 24), self.sizeHint().height())

    def _connect(self) -> None:
        self.paste.read.connect(self._pasted)
        self.name.textEdited.connect(self._name_typed)
        for field in (self.name, self.organization, self.list_id):
            field.textChanged.connect(self._edited_field)
            field.returnPressed.connect(self.keep)
        self._offer.clicked.connect(self._take_offer)
        self._problem.pressed.connect(lambda: self.keep(until_quit=True))
        self._cancel.clicked.connect(self.reject)
        self._accept.clicked.connect(self._accepted)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # in the paste field Enter belongs to the text
            QShortcut(QKeySequence(keys), self, self.keep)

    # -- what is pasted and typed

    def _pasted(self) -> None:
        self._found = read_pasted(self.paste.toPlainText())
        for field, found in ((self.organization, self._found.organization), (self.list_id, self._found.list_id)):
            if found:
                field.setText(found)
        if self._found.list_id and not self._name_is_own:
            self.name.setText(wording.filled(self.tr("SmartList %1"), wording.shortened(self._found.list_id, 12)))
        self._tell_found()

    def _name_typed(self) -> None:
        self._name_is_own = bool(self.name.text().strip())

    def _edited_field(self) -> None:
        for field in (self.name, self.organization, self.list_id):
            mark_wrong(field, wrong=False)
        self._problem.clear()
        self._tell_found()

    def _key_known(self, state: KeyState) -> None:
        self._key_state = state
        self._tell_found()

    def _key_unknown(self, error: LeadDeskError) -> None:
        if isinstance(error, NoKeychain):  # so none is kept either
            self._key_known(KeyState(KeyKind.NONE))

    def _tell_found(self) -> None:
        """Everything that is said about what stands there."""
        is_pasted = bool(self.paste.toPlainText().strip())
        words = found_words(
            self._found,
            has_key=self.paste.key is not None,
            has_organization=bool(self.organization.text().strip()),
            is_pasted=is_pasted,
        )
        known = self._same_as()
        if known is not None:
            words = wording.filled(self.tr("This list is kept already, as “%1”."), wording.shortened(known.name))
        if words != self._found_words.text():
            self._found_words.tell(words)
        offer = self._organization_known()
        self._offer.setVisible(bool(offer))
        self._offer.setText(
            wording.filled(self.tr("Use %1, as in your other SmartLists"), wording.shortened(offer, 30))
        )
        self._tell_key()
        other = self._edited is not None and self._edited.rows > 0 and self._ids() != _ids_of(self._edited)
        self._drops.setVisible(other and all(self._ids()))
        if other and self._edited is not None:
            drops = self.tr(
                "Other ids are another list: the %Ln {lead|leads} kept of this one will be dropped.",
                "",
                self._edited.rows,
            )
            self._drops.setText(drops)
            self._drops.setStyleSheet(f"color: {theme.tokens().warning}")

    def _tell_key(self) -> None:
        """What happens to a key that was found: nothing without being said."""
        key, state = self.paste.key, self._key_state
        is_new = state is not None and state.kind is KeyKind.NONE  # before the keychain has answered, nobody knows
        is_same = key is not None and state is not None and bool(key.ending) and key.ending == state.ending
        was_shown = not self._use_key.isHidden()
        self._use_key.setVisible(key is not None and not is_same)
        if key is None or is_same:
            return
        if is_new:
            words = self.tr("Put the key that was in it into the keychain")
            if self._desk.is_demo:
                words = self.tr("Keep the key that was in it until you quit")
        else:
            words = self.tr("Use the key that was in it (ends in %1) from now on, instead of the one that is kept (%2)")
            if state is None:
                words = self.tr("Use the key that was in it (ends in %1) from now on")
            words = wording.filled(words, key.ending or "…", state.ending if state is not None else "")
        if words != self._use_key.text():
            self._use_key.setText(words)
            was_shown = False
        if not was_shown:
            self._use_key.setChecked(is_new)  # a key that works is not replaced without being asked

    def _ids(self) -> tuple[str, str]:
        return self.organization.text().strip(), self.list_id.text().strip()

    def _same_as(self) -> KeptList | None:
        """Another kept SmartList with these ids."""
        own = self._edited.id if self._edited is not None else None
        return next((kept for kept in self._known if _ids_of(kept) == self._ids() and kept.id != own), None)

    def _organization_known(self) -> str:
        """The organization's id, where one is missing and all SmartLists that are kept share one."""
        ids = {kept.organization for kept in self._known}
        is_missing = not self.organization.text().strip() and bool(self.list_id.text().strip())
        return next(iter(ids)) if is_missing and len(ids) == 1 else ""

    def _take_offer(self) -> None:
        self.organization.setText(self._organization_known())
        self._accept.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- keeping

    def _accepted(self) -> None:
        self.keep()

    def keep(self, *, until_quit: bool = False) -> None:
        """Check, keep the key if one is wanted, then the list. ``until_quit``: the key not in the keychain."""
        if self._background.is_running(_KEEPING):
            return
        self.paste.hide_key()
        wrong = self._wrong()
        if wrong is not None:
            field, words = wrong
            mark_wrong(field, wrong=True)
            self._problem.say("danger", words)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._accept.setEnabled(False)
        self._background.run(self._keep(until_quit=until_quit), self._done, self._failed, self._rest, _KEEPING)

    async def _keep(self, *, until_quit: bool) -> KeptList:
        actions, key = self._desk.actions, self.paste.key
        if key is not None and self._key_state is None:  # who is quicker than the keychain loses no key by it
            try:
                self._key_known(await actions.connect_provider.key_state(provider=REACTIN.id))
            except KeychainError as error:
                self._key_unknown(error)
        if key is not None and not self._use_key.isHidden() and self._use_key.isChecked():
            keep = actions.connect_provider.keep_key_until_quit if until_quit else actions.connect_provider.store_key
            await keep(provider=REACTIN.id, typed=key.reveal())
            self.paste.forget_key()
        organization, list_id = self._ids()
        name = self.name.text()
        if self._edited is None:
            return await actions.keep_smartlists.add(name=name, organization=organization, list_id=list_id)
        return await actions.keep_smartlists.change(
            id=self._edited.id, name=name, organization=organization, list_id=list_id
        )

    def _wrong(self) -> tuple[QLineEdit, str] | None:
        """The first field that cannot stay as it is, and why."""
        if not self.list_id.text().strip():
            return self.list_id, self.tr("The id of the list is missing.")
        if not self.organization.text().strip():
            return self.organization, self.tr("The id of the organization is missing.")
        for field in (self.organization, self.list_id):
            try:
                checked_id(field.text())
            except ValueError:
                return field, self.tr("An id has letters, digits and - . _ ~ only. Copy it alone and paste it again.")
        if not self.name.text().strip():
            return self.name, self.tr("Give the list a name.")
        return None

    def _done(self, kept: KeptList) -> None:
        self.kept.emit(kept)
        self.accept()

    def _failed(self, error: LeadDeskError) -> None:
        words = explain(error)
        if isinstance(error, ListKnown):
            known = wording.filled(self.tr("This list is kept already, as “%1”."), wording.shortened(error.name))
            self._problem.say("danger", known)
            mark_wrong(self.list_id, wrong=True)
        elif isinstance(error, KeychainError):
            self._problem.say("danger", words.title, words.advice, self.tr("Keep until I quit"))
            self._problem.focus_button()
        elif isinstance(error, KeyUnusable):
            without = self.tr("Uncheck it to go on without the key that was in the text.")
            self._problem.say("danger", words.title, without)
        else:
            self._problem.say("danger", words.title, words.advice)
        self._tell_key()

    def _rest(self) -> None:
        self._accept.setEnabled(True)

    def done(self, result: int) -> None:
        """However it ends, nothing of a key stays."""
        self.paste.forget_key()
        super().done(result)


def _ids_of(kept: KeptList) -> tuple[str, str]:
    return kept.organization, kept.list_id
