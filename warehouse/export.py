"""Every table and view as Parquet for BI tools: flat columns, folders by year where tables grow with the articles, a manifest.

`<name>.parquet` holds a view or a small table; `<name>/year=2019/*.parquet` a table that grows with the articles, by year of
publication, always: a path does not change as data grows. The two list columns of the contract, `parties` of `meeting` and
`meeting_report`, have a text beside them, `parties_text`, for tools that read no lists. Load `article_list` for articles without bodies.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from transforms.tables import TABLES
from warehouse.questions import quoted
from warehouse.read import opened

MANIFEST = "manifest.json"
MADE_BY = "dateline export"
#: Version of the layout described above and of the manifest.
FORMAT = 1


class NotAnExport(Exception):
    """The folder to write to holds something else."""


def export(home: Path, directory: Path) -> dict:
    """Write all tables and views and `manifest.json` to a folder; the export that was there stays until the new one is whole.

    Returns the manifest. Raises `NoWarehouse`, and `NotAnExport` when the folder holds anything that no export wrote.
    """
    directory = directory.resolve()
    _refuse_foreign(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    for leftover in directory.parent.glob(f".{directory.name}.*.building"):
        shutil.rmtree(leftover)
    fresh = directory.with_name(f".{directory.name}.{os.getpid()}.building")
    with opened(home) as con:
        fresh.mkdir()
        try:
            manifest = _written(con, fresh)
            _swap(fresh, directory)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return manifest


def _refuse_foreign(directory: Path) -> None:
    if not directory.exists():
        return
    if not directory.is_dir():
        raise NotAnExport(f"{directory} is a file: name a folder")
    if not any(directory.iterdir()):
        return
    try:
        ours = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))["made_by"] == MADE_BY
    except (OSError, ValueError, KeyError, TypeError):
        ours = False
    if not ours:
        raise NotAnExport(f"{directory} holds files that no export of Dateline wrote: name a new or an empty folder")


def _written(con: duckdb.DuckDBPyConnection, folder: Path) -> dict:
    run_id, built_at = con.execute("SELECT run_id, built_at::VARCHAR FROM run").fetchall()[0]
    relations = con.execute(
        "SELECT table_name, 'table', comment FROM duckdb_tables() WHERE schema_name = 'main' UNION ALL "
        "SELECT view_name, 'view', comment FROM duckdb_views() WHERE NOT internal ORDER BY 1"
    ).fetchall()
    manifest = {
        "made_by": MADE_BY,
        "format": FORMAT,
        "run_id": run_id,
        "built_at": built_at,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "tables": {name: {"kind": kind, "description": description, **_copied(con, name, folder)} for name, kind, description in relations},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False), encoding="utf-8")
    return manifest


def _year(name: str) -> str | None:
    """SQL of the year a row belongs to; None for what is no table that grows with the articles."""
    columns = TABLES[name].schema if name in TABLES else {}
    if "published_date" in columns:
        return "year(published_date)"
    if "article_id" in columns:
        return f"(SELECT year(published_date) FROM article WHERE article.article_id = {name}.article_id)"
    return None


def _copied(con: duckdb.DuckDBPyConnection, name: str, folder: Path) -> dict:
    """Stream one table or view to Parquet; what the manifest says of it."""
    columns = con.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [name]
    ).fetchall()
    chosen = ", ".join(f"{column}, joined({column}) AS {column}_text" if type_.endswith("[]") else column for column, type_, _ in columns)
    year, empty = _year(name), con.execute(f"SELECT NOT EXISTS (FROM {name})").fetchall()[0][0]
    if year is None:
        path, options = folder / f"{name}.parquet", ""
    elif empty:
        (folder / name).mkdir()
        path, options = folder / name / f"{name}_0.parquet", ""
    else:
        path, options = folder / name, f", PARTITION_BY (year), FILENAME_PATTERN '{name}_{{i}}'"
        chosen += f", {year} AS year"
    con.execute(f"COPY (SELECT {chosen} FROM {name}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd{options})")
    files = [_described(con, file, folder) for file in (sorted(path.rglob("*.parquet")) if path.is_dir() else [path])]
    return {
        "rows": sum(file["rows"] for file in files),
        "columns": [{"name": column, "type": type_, "description": comment} for column, type_, comment in columns],
        "files": files,
    }


def _described(con: duckdb.DuckDBPyConnection, file: Path, folder: Path) -> dict:
    with file.open("rb") as data:
        checksum = hashlib.file_digest(data, "sha256").hexdigest()
    rows = con.execute("SELECT num_rows FROM parquet_file_metadata(?)", [str(file)]).fetchall()[0][0]
    return {"path": file.relative_to(folder).as_posix(), "rows": rows, "bytes": file.stat().st_size, "sha256": checksum}


def _swap(fresh: Path, directory: Path) -> None:
    """Put the new folder in the place of the old: at one stroke where the system can exchange two names, else by two renames."""
    if not directory.exists():
        os.replace(fresh, directory)
    elif not _exchanged(fresh, directory):
        old = directory.with_name(f".{directory.name}.{os.getpid()}.old.building")
        os.replace(directory, old)
        os.replace(fresh, directory)
        shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names atomically (Linux: `renameat2` with RENAME_EXCHANGE); False where the system or file system cannot."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return rename is not None and rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0
