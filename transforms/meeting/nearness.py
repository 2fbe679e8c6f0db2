"""Sides by nearness: where the grammar finds fewer than two, the nearest person or people of another side in the sentence is the other."""

from __future__ import annotations

import polars as pl

from transforms.meeting import side
from transforms.meeting.near import candidates
from transforms.meeting.side import OFFICIALS

#: Frames whose sides may be read so: a gathering or a signature needs its own words.
_FRAMES = ("noun", "verb", "host", "guest", "discuss", "call_on")
#: A person, or people of a state or body; a bare state is often but a place or a topic.
_PEOPLE = r"^(?:\x06|[\x01\x03][^us])"
#: In words and borders of clauses, as `near` counts them.
_NEAR = 16
#: Speech tells of meetings in other ways.
_SPEECH = r"\b(?:I|we|We|our|Our|you|You|your|us|my)\b"


def _lacking(actor: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Triggers with fewer than two sides: the columns of `found` and `own`, the sides they have."""
    own = actor.filter(pl.col("party").is_not_null()).group_by("trigger_id").agg(pl.col("party").unique().alias("own"))
    return (
        found.filter(
            pl.col("frame").is_in(_FRAMES) & (pl.col("rule") != "summit_noun") & ~pl.concat_str("left", "right").str.contains(_SPEECH)
        )
        .join(own, on="trigger_id", how="left", maintain_order="left")
        .with_columns(pl.col("own").fill_null([]))
        .filter(pl.col("own").list.len() < 2)
    )


def _hosts(lacking: pl.DataFrame, actor: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The country visited last for those who meet "officials" unnamed: `trigger_id`, `party`."""
    host = pl.coalesce("country_code", "party")
    trip = (
        actor.filter(pl.col("side") == "destination")
        .select("trigger_id", host.alias("party"))
        .filter(pl.col("party").is_not_null())
        .unique("trigger_id", keep="first", maintain_order=True)
        .join(found.select("trigger_id", "article_id"), on="trigger_id", how="inner")
        .sort("trigger_id")
    )
    return (
        lacking.filter((pl.col("own").list.len() == 1) & pl.col("right").str.contains(OFFICIALS))
        .select("trigger_id", "article_id", "own")
        .sort("trigger_id")
        .join_asof(trip, on="trigger_id", by="article_id", strategy="backward", check_sortedness=False)
        .filter(pl.col("party").is_not_null() & ~pl.col("party").is_in(pl.col("own")))
        .select("trigger_id", "party")
    )


def completed(actor: pl.DataFrame, found: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """Actors, with the nearest of other sides for triggers that lack one or both; `near` marks those."""
    lacking = _lacking(actor, found)
    hosts = _hosts(lacking, actor, found)
    hosting = hosts.select(
        "trigger_id",
        pl.lit("object").alias("side"),
        pl.lit("country").alias("span_kind"),
        pl.lit("g").alias("letter"),
        "party",
        pl.col("party").alias("country_code"),
        *(pl.lit(False).alias(name) for name in ("assumed", "reference")),
        pl.lit(True).alias("near"),
    )
    lacking = lacking.join(hosts, on="trigger_id", how="anti", maintain_order="left")
    near = (
        candidates(lacking, "{ACTOR}")
        .filter(pl.col("surface").str.contains(_PEOPLE) & (pl.col("cost") <= _NEAR))
        .sort("trigger_id", "cost", "is_left", pl.col("gap").str.len_bytes())
        .with_row_index("order")
    )
    read = near.select(
        "order", *(pl.col("surface").alias(name) if name == "subject" else pl.lit(None, pl.String).alias(name) for name in side.SIDES)
    )
    told = (
        side.actors(read.rename({"order": "trigger_id"}), span)
        .rename({"trigger_id": "order"})
        .filter(~pl.col("reference") & pl.col("party").is_not_null())
        .join(near.select("order", "trigger_id"), on="order", how="inner")
        .join(lacking.select("trigger_id", "own"), on="trigger_id", how="inner")
        .filter(~pl.col("party").is_in(pl.col("own")))
        .sort("order")
        .unique(["trigger_id", "party"], keep="first", maintain_order=True)
        .with_columns(pl.int_range(pl.len()).over("trigger_id").alias("_rank"))
        .filter(pl.col("_rank") < 2 - pl.col("own").list.len().cast(pl.Int64))
        .with_columns(pl.lit(True).alias("near"))
    )
    return (
        pl.concat([actor, hosting, told], how="diagonal_relaxed")
        .select(*actor.columns, "near")
        .with_columns(pl.col("near", "copied", "idle", "partial").fill_null(False))
        .sort("trigger_id", maintain_order=True)
    )
