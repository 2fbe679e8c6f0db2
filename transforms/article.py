"""Raw documents as articles: header, headline, byline and dateline told from the body, whatever layout the text came in.

A text is read from the top, one optional part after another; what is left is the body, a slice of the text. Each part is one row of
`_PARTS`. The layouts are those of the newswire family: a header line with the date, or a headline and a dateline, with or without
page furniture between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from transforms import lexicon, tables
from transforms.dates import MONTH

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
_HEADER = r"^\s*date (\d{4}-\d{2}-\d{2})[ \t]*([^\n]*)\n?"
_FURNITURE = r"^(?:Go to [Cc]ontents|Photo ?:.*|Image ?:.*|Print|Share|Menu)$"
_DASH = r"(?:--+|-|–|—|=)"
_AGENCY = r"[A-Z][A-Za-z. ]{1,30}?(?:/[A-Z][A-Za-z ]+)?"
_CITY = r"[A-Z][A-Za-z.'’ -]{1,40}(?:, [A-Z][A-Za-z.’' ]{1,30})?(?:/[A-Z][A-Za-z. ]{1,30})?"
_DATELINE = rf"^[ \t]*({_CITY}?), ({MONTH} \d{{1,2}}(?:, \d{{4}})?)(?:,? ?\(({_AGENCY})\))?[ \t]*{_DASH}+[ \t]*"
_DATELINE_UNDATED = rf"^[ \t]*({_CITY}?) ?\(({_AGENCY})\)[ \t]*{_DASH}+[ \t]*"
_DATELINE_TELEGRAM = rf"^[ \t]*({_CITY}?), ({MONTH} \d{{1,2}}, \d{{4}})(?:, [^\n]{{3,40}})?\.[ \t]*\n\s*"
_DATELINE_BARE = r"^[ \t]*([A-Z][A-Z.'-]+(?: [A-Z][A-Z.'-]+){0,3})(?:[ \t]*(?:--|–|—)[ \t]*|[ \t]+)(?:[A-Z\"“'‘]|\d)"
_AGENCY_LEAD = r"^[ \t]*(CNN|BBC|NPR|CBS|NBC|ABC|AFP|AP|Reuters|TASS)[ \t]*(?:—|–|--)[ \t]*"
#: Parts between the headline and the dateline, each read at most once, in this order, twice over.
_PARTS: tuple[str, ...] = (
    r"^\s*\n",
    r"^[ \t]*\d{1,2}:\d{2} [A-Z][a-z]+ \d{1,2}, \d{4}[ \t]*\n",
    r"^[ \t]*\((?:\d+(?:st|nd|rd|th) )?(?:LD|LEAD|URGENT|News Focus|Yonhap Feature|ATTN)[^\n)]*\)[ \t]*\n?",
    r"^[ \t]*\(ATTN:[^\n]*\)[ \t]*\n?",
    r"^[ \t]*(?:Published|Updated|Posted) ?:[^\n]*\n",
    r"^[ \t]*Link copied[ \t]*\n",
    r"^[ \t]*(?:Share|Print|Listen|Text [Ss]ize)[ \t]*\n",
)
_BYLINE = r"^[ \t]*[Bb]y ([A-Z][^\n]{2,80}?)[ \t]*\n"
_BYLINE_GLUED = r"^[ \t]*By ([A-Z][A-Za-z.-]+(?: [A-Z][A-Za-z.-]+){1,3}?) ?([A-Z]{3,}[A-Z ,.]*, [A-Z][a-z]+\.? \d)"
_SOURCES = {
    "YONHAP": "Yonhap",
    "Yonhap News": "Yonhap",
    "Yonhap News Agency": "Yonhap",
    "REUTERS": "Reuters",
    "Reuter": "Reuters",
    "REUTER": "Reuters",
    "Tass": "TASS",
    "ITAR-TASS": "TASS",
}
#: Who reported, wrote and edited, and the agency's end sign: not what the article tells.
_CREDIT_LINES = r"(?:\s*\n?[ \t]*\((?:Additional reporting|Reporting|Writing|Editing|Compiled|Written) (?:and [a-z]+ )?by [^\n]*\)|\n\s*REUTERS?(?:\s*&#3;)?|\n\s*-0-)+\s*$"
_CREDITS = (
    (r"\(Yonhap(?: News)?\)\s*$", "Yonhap"),
    (r"\bREUTERS?\s*(?:&#3;|\x03)?\s*$|\bReuter\s*(?:&#3;|\x03)?\s*$", "Reuters"),
    (r"\(Xinhua\)\s*$", "Xinhua"),
    (r"\(KCNA\)\s*$", "KCNA"),
    (r"\(TASS\)\s*$", "TASS"),
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tables that parsing makes, each as the contract has it."""

    article: pl.DataFrame
    article_source: pl.DataFrame
    article_warning: pl.DataFrame
    article_quarantine: pl.DataFrame


