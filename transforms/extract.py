"""All stages from articles to what they say, in the order the data flows."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms import meeting, mention, sentence


@dataclass(frozen=True, slots=True)
class Extraction:
    """The tables of one batch of articles. Reports and participants have no `meeting_id` yet: `resolve` gives it."""

    sentence: pl.DataFrame
    mention: pl.DataFrame
    report: pl.DataFrame
    participant: pl.DataFrame


def extract(article: pl.DataFrame) -> Extraction:
    """Sentences, mentions and reports of meetings of a batch of articles (the `article` table)."""
    # The frames of a batch are many and small: the in-memory engine spends less time and memory on them than the streaming one.
    with pl.Config(set_engine_affinity="in-memory"):
        return _extracted(article)


def _extracted(article: pl.DataFrame) -> Extraction:
    found = sentence.sentences(article)
    said = mention.mentions(article, found)
    report, part = meeting.reports(article, found, said)
    char_start = pl.col("_from") + mention.code_points(pl.col("text"), pl.col("start"))
    participant = (
        part.join(said.span.select("span_id", "article_id", "sentence_id", "start"), on="span_id")
        .join(found.select("sentence_id", "text", pl.col("char_start").alias("_from")), on="sentence_id")
        .select(
            "report_id", pl.concat_str("article_id", pl.lit("-"), char_start).alias("mention_id"), pl.col("party").alias("country_code")
        )
        .join(said.table.select("mention_id", "name", "entity_id", "role"), on="mention_id")
        .select("report_id", "mention_id", "name", "entity_id", "country_code", "role")
        .sort("report_id", "mention_id")
    )
    return Extraction(sentence.table(found), said.table, report.sort("article_id", "char_start", "report_id"), participant)
