"""What the lock may hold: hashes, no download host, and nothing below a version with a known hole."""

import re
from collections.abc import Iterator

from house.source_tree import Violation

FLOORS = {"pyjwt": (2, 15, 1), "starlette": (1, 3, 1), "python-multipart": (0, 0, 27)}
NEVER = {"python-jose": "unmaintained, with known holes; PyJWT is here"}

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_HOST = re.compile(r"[a-z]+://|^\s*(--?(extra-)?index-url|--find-links|-f|-i)\b", re.IGNORECASE)


def lock_is_sound(text: str) -> Iterator[Violation]:
    """Every pin carries hashes; no line names a host, so that it works behind any mirror."""
    pins = dict(_pins(text))
    if not pins:
        yield Violation("requirements.lock:1", "pins nothing")
    for name, floor in FLOORS.items():
        if name not in pins:
            yield Violation("requirements.lock", f"{name} is not pinned")
        elif _numbers(pins[name]) < floor:
            yield Violation("requirements.lock", f"{name} {pins[name]} is below {'.'.join(map(str, floor))}")
    for name in sorted(NEVER.keys() & pins.keys()):
        yield Violation("requirements.lock", f"{name}: {NEVER[name]}")
    for number, line in enumerate(text.splitlines(), start=1):
        if _HOST.search(line):
            yield Violation(f"requirements.lock:{number}", f"names a host: {line.strip()[:60]!r}")
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        if _PIN.match(block) and "--hash=sha256:" not in block:
            yield Violation("requirements.lock", f"{block.split()[0]} has no hash")


def _pins(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        found = _PIN.match(line)
        if found:
            yield re.sub(r"[-_.]+", "-", found[1]).lower(), found[2]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
