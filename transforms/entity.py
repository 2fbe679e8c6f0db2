"""One identifier for a person across articles and spellings.

An identifier depends on the name, what the person acts for, the role and the day alone, never on other articles: the rows of an article
stay as they are whatever is read after it. An official of the directory (`lexicon/official.tsv`) is found by any alias, and by the surname
alone in the years of office. Of namesakes of one country the role tells which is meant, else the years; where neither does, and
for everyone else, a person is known by the words of the name, in no order, with accents, initials and the habits of transliteration
folded away. What a person acts for keeps namesakes apart.
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
def _officials() -> dict[str, pl.DataFrame]:
    """Terms of office (`iso3`, `role`, `from`, `to`, `official`) by what may name the official: `key` of a spelling, `outer` words, a `word`."""
    rows = lexicon.load("official").rename({"name": "official"})
    term = ("iso3", "role", "from", "to", "official")
    spelled = (
        rows.with_columns(pl.concat_list(pl.col("official"), pl.col("aliases").fill_null("").str.split("|")).alias("spelling"))
        .explode("spelling")
        .filter(pl.col("spelling") != "")
        .select(name_key(pl.col("spelling")).alias("key"), *term)
        .unique()
    )
    return {
        "key": spelled,
        "outer": rows.select(outer_key(pl.col("official")).alias("outer"), *term).drop_nulls("outer").unique(),
        "word": spelled.with_columns(pl.col("key").str.split(" ")).explode("key").rename({"key": "word"}).unique(),
    }


def identified(person: pl.DataFrame, day: str) -> pl.DataFrame:
    """The frame with `entity_id`. It has `article_id`, `name`, `country_code` and `role` (null when not known) and, in the column `day`,
    when the name was written.

    A role counts for every mention of the name in its article. An official is still called by the surname in the year after the term.
    """
    role = pl.col("role").drop_nulls().first().over("article_id", "name", "country_code").str.to_lowercase()
    keyed = person.with_columns(role.alias("_role"), pl.col(day).dt.year().alias("_year"))
    identity = ["name", "country_code", "_role", "_year"]
    known = (
        keyed.lazy()
        .select(identity)
        .unique()
        .with_columns(name_key(pl.col("name")).alias("key"), outer_key(pl.col("name")).alias("outer"))
        .with_columns(pl.when(~pl.col("key").str.contains(" ")).then("key").alias("word"))
        .collect()
    )
    meant = (
        pl.concat(
            known.join(terms, left_on=[by, "country_code"], right_on=[by, "iso3"], suffix="_held")
            .filter((by != "word") | pl.col("_year").is_between(pl.col("from"), pl.col("to") + 1))
            .select(*identity, "official", *_likeness(certain))
            for certain, (by, terms) in zip((2, 1, 0), _officials().items(), strict=True)
        )
        .filter(pl.col("certain") == pl.col("certain").max().over(identity))
        .filter(pl.col("in_role") == pl.col("in_role").max().over(identity))
        .filter(pl.col("in_office") == pl.col("in_office").max().over(identity))
        .unique([*identity, "official"])
        .filter(pl.len().over(identity) == 1)
    )
    entity = known.join(meant, on=identity, how="left", nulls_equal=True).select(
        *identity,
        pl.concat_str(
            pl.lit("person:"),
            pl.coalesce("official", pl.when(pl.col("key") != "").then("key").otherwise("name")),
            pl.lit("/"),
            pl.col("country_code").fill_null("-"),
        ).alias("entity_id"),
    )
    return keyed.join(entity, on=identity, how="left", nulls_equal=True, maintain_order="left").drop("_role", "_year")


def _likeness(certain: int) -> tuple[pl.Expr, ...]:
    """How likely an official is the person meant: by the kind of name, by the role in the text, by the years of office."""
    return (
        pl.lit(certain).alias("certain"),
        (pl.col("_role") == pl.col("role")).fill_null(False).alias("in_role"),
        pl.col("_year").is_between(pl.col("from"), pl.col("to")).alias("in_office"),
    )
