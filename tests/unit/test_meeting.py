"""What a text tells of meetings, phenomenon by phenomenon. All texts are invented; each was published on Thursday, 19 September 2019.

A row reads `kind status parties dates place: participants`, with `-` for what the text does not give.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from transforms import article, extract, ingest

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = " date 2019-09-19 Two capitals talk\nOSLO, Sept. 19 (Reuters) -- "


def rows(body: str) -> list[str]:
    """The meetings of a text, written as in the tables below."""
    documents = ingest.documents([("2019/a.txt", (HEAD + body + "\n").encode())], NOW)
    made = extract.extract(article.articles(documents.raw, NOW).article)
    people = made.participant.group_by("report_id").agg(pl.col("name").str.extract(r"([^ ]+)$").sort())
    shown = []
    for row in made.report.join(people, on="report_id", how="left").rows(named=True):
        start, end = row["date_start"], row["date_end"]
        dates = "-" if start is None else _day(start) if start == end else f"{_day(start)}..{_day(end)}"
        where = row["place"] or row["place_country"] or "-"
        names = ",".join(row["name"] or []) or "-"
        shown.append(f"{row['kind']} {row['status']} {'+'.join(row['parties'])} {dates} {where}: {names}")
    return sorted(shown)


def _day(day: date) -> str:
    return f"{day:%m-%d}" if day.year == 2019 else f"{day:%Y-%m-%d}"


CASES = [
    # "The delegation" is that of the person told of last.
    (
        "Norwegian Foreign Minister Lars Haugen left for Chile on Monday with a delegation of fishermen. The delegation will meet French President Lucien Varenne in Paris on Friday.",
        ["talks scheduled FRA+NOR 09-20 Paris: Haugen,Varenne", "visit held CHL+NOR 09-16 CHL: Haugen"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen will travel to Santiago on Friday and then go on to Lima.",
        ["visit scheduled CHL+NOR 09-20 Santiago: Haugen", "visit scheduled NOR+PER 09-20 Lima: Haugen"],
    ),
    # News without a day is not the meeting that the text looks back on.
    (
        "Norwegian Foreign Minister Lars Haugen held talks with Chilean Foreign Minister Pilar Rojas. Fish was on the table. Haugen and Rojas met on June 3.",
        ["talks held CHL+NOR - -: Haugen,Rojas", "talks held CHL+NOR 06-03 -: Haugen,Rojas"],
    ),
    # A visit there and a visit back are two.
    (
        "Norwegian Foreign Minister Lars Haugen has traveled to Santiago for talks. He spoke of Chilean President Pilar Rojas's state visit to Norway in April.",
        ["visit held CHL+NOR - Santiago: Haugen", "visit held CHL+NOR 04-01..04-30 NOR: Rojas"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen will discuss fish with EU foreign policy chief Greta Olde on Friday.",
        ["talks scheduled EU+NOR 09-20 -: Haugen,Olde"],
    ),
    # A side left out is that of the meeting told before; what two discuss where they are told to meet is that meeting.
    (
        "Norwegian Foreign Minister Lars Haugen met Chilean Foreign Minister Pilar Rojas in Oslo on Tuesday. The next round is set for Oct. 21 in Bergen.",
        ["talks held CHL+NOR 09-17 Oslo: Haugen,Rojas", "talks scheduled CHL+NOR 10-21 Bergen: -"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen met Chilean Foreign Minister Pilar Rojas on Tuesday. Haugen and Rojas discussed fish.",
        ["talks held CHL+NOR 09-17 -: Haugen,Rojas"],
    ),
    # Officials unnamed are those of the country visited.
    (
        "Chilean Foreign Minister Pilar Rojas arrived in France on Tuesday. She met senior officials on Wednesday.",
        ["talks held CHL+FRA 09-18 FRA: Rojas", "visit held CHL+FRA 09-17 FRA: Rojas"],
    ),
    # Who is to meet several calls on one after the other.
    (
        "Chilean Foreign Minister Pilar Rojas held phone calls with Norwegian Foreign Minister Lars Haugen and French President Lucien Varenne on Tuesday.",
        ["call held CHL+FRA 09-17 -: Rojas,Varenne", "call held CHL+NOR 09-17 -: Haugen,Rojas"],
    ),
    # A person of whom no country is said acts for the other one told of, where the country of the article would leave one side alone.
    (
        "Norway is to lend to Chile, officials said. Foreign Minister Lars Haugen met Norwegian Prime Minister Ida Strand on Tuesday.",
        ["talks held CHL+NOR 09-17 -: Haugen,Strand"],
    ),
    (
        "Norway is to lend to Chile, officials said. Foreign Minister Lars Haugen visited Norway on Tuesday.",
        ["visit held CHL+NOR 09-17 NOR: Haugen"],
    ),
    # A guest without an office may be anyone; and someone who returns goes home.
    ("Norway is to lend to Chile, officials said. Lars Haugen met Norwegian Prime Minister Ida Strand on Tuesday.", []),
    ("Norway is to lend to Chile, officials said. Foreign Minister Lars Haugen returned to Norway on Tuesday.", []),
    # The sides of a meeting named without them are those told of before.
    (
        "Norwegian Foreign Minister Lars Haugen met Chilean Foreign Minister Pilar Rojas in Bergen on Tuesday. The talks will resume in Lima on Friday.",
        ["talks held CHL+NOR 09-17 Bergen: Haugen,Rojas", "talks scheduled CHL+NOR 09-20 Lima: -"],
    ),
    ("The talks will resume in Lima on Friday.", []),
    # Where no other country is named, a city tells the other one; who accepts an invitation travels.
    (
        "Norway is to lend abroad, officials said. Foreign Minister Pilar Rojas met Norwegian Prime Minister Ida Strand in Santiago on Tuesday.",
        ["talks held CHL+NOR 09-17 Santiago: Rojas,Strand"],
    ),
    (
        "Norwegian Prime Minister Lars Haugen accepted Chilean President Pilar Rojas's invitation to visit Chile in October.",
        ["visit scheduled CHL+NOR 10-01..10-31 CHL: Haugen"],
    ),
    # A visiting guest meets; an apposition does not part host from guest; "the president to visit" is the one told of.
    (
        "Norwegian Prime Minister Lars Haugen and visiting Chilean President Pilar Rojas held talks in Bergen on Tuesday.",
        ["summit held CHL+NOR 09-17 Bergen: Haugen,Rojas"],
    ),
    (
        "Norwegian Prime Minister Lars Haugen met Chilean President Pilar Rojas on Tuesday. Haugen invited the president to visit Norway next year.",
        ["summit held CHL+NOR 09-17 -: Haugen,Rojas", "visit proposed CHL+NOR 2020-01-01..2020-12-31 NOR: Rojas"],
    ),
    (
        "Norway's foreign minister, Lars Haugen, has invited Chile and Peru to resume their talks in Oslo in December.",
        ["talks proposed CHL+NOR+PER 12-01..12-31 Oslo: Haugen"],
    ),
    # Verbs of meeting.
    (
        "Norwegian Foreign Minister Lars Haugen met his Chilean counterpart, Pilar Rojas, in Bergen on Tuesday.",
        ["talks held CHL+NOR 09-17 Bergen: Haugen,Rojas"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen meets Chilean Foreign Minister Pilar Rojas in Oslo on Friday.",
        ["talks scheduled CHL+NOR 09-20 Oslo: Haugen,Rojas"],
    ),
    (
        "Norway's Lars Haugen and Chile's Pilar Rojas will meet in Geneva next week, officials said on Wednesday.",
        ["talks scheduled CHL+NOR 09-23..09-29 Geneva: Haugen,Rojas"],
    ),
    (
        "President Lars Haugen of Norway held talks with President Pilar Rojas of Chile on Monday.",
        ["summit held CHL+NOR 09-16 -: Haugen,Rojas"],
    ),
    (
        "Norwegian Prime Minister Lars Haugen received Chilean Defence Minister Pilar Rojas in Oslo on Wednesday.",
        ["talks held CHL+NOR 09-18 Oslo: Haugen,Rojas"],
    ),
    (
        "Chilean envoy Pilar Rojas was received by Norwegian Prime Minister Lars Haugen on Wednesday.",
        ["talks held CHL+NOR 09-18 -: Haugen,Rojas"],
    ),
    ("Norwegian and Chilean officials met in Lima last week.", ["talks held CHL+NOR 09-09..09-15 Lima: -"]),
    ("Talks between Norway and Chile ended in Lima on Tuesday without agreement.", ["talks held CHL+NOR 09-17 Lima: -"]),
    ("Norwegian Foreign Minister Lars Haugen conferred with Chilean officials on Monday.", ["talks held CHL+NOR 09-16 -: Haugen"]),
    # Calls.
    (
        "President Lars Haugen of Norway spoke by telephone with Chilean President Pilar Rojas on Tuesday.",
        ["call held CHL+NOR 09-17 -: Haugen,Rojas"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen had a telephone conversation with Pilar Rojas, the Chilean foreign minister.",
        ["call held CHL+NOR - -: Haugen,Rojas"],
    ),
    (
        "In a phone call on Monday, Norwegian President Lars Haugen told Chilean President Pilar Rojas that trade would grow.",
        ["call held CHL+NOR 09-16 -: Haugen,Rojas"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen telephoned Chilean Foreign Minister Pilar Rojas on Tuesday to discuss fish.",
        ["call held CHL+NOR 09-17 -: Haugen,Rojas"],
    ),
    # Trips.
    (
        "Norwegian Prime Minister Lars Haugen arrived in Chile on Wednesday for a three-day visit.",
        ["visit held CHL+NOR 09-18..09-20 CHL: Haugen"],
    ),
    ("Norwegian Prime Minister Lars Haugen left for Chile on Wednesday.", ["visit held CHL+NOR 09-18 CHL: Haugen"]),
    (
        "Chilean President Pilar Rojas will pay a state visit to Norway from October 7 to 9.",
        ["visit scheduled CHL+NOR 10-07..10-09 NOR: Rojas"],
    ),
    (
        "Chilean President Pilar Rojas will travel to Oslo next month for talks with Norwegian Prime Minister Lars Haugen.",
        ["summit scheduled CHL+NOR 10-01..10-31 Oslo: Haugen,Rojas", "visit scheduled CHL+NOR 10-01..10-31 Oslo: Rojas"],
    ),
    (
        "Norwegian envoy Lars Haugen visited Chile and Peru last week.",
        ["visit held CHL+NOR 09-09..09-15 CHL: Haugen", "visit held NOR+PER 09-09..09-15 PER: Haugen"],
    ),
    ("A visit to Chile by Norwegian Foreign Minister Lars Haugen has been postponed.", ["visit cancelled CHL+NOR - CHL: Haugen"]),
    (
        "Norwegian Foreign Minister Lars Haugen's visit to Chile, scheduled for October, was called off.",
        ["visit cancelled CHL+NOR 10-01..10-31 CHL: Haugen"],
    ),
    # Gatherings.
    (
        "Norwegian Foreign Minister Lars Haugen will attend the NATO summit in Brussels next month.",
        ["conference scheduled NATO+NOR 10-01..10-31 Brussels: Haugen"],
    ),
    ("Chilean President Pilar Rojas attended the G20 summit in Osaka in June.", ["conference held CHL+G20 06-01..06-30 Osaka: Rojas"]),
    (
        "Norwegian Prime Minister Lars Haugen met Chilean President Pilar Rojas on the sidelines of the U.N. General Assembly in New York on Monday.",
        ["summit held CHL+NOR 09-16 New York: Haugen,Rojas"],
    ),
    # Nouns.
    (
        "Haugen's meeting with Rojas, set for Friday, will deal with fish, Norwegian Foreign Minister Lars Haugen and Chilean Foreign Minister Pilar Rojas said.",
        ["talks scheduled CHL+NOR 09-20 -: Haugen,Rojas"],
    ),
    (
        "February's no-deal summit between Norwegian President Lars Haugen and Chilean President Pilar Rojas changed little.",
        ["summit held CHL+NOR 02-01..02-28 -: Haugen,Rojas"],
    ),
    ("Norwegian officials said U.S.-Chinese talks would resume in Geneva on Monday.", ["talks scheduled CHN+USA 09-23 Geneva: -"]),
    (
        "There is also a chance for a trilateral meeting between the foreign ministers of Norway, Chile and Peru.",
        ["talks possible CHL+NOR+PER - -: -"],
    ),
    (
        "After talks with Chilean President Pilar Rojas in Lima, Norwegian President Lars Haugen said the two agreed.",
        ["summit held CHL+NOR - Lima: Haugen,Rojas"],
    ),
    # Status.
    ("Norwegian envoy Lars Haugen said he had no plan to meet Chilean officials.", ["talks denied CHL+NOR - -: Haugen"]),
    ("Norway ruled out a meeting with Chile.", ["talks denied CHL+NOR - -: -"]),
    (
        "Norwegian Foreign Minister Lars Haugen refused to meet Chilean Foreign Minister Pilar Rojas.",
        ["talks denied CHL+NOR - -: Haugen,Rojas"],
    ),
    ("Norway denied that its envoy Lars Haugen had met Chilean officials.", ["talks denied CHL+NOR - -: Haugen"]),
    (
        "Norwegian Foreign Minister Lars Haugen was to have met Chilean Foreign Minister Pilar Rojas on Wednesday.",
        ["talks cancelled CHL+NOR 09-18 -: Haugen,Rojas"],
    ),
    ("Norway called off talks with Chile set for Friday.", ["talks cancelled CHL+NOR 09-20 -: -"]),
    (
        "Norwegian Foreign Minister Lars Haugen is expected to meet Chilean officials in Oslo next week.",
        ["talks expected CHL+NOR 09-23..09-29 Oslo: Haugen"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen may meet Chilean Foreign Minister Pilar Rojas in New York.",
        ["talks possible CHL+NOR - New York: Haugen,Rojas"],
    ),
    ("Norway proposed talks with Chile in October.", ["talks proposed CHL+NOR 10-01..10-31 -: -"]),
    ("Norway has agreed to hold talks with Chile in Geneva on October 3.", ["talks scheduled CHL+NOR 10-03 Geneva: -"]),
    ("Norwegian President Lars Haugen invited Chilean President Pilar Rojas to visit Oslo.", ["visit proposed CHL+NOR - Oslo: Rojas"]),
    ("Norway's talks with Chile, planned for Friday, have been postponed.", ["talks cancelled CHL+NOR 09-20 -: -"]),
    # Several in one sentence.
    (
        "Norwegian Foreign Minister Lars Haugen met separately with Chilean Foreign Minister Pilar Rojas and Peruvian Foreign Minister Inés Quispe in Lima on Monday.",
        ["talks held CHL+NOR 09-16 Lima: Haugen,Rojas", "talks held NOR+PER 09-16 Lima: Haugen,Quispe"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen left for Chile on Thursday for talks with Chilean Foreign Minister Pilar Rojas.",
        ["talks scheduled CHL+NOR - CHL: Haugen,Rojas", "visit held CHL+NOR 09-19 CHL: Haugen"],
    ),
    # One occasion told twice.
    (
        "Norway and Chile will hold talks on Friday.\nNorwegian envoy Lars Haugen will meet Chilean envoy Pilar Rojas on Friday in Bergen.",
        ["talks scheduled CHL+NOR 09-20 Bergen: Haugen,Rojas"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen met Chilean Foreign Minister Pilar Rojas on Monday.\nThe two ministers last met in Lima in June.",
        ["talks held CHL+NOR 06-01..06-30 Lima: Haugen,Rojas", "talks held CHL+NOR 09-16 -: Haugen,Rojas"],
    ),
    (
        "Norwegian President Lars Haugen will visit Chile from October 7 to 9 and hold talks with Chilean President Pilar Rojas.",
        ["summit scheduled CHL+NOR 10-07..10-09 CHL: Haugen,Rojas", "visit scheduled CHL+NOR 10-07..10-09 CHL: Haugen"],
    ),
    # Delegations and state media.
    (
        "Kim Il Ryong, vice-premier of the DPRK, met with a delegation of the Norwegian Ministry of Trade led by Vice Minister Lars Haugen at the Mansudae Assembly Hall on Wednesday.",
        ["talks held NOR+PRK 09-18 Pyongyang: Haugen,Ryong"],
    ),
    ("A Chilean parliamentary delegation led by Pilar Rojas arrived here on Tuesday.", ["visit held CHL+NOR 09-17 Oslo: Rojas"]),
    # Clauses, places and days that are not the meeting's own.
    (
        "Norwegian envoy Lars Haugen told reporters after talks with Chilean Foreign Minister Pilar Rojas that a session could be held in Geneva later this month.",
        ["talks held CHL+NOR - -: Haugen,Rojas"],
    ),
    (
        "Norwegian President Lars Haugen extended the invitation during his third summit with Chilean President Pilar Rojas, held in Lima last month.",
        ["summit held CHL+NOR 08-01..08-31 Lima: Haugen,Rojas"],
    ),
    ("Norwegian Foreign Minister Lars Haugen leaves for Gabon on Saturday.", ["visit scheduled GAB+NOR 09-21 GAB: Haugen"]),
    ("A delegation of the Chilean parliament headed by Pilar Rojas arrived here on Wednesday.", ["visit held CHL+NOR 09-18 Oslo: Rojas"]),
    (
        "Chilean Foreign Minister Pilar Rojas is due to see Norwegian Prime Minister Lars Haugen on Friday.",
        ["talks scheduled CHL+NOR 09-20 -: Haugen,Rojas"],
    ),
    (
        "Norwegian Prime Minister Lars Haugen spoke by phone with Chilean President Pilar Rojas about the latest developments in Gaza.",
        ["call held CHL+NOR - -: Haugen,Rojas"],
    ),
    (
        "Norwegian Prime Minister Lars Haugen, who refused to receive the Chilean ambassador last week, told supporters in Bergen that talks were useless.",
        ["talks denied CHL+NOR 09-09..09-15 -: Haugen"],
    ),
    (
        "President of Ukraine Andriy Kovalchenko met with Prime Minister of Norway Lars Haugen, who is on an unannounced visit to Kyiv.",
        ["summit held NOR+UKR - Kyiv: Haugen,Kovalchenko", "visit held NOR+UKR - Kyiv: Haugen"],
    ),
    ("The presidents noted the talks between the delegations of Norway and Chile in Geneva.", ["talks held CHL+NOR - Geneva: -"]),
    (
        "Norwegian envoy Lars Haugen will hold separate talks with Chile and Peru in Lima next week.",
        ["talks scheduled CHL+NOR 09-23..09-29 Lima: Haugen", "talks scheduled NOR+PER 09-23..09-29 Lima: Haugen"],
    ),
    ("Norway offered to host three-way talks with Chile and Peru.", ["talks proposed CHL+NOR+PER - -: -"]),
    (
        "Norwegian envoy Lars Haugen met in Cairo with senior Egyptian, Israeli and Qatari officials.",
        ["talks held EGY+ISR+NOR+QAT - Cairo: Haugen"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen met Chilean Foreign Minister Pilar Rojas on Tuesday. The ministers discussed fish. They continued the discussion over dinner.",
        ["talks held CHL+NOR 09-17 -: Haugen,Rojas"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen will attend the ASEAN summit in Bangkok in November.",
        ["conference scheduled ASEAN+NOR 11-01..11-30 Bangkok: Haugen"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen arrived in Chile on Monday at the invitation of his Chilean counterpart, Pilar Rojas.",
        ["visit held CHL+NOR 09-16 CHL: Haugen"],
    ),
    (
        "Norwegian Foreign Minister Lars Haugen said he would meet Chilean Foreign Minister Pilar Rojas in Geneva on October 3.",
        ["talks scheduled CHL+NOR 10-03 Geneva: Haugen,Rojas"],
    ),
    ("Talks between Norway and Chile, which began in Geneva on Monday, will continue on Friday.", ["talks held CHL+NOR 09-16 Geneva: -"]),
    ("Norwegian Prime Minister Lars Haugen returned home on Tuesday from a four-day visit to Chile.", ["visit held CHL+NOR - CHL: Haugen"]),
    (
        "Chilean President Pilar Rojas has accepted an invitation to visit Norway next spring.",
        ["visit scheduled CHL+NOR 2020-03-01..2020-05-31 NOR: Rojas"],
    ),
    ("Norwegian Foreign Minister Lars Haugen is on a three-day visit to Chile.", ["visit held CHL+NOR - CHL: Haugen"]),
    (
        "Norwegian Foreign Minister Lars Haugen, currently visiting Chile, met President Pilar Rojas of Chile on Wednesday.",
        ["talks held CHL+NOR 09-18 CHL: Haugen,Rojas", "visit held CHL+NOR - CHL: Haugen"],
    ),
    # An office named alone is the publisher's own, whom its calls for offices give away.
    (
        "The External Affairs Minister returned. Foreign Secretary called on Chilean President Pilar Rojas on Wednesday.",
        ["talks held CHL+IND 09-18 -: Rojas"],
    ),
    ("Norwegian Foreign Minister Lars Haugen called on Chilean President Pilar Rojas to resign.", []),
    # Who invites does not travel.
    (
        "At the invitation of Norwegian Foreign Minister Lars Haugen, Chilean Foreign Minister Pilar Rojas and Peruvian Foreign Minister"
        " Ana Quispe will visit Norway on Friday.",
        ["visit scheduled CHL+NOR 09-20 NOR: Rojas", "visit scheduled NOR+PER 09-20 NOR: Quispe"],
    ),
]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_meetings_of_a_text(body, expected):
    assert rows(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Norwegian Prime Minister Lars Haugen met with his cabinet in Oslo on Monday.",
        "Norwegian Foreign Minister Lars Haugen sent a message of greeting to Chilean Foreign Minister Pilar Rojas on Monday.",
        "Norway and Chile signed nothing and traded more fish.",
        "The stalled negotiating process between Norway and Chile worries Peru.",
        "Norwegian and Chilean troops held a joint exercise last week.",
        "Norwegian Foreign Minister Lars Haugen told reporters in Oslo that relations with Chile were good.",
        "Norwegian Foreign Minister Lars Haugen received a letter from Chilean Foreign Minister Pilar Rojas on Tuesday.",
        "Norway welcomed Chile's decision to export less fish.",
        "Norway called on Chile to meet its obligations.",
    ],
)
def test_what_is_no_meeting_gives_none(body):
    assert rows(body) == []
