"""When: the date expression that belongs to a trigger, read in the tense of its clause."""

from __future__ import annotations

import polars as pl

from transforms import dates as expressions
from transforms.meeting.near import candidates
from transforms.meeting.pattern import END, expand
from transforms.meeting.status import AHEAD, TRIP

#: What `dates` says of a meeting.
WHEN = ("date_start", "date_end", "date_text")
#: Right before a date that tells when something was said, or since when something is so.
_OF_SAYING = r"(?:\b{SAY}(?: (?:reporters|journalists|lawmakers|parliament|the press|a (?:news|press) (?:conference|briefing)|in a statement|in an interview|here))*|statement|according|briefing|interview)(?: (?:late|early|on|in|at|{L}|here|issued|released))* $"
#: Of something else that the meeting is about.
_OF_DEED = r"\b(?:signed|concluded|reached|adopted|approved|launched|established|dated|issued|passed|imposed|announced|agreed|taken|made) (?:on|in) $"
#: Said right after a meeting: what dates the one dates the other.
_AFTER_IT = expand(r"^ (?:after|following|before|at|during) (?:(?:[a-z-]+|{GROUP}(?:'s)?|{ADJECTIVE_STATE}),? ){0,5}$")
#: Deeds that a meeting is the object of: their day is not that of the meeting.
_AGREED = r"\b(?:agreed|proposed|offered|invited|accepted|announced|called for|call(?:ed)? off|cancell?ed|postponed|asked|urged|requested|rejected|refused|suggested|decided|vowed|pledged|promised|ruled out)"
_SINCE = r"\b[Ss]ince (?:the )?$"
#: What is said on a day was, or will be, on another: "on July 11 confirmed that he would meet X".
_THEN_SAID = expand(r"^,? (?:[a-z]+ly |also |had |has )?{SAY} (?:that|[\x01-\x03\x06\x07]|he|she|it|they|the|his|her|their|its)\b?")
#: An event of another sort that a meeting comes after, or before.
_BESIDE_EVENT = r"\b(?:after|following|before|ahead of|in the wake of|since|prior to|until) [^,;]*\b(?:elections?|vote|polls?|referendum|inauguration|anniversary|deadline|attacks?|earthquake|war|cease-?fire|coup|funeral|ceremony)\b[^,;]*$"
#: What is set for a day lay ahead, whatever became of it.
_SET_FOR = r"\b(?:was|were|is|are|had been) (?:due |set |scheduled |expected )?to (?:be held|take place|begin|start|open|meet|resume)(?: in \x02[^\x0f]*\x0f| at \x02[^\x0f]*\x0f)?(?: on)? ?$|\b(?:set|scheduled|planned|slated|due|originally) (?:to (?:begin|start|open|take place) )?(?:for|on|in)? ?$"
_SET_FOR_SURFACE = r"^(?:set |)for "
_MEETING = r"(?:[Ss]ummit|[Mm]eeting|[Cc]onference|[Ff]orum|[Tt]alks|[Vv]isit|[Tt]rip)\b"
#: A date that opens its sentence, and a gap that joins two verbs or nouns.
_OPENS, _LEADS_IN = r"^(?:On |In |Late |Early )?$", r"^(?:After|Before|Upon|On|Following|While|During) [^,;]*$"
_FOR_TALKS = r"^[^,;]* for (?:an? |the |[a-z-]+ )*(?:talks|meetings?|summit|conference|consultations|negotiations)\b[^,;]*$"
_JOINS = rf"\band (?:the )?(?:[a-z]|[\x01-\x03\x06][^{END}]*{END} {_MEETING})"
#: What is done where a trip leads is done that day.
_WHERE = r"^(?:,? (?:in |to )?(?:the )?[\x01\x02][^\x0f]*\x0f)*,? where\b"
#: Longer spans are ahead only when that is nearer by far.
_MONTHS = ("month", "season")
#: A meeting in the course of a trip or gathering, or right at its ends.
_IN_COURSE, _MARGINS = (
    r"\b(?:during|as part of|at (?:the|an?)|(?:after|before|upon|on) (?:arriv|land|leav|depart|fly|return|travel|wrapp|conclud|end)ing)\b",
    r"\b(?:sidelines|margins|fringes) of\b",
)
#: The means of a call, no call of its own: "talks via videoconference".
_MEANS = r"\b(?:via|by|over|through)(?: a| the| secure)* $"
#: A noun that goes with the verb of meeting before it.
_AGAIN = r"\b(?:for|on|starting|beginning|ending|as part of) an? (?:[a-z-]+ ){0,2}$"
#: As near as in `near`, in words.
_PURPOSE_COST = 7
_TIMES = r"\b(?:first|second|third|fourth|fifth|sixth|last|only|twice|times?)\b[^,;]*$"
#: What was planned may have come to nothing.
_WAS_PLANNED = r"\b(?:was|were|had been) (?:due|to|scheduled|set|slated|expected|planned)\b"
_NOW = r"\b(?:is|are) currently (?:(?:in|on|at|paying|visiting|holding|having|meeting|attending|hosting|touring)\b|$)[^,;]*$"
#: Whatever its date says.
_UPCOMING = r"\b(?:upcoming|forthcoming|coming|future|planned|next) (?:[a-z-]+ ){0,2}$"
#: Nothing but a few words or a place between.
_RIGHT_BEFORE = r"^ (?:[a-z-]+ |\x02[^\x0f]*\x0f |[\x01\x03][^\x0f]*\x0f ){0,3}$"
#: A trip or gathering and what is part of it.
_INCLUDES = r"\b(?:include|includes|including)\b"
_FRAMES = (*TRIP, "attend", "gathering")
#: A day without a year that lies so many days off one way, and so few the other, is the near one, whatever the tense.
_FAR_BACK, _NEAR_AHEAD = 300, 60
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_NUMBER = f"(?:{'|'.join(_NUMBERS)})"
_LASTS = (
    rf"\b(?:{_NUMBER}-day|{_NUMBER} day|{_NUMBER} days of|week-?long|{_NUMBER}-week)(?:-long)? (?:(?:[a-z-]+|[\x01-\x04][^\x0f]*\x0f) )*(?:visits?|trips?|tours?|stay|summit|conference|talks|meeting|forum|session|gathering|assembly)"
    rf"|\bfor {_NUMBER} days"
)


