"""What headlines tell: the sides of a meeting that the body refers to, and the meeting itself where no sentence of the body tells it."""

from __future__ import annotations

import polars as pl

from transforms.meeting.pattern import UNKNOWN
from transforms.meeting.side import REMARKS, states

#: The country an article is told from acts where a headline names the other side alone ("Talks with ...").
_TOLD_FROM_HOME = ("noun", "verb", "host")
_VISITS = ("visit", "visit_noun")
#: A sentence that shows people in company tells of the meeting better than others.
_IN_COMPANY = r"\b(?:[Ww]elcom|[Mm]eeting|[Mm]et |[Tt]alks|[Cc]onversation|[Vv]isit|[Hh]ost|[Tt]hank you for|[Ss]ummit|discuss)"
#: Sentences of a body among which the one that tells its headline is.
_LEAD = 12


def at_home(actor: pl.DataFrame, found: pl.DataFrame, span: pl.DataFrame, home: pl.DataFrame) -> pl.DataFrame:
    """Actors, and the country an article is told from for the side that its headline leaves out: the host of a visit, else who acts."""
    # A transcript that opens with a city abroad is told from there, not by who lives there.
    city = (
        span.filter(pl.col("kind") == "place")
        .select("article_id", pl.col("country_code").alias("home"), pl.lit(True).alias("abroad"))
        .unique()
    )
    sides = actor.group_by("trigger_id").agg(
        pl.col("side").is_in(["subject", "both"]).any().alias("acts"),
        pl.col("side").is_in(["object", "destination"]).any().alias("meets"),
        pl.col("party").alias("sides"),
    )
    told = (
        found.filter(pl.col("sentence_no") < 0)
        .select("trigger_id", "article_id", "frame", "rule", pl.col("clause").str.contains(REMARKS).alias("remarks"))
        .join(sides, on="trigger_id", how="inner")
        .join(home, on="article_id", how="inner")
        .join(city, on=["article_id", "home"], how="left")
        .filter(~pl.col("home").is_in(pl.col("sides")))
    )
    visited = pl.col("frame").is_in(_VISITS) & pl.col("acts") & ~pl.col("meets") & (pl.col("rule") != "travel_verb")
    acting = pl.col("frame").is_in(_TOLD_FROM_HOME) & (
        (pl.col("meets") & ~pl.col("acts")) | (pl.col("remarks") & pl.col("abroad").is_null())
    )
    added = told.filter(visited | acting).select(
        "trigger_id",
        pl.when(visited).then(pl.lit("destination")).otherwise(pl.lit("subject")).alias("side"),
        pl.col("home").alias("party"),
    )
    return pl.concat([actor, states(added, UNKNOWN)], how="diagonal_relaxed").sort("trigger_id", maintain_order=True)


def _when(found: pl.DataFrame) -> pl.DataFrame:
    """When and where the first dated trigger of each sentence puts its meeting: `_body`, `at_start`, `at_end`, `at_text`, `at_place`, `at_country`."""
    return (
        found.filter(pl.col("date_start").is_not_null() & (pl.col("frame") != "sign"))
        .sort("trigger_id")
        .unique("sentence_id", keep="first", maintain_order=True)
        .select(
            pl.col("sentence_id").alias("_body"),
            pl.col("date_start").alias("at_start"),
            pl.col("date_end").alias("at_end"),
            pl.col("date_text").alias("at_text"),
            pl.col("place").alias("at_place"),
            pl.col("place_country").alias("at_country"),
        )
    )


def placed(told: pl.DataFrame, takes_part: pl.DataFrame, found: pl.DataFrame, sentence: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """Units, those of headlines with the sentence of the body that best tells them: one of the first that names most of who takes part.

    A headline that gives no date has the one of that sentence.
    """
    of_headline = told.filter(pl.col("sentence_no") < 0).select("n", "article_id", "parties")
    party = of_headline.explode("parties").select("n", "article_id", pl.col("parties").alias("who"))
    person = of_headline.select("n", "article_id").join(
        takes_part.filter(pl.col("span_kind") == "person").select("n", pl.col("name").alias("who")), on="n", how="inner"
    )
    who = pl.concat([party, person]).unique()
    lead = sentence.filter(pl.col("sentence_no") < _LEAD).select("sentence_id", "article_id", "sentence_no", "ascii")
    names = span.join(lead.select("sentence_id"), on="sentence_id", how="semi")
    named = pl.concat([names.select("sentence_id", pl.col(name).alias("who")) for name in ("party", "name")]).unique()
    told_in = (
        who.join(lead.select("sentence_id", "article_id"), on="article_id", how="inner")
        .join(named, on=["sentence_id", "who"], how="inner")
        .group_by("n", "sentence_id")
        .len()
    )
    best = (
        of_headline.select("n", "article_id")
        .join(lead, on="article_id", how="inner")
        .join(told_in, on=["n", "sentence_id"], how="left")
        .with_columns((2 * pl.col("len").fill_null(0) + pl.col("ascii").str.contains(_IN_COMPANY).cast(pl.UInt32)).alias("score"))
        .sort("n", "score", "sentence_no", descending=[False, True, False])
        .unique("n", keep="first", maintain_order=True)
        .select("n", pl.col("sentence_id").alias("_body"))
    )
    return (
        told.join(best, on="n", how="left", maintain_order="left")
        .filter((pl.col("sentence_no") >= 0) | pl.col("_body").is_not_null())
        .join(_when(found), on="_body", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("_body", "sentence_id").alias("sentence_id"),
            *(
                pl.when(pl.col("date_start").is_null()).then(at).otherwise(name).alias(name)
                for name, at in {"date_start": "at_start", "date_end": "at_end", "date_text": "at_text"}.items()
            ),
            *(
                pl.when(pl.col("place_country").is_null() & (pl.col("kind") != "call")).then(at).otherwise(name).alias(name)
                for name, at in {"place": "at_place", "place_country": "at_country"}.items()
            ),
        )
        .drop("_body", "sentence_no", "^at_.*$")
    )


def in_body(people: pl.DataFrame, span: pl.DataFrame, sentence: pl.DataFrame) -> pl.DataFrame:
    """People who take part, those of headlines as the body first names them; who is only in the headline is left out."""
    first = (
        span.filter(pl.col("kind") == "person")
        .join(sentence.select("sentence_id"), on="sentence_id", how="semi")
        .sort("span_id")
        .unique(["article_id", "name"], keep="first", maintain_order=True)
        .select("article_id", "name", pl.col("span_id").alias("_span"))
    )
    return (
        people.join(span.select("span_id", "article_id", "sentence_id"), on="span_id", how="left", maintain_order="left")
        .join(sentence.select("sentence_id", pl.lit(True).alias("_inside")), on="sentence_id", how="left", maintain_order="left")
        .join(first, on=["article_id", "name"], how="left", maintain_order="left")
        .with_columns(pl.when(pl.col("_inside").fill_null(False)).then("span_id").otherwise("_span").alias("span_id"))
        .filter(pl.col("span_id").is_not_null())
        .drop("article_id", "sentence_id", "_inside", "_span")
    )
