"""Date expressions: where a sentence says when, and the days it means.

Every expression gets two readings, one for a clause in the past and one for a clause in the future, because "Friday" means the last
or the next one by the tense of its verb; the stage that knows the tense chooses. Rules of `GUIDELINES`: weeks run Monday to Sunday,
early / mid / late a month are days 1-10 / 11-20 / 21-end, of a year January-April / May-August / September-December.

An expression counts from the day of publication (`yesterday`), stands in the calendar (`May 30`), or counts from the day told before it
(`the next day`): a family of rules each, in that order below.
"""

from __future__ import annotations

import polars as pl

from transforms.text import byte_slice, context, matches

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_SHORT = tuple(month[:3] for month in _MONTHS)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH = rf"(?:{'|'.join(_MONTHS)}|Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept\.?|Sep\.?|Oct\.?|Nov\.?|Dec\.?)"
WEEKDAY = rf"(?:{'|'.join(_DAYS)})"
_N = r"(?:\d{1,2}(?:st|nd|rd|th)?)"
_DAY_OF_MONTH = r"\b\d{1,2}\b|\d(?:st|nd|rd|th)\b"
_YEAR = r"(?:19|20)\d{2}"
_OF_YEAR = r"(?:,? +\d{4}|,? (?:of )?(?:last|this|next) year\b)?"
_TO = r"(?: *-{1,3} *| *[,/&] *|,? +(?:to|and|or|through|until|till) +)"
_LEAD = r"(?:\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]or|[Oo]f|[Tt]his|[Ll]ast|[Nn]ext|[Tt]he) )?"
_DEADLINE = r"(?:\b(?:[Bb]y|[Bb]efore|[Uu]ntil|[Tt]hrough) )?"
#: Which part of a month or year is meant.
_EARLY = r"(?:[Ee]arly|(?:[Tt]he )?(?:beginning|start) of)"
_MID = r"(?:[Mm]id|(?:[Tt]he )?middle of)"
_LATE = r"(?:[Ll]ate|(?:[Tt]he )?end of|[Tt]he (?:latter|later) part of)"
_HALF = r"[Tt]he (?:first|second|latter) half of"
_PART = rf"(?:(?:{_EARLY}|{_MID}|{_LATE}|{_HALF}|[Ll]ater|[Ee]arlier)[ -](?:in )?)"
_UNIT = r"(?:week|month|year)"
_STEP = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_COUNT = rf"(?:{'|'.join(f'[{word[0].upper()}{word[0]}]{word[1:]}' for word in reversed(_STEP))}|\d{{1,2}})"
_COUNTED_UNIT = r"(?:day|week|fortnight|month|year)"
_COUNTED = rf"{_COUNT} {_COUNTED_UNIT}s?"
_PART_OF_DAY = r"(?:morning|afternoon|evening|night)"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
#: Months whose name is no other word.
_PLAIN_MONTH = rf"(?:{'|'.join(month for month in _MONTHS if month not in ('March', 'May'))})"

