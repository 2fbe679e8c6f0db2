"""The stage: Parquet files between the steps of a run, and an index that says which of them are live.

::

    stage/index.sqlite                        inputs that were read, files that are live
    stage/<table>/month=YYYY-MM/<part>.parquet    a part: some thousand articles, all published in one month
    stage/<table>/<part>.parquet              tables that are not kept by month
    stage/quarantine/<sha256>                 the bytes of inputs that were refused

A file that the index does not name does not exist. Each change is one transaction: a run killed at any moment leaves the stage as it
was after the last change, and files that nobody reads, which `Stage.sweep` removes. `lock` keeps a second run out.
"""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from transforms.article import RAW_DOCUMENT
from transforms.tables import MEETING_PARTICIPANT, MEETING_REPORT, TABLES

#: What is staged: the tables of the contract, the documents they are read from, and reports that wait for their meeting.
SCHEMAS: dict[str, pl.Schema] = {
    **{name: table.schema for name, table in TABLES.items()},
    "raw_document": RAW_DOCUMENT,
    "report": MEETING_REPORT.unmerged,
    "participant": MEETING_PARTICIPANT.unmerged,
}
#: The month of files that hold all months.
WHOLE = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One live file. `month` is YYYY-MM or `WHOLE`; `rules` the version that made it, or read it on, null while nothing did."""

    table: str
    month: str
    name: str
    rows: int
    rules: str | None = None

    @property
    def stem(self) -> str:
        """What the tables of one part share: the name up to the version that follows it."""
        return self.name.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read: its path, size in bytes, time of change in nanoseconds, and the SHA-256 of its bytes."""

    path: str
    size: int
    mtime_ns: int
    sha256: str


class Stage:
    """The stage of one home."""

    def __init__(self, home: Path) -> None:
        self.home, self.folder = home, home / "stage"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._index = sqlite3.connect(self.folder / "index.sqlite", isolation_level=None, timeout=60)
        self._index.executescript(
            """
            CREATE TABLE IF NOT EXISTS part (
                "table" TEXT, month TEXT, name TEXT, rows INTEGER, rules TEXT, PRIMARY KEY ("table", month, name)
            ) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS input (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, sha256 TEXT) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
            """
        )

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    def path(self, part: Part) -> Path:
        """Where a part's file is."""
        folder = self.folder / part.table
        return (folder / f"month={part.month}" if part.month else folder) / f"{part.name}.parquet"

    def parts(self, table: str, months: Sequence[str] | None = None) -> list[Part]:
        """Live parts of a table in the order of their months, of the given months or of all."""
        rows = self._index.execute('SELECT * FROM part WHERE "table" = ? ORDER BY month, name', [table])
        wanted = None if months is None else set(months)
        return [part for part in (Part(*row) for row in rows) if wanted is None or part.month in wanted]

    def scan(self, table: str, parts: Iterable[Part] | None = None, file_column: str | None = None) -> pl.LazyFrame:
        """The rows of a table, or of some parts of it, read when they are asked for; with the path of their file in `file_column`."""
        paths = [self.path(part) for part in (self.parts(table) if parts is None else parts)]
        schema = SCHEMAS[table]
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

    def write(self, table: str, month: str, frame: pl.DataFrame, name: str | None = None, rules: str | None = None) -> Part:
        """Write a file and return its part, live once it is committed. Raises when the frame is not as the table has it."""
        conformed = TABLES[table].conform(frame) if table in TABLES else frame.select(SCHEMAS[table].names())
        part = Part(table, month, name or new_name(), frame.height, rules)
        path = self.path(part)
        path.parent.mkdir(parents=True, exist_ok=True)
        conformed.write_parquet(path)
        return part

    def commit(self, add: Iterable[Part] = (), drop: Iterable[Part] = (), inputs: Iterable[Input] = ()) -> None:
        """Make parts live, others not, and note inputs as read: all of it or nothing."""
        add, drop, inputs = list(add), list(drop), list(inputs)
        if not (add or drop or inputs):
            return
        with self._transaction():
            self._index.executemany(
                'DELETE FROM part WHERE "table" = ? AND month = ? AND name = ?', [(p.table, p.month, p.name) for p in drop]
            )
            self._index.executemany(
                "INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?)", [(p.table, p.month, p.name, p.rows, p.rules) for p in add]
            )
            self._index.executemany(
                "INSERT OR REPLACE INTO input VALUES (?, ?, ?, ?)", [(i.path, i.size, i.mtime_ns, i.sha256) for i in inputs]
            )
            if add or drop:
                self._put("generation", str(self.generation + 1))
        for path in {self.path(part) for part in drop} - {self.path(part) for part in add}:
            path.unlink(missing_ok=True)

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
        return hashlib.sha256("\n".join(f"{part.month} {part.name} {part.rows}" for part in self.parts(table)).encode()).hexdigest()

    def older(self, rules: str) -> int:
        """Articles that were parsed or extracted by other rules than these."""
        stale = {(part.month, part.stem) for table in ("article", "mention") for part in self.parts(table) if part.rules != rules}
        return sum(part.rows for part in self.parts("article") if (part.month, part.stem) in stale)

    def sweep(self) -> int:
        """Remove files that are not live: what a killed run left. Only under `lock`. Returns how many."""
        live = {self.path(Part(*row)) for row in self._index.execute("SELECT * FROM part")}
        dead = [path for path in self.folder.rglob("*.parquet") if path not in live]
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


def months(frame: pl.DataFrame, date: str = "published_date") -> dict[str, pl.DataFrame]:
    """The rows of each month, by `YYYY-MM`."""
    by_month = frame.with_columns(pl.col(date).dt.to_string("%Y-%m").alias("_month")).partition_by(
        "_month", as_dict=True, include_key=False
    )
    return {str(key[0]): rows for key, rows in by_month.items()}