def _strip(frame: pl.LazyFrame, pattern: str) -> pl.LazyFrame:
    return frame.with_columns(pl.col("rest").str.replace(pattern, ""))


def _headed(raw: pl.LazyFrame) -> pl.LazyFrame:
    """The header line and the headline off the top of the text."""
    text = pl.col("text")
    headline = text.str.extract(_HEADER, 2).str.strip_chars()
    furniture = headline.str.contains(_FURNITURE)
    photo = headline.str.contains(r"^(?:Photo|Image)")
    frame = raw.with_columns(
        text.str.extract(_HEADER, 1).str.to_date("%Y-%m-%d", strict=False).alias("header_date"),
        text.str.contains(_HEADER).alias("has_header"),
        pl.when(furniture | (headline == "")).then(None).otherwise(headline).alias("headline"),
        (furniture & ~photo).fill_null(False).alias("headline_below"),
        text.str.replace(_HEADER, "").alias("rest"),
    ).with_columns(pl.when(pl.col("title").is_not_null()).then("title").otherwise("headline").alias("headline"))
    # Without a header line the first line is the headline when it is short, ends without a stop and something follows.
    first = pl.col("rest").str.extract(r"^\s*([^\n]{3,200})\n")
    above = (
        ~pl.col("has_header")
        & pl.col("title").is_null()
        & first.is_not_null()
        & ~first.str.contains(r"[.!?][\"”]?\s*$")
        & ~first.str.contains(_DATELINE)
    )
    takes = above | (pl.col("headline_below") & first.is_not_null())
    return frame.with_columns(
        pl.when(takes).then(first.str.strip_chars()).otherwise("headline").alias("headline"),
        pl.when(takes).then(pl.col("rest").str.replace(r"^\s*[^\n]{3,200}\n", "")).otherwise("rest").alias("rest"),
    )


def _bylined(frame: pl.LazyFrame) -> pl.LazyFrame:
    for part in _PARTS:
        frame = _strip(frame, part)
    rest = pl.col("rest")
    repeated = rest.str.extract(r"^\s*([^\n]+)\n").str.strip_chars() == pl.col("headline")
    frame = frame.with_columns(pl.when(repeated.fill_null(False)).then(rest.str.replace(r"^\s*[^\n]+\n", "")).otherwise(rest).alias("rest"))
    frame = frame.with_columns(
        pl.coalesce("byline", rest.str.extract(_BYLINE), rest.str.extract(_BYLINE_GLUED)).alias("byline"),
        pl.when(rest.str.contains(_BYLINE))
        .then(rest.str.replace(_BYLINE, ""))
        .when(rest.str.contains(_BYLINE_GLUED))
        .then(rest.str.replace(_BYLINE_GLUED, "${2}"))
        .otherwise(rest)
        .alias("rest"),
    )
    for part in _PARTS:
        frame = _strip(frame, part)
    return frame