#: Rule, family, regex: the first that fits at a place wins.
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("weekday_dates", "calendar", rf"{WEEKDAY},? +{MONTH} +{_N},?{_TO}{WEEKDAY},? +(?:{MONTH} +)?{_N}{_OF_YEAR}\b"),
    ("weekday_date", "dated weekday", rf"{WEEKDAY},? +(?:the )?(?:{MONTH} +{_N}|{_N}(?: of)? +{MONTH}){_OF_YEAR}\b"),
    ("month_days", "calendar", rf"{_LEAD}{MONTH} +{_N}{_TO}{MONTH} +{_N}{_OF_YEAR}\b"),
    ("days_months", "calendar", rf"{_N}(?: of)? +{MONTH}{_TO}{_N}(?: of)? +{MONTH}{_OF_YEAR}"),
    ("day_range", "calendar", rf"{_LEAD}{MONTH} +(?:{_N}, )?{_N}{_TO}(?:the )?{_N}{_OF_YEAR}\b"),
    ("days_month", "calendar", rf"\b(?:{_N}, )?{_N}{_TO}(?:the )?{_N}(?: of)? +{MONTH}{_OF_YEAR}"),
    ("month_day", "calendar", rf"{_LEAD}{MONTH} +{_N}{_OF_YEAR}\b"),
    ("day_month", "calendar", rf"(?:\b[Oo]n the )?{_N}(?: of)? +{MONTH}{_OF_YEAR}"),
    ("iso", "numbers", r"\d{4}-\d{2}-\d{2}"),
    ("day_first", "numbers", r"\b\d{1,2}\.\d{1,2}\.\d{4}\b"),
    ("part_month", "calendar", rf"{_DEADLINE}{_PART}(?:this |last |next )?{MONTH}(?: \d{{4}})?"),
    ("part_unit", "unit", rf"{_DEADLINE}{_PART}(?:the )?(?:this |last |next |new |coming )?{_UNIT}\b"),
    ("year_end", "unit", rf"{_DEADLINE}(?:the )?(?:year-end|year's end)\b"),
    ("week_of", "calendar", rf"\b(?:[Ii]n )?the week of {MONTH} +{_N}"),
    ("week_of_month", "calendar", rf"\b[Tt]he (?:first|last) week (?:of|in) {MONTH}(?: \d{{4}})?"),
    ("part_year", "unit", rf"{_DEADLINE}(?:{_EARLY}|{_MID}|{_LATE}|{_HALF})[ -](?:in )?{_YEAR}\b"),
    (
        "month_year",
        "calendar",
        rf"{_LEAD}{MONTH}(?:(?:,| of)? +\d{{4}}| (?:of )?(?:last|next|this) year)|(?:[Ll]ast|[Nn]ext|[Tt]his) year,? in {MONTH}",
    ),
    ("weekday_shift", "shift", rf"\b[Tt]he (?:following|previous|preceding) {WEEKDAY}\b"),
    ("week_weekday", "weekday", rf"\b(?:[Ll]ast|[Nn]ext|[Tt]his) week,? (?:on )?{WEEKDAY}\b"),
    (
        "weekday_range",
        "weekday",
        rf"(?:(?:[Ll]ast|[Nn]ext|[Tt]his) )?{WEEKDAY}(?: {_PART_OF_DAY})?{_TO}{WEEKDAY}(?:,? (?:of )?(?:last|next|this) week)?",
    ),
    (
        "weekday_week",
        "weekday",
        rf"(?:(?:[Ll]ast|[Nn]ext|[Tt]his(?: past| coming)?|[Tt]he coming) )?{WEEKDAY}(?: {_PART_OF_DAY})?(?:,? (?:of )?(?:last|next|this) week)?",
    ),
    ("weekend", "weekend", r"\b(?:[Ll]ast|[Nn]ext|[Tt]his|[Tt]he)(?: past| coming)? weekend\b"),
    ("unit", "unit", rf"\b(?:[Ll]ast|[Nn]ext|[Tt]his) {_UNIT}\b"),
    (
        "season",
        "season",
        rf"\b(?:(?:[Ll]ast|[Nn]ext|[Tt]his|(?:[Ii]n )?[Tt]he) )?{_SEASON}(?: of)? \d{{4}}|\b(?:[Ll]ast|[Nn]ext|[Tt]his|[Ii]n the) {_SEASON}\b",
    ),
    (
        "month",
        "calendar",
        rf"\b(?:(?:[Ii]n|[Ll]ast|[Nn]ext|[Tt]his(?: past| coming)?|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]or|the) {MONTH}|{MONTH}'{{1,3}}s|{_PLAIN_MONTH}\b)",
    ),
    ("ago", "count", rf"\b{_COUNTED} ago\b"),
    ("ahead", "count", rf"\b[Ii]n {_COUNTED}'?(?: time)?\b|\b{_COUNTED} from now\b"),
    ("day_after_tomorrow", "day", r"\b(?:[Tt]he )?day after tomorrow\b"),
    ("day_before_yesterday", "day", r"\b(?:[Tt]he )?day before yesterday\b"),
    ("shift", "shift", rf"\b{_COUNTED} (?:later|earlier|before|after|afterwards)\b"),
    ("next_unit", "shift", rf"\b[Tt]he (?:very )?(?:next|following|previous|preceding|same) (?:day|week|month|year|{_PART_OF_DAY})\b"),
    (
        "that_unit",
        "shift",
        rf"\b(?:[Ll]ater |[Ee]arlier )?[Tt]hat (?:same )?(?:day|week|month|year|{_PART_OF_DAY})\b|\b(?:later|earlier) in the day\b",
    ),
    ("day_beside", "shift", r"\b[Tt]he day (?:before|after)\b"),
    ("today", "day", r"\b(?:[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|evening))\b"),
    ("tomorrow", "day", r"\b[Tt]omorrow\b"),
    ("yesterday", "day", r"\b(?:[Yy]esterday|[Ll]ast night)\b"),
    ("day_of_month", "day of month", r"\b[Oo]n the \d{1,2}(?:st|nd|rd|th)(?: of this month| instant)?\b"),
    ("year", "unit", rf"\b(?:[Ii]n|[Ss]ince|[Oo]f|[Dd]uring|[Bb]y) {_YEAR}\b"),
    ("year_before", "unit", rf"\b(?:[Tt]he|[Tt]heir|[Hh]is|[Hh]er|[Ii]ts|an?) {_YEAR}\b"),
)
#: All of them. Sentences are read in ASCII, and digits of ASCII alone make the search a quarter faster.
ANY = "|".join(f"(?:{pattern})" for _, _, pattern in _PATTERNS).replace(r"\d", "[0-9]")
#: One of these stands in every expression: weekdays, "today" and "yesterday" end in day.
_HINTS = [
    *_SHORT,
    *(
        "day",
        "week",
        "month",
        "year",
        "night",
        "morning",
        "afternoon",
        "evening",
        "omorrow",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
    ),
    *("19", "20"),
    *(before + str(digit) for before in ("-", "n the ") for digit in range(10)),
]
#: Expressions that name days of a month or a month, the year left out more often than not.
DAYS = (
    "weekday_dates",
    "weekday_date",
    "month_days",
    "days_months",
    "day_range",
    "days_month",
    "month_day",
    "day_month",
    "part_month",
    "day_of_month",
)
#: Those that name a first and a last day.
SPANS = ("weekday_dates", "month_days", "days_months", "day_range", "days_month", "weekday_range")
_DAY_STEP = {"today": 0, "tomorrow": 1, "yesterday": -1, "day_after_tomorrow": 2, "day_before_yesterday": -2}
_READINGS = ("past_start", "past_end", "future_start", "future_end")
#: "The next day" counts from a day told no more sentences before.
_REACH = 3
_DAY_BEFORE = r"^(?:[Tt]he (?:previous|preceding) day|[Aa] day earlier)$"
#: What stands before "a day after he met Xi" when it tells of the deed just told.
_ASIDE = r"(?:,|\b(?:came|comes)) (?:just |only |barely )?$"
#: A span longer than this, in days, is no day to count from.
_LONGEST_DAY = 10

