"""Build a warehouse file beside the old one and swap it in whole: readers see the last complete one, always."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from transforms.tables import TABLES, Table
from warehouse import questions
from warehouse.questions import quoted

FILE = "dateline.duckdb"
_TYPES = {
    pl.String(): "VARCHAR",
    pl.Int32(): "INTEGER",
    pl.Date(): "DATE",
    pl.Float64(): "DOUBLE",
    pl.List(pl.String()): "VARCHAR[]",
    pl.Datetime("us", "UTC"): "TIMESTAMPTZ",
}


def ddl(table: Table) -> list[str]:
    """Statements that create the table with its types, NOT NULLs and comments."""
    columns = ", ".join(f"{c.name} {_TYPES[c.dtype]}{'' if c.nullable else ' NOT NULL'}" for c in table.columns)
    return [
        f"CREATE TABLE {table.name} ({columns})",
        f"COMMENT ON TABLE {table.name} IS {quoted(table.description)}",
        *(f"COMMENT ON COLUMN {table.name}.{c.name} IS {quoted(c.description)}" for c in table.columns),
    ]


def publish(home: Path, frames: Mapping[str, pl.DataFrame], run_id: str, built_at: datetime) -> Path:
    """Write all tables and views to a new file and put it in the place of the old. Raises KeyError when a table is missing."""
    home.mkdir(parents=True, exist_ok=True)
    target, fresh = home / FILE, home / f".{FILE}.{os.getpid()}.building"
    for leftover in home.glob(f".{FILE}.*"):
        leftover.unlink()
    with duckdb.connect(str(fresh)) as con:
        for table in TABLES.values():
            for statement in ddl(table):
                con.execute(statement)
            staged = table.conform(frames[table.name])
            con.register("staged", staged.to_arrow())
            con.execute(f"INSERT INTO {table.name} SELECT * FROM staged")
            con.unregister("staged")
        con.execute("CREATE TABLE run (run_id VARCHAR, built_at TIMESTAMPTZ)")
        con.execute("INSERT INTO run VALUES (?, ?)", [run_id, built_at])
        questions.create(con)
    os.replace(fresh, target)
    return target
