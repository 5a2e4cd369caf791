"""Small statistics, and where the processor's time went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import psutil
from local_stack.stack import Stack

__all__ = ["Cpu", "cpu_of", "median", "percentile", "resident_megabytes"]

PARTS = ("booking", "policy", "notify", "postgres", "kafka", "mailbox")


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True, slots=True)
class Cpu:
    """Seconds of processor time by part since start; `load` is this program."""

    seconds: Mapping[str, float]

    def since(self, before: "Cpu") -> dict[str, float]:
        return {name: self.seconds[name] - before.seconds.get(name, 0.0) for name in self.seconds}


def cpu_of(stack: Stack) -> Cpu:
    """Read it now, children included."""
    own = psutil.Process().cpu_times()
    running = [name for name in PARTS if stack.part(name).attach()]
    return Cpu({name: _seconds(_pid(stack, name)) for name in running} | {"load": own.user + own.system})


def resident_megabytes(stack: Stack) -> dict[str, float]:
    """Resident memory of each service's process."""
    return {name: psutil.Process(_pid(stack, name)).memory_info().rss / 1e6 for name in ("booking", "policy", "notify")}


def _pid(stack: Stack, name: str) -> int:
    pid_file = stack.layout.pid_file_of(name)
    return int(pid_file.read_text().split()[0])


def _seconds(pid: int) -> float:
    process = psutil.Process(pid)
    family = [process, *process.children(recursive=True)]
    # PostgreSQL's backends come and go: a process that has ended is added up in its parent
    total: float = process.cpu_times().children_user + process.cpu_times().children_system
    for member in family:
        try:
            times = member.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total
