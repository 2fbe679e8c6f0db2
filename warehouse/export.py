"""Every table and view as Parquet for BI tools: flat columns, folders by year where tables grow with the articles, a manifest.

`<name>.parquet` holds a view or a small table; `<name>/year=2019/*.parquet` a table that grows with the articles, by year of
publication, always: a path does not change as data grows. The two list columns of the contract, `parties` of `meeting` and
`meeting_report`, have a text beside them, `parties_text`, for tools that read no lists. Load `article_list` for articles without bodies.

An export over an earlier one of the same warehouse writes what has changed since: files of tables that only grow stay, by hard links,
and new articles come in files of their own beside them.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import shutil
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from transforms.tables import TABLES
from warehouse.increment import GIVES_WAY
from warehouse.questions import quoted
from warehouse.read import opened

MANIFEST = "manifest.json"
MADE_BY = "dateline export"
#: Version of the layout described above and of the manifest.
FORMAT = 1
#: Files that a year of a table may come to, as runs add to it, before they are made one again.
FILES_A_YEAR = 32


class NotAnExport(Exception):
    """The folder to write to holds something else."""


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The export to build on: its folder, the step of the warehouse that it shows, and its files by table as its manifest has them.

    Step -1, without files: there is none.
    """

    folder: Path
    step: int = -1
    files: dict[str, list[dict]] = field(default_factory=dict)


def export(home: Path, directory: Path) -> dict:
    """Write all tables and views and `manifest.json` to a folder; the export that was there stays until the new one is whole.

    Returns the manifest. Raises `NoWarehouse`, and `NotAnExport` when the folder holds anything that no export wrote.
    """
    directory = directory.resolve()
    before = _manifest(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    for leftover in directory.parent.glob(f".{directory.name}.*.building"):
        shutil.rmtree(leftover)
    fresh = directory.with_name(f".{directory.name}.{os.getpid()}.building")
    with opened(home) as con:
        fresh.mkdir()
        try:
            manifest = _written(con, fresh, _earlier(con, directory, before))
            _swap(fresh, directory)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return manifest


def _manifest(directory: Path) -> dict | None:
    """The manifest of the export that a folder holds; None where nothing is."""
    if not directory.exists():
        return None
    if not directory.is_dir():
        raise NotAnExport(f"{directory} is a file: name a folder")
    if not any(directory.iterdir()):
        return None
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        if manifest["made_by"] == MADE_BY:
            return manifest
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise NotAnExport(f"{directory} holds files that no export of Dateline wrote: name a new or an empty folder")


def _earlier(con: duckdb.DuckDBPyConnection, folder: Path, manifest: dict | None) -> _Earlier:
    """What of an export can stay: nothing when the warehouse was made anew since, or a file is not as it was written."""
    if manifest and manifest["format"] == FORMAT:
        steps = con.execute("SELECT step FROM build.step WHERE run_id = ?", [manifest["run_id"]]).fetchall()
        files = {name: told["files"] for name, told in manifest["tables"].items()}
        whole = all(_size(folder / file["path"]) == file["bytes"] for of_table in files.values() for file in of_table)
        if steps and whole:
            return _Earlier(folder, steps[0][0], files)
    return _Earlier(folder)


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


def _written(con: duckdb.DuckDBPyConnection, folder: Path, earlier: _Earlier) -> dict:
    run_id, built_at, step = con.execute("SELECT run_id, built_at::VARCHAR, step FROM run JOIN build.step USING (run_id)").fetchall()[0]
    relations = con.execute(
        "SELECT table_name, 'table', comment FROM duckdb_tables() WHERE schema_name = 'main' UNION ALL "
        "SELECT view_name, 'view', comment FROM duckdb_views() WHERE NOT internal ORDER BY 1"
    ).fetchall()
    anew = _mark_due(con, earlier)
    tables = {}
    for name, kind, description in relations:
        columns = _columns(con, name)
        stay = [file for file in earlier.files.get(name, []) if earlier.step == step or (_grows(name) and _year(file) not in anew)]
        made = [] if earlier.step == step else _copied(con, name, columns, folder, step)
        for file in stay:
            _link(earlier.folder / file["path"], folder / file["path"])
        files = [*stay, *made] or [_empty(con, name, columns, folder)]
        tables[name] = {"kind": kind, "description": description, "rows": sum(f["rows"] for f in files), "columns": columns, "files": files}
    manifest = {
        "made_by": MADE_BY,
        "format": FORMAT,
        "run_id": run_id,
        "built_at": built_at,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "tables": tables,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False), encoding="utf-8")
    return manifest


