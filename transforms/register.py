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


#: Of some articles, how many name a person (`what` is person), by a name, or with a role; `said` is the name or role.
NAMING = pl.Schema(
    {
        "entity_id": pl.String,
        "what": pl.String,
        "said": pl.String,
        "country_code": pl.String,
        "first_seen": pl.Date,
        "last_seen": pl.Date,
        "n_articles": pl.Int32,
    }
)


def namings(mention: pl.DataFrame, article: pl.DataFrame) -> pl.DataFrame:
    """What some articles add to the register (`NAMING`): `mention` and `article` as the contract has them, every article whole."""
    named = (
        mention.lazy()
        .filter(pl.col("kind") == "person")
        .select("article_id", "entity_id", "name", "country_code", "role")
        .unique()
        .join(article.lazy().select("article_id", "published_date"), on="article_id")
    )
    said = {"person": pl.lit(None, pl.String), "name": pl.col("name"), "role": pl.col("role")}
    counted = [
        named.filter(value.is_not_null() | (what == "person"))
        .group_by("entity_id", pl.lit(what).alias("what"), value.alias("said"))
        .agg(
            pl.col("country_code").first(),
            pl.col("published_date").min().alias("first_seen"),
            pl.col("published_date").max().alias("last_seen"),
            pl.col("article_id").n_unique().cast(pl.Int32).alias("n_articles"),
        )
        for what, value in said.items()
    ]
    return pl.concat(counted).select(NAMING.names()).collect()


def register(naming: pl.LazyFrame) -> Register:
    """The register of all articles: their `namings`, of some articles in one row or of each apart."""
    named = (
        naming.group_by("entity_id", "what", "said")
        .agg(pl.col("country_code").first(), pl.col("first_seen").min(), pl.col("last_seen").max(), pl.col("n_articles").sum())
        .collect(engine="streaming")
    )
    of = {what: named.filter(pl.col("what") == what).drop("what") for what in ("person", "name", "role")}
    role = of["role"].drop("country_code").rename({"said": "role"})
    return Register(countries(), _persons(of["person"].drop("said"), of["name"], role), tables.PERSON_ROLE.conform(role))


def countries() -> pl.DataFrame:
    """Countries of the lexicon, those of today and those that are no more."""
    names = lexicon.load("country_name").filter(pl.col("kind").is_in(["name", "formal", "abbreviation"]), pl.col("context").is_null())
    every = names.group_by("iso3").agg(pl.col("surface").unique().sort().alias("names"))
    years = lexicon.load("former_state").rename({"from": "first_year", "to": "last_year"})
    rows = lexicon.load("country").join(every, on="iso3", how="left").join(years, on="iso3", how="left")
    return tables.COUNTRY.conform(rows.rename({"iso3": "country_code"}).with_columns(pl.col("names").fill_null([])))


def _persons(person: pl.DataFrame, name: pl.DataFrame, role: pl.DataFrame) -> pl.DataFrame:
    """One row for each person. An official is called as in the directory; of other names the one that most articles use, fuller than one
    word if any is, ties by alphabet.
    """
    spelling = (
        name.sort(pl.col("said").str.contains(" "), "n_articles", "said", descending=[True, True, False])
        .group_by("entity_id", maintain_order=True)
        .agg(pl.coalesce(_official(), pl.col("said")).first().alias("name"), pl.col("said").alias("names"))
    )
    most_given = (
        role.sort("n_articles", "role", descending=[True, False])
        .unique("entity_id", keep="first", maintain_order=True)
        .select("entity_id", "role")
    )
    return tables.PERSON.conform(person.join(spelling, on="entity_id").join(most_given, on="entity_id", how="left"))


def _official() -> pl.Expr:
    """The name of an official of the directory, as `entity_id` has it; null for everyone else, whose identifier has no capitals."""
    return pl.col("entity_id").str.extract(r"^person:([^/]*\p{Lu}[^/]*)/")
