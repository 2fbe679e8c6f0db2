"""The measure of merging, on a few invented pairs, and the file of pairs."""

from __future__ import annotations

import polars as pl

from benchmarks.pairs import PAIRS, merging


def test_pairs_count_by_what_the_warehouse_says_of_them():
    pairs = pl.DataFrame(
        [("a", "b", "one"), ("a", "c", "two"), ("b", "c", "one"), ("b", "d", "two"), ("a", "x", "one"), ("a", "e", "two")],
        schema=["article_a", "article_b", "meetings"],
        orient="row",
    ).with_columns(contact=pl.lit("talks"), parties=pl.lit("FIN+SWE"), why=pl.lit("-"))
    report = pl.DataFrame(
        [("a", "m1"), ("b", "m1"), ("c", "m1"), ("c", "m2"), ("d", "m3"), ("e", "m1")], schema=["article_id", "meeting_id"], orient="row"
    ).with_columns(contact=pl.lit("talks"), parties=pl.lit("FIN+SWE"))
    found = merging(pairs, report)
    assert (found.right, found.wrong.height, found.missed.height, found.apart, found.not_counted) == (2, 1, 0, 1, 2)
    assert (round(found.precision, 2), found.recall) == (0.67, 1.0)


def test_the_labelled_pairs_are_ids_each_labelled_once():
    pairs = pl.read_csv(PAIRS, separator="\t")
    assert pairs.height == pairs.unique(["contact", "parties", "article_a", "article_b"]).height
    assert set(pairs["meetings"]) == {"one", "two"}
    assert pairs.select(pl.col("article_a", "article_b").str.contains(r"^a[0-9a-f]{16}$").all()).row(0) == (True, True)
