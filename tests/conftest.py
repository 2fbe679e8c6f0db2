"""What many tests share: the command line run for real, and the sample's warehouse, built once a session."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Dateline = Callable[..., subprocess.CompletedProcess[str]]


def _dateline(home: Path, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "orchestration.cli", *arguments]
    return subprocess.run(command, env={**os.environ, "DATELINE_HOME": str(home)}, capture_output=True, text=True, **options)


@pytest.fixture(scope="session")
def dateline() -> Dateline:
    """Run `dateline ARGUMENTS` with a home: `dateline(home, "sql", "select 1")`."""
    return _dateline


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory) -> Path:
    """A home in which the sample was built. Tests read it; those that change something make their own."""
    home = tmp_path_factory.mktemp("sample")
    done = _dateline(home, "run")
    assert done.returncode == 0, done.stdout + done.stderr
    return home
