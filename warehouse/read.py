"""Read-only access to the last complete warehouse, locked down: no files, no network, no settings."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from warehouse.build import FILE

QueryError = duckdb.Error


class NoWarehouse(Exception):
    """There is no warehouse yet."""


def connect(home: Path) -> duckdb.DuckDBPyConnection:
    """A connection that can read the warehouse and nothing else. Raises `NoWarehouse`."""
    path = home / FILE
    if not path.exists():
        raise NoWarehouse(f"no warehouse at {path}: build one with `dateline run`")
    con = duckdb.connect(str(path), read_only=True)
    con.execute("SET enable_external_access = false; SET lock_configuration = true")
    return con


def query(home: Path, sql: str) -> pl.DataFrame:
    """The rows a query gives. Raises `QueryError` with DuckDB's message when the SQL is wrong."""
    with connect(home) as con:
        return con.sql(sql).pl()


def articles(home: Path, wanted: str) -> pl.DataFrame:
    """Articles whose id starts with, or whose source holds, what is wanted."""
    with connect(home) as con:
        sql = "SELECT * FROM article WHERE starts_with(article_id, $1) OR contains(source_uri, $1) ORDER BY published_date"
        return con.sql(sql, params=[wanted]).pl()


def of_article(home: Path, table: str, article_id: str) -> pl.DataFrame:
    """The rows of a table that belong to one article. Raises `QueryError` when the table has none such."""
    with connect(home) as con:
        return con.sql(f'SELECT * FROM "{table}" WHERE article_id = $1', params=[article_id]).pl()
