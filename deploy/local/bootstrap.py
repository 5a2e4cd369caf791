"""Make .venv from requirements.lock. Run by `make setup` with the system's Python and nothing else installed."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS = VENV / "tools"  # beside the packages: what makes them equal to the lock must not remove itself
UV = TOOLS / "bin" / "uv"
UV_PIN = ROOT / "deploy" / "local" / "bootstrap.txt"
LOCK = ROOT / "requirements.lock"
PACKAGES = ("libs/messaging", "libs/web", "libs/cli", "services/booking", "services/policy", "services/notify",
            "deploy/local", "deploy/stories")  # fmt: skip
NEEDED_MB = 1500


class Stopped(Exception):
    """What went wrong, and what to do."""


def main():
    began = time.monotonic()
    require_python()
    require_room()
    step("1/4", "a virtual environment in .venv", make_venv)
    step("2/4", "uv, the installer (its checksum stands in deploy/local/bootstrap.txt)", install_uv)
    step("3/4", "everything that is locked in requirements.lock, by checksum", install_lock)
    step("4/4", "the packages of this repository", install_packages)
    print(f"Set up in {time.monotonic() - began:.0f} s.", flush=True)


def require_python():
    if sys.version_info < (3, 11):  # noqa: UP036 -- whoever has an older one must hear it in a sentence
        raise Stopped(
            f"Holdfast needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.",
            "install a newer Python, or name one: make setup PYTHON=/path/to/python3.12",
        )


def require_room():
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < NEEDED_MB and not PYTHON.exists():
        raise Stopped(
            f"Only {free} MB are free at {ROOT}; the set-up needs about {NEEDED_MB} MB.",
            "free some space and run the same command again.",
        )


def make_venv():
    if PYTHON.exists() and works([str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        return
    run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        "on Debian and Ubuntu the module venv is a package of its own: apt-get install python3-venv",
    )


def install_uv():
    if UV.exists() and pinned() in output([str(UV), "--version"]):
        return
    if not works([str(PYTHON), "-m", "pip", "--version"]):
        run([str(PYTHON), "-m", "ensurepip"], "remove .venv and run the same command again.")
    run(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes",
         "--only-binary=:all:", "--upgrade", "--target", str(TOOLS), "-r", str(UV_PIN)],
        "check the network, and that pip can reach a package index (a mirror is set with PIP_INDEX_URL); a wrong "
        "checksum means that other bytes came than were locked: do not go on with that mirror.",
    )  # fmt: skip


def install_lock():
    run(
        [str(UV), "pip", "sync", "--require-hashes", "--compile-bytecode", str(LOCK)],
        "check the network (a mirror is set with UV_DEFAULT_INDEX) and the free disk; what was fetched is kept. A "
        "wrong checksum means that other bytes came than were locked: do not go on with that mirror.",
    )


def install_packages():
    editable = [part for package in PACKAGES for part in ("-e", package)]
    run(
        [str(UV), "pip", "install", "--quiet", "--no-deps", "--offline", *editable],
        "look at the message above; a package's pyproject.toml may be wrong.",
    )


def pinned():
    for line in UV_PIN.read_text().splitlines():
        if line.startswith("uv=="):
            return line.split("==")[1].split()[0]
    raise Stopped(f"{UV_PIN} names no version of uv.", "restore the file from git.")


def works(command):
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def output(command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def run(command, advice):
    environment = {
        **os.environ,
        "UV_PYTHON_DOWNLOADS": "never",
        "VIRTUAL_ENV": str(VENV),
    }
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode != 0:
        raise Stopped("The command failed: {}".format(" ".join(command[:6])), advice)


def step(number, what, work):
    print(f"[{number}] {what}", flush=True)
    work()


if __name__ == "__main__":
    try:
        main()
    except Stopped as stopped:
        print("\nThe set-up stopped. {}\n  What to do: {}".format(*stopped.args), file=sys.stderr)
        sys.exit(1)
