"""A command run to its end, and what it took: time, processor time and memory of all its processes, and what each stage took."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

#: How `dateline run` tells a step that has ended.
_STEP = re.compile(r"^(\w[\w ]*?) +([\d.]+) s  ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, processor seconds, most gigabytes that all processes held at once (Linux; else 0), seconds of each step."""

    seconds: float
    cpu: float
    memory: float
    steps: dict[str, float]


def dateline(home: Path, *arguments: str, meanwhile: Callable[[], None] = lambda: None) -> Took:
    """Run the command line on a home, calling `meanwhile` over and over. Raises RuntimeError with its messages when it fails."""
    before, started, most = _cpu(), time.perf_counter(), 0.0
    messages = home.with_suffix(".stderr")
    with messages.open("w", encoding="utf-8") as told:
        command = [sys.executable, "-m", "orchestration.cli", *arguments]
        running = subprocess.Popen(command, env={**os.environ, "DATELINE_HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=told)
        while running.poll() is None:
            most = max(most, sum(_memory(pid) for pid in _tree(running.pid)))
            meanwhile()
            time.sleep(0.05)
    seconds, text = time.perf_counter() - started, messages.read_text(encoding="utf-8")
    if running.returncode:
        raise RuntimeError(f"dateline {' '.join(arguments[:2])} ended with {running.returncode}: {text[-2000:]}")
    return Took(round(seconds, 2), round(_cpu() - before, 2), round(most, 2), {name: float(took) for name, took in _STEP.findall(text)})


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tree(pid: int) -> list[int]:
    """A process and all that it started."""
    children = [int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in _read(file).split()]
    return [pid, *(one for child in children for one in _tree(child))]


def _memory(pid: int) -> float:
    """Gigabytes of a process; what several share is counted once among them."""
    found = re.search(r"^Pss: +(\d+)", _read(Path(f"/proc/{pid}/smaps_rollup")), re.MULTILINE)
    return int(found[1]) / 1e6 if found else 0.0


def _read(file: Path) -> str:
    """What a file of /proc says; nothing once its process has ended."""
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
