"""Identifiers: prefixed, sortable by time, never guessable counters."""

from uuid_utils import uuid7

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26


def new_id(prefix: str) -> str:
    """A new id such as `bkg_01J…`: the prefix, `_`, and a UUIDv7 as 26 characters of Crockford base32."""
    number = uuid7().int
    digits = [_CROCKFORD[(number >> shift) & 31] for shift in range(5 * (_LENGTH - 1), -1, -5)]
    return f"{prefix}_{''.join(digits)}"
