"""Persons and countries, each once. Names of office holders are facts, all other names are invented."""

from __future__ import annotations

from datetime import date

import polars as pl

from transforms.register import countries, namings, register
from transforms.tables import ARTICLE, MENTION

DAYS = {"a1": date(2022, 3, 1), "a2": date(2022, 3, 5), "a3": date(2021, 1, 1)}


def made(*mentions: tuple[str, str, str, str | None, str | None]):
    """The register of mentions (article, entity, name, country, role)."""
    row = {name: None for name in MENTION.schema} | {"sentence_no": 0, "char_start": 0, "char_end": 1, "kind": "person", "surface": "x"}
    rows = [
        row
        | {"mention_id": f"{article}-{n}", "article_id": article, "entity_id": entity, "name": name, "country_code": country, "role": role}
        for n, (article, entity, name, country, role) in enumerate(mentions)
    ]
    article = pl.DataFrame(
        [{"article_id": name, "published_date": day} for name, day in DAYS.items()],
        schema_overrides={"published_date": ARTICLE.schema["published_date"]},
    )
    return register(namings(pl.DataFrame(rows, schema=MENTION.schema), article).lazy())


def test_a_person_has_one_row_whatever_the_spelling():
    one = "person:Volodymyr Zelensky/UKR"
    other = "person:aino vesterholm/FIN"
    found = made(
        ("a1", one, "Volodymyr Zelenskyy", "UKR", "president"),
        ("a1", one, "Volodymyr Zelenskyy", "UKR", None),
        ("a2", one, "Volodymyr Zelensky", "UKR", "president"),
        ("a2", one, "Zelensky", "UKR", None),
        ("a3", one, "Zelensky", "UKR", "actor"),
        ("a3", other, "Aino Vesterholm", "FIN", None),
        ("a2", other, "Vesterholm", "FIN", None),
        ("a1", other, "Vesterholm", "FIN", None),
    )
    assert found.person.rows(named=True) == [
        {
            "entity_id": one,
            "name": "Volodymyr Zelensky",
            "country_code": "UKR",
            "names": ["Volodymyr Zelensky", "Volodymyr Zelenskyy", "Zelensky"],
            "role": "president",
            "first_seen": DAYS["a3"],
            "last_seen": DAYS["a2"],
            "n_articles": 3,
        },
        {
            "entity_id": other,
            "name": "Aino Vesterholm",
            "country_code": "FIN",
            "names": ["Aino Vesterholm", "Vesterholm"],
            "role": None,
            "first_seen": DAYS["a3"],
            "last_seen": DAYS["a2"],
            "n_articles": 3,
        },
    ]
    assert found.person_role.select("role", "first_seen", "last_seen", "n_articles").rows() == [
        ("actor", DAYS["a3"], DAYS["a3"], 1),
        ("president", DAYS["a1"], DAYS["a2"], 2),
    ]


def test_no_mentions_make_no_persons():
    assert made().person.is_empty() and made().person_role.is_empty()


def test_countries_have_names_and_those_that_are_no_more_their_years():
    by_code = {row["country_code"]: row for row in countries().iter_rows(named=True)}
    assert len(by_code) >= 200
    assert {"North Korea", "DPRK"} <= set(by_code["PRK"]["names"])
    assert (by_code["SUN"]["first_year"], by_code["SUN"]["last_year"], by_code["RUS"]["last_year"]) == (1922, 1991, None)