def _lasting() -> pl.Expr:
    """Days that a trip or gathering is said to last ("week-long visit", "for three days"), or null."""
    wide = pl.concat_str(pl.col("left").str.slice(-45), "surface", pl.col("right").str.slice(0, 90))
    # Talks last what is said right before them; what is said elsewhere lasts the trip.
    near = (
        pl.when(pl.col("kind").is_in(["visit", "conference"])).then(wide).otherwise(pl.concat_str(pl.col("left").str.slice(-22), "surface"))
    )
    # "They met on Thursday for a two-day summit."
    purpose = pl.when(pl.col("frame") == "verb").then(pl.col("right").str.extract(rf"^[^,;]*?( for an? {_NUMBER}-day [^,;]*)"))
    near = pl.concat_str(near, purpose.fill_null("")).str.to_lowercase()
    number = near.str.extract(rf"\b({_NUMBER})[ -](?:day|week)").replace_strict(_NUMBERS, default=None, return_dtype=pl.Int32)
    days = (
        pl.when(near.str.contains(r"\bweek-?long\b"))
        .then(7)
        .when(near.str.contains(rf"\b{_NUMBER}-week"))
        .then(number * 7)
        .otherwise(number)
    )
    return pl.when(near.str.contains(_LASTS)).then(days)


def _over() -> pl.Expr:
    """Whether its date tells when it ended."""
    near = pl.concat_str(pl.col("left").str.slice(-45), "surface", pl.col("right").str.slice(0, 110))
    return near.str.contains(r"\b(?:ended|ending|ends|concluded|wrapp(?:ed|ing) up|completed|at the end of)\b")


def _own(near: pl.DataFrame) -> pl.DataFrame:
    """Candidates that may tell when their trigger was: not when something else was said, agreed or done."""
    before, gap, is_left, rule = pl.col("before"), pl.col("gap"), pl.col("is_left"), pl.col("rule")
    said = before.str.contains(expand(_OF_SAYING)) & ~(is_left & gap.str.contains(_AFTER_IT))
    done = before.str.contains(_OF_DEED) & ~is_left
    agreed = is_left & (
        gap.str.contains(rf"{_AGREED}\b") | (before.str.contains(rf"{_AGREED} (?:on )?$") & gap.str.contains("^ (?:to|an?|the|that|on) "))
    )
    # The day of coming home is not that of the trip.
    home = is_left & pl.col("is_trip") & gap.str.contains(r"\bfrom\b")
    # "For the first time in two years" lasts, and lies not ahead.
    lasting = (rule == "ahead") & before.str.contains(_TIMES)
    # What has been so since a day did not happen on it.
    since = before.str.contains(_SINCE) | (~is_left & gap.str.contains(r"\bsince\b"))
    # "The ministry on Monday confirmed that he would meet Xi."
    said = said | (is_left & gap.str.contains(_THEN_SAID)) | (~is_left & gap.str.contains(_BESIDE_EVENT))
    # "A day after he met Xi" dates what follows it; "the 2018 summit" what stands right after the year.
    elsewhere = rule.is_in(["beside", "year_before"]) & ~is_left
    this_year = pl.col("past_start").dt.year() == pl.col("published_date").dt.year()
    elsewhere = elsewhere | ((rule == "year_before") & (this_year | ~gap.str.contains(_RIGHT_BEFORE)))
    return near.filter(~(said | done | agreed | home | lasting | elsewhere | since))


