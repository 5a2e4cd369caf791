"""The short code that is spoken at the door."""

import hashlib

_LETTERS = "ACDEFHJKLMNPQRTUVWXY34679"  # none that sound or look like another
_LENGTH = 4


def spoken_code(booking_id: str, attempt: int) -> str:
    """Four characters from the booking's id; each `attempt` gives another, for when one is in use."""
    number = int.from_bytes(hashlib.sha256(f"{booking_id}/{attempt}".encode()).digest()[:8])
    code = ""
    for _ in range(_LENGTH):
        number, letter = divmod(number, len(_LETTERS))
        code += _LETTERS[letter]
    return code
