"""Date expressions and the days they mean, read from Thursday, 19 September 2019."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from transforms import dates
from transforms.text import clean, fold


def readings(text: str) -> list[tuple[str, str, str, str]]:
    """Past and future reading of every expression, as ISO days."""
    sentence = pl.DataFrame({"sentence_id": pl.Series([0], dtype=pl.UInt32), "text": [text], "published_date": [date(2019, 9, 19)]})
    found = dates.expressions(sentence.with_columns(fold(clean(pl.col("text"))).alias("ascii")))
    return [tuple(map(str, row)) for row in found.select("past_start", "past_end", "future_start", "future_end").iter_rows()]


@pytest.mark.parametrize(
    ("phrase", "past", "future"),
    [
        ("on Friday", "2019-09-13..2019-09-13", "2019-09-20..2019-09-20"),
        ("next Friday", "2019-09-27..2019-09-27", "2019-09-27..2019-09-27"),
        ("on Thursday next week", "2019-09-26..2019-09-26", "2019-09-26..2019-09-26"),
        ("from Monday to Thursday", "2019-09-16..2019-09-19", "2019-09-23..2019-09-26"),
        ("last month", "2019-08-01..2019-08-31", "2019-08-01..2019-08-31"),
        ("last November", "2018-11-01..2018-11-30", "2018-11-01..2018-11-30"),
        ("next March", "2020-03-01..2020-03-31", "2020-03-01..2020-03-31"),
        ("in September last year", "2018-09-01..2018-09-30", "2018-09-01..2018-09-30"),
        ("in February", "2019-02-01..2019-02-28", "2020-02-01..2020-02-29"),
        ("for May 30", "2019-05-30..2019-05-30", "2020-05-30..2020-05-30"),
        ("Sept. 22-25", "2018-09-22..2018-09-25", "2019-09-22..2019-09-25"),
        ("December 29 to January 3", "2018-12-29..2019-01-03", "2019-12-29..2020-01-03"),
        ("in the week of Oct. 21", "2018-10-15..2018-10-21", "2019-10-21..2019-10-27"),
        ("in early 2018", "2018-01-01..2018-04-30", "2018-01-01..2018-04-30"),
        ("by the end of this month", "2019-09-21..2019-09-30", "2019-09-19..2019-09-30"),
        ("later this week", "2019-09-20..2019-09-22", "2019-09-20..2019-09-22"),
        ("three weeks ago", "2019-08-26..2019-09-01", "2019-08-26..2019-09-01"),
        ("two years ago", "2017-01-01..2017-12-31", "2017-01-01..2017-12-31"),
        ("tomorrow", "2019-09-20..2019-09-20", "2019-09-20..2019-09-20"),
    ],
)
def test_an_expression_has_a_past_and_a_future_reading(phrase, past, future):
    (row,) = readings(f"They talk {phrase}.")
    assert (f"{row[0]}..{row[1]}", f"{row[2]}..{row[3]}") == (past, future)


def test_the_next_day_counts_from_the_day_told_last():
    assert [row[0] for row in readings("They met on Monday and parted the following day.")] == ["2019-09-16", "2019-09-17"]


def test_the_next_day_of_no_day_is_none():
    assert readings("They parted the next day.") == []


@pytest.mark.parametrize("phrase", ["for three days", "2,000 troops", "recently", "soon", "at 9 a.m.", "a three-day visit"])
def test_what_is_no_date_gives_none(phrase):
    assert readings(f"They stayed {phrase}.") == []
