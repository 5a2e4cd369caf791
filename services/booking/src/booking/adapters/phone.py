"""Telephone numbers in one spelling, so that the same number is the same guest."""

import phonenumbers
from babel.core import get_global


class PhoneInvalid(ValueError):
    """It is no telephone number that could be called."""


def normalised_phone(raw: str, time_zone: str) -> str:
    """E.164 (`+4930123456`). A number without a country's code is read as one of the venue's country.

    Raises PhoneInvalid.
    """
    region = get_global("zone_territories").get(time_zone)
    try:
        number = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException as error:
        raise PhoneInvalid("The phone number cannot be read; write it with + and the country's code.") from error
    if not phonenumbers.is_possible_number(number):
        raise PhoneInvalid("The phone number has too few or too many digits.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalised_email(raw: str) -> str:
    """Lower case, without surrounding blanks."""
    return raw.strip().lower()
