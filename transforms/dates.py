"""Date expressions: where a sentence says when, and the days it means.

Every expression gets two readings, one for a clause in the past and one for a clause in the future, because "Friday" means the last
or the next one by the tense of its verb; the stage that knows the tense chooses. Rules of `GUIDELINES`: weeks run Monday to Sunday,
early / mid / late a month are days 1-10 / 11-20 / 21-end, of a year January-April / May-August / September-December.
"""

from __future__ import annotations

import polars as pl

from transforms.text import matches

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept\.?|Sep\.?|Oct\.?|Nov\.?|Dec\.?)"
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_N = r"(?:\d{1,2}(?:st|nd|rd|th)?)"
_TO = r"(?: ?- ?|-{2,3}| to | and | through | until )"
_DEADLINE = r"(?:\b(?:[Bb]y|[Bb]efore|[Uu]ntil|[Tt]hrough) )?"
_PART = r"(?:[Ee]arly|[Mm]id|[Ll]ate|[Tt]he (?:end|beginning|start|middle) of|[Ll]ater|[Ee]arlier)[ -](?:in )?"
_UNIT = r"(?:week|month|year)"
_COUNT = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
#: name and regex, the first that fits at a place wins.
_LEAD = r"(?:\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]or|[Oo]f|[Tt]his|[Ll]ast|[Nn]ext|[Tt]he) )?"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("month_days", rf"{_LEAD}{MONTH} {_N}{_TO}{MONTH} {_N}(?:,? \d{{4}})?"),
    ("day_range", rf"{_LEAD}{MONTH} {_N}{_TO}{_N}(?:,? \d{{4}})?"),
    ("days_month", rf"{_N}{_TO}{_N}(?: of)? {MONTH}(?:,? \d{{4}})?"),
    ("month_day", rf"{_LEAD}{MONTH} {_N}(?:,? \d{{4}})?\b"),
    ("day_month", rf"{_N}(?: of)? {MONTH}(?:,? \d{{4}})?"),
    ("iso", r"\d{4}-\d{2}-\d{2}"),
    ("part_month", rf"{_DEADLINE}{_PART}(?:this |last |next )?{MONTH}(?: \d{{4}})?"),
    ("part_unit", rf"{_DEADLINE}{_PART}(?:this |last |next |the )?{_UNIT}\b"),
    ("week_of", rf"\b(?:[Ii]n )?the week of {MONTH} {_N}"),
    ("part_year", rf"{_DEADLINE}(?:[Ee]arly|[Mm]id|[Ll]ate)[ -](?:in )?(?:19|20)\d{{2}}\b"),
    ("month_year", rf"{_LEAD}{MONTH}(?:(?:,| of)? \d{{4}}| (?:of )?(?:last|next|this) year)"),
    ("weekday_range", rf"{WEEKDAY}{_TO}{WEEKDAY}"),
    ("weekday_week", rf"(?:(?:[Ll]ast|[Nn]ext|[Tt]his) )?{WEEKDAY}(?: (?:morning|afternoon|evening|night))?(?: (?:last|next) week)?"),
    ("unit", rf"\b(?:[Ll]ast|[Nn]ext|[Tt]his|[Tt]he (?:following|previous)) (?:{_UNIT}|weekend)\b"),
    ("season", rf"\b(?:(?:[Ll]ast|[Nn]ext|[Tt]his|[Tt]he) )?{_SEASON}(?: of)? \d{{4}}|\b(?:[Ll]ast|[Nn]ext|[Tt]his|[Ii]n the) {_SEASON}\b"),
    ("month", rf"\b(?:(?:[Ii]n|[Ll]ast|[Nn]ext|[Tt]his|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]or|the) {MONTH}|{MONTH}'{{1,3}}s)"),
    ("ago", rf"\b{_COUNT} (?:day|week|month|year)s? ago\b"),
    ("ahead", rf"\bin {_COUNT} (?:day|week|month|year)s?'?(?: time)?\b"),
    (
        "other_day",
        r"\b(?:the (?:next|following|same|previous) day|(?:later|earlier) (?:that|in the) day|(?:a|the) day (?:earlier|later|before|after))\b",
    ),
    ("today", r"\b(?:[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|evening))\b"),
    ("tomorrow", r"\b[Tt]omorrow\b"),
    ("yesterday", r"\b(?:[Yy]esterday|[Ll]ast night)\b"),
    ("year", r"\b(?:[Ii]n|[Ss]ince|[Oo]f|[Dd]uring|[Bb]y) (?:19|20)\d{2}\b"),
)
ANY = "|".join(f"(?:{pattern})" for _, pattern in _PATTERNS)