def _datelined(frame: pl.LazyFrame) -> pl.LazyFrame:
    rest = pl.col("rest")
    cities = pl.concat([lexicon.load("capital")["surface"], lexicon.load("place")["surface"]]).str.to_uppercase().unique()
    bare = rest.str.extract(_DATELINE_BARE)
    of_capitals = pl.when(bare.is_in(cities.implode())).then(bare)
    # "WASHINGTON President" reads as one run of capitals only when the next word is a single letter.
    bare_first = rest.str.extract(r"^[ \t]*([A-Z]{4,}) [A-Z0-9\"]")
    named = pl.coalesce(of_capitals, pl.when(bare_first.is_in(cities.implode())).then(bare_first))
    dated, undated, telegram, lead = (rest.str.contains(p) for p in (_DATELINE, _DATELINE_UNDATED, _DATELINE_TELEGRAM, _AGENCY_LEAD))
    day = pl.coalesce(pl.when(dated).then(rest.str.extract(_DATELINE, 2)), pl.when(telegram).then(rest.str.extract(_DATELINE_TELEGRAM, 2)))
    return frame.with_columns(
        pl.coalesce(
            pl.when(dated).then(rest.str.extract(_DATELINE, 1)),
            pl.when(undated).then(rest.str.extract(_DATELINE_UNDATED, 1)),
            pl.when(telegram).then(rest.str.extract(_DATELINE_TELEGRAM, 1)),
            named,
        )
        .str.strip_chars()
        .alias("dateline_place"),
        day.alias("dateline_day"),
        pl.coalesce(
            pl.when(dated).then(rest.str.extract(_DATELINE, 3)),
            pl.when(undated).then(rest.str.extract(_DATELINE_UNDATED, 2)),
            pl.when(lead).then(rest.str.extract(_AGENCY_LEAD, 1)),
        ).alias("agency"),
        pl.when(dated)
        .then(rest.str.replace(_DATELINE, ""))
        .when(undated)
        .then(rest.str.replace(_DATELINE_UNDATED, ""))
        .when(telegram)
        .then(rest.str.replace(_DATELINE_TELEGRAM, ""))
        .when(lead)
        .then(rest.str.replace(_AGENCY_LEAD, ""))
        .when(named.is_not_null())
        .then(rest.str.strip_prefix(" ").str.slice(named.str.len_chars()).str.replace(r"^[ \t]*(?:--|–|—)?[ \t]*", ""))
        .otherwise(rest)
        .alias("body"),
    )


def _dated(frame: pl.LazyFrame) -> pl.LazyFrame:
    """`published_date` and `dateline_date`: a dateline without a year takes the one that brings it nearest to publication."""
    day = pl.col("dateline_day")
    short = day.str.slice(0, 3).str.to_titlecase()
    months = {
        name: number
        for number, name in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1)
    }
    month = short.replace_strict(months, default=None, return_dtype=pl.Int32)
    number = day.str.extract(r" (\d{1,2})").cast(pl.Int32)
    own = day.str.extract(r"(\d{4})").cast(pl.Int32)
    anchor = pl.coalesce("header_date", "declared_date", "path_date")
    year = pl.coalesce(own, anchor.dt.year(), "path_year")
    made = pl.concat_str(
        year.cast(pl.String), month.cast(pl.String).str.zfill(2), number.cast(pl.String).str.zfill(2), separator="-"
    ).str.to_date("%Y-%m-%d", strict=False)
    shift = (
        pl.when(own.is_null() & (made - anchor > pl.duration(days=183)))
        .then(pl.lit("-1y"))
        .when(own.is_null() & (anchor - made > pl.duration(days=183)))
        .then(pl.lit("1y"))
        .otherwise(pl.lit("0y"))
    )
    return frame.with_columns(made.dt.offset_by(shift).alias("dateline_date")).with_columns(
        pl.coalesce(anchor, "dateline_date").alias("published_date")
    )


def _sourced(frame: pl.LazyFrame) -> pl.LazyFrame:
    credit = pl.coalesce(*(pl.when(pl.col("text").str.contains(pattern)).then(pl.lit(name)) for pattern, name in _CREDITS))
    tail = pl.col("headline").str.extract(r" [–—|-] ([A-Z][A-Za-z]+(?: News)?)$")
    byline_agency = pl.when(pl.col("byline").is_in(["Yonhap", "Reuters", "Xinhua", "AFP", "AP"])).then("byline")
    named = pl.coalesce("source", "agency", byline_agency, credit, tail)
    return frame.with_columns(named.replace(_SOURCES).alias("source"))


