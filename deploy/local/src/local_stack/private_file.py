"""JSON files of a stack, such as `.run/urls.json`: where everything is, and a token to try it with."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from local_stack.problem import SetupError


def write_private(file: Path, content: Mapping[str, Any]) -> None:
    """Whole or not at all, and for its owner only: it holds a token or a key."""
    unfinished = file.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(dict(content), out, indent=2)
        out.write("\n")
    unfinished.replace(file)


def read_urls(file: Path) -> dict[str, Any]:
    """Raises SetupError when nothing is up."""
    try:
        urls: dict[str, Any] = json.loads(file.read_text())
    except FileNotFoundError:
        raise SetupError(f"Nothing is up: there is no {file}.", advice="run `make up` first.") from None
    return urls
