"""Phone numbers in one form. What a number is, and how it is written, is Google's libphonenumber's business."""

from __future__ import annotations

from leaddesk.domain.export_profiles import PhoneForm


def formed(number: str, form: PhoneForm, country: str) -> str | None:
    """``number`` in ``form``, an extension behind it; None where it is no possible number.

    ``country`` (ISO's two letters, may be empty) is where a number without a country code is from. A number is possible
    if its length is one of its country's: rules for each digit go out of date, and would spoil new numbers.
    """
    import phonenumbers  # noqa: PLC0415 - only an export that asks for a form pays for it

    try:
        read = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(read):
        return None
    extension, read.extension = read.extension, None
    kind = {
        PhoneForm.E164: phonenumbers.PhoneNumberFormat.E164,
        PhoneForm.INTERNATIONAL: phonenumbers.PhoneNumberFormat.INTERNATIONAL,
        PhoneForm.NATIONAL: phonenumbers.PhoneNumberFormat.NATIONAL,
    }[form]
    text = phonenumbers.format_number(read, kind)
    return f"{text} ext. {extension}" if extension else text
