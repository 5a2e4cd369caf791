"""A ring of secret keys, as an operator writes it."""

import base64
import binascii
import re

_KID = re.compile(r"[A-Za-z0-9_-]{1,16}")
_KEY_BYTES = 32


def key_ring(written: str) -> dict[str, bytes]:
    """Read `kid:base64secret,kid2:…`, each secret of 32 bytes; the first one is the one in use.

    Raises ValueError naming the entry by its kid, never the secret.
    """
    keys = dict(_key(entry) for entry in written.split(",") if entry.strip())
    if not keys:
        raise ValueError("at least one `kid:base64secret` is needed")
    return keys


def _key(entry: str) -> tuple[str, bytes]:
    kid, _, encoded = entry.strip().partition(":")
    try:
        secret = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        secret = b""
    if not _KID.fullmatch(kid) or len(secret) != _KEY_BYTES:
        raise ValueError(f"the entry {kid[:16]!r} is not `kid:base64secret` with a secret of 32 bytes")
    return kid, secret