def _belonging(found: pl.DataFrame, date: pl.DataFrame) -> pl.DataFrame:
    """The date of each trigger that has one: `trigger_id`, `date_id`, `set_for`.

    A date belongs to the trigger nearest to it; others of the sentence share it when it opens the sentence or "and" joins them, but that
    of a trip is not that of the talks it leads to.
    """
    # "Hosted X for breakfast today": the meal is no meeting of its own; nor are the means of "talks via videoconference".
    meal = pl.col("surface").str.contains(r"^(?:breakfast|lunch|luncheon|dinner|brunch)$") & pl.col("both").is_null()
    means = (pl.col("kind") == "call") & pl.col("left").str.contains(_MEANS)
    # "Will visit Russia for a three-day trip from Sunday": a noun that says nothing of its own sides has no day of its own either.
    sides = pl.all_horizontal(pl.col("object", "both", "destination").is_null())
    bare = pl.col("frame").is_in(["noun", "visit_noun"]) & sides & pl.col("left").str.contains(_AGAIN)
    trigger = found.select(
        "trigger_id",
        bare.alias("is_bare"),
        "published_date",
        pl.col("frame").is_in(TRIP).alias("is_trip"),
        pl.col("frame").is_in(_FRAMES).alias("is_frame"),
        pl.col("frame").is_in(["noun", "visit_noun"]).alias("is_noun"),
        (pl.col("frame").is_in(TRIP) & (pl.col("rule") != "leave_verb")).alias("goes"),
    )
    near = (
        candidates(found.filter(~(pl.col("object").is_null() & (meal | means))), "{D}")
        .with_columns(pl.col("surface").str.extract(r"(\d+)").cast(pl.UInt32).alias("date_id"))
        .join(trigger, on="trigger_id", how="left")
        .join(date.select("date_id", "rule", "past_start"), on="date_id", how="left")
    )
    # "Hosted him on Monday for a meeting": the day is that of the verb whose purpose the meeting is.
    of_purpose = pl.col("is_left") & pl.col("gap").str.contains("^ (?:to|for) ")
    # "Hosted Sunday's meeting", "a July 7 call": the day is that of the noun.
    possessed = pl.col("is_left") & (
        pl.col("gap").str.contains(r"^'s (?:[a-z-]+ ){0,3}$")
        | (
            pl.col("gap").str.contains(r"^ (?:[a-z-]+ )?$")
            & pl.col("is_noun")
            & pl.col("before").str.contains(r"\b(?:an?|the|their|his|her|its|'s) $")
        )
    )
    cost = pl.when(possessed).then(0).when(of_purpose).then(pl.col("cost") + _PURPOSE_COST).otherwise("cost")
    near = _own(near).with_columns(cost.alias("cost"))
    owner = (
        near.sort("date_id", "is_bare", "cost", "trigger_id")
        .unique("date_id", keep="first", maintain_order=True)
        .select(
            "date_id", pl.col("is_trip").alias("owner_is_trip"), pl.col("is_frame").alias("owner_is_frame"), pl.col("cost").alias("least")
        )
    )
    gap = pl.col("gap")
    opens = pl.col("is_left") & (
        pl.col("before").str.contains(_OPENS) | (pl.col("before").str.contains(_LEADS_IN) & gap.str.contains("^,"))
    )
    # "Has gone to Seoul for talks on Friday."
    for_talks = pl.col("goes") & ~pl.col("is_left") & ~pl.col("owner_is_trip") & gap.str.contains(_FOR_TALKS)
    joined = gap.str.contains(_JOINS) & (pl.col("is_trip") == pl.col("owner_is_trip"))
    included = pl.col("owner_is_trip") & gap.str.contains(_INCLUDES)
    in_course = ~pl.col("is_left") & (gap.str.contains(_MARGINS) | (pl.col("owner_is_frame") & gap.str.contains(_IN_COURSE)))
    return (
        near.join(owner, on="date_id", how="left")
        .filter((pl.col("cost") == pl.col("least")) | opens | for_talks | joined | included | in_course | gap.str.contains(_WHERE))
        .sort("trigger_id", "cost", "date_id")
        .unique("trigger_id", keep="first", maintain_order=True)
        .select("trigger_id", "date_id", pl.col("before").str.contains(_SET_FOR).alias("set_for"))
    )


