"""What a rule is, and how it reads the staged tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from transforms.tables import Table

Severity = Literal["critical", "warning", "info"]
Parts = Mapping[str, pl.LazyFrame]
#: Tables of history, and what the rows that meetings were made of are called: what a text says is asked of these, batch by batch.
TOLD_BY_BATCH = {"meeting_report": "report", "meeting_participant": "participant"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of a table that are judged together, and the rows of other tables that were read from the same texts.

    Pieces of one mark hold the same rows, in this run or in another; null when that is not known.
    """

    frame: pl.LazyFrame
    beside: Mapping[str, pl.LazyFrame]
    mark: str | None


class Tables:
    """The staged tables, each whole or in parts. Parts of one name, in several tables, were read from one batch of texts.

    `marks` names the content of parts, by table and part: a file that is never written again, for one. Of a table of history, only what
    changes may be given; `stays` then tells how many published rows stay beside it. No meeting, report or link of the ones refers to
    one of the others.
    """

    def __init__(
        self,
        tables: Mapping[str, pl.DataFrame | pl.LazyFrame | Parts],
        marks: Mapping[str, Mapping[str, str]] | None = None,
        stays: Mapping[str, int] | None = None,
    ) -> None:
        self._parts: dict[str, Parts] = {
            name: {"all": table.lazy()} if isinstance(table, (pl.DataFrame, pl.LazyFrame)) else table for name, table in tables.items()
        }
        self._marks = marks or {}
        self._stays = stays or {}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def parts(self, name: str) -> Parts:
        """The table's frames by the name of their part. Raises KeyError when the table was not given."""
        return self._parts[name]

    def whole(self, name: str) -> pl.LazyFrame:
        """All parts as one frame: for keys and references, of which only a few columns are ever read."""
        return pl.concat(self._parts[name].values())

    def rows(self, name: str) -> int:
        """Rows that the table has when it is published."""
        return int(self.whole(name).select(pl.len()).collect().item()) + self._stays.get(name, 0)

    def by_batch(self, name: str) -> str:
        """The table that has all rows of this one, batch by batch: itself, or, of history, what it was made of where that was given."""
        told = TOLD_BY_BATCH.get(name, name)
        return told if told in self._parts else name

    def pieces(self, name: str, others: Sequence[str]) -> Iterator[Piece]:
        """A table part by part, with the rows of others that were read from the same texts."""
        for part, frame in self._parts[name].items():
            marks = [self._marks.get(one, {}).get(part) for one in (name, *others)]
            mark = " ".join([part, *(f"{one}={mark}" for one, mark in zip((name, *others), marks, strict=True))]) if all(marks) else None
            yield Piece(frame, {other: self._parts[other][part] for other in others}, mark)


@dataclass(frozen=True, slots=True)
class Context:
    """What rules know beside the tables: the day of the run, and how many rows each table had when it was last published."""

    today: date
    before: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What must hold (`asks`), why it is asked (`reason`), how bad it is when it does not; `needs` names other tables it reads."""

    name: str
    asks: str
    reason: str
    severity: Severity = "critical"
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule(Rule):
    """A rule that each row meets or breaks: `breaks` is true on the rows that break it, null and false on the others.

    The expression may use the table's columns and those that `BESIDE` adds from another table of `needs`.
    """

    breaks: pl.Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule(Rule):
    """A rule over rows taken together: `finds` gives the rows that break it; their first columns are shown as examples."""

    finds: Callable[[Tables], pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class Total:
    """A number that adds up over batches: `of`, an aggregate over the rows of one. Of a table of history, over its reports by batch."""

    table: str
    name: str
    of: pl.Expr


class Totals:
    """What was added up, and the rows of each table."""

    def __init__(self, tables: Tables, sums: Mapping[tuple[str, str], float]) -> None:
        self._tables, self._sums = tables, sums

    def __getitem__(self, total: Total) -> float:
        return self._sums[total.table, total.name]

    def rows(self, table: str) -> int:
        """Rows that the table has when it is published."""
        return self._tables.rows(table)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Rule):
    """A number, worked out from `totals`, that must lie between `minimum` and `maximum`; null when there is too little to measure."""

    totals: tuple[Total, ...] = ()
    value: Callable[[Totals], float | None]
    minimum: float | None = None
    maximum: float | None = None


#: What a row rule may read of another table: by which columns it is joined to the row, and the columns it adds. Joined in this order:
#: bodies come last, because a join by two columns after them copies each body once a row.
BESIDE: dict[str, tuple[tuple[str, ...], tuple[pl.Expr, ...]]] = {
    "mention": (("mention_id",), (pl.col("kind").alias("mention_kind"),)),
    "sentence": (
        ("article_id", "sentence_no"),
        (pl.col("char_start").alias("sentence_start"), pl.col("char_end").alias("sentence_end")),
    ),
    "article": (
        ("article_id",),
        (pl.col("body"), pl.col("body").str.len_chars().alias("body_length"), pl.col("published_date")),
    ),
}


def wrong_columns(table: Table, frame: pl.LazyFrame) -> list[str]:
    """The columns that are missing or of another type than the contract's, each in words."""
    schema = frame.collect_schema()
    return [f"{name} is {schema.get(name, 'missing')}, not {dtype}" for name, dtype in table.schema.items() if schema.get(name) != dtype]
