"""Where: the place that belongs to a trigger, the city of a venue, the place a dateline gives for "here", or the country alone."""

from __future__ import annotations

import polars as pl

from transforms import lexicon
from transforms.meeting.near import candidates
from transforms.meeting.pattern import END

_IN = r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ii]nside)(?: (?:the|neighbou?ring|nearby|occupied|central|downtown|southern|northern|eastern|western|historic|capital|city of|{ADJ}))*"


def _cities() -> pl.DataFrame:
    """Known cities by name: `dateline_city`, `dateline_country`."""
    rows = [lexicon.load("capital").select(name="surface", iso3="iso3"), lexicon.load("place").select("name", "iso3")]
    return pl.concat(rows).unique("name", keep="first", maintain_order=True).rename({"name": "dateline_city", "iso3": "dateline_country"})


def _located(span: pl.DataFrame) -> pl.DataFrame:
    """Spans that are places or stand for one: `span_id`, `place`, `place_country`. Venues give their city."""
    venue = lexicon.load("meeting_venue")
    known = span.select("span_id", "kind", "surface", "name", "country_code").join(venue, on="surface", how="left", maintain_order="left")
    return known.filter(pl.col("kind").is_in(["place", "country"]) | pl.col("city").is_not_null()).select(
        "span_id",
        pl.coalesce("city", pl.when(pl.col("kind") == "place").then(pl.col("name").str.replace(r",? D\.?C\.?$", ""))).alias("place"),
        pl.coalesce("iso3", pl.when(pl.col("kind") == "country").then("name").otherwise("country_code")).alias("place_country"),
    )


def _nearest(found: pl.DataFrame, pattern: str, name: str) -> pl.DataFrame:
    return (
        candidates(found, pattern)
        .sort("trigger_id", "cost")
        .unique("trigger_id", keep="first", maintain_order=True)
        .select("trigger_id", pl.col("surface").str.extract(r"(\d+)[^\d]*$").cast(pl.UInt32).alias(name))
    )


def places(found: pl.DataFrame, span: pl.DataFrame, article: pl.DataFrame) -> pl.DataFrame:
    """Adds `place`, `place_country`: of the destination of a trip, else of a place named near the trigger; both null when there is none."""
    city = rf"[\x02][a-z][^{END}]*{END}"
    venue = span.join(lexicon.load("meeting_venue").select("surface"), on="surface", how="semi")["span_id"].implode()
    inn = _nearest(found, rf"{_IN} {city}", "in_place")
    state = candidates(found, rf"{_IN} [\x01\x03][b-z][^{END}]*{END}(?:[^'a-zA-Z]|$)").with_columns(
        pl.col("surface").str.extract(r"(\d+)").cast(pl.UInt32).alias("id")
    )
    at_venue = state.filter(pl.col("id").is_in(venue)).sort("trigger_id", "cost").unique("trigger_id", keep="first", maintain_order=True)
    in_state = state.sort("trigger_id", "cost").unique("trigger_id", keep="first", maintain_order=True)
    named = pl.coalesce(
        pl.col("destination").str.extract(r"\x02[a-z](\d+)"),
        pl.col("surface").str.extract(r"\b(?:in|at) (?:the )?\x02[a-z](\d+)"),
        pl.col("left").str.extract(rf"\x02[a-z](\d+){END}(?:'s)? (?:[a-z-]+ )?$"),
    ).cast(pl.UInt32)
    here = pl.col("right").str.contains(r"^[^;]{0,90}\bhere\b") | pl.col("surface").str.contains(r"\bhere\b")
    located = _located(span)
    dateline = article.select("article_id", pl.col("dateline_place").str.to_titlecase().alias("dateline_city"))
    home = _cities()
    trip = pl.col("frame").is_in(["visit", "visit_noun"])
    return (
        found.join(inn, on="trigger_id", how="left", maintain_order="left")
        .join(at_venue.select("trigger_id", pl.col("id").alias("venue_id")), on="trigger_id", how="left", maintain_order="left")
        .join(in_state.select("trigger_id", pl.col("id").alias("state_id")), on="trigger_id", how="left", maintain_order="left")
        .with_columns(pl.coalesce(named, pl.when(~trip).then(pl.coalesce("in_place", "venue_id", "state_id"))).alias("place_id"))
        .join(located.rename({"span_id": "place_id"}), on="place_id", how="left", maintain_order="left")
        .join(dateline, on="article_id", how="left", maintain_order="left")
        .join(home, on="dateline_city", how="left", maintain_order="left")
        .with_columns((here & pl.col("place_id").is_null()).alias("is_here"))
        .with_columns(
            pl.when("is_here").then("dateline_city").otherwise("place").alias("place"),
            pl.when("is_here").then("dateline_country").otherwise("place_country").alias("place_country"),
        )
        .drop("in_place", "venue_id", "state_id", "place_id", "dateline_city", "dateline_country")
    )
