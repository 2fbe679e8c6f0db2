"""Rules that follow from the contract alone: types, nulls, keys, vocabularies, ranges, patterns, references."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from expectations.rule import TOLD_BY_BATCH, RowRule, Rule, TableRule, Tables, wrong_columns
from transforms.tables import Column, Table

#: Columns referred to by rows that were read from the same text: what a row finds beside it of the row it refers to.
_BESIDE = {"article.article_id": "published_date", "mention.mention_id": "mention_kind"}


def types(table: Table) -> Rule:
    """The rule on which all others of the table rest."""

    def wrong(tables: Tables) -> pl.LazyFrame:
        found = [column for part in tables.parts(table.name).values() for column in wrong_columns(table, part)]
        return pl.LazyFrame({"column": found}, schema={"column": pl.String})

    return TableRule(
        name="columns_as_contract",
        asks="every column is there, with its type",
        reason="nothing is cast at the gate: a wrong type is the fault of the code that wrote it",
        finds=wrong,
    )


def rules(table: Table) -> Iterator[Rule]:
    """All rules of a table that its columns and keys say, `types` aside."""
    yield _key_unique(table)
    for column in table.columns:
        yield from _column(table, column)


def _key_unique(table: Table) -> Rule:
    key = list(table.key)
    name, asks, reason = (
        "key_unique",
        f"{' and '.join(key)} name{'s' if len(key) == 1 else ''} one row",
        "joins by the key would count a row twice",
    )
    if table.per_article:
        return RowRule(name=name, asks=asks, reason=reason, breaks=pl.struct(key).is_duplicated())

    def repeated(tables: Tables) -> pl.LazyFrame:
        """Rows that share their key. Eight bytes a row are compared first, the keys themselves only where those are equal."""
        hashed = tables.whole(table.name).select(*key, pl.struct(key).hash().alias("_hash"))
        hashes = hashed.select("_hash").collect(engine="streaming").to_series()
        suspects = hashes.filter(hashes.is_duplicated()).unique()
        return hashed.filter(pl.col("_hash").is_in(suspects.implode())).select(key).filter(pl.struct(key).is_duplicated())

    return TableRule(name=name, asks=asks, reason=reason, finds=repeated)


def _column(table: Table, column: Column) -> Iterator[Rule]:
    name, value = column.name, pl.col(column.name)
    if not column.nullable:
        yield RowRule(name=f"{name}_not_null", asks=f"{name} has a value", reason="the contract promises one", breaks=value.is_null())
    if column.values:
        yield RowRule(
            name=f"{name}_known",
            asks=f"{name} is one of {', '.join(column.values)}",
            reason="readers rely on a closed vocabulary",
            breaks=~value.is_in(column.values),
        )
    if column.minimum is not None:
        yield RowRule(
            name=f"{name}_minimum",
            asks=f"{name} is {column.minimum:g} or more",
            reason=f"it is {column.description}",
            breaks=value < column.minimum,
        )
    if column.maximum is not None:
        yield RowRule(
            name=f"{name}_maximum",
            asks=f"{name} is {column.maximum:g} or less",
            reason=f"it is {column.description}",
            breaks=value > column.maximum,
        )
    if column.pattern:
        yield RowRule(
            name=f"{name}_pattern",
            asks=f"{name} looks like {column.pattern}",
            reason="identifiers and codes have one form",
            breaks=~value.str.contains(column.pattern),
        )
    if column.starts_with:
        yield RowRule(
            name=f"{name}_starts",
            asks=f"{name} starts with {column.starts_with}",
            reason="rows of two articles cannot share an identifier then",
            breaks=~value.str.starts_with(pl.col(column.starts_with)),
        )
    if column.references:
        yield _refers(table, column, column.references)


def _refers(table: Table, column: Column, references: str) -> Rule:
    other, key = references.split(".")
    asks, reason = f"every {column.name} stands in {references}", "every row can be traced to the one that it comes from"
    batchwise = table.per_article or table.name in TOLD_BY_BATCH
    if batchwise and references in _BESIDE:
        return RowRule(name=f"{column.name}_refers", asks=asks, reason=reason, needs=(other,), breaks=pl.col(_BESIDE[references]).is_null())

    def orphans(tables: Tables) -> pl.LazyFrame:
        mine = tables.whole(table.name).filter(pl.col(column.name).is_not_null())
        return mine.select(column.name, *(k for k in table.key if k != column.name)).join(
            tables.whole(other).select(key), left_on=column.name, right_on=key, how="anti"
        )

    return TableRule(name=f"{column.name}_refers", asks=asks, reason=reason, finds=orphans, needs=(other,))
