"""When: the date expression that belongs to a trigger, read in the tense of its clause."""

from __future__ import annotations

import polars as pl

from transforms.meeting.near import candidates
from transforms.meeting.pattern import expand
from transforms.meeting.status import AHEAD

#: Right before a date that tells when something was said, or since when something is so.
_OF_SAYING = expand(
    r"(?:\b{SAY}(?: (?:reporters|journalists|lawmakers|parliament|the press|a (?:news|press) (?:conference|briefing)|in a statement|in an interview|here))*|statement|according|briefing|interview)(?: (?:late|early|on|in|at|{L}|here|issued|released))* $"
)
_SINCE = r"(?:\b[Ss]ince|\b[Uu]ntil|\bfrom|\bof|\bdated|'s) (?:the )?$"
_TRIP = ("visit", "visit_noun")


def dates(found: pl.DataFrame, date: pl.DataFrame) -> pl.DataFrame:
    """Adds `date_start`, `date_end`, `date_text`, `date_rule`: the nearest date expression that tells when the meeting is, if any.

    One date may serve several triggers of a sentence, but that of a trip is not that of the talks it leads to.
    """
    near = (
        candidates(found, "{D}")
        .filter(~pl.col("before").str.contains(_OF_SAYING))
        .with_columns(pl.col("surface").str.extract(r"(\d+)").cast(pl.UInt32).alias("date_id"))
        .join(found.select("trigger_id", pl.col("frame").is_in(_TRIP).alias("is_trip")), on="trigger_id", how="left")
        .join(date.select("date_id", pl.col("rule").alias("date_rule")), on="date_id", how="left")
        .filter(~(pl.col("before").str.contains(r"\b[Ss]ince (?:the )?$")))
    )
    owner = (
        near.sort("date_id", "cost")
        .unique("date_id", keep="first", maintain_order=True)
        .select("date_id", pl.col("is_trip").alias("owner_is_trip"), pl.col("cost").alias("least"))
    )
    opens = pl.col("is_left") & pl.col("before").str.contains(r"^(?:On |In |Late |Early )?$")
    coordinated = pl.col("gap").str.contains(r"\band\b")
    nearest = (
        near.join(owner, on="date_id", how="left")
        .filter((pl.col("cost") == pl.col("least")) | opens | (coordinated & (pl.col("is_trip") == pl.col("owner_is_trip"))))
        .sort("trigger_id", "cost")
        .unique("trigger_id", keep="first", maintain_order=True)
        .select("trigger_id", "date_id")
    )
    inside = found.select("trigger_id", pl.col("surface").str.extract(expand(r"\x05d(\d+)")).cast(pl.UInt32).alias("inside"))
    readings = date.select(
        "date_id",
        "past_start",
        "past_end",
        "future_start",
        "future_end",
        pl.col("surface").alias("date_text"),
        pl.col("rule").alias("date_rule"),
    )
    ahead = pl.col("status").is_in(AHEAD)
    # With no tense to tell, a date without a year is the nearest one.
    from_now = lambda name: (pl.col(name) - pl.col("published_date")).dt.total_days().abs()  # noqa: E731
    nearer = ~pl.col("date_rule").str.contains("weekday") & (from_now("future_start") < from_now("past_start"))
    later = ~pl.col("sure") & (
        (pl.col("past_start") > pl.col("published_date")) | (nearer & (pl.col("future_start") > pl.col("published_date")))
    )
    return (
        found.join(nearest, on="trigger_id", how="left", maintain_order="left")
        .join(inside, on="trigger_id", how="left", maintain_order="left")
        .with_columns(pl.coalesce("inside", "date_id").alias("date_id"))
        .join(readings, on="date_id", how="left", maintain_order="left")
        .with_columns(pl.when(later).then(pl.lit("scheduled")).otherwise("status").alias("status"))
        .with_columns(
            pl.when(ahead).then("future_start").otherwise("past_start").alias("date_start"),
            pl.when(ahead).then("future_end").otherwise("past_end").alias("date_end"),
        )
        .drop("inside")
    )
