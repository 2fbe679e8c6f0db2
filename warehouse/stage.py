"""The stage: Parquet files between the steps of a run, and an index that says which of them are live.

::

    stage/index.sqlite                     inputs that were read, files that are live
    stage/raw_document/<batch>.parquet     a batch: some thousand documents as they came
    stage/<table>/<batch>-<rules>-<word>.parquet    what the rules of one version read from a batch
    stage/<table>/<name>.parquet           history: what the next warehouse replaces of the one before it
    stage/quarantine/<sha256>              the bytes of inputs that were refused

A file is written once and never changed. One that the index does not name does not exist. Each change is one transaction: a run killed
at any moment leaves the stage as it was after the last change, and files that nobody reads, which `Stage.sweep` removes. `lock` keeps a
second run out.
"""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from transforms.article import RAW_DOCUMENT
from transforms.register import NAMING
from transforms.tables import MEETING_PARTICIPANT, MEETING_REPORT, TABLES

#: What is staged: the tables of the contract, the documents they are read from, reports that wait for their meeting,
#: and what each batch adds to the register of persons.
SCHEMAS: dict[str, pl.Schema] = {
    **{name: table.schema for name, table in TABLES.items()},
    "raw_document": pl.Schema({**RAW_DOCUMENT, "seen_at": pl.Datetime("us", "UTC")}),
    "report": MEETING_REPORT.unmerged,
    "participant": MEETING_PARTICIPANT.unmerged,
    "naming": NAMING,
}
#: Version of the layout described above.
FORMAT = 2


class OtherVersion(Exception):
    """The stage was made by another version of this code."""


@dataclass(frozen=True, slots=True)
class Part:
    """One live file: its table, name and rows. Tables read from one batch by one version of the rules share the name."""

    table: str
    name: str
    rows: int

    @property
    def batch(self) -> str:
        """The batch of documents it holds or was read from."""
        return self.name.partition("-")[0]

    @property
    def rules(self) -> str | None:
        """The version of the rules that made it; null when no rules did."""
        return self.name.split("-")[1] if "-" in self.name else None


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read: its path, size in bytes, time of change in nanoseconds, and the SHA-256 of its bytes."""

    path: str
    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Files:
    """The Parquet files of a stage, live or not: what a process needs that works on one batch."""

    home: Path

    @property
    def folder(self) -> Path:
        """Where the stage is."""
        return self.home / "stage"

    def path(self, part: Part) -> Path:
        """Where a part's file is."""
        return self.folder / part.table / f"{part.name}.parquet"

    def write(self, table: str, frame: pl.DataFrame, name: str | None = None) -> Part:
        """Write a file and return its part, live once it is committed. Raises when the frame is not as the table has it."""
        conformed = TABLES[table].conform(frame) if table in TABLES else frame.select(SCHEMAS[table].names())
        part = Part(table, name or new_name(), frame.height)
        path = self.path(part)
        path.parent.mkdir(parents=True, exist_ok=True)
        conformed.write_parquet(path)
        return part

    def scan(self, table: str, parts: Iterable[Part], file_column: str | None = None) -> pl.LazyFrame:
        """The rows of some parts of a table, read when they are asked for; with the path of their file in `file_column`."""
        paths, schema = [self.path(part) for part in parts], SCHEMAS[table]
        if not paths:
            return pl.LazyFrame(schema={**schema, **({file_column: pl.String()} if file_column else {})})
        # A column that is new in the contract is null in files of before.
        return pl.scan_parquet(
            paths,
            schema=schema,
            missing_columns="insert",
            extra_columns="ignore",
            hive_partitioning=False,
            include_file_paths=file_column,
        )


