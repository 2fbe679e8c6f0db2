"""When: the date expression that belongs to a trigger, read in the tense of its clause."""

from __future__ import annotations

import polars as pl

from transforms.meeting.near import candidates
from transforms.meeting.pattern import expand
from transforms.meeting.status import AHEAD

#: Right before a date that tells when something was said, or since when something is so.
_OF_SAYING = r"(?:\b{SAY}(?: (?:reporters|journalists|lawmakers|parliament|the press|a (?:news|press) (?:conference|briefing)|in a statement|in an interview|here))*|statement|according|briefing|interview)(?: (?:late|early|on|in|at|{L}|here|issued|released))* $"
#: Of something else that the meeting is about.
_OF_DEED = r"\b(?:signed|concluded|reached|adopted|approved|launched|established|dated|issued|passed|imposed|announced|agreed|taken|made) (?:on|in) $"
_SINCE = r"\b[Ss]ince (?:the )?$"
#: What is set for a day lay ahead, whatever became of it.
_SET_FOR = r"\b(?:was|were|is|are|had been) (?:due |set |scheduled |expected )?to (?:be held|take place|begin|start|open|meet|resume)(?: in \x02[^\x0f]*\x0f| at \x02[^\x0f]*\x0f)?(?: on)? ?$|\b(?:set|scheduled|planned|slated|due|originally) (?:to (?:begin|start|open|take place) )?(?:for|on|in)? ?$"
_SET_FOR_SURFACE = r"^(?:set |)for "
#: A date that opens its sentence, and a gap that joins two verbs or nouns.
_OPENS, _JOINS = r"^(?:On |In |Late |Early )?$", r"\band\b"
#: What is done where a trip leads is done that day.
_WHERE = r"^,? where\b"
#: A trip or gathering and what is part of it.
_INCLUDES = r"\b(?:include|includes|including)\b"
#: Kinds of expression that name days of a month, the year left out.
_DAYS = ("month_days", "day_range", "days_month", "month_day", "day_month", "part_month")
_TRIP = ("visit", "visit_noun", "takes", "invite")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_NUMBER = f"(?:{'|'.join(_NUMBERS)})"
_LASTS = (
    rf"\b(?:{_NUMBER}-day|{_NUMBER} day|{_NUMBER} days of|week-?long|{_NUMBER}-week)(?:-long)? (?:[a-z]+ )*(?:visits?|trips?|tours?|stay|summit|conference|talks|meeting|forum)"
    rf"|\bfor {_NUMBER} days"
)


def _lasting() -> pl.Expr:
    """Days that a trip or gathering is said to last ("week-long visit", "for three days"), or null. A departure lasts no days."""
    wide = pl.concat_str(pl.col("left").str.slice(-45), "surface", pl.col("right").str.slice(0, 90))
    # Talks last what is said right before them; what is said elsewhere lasts the trip.
    near = (
        pl.when(pl.col("kind").is_in(["visit", "conference"])).then(wide).otherwise(pl.concat_str(pl.col("left").str.slice(-22), "surface"))
    )
    number = near.str.extract(rf"\b({_NUMBER})[ -](?:day|week)").replace_strict(_NUMBERS, default=None, return_dtype=pl.Int32)
    days = (
        pl.when(near.str.contains(r"\bweek-?long\b"))
        .then(7)
        .when(near.str.contains(rf"\b{_NUMBER}-week"))
        .then(number * 7)
        .otherwise(number)
    )
    return pl.when(near.str.contains(_LASTS) & (pl.col("rule") != "leave_verb")).then(days)


def _over() -> pl.Expr:
    """Whether its date tells when it ended."""
    near = pl.concat_str(pl.col("left").str.slice(-45), "surface", pl.col("right").str.slice(0, 110))
    return near.str.contains(r"\b(?:ended|ending|ends|concluded|wrapp(?:ed|ing) up|completed|at the end of)\b")


