"""Where: the place that belongs to a trigger, the city of a venue, the place a dateline gives for "here", or the country alone."""

from __future__ import annotations

from functools import cache

import polars as pl

from transforms import lexicon
from transforms.meeting.near import candidates
from transforms.meeting.pattern import END, SEAT
from transforms.meeting.status import TRIP

#: What `places` says of a meeting.
WHERE = ("place", "place_country")
_SYMBOL = rf"[\x01\x02\x03][b-z][^{END}]*{END}"
_IN = (
    r"\b(?:[Oo]n (?:the )?(?:[a-z]+ )*island of|[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ii]nside)(?: (?:the|neighbou?ring|nearby|occupied|central|downtown|southern|northern|eastern|western|historic|capital|border|{ADJECTIVE_STATE}|{STATE}'s|{L}(?:'s)? (?:[a-z-]+ ){0,2}of|(?:[a-z]+ )?(?:city|town|port|resort|village|capital|island|suburb|region|province) of|{ADJ}))*"
    + rf" (?:{_SYMBOL})(?:[^'a-zA-Z-]|$)"
)
#: "..., where": the place told last is that of the clause it opens.
_WHERE = rf"([\x01\x02][a-z]\d+{END})(?:,? (?:on |in |from )?\x05[^{END}]*{END})?(?: to attend [^,]*)?,? where [^;]*$"
#: "Welcome to": where a host receives.
_TO = rf"^ [^;]{{0,60}}? to (?:the )?({_SYMBOL})"
#: A place that stands before a noun of meeting is where it was: "the Hanoi summit".
_BEFORE_NOUN = rf"(\x02[a-z]\d+{END})(?:'s)? (?:[a-z-]+ )?$"
#: "On the sidelines of the Munich security forum".
_MARGINS = rf"\b(?:sidelines|margins|fringes) of (?:the |an? |[a-z' -]*)?(\x02[a-z]\d+{END}) [a-z]"
_INSIDE = rf"\b(?:in|at) (?:the )?([\x01\x02][a-z]\d+{END})"
_COUNTRY_COST = 7
#: What a country, which may only be where the city lies, counts more than a city.
_NO_CITY_COST = 3
#: A building and its city.
_VENUE = rf"\b[Aa]t (?:the )?(?:{{L}}|(?:[A-Z][A-Za-z'-]+ ){{1,4}}?[A-Z][a-z]+)(?:, | in )[\x01\x02][b-z][^{END}]*{END}"
#: Where a traveller is while on a trip.
_STAY = rf"(?:\b[Ww]hile in|\b[Dd]uring (?:his|her|their) (?:stay|visit) in|^From) (\x02[a-z]\d+{END})"
#: Days back for which a dateline tells where things happen.
_FRESH = 3
_HERE = r"\bhere\b"
_THERE = r"\bthere(?: (?:on|in|at|later|before|after|to|and|during|\x05)|[,.]|$)"
_TOLD, _BACK = (*WHERE, "sentence_no"), 2


@cache
def _capitals() -> pl.DataFrame:
    """One capital for each country, the seat of its government first: `iso3`, `capital`."""
    rows = lexicon.load("capital").sort("seat", descending=True, maintain_order=True)
    return rows.unique("iso3", keep="first", maintain_order=True).select("iso3", pl.col("surface").alias("capital"))


@cache
def _cities() -> pl.DataFrame:
    """Known cities by name: `dateline_city`, `dateline_country`."""
    rows = [lexicon.load("capital").select(name="surface", iso3="iso3"), lexicon.load("place").select("name", "iso3")]
    return pl.concat(rows).unique("name", keep="first", maintain_order=True).rename({"name": "dateline_city", "iso3": "dateline_country"})


def located(found: pl.DataFrame, key: str, span: pl.DataFrame) -> pl.DataFrame:
    """What the symbols in the column `symbol` stand for as places: the key, `place` (null for a whole country), `place_country`."""
    venue = lexicon.load("meeting_venue")
    is_country = pl.col("kind") == "country"
    city = pl.when(is_country & (pl.col("letter") == SEAT)).then("surface").when(is_country & (pl.col("letter") == "k")).then("capital")
    named = pl.when(pl.col("kind") == "place").then(pl.col("name").str.replace(r",? D\.?C\.?$", ""))
    return (
        found.lazy()
        .select(
            key,
            pl.col("symbol").str.extract(r"^.([a-z])").alias("letter"),
            pl.col("symbol").str.extract(r"(\d+)").cast(pl.UInt32).alias("span_id"),
        )
        .join(span.lazy().select("span_id", "kind", "surface", "name", "country_code"), on="span_id", how="inner")
        .join(venue.lazy().rename({"iso3": "venue_country"}), on="surface", how="left")
        .join(_capitals().lazy().rename({"iso3": "name"}), on="name", how="left")
        .select(
            key,
            pl.coalesce("city", city, named).alias("place"),
            pl.coalesce("venue_country", pl.when(is_country).then("name").when(pl.col("kind") == "place").then("country_code")).alias(
                "place_country"
            ),
        )
        .filter(pl.col("place").is_not_null() | pl.col("place_country").is_not_null())
        .collect()
    )


