"""What the benchmarks share: whole processes, timed by the operating system, compared as ratios."""

import os
import resource
import statistics
import subprocess
import sys
from typing import NamedTuple


class Cost(NamedTuple):
    """What one run of a process took: user and system time in seconds, largest memory in MB."""

    cpu: float
    memory: float


def run(command: list[str]) -> Cost:
    """Run a command to its end without its output; ends the benchmark if the command fails."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}: {said.decode()[:500]}")
    return Cost(used.ru_utime + used.ru_stime, _megabytes(used))


def paired(runs: int, *commands: list[str]) -> list[list[Cost]]:
    """Run the commands in turn, `runs` times after one warm-up; the costs of each command."""
    rounds = [[run(command) for command in commands] for _ in range(runs + 1)][1:]
    return [list(costs) for costs in zip(*rounds, strict=True)]


def median(costs: list[Cost]) -> Cost:
    """The median of time and of memory."""
    return Cost(statistics.median(c.cpu for c in costs), statistics.median(c.memory for c in costs))


def ratios(costs: list[Cost], base: list[Cost]) -> str:
    """Median, least and greatest ratio of time, pair by pair."""
    each = [a.cpu / b.cpu for a, b in zip(costs, base, strict=True)]
    return f"{statistics.median(each):.2f} ({min(each):.2f}-{max(each):.2f})"


def _megabytes(used: resource.struct_rusage) -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return used.ru_maxrss * unit / 1e6
