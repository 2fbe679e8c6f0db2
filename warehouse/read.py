"""Read-only access to the last complete warehouse, locked down: no files, no network, no settings, no extensions."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import duckdb
import polars as pl

#: The warehouse, under the home.
FILE = "dateline.duckdb"
#: Memory that reading may take before DuckDB spills to disk: a run beside it, and the reader's own tools, need the rest.
MEMORY_LIMIT = "2GB"
#: Nothing is fetched or loaded at run time, and a name in a query is never taken from Python's variables.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": MEMORY_LIMIT,
}


class NoWarehouse(Exception):
    """There is no warehouse yet."""


class QueryError(Exception):
    """The SQL could not be answered; the message says why and what to do."""


def opened(home: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection that may still write files of its own (an export). Raises `NoWarehouse`."""
    path = home / FILE
    if not path.exists():
        raise NoWarehouse(f"no warehouse at {path}: build one with `dateline run`")
    return duckdb.connect(str(path), read_only=True, config=_CONFIG)


def connect(home: Path) -> duckdb.DuckDBPyConnection:
    """A connection that can read the warehouse and nothing else. Raises `NoWarehouse`."""
    con = opened(home)
    con.execute("SET enable_external_access = false; SET lock_configuration = true")
    return con


def query(home: Path, sql: str) -> pl.DataFrame:
    """The rows a query gives. Raises `QueryError` when the SQL is wrong, or wants more than to read."""
    with connect(home) as con:
        try:
            answer = con.sql(sql)
            if answer is None:
                raise QueryError("this statement gives no rows: ask with SELECT or FROM")
            return answer.pl()
        except duckdb.Error as fault:
            raise QueryError(_explained(con, fault)) from fault


def names(con: duckdb.DuckDBPyConnection) -> list[str]:
    """All tables and views, by name."""
    sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY 1"
    return [name for (name,) in con.execute(sql).fetchall()]


def _explained(con: duckdb.DuckDBPyConnection, fault: duckdb.Error) -> str:
    """What went wrong, and what to do, where DuckDB's own words do not say it."""
    text = str(fault)
    if unknown := re.search(r"Table with name (\S+) does not exist", text):
        known = names(con)
        near = difflib.get_close_matches(unknown[1], known, n=3, cutoff=0.5)
        meant = f"Did you mean {' or '.join(near)}? " if near else ""
        return f"no table or view is called {unknown[1]}. {meant}There are: {', '.join(known)}"
    if "read-only" in text:
        return "the warehouse is read-only: ask with SELECT or FROM"
    if isinstance(fault, duckdb.PermissionException) or "configuration has been locked" in text:
        return f"a query may read the warehouse only, no files, network or settings; `dateline export` writes files. ({text})"
    return text


def articles(home: Path, wanted: str) -> pl.DataFrame:
    """Articles whose id starts with, or whose source holds, what is wanted."""
    with connect(home) as con:
        sql = "SELECT * FROM article WHERE starts_with(article_id, $1) OR contains(source_uri, $1) ORDER BY published_date"
        return con.sql(sql, params=[wanted]).pl()


def counts(home: Path) -> dict[str, int]:
    """Rows of each table of the last complete warehouse, by name; empty when there is none yet."""
    if not (home / FILE).exists():
        return {}
    with connect(home) as con:
        names = [name for (name,) in con.sql("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()]
        return {name: con.sql(f'SELECT count(*) FROM "{name}"').fetchall()[0][0] for name in names}