def _month(text: pl.Expr) -> pl.Expr:
    return (
        text.str.extract(rf"({MONTH})")
        .str.slice(0, 3)
        .replace_strict(dict(zip(_SHORT, range(1, 13), strict=True)), default=None, return_dtype=pl.Int32)
    )


def _number(text: pl.Expr) -> pl.Expr:
    words = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
    return text.replace(list(words), [str(v) for v in words.values()]).cast(pl.Int32, strict=False)


def _safe(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """A date, or null when there is no such day."""
    first = pl.date(year, month.clip(1, 12), 1)
    return (
        pl.when((day >= 1) & (day <= first.dt.month_end().dt.day()))
        .then(first.dt.offset_by("1d") + pl.duration(days=day - 2))
        .otherwise(None)
    )


def _nearest(frame: pl.LazyFrame, start: str, end: str) -> pl.LazyFrame:
    """Dates of this year moved to the year before or after, so that the past reading is past and the future one to come.

    A year that is given settles both; "last" and "next" before a month settle which of the two is meant.
    """
    published, text = pl.col("published_date"), pl.col("surface")
    given = pl.col("year").is_not_null()
    past = pl.when(given | (pl.col(start) <= published)).then(pl.lit("0y")).otherwise(pl.lit("-1y"))
    future = pl.when(given | (pl.col(end) >= published)).then(pl.lit("0y")).otherwise(pl.lit("1y"))
    is_last, is_next = text.str.contains(rf"\b[Ll]ast {MONTH}"), text.str.contains(rf"\b[Nn]ext {MONTH}")
    return frame.with_columns(
        pl.when(is_next).then(future).otherwise(past).alias("_past"), pl.when(is_last).then(past).otherwise(future).alias("_future")
    ).with_columns(
        pl.col(start).dt.offset_by(pl.col("_past")).alias("past_start"),
        _moved_end(end, "_past").alias("past_end"),
        pl.col(start).dt.offset_by(pl.col("_future")).alias("future_start"),
        _moved_end(end, "_future").alias("future_end"),
    )


def _moved_end(end: str, by: str) -> pl.Expr:
    """The end of a span in another year: the end of a month stays one, so that February has 29 days where it should."""
    moved = pl.col(end).dt.offset_by(pl.col(by))
    return pl.when(pl.col(end) == pl.col(end).dt.month_end()).then(moved.dt.month_end()).otherwise(moved)


def _calendar(hits: pl.LazyFrame) -> pl.LazyFrame:
    """Expressions with a month in them."""
    text = pl.col("surface")
    months = text.str.extract_all(MONTH)
    first = _month(months.list.get(0, null_on_oob=True))
    last = _month(months.list.get(-1, null_on_oob=True))
    bare = text.str.replace(r",? ?\b\d{4}\b", "")
    numbers = bare.str.extract_all(r"\d{1,2}")
    low = numbers.list.get(0, null_on_oob=True).cast(pl.Int32)
    high = numbers.list.get(-1, null_on_oob=True).cast(pl.Int32)
    year = pl.coalesce("year", pl.col("published_date").dt.year())
    whole = pl.date(year, first, 1)
    text = text.str.replace(rf"^{_DEADLINE}", "")
    early = text.str.contains(r"^(?:[Ee]arly|[Tt]he (?:beginning|start))")
    middle = text.str.contains(r"^(?:[Mm]id|[Tt]he middle)")
    late = text.str.contains(r"^(?:[Ll]ate\b|[Tt]he end)")
    start = (
        pl.when(low.is_not_null())
        .then(_safe(year, first, low))
        .when(middle)
        .then(whole + pl.duration(days=10))
        .when(late)
        .then(whole + pl.duration(days=20))
        .otherwise(whole)
    )
    end = (
        pl.when(high.is_not_null())
        .then(_safe(year, last, high))
        .when(early)
        .then(whole + pl.duration(days=9))
        .when(middle)
        .then(whole + pl.duration(days=19))
        .otherwise(pl.date(year, last, 1).dt.month_end())
    )
    year_step = text.str.contains("next year").cast(pl.Int32) - text.str.contains("last year").cast(pl.Int32)
    relative = pl.when(text.str.contains(r"(?:last|next|this) year")).then(pl.col("published_date").dt.year() + year_step)
    dated = hits.with_columns(pl.coalesce(text.str.extract(r"\b(\d{4})\b").cast(pl.Int32), relative).alias("year")).with_columns(
        start.alias("_start"), end.alias("_end")
    )
    # A range over the turn of the year ends in the next one.
    dated = dated.with_columns(
        pl.when(pl.col("_end") < pl.col("_start")).then(pl.col("_end").dt.offset_by("1y")).otherwise("_end").alias("_end")
    )
    read = _nearest(dated.filter(pl.col("_start").is_not_null() & pl.col("_end").is_not_null()), "_start", "_end")
    # "The week of Oct. 21" is the whole week of that day.
    of_week = pl.col("rule") == "week_of"
    return read.with_columns(
        pl.when(of_week)
        .then(pl.col(f"{tense}_start").dt.truncate("1w") + pl.duration(days=days))
        .otherwise(f"{tense}_{end}")
        .alias(f"{tense}_{end}")
        for tense in ("past", "future")
        for end, days in (("start", 0), ("end", 6))
    )


def _weekday(hits: pl.LazyFrame) -> pl.LazyFrame:
    """Bare weekdays and ranges of them: past the latest on or before publication, future the next on or after."""
    text, published = pl.col("surface"), pl.col("published_date")
    number = dict(zip(_DAYS, range(1, 8), strict=True))
    names = text.str.extract_all(WEEKDAY)
    first = names.list.get(0).replace_strict(number, default=None, return_dtype=pl.Int32)
    last = names.list.get(-1).replace_strict(number, default=None, return_dtype=pl.Int32)
    today = published.dt.weekday().cast(pl.Int32)
    monday = published - pl.duration(days=today - 1)
    # "Next Friday" is the one of next week; "last Friday" the latest one before today.
    is_next = text.str.contains(r"^[Nn]ext |next week")
    week = text.str.contains("last week").cast(pl.Int32) * -1 + is_next.cast(pl.Int32)
    span = (last - first) % 7
    past = (
        pl.when(week != 0)
        .then(monday + pl.duration(days=first - 1 + 7 * week))
        .otherwise(published - pl.duration(days=(today - first) % 7))
    )
    future = (
        pl.when(week != 0)
        .then(monday + pl.duration(days=first - 1 + 7 * week))
        .otherwise(published + pl.duration(days=(first - today) % 7))
    )
    last_named = text.str.contains(r"^[Ll]ast ") & (first == today)
    return hits.with_columns(
        pl.when(last_named).then(past - pl.duration(days=7)).otherwise(past).alias("past_start"),
        pl.when(text.str.contains(r"^[Ll]ast ")).then(past).otherwise(future).alias("future_start"),
        span.alias("_span"),
    ).with_columns(
        (pl.col("past_start") + pl.duration(days="_span")).alias("past_end"),
        (pl.col("future_start") + pl.duration(days="_span")).alias("future_end"),
    )


def _relative(hits: pl.LazyFrame) -> pl.LazyFrame:
    """Expressions that count from the day of publication: one reading for both tenses."""
    text, published = pl.col("surface"), pl.col("published_date")
    monday = published - pl.duration(days=published.dt.weekday().cast(pl.Int32) - 1)
    month, year = published.dt.month_start(), pl.date(published.dt.year(), 1, 1)
    step = text.str.contains(r"(?:[Nn]ext|following)").cast(pl.Int32) - text.str.contains(r"(?:[Ll]ast|previous)").cast(pl.Int32)
    by_week, by_month, by_year = (text.str.contains(unit) for unit in ("week", "month", "year"))
    shifted = pl.concat_str(step.cast(pl.String), pl.when(by_month).then(pl.lit("mo")).otherwise(pl.lit("y")))
    start = (
        pl.when(by_week)
        .then(monday + pl.duration(days=7 * step))
        .when(by_month)
        .then(month.dt.offset_by(shifted))
        .when(by_year)
        .then(year.dt.offset_by(shifted))
    )
    end = (
        pl.when(by_week)
        .then(pl.col("_start") + pl.duration(days=6))
        .when(by_month)
        .then(pl.col("_start").dt.month_end())
        .otherwise(pl.col("_start").dt.offset_by("1y") - pl.duration(days=1))
    )
    count = _number(text.str.extract(rf"({_COUNT}) (?:day|week|month|year)"))
    sign = pl.when(pl.col("rule") == "ago").then(-1).otherwise(1)
    unit = text.str.extract(r"(day|week|month|year)").replace_strict(
        {"day": "d", "week": "w", "month": "mo", "year": "y"}, default=None, return_dtype=pl.String
    )
    counted = published.dt.offset_by(pl.concat_str((sign * count).cast(pl.String), unit))
    by_count = pl.col("rule").is_in(["ago", "ahead"])
    single = (
        pl.when(pl.col("rule").is_in(["today", "other_day"]))
        .then(published)
        .when(pl.col("rule") == "tomorrow")
        .then(published + pl.duration(days=1))
        .when(pl.col("rule") == "yesterday")
        .then(published - pl.duration(days=1))
    )
    text = text.str.replace(rf"^{_DEADLINE}", "")
    early, middle, late = (
        text.str.contains(p)
        for p in (r"^(?:[Ee]arly|[Tt]he (?:beginning|start))", r"^(?:[Mm]id|[Tt]he middle)", r"^(?:[Ll]ate\b|[Tt]he end)")
    )
    later, earlier = text.str.contains(r"^[Ll]ater"), text.str.contains(r"^[Ee]arlier")
    season = text.str.extract(rf"({_SEASON})").replace_strict(
        {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}, default=None, return_dtype=pl.Int32
    )
    named = text.str.extract(r"(\d{4})").cast(pl.Int32)
    # A step names the season of another year only when this year's would be on the wrong side.
    season_start = pl.date(pl.coalesce(named, published.dt.year() + step), season, 1)
    of_year = pl.col("rule").is_in(["year", "part_year"])
    framed = (
        hits.with_columns(
            pl.coalesce(
                single,
                pl.when(pl.col("rule") == "iso").then(text.str.to_date("%Y-%m-%d", strict=False)),
                pl.when(by_count).then(counted),
                pl.when(of_year).then(pl.date(named, 1, 1)),
                season_start,
                start,
            ).alias("_start")
        )
        .with_columns(
            pl.when(single.is_not_null() | (pl.col("rule") == "iso") | (by_count & (unit == "d")))
            .then(pl.col("_start"))
            .when(of_year)
            .then(pl.date(named, 12, 31))
            .when(season.is_not_null())
            .then(pl.col("_start").dt.offset_by("3mo") - pl.duration(days=1))
            .otherwise(end)
            .alias("_end")
        )
        .with_columns(
            # "three weeks ago" is the week that day lies in, "two years ago" the year.
            pl.when(by_count & (unit == "y"))
            .then(pl.date(pl.col("_start").dt.year(), 1, 1))
            .when(by_count & (unit == "mo"))
            .then(pl.col("_start").dt.month_start())
            .when(by_count & (unit == "w"))
            .then(pl.col("_start") - pl.duration(days=pl.col("_start").dt.weekday().cast(pl.Int32) - 1))
            .otherwise("_start")
            .alias("_start")
        )
        .with_columns(
            pl.when(by_count & (unit == "y"))
            .then(pl.date(pl.col("_start").dt.year(), 12, 31))
            .when(by_count & (unit == "mo"))
            .then(pl.col("_start").dt.month_end())
            .when(by_count & (unit == "w"))
            .then(pl.col("_start") + pl.duration(days=6))
            .otherwise("_end")
            .alias("_end")
        )
    )
    in_part = pl.col("rule").is_in(["part_unit", "part_year"])
    by_year = by_year | (pl.col("rule") == "part_year")
    parts_start = (
        pl.when(in_part & later)
        .then(pl.max_horizontal(pl.col("_start"), published + pl.duration(days=1)))
        .when(in_part & by_month & middle)
        .then(pl.col("_start") + pl.duration(days=10))
        .when(in_part & by_month & late)
        .then(pl.col("_start") + pl.duration(days=20))
        .when(in_part & by_year & middle)
        .then(pl.col("_start").dt.offset_by("4mo"))
        .when(in_part & by_year & late)
        .then(pl.col("_start").dt.offset_by("8mo"))
        .otherwise("_start")
    )
    parts_end = (
        pl.when(in_part & earlier)
        .then(pl.min_horizontal(pl.col("_end"), published - pl.duration(days=1)))
        .when(in_part & by_month & early)
        .then(pl.col("_start") + pl.duration(days=9))
        .when(in_part & by_month & middle)
        .then(pl.col("_start") + pl.duration(days=19))
        .when(in_part & by_year & early)
        .then(pl.col("_start").dt.offset_by("4mo") - pl.duration(days=1))
        .when(in_part & by_year & middle)
        .then(pl.col("_start").dt.offset_by("8mo") - pl.duration(days=1))
        .otherwise("_end")
    )
    return (
        framed.with_columns(parts_start.alias("past_start"), parts_end.alias("past_end"))
        .filter(pl.col("past_start").is_not_null() & (pl.col("past_start") <= pl.col("past_end")))
        .with_columns(pl.col("past_start").alias("future_start"), pl.col("past_end").alias("future_end"))
    )


def _from_last(name: str) -> pl.Expr:
    """A column of dates in text order with "the next day" and the like counted from the date told last, no more than three sentences before."""
    text, other = pl.col("surface"), pl.col("rule") == "other_day"
    step = text.str.contains("next|following|later$|after").cast(pl.Int32) - text.str.contains("previous|a day earlier|before").cast(
        pl.Int32
    )
    last = pl.when(~other).then(name).forward_fill()
    near = pl.col("sentence_id") - pl.when(~other).then("sentence_id").forward_fill() <= 3
    return pl.when(other & near).then(last + pl.duration(days=step)).when(other).then(None).otherwise(name).alias(name)


def expressions(sentence: pl.DataFrame) -> pl.DataFrame:
    """Date expressions of sentences: `sentence_id`, `start`, `end` (bytes), `surface`, `rule`, `past_start`, `past_end`, `future_start`, `future_end`, `date_id`.

    Reads `sentence_id`, `ascii` and `published_date`. Intervals are inclusive.
    """
    rule = pl.coalesce(*(pl.when(pl.col("surface").str.contains(rf"^(?:{pattern})$")).then(pl.lit(name)) for name, pattern in _PATTERNS))
    hits = matches(sentence, "ascii", ANY, "sentence_id", "published_date").with_columns(rule.alias("rule")).lazy()
    calendar = ("month_days", "day_range", "days_month", "month_day", "day_month", "part_month", "week_of", "month_year", "month")
    weekday = ("weekday_range", "weekday_week")
    keep = ["sentence_id", "published_date", "start", "end", "surface", "rule", "past_start", "past_end", "future_start", "future_end"]
    is_calendar, is_weekday = pl.col("rule").is_in(calendar), pl.col("rule").is_in(weekday)
    return (
        pl.concat(
            [
                _calendar(hits.filter(is_calendar)).select(keep),
                _weekday(hits.filter(is_weekday)).select(keep),
                _relative(hits.filter(~is_calendar & ~is_weekday)).select(keep),
            ]
        )
        .filter(pl.col("past_start").is_not_null() & pl.col("future_start").is_not_null())
        # "By the end of May" is any day from today on.
        .with_columns(
            pl.when(pl.col("surface").str.contains(r"^(?:[Bb]y|[Bb]efore|[Uu]ntil)\b"))
            .then(pl.min_horizontal("published_date", "future_end"))
            .otherwise("future_start")
            .alias("future_start")
        )
        .sort("sentence_id", "start")
        .with_columns(_from_last(name) for name in ("past_start", "past_end", "future_start", "future_end"))
        .filter((pl.col("rule") != "other_day") | pl.col("past_start").is_not_null())
        .drop("published_date")
        .with_row_index("date_id")
        .collect()
    )
