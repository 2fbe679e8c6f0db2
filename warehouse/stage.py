"""Staged Parquet between the steps of a run: one file a table, replaced whole."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl


def write(home: Path, name: str, frame: pl.DataFrame) -> Path:
    """Write a frame under `home`/stage; a reader sees the old file or the new one."""
    path = home / "stage" / f"{name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{name}.{os.getpid()}.parquet")
    frame.write_parquet(fresh)
    os.replace(fresh, path)
    return path


def read(home: Path, name: str, empty: pl.DataFrame) -> pl.DataFrame:
    """The staged frame, or `empty` when nothing was staged yet."""
    path = home / "stage" / f"{name}.parquet"
    return pl.read_parquet(path) if path.exists() else empty
