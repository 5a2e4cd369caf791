"""Signed, expiring links: what a guest may do, proven by a message authentication code and nothing else.

Token = base64url(kid NUL purpose NUL subject NUL tenant NUL expiry[5 bytes] mac[16 bytes]); the code is HMAC-SHA256
cut to 128 bits, over everything before it.
"""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime

_DOMAIN = b"holdfast signed link 1\x00"
_MAC_BYTES = 16
_EXPIRY_BYTES = 5
_LONGEST_TOKEN = 600
_KID = re.compile(r"[A-Za-z0-9_.-]{1,16}")


class LinkInvalid(Exception):
    """The token was not signed by one of our keys, or was changed."""


class LinkExpired(Exception):
    """The token was ours, and its time is over."""


@dataclass(frozen=True, slots=True)
class SignedLink:
    purpose: str
    subject: str
    tenant: str
    expires_at: datetime


class KeyRing:
    """The keys of `GUEST_LINK_KEYS`: `kid:base64secret,kid2:…`. The first signs, all verify. Secrets: ≥ 32 bytes."""

    def __init__(self, keys: str) -> None:
        self._secrets = dict(_read_key(entry) for entry in keys.split(",") if entry.strip())
        if not self._secrets:
            raise ValueError("GUEST_LINK_KEYS: at least one `kid:base64secret` is needed")
        self._signing = next(iter(self._secrets))

    def sign(self, purpose: str, subject: str, tenant: str, expires_at: datetime) -> str:
        """A short URL-safe token, valid until `expires_at` (aware; whole seconds)."""
        fields = (self._signing, purpose, subject, tenant)
        if any("\x00" in field or not field for field in fields):
            raise ValueError("purpose, subject and tenant are texts without NUL")
        expiry = int(expires_at.timestamp()).to_bytes(_EXPIRY_BYTES, "big")
        payload = b"\x00".join(field.encode() for field in fields) + b"\x00" + expiry
        return _as_text(payload + _mac(self._secrets[self._signing], payload))

    def open(self, token: str, now: datetime) -> SignedLink:
        """What the token allows. Raises LinkInvalid, or LinkExpired from `expires_at` on."""
        payload, mac = _split(token)
        kid, *fields = payload[:-_EXPIRY_BYTES].split(b"\x00")
        secret = self._secrets.get(kid.decode("ascii", "replace"))
        # An unknown key costs the same comparison as a known one.
        genuine = hmac.compare_digest(_mac(secret or b"\x00" * 32, payload), mac)
        if secret is None or not genuine:
            raise LinkInvalid
        purpose, subject, tenant, _ = (field.decode() for field in fields)
        expires_at = datetime.fromtimestamp(int.from_bytes(payload[-_EXPIRY_BYTES:], "big"), UTC)
        if now >= expires_at:
            raise LinkExpired
        return SignedLink(purpose, subject, tenant, expires_at)


def _split(token: str) -> tuple[bytes, bytes]:
    if len(token) > _LONGEST_TOKEN:
        raise LinkInvalid
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise LinkInvalid from error
    # base64 has several spellings of the same bytes; a link has one.
    if _as_text(raw) != token or len(raw) <= _MAC_BYTES + _EXPIRY_BYTES:
        raise LinkInvalid
    return raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]


def _mac(secret: bytes, payload: bytes) -> bytes:
    return hmac.new(secret, _DOMAIN + payload, hashlib.sha256).digest()[:_MAC_BYTES]


def _as_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _read_key(entry: str) -> tuple[str, bytes]:
    kid, _, encoded = entry.strip().partition(":")
    try:
        secret = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        secret = b""
    if not _KID.fullmatch(kid) or len(secret) < 32:
        raise ValueError(
            f"GUEST_LINK_KEYS: the entry {kid[:16]!r} is not `kid:base64secret` with a secret of at least 32 bytes"
        )
    return kid, secret
