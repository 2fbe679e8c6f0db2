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


class Tables:
    """The staged tables, each whole or in parts that fit memory (a month of articles with what was read from them)."""

    def __init__(self, tables: Mapping[str, pl.DataFrame | pl.LazyFrame | Parts]) -> None:
        self._parts: dict[str, Parts] = {
            name: {"all": table.lazy()} if isinstance(table, (pl.DataFrame, pl.LazyFrame)) else table for name, table in tables.items()
        }

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def parts(self, name: str) -> Parts:
        """The table's frames by the name of their part. Raises KeyError when the table was not given."""
        return self._parts[name]

    def whole(self, name: str) -> pl.LazyFrame:
        """All parts as one frame: for keys and references, of which only a few columns are ever read."""
        return pl.concat(self._parts[name].values())

    def with_neighbours(self, name: str, others: Sequence[str]) -> Iterator[tuple[pl.LazyFrame, Mapping[str, pl.LazyFrame]]]:
        """Each part of a table, with the rows of other tables that belong to it.

        A table that is cut otherwise than the others is cut as the articles are; its rows of no article come as a part of their own.
        """
        mine = self._parts[name]
        if all(len(self._parts[other]) == 1 or mine.keys() <= self._parts[other].keys() for other in others):
            for part, frame in mine.items():
                yield frame, {other: self._beside(other, part) for other in others}
            return
        article = [frame.select("article_id", pl.lit(part).alias("_part")) for part, frame in self._parts["article"].items()]
        whole = self.whole(name).join(pl.concat(article), on="article_id", how="left").collect()
        for (cut,), rows in whole.partition_by("_part", as_dict=True, include_key=False).items():
            yield rows.lazy(), {other: self.whole(other).head(0) if cut is None else self._beside(other, str(cut)) for other in others}

    def _beside(self, name: str, part: str) -> pl.LazyFrame:
        parts = self._parts[name]
        return self.whole(name) if len(parts) == 1 else parts[part]

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
