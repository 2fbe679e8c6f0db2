"""Where data lives: one setting, DATELINE_HOME."""

from __future__ import annotations

import os
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent


def home() -> Path:
    """The folder of the warehouse, its stage and Dagster's own files; `data` inside the clone unless DATELINE_HOME says otherwise."""
    return Path(os.environ.get("DATELINE_HOME") or CLONE / "data").resolve()
