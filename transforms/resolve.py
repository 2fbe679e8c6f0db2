"""Reports of one meeting as one meeting. Depends on the reports alone, never on their order or on the run that found them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms import lexicon, tables


@dataclass(frozen=True, slots=True)
class Resolution:
    """The history tables, each as the contract has it."""

    meeting_report: pl.DataFrame
    meeting: pl.DataFrame
    meeting_participant: pl.DataFrame
    meeting_party: pl.DataFrame


def _identified(report: pl.DataFrame) -> pl.DataFrame:
    """Reports with `meeting_id`: same sort of contact, parties and first day are one meeting; an undated report is one of its own."""
    contact = pl.when(pl.col("kind").is_in(["talks", "summit"])).then(pl.lit("talks")).otherwise("kind")
    exact = (pl.col("date_end") - pl.col("date_start")).dt.total_days() <= 7
    shared = pl.concat_str(
        pl.lit("m-"), contact, pl.lit("-"), pl.col("parties").list.join("+"), pl.lit("-"), pl.col("date_start").dt.to_string("%Y%m%d")
    )
    return report.with_columns(
        pl.when(exact.fill_null(False)).then(shared).otherwise(pl.concat_str(pl.lit("m-"), "report_id")).alias("meeting_id")
    )


def resolve(article: pl.DataFrame, report: pl.DataFrame, participant: pl.DataFrame) -> Resolution:
    """Merge reports of all articles into meetings. `article` gives `article_id`, `source`, `published_date`."""
    told = _identified(report)
    dated = told.join(article.select("article_id", "published_date", "source"), on="article_id", how="left").sort(
        "meeting_id", "published_date", "report_id"
    )
    part = participant.join(told.select("report_id", "meeting_id"), on="report_id", how="inner")
    rank = {level: number for number, level in enumerate(tables.PARTICIPANT_LEVELS)}
    roles = lexicon.load("role").select("role", "level").unique("role", keep="first")
    level = (
        part.join(roles, on="role", how="left")
        .with_columns(pl.col("level").replace_strict(rank, default=None, return_dtype=pl.Int32).alias("rank"))
        .filter(pl.col("rank").is_not_null())
        .sort("meeting_id", "rank")
        .unique("meeting_id", keep="first")
        .select("meeting_id", "level")
    )
    precision = (pl.col("date_end") - pl.col("date_start")).dt.total_days()
    by_precision = lambda column: pl.col(column).sort_by(precision, "report_id", nulls_last=True).first()  # noqa: E731
    meeting = (
        dated.group_by("meeting_id", maintain_order=True)
        .agg(
            pl.col("kind").sort_by(pl.col("kind") == "summit", descending=True, maintain_order=True).first(),
            pl.col("status").last(),
            by_precision("date_start"),
            by_precision("date_end"),
            pl.col("place").drop_nulls().first(),
            pl.col("place_country").drop_nulls().first(),
            pl.col("parties").first(),
            pl.len().cast(pl.Int32).alias("n_reports"),
            pl.col("source").drop_nulls().n_unique().cast(pl.Int32).alias("n_sources"),
            pl.col("published_date").min().alias("first_reported"),
            pl.col("published_date").max().alias("last_reported"),
        )
        .join(level, on="meeting_id", how="left")
    )
    party = meeting.select("meeting_id", pl.col("parties").alias("party")).explode("party")
    return Resolution(
        tables.MEETING_REPORT.conform(told),
        tables.MEETING.conform(meeting),
        tables.MEETING_PARTICIPANT.conform(part),
        tables.MEETING_PARTY.conform(party),
    )
