"""The measure of merging, on a few invented pairs, and the file of pairs."""

from __future__ import annotations

import polars as pl

from benchmarks.pairs import PAIRS, merging

SIDES = [f"{name}_{side}" for side in "ab" for name in ("contact", "parties", "article", "from", "to")]


def pair(meetings: str, a: str, b: str, **sides) -> dict:
    """A labelled pair: passages at 10 to 90 of two articles, of talks of one set of parties, unless said otherwise."""
    told = {"contact": "talks", "parties": "FIN+SWE", "from": 10, "to": 90}
    row = {f"{name}_{side}": value for side in "ab" for name, value in told.items()}
    return {"meetings": meetings, "article_a": a, "article_b": b, "why": "-"} | row | sides


def report(number: int, article: str, meeting: str, **more) -> dict:
    told = {"contact": "talks", "parties": "FIN+SWE", "from": 10, "to": 90}
    return {"report_id": f"r{number}", "article": article, "meeting_id": meeting} | told | more


def test_pairs_count_by_what_the_warehouse_says_of_them():
    told = [("a", "m1"), ("b", "m1"), ("c", "m2"), ("d", "m3"), ("e", "m1"), ("f", "m1")]
    pairs = [
        pair("one", "a", "b"),
        pair("one", "b", "c"),
        pair("two", "b", "d"),
        pair("two", "a", "e"),
        pair("none", "a", "f"),
        pair("one", "a", "x"),
    ]
    found = merging(pl.DataFrame(pairs), pl.DataFrame([report(n, *one) for n, one in enumerate(told)]))
    assert (found.right, found.wrong.height, found.missed.height, found.apart, found.misread.height) == (1, 1, 1, 1, 1)
    assert (found.precision, found.recall, found.not_counted) == (0.5, 0.5, 2)


def test_a_passage_is_found_again_by_its_place_and_by_contact_or_parties():
    reports = [
        report(0, "a", "m1"),
        report(1, "b", "m2", parties="DNK+FIN"),
        report(2, "b", "m1"),
        report(3, "c", "m1", contact="visit"),
        report(4, "d", "m1", contact="visit", parties="DNK+FIN"),
        report(5, "e", "m1", **{"from": 200, "to": 300}),
        report(6, "f", "m1", contact="visit"),
        report(7, "f", "m2", parties="DNK+FIN"),
    ]

    def joined(article: str, **sides) -> bool | None:
        found = merging(pl.DataFrame([pair("one", "a", article, **sides)]), pl.DataFrame(reports))
        return None if found.not_counted else found.right == 1

    assert joined("b") is True, "two in its place, one of them of both its contact and its parties"
    assert joined("c") is True, "the same place and parties, told as another kind"
    assert joined("d") is None, "another meeting stands there now"
    assert joined("e") is None, "the same contact and parties, but elsewhere in the article"
    assert joined("f") is None, "two in its place, either may be meant"
    assert joined("e", from_b=None, to_b=None) is True, "a label of a whole article"


def test_the_labelled_pairs_are_ids_each_labelled_once():
    pairs = pl.read_csv(PAIRS, separator="\t")
    assert pairs.height == pairs.unique(SIDES).height
    assert set(pairs["meetings"]) == {"one", "two", "none"}
    assert pairs.select(pl.col("article_a", "article_b").str.contains(r"^a[0-9a-f]{16}$").all()).row(0) == (True, True)
    counted = pairs.filter(set="fresh").group_by("drawn").len()
    assert dict(counted.rows()) == {"joined": 90, "block": 91, "across": 65}
