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
_TWO_BY_TWO = r"\b[Bb]ilateral"


def contact() -> pl.Expr:
    """The sort of contact, from `kind`, `evidence` and `parties`: call, talks (a summit is talks), visit, conference.

    Members of a club deal with each other in its gathering, whether a report names the club or all its members; not two by two.
    """
    talks = pl.col("kind").is_in(["talks", "summit"])
    gathering = talks & club().is_not_null() & ~pl.col("evidence").str.contains(_TWO_BY_TWO)
    by_video = talks & pl.col("evidence").str.contains(_VIDEO)
    return (
        pl.when(by_video)
        .then(pl.lit("call"))
        .when(gathering)
        .then(pl.lit("conference"))
        .otherwise(pl.col("kind").replace("summit", "talks"))
    )


def club() -> pl.Expr:
    """The club whose gathering `parties` are: all its members, or itself and one or more of them, and nobody else. Null for any others."""
    found = []
    for name, members in lexicon.load("club").iter_rows():
        member = members.split("|")
        inside = pl.col("parties").list.set_difference([name, *member]).list.len() == 0
        whole = pl.col("parties").list.set_intersection(member).list.len() == len(member)
        named = pl.col("parties").list.contains(name) & (pl.col("parties").list.len() > 1)
        found.append(pl.when(inside & (whole | named)).then(pl.lit(name)))
    return pl.coalesce(found)


def holder() -> pl.Expr:
    """The body that holds a gathering, from `parties`; the EU goes to the gatherings of others. Null when no party is a body."""
    countries = lexicon.load("country")["iso3"].to_list()
    bodies = pl.col("parties").list.eval(pl.element().filter(~pl.element().is_in(countries)))
    return pl.coalesce(club(), bodies.list.eval(pl.element().filter(pl.element() != "EU")).list.first(), bodies.list.first())


def block() -> pl.Expr:
    """The block of a report, from `kind`, `evidence`, `parties` and `place_country`, as in "talks FIN+SWE": contact and parties, or the
    holder of a gathering.
    """
    # A body that brings two sides together is named by one report and left out by the next.
    sides = pl.col("parties").list.eval(pl.element().filter(~pl.element().is_in(_bodies())))
    dealing = pl.when(sides.list.len() >= 2).then(sides).otherwise("parties").list.join("+")
    # Who travels to the EU travels to Brussels, as who travels to Belgium does.
    to_brussels = pl.col("place_country").is_null() | (pl.col("place_country") == "BEL")
    stay = pl.col("parties").list.eval(pl.element().replace("EU", "BEL")).list.unique().list.sort().list.join("+")
    return (
        pl.when(contact() == "conference")
        .then(pl.concat_str(pl.lit("conference "), pl.coalesce(holder(), pl.col("parties").list.join("+"))))
        .when((contact() == "visit") & pl.col("parties").list.contains("EU") & to_brussels)
        .then(pl.concat_str(pl.lit("visit "), stay))
        .otherwise(pl.concat_str(contact(), pl.lit(" "), dealing))
    )


def bucket(blocks: pl.Series, n_buckets: int) -> pl.Series:
    """The number, from 0, of the bucket that each block falls in; the same in every run, on every machine."""
    numbers = {name: zlib.crc32(name.encode()) % n_buckets for name in blocks.unique()}
    return blocks.replace_strict(numbers, return_dtype=pl.Int32)


def _bodies() -> list[str]:
    """International bodies by name; a movement is a side like a state, and CAN is Canada before it is the Andean Community."""
    international = lexicon.load("organisation").filter(pl.col("type") == "international")
    return international.filter(~pl.col("name").is_in(lexicon.load("country")["iso3"].implode()))["name"].unique().sort().to_list()
