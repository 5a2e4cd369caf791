"""Java's ahead-of-time cache: one start is recorded once per user; each later one takes half the processor time."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import fasteners

from local_stack.blocking import finish
from local_stack.kafka_files import prepare_node
from local_stack.kafka_java import broker_process, bundled_java, wait_until_it_answers
from local_stack.ports import free_port
from local_stack.problem import SetupError

_RECORDING_SECONDS = 180.0
_NEEDED_BYTES = 300_000_000


def start_options(jars: list[Path], *, tell: Callable[[str], None]) -> tuple[str, ...]:
    """The options that use the cache, made now if it is missing; none where it cannot be had.

    It only saves time, so a recording that fails is told and not tried again with the same jars and Java.
    """
    java = bundled_java()
    if java is None or shutil.disk_usage(jars[0].parent).free < _NEEDED_BYTES:
        return ()
    cache = jars[0].parent / f"start-{_fingerprint(java, jars)}.aot"
    failed = cache.with_suffix(".failed")
    with fasteners.InterProcessLock(str(jars[0].parent / ".lock")):
        if not cache.exists() and not failed.exists():
            tell("recording one start, to make all others quicker")
            try:
                _record(cache, jars)
            except (SetupError, OSError) as problem:
                failed.write_text(f"{problem}\n")
                tell(f"starts will be slower; why stands in {failed}")
    # what it cannot take from the cache it makes anew; that is no news
    return (f"-XX:AOTCache={cache}", "-Xlog:aot*=error") if cache.exists() else ()


def _record(cache: Path, jars: list[Path]) -> None:
    with tempfile.TemporaryDirectory(prefix="holdfast-recording-") as name:
        folder, port = Path(name), free_port()
        unfinished = folder / "recorded.aot"
        process = broker_process(
            prepare_node(folder / "node", port=port, controller_port=free_port()),
            jars,
            log=folder / "log",
            pid_file=folder / "pid",
            more_options=(f"-XX:AOTCacheOutput={unfinished}",),
        )
        process.start()
        try:
            finish(wait_until_it_answers(process, f"127.0.0.1:{port}"))
        finally:
            process.stop(seconds=_RECORDING_SECONDS)
        if not unfinished.exists():
            lines = "\n".join(process.last_lines(10))
            raise SetupError(
                f"Java wrote no cache. Its last lines:\n{lines}", advice="nothing; Kafka starts without it."
            )
        # onto the same file system first: a half copied cache must never have the final name
        part = cache.with_suffix(".part")
        try:
            shutil.copy(unfinished, part)
            part.replace(cache)
        finally:
            part.unlink(missing_ok=True)


def _fingerprint(java: Path, jars: list[Path]) -> str:
    # Java compares path, size and time of each jar; a cache of others would only be refused
    seen = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in (java, *jars)]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]
