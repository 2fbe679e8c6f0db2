"""One identifier for a person across articles and spellings.

An identifier depends on the name, what the person acts for, the role and the day alone, never on other articles: the rows of an article
stay as they are whatever is read after it. An official of the directory (`lexicon/official.tsv`) is found by any alias, and by the surname
alone in the years of office. Of namesakes of one country the role tells which is meant, else the years; where neither does, and
for everyone else, a person is known by the words of the name, in no order, with accents, initials and the habits of transliteration
folded away. What a person acts for keeps namesakes apart, and so does a calling that goes with no public office at the same time
(`lexicon/calling.tsv`): a judge is not the general of that name, whatever office the general takes next.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from transforms import lexicon
from transforms.text import once_each

#: Spellings of one sound, applied in order to a small-letter name without accents: what is found, what stands for it.
_FOLDS = (
    ("ø", "o"),
    ("ł", "l"),
    ("đ", "d"),
    ("ı", "i"),
    ("æ", "ae"),
    ("ß", "ss"),
    (r"['’`.]", ""),
    (r"[^a-z]+", " "),
    (r"\b(?:dr|jr|mr|mrs|ms|prof|shri|smt|sr|ii|iii|iv|al|el|[a-z])\b", " "),
    (r"ij\b|y", "i"),
    ("i+", "i"),
    ("kh", "h"),
    ("ou|oo", "u"),
)
_DOUBLED = {letter * 2: letter for letter in "bcdfgklmnprstvz"}


@once_each
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


@once_each
def outer_key(name: pl.Expr) -> pl.Expr:
    """The key of the first and the last word of a name, whatever stands between; null for a single word."""
    bare = name.str.replace_all(r",? (?:Jr|Sr)\b\.?|,? I{2,3}\b", "").str.strip_chars()
    return name_key(pl.concat_str(bare.str.extract(r"^(\S+) "), pl.lit(" "), bare.str.extract(r" (\S+)$")))


def first_key(name: pl.Expr) -> pl.Expr:
    """The key of the first word of a name; null for a single word."""
    return name_key(name.str.strip_chars().str.extract(r"^(\S+) "))


@cache
def _officials() -> dict[str, pl.DataFrame]:
    """Terms of office (`iso3`, `role`, `from`, `to`, `official`) by what may name the official: the `key` of a spelling, its `outer` words,
    its `first` (with the key in `within`), any `word`.
    """
    rows = lexicon.load("official").rename({"name": "official"})
    term = ("iso3", "role", "from", "to", "official")
    spelled = (
        rows.with_columns(pl.concat_list(pl.col("official"), pl.col("aliases").fill_null("").str.split("|")).alias("spelling"))
        .explode("spelling")
        .filter(pl.col("spelling") != "")
        .select(name_key(pl.col("spelling")).alias("key"), first_key(pl.col("spelling")).alias("first"), *term)
        .unique()
    )
    return {
        "key": spelled.drop("first").unique(),
        "outer": rows.select(outer_key(pl.col("official")).alias("outer"), *term).drop_nulls("outer").unique(),
        "first": spelled.drop_nulls("first").rename({"key": "within"}),
        "word": spelled.drop("first").with_columns(pl.col("key").str.split(" ")).explode("key").rename({"key": "word"}).unique(),
    }


def identified(person: pl.DataFrame, day: str) -> pl.DataFrame:
    """The frame with `entity_id`. It has `article_id`, `name`, `country_code` and `role` (null when not known) and, in the column `day`,
    when the name was written.

    A role counts for every mention of the name in its article. An official is still called by the surname in the year after the term.
    A calling is that of a namesake while the official is in office; before and after, officials follow callings of their own.
    """
    bearer = ["article_id", "name", "country_code"]
    role = pl.col("role").drop_nulls().first().over(bearer).str.to_lowercase()
    keyed = person.with_columns(role.alias("_role"), _calling().over(bearer).alias("_calling"), pl.col(day).dt.year().alias("_year"))
    identity = ["name", "country_code", "_role", "_calling", "_year"]
    known = (
        keyed.lazy()
        .select(identity)
        .unique()
        .with_columns(
            name_key(pl.col("name")).alias("key"), outer_key(pl.col("name")).alias("outer"), first_key(pl.col("name")).alias("first")
        )
        .with_columns(pl.when(~pl.col("key").str.contains(" ")).then("key").alias("word"))
        .collect()
    )
    meant = (
        pl.concat(
            known.join(terms, left_on=[by, "country_code"], right_on=[by, "iso3"], suffix="_held")
            .filter(_may_be_meant(by))
            .select(*identity, "official", *_likeness(certain))
            for certain, (by, terms) in zip((3, 2, 1, 0), _officials().items(), strict=True)
        )
        .filter(pl.col("certain") == pl.col("certain").max().over(identity))
        .filter(pl.col("in_role") == pl.col("in_role").max().over(identity))
        .filter(pl.col("in_office") == pl.col("in_office").max().over(identity))
        .unique([*identity, "official"])
        .filter(pl.len().over(identity) == 1)
    )
    named = pl.when(pl.col("key") != "").then("key").otherwise("name")
    entity = known.join(meant, on=identity, how="left", nulls_equal=True).select(
        *identity,
        pl.concat_str(
            pl.lit("person:"),
            pl.coalesce("official", pl.concat_str(named, pl.lit(", "), "_calling"), named),
            pl.lit("/"),
            pl.col("country_code").fill_null("-"),
        ).alias("entity_id"),
    )
    return keyed.join(entity, on=identity, how="left", nulls_equal=True, maintain_order="left").drop("_role", "_calling", "_year")


def _may_be_meant(by: str) -> pl.Expr:
    """Whether an official found `by` one sort of name may be meant: the sorts that are not sure need the years of office."""
    in_office = pl.col("_year").is_between(pl.col("from"), pl.col("to"))
    years = {
        # "Ines Marie Tveit Aasen" holds "Ines Aasen", with a name before or behind.
        "first": in_office & pl.col("within").str.split(" ").list.set_difference(pl.col("key").str.split(" ")).list.len().eq(0),
        "word": pl.col("_year").is_between(pl.col("from"), pl.col("to") + 1),
    }
    namesake = pl.col("_calling").is_not_null() & (in_office if by != "word" else pl.lit(True))
    return years.get(by, pl.lit(True)) & ~namesake


def _calling() -> pl.Expr:
    """The calling that all roles given to one name agree on; null where one of them is a public office."""
    rows = lexicon.load("calling")
    said = pl.col("role").drop_nulls().str.to_lowercase().replace_strict(rows["role"], rows["calling"], default="office")
    return pl.when(said.n_unique() == 1).then(said.first().replace("office", None))


def _likeness(certain: int) -> tuple[pl.Expr, ...]:
    """How likely an official is the person meant: by the kind of name, by the role in the text, by the years of office."""
    return (
        pl.lit(certain).alias("certain"),
        (pl.col("_role") == pl.col("role")).fill_null(False).alias("in_role"),
        pl.col("_year").is_between(pl.col("from"), pl.col("to")).alias("in_office"),
    )
