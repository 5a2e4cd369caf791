import hashlib
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from local_stack.kafka_jars import class_path, locked_jars
from local_stack.ports import free_port
from local_stack.problem import SetupError

_GOOD = b"a jar"


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A Maven repository on loopback; returns the folder that it serves."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HOLDFAST_MAVEN_REPOSITORY", f"http://127.0.0.1:{server.server_port}")
    yield folder
    server.shutdown()
    server.server_close()


def _a_lock(folder: Path) -> Path:
    lock = folder / "jgo.lock.toml"
    lock.write_text(
        '[[dependencies]]\ngroupId = "org.example"\nartifactId = "thing"\nversion = "1.0"\npackaging = "jar"\n'
        f'sha256 = "{hashlib.sha256(_GOOD).hexdigest()}"\n'
    )
    return lock


def _offer(mirror: Path, content: bytes) -> None:
    place = mirror / "org/example/thing/1.0"
    place.mkdir(parents=True)
    (place / "thing-1.0.jar").write_bytes(content)
    (place / "thing-1.0.jar.sha1").write_text(hashlib.sha1(content, usedforsecurity=False).hexdigest())


def test_a_missing_jar_is_fetched_once_and_told(mirror: Path, tmp_path: Path) -> None:
    _offer(mirror, _GOOD)
    told: list[tuple[int, int]] = []
    (jar,) = class_path(cache=tmp_path / "cache", lock=_a_lock(tmp_path), on_progress=lambda *each: told.append(each))
    assert jar.read_bytes() == _GOOD
    shutil.rmtree(mirror)
    assert class_path(cache=tmp_path / "cache", lock=tmp_path / "jgo.lock.toml") == [jar]
    assert told == [(1, 1)]


def test_other_bytes_than_were_locked_never_reach_the_cache(mirror: Path, tmp_path: Path) -> None:
    _offer(mirror, b"something else")
    with pytest.raises(SetupError, match=r"org\.example:thing:1\.0 has a wrong checksum") as problem:
        class_path(cache=tmp_path / "cache", lock=_a_lock(tmp_path))
    assert "another network or mirror" in problem.value.advice
    assert not list((tmp_path / "cache").glob("*.jar"))


def test_a_jar_that_was_changed_in_the_cache_is_not_used(tmp_path: Path) -> None:
    jar = tmp_path / "cache" / "thing-1.0.jar"
    jar.parent.mkdir()
    jar.write_bytes(b"changed")
    with pytest.raises(SetupError, match="wrong checksum") as problem:
        class_path(cache=tmp_path / "cache", lock=_a_lock(tmp_path))
    assert f"remove {jar}" in problem.value.advice


def test_without_a_network_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_MAVEN_REPOSITORY", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(SetupError, match="could not be downloaded") as problem:
        class_path(cache=tmp_path / "cache", lock=_a_lock(tmp_path))
    assert "check the network" in problem.value.advice


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SetupError, match="cannot be kept in") as problem:
        class_path(cache=tmp_path / "file" / "cache", lock=_a_lock(tmp_path))
    assert "XDG_CACHE_HOME" in problem.value.advice


def test_the_lock_names_kafka_4_3_and_a_checksum_for_every_jar() -> None:
    jars = locked_jars()
    assert ("org.apache.kafka", "kafka_2.13", "4.3.0") in {(jar.group, jar.artifact, jar.version) for jar in jars}
    assert all(len(jar.sha256) == 64 for jar in jars)
    assert len({jar.file_name for jar in jars}) == len(jars)
