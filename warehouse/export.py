"""Every table and view as Parquet for BI tools: flat types, one folder, a manifest."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import polars as pl

from warehouse.read import connect


def export(home: Path, directory: Path) -> dict:
    """Write `<name>.parquet` for every table and view and `manifest.json`; the old export stays until the new one is whole."""
    fresh = directory.with_name(f".{directory.name}.building")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    manifest: dict = {"tables": {}}
    with connect(home) as con:
        manifest["run"] = con.execute("SELECT run_id FROM run").fetchall()[0][0]
        for (name,) in con.sql("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall():
            frame = con.sql(f"SELECT * FROM {name}").pl()
            flat = frame.with_columns(pl.col(pl.List(pl.String)).list.join(";"))
            path = fresh / f"{name}.parquet"
            flat.write_parquet(path)
            manifest["tables"][name] = {
                "rows": flat.height,
                "columns": {column: str(dtype) for column, dtype in flat.schema.items()},
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    old = directory.with_name(f".{directory.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if directory.exists():
        os.replace(directory, old)
    os.replace(fresh, directory)
    shutil.rmtree(old, ignore_errors=True)
    return manifest