def dates(found: pl.DataFrame, date: pl.DataFrame) -> pl.DataFrame:
    """Adds `date_start`, `date_end`, `date_text`, `date_rule`, `lasts` (its first and last day are told), null where no date tells when; what its date puts ahead becomes scheduled."""
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
    from_now = [(pl.col(name) - published).dt.total_days().abs() for name in ("past_start", "future_start", "past_end")]
    # With no tense to tell, a day without a year is the nearest one, and a weekday after a verb in the present is the next one.
    nearest_is_ahead = (pl.col("date_rule").is_in(expressions.DAYS) & (from_now[1] < from_now[0])) | (
        pl.col("date_rule").is_in(_MONTHS) & (2 * from_now[1] < from_now[2])
    )
    next_weekday = pl.col("present") & pl.col("date_rule").str.contains("weekday")
    ahead_by_date = ~pl.col("sure") & ((pl.col("past_start") > published) | ((nearest_is_ahead | next_weekday) & (future > published)))
    reads_ahead = (
        pl.col("status").is_in(AHEAD)
        | pl.col("set_for").fill_null(False)
        | pl.col("date_text").str.contains(_SET_FOR_SURFACE).fill_null(False)
    )
    # "During his visit starting April 29" told on April 24.
    coming = (
        pl.col("date_rule").is_in(expressions.DAYS)
        & (pl.col("past_start") < published - pl.duration(days=_FAR_BACK))
        & future.is_between(published, published + pl.duration(days=_NEAR_AHEAD))
    ).fill_null(False)
    gone = (
        pl.col("date_rule").is_in(expressions.DAYS)
        & (pl.col("status") == "scheduled")
        & (future > published + pl.duration(days=_FAR_BACK))
        & (pl.col("past_end") >= published - pl.duration(days=_NEAR_AHEAD))
    ).fill_null(False)
    reads_ahead = (reads_ahead | coming) & ~gone
    ahead_by_date = ahead_by_date | (coming & (pl.col("status") == "held") & (future > published + pl.duration(days=1)))
    # What did not happen was set for the nearest day.
    off = pl.col("status").is_in(["cancelled", "denied"]) & nearest_is_ahead & pl.col("date_rule").is_in(expressions.DAYS)
    reads_ahead = reads_ahead | off.fill_null(False)
    # What was said days ago to be "tomorrow" was ahead when it was said.
    gone_by = (
        (pl.col("future_end") < published)
        & ~pl.col("date_rule").is_in(["tomorrow", "day_after_tomorrow"])
        & ~pl.col("set_for").fill_null(False)
        & ~pl.col("date_text").str.contains(_SET_FOR_SURFACE)
    ).fill_null(False)
    # What is said to lie ahead took place all the same on a day gone by, unless that is the day of planning it.
    planned = pl.concat_str("clause", "surface").str.contains(_WAS_PLANNED)
    took_place = ~planned & (gone_by | gone) & (pl.col("status") == "scheduled") & ~pl.col("clause").str.contains(_UPCOMING)
    of_planning = ~planned & gone_by & pl.col("status").is_in(AHEAD) & ~took_place
    first_to_last = (
        pl.col("date_rule").is_in(expressions.SPANS)
        & (pl.col("date_start") < pl.col("date_end"))
        & pl.col("kind").is_in(["visit", "conference"])
        & (pl.col("destination").str.count_matches(END) == 1)
    )
    lasts = pl.col("days").is_not_null() & (pl.col("date_start") == pl.col("date_end"))
    # "Who is currently on a visit": the word tells the day.
    now = pl.col("date_start").is_null() & pl.concat_str(pl.col("left").str.slice(-40), "surface").str.contains(_NOW)
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
            pl.when(took_place).then(pl.lit("held")).otherwise("status").alias("status"),
            *(pl.when(~of_planning).then(name).alias(name) for name in WHEN),
        )
        .with_columns(
            *(pl.when(now).then(published).otherwise(name).alias(name) for name in ("date_start", "date_end")),
            pl.when(now).then(pl.lit("currently")).otherwise("date_text").alias("date_text"),
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
        .with_columns(((pl.col("days").is_not_null() | first_to_last) & pl.col("date_start").is_not_null()).alias("lasts"))
        .drop("date_id", "days", "over", "set_for", "past_start", "past_end", "future_start", "future_end")
    )
