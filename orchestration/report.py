"""What the command line prints about a warehouse: rows by table, its state, its catalogue, the rows of a query."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from transforms.tables import QUARANTINE_REASONS, TABLES, WARNINGS
from warehouse import read

#: Examples told for each kind of warning or reason: enough to see the pattern, the rest is a query away.
_EXAMPLES = 3


def counts(home: Path) -> str:
    """A line for each table: its name and its rows. Raises `read.NoWarehouse`."""
    sql = " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS n FROM {name}" for name in TABLES)
    rows = dict(read.query(home, sql).rows())
    return "\n".join(f"{name:20} {rows[name]:>10,} rows" for name in TABLES)


def fullest_article(home: Path) -> str:
    """Id of the article that tells of the most meetings, a good one to look at first; any when none tells of one."""
    sql = "SELECT article_id FROM article LEFT JOIN meeting_report USING (article_id) GROUP BY 1 ORDER BY count(report_id) DESC, 1 LIMIT 1"
    found = read.query(home, sql)
    return found.item() if found.height else "ARTICLE"


def status(home: Path) -> str:
    """The state of the warehouse in lines a person reads from top to bottom."""
    return "\n\n".join("\n".join(part) for part in (list(_freshness(home)), [counts(home)], list(_warnings(home)), list(_quarantine(home))))


def _freshness(home: Path) -> Iterator[str]:
    run_id, built = read.query(home, "SELECT run_id, built_at FROM run").row(0)
    newest, oldest = read.query(home, "SELECT max(published_date), min(published_date) FROM article").row(0)
    yield f"warehouse   {home / 'dateline.duckdb'}"
    yield f"published   {built:%Y-%m-%d %H:%M} UTC, {_ago(built)}, by run {run_id}"
    yield f"articles    {oldest} to {newest}" if newest else "articles    none"


def _ago(moment: datetime) -> str:
    hours = (datetime.now(UTC) - moment).total_seconds() / 3600
    return f"{hours * 60:.0f} minutes ago" if hours < 2 else f"{hours:.0f} hours ago" if hours < 48 else f"{hours / 24:.0f} days ago"


def _warnings(home: Path) -> Iterator[str]:
    found = read.query(
        home,
        "SELECT warning, detail, source_uri FROM data_quality WHERE level = 'warning' ORDER BY warning, published_date DESC, article_id",
    )
    yield f"{found.height} warnings about articles' own data (dateline sql 'from data_quality')"
    yield from _grouped(found, "warning", WARNINGS)


def _quarantine(home: Path) -> Iterator[str]:
    found = read.query(home, "SELECT reason, detail, source_uri FROM article_quarantine ORDER BY reason, source_uri")
    yield f"{found.height} inputs in quarantine (dateline sql 'from article_quarantine')"
    yield from _grouped(found, "reason", QUARANTINE_REASONS)


def _grouped(found: pl.DataFrame, column: str, meanings: dict[str, str]) -> Iterator[str]:
    """A line for each value with its count and meaning, most frequent first, and a few examples under it."""
    for value, count in found.group_by(column).len().sort(["len", column], descending=[True, False]).rows():
        yield f"  {value} {count:,}: {meanings[value]}"
        for detail, source in found.filter(pl.col(column) == value).head(_EXAMPLES).select("detail", "source_uri").rows():
            yield f"    {source}: {detail}"


def catalogue(home: Path) -> str:
    """Every table and view with what it holds or answers."""
    sql = """
        SELECT table_name AS name, comment FROM duckdb_tables() UNION ALL
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
