"""Sealing personal data at rest: AES-256-GCM, bound to the row that it belongs to."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from notify.domain.key_ring import key_ring

_NONCE_BYTES = 12


class SealBroken(Exception):
    """What was sealed cannot be opened: its key is not on the ring, or the row was tampered with."""


class Sealer:
    """The keys of `CONTACT_KEYS`: `kid:base64secret,kid2:…`; the first seals, all open. Secrets have 32 bytes.

    A sealed value is `kid NUL nonce ciphertext`. `place` names the row and is authenticated, so that a value that is
    moved to another guest's row does not open there.
    """

    def __init__(self, keys: str) -> None:
        self._keys = {kid: AESGCM(secret) for kid, secret in key_ring(keys).items()}
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
