import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from local_stack.problem import explain_log
from local_stack.process import Process

_SLEEPS = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(600)"]
_STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)",
]


def _a_process(folder: Path, command: list[str] = _SLEEPS) -> Process:
    return Process(name="sleeper", command=command, log=folder / "log", pid_file=folder / "pid")


def _wrote(process: Process, word: str) -> bool:
    while process.running and word not in process.last_lines():
        pass
    return word in process.last_lines()


def test_a_process_is_found_again_by_somebody_else(tmp_path: Path) -> None:
    started = _a_process(tmp_path)
    started.start()
    found = _a_process(tmp_path)
    assert found.attach()
    assert found.pid == started.pid
    found.stop()
    assert not started.running
    assert not found.attach()


def test_what_somebody_else_has_started_anew_is_stopped_by_its_owner(tmp_path: Path) -> None:
    owner, other = _a_process(tmp_path), _a_process(tmp_path)
    owner.start()
    assert other.attach()
    other.kill()
    other.start()
    assert owner.attach()
    owner.stop()
    assert not other.running


def test_a_number_that_belongs_to_another_process_by_now_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pid").write_text(f"{psutil.Process().pid} 12345.0\n")
    stranger = _a_process(tmp_path)
    assert not stranger.attach()
    stranger.stop()
    assert psutil.Process().is_running()


def test_who_does_not_hear_is_killed(tmp_path: Path) -> None:
    deaf = _a_process(tmp_path, _STUBBORN)
    deaf.start()
    assert _wrote(deaf, "deaf")
    deaf.stop(seconds=0.1)
    assert not deaf.running


def test_a_frozen_process_can_be_stopped(tmp_path: Path) -> None:
    frozen = _a_process(tmp_path)
    frozen.start()
    frozen.freeze()
    while psutil.Process(frozen.pid).status() != psutil.STATUS_STOPPED:
        assert frozen.running
    frozen.stop()
    assert not frozen.running


def test_only_what_was_written_since_the_last_start_is_shown(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("from the last run\n")
    process = _a_process(tmp_path)
    process.start()
    assert _wrote(process, "here")
    assert process.last_lines() == ["here"]
    process.kill()


def test_the_leash_ends_what_a_killed_program_leaves_behind(tmp_path: Path) -> None:
    owner = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"""
import sys, time
from pathlib import Path
from local_stack.leash import Leash
from local_stack.process import Process
folder = Path({str(tmp_path)!r})
leash = Leash(folder)
Process(name="x", command={_SLEEPS!r}, log=folder / "log", pid_file=folder / "x.pid").start()
print("ready", flush=True)
time.sleep(600)
""",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout is not None
    assert owner.stdout.readline() == "ready\n"
    left_behind = psutil.Process(int((tmp_path / "x.pid").read_text().split()[0]))
    owner.kill()
    owner.wait()
    gone, _ = psutil.wait_procs([left_behind], timeout=20)
    assert gone or left_behind.status() == psutil.STATUS_ZOMBIE  # nobody reaps orphans in some containers


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("FATAL: could not write to file: No space left on device", "the disk is full"),
        ("java.net.BindException: Address already in use", "another program took the port"),
        ("OSError: [Errno 12] Cannot allocate memory", "too little memory"),
        ("could not open file: Permission denied", "belongs to somebody else"),
        ("ValueError: 42", "read the whole log"),
    ],
)
def test_the_last_lines_lead_to_advice(line: str, advice: str) -> None:
    problem = explain_log("PostgreSQL", ["some line", line])
    assert line in problem.what
    assert advice in problem.advice
