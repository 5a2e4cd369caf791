"""Sealing personal data at rest: AES-256-GCM, bound to the row that it belongs to."""

import base64
import binascii
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KID = re.compile(r"[A-Za-z0-9_-]{1,16}")
_NONCE_BYTES = 12
_KEY_BYTES = 32


class SealBroken(Exception):
    """What was sealed cannot be opened: its key is not on the ring, or the row was tampered with."""


class Sealer:
    """The keys of `CONTACT_KEYS`: `kid:base64secret,kid2:…`; the first seals, all open. Secrets have 32 bytes.

    A sealed value is `kid NUL nonce ciphertext`. `place` names the row and is authenticated, so that a value that is
    moved to another guest's row does not open there.
    """

    def __init__(self, keys: str) -> None:
        self._keys = dict(_read_key(entry) for entry in keys.split(",") if entry.strip())
        if not self._keys:
            raise ValueError("CONTACT_KEYS: at least one `kid:base64secret` is needed")
        self._sealing = next(iter(self._keys))

    def seal(self, plain: str, *, place: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        cipher = self._keys[self._sealing].encrypt(nonce, plain.encode(), place.encode())
        return self._sealing.encode() + b"\x00" + nonce + cipher

    def open(self, sealed: bytes, *, place: str) -> str:
        """Raises SealBroken."""
        kid, _, rest = sealed.partition(b"\x00")
        key = self._keys.get(kid.decode("ascii", "replace"))
        if key is None:
            raise SealBroken(f"CONTACT_KEYS has no key {kid[:16]!r}")
        try:
            return key.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], place.encode()).decode()
        except InvalidTag as error:
            raise SealBroken("the value does not belong here, or was changed") from error


def _read_key(entry: str) -> tuple[str, AESGCM]:
    kid, _, encoded = entry.strip().partition(":")
    try:
        secret = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        secret = b""
    if not _KID.fullmatch(kid) or len(secret) != _KEY_BYTES:
        raise ValueError(f"CONTACT_KEYS: the entry {kid[:16]!r} is not `kid:base64secret` with a secret of 32 bytes")
    return kid, AESGCM(secret)
