"""One person, one identifier; two persons, two. Names of office holders are facts, all other names are invented."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from transforms.entity import identified, name_key


def entity(name: str, country: str | None, year: int = 2022, role: str | None = None) -> str:
    frame = pl.DataFrame(
        {"article_id": ["a"], "name": [name], "country_code": [country], "role": [role], "day": [date(year, 6, 1)]},
        schema_overrides={"country_code": pl.String, "role": pl.String},
    )
    return identified(frame, "day")["entity_id"].item()


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "UKR"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskiy", "UKR"),
        ("Volodymyr Zelensky", "Zelenskyy", "UKR"),
        ("Kim Jong Un", "Kim Jong-un", "PRK"),
        ("Kishida Fumio", "Fumio Kishida", "JPN"),
        ("Joe Biden", "Joseph R. Biden, Jr.", "USA"),
        ("Joe Biden", "Biden", "USA"),
        ("Vladimir Putin", "Putin", "RUS"),
        ("Kamala Harris", "Kamala Devi Harris", "USA"),
        ("Gustavo Petro", "Gustavo Petro Urrego", "COL"),
        ("Ine Eriksen Soreide", "Ine Marie Eriksen Søreide", "NOR"),
        ("Narendra Modi", "Shri Narendra Modi", "IND"),
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan", "TUR"),
        # Nobody of the directory.
        ("Sergey Tumanskiy", "Sergei Tumansky", "BLR"),
        ("Ahmed al-Nuwairi", "Ahmed Al Nuwairi", "QAT"),
        ("Baek Seung-min", "Seung Min Baek", "KOR"),
        ("Aino K. Vesterholm", "Aino Vesterholm", "FIN"),
    ],
)
def test_spellings_of_one_person(one, other, country):
    assert entity(one, country) == entity(other, country)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Park Min-jun", "KOR"), ("Park Min-jun", "PRK")),
        (("Kim Jong Un", "PRK"), ("Kim Jong Il", "PRK")),
        (("Aino Vesterholm", "FIN"), ("Eino Vesterholm", "FIN")),
        (("Vesterholm", "FIN"), ("Aino Vesterholm", "FIN")),
        (("Biden", "USA"), ("Biden", "GBR")),
        (("习近平", "CHN"), ("李强", "CHN")),
    ],
)
def test_different_persons(one, other):
    assert entity(*one) != entity(*other)


def test_a_surname_is_the_official_of_its_day():
    assert entity("Bush", "USA", 1990) != entity("Bush", "USA", 2005)
    assert entity("Trump", "USA", 1990) == "person:trump/USA", "no official of that day bears it"


def test_namesakes_of_one_country_are_told_apart_by_role_then_by_year():
    vice_president, president = entity("George Bush", "USA", 1988, "vice president"), entity("George Bush", "USA", 2003, "president")
    assert (vice_president, president) == ("person:George H. W. Bush/USA", "person:George W. Bush/USA")
    assert entity("George Bush", "USA", 1990) == vice_president
    marshal, minister = (
        entity("Ri Yong-ho", "PRK", 2011, "chief of the General Staff"),
        entity("Ri Yong-ho", "PRK", 2011, "vice foreign minister"),
    )
    assert (marshal, minister) == ("person:Ri Yong Ho (marshal)/PRK", "person:Ri Yong Ho/PRK")
    assert minister == entity("Ri Yong Ho", "PRK", 2018), "he became foreign minister"
    assert entity("Harris", "USA", 2021, "vice president") == "person:Kamala Harris/USA"
    assert entity("Harris", "USA", 2021) == "person:haris/USA", "two officials of that year bear it"


def test_a_role_told_once_counts_for_the_whole_article():
    frame = pl.DataFrame(
        {
            "article_id": ["a", "a", "b"],
            "name": ["Harris"] * 3,
            "country_code": ["USA"] * 3,
            "role": ["vice president", None, None],
            "day": [date(2021, 6, 1)] * 3,
        }
    )
    assert identified(frame, "day")["entity_id"].to_list() == ["person:Kamala Harris/USA"] * 2 + ["person:haris/USA"]


def test_an_identifier_does_not_depend_on_other_rows():
    names = ["Volodymyr Zelensky", "Zelenskyy", "Kim Jong-un", "Aino Vesterholm", "Nobody"]
    frame = pl.DataFrame(
        {
            "article_id": list("abcde"),
            "name": names,
            "country_code": ["UKR", "UKR", "PRK", None, None],
            "role": ["president", None, "leader", None, None],
            "day": [date(2022, 1, 1)] * 5,
        }
    )
    together = identified(frame, "day")
    assert together.drop("entity_id").equals(frame), "rows keep their order"
    alone = pl.concat(identified(frame.slice(number, 1), "day") for number in range(frame.height))
    assert together.equals(alone)


def test_keys_are_folded_words_in_order():
    assert pl.DataFrame({"n": ["Abdel-Fattah  El-Sisi"]}).select(name_key(pl.col("n"))).item() == "abdel fatah sisi"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Baek Seung-min", "KOR", 2018, "judge"), ("Baek Seung-min", "KOR", 2018, "vice minister")),
        (("Baek Seung-min", "PRK", 2018, "head coach"), ("Baek Seung-min", "PRK", 2018, "intelligence chief")),
        (("Baek Seung-min", "KOR", 2018, "judge"), ("Baek Seung-min", "KOR", 2018, "singer")),
        (("Kim Yong-chol", "PRK", 2018, "vice chairman"), ("Kim Yong-chol", "PRK", 2018, "coach")),
        (("Kim Yong-chol", "PRK", 2018, "vice chairman"), ("Kim Yong-chol", "KOR", 2018, "vice chairman")),
        (("Harris", "USA", 2022, "judge"), ("Kamala Harris", "USA", 2022, "vice president")),
    ],
)
def test_a_role_that_goes_with_no_office_tells_a_namesake(one, other):
    assert entity(*one) != entity(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Baek Seung-min", "PRK", 2012, "general"), ("Baek Seung-min", "PRK", 2018, "vice chairman")),
        (("Baek Seung-min", "PRK", 2012, "ambassador"), ("Baek Seung-min", "PRK", 2018, None)),
        (("Baek Seung-min", "KOR", 2012, "Judge"), ("Baek Seung-min", "KOR", 2018, "judge")),
        (("Volodymyr Zelensky", "UKR", 2017, "actor"), ("Volodymyr Zelensky", "UKR", 2022, "president")),
    ],
)
def test_one_man_who_changes_office_stays_one(one, other):
    assert entity(*one) == entity(*other)


def test_an_office_told_beside_a_calling_counts_for_both():
    frame = pl.DataFrame(
        {
            "article_id": ["a", "a", "b", "c", "c"],
            "name": ["Aino Vesterholm"] * 5,
            "country_code": ["FIN"] * 5,
            "role": ["athlete", "minister of sport", "minister of sport", "athlete", None],
            "day": [date(2021, 6, 1)] * 5,
        }
    )
    minister, athlete = "person:aino vesterholm/FIN", "person:aino vesterholm, sport/FIN"
    assert identified(frame, "day")["entity_id"].to_list() == [minister] * 3 + [athlete] * 2
