"""Mentions: every place in a body that names a person, country, place or organisation, with what it refers to."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms import affiliation, gazetteer, person, tables
from transforms.text import code_points


@dataclass(frozen=True, slots=True)
class Mentions:
    """What the stages after this one read.

    `span`: every known span of every sentence (mentions and roles): `span_id`, `sentence_id`, `article_id`, `start`, `end` (bytes of
    the sentence), `surface`, `kind`, `name`, `country_code`, `party`, `role`, `level`.
    `table`: the `mention` table of the contract.
    """

    span: pl.DataFrame
    table: pl.DataFrame


def _home(article: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """The country an article is told from: the first country named in it."""
    return (
        spans.lazy()
        .filter(pl.col("kind").is_in(["country"]) & pl.col("party").is_not_null())
        .group_by("article_id", maintain_order=True)
        .agg(pl.col("party").first().alias("home"))
        .join(article.lazy().select("article_id"), on="article_id", how="right")
        .collect()
    )


def mentions(article: pl.DataFrame, sentence: pl.DataFrame) -> Mentions:
    """Find and resolve the mentions of all sentences (see `sentence.sentences`; title sentences have `sentence_no` -1)."""
    found = gazetteer.spans(sentence)
    masked = person.mask(sentence, found)
    known = found.filter(pl.col("kind") != "ignored")
    people = affiliation.affiliated(person.resolved(sentence, masked), known, _home(article, known))
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
                    kind=pl.lit("person"),
                    party="country_code",
                ),
            ],
            how="diagonal",
        )
        .sort("sentence_id", "start")
        .with_row_index("span_id")
    )
    return Mentions(span, _table(sentence, span))


def _table(sentence: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    located = (
        span.lazy()
        .filter(pl.col("kind").is_in(tables.MENTION_KINDS))
        .join(
            sentence.lazy().select("sentence_id", "sentence_no", "text", pl.col("char_start").alias("_from")),
            on="sentence_id",
            how="left",
            maintain_order="left",
        )
        .filter(pl.col("sentence_no") >= 0)
        .with_columns(
            (pl.col("_from") + code_points(pl.col("text"), pl.col("start"))).alias("char_start"),
            (pl.col("_from") + code_points(pl.col("text"), pl.col("end"))).alias("char_end"),
            pl.col("text").cast(pl.Binary).bin.slice(pl.col("start"), pl.col("end") - pl.col("start")).cast(pl.String).alias("surface"),
            pl.col("name").str.replace_all(r"\s+", " "),
        )
        .with_columns(
            pl.concat_str("article_id", pl.lit("-"), "char_start").alias("mention_id"),
            pl.when(pl.col("kind") == "person")
            .then(pl.concat_str(pl.lit("person:"), pl.col("name"), pl.lit("/"), pl.col("country_code").fill_null("-")))
            .otherwise(pl.concat_str("kind", pl.lit(":"), "name"))
            .alias("entity_id"),
        )
        .collect()
    )
    return tables.MENTION.conform(located.select(tables.MENTION.schema.names()))
