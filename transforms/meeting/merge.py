"""One occasion told in several places of an article becomes one report; talks without a date or place take those of the trip they are part of."""

from __future__ import annotations

import polars as pl

from transforms.meeting.status import AHEAD

#: Rounds of following links from a row to an earlier one: chains of up to two to this power are joined.
_ROUNDS = 5

#: Of several statuses told of one occasion the firmest stands.
_FIRMEST = ("cancelled", "denied", "held", "scheduled", "expected", "proposed", "possible")


def _class(status: pl.Expr) -> pl.Expr:
    return pl.when(status.is_in(AHEAD)).then(1).when(status == "held").then(0).otherwise(2)


def _conflicts(pairs: pl.LazyFrame, people: pl.LazyFrame) -> pl.LazyFrame:
    """Pairs of rows that name different persons for one side: `n`, `before`."""
    return (
        pairs.select("n", "before")
        .join(people.select("n", "party", "name"), on="n", how="inner")
        .join(people.select(pl.col("n").alias("before"), "party", pl.col("name").alias("_name")), on=["before", "party"], how="inner")
        .group_by("n", "before", "party")
        .agg((pl.col("name") == pl.col("_name")).any().alias("same"))
        .filter(~pl.col("same"))
        .select("n", "before")
        .unique()
    )