def _named(found: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """The nearest place named for each trigger, of a country the nearest city named in it: `trigger_id`, `place`, `place_country`."""
    beside = found.select(
        "trigger_id",
        pl.coalesce(
            pl.col("surface").str.extract(_INSIDE),
            pl.when((pl.col("frame") == "host") & ~pl.col("surface").str.contains("^summon")).then(pl.col("right").str.extract(_TO)),
            pl.col("left").str.extract(_WHERE),
            pl.col("right").str.extract(_MARGINS),
            pl.col("left").str.extract(_BEFORE_NOUN),
        ).alias("symbol"),
    )
    near = (
        candidates(found, f"(?:{_VENUE}|{_IN})")
        .select("trigger_id", "cost", pl.col("surface").str.extract_all(_SYMBOL).list.last().alias("symbol"))
        .with_row_index("n")
    )
    known = pl.concat(
        [
            located(beside, "trigger_id", span).with_columns(pl.lit(-1, pl.Int32).alias("cost")),
            located(near, "n", span)
            .join(near.select("n", "cost", "trigger_id"), on="n", how="left")
            .select("trigger_id", "place", "place_country", "cost"),
        ]
    )
    # A country alone is where a meeting was only when named right beside it.
    known = known.filter(pl.col("place").is_not_null() | (pl.col("cost") <= _COUNTRY_COST))
    nearest = known.sort("trigger_id", pl.col("cost") + _NO_CITY_COST * pl.col("place").is_null(), "place", "place_country").with_columns(
        pl.col("place_country").first().over("trigger_id").alias("nearest")
    )
    return (
        nearest.filter(pl.col("place_country").eq_missing(pl.col("nearest")))
        .sort("trigger_id", pl.col("place").is_null(), maintain_order=True)
        .unique("trigger_id", keep="first", maintain_order=True)
        .select("trigger_id", "place", "place_country")
    )


def places(found: pl.DataFrame, span: pl.DataFrame, article: pl.DataFrame) -> pl.DataFrame:
    """Adds `place`, `place_country`, null where none is named, and `is_here`: the place is told as "here", the dateline's."""
    # "There" is the place told last, in one of the sentences right before.
    there = pl.col("place_country").is_null() & (pl.col("kind") != "call") & pl.col("right").str.slice(0, 90).str.contains(_THERE)
    last = {name: pl.when(pl.col("place").is_not_null()).then(name).forward_fill().shift(1).over("article_id") for name in _TOLD}
    near = pl.col("sentence_no") - last["sentence_no"] <= _BACK
    here = pl.col("right").str.slice(0, 90).str.contains(_HERE) | pl.col("surface").str.contains(_HERE)
    dateline = article.select("article_id", pl.col("dateline_place").str.to_titlecase().alias("dateline_city"))
    # A trip has the place it goes to, not those named on the way; a call has none.
    named = _named(found.filter(~pl.col("frame").is_in(TRIP) & (pl.col("kind") != "call")), span)
    return (
        found.join(named, on="trigger_id", how="left", maintain_order="left")
        .with_columns(pl.when(there & near).then(last[name]).otherwise(name).alias(name) for name in WHERE)
        .join(dateline, on="article_id", how="left", maintain_order="left")
        .join(_cities(), on="dateline_city", how="left", maintain_order="left")
        .with_columns((here & pl.col("place").is_null()).alias("is_here"))
        .with_columns(
            pl.when("is_here").then("dateline_city").otherwise("place").alias("place"),
            pl.when("is_here").then("dateline_country").otherwise("place_country").alias("place_country"),
        )
        .drop("dateline_city", "dateline_country")
    )


def in_dateline(report: pl.DataFrame, article: pl.DataFrame) -> pl.DataFrame:
    """Meetings in person of the last days with a country for a place given the city of the dateline, where that lies in the country."""
    dateline = article.select("article_id", pl.col("dateline_place").str.to_titlecase().alias("dateline_city"), "published_date")
    fresh = (pl.col("date_end") >= pl.col("published_date") - pl.duration(days=_FRESH)).fill_null(False)
    there = (
        (pl.col("place_country") == pl.col("dateline_country"))
        & pl.col("place").is_null()
        & (pl.col("status") == "held")
        & (pl.col("contact") == "in person")
        & fresh
    )
    return (
        report.join(dateline, on="article_id", how="left", maintain_order="left")
        .join(_cities(), on="dateline_city", how="left", maintain_order="left")
        .with_columns(pl.when(there).then("dateline_city").otherwise("place").alias("place"))
        .drop("dateline_city", "dateline_country", "published_date")
    )


def stays(code: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """Cities that travellers are said to be in, the first of each country and article: `article_id`, `trip_country`, `stay`."""
    told = code.select("article_id", pl.col("code").str.extract(_STAY).alias("symbol")).filter(pl.col("symbol").is_not_null())
    told = told.with_row_index("row")
    return (
        told.join(located(told, "row", span), on="row", how="inner", maintain_order="left")
        .unique(["article_id", "place_country"], keep="first", maintain_order=True)
        .select("article_id", pl.col("place_country").alias("trip_country"), pl.col("place").alias("stay"))
    )
