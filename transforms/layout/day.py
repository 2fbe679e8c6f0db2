"""Days as headers, datelines and datestamps print them, and the day a text was published."""

from __future__ import annotations

import polars as pl

_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_FULL = "|".join(_NAMES)
MONTH = rf"(?:{_FULL}|{_FULL.upper()}|(?:{_SHORT}|{_SHORT.upper()})(?-u:\b)\.?)"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_YEAR = r"(?:19|20)[0-9]{2}"
#: Sept. 18; 18 September; Wednesday, September 18th, 2019
DAY = rf"(?:{WEEKDAY},? )?(?:{MONTH} ?[0-9]{{1,2}}(?:st|nd|rd|th)?|[0-9]{{1,2}}(?:st|nd|rd|th)? {MONTH})(?:,? {_YEAR})?"
#: A day that needs no year from elsewhere: Sept. 18, 2019; 18 September 2019; 2019-09-18; 2019.9.18
FULL_DAY = rf"(?:(?:{WEEKDAY},? )?(?:{MONTH} ?[0-9]{{1,2}}(?:st|nd|rd|th)?|[0-9]{{1,2}}(?:st|nd|rd|th)? {MONTH}),? {_YEAR}|{_YEAR}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}})"
#: Half a year: a day without a year belongs to the year that brings it nearer to the anchor than this.
_HALF_YEAR = pl.duration(days=183)
#: A file's name gives the day of its text unless the text prints another, whole, further away than articles are filed late.
_FILED_LATE = pl.duration(days=31)


def parts(day: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Year (null where none is printed), month and number of a printed day."""
    numeric = day.str.contains(r"^[0-9]{4}[-./]")
    numbers = {name[:3]: number for number, name in enumerate(_NAMES, start=1)}
    month = day.str.extract(rf"({MONTH})").str.slice(0, 3).str.to_titlecase().replace_strict(numbers, default=None, return_dtype=pl.Int32)
    number = day.str.replace(rf"{_YEAR}", "").str.extract(r"([0-9]{1,2})").cast(pl.Int32)
    return (
        pl.coalesce(day.str.extract(r"^([0-9]{4})"), day.str.extract(rf"({_YEAR})")).cast(pl.Int32),
        pl.when(numeric).then(day.str.extract(r"^[0-9]{4}[-./]([0-9]{1,2})").cast(pl.Int32)).otherwise(month),
        pl.when(numeric).then(day.str.extract(r"^[0-9]{4}[-./][0-9]{1,2}[-./]([0-9]{1,2})").cast(pl.Int32)).otherwise(number),
    )


def dated(year: pl.Expr, month: pl.Expr, number: pl.Expr) -> pl.Expr:
    """The date of three numbers; null where one is missing or the calendar has no such day."""
    padded = (year.cast(pl.String), month.cast(pl.String).str.zfill(2), number.cast(pl.String).str.zfill(2))
    return pl.concat_str(*padded, separator="-").str.to_date("%Y-%m-%d", strict=False)


def _same_day(date: pl.Expr, number: pl.Expr) -> pl.Expr:
    """The date where it falls on that day of its month; 29 February moved by a year does not."""
    return pl.when(date.dt.day() == number).then(date)


def published(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add `dateline_date` and `published_date`.

    The day of publication is the header's, the record's, the datestamp's, the file name's or the dateline's, the first that there is. A
    dateline without a year takes the one that brings it nearest to publication, or the year of the file's name or folder.
    """
    frame = frame.with_columns(
        *(part.alias(name) for part, name in zip(parts(pl.col("dateline_day")), ("_year", "_month", "_number"), strict=True)),
        dated(*parts(pl.col("stamp_day"))).alias("_stamp"),
    )
    year, month, number = pl.col("_year"), pl.col("_month"), pl.col("_number")
    frame = frame.with_columns(dated(year, month, number).alias("_printed"))
    elsewhere = (pl.col("path_date") - pl.col("_printed")).abs() > _FILED_LATE
    path = pl.when(elsewhere.fill_null(False)).then(None).otherwise("path_date")
    frame = frame.with_columns(pl.coalesce("header_date", "declared_date", "_stamp", path).alias("_anchor"))
    anchor = pl.col("_anchor")
    # 29 February exists only in the year before or after the anchor's.
    near = pl.coalesce(*(dated(anchor.dt.year() + years, month, number) for years in (0, -1, 1)))
    frame = frame.with_columns(near.alias("_near"))
    shift = (
        pl.when(pl.col("_near") - anchor > _HALF_YEAR)
        .then(pl.lit("-1y"))
        .when(anchor - pl.col("_near") > _HALF_YEAR)
        .then(pl.lit("1y"))
        .otherwise(pl.lit("0d"))
    )
    printed = pl.coalesce(
        "_printed",
        pl.when(year.is_null()).then(
            pl.coalesce(_same_day(pl.col("_near").dt.offset_by(shift), number), dated(pl.col("path_year"), month, number))
        ),
    )
    return frame.with_columns(printed.alias("dateline_date")).with_columns(pl.coalesce("_anchor", "dateline_date").alias("published_date"))
