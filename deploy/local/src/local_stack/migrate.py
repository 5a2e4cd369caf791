"""Bring the three databases of a stack to the newest revision."""

from __future__ import annotations

import subprocess
import sys

from local_stack.layout import Layout
from local_stack.problem import explain_log
from local_stack.settings import SERVICES, migration_environment


def migrate(layout: Layout) -> None:
    """Run `holdfast migrate` with the settings of all services. Raises SetupError with its last lines."""
    done = subprocess.run(
        [sys.executable, "-m", "holdfast", "migrate", *SERVICES],
        env=migration_environment(layout.environments),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        lines = (done.stdout + done.stderr).splitlines()
        raise explain_log("The migration of the databases", lines, happened="failed")
