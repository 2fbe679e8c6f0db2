"""What the command line prints from a warehouse: rows by table, its catalogue, the rows of a query. Quick to import, as `sql` is."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import polars as pl

from transforms.tables import TABLES
from warehouse import read


def counts(home: Path) -> str:
    """A line for each table: its name and its rows. Raises `read.NoWarehouse`."""
    sql = " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS n FROM {name}" for name in TABLES)
    rows = dict(read.query(home, sql).rows())
    return "\n".join(f"{name:20} {rows[name]:>10,} {'row' if rows[name] == 1 else 'rows'}" for name in TABLES)


def fullest_article(home: Path) -> str:
    """Id of the article that tells of the most meetings, a good one to look at first; any when none tells of one."""
    sql = "SELECT article_id FROM article LEFT JOIN meeting_report USING (article_id) GROUP BY 1 ORDER BY count(report_id) DESC, 1 LIMIT 1"
    found = read.query(home, sql)
    return found.item() if found.height else "ARTICLE"


def catalogue(home: Path) -> str:
    """Every table and view with what it holds or answers."""
    sql = """
        SELECT table_name AS name, comment FROM duckdb_tables() WHERE schema_name = 'main' UNION ALL
        SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL"""
    lines = [f"{name:24} {comment or ''}".rstrip() for name, comment in read.query(home, sql).rows()]
    return "\n".join([*lines, "", 'ask with: dateline sql "select ... from ..."'])


def write(frame: pl.DataFrame, form: str) -> None:
    """Print rows as a table, or write them to standard output as csv, json (an array of objects) or parquet."""
    if form == "table":
        print(_table(frame))
    elif form == "csv":
        print(_flat(frame).write_csv(), end="")
    elif form == "json":
        print(frame.write_json())
    else:
        frame.write_parquet(sys.stdout.buffer)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as text with ';' between, as the export has them."""
    lists = [name for name, dtype in frame.schema.items() if dtype == pl.List(pl.String)]
    return frame.with_columns(pl.col(lists).list.join(";"))


def _table(frame: pl.DataFrame) -> str:
    # A table in a file has no window to fit: as wide as it gets. List cells are joined, quotes would be noise.
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 1000
    with pl.Config(
        tbl_rows=-1,
        tbl_cols=-1,
        fmt_str_lengths=100,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        tbl_width_chars=width,
    ):
        return str(frame.with_columns(pl.col(n).list.join(" ") for n, t in frame.schema.items() if t == pl.List(pl.String)))
