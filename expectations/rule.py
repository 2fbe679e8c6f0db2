"""What a rule is, and how it reads the staged tables."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from transforms.tables import Table

Severity = Literal["critical", "warning", "info"]
Parts = Mapping[str, pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of a table that are judged together, and the rows of other tables that belong to them.

    Pieces of one mark hold the same rows, in this run or in another; null when that is not known.
    """

    frame: pl.LazyFrame
    beside: Mapping[str, pl.LazyFrame]
    mark: str | None


class Tables:
    """The staged tables, each whole or in parts that fit memory (a month of articles with what was read from them).

    `marks` names the content of parts, by table and part: a file that is never written again, for one.
    """

    def __init__(
        self, tables: Mapping[str, pl.DataFrame | pl.LazyFrame | Parts], marks: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self._parts: dict[str, Parts] = {
            name: {"all": table.lazy()} if isinstance(table, (pl.DataFrame, pl.LazyFrame)) else table for name, table in tables.items()
        }
        self._marks = marks or {}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def parts(self, name: str) -> Parts:
        """The table's frames by the name of their part. Raises KeyError when the table was not given."""
        return self._parts[name]

    def whole(self, name: str) -> pl.LazyFrame:
        """All parts as one frame: for keys and references, of which only a few columns are ever read."""
        return pl.concat(self._parts[name].values())

    def fits(self, name: str, others: Iterable[str]) -> bool:
        """Whether each part of a table has the rows of the others that belong to it in one part."""
        return all(len(self._parts[other]) == 1 or self._parts[name].keys() <= self._parts[other].keys() for other in others)

    def pieces(self, name: str, others: Sequence[str], columns: Sequence[str]) -> Iterator[Piece]:
        """A table piece by piece, with the rows of others; `columns` are those that will be read.

        A table that does not fit is cut as the articles are; its rows of no article come as a piece of their own.
        """
        if self.fits(name, others):
            for part, frame in self._parts[name].items():
                yield Piece(frame, {other: self._beside(other, part) for other in others}, self._mark(part, [name, *others]))
            return
        article = [frame.select("article_id", pl.lit(part).alias("_part")) for part, frame in self._parts["article"].items()]
        rows = self.whole(name).select(sorted({"article_id", *columns}))
        whole = rows.join(pl.concat(article), on="article_id", how="left", maintain_order="left").collect()
        for (cut,), piece in whole.partition_by("_part", as_dict=True, include_key=False).items():
            if cut is None:
                yield Piece(piece.lazy(), {other: self.whole(other).head(0) for other in others}, None)
                continue
            mark = self._mark(str(cut), others)
            content = hashlib.sha256(piece.hash_rows().to_numpy().tobytes()).hexdigest()
            yield Piece(piece.lazy(), {other: self._beside(other, str(cut)) for other in others}, mark and f"{mark} {name}={content}")

    def _beside(self, name: str, part: str) -> pl.LazyFrame:
        parts = self._parts[name]
        return self.whole(name) if len(parts) == 1 else parts[part]

    def _mark(self, part: str, names: Sequence[str]) -> str | None:
        marks = [next(iter(of.values())) if len(of) == 1 else of.get(part) for of in (self._marks.get(name, {}) for name in names)]
        return " ".join([part, *(f"{name}={mark}" for name, mark in zip(names, marks, strict=True))]) if all(marks) else None

    def rows(self, name: str) -> int:
        """Number of rows."""
        return int(self.whole(name).select(pl.len()).collect().item())


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Rule):
    """A number that must lie between `minimum` and `maximum`; null when there is too little to measure."""

    value: Callable[[Tables], float | None]
    minimum: float | None = None
    maximum: float | None = None


#: What a row rule may read of another table: by which columns it is joined to the row, and the columns it adds. Joined in this order:
#: bodies come last, because a join by two columns after them copies each body once a row.
BESIDE: dict[str, tuple[tuple[str, ...], tuple[pl.Expr, ...]]] = {
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