def _links(unit: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """For each row the earlier row of its article that tells of the same occasion best: `n`, `before`."""
    columns = [
        "n",
        "article_id",
        "sentence_no",
        "contact",
        "parties",
        "date_start",
        "date_end",
        "status",
        "sure",
        "place",
        "fresh",
        "host",
        "kind",
        "a_minister",
    ]
    rows = unit.lazy().select(columns).with_columns(_class(pl.col("status")).alias("time"))
    earlier = rows.rename({name: f"{name}_" for name in [*columns, "time"] if name not in ("article_id", "contact")}).rename(
        {"n_": "before"}
    )
    shared = pl.col("parties").list.set_intersection("parties_").list.len()
    smaller = pl.min_horizontal(pl.col("parties").list.len(), pl.col("parties_").list.len())
    # A gathering is one whoever is told to be there.
    gathering = (pl.col("contact") == "conference") & (pl.col("host") == pl.col("host_"))
    equal = (pl.col("parties") == pl.col("parties_")) | gathering.fill_null(False)
    other_level = (pl.col("kind") != pl.col("kind_")) & (pl.col("a_minister") | pl.col("a_minister_"))
    dated = pl.col("date_start").is_not_null() & pl.col("date_start_").is_not_null()
    overlap = (pl.col("date_start") <= pl.col("date_end_")) & (pl.col("date_start_") <= pl.col("date_end"))
    same_day = dated & overlap
    same_sentence = pl.col("sentence_no") == pl.col("sentence_no_")
    same_time = (
        (pl.col("time") == pl.col("time_"))
        | ((pl.col("time") == 0) & ~pl.col("sure"))
        | ((pl.col("time_") == 0) & ~pl.col("sure_"))
        | (same_day & (pl.col("time") + pl.col("time_") == 3))
        | same_sentence
    )
    same_place = pl.col("place").is_null() | pl.col("place_").is_null() | (pl.col("place") == pl.col("place_"))
    pairs = (
        rows.join(earlier, on=["article_id", "contact"], how="inner")
        .filter(pl.col("before") < pl.col("n"))
        .filter(
            ((shared == smaller) & (shared >= 2) | equal)
            & ~other_level
            & (equal | same_sentence | same_day)
            & (~dated | overlap)
            & same_time
            & same_place
            & ~pl.col("fresh")
        )
        .with_columns(
            (
                3 * same_day.cast(pl.Int32)
                + 2 * equal.cast(pl.Int32)
                + same_sentence.cast(pl.Int32)
                + (pl.col("time") == pl.col("time_")).cast(pl.Int32)
            ).alias("fit")
        )
    )
    return (
        pairs.join(_conflicts(pairs, people.lazy()), on=["n", "before"], how="anti")
        .sort("n", pl.col("fit"), "before", descending=[False, True, False])
        .unique("n", keep="first", maintain_order=True)
        .select("n", "before")
        .collect()
    )


def occasions(unit: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Adds `occasion`: the same number for rows of an article that tell of one meeting. `unit` has its row number in `n`, in text order."""
    linked = unit.join(_links(unit, people), on="n", how="left", maintain_order="left").with_columns(
        pl.coalesce("before", "n").cast(pl.UInt32).alias("root")
    )
    for _ in range(_ROUNDS):
        linked = linked.with_columns(pl.col("root").gather(pl.col("root")).alias("root"))
    # An undated row may have joined rows of different days: part them again, the undated stay with the first.
    dated = linked.filter(pl.col("date_start").is_not_null()).sort("root", "date_start", "date_end")
    reach = pl.col("date_end").cum_max().shift(1).over("root")
    parted = dated.with_columns((pl.col("date_start") > reach).fill_null(False).cast(pl.Int32).cum_sum().over("root").alias("part"))
    return (
        linked.join(parted.select("n", "part"), on="n", how="left", maintain_order="left")
        .with_columns(pl.col("part").drop_nulls().first().over("root").alias("_first"))
        .with_columns(pl.coalesce("part", "_first", pl.lit(0)).alias("part"))
        .with_columns(pl.col("n").min().over("root", "part").alias("occasion"))
        .drop("root", "part", "_first", "before")
    )


def _most_precise(name: str) -> pl.Expr:
    """The value of a group's row with the shortest span of days, the first of those."""
    dated = pl.col("date_start").is_not_null()
    return pl.col(name).filter(dated).sort_by(pl.col("_width").filter(dated), maintain_order=True).first()


def merged(unit: pl.DataFrame) -> pl.DataFrame:
    """One row for each occasion: the evidence that states it best, the surest status, the most precise dates, every party."""
    width = (pl.col("date_end") - pl.col("date_start")).dt.total_days()
    off = pl.col("status").is_in(["denied", "cancelled"])
    best = [
        pl.col("sure").cast(pl.Int32)
        + pl.col("date_start").is_not_null().cast(pl.Int32)
        + (pl.col("n_people") >= 1).cast(pl.Int32)
        + (pl.col("n_people") >= 2).cast(pl.Int32)
    ]
    ranked = unit.with_columns(
        best[0].alias("_best"),
        width.alias("_width"),
        off.alias("_off"),
        pl.col("status").replace_strict({s: i for i, s in enumerate(_FIRMEST)}, return_dtype=pl.Int32).alias("_order"),
    ).sort("occasion", "n")
    by_best = pl.col("_best") * 1000 - pl.int_range(pl.len()).cast(pl.Int32)
    return (
        ranked.group_by("occasion", maintain_order=True)
        .agg(
            pl.col("article_id").first(),
            *(
                pl.col(name).sort_by(by_best, descending=True, maintain_order=True).first()
                for name in ("sentence_id", "sentence_no", "text", "char_start", "char_end", "rule", "frame")
            ),
            pl.col("status").sort_by([~pl.col("_off"), ~pl.col("sure"), pl.col("_order"), pl.col("n")]).first(),
            pl.col("kind").sort_by([pl.col("kind") != "summit", pl.col("n")]).first(),
            _most_precise("date_start"),
            _most_precise("date_end"),
            _most_precise("date_text"),
            pl.col("place").drop_nulls().first(),
            pl.col("place_country").sort_by(pl.col("place").is_null(), maintain_order=True).drop_nulls().first(),
            pl.col("host").drop_nulls().first(),
            pl.col("parties").list.explode(keep_nulls=False, empty_as_null=False).unique().sort(),
            pl.col("n").alias("members"),
            pl.col("sentence_no").unique().alias("sentences"),
            pl.col("sentence_no").first().alias("first_no"),
            pl.col("contact").first(),
            pl.col("cue").any(),
            pl.col("leaves").all(),
        )
        .sort("article_id", "sentence_no", "occasion")
    )


def framed(report: pl.DataFrame) -> pl.DataFrame:
    """Meetings without a date or place given those of the trip or gathering of their article that they are part of.

    Part of a trip is what its sentence, or one that says "there" or "during the visit", tells between the same sides.
    """
    row = report.with_row_index("row")
    trips = row.filter(pl.col("contact").is_in(["visit", "conference"])).select(
        "article_id",
        pl.col("row").alias("trip"),
        pl.col("parties").alias("trip_parties"),
        pl.col("status").alias("trip_status"),
        # The day of leaving is not the day of what follows.
        pl.when(~pl.col("leaves") | (pl.col("date_start") != pl.col("date_end"))).then("date_start").alias("trip_start"),
        pl.when(~pl.col("leaves") | (pl.col("date_start") != pl.col("date_end"))).then("date_end").alias("trip_end"),
        pl.col("date_text").alias("trip_text"),
        pl.col("place").alias("trip_place"),
        pl.col("place_country").alias("trip_country"),
        pl.col("sentences").alias("trip_sentences"),
        pl.col("contact").alias("trip_contact"),
        pl.col("host").alias("trip_host"),
    )
    shared = pl.col("parties").list.set_intersection("trip_parties").list.len()
    visitor = pl.col("trip_parties").list.set_difference(pl.concat_list("trip_host"))
    by_visitor = pl.col("parties").list.set_intersection(visitor).list.len() >= 1
    together = pl.col("sentences").list.set_intersection("trip_sentences").list.len() > 0
    gap = pl.col("sentence_no") - pl.col("trip_sentences").list.min()
    undated = pl.col("date_start").is_null()
    within = (
        pl.col("trip_start").is_null()
        | undated
        | ((pl.col("date_start") <= pl.col("trip_end")) & (pl.col("trip_start") <= pl.col("date_end")))
    )
    both_sides = shared >= 2
    # A gathering frames talks with anyone who is there; a trip frames those with its host.
    same_time = _class(pl.col("status")) == _class(pl.col("trip_status"))
    off = ~pl.col("status").is_in(["held"])
    part_of = (both_sides & (together | pl.col("cue") | (pl.col("trip_contact") == "visit"))) | (
        by_visitor
        & (together | (pl.col("cue") & gap.is_between(0, 3)) | (gap.is_between(0, 2) & off & (pl.col("trip_contact") == "conference")))
    )
    # No other city is named for the meeting.
    elsewhere = (
        pl.col("place_country").is_not_null() & pl.col("trip_country").is_not_null() & (pl.col("place_country") != pl.col("trip_country"))
    )
    links = (
        row.filter(pl.col("contact") == "in person")
        .join(trips, on="article_id", how="inner")
        .filter(part_of & within & ~elsewhere & (same_time | together | (pl.col("status").is_in(["denied", "cancelled"]))))
        .with_columns(
            (
                4 * together.cast(pl.Int32)
                + 2 * both_sides.cast(pl.Int32)
                + 2 * ((pl.col("trip_contact") == "conference") & pl.col("cue")).cast(pl.Int32)
                - (gap.abs() > 3).cast(pl.Int32)
                + (gap >= 0).cast(pl.Int32)
            ).alias("fit")
        )
        .sort("row", "fit", "trip", descending=[False, True, True])
        .unique("row", keep="first", maintain_order=True)
        .select("row", "trip_start", "trip_end", "trip_text", "trip_place", "trip_country", "trip_contact")
    )
    take_date = pl.col("date_start").is_null() & pl.col("trip_start").is_not_null() & (pl.col("trip_contact").is_not_null())
    take_place = pl.col("place").is_null()
    return (
        row.join(links, on="row", how="left", maintain_order="left")
        .with_columns(
            pl.when(take_date).then("trip_start").otherwise("date_start").alias("date_start"),
            pl.when(take_date).then("trip_end").otherwise("date_end").alias("date_end"),
            pl.when(take_date).then("trip_text").otherwise("date_text").alias("date_text"),
            pl.when(take_place).then("trip_place").otherwise("place").alias("place"),
            pl.when(take_place).then(pl.coalesce("trip_country", "place_country")).otherwise("place_country").alias("place_country"),
        )
        .drop("row", "trip_start", "trip_end", "trip_text", "trip_place", "trip_country", "trip_contact")
    )
