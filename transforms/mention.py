"""Mentions: every place in a body that names a person, country, place or organisation, with what it refers to."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms import affiliation, entity, gazetteer, person, person_name, tables
from transforms.text import byte_slice, clean, code_points, fold


@dataclass(frozen=True, slots=True)
class Mentions:
    """What the stages after this one read.

    `span`: every known span of every sentence and headline (mentions and roles): `span_id`, `sentence_id`, `article_id`, `start`, `end`
    (bytes of the sentence), `surface`, `kind`, `name`, `country_code`, `party`, `role`, `level`.
    `headline`: headlines as sentences, `sentence_no` -1, numbered after those of the bodies. `home`: the country each article is told from.
    `table`: the `mention` table of the contract, of bodies alone.
    """

    span: pl.DataFrame
    headline: pl.DataFrame
    home: pl.DataFrame
    table: pl.DataFrame


#: `sentence_no` of a headline among the sentences; its names count, its words are no mentions.
_HEADLINE = -1


def _with_headlines(article: pl.DataFrame, sentence: pl.DataFrame) -> pl.DataFrame:
    """Sentences, and every headline as one more (`sentence_no` -1) after them."""
    first = sentence["sentence_id"].len()
    headline = (
        article.lazy()
        .filter(pl.col("title").is_not_null())
        .select("article_id", "published_date", pl.col("title").alias("text"))
        .with_columns(clean(pl.col("text")).alias("clean"), pl.lit(_HEADLINE, pl.Int32).alias("sentence_no"))
        .with_columns(fold(pl.col("clean")).alias("ascii"))
        .with_row_index("sentence_id", offset=first)
        .collect()
    )
    kept = sentence.select("sentence_id", "article_id", "published_date", "text", "clean", "ascii", "sentence_no")
    return pl.concat([kept, headline.select(pl.col(name).cast(kind) for name, kind in kept.schema.items())])


def mentions(article: pl.DataFrame, sentence: pl.DataFrame) -> Mentions:
    """Find and resolve the mentions of all sentences (see `sentence.sentences`). Names of headlines help to resolve those of the body."""
    read = _with_headlines(article, sentence)
    found = gazetteer.spans(read)
    resolved = person_name.resolved(read, person.mask(read, found))
    known = found.filter(pl.col("kind") != "ignored").join(
        read.select("sentence_id", "sentence_no"), on="sentence_id", how="left", maintain_order="left"
    )
    home = affiliation.home(article, known, resolved)
    people = affiliation.affiliated(read, resolved, known, home)
    known = known.filter(pl.col("note") != "occupation").drop("sentence_no")
    span = (
        pl.concat(
            [
                known.with_columns(
                    pl.when(pl.col("kind") == "role").then("party").alias("level"), pl.lit(None, pl.String).alias("role")
                ).with_columns(pl.when(pl.col("kind") == "role").then(None).otherwise("party").alias("party")),
                people.select(
                    "sentence_id",
                    "article_id",
                    "start",
                    "end",
                    "surface",
                    "name",
                    "country_code",
                    "role",
                    "level",
                    "assumed",
                    kind=pl.lit("person"),
                    party="country_code",
                ),
            ],
            how="diagonal",
        )
        .sort("sentence_id", "start")
        .with_row_index("span_id")
    )
    return Mentions(span, read.filter(pl.col("sentence_no") == _HEADLINE), home, _table(sentence, span))


def _table(sentence: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    located = (
        span.lazy()
        .filter(pl.col("kind").is_in(tables.MENTION_KINDS))
        .join(
            sentence.lazy().select("sentence_id", "sentence_no", "published_date", "text", pl.col("char_start").alias("_from")),
            on="sentence_id",
            how="left",
            maintain_order="left",
        )
        .filter(pl.col("sentence_no") >= 0)
        .with_columns(
            (pl.col("_from") + code_points(pl.col("text"), pl.col("start"))).alias("char_start"),
            (pl.col("_from") + code_points(pl.col("text"), pl.col("end"))).alias("char_end"),
            byte_slice(pl.col("text"), pl.col("start"), pl.col("end")).alias("surface"),
            pl.col("name").str.replace_all(r"\s+", " "),
        )
        .with_columns(
            pl.concat_str("article_id", pl.lit("-"), "char_start").alias("mention_id"),
            pl.concat_str("kind", pl.lit(":"), "name").alias("entity_id"),
        )
        .collect()
    )
    of_person = pl.col("kind") == "person"
    people = entity.identified(located.filter(of_person).drop("entity_id"), "published_date")
    return tables.MENTION.conform(pl.concat([located.filter(~of_person), people], how="diagonal"))
