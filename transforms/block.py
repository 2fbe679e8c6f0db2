"""Blocks: which reports can tell of one meeting at all. A block is one sort of contact between one set of parties.

A block follows from a report alone, and no meeting has reports of two blocks. So resolving some blocks whole gives the rows that
resolving all gives for them, and an article touches the meetings of its own blocks, no others.
"""

from __future__ import annotations

import zlib

import polars as pl

from transforms import lexicon

#: A call by video is a call, however the report names it.
_VIDEO = r"\b(?:[Vv]irtual|[Vv]irtually|[Vv]ideo|[Vv]ideoconference|[Vv]ideo-conference)\b"


def contact() -> pl.Expr:
    """The sort of contact, from `kind` and `evidence`: call, talks (a summit is talks), visit, conference."""
    by_video = pl.col("kind").is_in(["talks", "summit"]) & pl.col("evidence").str.contains(_VIDEO)
    return pl.when(by_video).then(pl.lit("call")).otherwise(pl.col("kind").replace("summit", "talks"))


def holder() -> pl.Expr:
    """The body that holds a gathering, from `parties`; the EU goes to the gatherings of others. Null when no party is a body."""
    countries = lexicon.load("country")["iso3"].to_list()
    bodies = pl.col("parties").list.eval(pl.element().filter(~pl.element().is_in(countries)))
    return pl.coalesce(bodies.list.eval(pl.element().filter(pl.element() != "EU")).list.first(), bodies.list.first())


def block() -> pl.Expr:
    """The block of a report, from `kind`, `evidence` and `parties`, as in "talks FIN+SWE": contact and parties, or the holder of a gathering."""
    # A body that brings two sides together is named by one report and left out by the next.
    sides = pl.col("parties").list.eval(pl.element().filter(~pl.element().is_in(_bodies())))
    dealing = pl.when(sides.list.len() >= 2).then(sides).otherwise("parties").list.join("+")
    gathered = pl.coalesce(holder(), pl.col("parties").list.join("+"))
    return pl.concat_str(contact(), pl.lit(" "), pl.when(pl.col("kind") == "conference").then(gathered).otherwise(dealing))


def bucket(blocks: pl.Series, n_buckets: int) -> pl.Series:
    """The number, from 0, of the bucket that each block falls in; the same in every run, on every machine."""
    numbers = {name: zlib.crc32(name.encode()) % n_buckets for name in blocks.unique()}
    return blocks.replace_strict(numbers, return_dtype=pl.Int32)


def _bodies() -> list[str]:
    """International bodies by name; a movement is a side like a state, and CAN is Canada before it is the Andean Community."""
    international = lexicon.load("organisation").filter(pl.col("type") == "international")
    return international.filter(~pl.col("name").is_in(lexicon.load("country")["iso3"].implode()))["name"].unique().sort().to_list()
