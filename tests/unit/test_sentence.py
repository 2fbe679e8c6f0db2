"""Where sentences end. All texts are invented."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from transforms import sentence


def split(body: str) -> list[str]:
    article = pl.DataFrame({"article_id": ["a"], "published_date": [date(2019, 9, 19)], "body": [body]})
    found = sentence.sentences(article)
    for row in found.rows(named=True):
        assert body[row["char_start"] : row["char_end"]] == row["text"]
        assert len(row["ascii"].encode()) == len(row["text"].encode())
    return found["text"].to_list()


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("Talks with the U.S. Treasury ended. Both left.", 2),
        ("He left the U.S. The talks ended.", 2),
        ("Gen. Lars Haugen met Lt. Gen. Odd Vik.", 1),
        ("They met on Sept. 18 in Oslo.", 1),
        ("President J. R. Barlow and H. A. Vik met.", 1),
        ('"We met," he said. "It was good." Both left.', 3),
        ("“Will you come?” she asked. He did.", 2),
        ("The talks ended.The envoys left.", 2),
        ("The first paragraph.\nThe second: a title\nThe third one.\nThe fourth one.", 4),
        ("-   The first point\n-   The second point", 2),
        ("Prices rose 2.5 pct. in May. They fell in June.", 2),
        ("He met Mr. Vik at 3 p.m. on Monday.", 1),
        ("An envoy of ACME Inc. said so. He left.", 2),
        ("...", 0),
    ],
)
def test_sentences(body, count):
    assert len(split(body)) == count


def test_lines_wrapped_by_width_are_no_ends():
    body = (
        "Foreign Minister Lars Haugen will\nmake an official visit to Chile from\nApril 29, officials\nsaid.\n    Haugen left on\nMonday.\n"
    )
    assert split(body) == ["Foreign Minister Lars Haugen will\nmake an official visit to Chile from\nApril 29, officials\nsaid.", "Haugen left on\nMonday."]  # fmt: skip


def test_offsets_count_code_points_in_each_article_of_its_own():
    bodies = ["Ñandú é aquí. Segundo.", "Plain first. Then “quoted” second."]
    article = pl.DataFrame({"article_id": ["a", "b"], "published_date": [date(2019, 9, 19)] * 2, "body": bodies})
    for row in sentence.sentences(article).join(article.select("article_id", "body"), on="article_id").rows(named=True):
        assert row["body"][row["char_start"] : row["char_end"]] == row["text"]
        assert row["body"].encode()[row["start"] : row["end"]].decode() == row["text"]