_text, _published = pl.col("surface"), pl.col("published_date")


def _days(number: pl.Expr | int) -> pl.Expr:
    return pl.duration(days=number)


def _monday(day: pl.Expr) -> pl.Expr:
    return day.dt.truncate("1w")


def _year_start(day: pl.Expr) -> pl.Expr:
    return pl.date(day.dt.year(), 1, 1)


def _year_end(day: pl.Expr) -> pl.Expr:
    return pl.date(day.dt.year(), 12, 31)


def _moved(day: pl.Expr, number: pl.Expr, unit: str) -> pl.Expr:
    """The day so many months (`mo`) or years (`y`) on."""
    return day.dt.offset_by(pl.concat_str(number.cast(pl.String), pl.lit(unit)))


def _month(text: pl.Expr) -> pl.Expr:
    return (
        text.str.extract(rf"({MONTH})")
        .str.slice(0, 3)
        .replace_strict(dict(zip(_SHORT, range(1, 13), strict=True)), default=None, return_dtype=pl.Int32)
    )


def _number(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().replace(list(_STEP), [str(step) for step in _STEP.values()]).cast(pl.Int32, strict=False)


def _weekday_number(name: pl.Expr | None = None) -> pl.Expr:
    """1 for Monday to 7 for Sunday: of a name, else of the first one of the expression."""
    numbers = dict(zip(_DAYS, range(1, 8), strict=True))
    name = _text.str.extract(rf"({WEEKDAY})") if name is None else name
    return name.replace_strict(numbers, default=None, return_dtype=pl.Int32)


def _step(text: pl.Expr) -> pl.Expr:
    """1 for the next one, -1 for the last one, 0 for this one."""
    return text.str.contains(r"\b(?:[Nn]ext|following|new|coming)\b").cast(pl.Int32) - text.str.contains(
        r"\b(?:[Ll]ast|previous|preceding)\b"
    ).cast(pl.Int32)


def _part(text: pl.Expr) -> pl.Expr:
    """Which part of its month or year an expression means: `early`, `mid`, `late`, `first half`, `second half`, or null."""
    text = text.str.replace(rf"^{_DEADLINE}", "")
    return (
        pl.when(text.str.contains(rf"^{_EARLY}\b"))
        .then(pl.lit("early"))
        .when(text.str.contains(rf"^{_MID}\b"))
        .then(pl.lit("mid"))
        .when(text.str.contains(rf"^(?:{_LATE}|(?:the )?year(?:-|'s )end)\b"))
        .then(pl.lit("late"))
        .when(text.str.contains(r"^[Tt]he first (?:half|week)"))
        .then(pl.lit("first half"))
        .when(text.str.contains(r"^[Tt]he (?:second|latter) half"))
        .then(pl.lit("second half"))
    )


def _safe(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """A date, or null when there is no such day."""
    first = pl.date(year, month.clip(1, 12), 1)
    return pl.when((day >= 1) & (day <= first.dt.month_end().dt.day())).then(first + _days(day - 1))


def _read(hits: pl.LazyFrame, start: pl.Expr, end: pl.Expr) -> pl.LazyFrame:
    """One reading for both tenses."""
    return hits.with_columns(start.alias("past_start"), end.alias("past_end")).with_columns(
        pl.col("past_start").alias("future_start"), pl.col("past_end").alias("future_end")
    )


def _nearest(frame: pl.LazyFrame, start: str, end: str) -> pl.LazyFrame:
    """Dates of this year moved to the year before or after, so that the past reading is past and the future one to come.

    A year that is given settles both; "last" and "next" before a month settle which of the two is meant, and neither is this month.
    """
    given = pl.col("year").is_not_null() | _text.str.contains(rf"\b[Tt]his {MONTH}")
    is_last, is_next = (_text.str.contains(rf"\b{word} {MONTH}") for word in ("(?:[Ll]ast|[Tt]his past)", "(?:[Nn]ext|[Tt]his coming)"))
    before = pl.when(is_last).then(pl.col(end) < _published).otherwise(pl.col(start) <= _published)
    after = pl.when(is_next).then(pl.col(start) > _published).otherwise(pl.col(end) >= _published)
    to_past = pl.when(given | before).then(0).otherwise(-1)
    to_future = pl.when(given | after).then(0).otherwise(1)
    return frame.with_columns(
        pl.when(is_next).then(to_future).otherwise(to_past).alias("_past"),
        pl.when(is_last).then(to_past).otherwise(to_future).alias("_future"),
    ).with_columns(
        column
        for tense in ("past", "future")
        for column in (
            _moved(pl.col(start), pl.col(f"_{tense}"), "y").alias(f"{tense}_start"),
            _moved_end(pl.col(end), pl.col(f"_{tense}")).alias(f"{tense}_end"),
        )
    )


def _moved_end(end: pl.Expr, years: pl.Expr) -> pl.Expr:
    """The end of a span in another year: the end of a month told whole stays one, so that February has 29 days where it should."""
    moved = _moved(end, years, "y")
    return pl.when(~_text.str.contains(_DAY_OF_MONTH) & (end == end.dt.month_end())).then(moved.dt.month_end()).otherwise(moved)


def _calendar(hits: pl.LazyFrame) -> pl.LazyFrame:
    """Expressions with a month in them."""
    months = _text.str.extract_all(MONTH)
    first, last = (_month(months.list.get(at, null_on_oob=True)) for at in (0, -1))
    numbers = _text.str.replace(r",? *\b\d{4}\b", "").str.extract_all(r"\d{1,2}")
    low, high = (numbers.list.get(at, null_on_oob=True).cast(pl.Int32) for at in (0, -1))
    year = pl.coalesce("year", _published.dt.year())
    whole, month_end = pl.date(year, first, 1), pl.date(year, last, 1).dt.month_end()
    part, of_week = _part(_text), pl.col("rule") == "week_of_month"
    day_from = part.replace_strict({"mid": 10, "late": 20, "second half": 15}, default=0, return_dtype=pl.Int32)
    day_to = part.replace_strict({"early": 9, "mid": 19, "first half": 14}, default=None, return_dtype=pl.Int32)
    last_week = of_week & _text.str.contains("last week")
    start = (
        pl.when(low.is_not_null())
        .then(_safe(year, first, low))
        .when(last_week)
        .then(month_end - _days(6))
        .otherwise(whole + _days(day_from))
    )
    end = (
        pl.when(high.is_not_null())
        .then(_safe(year, last, high))
        .when(of_week & ~last_week)
        .then(whole + _days(6))
        .otherwise(pl.coalesce(whole + _days(day_to), month_end))
    )
    relative = pl.when(_text.str.contains(r"(?:[Ll]ast|[Nn]ext|[Tt]his) year")).then(
        _published.dt.year() + _step(_text.str.extract(r"(\w+ year)"))
    )
    dated = hits.with_columns(pl.coalesce(_text.str.extract(r"\b(\d{4})\b").cast(pl.Int32), relative).alias("year"))
    # A range over the turn of the year ends in the next one.
    dated = dated.with_columns(start.alias("_start"), end.alias("_end")).with_columns(
        pl.when(pl.col("_end") < pl.col("_start")).then(pl.col("_end").dt.offset_by("1y")).otherwise("_end").alias("_end")
    )
    read = _nearest(dated.filter(pl.col("_start").is_not_null() & pl.col("_end").is_not_null()), "_start", "_end")
    # "The week of Oct. 21" is the whole week of that day.
    week = pl.col("rule") == "week_of"
    return read.with_columns(
        pl.when(week).then(_monday(pl.col(f"{tense}_start")) + _days(days)).otherwise(f"{tense}_{end}").alias(f"{tense}_{end}")
        for tense in ("past", "future")
        for end, days in (("start", 0), ("end", 6))
    )


def _weekday(hits: pl.LazyFrame) -> pl.LazyFrame:
    """Bare weekdays and ranges of them: past the latest on or before publication, future the next on or after."""
    names = _text.str.extract_all(WEEKDAY)
    first, last = (_weekday_number(names.list.get(at)) for at in (0, -1))
    today = _published.dt.weekday().cast(pl.Int32)
    # "Next Friday" is the one of next week; "last Friday" the latest one before today.
    week = _text.str.contains(r"^[Nn]ext |next week").cast(pl.Int32) - _text.str.contains("[Ll]ast week").cast(pl.Int32)
    in_week = _monday(_published) + _days(first - 1 + 7 * week)
    in_week = pl.when((week != 0) | _text.str.contains("[Tt]his week")).then(in_week)
    before, after = _published - _days((today - first) % 7), _published + _days((first - today) % 7)
    is_last = _text.str.contains(r"^(?:[Ll]ast|[Tt]his past) ")
    before = pl.when(is_last & (first == today)).then(before - _days(7)).otherwise(before)
    coming = _text.str.contains(r"^(?:[Tt]his|[Tt]he) coming ")
    return hits.with_columns(
        pl.coalesce(in_week, pl.when(coming).then(after).otherwise(before)).alias("past_start"),
        pl.coalesce(in_week, pl.when(is_last).then(before).otherwise(after)).alias("future_start"),
        ((last - first) % 7).alias("_span"),
    ).with_columns((pl.col(f"{tense}_start") + _days(pl.col("_span"))).alias(f"{tense}_end") for tense in ("past", "future"))


def _dated_weekday(hits: pl.LazyFrame) -> pl.LazyFrame:
    """A weekday and a date together: the date, or the weekday where the two contradict each other."""
    weekday = _weekday_number()
    named = _weekday(hits).rename({name: f"_{name}" for name in _READINGS})
    return _calendar(named).with_columns(
        pl.when(pl.col(f"{tense}_start").dt.weekday() == weekday)
        .then(f"{tense}_{end}")
        .otherwise(f"_{tense}_{end}")
        .alias(f"{tense}_{end}")
        for tense in ("past", "future")
        for end in ("start", "end")
    )


def _weekend(hits: pl.LazyFrame) -> pl.LazyFrame:
    """Saturday and Sunday: of this week, or of the last where this week's is still to come."""
    saturday = _monday(_published) + _days(5)
    is_last, is_next = _text.str.contains(r"\b(?:[Ll]ast|past)\b"), _text.str.contains(r"\b[Nn]ext\b")
    past = pl.when(is_last | (_published < saturday)).then(saturday - _days(7)).otherwise(saturday)
    future = pl.when(is_next).then(saturday + _days(7)).otherwise(saturday)
    start = {"past": pl.when(is_next).then(future).otherwise(past), "future": pl.when(is_last).then(past).otherwise(future)}
    return hits.with_columns(
        (start[tense] + _days(days)).alias(f"{tense}_{end}") for tense in start for end, days in (("start", 0), ("end", 1))
    )


def _unit(hits: pl.LazyFrame) -> pl.LazyFrame:
    """A week, month or year, or a part of one: "last week", "late next month", "in early 2018", "in 1972"."""
    named, step, part = _text.str.extract(r"(\d{4})").cast(pl.Int32), _step(_text), _part(_text)
    week, month = _text.str.contains(r"week"), _text.str.contains(r"month")
    monday, first = _monday(_published) + _days(7 * step), _moved(_published.dt.month_start(), step, "mo")
    new_year = pl.date(pl.coalesce(named, _published.dt.year() + step), 1, 1)
    start = pl.when(week).then(monday).when(month).then(first).otherwise(new_year)
    end = pl.when(week).then(monday + _days(6)).when(month).then(first.dt.month_end()).otherwise(_year_end(new_year))
    day_from = part.replace_strict({"mid": 10, "late": 20, "second half": 15}, default=0, return_dtype=pl.Int32)
    day_to = part.replace_strict({"early": 9, "mid": 19, "first half": 14}, default=None, return_dtype=pl.Int32)
    month_from = part.replace_strict({"mid": 4, "late": 8, "second half": 6}, default=0, return_dtype=pl.Int32)
    month_to = part.replace_strict({"early": 4, "mid": 8, "first half": 6}, default=12, return_dtype=pl.Int32)
    of_month, of_year = month & part.is_not_null(), ~week & ~month & part.is_not_null()
    lead = _text.str.replace(rf"^{_DEADLINE}", "")
    later, earlier = lead.str.contains(r"^[Ll]ater"), lead.str.contains(r"^[Ee]arlier")
    start = pl.when(of_month).then(first + _days(day_from)).when(of_year).then(_moved(new_year, month_from, "mo")).otherwise(start)
    end = (
        pl.when(of_month)
        .then(pl.coalesce(first + _days(day_to), end))
        .when(of_year)
        .then(_moved(new_year, month_to, "mo") - _days(1))
        .otherwise(end)
    )
    start = pl.when(later & (step == 0)).then(pl.max_horizontal(start, _published + _days(1))).otherwise(start)
    end = pl.when(earlier & (step == 0)).then(pl.min_horizontal(end, _published - _days(1))).otherwise(end)
    return _read(hits, start, end)


def _season(hits: pl.LazyFrame) -> pl.LazyFrame:
    """Spring from March on, summer from June, autumn from September, winter from December (north)."""
    month = _text.str.extract(rf"({_SEASON})").replace_strict(
        {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}, default=None, return_dtype=pl.Int32
    )
    year, named = _published.dt.year(), _text.str.extract(r"(\d{4})").cast(pl.Int32)
    start = pl.date(year, month, 1)
    over, begun = start.dt.offset_by("3mo") <= _published, start <= _published
    is_last, is_next = _text.str.contains(r"^[Ll]ast"), _text.str.contains(r"^[Nn]ext")
    last = pl.when(over).then(year).otherwise(year - 1)
    past = pl.coalesce(
        named,
        pl.when(is_next & ~begun)
        .then(year)
        .when(is_next)
        .then(year + 1)
        .when(is_last)
        .then(last)
        .when(begun)
        .then(year)
        .otherwise(year - 1),
    )
    future = pl.coalesce(
        named,
        pl.when(is_last).then(last).when(is_next & begun).then(year + 1).when(is_next).then(year).when(over).then(year + 1).otherwise(year),
    )
    this = _text.str.contains(r"^[Tt]his")
    return hits.with_columns(
        pl.date(pl.when(this & named.is_null()).then(year).otherwise(past), month, 1).alias("past_start"),
        pl.date(pl.when(this & named.is_null()).then(year).otherwise(future), month, 1).alias("future_start"),
    ).with_columns((pl.col(f"{tense}_start").dt.offset_by("3mo") - _days(1)).alias(f"{tense}_end") for tense in ("past", "future"))


def _counted(hits: pl.LazyFrame) -> pl.LazyFrame:
    """So many days, weeks, months or years from publication: that day, or the week, month or year it lies in."""
    number = _number(_text.str.extract(rf"({_COUNT}) {_COUNTED_UNIT}"))
    return _read(hits, *_unit_around(_published, pl.when(pl.col("rule") == "ago").then(-number).otherwise(number)))


def _unit_around(day: pl.Expr, number: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The day so many units of the expression from a day, or the first and last day of the week, month or year that it lies in."""
    week, month, year = (_text.str.contains(unit) for unit in ("week|fortnight", "month", "year"))
    by_week = day + _days(pl.when(_text.str.contains("fortnight")).then(14).otherwise(7) * number)
    by_month, by_year = _moved(day, number, "mo"), _moved(day, number, "y")
    by_day = day + _days(number)
    start = pl.when(week).then(_monday(by_week)).when(month).then(by_month.dt.month_start()).when(year).then(_year_start(by_year))
    end = pl.when(week).then(_monday(by_week) + _days(6)).when(month).then(by_month.dt.month_end()).when(year).then(_year_end(by_year))
    return start.otherwise(by_day), end.otherwise(by_day)


def _day(hits: pl.LazyFrame) -> pl.LazyFrame:
    """Today, tomorrow, yesterday and the days beside them."""
    day = _published + _days(pl.col("rule").replace_strict(_DAY_STEP, return_dtype=pl.Int32))
    return _read(hits, day, day)


def _numbers(hits: pl.LazyFrame) -> pl.LazyFrame:
    """2019-09-19, 19.09.2019."""
    day = pl.coalesce(_text.str.to_date("%Y-%m-%d", strict=False), _text.str.to_date("%d.%m.%Y", strict=False))
    return _read(hits, day, day)


def _day_of_month(hits: pl.LazyFrame) -> pl.LazyFrame:
    """ "On the 21st": of this month, or of the one beside it that the tense allows."""
    number = _text.str.extract(r"(\d+)").cast(pl.Int32)
    month = _published.dt.month_start()
    this = _text.str.contains("month|instant")
    past = pl.when(this | (number <= _published.dt.day())).then(0).otherwise(-1)
    future = pl.when(this | (number >= _published.dt.day())).then(0).otherwise(1)
    move = {"past": _moved(month, past, "mo"), "future": _moved(month, future, "mo")}
    return hits.with_columns(
        _safe(move[tense].dt.year(), move[tense].dt.month(), number).alias(f"{tense}_{end}") for tense in move for end in ("start", "end")
    )


_FAMILIES = {
    "dated weekday": _dated_weekday,
    "calendar": _calendar,
    "weekday": _weekday,
    "weekend": _weekend,
    "unit": _unit,
    "season": _season,
    "count": _counted,
    "day": _day,
    "numbers": _numbers,
    "day of month": _day_of_month,
}


def _said(read: pl.DataFrame, sentence: pl.DataFrame) -> pl.DataFrame:
    """ "Tomorrow" inside a quote counted from the day of saying that its sentence names outside the quote, no more than a week ago."""
    spoken = read.filter(pl.col("rule").is_in(list(_DAY_STEP))).select("sentence_id").unique()
    quoted = (
        read.join(spoken, on="sentence_id", how="semi")
        .join(
            sentence.filter(pl.col("ascii").str.contains('"', literal=True)).select("sentence_id", "ascii"), on="sentence_id", how="inner"
        )
        .with_columns((byte_slice(pl.col("ascii"), pl.lit(0), pl.col("start")).str.count_matches('"+') % 2 == 1).alias("quoted"))
    )
    ago = (_published - pl.col("past_start")).dt.total_days()
    said = (
        quoted.filter(~pl.col("quoted") & (pl.col("family") != "day") & (pl.col("past_start") == pl.col("past_end")) & ago.is_between(1, 7))
        .group_by("sentence_id")
        .agg(ago.min().alias("ago"))
    )
    moved = quoted.filter("quoted").join(said, on="sentence_id", how="inner").select("sentence_id", "start", "ago")
    by = pl.when(pl.col("rule").is_in(list(_DAY_STEP))).then(pl.col("ago").fill_null(0)).otherwise(0)
    return read.join(moved, on=["sentence_id", "start"], how="left", maintain_order="left").with_columns(
        pl.col(name) - _days(by) for name in _READINGS
    )


def _from_last(read: pl.DataFrame, sentence: pl.DataFrame) -> pl.DataFrame:
    """Dates in text order, with "the next day", "two days later" and the like counted from the date told last, none where there is none.

    "A day after he met Xi" is when the main deed was: what follows it, told of in the same sentence, was a day before (rule `beside`).
    """
    shift = pl.col("family") == "shift"
    if not read["family"].eq("shift").any():
        return read
    beside = (
        read.lazy()
        .filter(shift & pl.col("rule").is_in(["shift", "day_beside"]) & _text.str.contains(r"(?:before|after)$"))
        .join(sentence.lazy().select("sentence_id", "ascii"), on="sentence_id", how="inner")
    )
    after = (
        context(beside, before=12, after=2)
        .filter(pl.col("after").str.contains("^ [A-Za-z]"))
        .select(
            "sentence_id",
            "start",
            pl.when(pl.col("before").str.contains(_ASIDE) & (_text.str.ends_with("after") | pl.col("before").str.contains(",")))
            .then(pl.lit("beside"))
            .otherwise(pl.lit("loose"))
            .alias("place"),
        )
        .collect()
    )
    read = read.join(after, on=["sentence_id", "start"], how="left", maintain_order="left").with_columns(
        (pl.col("place") == "beside").fill_null(False).alias("beside")
    )
    width = (pl.col("past_end") - pl.col("past_start")).dt.total_days()
    base = ~shift & (width <= 31)
    forward = _text.str.contains(r"\b(?:later|after|afterwards|next|following)\b") & ~pl.col("rule").is_in(["that_unit"])
    back = _text.str.contains(r"\b(?:earlier|before|previous|preceding)\b") & ~pl.col("rule").is_in(["that_unit"])
    number = pl.coalesce(_number(_text.str.extract(rf"^({_COUNT}) {_COUNTED_UNIT}")), pl.lit(1))
    sign = forward.cast(pl.Int32) - back.cast(pl.Int32)
    number = number * pl.when("beside").then(-sign).otherwise(sign)
    of_day = ~_text.str.contains("week|fortnight|month|year")
    # The row of the date told last: with the rows of an article together, no groups are needed.
    read = read.sort("article_id", "sentence_id", "start").with_columns(
        pl.when(base).then(pl.int_range(pl.len())).forward_fill().alias("_last")
    )
    of_article = pl.col("article_id") == pl.col("article_id").gather(pl.col("_last"))
    told = [pl.when(of_article).then(pl.col(name).gather(pl.col("_last"))).alias(f"_{name}") for name in (*_READINGS, "sentence_id")]
    shifted = read.with_columns(told).filter(shift)
    gap = pl.col("sentence_id") - pl.col("_sentence_id")
    near = (pl.col("place") != "loose").fill_null(True) & (gap <= pl.when("beside").then(0).otherwise(_REACH)).fill_null(False)
    narrow = ~of_day | ((pl.col("_past_end") - pl.col("_past_start")).dt.total_days() <= _LONGEST_DAY)
    # Yesterday, where no day is told before it.
    yesterday = pl.when(_text.str.contains(_DAY_BEFORE) & pl.col("_sentence_id").is_null()).then(_published - _days(1))
    weekday = _weekday_number()
    readings = []
    for tense in ("past", "future"):
        start, end = pl.col(f"_{tense}_start"), pl.col(f"_{tense}_end")
        from_, to = _unit_around(pl.when(of_day & (number > 0)).then(end).otherwise(start), number)
        to = pl.when(of_day & (number == 0)).then(end).otherwise(to)
        # "The following Tuesday" is the first after that day, "the previous" one the last before it.
        beside_it = (
            pl.when(sign > 0)
            .then(end + _days((weekday - end.dt.weekday() - 1) % 7 + 1))
            .otherwise(start - _days((start.dt.weekday() - weekday - 1) % 7 + 1))
        )
        from_, to = (pl.when(weekday.is_not_null()).then(beside_it).otherwise(value) for value in (from_, to))
        readings += [
            pl.when(near & narrow).then(value).otherwise(yesterday).alias(f"{tense}_{side}")
            for side, value in (("start", from_), ("end", to))
        ]
    rule = pl.when("beside").then(pl.lit("beside")).otherwise("rule").alias("rule")
    counted = shifted.with_columns(*readings, rule).select(read.columns)
    return pl.concat([read.filter(~shift), counted]).sort("sentence_id", "start")


def expressions(sentence: pl.DataFrame) -> pl.DataFrame:
    """Date expressions of sentences: `sentence_id`, `start`, `end` (bytes), `surface`, `rule`, `past_start`, `past_end`, `future_start`, `future_end`, `date_id`.

    Reads `sentence_id`, `article_id`, `ascii` and `published_date`, in text order. Intervals are inclusive.
    """
    rule = pl.coalesce(*(pl.when(_text.str.contains(rf"^(?:{pattern})$")).then(pl.lit(name)) for name, _, pattern in _PATTERNS))
    family = {name: family for name, family, _ in _PATTERNS}
    hinted = pl.col("ascii").str.contains_any(_HINTS)
    hits = matches(sentence, "ascii", ANY, "sentence_id", "article_id", "published_date", where=hinted)
    # The same few expressions stand in most texts.
    ruled = hits.select(pl.col("surface").unique()).with_columns(rule.alias("rule"))
    ruled = ruled.with_columns(pl.col("rule").replace_strict(family, return_dtype=pl.String).alias("family"))
    hits = hits.join(ruled, on="surface", how="left", maintain_order="left")
    keep = ["sentence_id", "article_id", "published_date", "start", "end", "surface", "rule", "family", *_READINGS]
    parts = [read(hits.lazy().filter(pl.col("family") == name)).select(keep) for name, read in _FAMILIES.items()]
    shifted = hits.lazy().filter(pl.col("family") == "shift").with_columns(pl.lit(None, pl.Date).alias(name) for name in _READINGS)
    read = pl.concat([*parts, shifted.select(keep)]).filter(
        (pl.col("family") == "shift") | pl.all_horizontal(pl.col(_READINGS).is_not_null())
    )
    # "By the end of May" is any day from today on.
    deadline = _text.str.contains(r"^(?:[Bb]y|[Bb]efore|[Uu]ntil)\b")
    read = read.with_columns(
        pl.when(deadline).then(pl.min_horizontal("published_date", "future_end")).otherwise("future_start").alias("future_start")
    )
    told = _from_last(_said(read.sort("sentence_id", "start").collect(), sentence), sentence)
    return (
        told.filter(pl.col("past_start").is_not_null() & (pl.col("past_start") <= pl.col("past_end")))
        .select("sentence_id", "start", "end", "surface", "rule", *_READINGS)
        .with_row_index("date_id")
    )
