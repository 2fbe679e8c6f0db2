"""Build a warehouse file beside the old one and swap it in whole: readers see the last complete one, always.

A file is made anew from all of the stage, sorted, or from a copy of the one before in which an increment replaces some rows. Either way
the name is taken over by one rename. Schema `build` of the file, not for users, names the parts of the stage it holds, and what each run since it
was made anew has brought: step 0 is that run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from transforms.register import REGISTER
from transforms.tables import TABLES, Table
from warehouse import questions
from warehouse.increment import GIVES_WAY, Change, mark, mark_told, tell_anew
from warehouse.questions import quoted
from warehouse.read import FILE
from warehouse.stage import Files, Part

#: What DuckDB may hold while it builds: small beside what extraction needs, so that the build is never the peak.
MEMORY = "1GB"
#: Length in bytes from which on texts are compressed with zstd: bodies are, to a third of their size; names and quotes stay quick.
LONG_TEXT = 1000
_TYPES = {
    pl.String(): "VARCHAR",
    pl.Int32(): "INTEGER",
    pl.Date(): "DATE",
    pl.Float64(): "DOUBLE",
    pl.List(pl.String()): "VARCHAR[]",
    pl.Datetime("us", "UTC"): "TIMESTAMPTZ",
}


@dataclass(frozen=True, slots=True)
class Run:
    """The run that builds: its id, when, the version of the rules and that of all the code."""

    run_id: str
    built_at: datetime
    rules: str
    code: str


def ddl(table: Table) -> list[str]:
    """Statements that create the table with its types, NOT NULLs and comments."""
    columns = ", ".join(f"{c.name} {_TYPES[c.dtype]}{'' if c.nullable else ' NOT NULL'}" for c in table.columns)
    return [
        f"CREATE TABLE {table.name} ({columns})",
        f"COMMENT ON TABLE {table.name} IS {quoted(table.description)}",
        *(f"COMMENT ON COLUMN {table.name}.{c.name} IS {quoted(c.description)}" for c in table.columns),
    ]


def publish(home: Path, parts: Mapping[str, Sequence[Part]], change: Change, run: Run) -> Path:
    """Put a file that holds the live parts of all tables in the place of the old one.

    DuckDB reads, sorts and writes within `MEMORY`, and spills the rest. Raises KeyError when a table is missing.
    """
    home.mkdir(parents=True, exist_ok=True)
    target, fresh = home / FILE, home / f".{FILE}.{os.getpid()}.building"
    for leftover in home.glob(f".{FILE}.*"):
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    if not change.whole:
        shutil.copyfile(target, fresh)
    settings: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": f"{fresh}.spill", "zstd_min_string_length": LONG_TEXT}
    with closing(duckdb.connect(str(fresh), config=settings)) as con:
        files = {name: [Files(home).path(part) for part in of_table] for name, of_table in parts.items()}
        if change.whole:
            _make(con, files)
        else:
            con.execute("BEGIN")
            _replace(con, files, change)
            con.execute("COMMIT")
        _sign(con, [part.name for part in parts["article"]], change, run)
    os.replace(fresh, target)
    return target


def _make(con: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[Path]]) -> None:
    """All tables, rows in stored order, marts and views."""
    for table in TABLES.values():
        for statement in ddl(table):
            con.execute(statement)
        _insert(con, table, files[table.name])
    con.execute("CREATE TABLE run (run_id VARCHAR, built_at TIMESTAMPTZ, rules VARCHAR)")
    con.execute("CREATE SCHEMA build")
    con.execute("CREATE TABLE build.part (name VARCHAR)")
    con.execute("CREATE TABLE build.state (code VARCHAR, appended BIGINT)")
    con.execute("CREATE TABLE build.step (step INTEGER, run_id VARCHAR)")
    con.execute("CREATE TABLE build.came (step INTEGER, article_id VARCHAR)")
    con.execute("CREATE TABLE build.went (step INTEGER, year INTEGER)")
    questions.create(con)


def _replace(con: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[Path]], change: Change) -> None:
    """Let old rows give way and append the new ones: articles by article, meetings by block, inputs all when some are gone."""
    names = {part.name for part in change.fresh}
    fresh = {name: [path for path in of_table if path.stem in names] for name, of_table in files.items()}
    blocks = [block for (block,) in _rows(con, "SELECT DISTINCT block FROM read_parquet(?)", files["meeting_link"])]
    mark(con, fresh["article"], files["article"] if change.gone else None, blocks)
    mark_told(con, files["person"])
    _note(con, fresh["article"])
    whole = {"article_quarantine", *REGISTER, *(["article_source"] if change.gone else [])}
    for name, table in TABLES.items():
        if name in GIVES_WAY:
            con.execute(f"DELETE FROM {name} WHERE {GIVES_WAY[name]}")
            _insert(con, table, files[name])
        elif name in whole:
            con.execute(f"DELETE FROM {name}")
            _insert(con, table, files[name])
        else:
            con.execute(f"DELETE FROM {name} WHERE article_id IN (FROM out_article)")
            _insert(con, table, fresh[name])
    tell_anew(con, files["meeting"])


def _note(con: duckdb.DuckDBPyConnection, article: Sequence[Path]) -> None:
    """Note the articles that this step brings, and the years of publication that it takes articles from."""
    [(step,)] = con.execute("SELECT max(step) + 1 FROM build.step").fetchall()
    if article:
        con.execute("INSERT INTO build.came SELECT ?, article_id FROM read_parquet(?)", [step, [str(path) for path in article]])
    con.execute(
        "INSERT INTO build.went SELECT DISTINCT ?, year(published_date) FROM article SEMI JOIN out_article USING (article_id)", [step]
    )


def _insert(con: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path]) -> None:
    columns = ", ".join(column.name for column in table.columns)
    if files:
        sql = f"INSERT INTO {table.name} SELECT {columns} FROM read_parquet(?) ORDER BY {', '.join(table.sort)}"
        con.execute(sql, [[str(path) for path in files]])


def _rows(con: duckdb.DuckDBPyConnection, sql: str, files: Sequence[Path]) -> list[tuple]:
    return con.execute(sql, [[str(path) for path in files]]).fetchall() if files else []


def _sign(con: duckdb.DuckDBPyConnection, names: Sequence[str], change: Change, run: Run) -> None:
    """Note the run, and the parts that the file holds now."""
    appended = 0 if change.whole else sum(part.rows for part in change.fresh)
    con.execute("CREATE OR REPLACE TABLE build.part AS SELECT unnest(?::VARCHAR[]) AS name", [list(names)])
    con.execute(
        "CREATE OR REPLACE TABLE build.state AS SELECT ? AS code, ? + coalesce(max(appended), 0) AS appended FROM build.state",
        [run.code, appended],
    )
    con.execute("INSERT INTO build.step SELECT coalesce(max(step) + 1, 0), ? FROM build.step", [run.run_id])
    con.execute("DELETE FROM run")
    con.execute("INSERT INTO run VALUES (?, ?, ?)", [run.run_id, run.built_at, run.rules])
