"""One identifier for a person across articles and spellings.

An identifier depends on the name, what the person acts for and the day alone, never on other articles: the rows of an article stay as
they are whatever is read after it. An official of the directory (`lexicon/official.tsv`) is found by any alias, and by the surname
alone where just one official of that country and day has it. Everyone else is known by the words of the name, in no order, with
accents, initials and the habits of transliteration folded away. What a person acts for keeps namesakes apart.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from transforms import lexicon

#: Spellings of one sound, applied in order to a small-letter name without accents: what is found, what stands for it.
_FOLDS = (
    (r"['’`.]", ""),
    (r"[^a-z]+", " "),
    (r"\b(?:jr|sr|ii|iii|iv|al|el|[a-z])\b", " "),
    (r"ij\b|y", "i"),
    ("i+", "i"),
    ("kh", "h"),
    ("ou|oo", "u"),
)
_DOUBLED = {letter * 2: letter for letter in "bcdfgklmnprstvz"}


def name_key(name: pl.Expr) -> pl.Expr:
    """One text for the spellings of a name: its words, folded and sorted. "Kim Jong-un" and "Jong Un Kim" have one key.

    >>> pl.DataFrame({"n": ["Zelenskyy, Volodymyr", "Volodymyr Zelenskiy"]}).select(name_key(pl.col("n"))).to_series().to_list()
    ['volodimir zelenski', 'volodimir zelenski']
    """
    key = name.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    for pattern, kept in _FOLDS:
        key = key.str.replace_all(pattern, kept)
    key = key.str.replace_many(_DOUBLED)
    return key.str.strip_chars().str.replace_all(r" +", " ").str.split(" ").list.sort().list.join(" ")


def outer_key(name: pl.Expr) -> pl.Expr:
    """The key of the first and the last word of a name, whatever stands between; null for a single word."""
    bare = name.str.replace_all(r",? (?:Jr|Sr)\b\.?|,? I{2,3}\b", "").str.strip_chars()
    return name_key(pl.concat_str(bare.str.extract(r"^(\S+) "), pl.lit(" "), bare.str.extract(r" (\S+)$")))


@cache
def _officials() -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Officials with country and years: every spelling by its key, by its first and last word, and every word (surnames among them)."""
    rows = lexicon.load("official")
    spelling = (
        rows.with_columns(pl.concat_list(pl.col("name"), pl.col("aliases").fill_null("").str.split("|")).alias("spelling"))
        .explode("spelling")
        .filter(pl.col("spelling") != "")
        .select(name_key(pl.col("spelling")).alias("key"), "iso3", "from", "to", pl.col("name").alias("official"))
        .unique(maintain_order=True)
    )
    outer = rows.select(outer_key(pl.col("name")).alias("outer"), "iso3", pl.col("name").alias("official")).drop_nulls("outer").unique()
    word = (
        spelling.with_columns(pl.col("key").str.split(" ").alias("word"))
        .explode("word")
        .select("word", "iso3", "from", "to", "official")
        .unique()
    )
    return spelling, outer, word


def identified(person: pl.DataFrame, day: str) -> pl.DataFrame:
    """The frame with `entity_id`. It has `name`, `country_code` (null when not known) and, in the column `day`, when the name was written.

    The directory gives years of office: an official is still called by the surname in the year after.
    """
    spelling, outer, word = _officials()
    known = (
        person.lazy()
        .select("name", "country_code", pl.col(day).dt.year().alias("year"))
        .unique()
        .with_columns(name_key(pl.col("name")).alias("key"), outer_key(pl.col("name")).alias("outer"))
        .collect()
    )
    named = known.join(spelling.select("key", "iso3", "official").unique(), left_on=["key", "country_code"], right_on=["key", "iso3"])
    surname = (
        known.filter(~pl.col("key").str.contains(" "))
        .join(word, left_on=["key", "country_code"], right_on=["word", "iso3"])
        .filter(pl.col("year").is_between(pl.col("from"), pl.col("to") + 1))
    )
    middle = known.join(named, on=["name", "country_code"], how="anti").join(
        outer, left_on=["outer", "country_code"], right_on=["outer", "iso3"]
    )
    official = (
        pl.concat([found.select("name", "country_code", "year", "official") for found in (named, middle, surname)])
        .unique()
        .filter(pl.len().over("name", "country_code", "year") == 1)
    )
    entity = known.join(official, on=["name", "country_code", "year"], how="left").select(
        "name",
        "country_code",
        "year",
        pl.concat_str(
            pl.lit("person:"),
            pl.coalesce("official", pl.when(pl.col("key") != "").then("key").otherwise("name")),
            pl.lit("/"),
            pl.col("country_code").fill_null("-"),
        ).alias("entity_id"),
    )
    return (
        person.with_columns(pl.col(day).dt.year().alias("year"))
        .join(entity, on=["name", "country_code", "year"], how="left", nulls_equal=True, maintain_order="left")
        .drop("year")
    )