def _columns(con: duckdb.DuckDBPyConnection, name: str) -> list[dict]:
    sql = "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = ? ORDER BY column_index"
    return [{"name": column, "type": type_, "description": comment} for column, type_, comment in con.execute(sql, [name]).fetchall()]


def _by_year(name: str) -> bool:
    """Whether it is a table that grows with the articles; a row goes by the year of its article."""
    return name in TABLES and "article_id" in TABLES[name].schema


def _grows(name: str) -> bool:
    """Whether it also keeps its rows while their articles stay. Those of a meeting change when other articles tell of it."""
    return _by_year(name) and name not in GIVES_WAY


def _year(file: dict) -> int | None:
    """The year of a file by its path; None where its table was empty or goes by no years."""
    found = re.search(r"/year=(\d+)/", file["path"])
    return int(found[1]) if found else None


def _mark_due(con: duckdb.DuckDBPyConnection, earlier: _Earlier) -> set[int | None]:
    """Make the temporary table `due` of articles, with their years, whose rows have to be written. Returns the years written anew."""
    if earlier.step < 0:
        con.execute("CREATE TEMP TABLE due AS SELECT article_id, year(published_date) AS year FROM article")
        return set()
    gone = {year for (year,) in con.execute("SELECT year FROM build.went WHERE step > ?", [earlier.step]).fetchall()}
    files = Counter((name, _year(file)) for name, of_table in earlier.files.items() for file in of_table if _grows(name))
    anew = {None, *gone, *(year for (_, year), count in files.items() if count >= FILES_A_YEAR)}
    con.execute(
        "CREATE TEMP TABLE due AS SELECT article_id, year(published_date) AS year FROM article "
        "WHERE article_id IN (SELECT article_id FROM build.came WHERE step > ?) OR list_contains(?::INTEGER[], year(published_date))",
        [earlier.step, list(anew)],
    )
    return anew


def _copied(con: duckdb.DuckDBPyConnection, name: str, columns: list[dict], folder: Path, step: int) -> list[dict]:
    """Stream a table or view to Parquet, of a table that grows what is due; what the manifest says of the files."""
    path, rows = folder / name, name
    if _grows(name):
        rows = f"{name} JOIN due USING (article_id)"
    elif _by_year(name):
        rows = f"{name} JOIN (SELECT article_id, year(published_date) AS year FROM article) USING (article_id)"
    else:
        _copy(con, f"SELECT {_flat(columns)} FROM {name}", path.with_suffix(".parquet"))
        return [_described(con, path.with_suffix(".parquet"), folder)]
    _copy(con, f"SELECT {_flat(columns)}, year FROM {rows}", path, f", PARTITION_BY (year), FILENAME_PATTERN '{name}_{step}_{{i}}'")
    return [_described(con, file, folder) for file in sorted(path.rglob("*.parquet"))]


def _empty(con: duckdb.DuckDBPyConnection, name: str, columns: list[dict], folder: Path) -> dict:
    """A file of a table that has no rows, for tools that ask for its columns."""
    path = folder / name / f"{name}_0.parquet"
    path.parent.mkdir(exist_ok=True)
    _copy(con, f"SELECT {_flat(columns)} FROM {name} LIMIT 0", path)
    return _described(con, path, folder)


def _flat(columns: list[dict]) -> str:
    """Columns of a SELECT, each list with a text beside it."""
    names = ((column["name"], column["type"].endswith("[]")) for column in columns)
    return ", ".join(f"{name}, joined({name}) AS {name}_text" if is_list else name for name, is_list in names)


def _copy(con: duckdb.DuckDBPyConnection, sql: str, path: Path, options: str = "") -> None:
    con.execute(f"COPY ({sql}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd{options})")


def _link(old: Path, new: Path) -> None:
    """Let a file stand in a second folder too, by a copy where the file system has no hard links."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        new.hardlink_to(old)
    except OSError:
        shutil.copyfile(old, new)


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
