"""The table of chains, on a few invented ones, and the file of those that were read."""

from __future__ import annotations

from datetime import date

import polars as pl

from benchmarks.chains import CHAINS, chains


def test_a_chain_is_compared_with_the_meeting_that_holds_most_of_it():
    told = pl.DataFrame(
        [("whole", "FIN+SWE", "a|b"), ("mixed", "FIN+SWE", "c|d|e"), ("apart", "FIN+SWE", "x|y")],
        schema=["chain", "parties", "articles"],
        orient="row",
    ).with_columns(contact=pl.lit("talks"))
    day = date(2019, 3, 10)
    meeting = pl.DataFrame(
        [("m1", ["a", "b"], day), ("m2", ["c", "d", "f"], day), ("m3", ["x", "z"], None), ("m4", ["a"], None)],
        schema={"meeting_id": pl.String, "articles": pl.List(pl.String), "date_start": pl.Date},
        orient="row",
    ).with_columns(
        contact=pl.lit("talks"),
        kind=pl.lit("summit"),
        parties=pl.lit("FIN+SWE"),
        date_end=pl.col("date_start"),
        n_reports=pl.lit(2),
        n_sources=pl.lit(1),
        history=pl.lit("held 2019-03-11"),
    )
    whole, mixed, apart = chains(told, meeting)
    assert whole.row() == "| whole | `m1` | summit | 2019-03-10 | held 2019-03-11 | 2 | 1 |  |"
    assert (mixed.missing, mixed.foreign) == (["e"], ["f"])
    assert apart.meeting is None


def test_the_chains_are_ids_each_of_two_articles_or_more():
    told = pl.read_csv(CHAINS, separator="\t")
    assert told.height >= 20
    assert told["articles"].str.split("|").list.len().min() >= 2
    assert told["articles"].str.contains(r"^a[0-9a-f]{16}(\|a[0-9a-f]{16})+$").all()
