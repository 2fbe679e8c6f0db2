"""Which reports tell of one meeting. All stories are invented; each case reads: reports, then the meetings they make."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.block import block, bucket
from transforms.entity import identified
from transforms.resolve import HISTORY, Resolution, resolve
from transforms.tables import LINK_RULES, TABLES

AINO, EERO, STEN, MAJA = "Aino Vesterholm/FIN", "Eero Kallastama/FIN", "Sten Brunnegard/SWE", "Maja Tunefors/SWE"


def told(published: str, kind: str, status: str, days: str | None, parties: str, *persons: str, **more) -> dict:
    """One report. `days`: "2019-03-10" or "2019-03-10/2019-03-12"; a person is "Name/ISO3"."""
    first, _, last = (days or "").partition("/")
    return {
        "published": date.fromisoformat(published),
        "kind": kind,
        "status": status,
        "date_start": date.fromisoformat(first) if first else None,
        "date_end": date.fromisoformat(last or first) if first else None,
        "parties": sorted(parties.split()),
        "persons": [person.split("/") for person in persons],
        "source": "Norra",
        "uri": "landing/norra/2019/1.txt",
        "article": None,
        "sentence_no": 0,
        "place": None,
        "place_country": None,
        "evidence": "They met.",
        "rule": "hand",
        "roles": "envoy",
    } | more


def frames(reports: list[dict]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Article, report and participant tables; each report is an article of its own unless it names one."""
    article, report, participant = {}, [], []
    for number, one in enumerate(reports):
        article_id = one["article"] or f"a{number:016x}"
        article[article_id] = {
            "article_id": article_id,
            "source": one["source"],
            "source_uri": one["uri"],
            "published_date": one["published"],
        }
        report_id = f"{article_id}-r{number:02}"
        report.append(
            {name: one.get(name) for name in TABLES["meeting_report"].schema}
            | {"report_id": report_id, "article_id": article_id, "char_start": 0, "char_end": 9, "confidence": 1.0}
        )
        for n, (name, country) in enumerate(one["persons"]):
            participant.append(
                {"report_id": report_id, "mention_id": f"{report_id}-{n}", "name": name, "country_code": country, "role": one["roles"]}
            )
    schema = TABLES["meeting_report"].unmerged
    names = ("report_id", "mention_id", "name", "country_code", "role")
    named = pl.DataFrame(participant, schema={name: pl.String for name in names}).with_columns(
        pl.lit(date(2019, 3, 1)).alias("day"), pl.col("report_id").alias("article_id")
    )
    return (
        pl.DataFrame(
            list(article.values()),
            schema={"article_id": pl.String, "source": pl.String, "source_uri": pl.String, "published_date": pl.Date},
        ),
        pl.DataFrame(report, schema=schema),
        identified(named, "day").drop("day", "article_id"),
    )


def meetings(reports: list[dict]) -> list[list[int]]:
    """The numbers of the reports of each meeting."""
    made = resolve(*frames(reports))
    number = pl.col("report_id").str.extract(r"r(\d+)$").cast(pl.Int64)
    grouped = made.meeting_report.with_columns(number.alias("n")).group_by("meeting_id").agg(pl.col("n").sort())
    return sorted(grouped["n"].to_list())


