"""Raw documents as articles: header, headline, byline and dateline told from the body, whatever layout the text came in.

The parts are read by `transforms.layout`; here they become rows: identity, dates, source, warnings, and what is set aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from transforms import tables
from transforms.layout import byline, credit, dateline, day, headline, scan, source

#: What `transforms.ingest` hands over: one row an input that could be decoded.
RAW_DOCUMENT = pl.Schema(
    {
        "source_uri": pl.String,
        "content_sha256": pl.String,
        "text": pl.String,
        "guessed_encoding": pl.String,
        "title": pl.String,
        "source": pl.String,
        "byline": pl.String,
        "declared_date": pl.Date,
        "record_id": pl.String,
        "path_date": pl.Date,
        "path_year": pl.Int32,
    }
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tables that parsing makes, each as the contract has it."""

    article: pl.DataFrame
    article_source: pl.DataFrame
    article_warning: pl.DataFrame
    article_quarantine: pl.DataFrame


def _sourced(frame: pl.LazyFrame) -> pl.LazyFrame:
    """`source`: what the record declares, else the nearest to the story that the text names."""
    title = pl.col("headline")
    tail = title.str.extract(r" [–—|-] ([A-Z][A-Za-z]+(?: News)?)$")
    # The Foreign Relations of the United States print the telegrams of the State Department.
    filed = title.str.contains(r"(?:Telegram|Airgram|Memorandum|Letter|Note|Message|Paper|Despatch).* Department of State")
    named = pl.coalesce(
        "source",
        "agency",
        source.of_byline(pl.col("byline")),
        "credit",
        tail,
        "masthead",
        pl.when(filed).then(pl.lit("State Department")),
    )
    return frame.with_columns(source.named(named).alias("source"))


def _attributed(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The byline, the agency in a line under it, and the furniture that may stand on either side."""
    signed = headline.furniture(byline.bylined(frame))
    return headline.furniture(headline.undated(source.masthead(signed, pl.col("_signed"))))


def _parsed(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Every part of every text, with `article_id`."""
    # Several columns of each rest on those of the one before, which are worked out once.
    read = dateline.datelined(_attributed(headline.headed(scan.window(raw)))).collect().lazy()
    identity = pl.concat_str(pl.lit("a"), pl.col("content_sha256").str.slice(0, 16))
    return _sourced(day.published(credit.credited(read).collect().lazy())).with_columns(identity.alias("article_id"))


def _warned(rows: pl.LazyFrame, warning: str, detail: pl.Expr) -> pl.LazyFrame:
    return rows.select("article_id", pl.lit(warning).alias("warning"), detail.alias("detail"))


def _warnings(article: pl.LazyFrame) -> pl.LazyFrame:
    """`article_warning` rows for parsed texts."""
    printed, published = pl.col("dateline_date"), pl.col("published_date")
    weekday = pl.col("body").str.slice(0, 400).str.extract(rf"\bon ({day.WEEKDAY})\b")
    of_printed, of_published = printed.dt.strftime("%A"), published.dt.strftime("%A")
    conflict = article.filter(printed != published)
    return pl.concat(
        [
            _warned(
                conflict,
                "header_dateline_conflict",
                pl.format("the text is dated {}, its dateline says {}", published, printed),
            ),
            _warned(
                conflict.filter((weekday == of_published) & (weekday != of_printed)),
                "weekday_conflict",
                pl.format("the text says {}, which fits {} and not the dateline's {}", weekday, published, printed),
            ),
            _warned(
                article.filter(pl.col("guessed_encoding").is_not_null()),
                "guessed_encoding",
                pl.format("the encoding was guessed from the bytes: {}", "guessed_encoding"),
            ),
            _warned(article.filter(pl.col("headline").is_null()), "no_title", pl.lit("the text has no headline of its own")),
        ]
    )


def _reasons(parsed: pl.DataFrame) -> pl.DataFrame:
    """Add `reason` and `detail`, null for an article."""
    year = pl.col("published_date").dt.year()
    reason = (
        pl.when(pl.col("published_date").is_null())
        .then(pl.lit("no_date"))
        .when((year < tables.FIRST_YEAR) | (year > tables.LAST_YEAR))
        .then(pl.lit("date_out_of_range"))
        .when(~pl.col("body").str.contains(r"\w"))
        .then(pl.lit("no_body"))
    )
    detail = (
        pl.when(reason == "date_out_of_range")
        .then(
            pl.format(
                "published on {}; articles from {} to {} are taken", "published_date", pl.lit(tables.FIRST_YEAR), pl.lit(tables.LAST_YEAR)
            )
        )
        .when(reason == "no_body")
        .then(pl.lit("a headline or header was found, but no text under it; get the text again"))
        .when(pl.col("header_text").is_not_null())
        .then(pl.format("the header says {}, a day the calendar does not have; correct it", "header_text"))
        .when(pl.col("dateline_day").is_not_null())
        .then(pl.format("the dateline says {} and no year; put the year into the name of the file or its folder", "dateline_day"))
        .otherwise(pl.lit("no date in the text, its fields or the name of its file; name the file or its folder YYYY-MM-DD"))
    )
    return parsed.with_columns(reason.alias("reason"), detail.alias("detail"))


def articles(raw: pl.DataFrame, seen_at: datetime) -> Parsed:
    """Parse raw documents (`RAW_DOCUMENT`). The same content twice is one article; what has no date or no body goes to quarantine."""
    parsed = _reasons(_parsed(raw.lazy()).collect())
    good = parsed.filter(pl.col("reason").is_null())
    shown = good.sort("source_uri").unique("article_id", keep="first", maintain_order=True)
    article = shown.with_columns(
        headline.unescaped(pl.col("headline")).alias("title"), pl.col("body").str.count_matches(r"\S+").cast(pl.Int32).alias("n_words")
    )
    bad = parsed.filter(pl.col("reason").is_not_null()).with_columns(pl.lit(seen_at).cast(pl.Datetime("us", "UTC")).alias("seen_at"))
    return Parsed(
        tables.ARTICLE.conform(article.select(tables.ARTICLE.schema.names())),
        tables.ARTICLE_SOURCE.conform(good.select(tables.ARTICLE_SOURCE.schema.names()).unique(["source_uri", "article_id"])),
        tables.ARTICLE_WARNING.conform(_warnings(shown.lazy()).collect()),
        tables.ARTICLE_QUARANTINE.conform(bad.select(tables.ARTICLE_QUARANTINE.schema.names()).unique(["source_uri", "content_sha256"])),
    )
