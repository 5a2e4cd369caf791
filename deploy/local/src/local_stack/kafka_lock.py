"""Write jgo.lock.toml: every jar that jgo.toml needs, with its SHA-256."""

from __future__ import annotations

import hashlib
import tempfile
import tomllib
from pathlib import Path

from jgo.maven import MavenContext

from local_stack.kafka_jars import LOCK, SPECIFICATION

_HEADER = "# Written by `python -m local_stack.kafka_lock` from jgo.toml; the checksums are checked at every start.\n"


def write_lock() -> int:
    """Resolve the runtime closure anew and write the lock. Returns the number of jars."""
    wanted = tomllib.loads(SPECIFICATION.read_text())["dependencies"]["coordinates"]
    with tempfile.TemporaryDirectory() as scratch:
        context = MavenContext(repo_cache=Path(scratch))
        roots, transitive = context.resolver.resolve([context.create_dependency(each) for each in wanted])
        artifacts = [each.artifact for each in [*roots, *transitive]]
        entries = [_entry(artifact, artifact.resolve()) for artifact in artifacts]
    LOCK.write_text(_HEADER + "".join(entries))
    return len(entries)


def _entry(artifact: object, jar: Path) -> str:
    digest = hashlib.sha256(jar.read_bytes()).hexdigest()
    names = {key: getattr(artifact, key) for key in ("groupId", "artifactId", "version", "packaging")}
    lines = [f'{key} = "{value}"' for key, value in (names | {"sha256": digest}).items()]
    return "\n[[dependencies]]\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(f"{write_lock()} jars locked in {LOCK}")
