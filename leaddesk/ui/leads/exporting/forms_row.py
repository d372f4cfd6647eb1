"""Which kind of file, and how phones and dates are written."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from leaddesk.domain.countries import codes
from leaddesk.domain.export_profiles import DateForm, Form, PhoneForm, Profile
from leaddesk.domain.exports import KINDS, FileKind
from leaddesk.ui.leads.exporting import words


class FormsRow(QWidget):
    """Combo boxes, of which only those are shown that the profile has a use for."""

    kind_changed = Signal()
    forms_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has: set[Form] = set()
        self._kinds = _combo("export-kind", self.tr("File"))
        self._phones = _combo("export-phones", self.tr("Phone numbers"))
        self._country = _combo("export-phone-country", self.tr("Numbers without a country code"))
        self._dates = _combo("export-dates", self.tr("Dates"))
        for phones in PhoneForm:
            self._phones.addItem(words.phone_form(phones), phones.value)
        for dates in DateForm:
            self._dates.addItem(words.date_form(dates), dates.value)
        self._country.addItem(self.tr("are from the lead’s own country"), "")
        named = sorted((country_name(code), code) for code in codes())
        for name, code in named:
            self._country.addItem(name, code)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(6)
        self._labels: dict[QComboBox, QLabel] = {}
        for combo in (self._kinds, self._phones, self._country, self._dates):
            label = QLabel(combo.accessibleName())
            label.setBuddy(combo)
            self._labels[combo] = label
            form.addRow(label, combo)
        self._kinds.activated.connect(self.kind_changed)
        for combo in (self._phones, self._country, self._dates):
            combo.activated.connect(self._forms_chosen)

    def show_profile(self, profile: Profile, kind: FileKind) -> None:
        """Its kinds of file with ``kind`` chosen, and its forms."""
        self._kinds.clear()
        for one in profile.kinds:
            self._kinds.addItem(words.kind_of(one), one.value)
        self._kinds.setCurrentIndex(max(0, self._kinds.findData(kind.value)))
        self._phones.setCurrentIndex(self._phones.findData(profile.phones.value))
        self._country.setCurrentIndex(max(0, self._country.findData(profile.country)))
        self._dates.setCurrentIndex(self._dates.findData(profile.dates.value))
        self._kinds.setEnabled(len(profile.kinds) > 1)
        self._has = {column.form for column in profile.columns if column.sources}
        self._show_needed()

    def kind(self) -> FileKind:
        return KINDS[str(self._kinds.currentData())]

    def formed(self, profile: Profile) -> Profile:
        """``profile`` with the forms that are chosen."""
        return replace(
            profile,
            phones=PhoneForm(self._phones.currentData()),
            country=str(self._country.currentData()),
            dates=DateForm(self._dates.currentData()),
        )

    def _forms_chosen(self) -> None:
        self._show_needed()
        self.forms_changed.emit()

    def _show_needed(self) -> None:
        has_phones = Form.PHONE in self._has
        needed = {
            self._phones: has_phones,
            self._country: has_phones and self._phones.currentData() != PhoneForm.AS_IS.value,
            self._dates: not self._has.isdisjoint({Form.DAY, Form.MOMENT}),
        }
        for combo, is_needed in needed.items():
            combo.setVisible(is_needed)
            self._labels[combo].setVisible(is_needed)


def country_name(code: str) -> str:
    """In English, as everything here: ``Germany`` for ``DE``."""
    return QLocale.territoryToString(QLocale.codeToTerritory(code)) or code


def _combo(name: str, title: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(18)
    return made