ONE_MEETING = {
    "told by two agencies": [
        told("2019-03-11", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN),
        told("2019-03-12", "talks", "held", "2019-03-10", "SWE FIN", AINO, STEN, source="Sudra"),
    ],
    "announced, then held": [
        told("2019-03-01", "talks", "scheduled", "2019-03-10", "FIN SWE", AINO, STEN),
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN),
    ],
    "announced for the day before": [
        told("2019-03-01", "talks", "scheduled", "2019-03-09", "FIN SWE", AINO, STEN),
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN),
    ],
    "talks told without a day, today and tomorrow": [
        told("2019-03-10", "talks", "held", None, "FIN SWE", AINO, STEN),
        told("2019-03-11", "talks", "held", None, "FIN SWE", AINO, STEN),
    ],
    "a visit told without a day, today and tomorrow": [
        told("2019-03-10", "visit", "held", None, "FIN SWE", AINO),
        told("2019-03-11", "visit", "held", None, "FIN SWE", AINO),
    ],
    "a gathering at which guests are met elsewhere": [
        told("2019-03-09", "conference", "scheduled", "2019-03-10/2019-03-13", "OSCE SWE", place="Oslo", place_country="NOR"),
        told("2019-03-11", "conference", "held", "2019-03-11", "OSCE SWE"),
    ],
    "two days in a row, each told by one agency": [
        told("2019-03-11", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN),
        told("2019-03-12", "talks", "held", "2019-03-11", "FIN SWE", AINO, STEN, source="Sudra"),
    ],
    "a body that brings two sides together, left out by one": [
        told("2019-03-11", "talks", "held", "2019-03-10", "FIN OSCE SWE", AINO, STEN),
        told("2019-03-12", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN),
    ],
    "a plan that names another side's minister": [
        told("2019-03-01", "talks", "scheduled", "2019-03-10", "FIN NOR SWE", AINO),
        told("2019-03-12", "talks", "held", "2019-03-10", "FIN NOR SWE", STEN, "Nils Havik/NOR"),
    ],
    "two long spans, one in the other, and the town": [
        told("2019-02-01", "talks", "proposed", "2019-02-01/2019-04-30", "FIN SWE", place="Oslo", place_country="NOR"),
        told("2019-03-12", "talks", "cancelled", "2019-03-01/2019-03-31", "FIN SWE", place="Oslo", place_country="NOR"),
    ],
    "announced for late March, held on the 27th": [
        told("2019-03-01", "talks", "expected", "2019-03-21/2019-03-31", "FIN SWE"),
        told("2019-03-28", "talks", "held", "2019-03-27", "FIN SWE", AINO, STEN),
    ],
    "announced without a day, held on the 27th": [
        told("2019-03-01", "talks", "proposed", None, "FIN SWE", AINO),
        told("2019-03-28", "talks", "held", "2019-03-27", "FIN SWE", AINO, STEN),
    ],
    "denied and called off are of the meeting that was planned": [
        told("2019-03-01", "talks", "scheduled", "2019-03-10", "FIN SWE", AINO, STEN),
        told("2019-03-05", "talks", "cancelled", None, "FIN SWE", AINO),
        told("2019-03-06", "talks", "denied", None, "FIN SWE"),
    ],
    "a summit that nobody is named for, three weeks ahead": [
        told("2019-03-01", "summit", "scheduled", None, "FIN SWE"),
        told("2019-03-24", "summit", "held", "2019-03-24", "FIN SWE", EERO, MAJA),
    ],
    "an upcoming trip of nobody named, three weeks ahead": [
        told("2019-03-01", "visit", "scheduled", None, "FIN SWE"),
        told("2019-03-24", "visit", "held", "2019-03-24", "FIN SWE", AINO),
    ],
    "a gathering of several days, the first told by one, the rest by the other": [
        told("2019-03-01", "conference", "scheduled", "2019-03-10", "FIN OSCE", place="Oslo", place_country="NOR"),
        told("2019-03-02", "conference", "scheduled", "2019-03-11/2019-03-12", "OSCE SWE", place="Oslo", place_country="NOR"),
    ],
    "a town with and without what it is": [
        told("2019-03-09", "talks", "held", "2019-03-04/2019-03-10", "FIN SWE", place="New York City", place_country="USA"),
        told("2019-03-07", "talks", "held", None, "FIN SWE", place="New York", place_country="USA"),
    ],
    "a trip that a noun tells of, announced before": [
        told("2019-03-01", "visit", "scheduled", "2019-03-10/2019-03-12", "FIN SWE", AINO),
        told("2019-03-05", "visit", "held", None, "FIN SWE", AINO),
    ],
    "a body's gathering of last month": [
        told("2019-03-10", "conference", "held", "2019-03-10", "FIN OSCE"),
        told("2019-04-02", "conference", "held", None, "OSCE SWE", sentence_no=4),
    ],
    "a readout without a day and one with it": [
        told("2019-03-10", "call", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
        told("2019-03-11", "call", "held", None, "FIN SWE", EERO, MAJA, source="Sudra"),
    ],
    "two readouts of one day without a date": [
        told("2019-03-10", "call", "held", None, "FIN SWE", EERO, MAJA),
        told("2019-03-10", "call", "held", None, "FIN SWE", EERO, MAJA, source="Sudra"),
    ],
    "background, and the one meeting it can be": [
        told("2019-03-10", "summit", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
        told("2019-09-01", "summit", "held", None, "FIN SWE", EERO, MAJA, sentence_no=9),
        told("2019-09-01", "summit", "held", "2019-03-01/2019-03-31", "FIN SWE", EERO),
    ],
    "a recent trip, told without a day": [
        told("2019-03-01", "visit", "scheduled", "2019-03-10/2019-03-12", "FIN SWE", AINO),
        told("2019-03-20", "visit", "held", None, "FIN SWE", AINO),
    ],
    "background in the same town, nobody named by one": [
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", place="Oslo", place_country="NOR"),
        told("2019-06-10", "talks", "held", None, "FIN SWE", AINO, STEN, sentence_no=4, place="Oslo", place_country="NOR"),
    ],
    "earlier this year, told twice": [
        told("2019-07-01", "visit", "held", "2019-01-01/2019-06-30", "FIN SWE", AINO),
        told("2019-09-01", "visit", "held", "2019-01-01/2019-08-31", "FIN SWE", AINO),
    ],
    "talks that another agency calls a summit": [
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
        told("2019-03-10", "summit", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
    ],
    "a video summit that another agency calls a call": [
        told("2019-03-10", "summit", "held", "2019-03-10", "FIN SWE", EERO, MAJA, evidence="They met via videoconference."),
        told("2019-03-10", "call", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
    ],
    "one names one side, one names nobody": [
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN),
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", AINO),
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE"),
    ],
    "a lone surname": [
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN),
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", "Vesterholm/FIN", "Brunnegard/SWE"),
    ],
    "days of a visit that overlap": [
        told("2019-03-09", "visit", "scheduled", "2019-03-10/2019-03-13", "FIN SWE", AINO),
        told("2019-03-11", "visit", "held", "2019-03-11", "FIN SWE", AINO),
    ],
    "a gathering planned for the summer, and told to be near": [
        told("2019-03-09", "conference", "scheduled", "2019-06-10/2019-06-13", "FIN OSCE"),
        told("2019-04-02", "conference", "scheduled", None, "OSCE SWE"),
    ],
    "a gathering, whoever is named as coming": [
        told("2019-03-09", "conference", "scheduled", "2019-03-10/2019-03-13", "FIN OSCE SWE"),
        told("2019-03-14", "conference", "held", "2019-03-13", "DNK OSCE", "Aksel Rosengaard/DNK"),
    ],
}
TWO_MEETINGS = {
    "calls a week apart": [
        told("2019-03-10", "call", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
        told("2019-03-17", "call", "held", "2019-03-17", "FIN SWE", EERO, MAJA),
    ],
    "two days in a row, told by one agency": [
        told("2019-03-11", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN),
        told("2019-03-11", "talks", "held", "2019-03-11", "FIN SWE", AINO, STEN),
    ],
    "calls a week apart, told without a day": [
        told("2019-03-10", "call", "held", None, "FIN SWE", EERO, MAJA),
        told("2019-03-17", "call", "held", None, "FIN SWE", EERO, MAJA),
    ],
    "the ministers on the day the presidents spoke": [
        told("2019-03-10", "call", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
        told("2019-03-10", "call", "held", "2019-03-10", "FIN SWE", AINO, STEN),
    ],
    "one side is the same": [
        told("2019-03-10", "call", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
        told("2019-03-10", "call", "held", "2019-03-10", "FIN SWE", EERO, STEN),
    ],
    "a visit and the talks during it": [
        told("2019-03-10", "visit", "held", "2019-03-10", "FIN SWE", AINO),
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN),
    ],
    "a call and talks of one day": [
        told("2019-03-10", "call", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
    ],
    "two and three parties": [
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN),
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN NOR SWE", AINO, STEN),
    ],
    "two rows of one article": [
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN, article="a" + "1" * 16),
        told("2019-03-10", "talks", "held", None, "FIN SWE", AINO, STEN, article="a" + "1" * 16),
    ],
    "talks that nobody is named for, three weeks ahead": [
        told("2019-03-01", "talks", "scheduled", None, "FIN SWE"),
        told("2019-03-24", "talks", "held", "2019-03-24", "FIN SWE", AINO, STEN),
    ],
    "two readouts of calls, given out by one side on two days": [
        told("2019-03-10", "call", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
        told("2019-03-11", "call", "held", None, "FIN SWE", EERO, MAJA),
    ],
    "gatherings on two days in a row in two towns": [
        told("2019-03-01", "conference", "scheduled", "2019-03-10", "FIN OSCE", place="Oslo", place_country="NOR"),
        told("2019-03-02", "conference", "scheduled", "2019-03-11", "OSCE SWE", place="Riga", place_country="LVA"),
    ],
    "background without a name, and a meeting whose day nobody knows": [
        told("2018-12-10", "conference", "scheduled", None, "FIN OSCE"),
        told("2019-03-10", "conference", "held", None, "OSCE SWE", sentence_no=4),
    ],
    "a trip that a noun tells of, announced after": [
        told("2019-03-05", "visit", "held", None, "FIN SWE", AINO),
        told("2019-03-08", "visit", "scheduled", "2019-03-20/2019-03-22", "FIN SWE", AINO),
    ],
    "held before it was told": [
        told("2019-03-22", "talks", "held", "2019-03-21/2019-03-31", "FIN SWE"),
        told("2019-03-28", "talks", "held", "2019-03-27", "FIN SWE", AINO, STEN),
    ],
    "a readout in the first sentence is no background": [
        told("2019-03-10", "call", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
        told("2019-09-01", "call", "held", None, "FIN SWE", EERO, MAJA),
    ],
    "what a verb tells further down is news too": [
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", EERO, MAJA),
        told("2019-06-10", "talks", "held", None, "FIN SWE", EERO, MAJA, sentence_no=4, rule="meet_verb"),
    ],
    "visits told of together": [
        told("2019-03-10", "visit", "held", "2019-03-10", "FIN SWE", AINO),
        told("2019-06-10", "visit", "held", None, "FIN SWE", AINO, sentence_no=4, evidence="She has been there twice."),
    ],
    "a gathering and that of the next year": [
        told("2019-03-10", "conference", "held", "2019-03-10", "OSCE SWE"),
        told("2020-03-01", "conference", "held", None, "OSCE SWE", sentence_no=4),
    ],
    "travellers of two sides": [
        told("2019-03-09", "visit", "scheduled", None, "FIN SWE", AINO),
        told("2019-03-11", "visit", "held", "2019-03-11", "FIN SWE", STEN),
    ],
    "two places of unnamed company": [
        told("2019-03-10", "talks", "held", None, "FIN SWE", place="Oslo", place_country="NOR"),
        told("2019-03-10", "talks", "held", None, "FIN SWE", place="Riga", place_country="LVA"),
    ],
    "a month, and a day in another country": [
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN, place="Oslo", place_country="NOR"),
        told("2019-04-10", "talks", "held", "2019-03-01/2019-03-31", "FIN SWE", AINO, STEN, place="Riga", place_country="LVA"),
    ],
    "a plan long before": [
        told("2018-03-01", "talks", "possible", None, "FIN SWE", AINO, STEN),
        told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", AINO, STEN),
    ],
}


@pytest.mark.parametrize("reports", ONE_MEETING.values(), ids=ONE_MEETING)
def test_one_meeting(reports):
    assert meetings(reports) == [list(range(len(reports)))]


@pytest.mark.parametrize("reports", TWO_MEETINGS.values(), ids=TWO_MEETINGS)
def test_two_meetings(reports):
    assert meetings(reports) == [[0], [1]]


def test_what_fits_two_meetings_joins_neither():
    reports = [
        told("2019-03-05", "talks", "held", "2019-03-05", "FIN SWE", AINO, STEN),
        told("2019-03-20", "talks", "held", "2019-03-20", "FIN SWE", AINO, STEN),
        told("2019-04-01", "talks", "held", "2019-03-01/2019-03-31", "FIN SWE", AINO, STEN),
    ]
    assert meetings(reports) == [[0], [1], [2]]


def test_of_two_gatherings_of_a_body_the_latest_is_looked_back_on():
    reports = [
        told("2019-03-10", "conference", "held", "2019-03-10", "FIN OSCE"),
        told("2019-03-25", "conference", "held", "2019-03-25", "NOR OSCE"),
        told("2019-04-02", "conference", "held", None, "OSCE SWE", sentence_no=4),
    ]
    assert meetings(reports) == [[0], [1, 2]]


def test_of_two_readouts_of_one_side_that_fit_a_call_that_of_its_day_joins():
    reports = [
        told("2019-03-11", "call", "held", "2019-03-10", "FIN SWE", EERO, MAJA, sentence_no=9),
        told("2019-03-10", "call", "held", None, "FIN SWE", EERO, MAJA),
        told("2019-03-11", "call", "held", None, "FIN SWE", EERO, MAJA),
    ]
    assert meetings(reports) == [[0, 1], [2]]


def test_two_of_one_article_that_fit_one_meeting_join_it_neither():
    article = "a" + "1" * 16
    reports = [
        told("2019-03-05", "talks", "scheduled", "2019-03-10", "FIN SWE", AINO),
        told("2019-03-10", "talks", "held", None, "FIN SWE", AINO, STEN, article=article),
        told("2019-03-10", "talks", "held", None, "FIN SWE", AINO, MAJA, article=article),
    ]
    assert meetings(reports) == [[0], [1], [2]]


def test_what_is_news_joins_before_what_else_its_article_plans():
    article = "a" + "1" * 16
    reports = [
        told("2019-03-05", "talks", "scheduled", "2019-03-10", "FIN SWE"),
        told("2019-03-10", "talks", "held", None, "FIN SWE", AINO, STEN, article=article),
        told("2019-03-10", "talks", "scheduled", None, "FIN SWE", AINO, STEN, article=article),
    ]
    assert meetings(reports) == [[0, 1], [2]]


def test_the_better_fit_wins():
    reports = [
        told("2019-03-05", "talks", "held", "2019-03-05", "FIN SWE"),
        told("2019-03-20", "talks", "held", "2019-03-20", "FIN SWE", AINO, STEN),
        told("2019-03-01", "talks", "expected", "2019-03-01/2019-03-31", "FIN SWE", AINO, STEN),
    ]
    assert meetings(reports) == [[0], [1, 2]]


def test_of_equal_fits_the_kind_decides():
    reports = [
        told("2019-03-12", "summit", "held", "2019-03-12", "FIN SWE", EERO, MAJA),
        told("2019-03-13", "talks", "held", "2019-03-13", "FIN SWE", AINO, STEN),
        told("2019-09-01", "summit", "held", "2019-03-01/2019-03-31", "FIN SWE"),
    ]
    assert meetings(reports) == [[0, 2], [1]]


def test_of_equal_fits_the_town_decides():
    reports = [
        told("2019-03-05", "talks", "held", "2019-03-05", "FIN SWE"),
        told("2019-03-20", "talks", "held", "2019-03-20", "FIN SWE", AINO, STEN, place="Oslo", place_country="NOR"),
        told("2019-03-01", "talks", "expected", "2019-03-01/2019-03-31", "FIN SWE", place="Oslo", place_country="NOR"),
    ]
    assert meetings(reports) == [[0], [1, 2]]


def record(*reports: dict) -> dict:
    meeting = resolve(*frames(list(reports))).meeting
    assert meeting.height == 1
    return meeting.row(0, named=True)


def test_the_record_has_the_newest_status_and_the_most_precise_days_and_place():
    made = record(
        told("2019-03-01", "talks", "expected", "2019-03-21/2019-03-31", "FIN SWE", place_country="NOR"),
        told("2019-03-20", "talks", "scheduled", "2019-03-27", "FIN SWE", AINO, STEN, source="Sudra"),
        told("2019-03-28", "talks", "held", "2019-03-27", "FIN SWE", AINO, STEN, place="Oslo", place_country="NOR"),
        told("2019-03-29", "talks", "scheduled", "2019-03-27", "FIN SWE", AINO, STEN),
    )
    assert made["status"] == "held", "what took place is not planned again"
    assert (made["date_start"], made["date_end"]) == (date(2019, 3, 27), date(2019, 3, 27))
    assert (made["place"], made["place_country"], made["level"]) == ("Oslo", "NOR", "envoy")
    assert (made["n_reports"], made["n_sources"]) == (4, 2)
    assert (made["first_reported"], made["last_reported"]) == (date(2019, 3, 1), date(2019, 3, 29))


@pytest.mark.parametrize(
    ("uri", "n_sources"),
    [
        ("landing/sudra/2019/1.txt", 2),
        ("in/all.zip#sudra/2019/03/1.txt", 2),
        ("landing/norra/2018/9.txt", 1),
        ("in/norra.zip#2019/1.txt", 2),
    ],
)
def test_articles_that_name_no_source_count_by_their_folder(uri, n_sources):
    reports = [told("2019-03-10", "talks", "held", "2019-03-10", "FIN SWE", source=None) for _ in range(2)]
    assert record(reports[0], reports[1] | {"uri": uri})["n_sources"] == n_sources


@pytest.mark.parametrize(
    ("newest", "expected"), [("cancelled", "cancelled"), ("denied", "denied"), ("held", "held"), ("possible", "scheduled")]
)
def test_of_one_day_the_more_settled_status_counts(newest, expected):
    reports = [told("2019-03-01", "talks", status, "2019-03-10", "FIN SWE", AINO, STEN) for status in ("scheduled", newest)]
    assert record(*reports)["status"] == expected


def test_every_link_names_its_rule_and_what_both_say():
    link = resolve(*frames(ONE_MEETING["announced, then held"])).meeting_link
    assert set(link["rule"]) == {"anchor", "days"}
    assert link.filter(rule="days").select("linked_to", "evidence").row(0) == (
        "a0000000000000001-r01",
        "talks FIN+SWE: scheduled for 2019-03-10 to 2019-03-10, told 2019-03-01, aino vesterholm/FIN, brunegard sten/SWE; "
        "held for 2019-03-10 to 2019-03-10, told 2019-03-10, aino vesterholm/FIN, brunegard sten/SWE",
    )
    every = [resolve(*frames(reports)).meeting_link["rule"].to_list() for reports in ONE_MEETING.values()]
    assert {rule for rules in every for rule in rules} == set(LINK_RULES)


def test_no_reports_make_no_meetings():
    made = resolve(*frames([]))
    assert [getattr(made, field.name).height for field in fields(Resolution)] == [0] * len(HISTORY)


def test_reports_of_a_chain_of_days_are_one_and_found_soon():
    day = date(2019, 1, 1)
    chain = [
        told(str(day + timedelta(days=n)), "visit", "held", f"{day + timedelta(days=n)}/{day + timedelta(days=n + 1)}", "FIN SWE", AINO)
        for n in range(300)
    ]
    assert len(meetings(chain)) == 1


_DAY = st.dates(date(2019, 3, 1), date(2019, 4, 15))


@st.composite
def _report(draw) -> dict:
    published, first = draw(_DAY), draw(_DAY)
    days = draw(st.sampled_from([None, 0, 0, 2, 9, 30]))
    return told(
        str(published),
        draw(st.sampled_from(["talks", "summit", "call", "visit", "conference"])),
        draw(st.sampled_from(["held", "held", "scheduled", "possible", "denied", "cancelled"])),
        None if days is None else f"{first}/{first + timedelta(days=days)}",
        draw(st.sampled_from(["FIN SWE", "FIN SWE", "FIN SWE", "FIN OSCE SWE", "FIN NOR SWE", "FIN NOR", "OSCE SWE"])),
        *draw(st.lists(st.sampled_from([AINO, EERO, STEN, MAJA, "Vesterholm/FIN"]), max_size=3, unique=True)),
        sentence_no=draw(st.integers(0, 5)),
        source=draw(st.sampled_from(["Norra", "Sudra", None])),
    )


@given(st.lists(_report(), min_size=2, max_size=25), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_does_not_matter(reports, random):
    straight = frames(reports)
    shuffled = [frame.sample(fraction=1, shuffle=True, seed=random.randrange(2**32)) for frame in straight]
    one, other = resolve(*straight), resolve(*shuffled)
    for name in HISTORY:
        assert getattr(one, name).equals(getattr(other, name)), name


@given(st.lists(_report(), min_size=2, max_size=25))
@settings(max_examples=40, deadline=None)
def test_every_report_is_of_one_meeting(reports):
    made = resolve(*frames(reports))
    assert made.meeting_report.height == len(reports)
    assert made.meeting["n_reports"].sum() == len(reports)
    assert made.meeting_link["rule"].eq("anchor").sum() == made.meeting.height
    assert made.meeting_link.filter(rule="anchor")["meeting_id"].n_unique() == made.meeting.height
    assert (made.meeting_link["linked_to"].is_null() == (made.meeting_link["rule"] == "anchor")).all()


@given(st.lists(_report(), min_size=2, max_size=40), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_blocks_resolved_alone_give_what_all_give(reports, n_buckets):
    """Resolving the blocks of each bucket alone gives the tables whole: new articles touch the meetings of their own blocks."""
    article, report, participant = frames(reports)
    whole = resolve(article, report, participant)
    number = bucket(report.select(block().alias("block"))["block"], n_buckets)
    parts = []
    for one in range(n_buckets):
        own = report.filter(number == one)
        parts.append(
            resolve(
                article.join(own, on="article_id", how="semi"),
                own,
                participant.join(own, on="report_id", how="semi"),
            )
        )
    for name in HISTORY:
        together = TABLES[name].conform(pl.concat(getattr(part, name) for part in parts))
        assert together.equals(getattr(whole, name)), name
    # The block of a report can be told from its row of the history as well.
    same = whole.meeting_report.select("report_id", block().alias("block")).sort("report_id")
    assert same.equals(report.select("report_id", block().alias("block")).sort("report_id"))
    assert same.join(whole.meeting_report, on="report_id").group_by("meeting_id").agg(pl.col("block").n_unique())["block"].max() == 1


@pytest.mark.parametrize(
    ("kind", "parties", "expected", "more"),
    [
        # CAN is a body too.
        ("talks", "CAN MEX USA", "talks CAN+MEX+USA", {}),
        ("talks", "FIN OSCE SWE", "talks FIN+SWE", {}),
        ("summit", "AUS IND JPN USA", "conference Quad", {}),
        ("summit", "Quad USA", "conference Quad", {}),
        ("conference", "Quad USA", "conference Quad", {}),
        ("talks", "AUS IND USA", "talks AUS+IND+USA", {}),
        ("summit", "Quad USA", "talks Quad+USA", {"evidence": "She will hold bilateral meetings with Quad leaders."}),
        ("talks", "Quad UKR", "talks Quad+UKR", {}),
        ("visit", "EU USA", "visit BEL+USA", {}),
        ("visit", "EU USA", "visit EU+USA", {"place_country": "USA"}),
        ("talks", "EU USA", "talks EU+USA", {}),
    ],
)
def test_the_block_of_a_report(kind, parties, expected, more):
    report = {"kind": kind, "evidence": "They met.", "parties": parties.split(), "place_country": None} | more
    told = pl.DataFrame([report], schema_overrides={"parties": pl.List(pl.String), "place_country": pl.String})
    assert told.select(block()).item() == expected


def test_buckets_are_the_same_in_every_run():
    blocks = pl.Series(["talks FIN+SWE", "visit FIN+SWE", "conference OSCE", "talks FIN+SWE"])
    assert bucket(blocks, 16).to_list() == [12, 0, 7, 12]
    assert bucket(blocks.clear(), 16).is_empty()
