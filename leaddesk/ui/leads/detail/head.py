"""The head of the pane: who it is, what to do first, and what one has to know of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from leaddesk.domain.leads import Field, Lead
from leaddesk.domain.table import Kind
from leaddesk.ui import wording
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.leads.detail.lead_facts import about_of, facts_of, name_of
from leaddesk.ui.widgets.buttons import Button, IconButton
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.table.detail_pane import WholeWords
from leaddesk.ui.widgets.table.links import link_of

_LONGEST = 120


class LeadHead(QWidget):
    """Name, title and company; *Copy e-mail*, *LinkedIn* and a menu; a message where the lead is not like others."""

    closed = Signal()
    restore_wanted = Signal()
    cards_wanted = Signal()
    """Copy the leads as vCards."""

    def __init__(self, name: str, more: Callable[[], Sequence[QAction]]) -> None:
        """``more``: what else the menu offers now."""
        super().__init__()
        self._lead: Lead | None = None
        self._more = more
        self.title = WholeWords(name=f"{name}-title", size=1.2, weight=600, wrap=True)
        self.about = WholeWords(name=f"{name}-about", muted=True, wrap=True)
        for words in (self.title, self.about):
            # A name of one long word must not make the pane as wide.
            words.setMinimumWidth(1)
        close = IconButton("close", self.tr("Close details"), name=f"{name}-close")
        close.clicked.connect(self.closed)
        self._mail = Button(self.tr("Copy e-mail"), name=f"{name}-copy-email", icon="copy")
        self._mail.clicked.connect(self._copy_mail)
        self._linkedin = Button(self.tr("LinkedIn"), name=f"{name}-linkedin", icon="external")
        self._linkedin.clicked.connect(self._open_linkedin)
        self._menu_button = IconButton("more", self.tr("More to do with it"), name=f"{name}-more")
        self._menu_button.clicked.connect(self._show_menu)
        self._message = InlineMessage(name=f"{name}-message", button=f"{name}-restore")
        self._message.pressed.connect(self.restore_wanted)
        self._lay_out(close)

    def show_lead(self, lead: Lead) -> None:
        self._lead = lead
        self.title.setText(wording.shortened(name_of(lead), _LONGEST) or self.tr("No name"))
        self._tell_about(about_of(lead))
        self._mail.setVisible(bool(lead.values.get(Field.EMAIL.value)))
        self._linkedin.setVisible(self._profile() is not None)
        self._menu_button.show()
        if lead.is_in_trash:
            self._message.say("warning", self.tr("In the trash."), "", self.tr("Restore"))
        elif lead.is_suppressed:
            self._message.say("danger", self.tr("Suppressed."), self.tr("Left out of exports unless you ask for it."))
        else:
            self._message.clear()

    def show_words(self, title: str, about: str, *, has_menu: bool = False) -> None:
        """No lead, or several."""
        self._lead = None
        self.title.setText(title)
        self._tell_about(about)
        for button in (self._mail, self._linkedin):
            button.hide()
        self._menu_button.setVisible(has_menu)
        self._message.clear()

    def show_merged(self) -> None:
        """The lead that was asked for went into the one that is shown."""
        self._message.say("info", self.tr("The lead that you chose was merged into this one."))

    def _tell_about(self, about: str) -> None:
        self.about.setText(wording.shortened(about, _LONGEST))
        self.about.setVisible(bool(about))

    def _lay_out(self, close: QWidget) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.about)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(4)
        top.addLayout(words, 1)
        top.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self._mail, self._linkedin, self._menu_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 10, 8)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(buttons)
        column.addWidget(self._message)

    def _profile(self) -> QUrl | None:
        lead = self._lead
        return link_of(lead.values.get(Field.LINKEDIN.value), Kind.LINK) if lead is not None else None

    def _copy_mail(self) -> None:
        if self._lead is not None:
            QGuiApplication.clipboard().setText(self._lead.values.get(Field.EMAIL.value, "").strip())

    def _open_linkedin(self) -> None:
        url = self._profile()
        if url is not None:
            QDesktopServices.openUrl(url)

    def _copy_all(self) -> None:
        if self._lead is not None:
            lines = (f"{title_of(fact.column)}: {fact.text}" for fact in facts_of(self._lead) if fact.text)
            QGuiApplication.clipboard().setText("\n".join(lines))

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._lead is not None:
            menu.addAction(self.tr("Copy all fields"), self._copy_all)
        menu.addAction(self.tr("Copy as vCard"), self.cards_wanted.emit)
        more = list(self._more())
        if more:
            menu.addSeparator()
            menu.addActions(more)
        menu.popup(self._menu_button.mapToGlobal(QPoint(0, self._menu_button.height())))
