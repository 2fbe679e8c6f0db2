"""Where data lives, DATELINE_HOME, and how many processes read texts, DATELINE_WORKERS."""

from __future__ import annotations

import os
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent

SAMPLE = CLONE / "sample" / "landing"
SAMPLE_HOME = CLONE / "data" / "sample"


def workers() -> int:
    """Processes that read batches at once: DATELINE_WORKERS, else as many as this process may use cores. Each takes up to 1 GB."""
    return int(os.environ.get("DATELINE_WORKERS") or len(os.sched_getaffinity(0)))


def home_default() -> Path:
    """The home used when nothing is set."""
    return CLONE / "data"


def home() -> Path:
    """The folder of the warehouse, its stage and Dagster's own files; `data` inside the clone unless DATELINE_HOME says otherwise."""
    return Path(os.environ.get("DATELINE_HOME") or home_default()).resolve()
