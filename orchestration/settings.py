"""Where data lives: one setting, DATELINE_HOME."""

from __future__ import annotations

import os
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent

SAMPLE = CLONE / "sample" / "landing"
SAMPLE_HOME = CLONE / "data" / "sample"


def home_default() -> Path:
    """The home used when nothing is set."""
    return CLONE / "data"


def home() -> Path:
    """The folder of the warehouse, its stage and Dagster's own files; `data` inside the clone unless DATELINE_HOME says otherwise."""
    return Path(os.environ.get("DATELINE_HOME") or home_default()).resolve()