class Stage:
    """The stage of one home: `files`, and the index of those that are live. Raises `OtherVersion`."""

    def __init__(self, home: Path) -> None:
        self.home, self.files = home, Files(home)
        self.files.folder.mkdir(parents=True, exist_ok=True)
        self._index = sqlite3.connect(self.files.folder / "index.sqlite", isolation_level=None, timeout=60)
        version = self._index.execute("PRAGMA user_version").fetchone()[0]
        if version != FORMAT and self._index.execute("SELECT 1 FROM sqlite_schema").fetchone():
            self.close()
            raise OtherVersion(f"{self.files.folder} was made by another version of Dateline: remove it and run again on all inputs")
        self._index.executescript(
            f"""
            PRAGMA user_version = {FORMAT};
            CREATE TABLE IF NOT EXISTS part ("table" TEXT, name TEXT, rows INTEGER, PRIMARY KEY ("table", name)) WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS part_by_name ON part (name);
            CREATE TABLE IF NOT EXISTS input (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, sha256 TEXT) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
            """
        )

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    def parts(self, table: str) -> list[Part]:
        """Live parts of a table, by name."""
        return [Part(*row) for row in self._index.execute('SELECT * FROM part WHERE "table" = ? ORDER BY name', [table])]

    def named(self, name: str) -> list[Part]:
        """Live parts of that name, of all tables."""
        return [Part(*row) for row in self._index.execute('SELECT * FROM part WHERE name = ? ORDER BY "table"', [name])]

    def scan(self, table: str, parts: Iterable[Part] | None = None, file_column: str | None = None) -> pl.LazyFrame:
        """The rows of a table, or of some parts of it, read when they are asked for; with the path of their file in `file_column`."""
        return self.files.scan(table, self.parts(table) if parts is None else parts, file_column)

    def rows(self, table: str) -> int:
        """Live rows of a table."""
        return sum(part.rows for part in self.parts(table))

    def commit(self, add: Iterable[Part] = (), drop: Iterable[Part] = (), inputs: Iterable[Input] = ()) -> None:
        """Make parts live, others not, and note inputs as read: all of it or nothing."""
        add, drop, inputs = list(add), list(drop), list(inputs)
        if not (add or drop or inputs):
            return
        with self._transaction():
            self._index.executemany('DELETE FROM part WHERE "table" = ? AND name = ?', [(p.table, p.name) for p in drop])
            self._index.executemany("INSERT OR REPLACE INTO part VALUES (?, ?, ?)", [(p.table, p.name, p.rows) for p in add])
            self._index.executemany(
                "INSERT OR REPLACE INTO input VALUES (?, ?, ?, ?)", [(i.path, i.size, i.mtime_ns, i.sha256) for i in inputs]
            )
            if add or drop:
                self._put("generation", str(self.generation + 1))
        for part in set(drop) - set(add):
            self.files.path(part).unlink(missing_ok=True)

    @property
    def generation(self) -> int:
        """How often the live files have changed."""
        return int(self.get("generation") or 0)

    def get(self, key: str) -> str | None:
        """What was noted under a key."""
        row = self._index.execute("SELECT value FROM state WHERE key = ?", [key]).fetchone()
        return row[0] if row else None

    def put(self, key: str, value: str) -> None:
        """Note a value under a key."""
        with self._transaction():
            self._put(key, value)

    def inputs(self) -> dict[str, Input]:
        """The inputs that were read, by path."""
        return {row[0]: Input(*row) for row in self._index.execute("SELECT * FROM input")}

    def note_judged(self, table: str, good: bool) -> None:
        """Note what the checks said of a table as it is now."""
        self.put(f"passed {table}", self._fingerprint(table) if good else "")

    def unjudged(self, tables: Iterable[str]) -> list[str]:
        """Those of the tables that have not passed their checks since they last changed."""
        return [table for table in tables if self.get(f"passed {table}") != self._fingerprint(table)]

    def _fingerprint(self, table: str) -> str:
        return hashlib.sha256("\n".join(f"{part.name} {part.rows}" for part in self.parts(table)).encode()).hexdigest()

    def older(self, rules: str) -> int:
        """Articles that were read by other rules than these."""
        return sum(part.rows for part in self.parts("article") if part.rules != rules)

    def sweep(self) -> int:
        """Remove files that are not live: what a killed run left. Only under `lock`. Returns how many."""
        live = {self.files.path(Part(*row)) for row in self._index.execute("SELECT * FROM part")}
        dead = [path for path in self.files.folder.rglob("*.parquet") if path not in live]
        for path in dead:
            path.unlink()
        return len(dead)

    def _put(self, key: str, value: str) -> None:
        self._index.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", [key, value])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._index.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._index.execute("ROLLBACK")
            raise
        self._index.execute("COMMIT")


def new_name() -> str:
    """A name that no part has."""
    return uuid.uuid4().hex[:16]


@contextmanager
def lock(home: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the home for one run; a second waits, after a call of `waiting`. The system frees it when the process ends, however it ends."""
    (home / "stage").mkdir(parents=True, exist_ok=True)
    with open(home / "stage" / ".lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
