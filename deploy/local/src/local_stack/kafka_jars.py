"""The jars of Apache Kafka: locked, checked at every start, downloaded once per user."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import fasteners
import platformdirs

from local_stack.problem import SetupError

FOLDER = Path(__file__).parents[2] / "kafka"
SPECIFICATION = FOLDER / "jgo.toml"
LOCK = FOLDER / "jgo.lock.toml"

_THREADS = 8
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Jar:
    group: str
    artifact: str
    version: str
    packaging: str
    sha256: str

    @property
    def file_name(self) -> str:
        return f"{self.artifact}-{self.version}.{self.packaging}"

    @property
    def coordinate(self) -> str:
        return f"{self.group}:{self.artifact}:{self.version}"


def locked_jars(lock: Path = LOCK) -> list[Jar]:
    """The jars in the order of the lock, which is the order of the class path."""
    entries = tomllib.loads(lock.read_text())["dependencies"]
    return [Jar(e["groupId"], e["artifactId"], e["version"], e["packaging"], e["sha256"]) for e in entries]


def default_cache() -> Path:
    return Path(platformdirs.user_cache_dir("holdfast")) / "kafka"


def class_path(
    *, cache: Path | None = None, lock: Path = LOCK, on_progress: Callable[[int, int], None] | None = None
) -> list[Path]:
    """Every jar at its place in the cache, with the checksum of the lock.

    Downloads what is missing. Raises SetupError for a wrong checksum, no network, or a full disk.
    `on_progress` hears (jars present, jars in all).
    """
    place = cache or default_cache()
    jars = locked_jars(lock)
    try:
        place.mkdir(parents=True, exist_ok=True)
        with fasteners.InterProcessLock(str(place / ".lock")):
            _fetch([jar for jar in jars if not (place / jar.file_name).exists()], place, len(jars), on_progress)
    except OSError as error:
        raise _storage_error(error, place) from error
    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(lambda jar: _require_checksum(jar, place / jar.file_name, downloaded=False), jars))
    return [place / jar.file_name for jar in jars]


def _fetch(missing: list[Jar], place: Path, total: int, on_progress: Callable[[int, int], None] | None) -> None:
    if not missing:
        return
    done = total - len(missing)
    # in a scratch directory first: an interrupted download never looks like a jar
    with (
        tempfile.TemporaryDirectory(dir=place, prefix=".fetching-") as scratch,
        ThreadPoolExecutor(_THREADS) as pool,
    ):
        downloads = pool.map(lambda jar: _download(jar, Path(scratch)), missing)
        for jar, found in zip(missing, downloads, strict=True):
            _require_checksum(jar, found, downloaded=True)
            found.replace(place / jar.file_name)
            done += 1
            if on_progress is not None:
                on_progress(done, total)


def _download(jar: Jar, scratch: Path) -> Path:
    from jgo.maven import MavenContext  # noqa: PLC0415 -- half a second that a warm start need not pay

    mirror = os.environ.get("HOLDFAST_MAVEN_REPOSITORY")
    last: Exception | None = None
    for _ in range(_TRIES):
        context = MavenContext(repo_cache=scratch, remote_repos={"mirror": mirror} if mirror else None, timeout=30)
        component = context.project(jar.group, jar.artifact).at_version(jar.version)
        try:
            return Path(component.artifact(packaging=jar.packaging).resolve())
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise
            last = error  # requests' network errors are OSErrors
        except (RuntimeError, ValueError) as error:
            last = error
        shutil.rmtree(scratch / Path(*jar.group.split("."), jar.artifact, jar.version), ignore_errors=True)
    raise SetupError(
        f"The jar {jar.coordinate} could not be downloaded: {last}",
        advice="check the network (behind a mirror, set HOLDFAST_MAVEN_REPOSITORY to its address), then run "
        "the same command again; what is there already is kept.",
    )


def _require_checksum(jar: Jar, path: Path, *, downloaded: bool) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found == jar.sha256:
        return
    what = (
        f"The jar {jar.coordinate} has a wrong checksum, so Kafka is not started from it.\n"
        f"  locked: {jar.sha256}\n  found:  {found}"
    )
    if downloaded:
        raise SetupError(
            what, advice="the place it was downloaded from gave other bytes: try another network or mirror."
        )
    raise SetupError(what, advice=f"remove {path} and run the same command again; it is downloaded anew.")


def _storage_error(error: OSError, place: Path) -> SetupError:
    if error.errno == errno.ENOSPC:
        return SetupError(
            f"The disk is full: {place} cannot hold Kafka's jars (44 MB).",
            advice="free some space, or set XDG_CACHE_HOME to a place that has some, then run it again.",
        )
    return SetupError(
        f"Kafka's jars cannot be kept in {place}: {error}",
        advice="make that directory writable, or set XDG_CACHE_HOME to one that is.",
    )
