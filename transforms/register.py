"""Who and what articles name, each once: countries, persons across articles and spellings, and the roles that persons were given.

Whose mentions are one person `transforms.entity` says, article by article; here they are only counted.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import polars as pl

from transforms import lexicon, tables


@dataclass(frozen=True, slots=True)
class Register:
    """The tables, each as the contract has it."""

    country: pl.DataFrame
    person: pl.DataFrame
    person_role: pl.DataFrame


#: The tables that `register` makes, by name.
REGISTER = tuple(field.name for field in fields(Register))


def register(mention: pl.LazyFrame, article: pl.LazyFrame) -> Register:
    """The register of all mentions: `mention` and `article` as the contract has them."""
    named = (
        mention.filter(pl.col("kind") == "person")
        .select("article_id", "entity_id", "name", "country_code", "role")
        .unique()
        .join(article.select("article_id", "published_date"), on="article_id")
        .collect(engine="streaming")
        .lazy()
    )
    return Register(countries(), _persons(named), _roles(named))


def countries() -> pl.DataFrame:
    """Countries of the lexicon, those of today and those that are no more."""
    names = lexicon.load("country_name").filter(pl.col("kind").is_in(["name", "formal", "abbreviation"]), pl.col("context").is_null())
    every = names.group_by("iso3").agg(pl.col("surface").unique().sort().alias("names"))
    years = lexicon.load("former_state").rename({"from": "first_year", "to": "last_year"})
    rows = lexicon.load("country").join(every, on="iso3", how="left").join(years, on="iso3", how="left")
    return tables.COUNTRY.conform(rows.rename({"iso3": "country_code"}).with_columns(pl.col("names").fill_null([])))


def _persons(named: pl.LazyFrame) -> pl.DataFrame:
    """One row for each person. An official is called as in the directory; of other names the one that most articles use, fuller than one
    word if any is, ties by alphabet.
    """
    spelling = (
        named.group_by("entity_id", "name")
        .agg(pl.col("article_id").n_unique().alias("n"))
        .sort(pl.col("name").str.contains(" "), "n", "name", descending=[True, True, False])
        .group_by("entity_id", maintain_order=True)
        .agg(pl.coalesce(_official(), pl.col("name")).first().alias("name"), pl.col("name").alias("names"))
    )
    most_given = (
        named.drop_nulls("role")
        .group_by("entity_id", "role")
        .agg(pl.col("article_id").n_unique().alias("n"))
        .sort("n", "role", descending=[True, False])
        .unique("entity_id", keep="first", maintain_order=True)
        .select("entity_id", "role")
    )
    person = (
        named.group_by("entity_id")
        .agg(pl.col("country_code").first(), *_seen())
        .join(spelling, on="entity_id")
        .join(most_given, on="entity_id", how="left")
    )
    return tables.PERSON.conform(person.collect())


def _official() -> pl.Expr:
    """The name of an official of the directory, as `entity_id` has it; null for everyone else, whose identifier has no capitals."""
    return pl.col("entity_id").str.extract(r"^person:([^/]*\p{Lu}[^/]*)/")


def _roles(named: pl.LazyFrame) -> pl.DataFrame:
    """One row for each role that texts give a person."""
    return tables.PERSON_ROLE.conform(named.drop_nulls("role").group_by("entity_id", "role").agg(*_seen()).collect())


def _seen() -> tuple[pl.Expr, ...]:
    return (
        pl.col("published_date").min().alias("first_seen"),
        pl.col("published_date").max().alias("last_seen"),
        pl.col("article_id").n_unique().cast(pl.Int32).alias("n_articles"),
    )