def _warnings(article: pl.LazyFrame) -> pl.LazyFrame:
    """`article_warning` rows for parsed texts."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    conflict = article.filter(
        pl.col("header_date").is_not_null() & pl.col("dateline_date").is_not_null() & (pl.col("header_date") != pl.col("dateline_date"))
    ).select(
        "article_id",
        pl.lit("header_dateline_conflict").alias("warning"),
        pl.format("header says {}, dateline says {}", "header_date", "dateline_date").alias("detail"),
    )
    weekday = pl.col("body").str.slice(0, 400).str.extract(r"\bon (Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b")
    name = lambda column: (pl.col(column).dt.weekday() - 1).replace_strict(dict(enumerate(days)), return_dtype=pl.String)  # noqa: E731
    against = (
        article.filter(pl.col("dateline_date").is_not_null() & (pl.col("dateline_date") != pl.col("published_date")))
        .with_columns(weekday.alias("weekday"))
        .filter(
            pl.col("weekday").is_not_null() & (pl.col("weekday") == name("published_date")) & (pl.col("weekday") != name("dateline_date"))
        )
        .select(
            "article_id",
            pl.lit("weekday_conflict").alias("warning"),
            pl.format("the text says {}, which fits {} and not the dateline's {}", "weekday", "published_date", "dateline_date").alias(
                "detail"
            ),
        )
    )
    guessed = article.filter(pl.col("guessed_encoding").is_not_null()).select(
        "article_id",
        pl.lit("guessed_encoding").alias("warning"),
        pl.format("the encoding was guessed from the bytes: {}", "guessed_encoding").alias("detail"),
    )
    untitled = article.filter(pl.col("headline").is_null()).select(
        "article_id", pl.lit("no_title").alias("warning"), pl.lit("the text has no headline of its own").alias("detail")
    )
    return pl.concat([conflict, against, guessed, untitled])


def articles(raw: pl.DataFrame, seen_at: datetime) -> Parsed:
    """Parse raw documents (`RAW_DOCUMENT`). The same content twice is one article; what has no date or no body goes to quarantine."""
    parsed = (
        _sourced(_dated(_datelined(_bylined(_headed(raw.lazy())))))
        .with_columns(
            pl.col("body").str.replace(r"^\n+", "").str.replace(_CREDIT_LINES, "").str.strip_chars_end(),
            pl.concat_str(pl.lit("a"), pl.col("content_sha256").str.slice(0, 16)).alias("article_id"),
        )
        .collect()
    )
    year = pl.col("published_date").dt.year()
    reason = (
        pl.when(pl.col("published_date").is_null())
        .then(pl.lit("no_date"))
        .when((year < tables.FIRST_YEAR) | (year > tables.LAST_YEAR))
        .then(pl.lit("date_out_of_range"))
        .when(~pl.col("body").str.contains(r"\w"))
        .then(pl.lit("no_body"))
    )
    parsed = parsed.with_columns(reason.alias("reason"))
    good = parsed.filter(pl.col("reason").is_null()).sort("source_uri").unique("article_id", keep="first", maintain_order=True)
    article = good.with_columns(pl.col("headline").alias("title"), pl.col("body").str.count_matches(r"\S+").cast(pl.Int32).alias("n_words"))
    bad = parsed.filter(pl.col("reason").is_not_null()).with_columns(
        pl.col("reason").replace_strict(tables.QUARANTINE_REASONS).alias("detail"),
        pl.lit(seen_at).cast(pl.Datetime("us", "UTC")).alias("seen_at"),
    )
    return Parsed(
        tables.ARTICLE.conform(article.select(tables.ARTICLE.schema.names())),
        tables.ARTICLE_SOURCE.conform(parsed.filter(pl.col("reason").is_null()).select("source_uri", "article_id").unique()),
        tables.ARTICLE_WARNING.conform(_warnings(article.lazy()).collect()),
        tables.ARTICLE_QUARANTINE.conform(bad.select(tables.ARTICLE_QUARANTINE.schema.names())),
    )
