"""Build a warehouse file beside the old one and swap it in whole: readers see the last complete one, always."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from transforms.tables import TABLES, Table
from warehouse import questions
from warehouse.questions import quoted

FILE = "dateline.duckdb"
#: What DuckDB may hold while it builds: small beside what extraction needs, so that the build is never the peak.
MEMORY = "1GB"
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


def publish(home: Path, files: Mapping[str, Sequence[Path]], run_id: str, built_at: datetime, rules: str) -> Path:
    """Write all tables, from their Parquet files, and views to a new file and put it in the place of the old.

    DuckDB reads, sorts and writes within `MEMORY`, and spills the rest. Raises KeyError when a table is missing.
    """
    home.mkdir(parents=True, exist_ok=True)
    target, fresh = home / FILE, home / f".{FILE}.{os.getpid()}.building"
    for leftover in home.glob(f".{FILE}.*"):
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    with duckdb.connect(str(fresh), config={"memory_limit": MEMORY, "temp_directory": f"{fresh}.spill"}) as con:
        for table in TABLES.values():
            for statement in ddl(table):
                con.execute(statement)
            if files[table.name]:
                columns = ", ".join(column.name for column in table.columns)
                con.execute(
                    f"INSERT INTO {table.name} SELECT {columns} FROM read_parquet(?) ORDER BY {', '.join(table.sort)}",
                    [[str(path) for path in files[table.name]]],
                )
        con.execute("CREATE TABLE run (run_id VARCHAR, built_at TIMESTAMPTZ, rules VARCHAR)")
        con.execute("INSERT INTO run VALUES (?, ?, ?)", [run_id, built_at, rules])
        questions.create(con)
    os.replace(fresh, target)
    return target
