"""How LeadDesk looks: the theme and the size of its text, in force as soon as they are chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QButtonGroup, QComboBox, QRadioButton

from leaddesk.domain.changes import Changes
from leaddesk.domain.preferences import TEXT_SIZE, THEME
from leaddesk.ui import theme, wording
from leaddesk.ui.desk import Desk
from leaddesk.ui.settings.settings_page import SettingsPage, column, hint, line


class AppearancePage(SettingsPage):
    """Theme and text size."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Appearance"), "appearance-settings")
        self._desk = desk
        self._themes = QButtonGroup(self)
        titles = {"system": self.tr("As the system has it"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self._radios: dict[str, QRadioButton] = {}
        for name, title in titles.items():
            radio = QRadioButton(title)
            radio.setObjectName(f"appearance-{name}")
            self._themes.addButton(radio)
            self._radios[name] = radio
            radio.clicked.connect(lambda _, chosen=name: self._choose_theme(chosen))
        self._size = QComboBox()
        self._size.setObjectName("appearance-text-size")
        self._size.setAccessibleName(self.tr("Text size"))
        for percent in TEXT_SIZE.choices:
            self._size.addItem(wording.filled(self.tr("%1%"), str(percent)), percent)
        self._size.activated.connect(self._choose_size)
        self.add_row(self.tr("Colours"), column(*(line(radio) for radio in self._radios.values())))
        self.add_row(
            self.tr("Text size"), column(line(self._size), hint(self.tr("Of the size that your system uses.")))
        )
        self.add_rest()
        self.refresh()

    def refresh(self) -> None:
        self._radios[self._desk.preferences.get(THEME)].setChecked(True)
        self._size.setCurrentIndex(self._size.findData(self._desk.preferences.get(TEXT_SIZE)))

    def focus_first(self) -> None:
        checked = self._themes.checkedButton()
        if checked is not None:
            checked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_theme(self, chosen: str) -> None:
        self._desk.preferences.set(THEME, chosen)
        self._apply()

    def _choose_size(self) -> None:
        self._desk.preferences.set(TEXT_SIZE, int(self._size.currentData()))
        self._apply()

    def _apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self._desk.preferences.get(THEME), self._desk.preferences.get(TEXT_SIZE))
        self._desk.commands.dress()
        self._desk.announcer.announce(Changes(preferences=True))