def _belonging(found: pl.DataFrame, date: pl.DataFrame) -> pl.DataFrame:
    """The date of each trigger that has one: `trigger_id`, `date_id`, `set_for`.

    A date belongs to the trigger nearest to it; others of the sentence share it when it opens the sentence or "and" joins them, but that
    of a trip is not that of the talks it leads to.
    """
    # "Hosted X for breakfast today": the meal is no meeting of its own.
    meal = (
        pl.col("surface").str.contains(r"^(?:breakfast|lunch|luncheon|dinner|brunch)$")
        & pl.col("object").is_null()
        & pl.col("both").is_null()
    )
    near = (
        candidates(found.filter(~meal), "{D}")
        .filter(
            ~pl.col("before").str.contains(expand(_OF_SAYING))
            & ~pl.col("before").str.contains(_SINCE)
            & ~(pl.col("before").str.contains(_OF_DEED) & ~pl.col("is_left"))
        )
        .with_columns(pl.col("surface").str.extract(r"(\d+)").cast(pl.UInt32).alias("date_id"))
        .join(found.select("trigger_id", pl.col("frame").is_in(_TRIP).alias("is_trip")), on="trigger_id", how="left")
    )
    # The day of coming home is not that of the trip.
    home = pl.col("is_left") & pl.col("is_trip") & pl.col("gap").str.contains(r"\bfrom\b")
    near = near.filter(~home)
    owner = (
        near.sort("date_id", "cost", "trigger_id")
        .unique("date_id", keep="first", maintain_order=True)
        .select("date_id", pl.col("is_trip").alias("owner_is_trip"), pl.col("cost").alias("least"))
    )
    opens = pl.col("is_left") & pl.col("before").str.contains(_OPENS)
    joined = pl.col("gap").str.contains(_JOINS) & (pl.col("is_trip") == pl.col("owner_is_trip"))
    shared = joined | pl.col("gap").str.contains(_INCLUDES)
    shared = shared | pl.col("gap").str.contains(_WHERE)
    return (
        near.join(owner, on="date_id", how="left")
        .filter((pl.col("cost") == pl.col("least")) | opens | shared)
        .sort("trigger_id", "cost", "date_id")
        .unique("trigger_id", keep="first", maintain_order=True)
        .select("trigger_id", "date_id", pl.col("before").str.contains(_SET_FOR).alias("set_for"))
    )


def dates(found: pl.DataFrame, date: pl.DataFrame) -> pl.DataFrame:
    """Adds `date_start`, `date_end`, `date_text`, `date_rule`, null where no date tells when; what its date puts ahead becomes scheduled."""
    readings = date.select(
        "date_id",
        "past_start",
        "past_end",
        "future_start",
        "future_end",
        pl.col("surface").alias("date_text"),
        pl.col("rule").alias("date_rule"),
    )
    inside = pl.col("surface").str.extract(r"\x05d(\d+)").cast(pl.UInt32)
    published, future = pl.col("published_date"), pl.col("future_start")
    from_now = [(pl.col(name) - published).dt.total_days().abs() for name in ("past_start", "future_start")]
    # With no tense to tell, a day without a year is the nearest one, and a weekday after a verb in the present is the next one.
    nearest_is_ahead = pl.col("date_rule").is_in(_DAYS) & (from_now[1] < from_now[0])
    next_weekday = pl.col("present") & pl.col("date_rule").str.contains("weekday")
    ahead_by_date = ~pl.col("sure") & ((pl.col("past_start") > published) | ((nearest_is_ahead | next_weekday) & (future > published)))
    reads_ahead = (
        pl.col("status").is_in(AHEAD)
        | pl.col("set_for").fill_null(False)
        | pl.col("date_text").str.contains(_SET_FOR_SURFACE).fill_null(False)
    )
    # What did not happen was set for the nearest day.
    off = pl.col("status").is_in(["cancelled", "denied"]) & nearest_is_ahead & pl.col("date_rule").is_in(_DAYS)
    reads_ahead = reads_ahead | off.fill_null(False)
    lasts = pl.col("days").is_not_null() & (pl.col("date_start") == pl.col("date_end"))
    return (
        found.join(_belonging(found, date), on="trigger_id", how="left", maintain_order="left")
        .with_columns(pl.coalesce(inside, "date_id").alias("date_id"), _lasting().alias("days"), _over().alias("over"))
        .join(readings, on="date_id", how="left", maintain_order="left")
        .with_columns(pl.when(ahead_by_date).then(pl.lit("scheduled")).otherwise("status").alias("status"))
        .with_columns(
            pl.when(reads_ahead).then("future_start").otherwise("past_start").alias("date_start"),
            pl.when(reads_ahead).then("future_end").otherwise("past_end").alias("date_end"),
        )
        .with_columns(
            pl.when(lasts & pl.col("over"))
            .then(pl.col("date_start") - pl.duration(days=pl.col("days") - 1))
            .otherwise("date_start")
            .alias("date_start"),
            pl.when(lasts & ~pl.col("over"))
            .then(pl.col("date_start") + pl.duration(days=pl.col("days") - 1))
            .otherwise("date_end")
            .alias("date_end"),
        )
        .drop("date_id", "days", "over", "set_for", "past_start", "past_end", "future_start", "future_end")
    )
