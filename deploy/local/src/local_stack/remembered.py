"""What a stack remembers from one start to the next: its ports and its keys."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from local_stack.ports import free_port, is_free, require_free
from local_stack.private_file import write_private

_KEYS = ("GUEST_LINK_KEYS", "CONTACT_KEYS")


@dataclass(frozen=True, slots=True)
class Remembered:
    """`keys` by the name of the setting. They must survive a restart: links stand in mails that were sent, and
    sealed contacts in the database."""

    ports: Mapping[str, int]
    keys: Mapping[str, str]


def remember(
    file: Path, names: Iterable[str], *, wanted: Mapping[str, int], running: frozenset[str] = frozenset()
) -> Remembered:
    """Last time's ports where they are still free, the wanted ones where given; free ones otherwise.

    A part in `running` keeps its port. Raises SetupError when a wanted port is taken.
    """
    known = json.loads(file.read_text()) if file.exists() else {}
    before: dict[str, int] = known.get("ports", {})
    ports: dict[str, int] = {}
    for name in names:
        last = before.get(name)
        if last is not None and name in running:
            ports[name] = last
        elif name in wanted:
            require_free(wanted[name], wanted_by=name)
            ports[name] = wanted[name]
        else:
            ports[name] = last if last is not None and is_free(last) else free_port()
    keys = {name: known.get("keys", {}).get(name) or _new_key() for name in _KEYS}
    file.parent.mkdir(parents=True, exist_ok=True)
    write_private(file, {"ports": ports, "keys": keys})
    return Remembered(ports, keys)


def _new_key() -> str:
    return f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}"
