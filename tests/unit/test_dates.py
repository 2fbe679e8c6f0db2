"""Date expressions and the days they mean, read from Thursday, 19 September 2019."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from transforms import dates
from transforms.text import clean, fold


def readings(text: str) -> list[tuple[str, str, str, str]]:
    """Past and future reading of every expression, as ISO days."""
    sentence = pl.DataFrame(
        {"sentence_id": pl.Series([0], dtype=pl.UInt32), "article_id": ["a"], "text": [text], "published_date": [date(2019, 9, 19)]}
    )
    found = dates.expressions(sentence.with_columns(fold(clean(pl.col("text"))).alias("ascii")))
    return [tuple(map(str, row)) for row in found.select("past_start", "past_end", "future_start", "future_end").iter_rows()]


ONE_READING = {
    "today": "09-19",
    "tonight": "09-19",
    "tomorrow": "09-20",
    "yesterday": "09-18",
    "last night": "09-18",
    "the day after tomorrow": "09-21",
    "the day before yesterday": "09-17",
    "last Friday": "09-13",
    "last Thursday": "09-12",
    "next Friday": "09-27",
    "this coming Monday": "09-23",
    "this past Tuesday": "09-17",
    "on Thursday next week": "09-26",
    "on Friday of last week": "09-13",
    "Wednesday to Friday next week": "09-25..09-27",
    "Tuesday or Wednesday next week": "09-24..09-25",
    "last week": "09-09..09-15",
    "this week": "09-16..09-22",
    "early next week": "09-23..09-29",
    "in the middle of next week": "09-23..09-29",
    "later this week": "09-20..09-22",
    "earlier this week": "09-16..09-18",
    "last weekend": "09-14..09-15",
    "next weekend": "09-28..09-29",
    "last month": "08-01..08-31",
    "late this month": "09-21..09-30",
    "early this month": "09-01..09-10",
    "in the middle of this month": "09-11..09-20",
    "earlier this month": "09-01..09-18",
    "later this month": "09-20..09-30",
    "late next month": "10-21..10-31",
    "on the 6th of this month": "09-06",
    "last November": "2018-11-01..2018-11-30",
    "last September": "2018-09-01..2018-09-30",
    "last year, in November": "2018-11-01..2018-11-30",
    "in September last year": "2018-09-01..2018-09-30",
    "this September": "09-01..09-30",
    "next March": "2020-03-01..2020-03-31",
    "next September": "2020-09-01..2020-09-30",
    "late last year": "2018-09-01..2018-12-31",
    "early next year": "2020-01-01..2020-04-30",
    "early in the next year": "2020-01-01..2020-04-30",
    "the first half of this year": "01-01..06-30",
    "later this year": "09-20..12-31",
    "in early 2018": "2018-01-01..2018-04-30",
    "in mid-2020": "2020-05-01..2020-08-31",
    "in 2018": "2018-01-01..2018-12-31",
    "their 2018 meeting": "2018-01-01..2018-12-31",
    "last summer": "06-01..08-31",
    "last winter": "2018-12-01..2019-02-28",
    "next spring": "2020-03-01..2020-05-31",
    "in spring 2020": "2020-03-01..2020-05-31",
    "three weeks ago": "08-26..09-01",
    "two days ago": "09-17",
    "two years ago": "2017-01-01..2017-12-31",
    "in two weeks": "09-30..10-06",
    "in four months' time": "2020-01-01..2020-01-31",
    "three weeks from now": "10-07..10-13",
    "on January 25, 2021": "2021-01-25",
    "on 6 January, 2018": "2018-01-06",
    "on 2019-05-04": "05-04",
    "on Friday, March 1, 2019": "03-01",
    # The weekday counts where it contradicts the date.
    "on Thursday, Sept. 18": "09-19",
}

#: The past reading, the future reading.
TWO_READINGS = {
    "on Friday": ("09-13", "09-20"),
    "on Thursday": ("09-19", "09-19"),
    "from Monday to Thursday": ("09-16..09-19", "09-23..09-26"),
    "over the weekend": ("09-14..09-15", "09-21..09-22"),
    "this weekend": ("09-14..09-15", "09-21..09-22"),
    "on the 21st": ("08-21", "09-21"),
    "on Sept. 18": ("09-18", "2020-09-18"),
    "for May 30": ("05-30", "2020-05-30"),
    "on Thursday, Oct. 10": ("09-19", "10-10"),
    "on September  29-30": ("2018-09-29..2018-09-30", "09-29..09-30"),
    "on Sept 7-9": ("09-07..09-09", "2020-09-07..2020-09-09"),
    "from 22 to 25 January": ("01-22..01-25", "2020-01-22..2020-01-25"),
    "March 30 and 31": ("03-30..03-31", "2020-03-30..2020-03-31"),
    "April 28, 29 and 30": ("04-28..04-30", "2020-04-28..2020-04-30"),
    "from Sept. 30-Oct. 2": ("2018-09-30..2018-10-02", "09-30..10-02"),
    "30 September to 2 October": ("2018-09-30..2018-10-02", "09-30..10-02"),
    "December 29 to January 3": ("2018-12-29..2019-01-03", "2019-12-29..2020-01-03"),
    "on Thursday, November 14 and Friday, November 15": ("2018-11-14..2018-11-15", "11-14..11-15"),
    "in February": ("02-01..02-28", "2020-02-01..2020-02-29"),
    "their August meeting": ("08-01..08-31", "2020-08-01..2020-08-31"),
    "in late August": ("08-21..08-31", "2020-08-21..2020-08-31"),
    "at the end of July": ("07-21..07-31", "2020-07-21..2020-07-31"),
    "the second half of October": ("2018-10-16..2018-10-31", "10-16..10-31"),
    "in the first week of June": ("06-01..06-07", "2020-06-01..2020-06-07"),
    "in the week of Oct. 21": ("2018-10-15..2018-10-21", "10-21..10-27"),
    "in the summer": ("06-01..08-31", "2020-06-01..2020-08-31"),
    "by the end of this month": ("09-21..09-30", "09-19..09-30"),
}

#: Text, and what its last expression means: days counted from the day told before.
COUNTED_ON = {
    "They met on Monday and parted the following day": "09-17",
    "They met on Monday and parted two days later": "09-18",
    "They met on Monday after he had arrived a day earlier": "09-15",
    "They met on Monday. He flew home that night": "09-16",
    "They met on May 3. They met again the same month": "05-01..05-31",
    "They met on May 3. They met again a week later": "05-06..05-12",
    "They met on May 3. They met again a month later": "06-01..06-30",
    "They met on May 3-5. He left the next day": "05-06",
    # What follows was the day before, what goes before it the day told.
    "They met on Tuesday, a day after he saw the king": "09-16",
}

#: Inside a quote the day of saying counts, where the sentence tells it.
QUOTED = {
    '"I will see him tomorrow," he said on Monday': "09-17",
    '"I saw him today," he told reporters on Tuesday': "09-17",
    "He said on Monday that he would go tomorrow": "09-20",
}


def span(written: str) -> str:
    """ "09-19" as an interval of days with years."""
    first, _, last = written.partition("..")
    return "..".join(day if len(day) > 5 else f"2019-{day}" for day in (first, last or first))


@pytest.mark.parametrize(
    ("phrase", "past", "future"), [(phrase, day, day) for phrase, day in ONE_READING.items()] + [(p, *r) for p, r in TWO_READINGS.items()]
)
def test_an_expression_has_a_past_and_a_future_reading(phrase, past, future):
    (row,) = readings(f"They talk {phrase}.")
    assert (f"{row[0]}..{row[1]}", f"{row[2]}..{row[3]}") == (span(past), span(future))


@pytest.mark.parametrize(("text", "day"), COUNTED_ON.items())
def test_the_next_day_counts_from_the_day_told_last(text, day):
    row = readings(f"{text}.")[-1]
    assert f"{row[0]}..{row[1]}" == span(day)


@pytest.mark.parametrize(("text", "day"), QUOTED.items())
def test_tomorrow_in_a_quote_counts_from_the_day_of_saying(text, day):
    assert f"{span(day)}" in [f"{row[0]}..{row[1]}" for row in readings(f"{text}.")]


@pytest.mark.parametrize("text", ["They parted the next day.", "It comes six weeks before the vote.", "A day after the talks he left."])
def test_the_next_day_of_no_day_is_none(text):
    assert readings(text) == []


def test_no_day_is_counted_from_another_article():
    sentences = pl.DataFrame(
        {
            "sentence_id": pl.Series([0, 1], dtype=pl.UInt32),
            "article_id": ["a", "b"],
            "ascii": ["They met on Monday.", "They parted the next day."],
            "published_date": [date(2019, 9, 19)] * 2,
        }
    )
    assert dates.expressions(sentences)["surface"].to_list() == ["Monday"]


@pytest.mark.parametrize("phrase", ["for three days", "2,000 troops", "recently", "soon", "at 9 a.m.", "a three-day visit"])
def test_what_is_no_date_gives_none(phrase):
    assert readings(f"They stayed {phrase}.") == []
