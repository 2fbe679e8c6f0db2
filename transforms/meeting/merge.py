"""One occasion told in several places of an article becomes one report; talks without a date or place take those of the trip they are part of."""

from __future__ import annotations

import polars as pl

from transforms.meeting.status import AHEAD
from transforms.meeting.when import WHEN
from transforms.meeting.where import WHERE

#: Rounds of following links from a row to an earlier one: chains of up to two to this power are joined.
_ROUNDS = 5
#: Days that a trip told by one day is taken to last.
_STAY = 4

_WITH_REPORTERS = r"\b(?:[Pp]ress|[Nn]ews) $"
#: A gathering is told of again no more sentences away.
_REACH = 3
#: Days from the first to the last of a week.
_WEEK = 6

#: Sentences in which a meeting is news, and days before publication from which one is none.
_LEAD, _OLD = 2, 7

#: Names of gatherings; a body that gathers; one whose gathering it is.
_GATHERING, _BODY, _OF_BODY = (
    r"^(?:[Ss]ummit|[Cc]onference|[Ff]orum|[Aa]ssembly|[Gg]athering|[Mm]inisterial|[Ss]ession|[Mm]eetings?)",
    r"^\x10?\x03",
    r"(\x03[^\x0f]*\x0f)(?:'s)? (?:[a-z-]+ )*$",
)

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
        "published_date",
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
    # A visit there and a visit back are two.
    elsewhere = ((pl.col("contact") == "visit") & (pl.col("host") != pl.col("host_"))).fill_null(False)
    # News without a day is not what the text later looks back on.
    looks_back = (
        (pl.col("sentence_no_") < _LEAD)
        & ~same_sentence
        & pl.col("date_start_").is_null()
        & (pl.col("time_") == 0)
        & (pl.col("date_end") < pl.col("published_date") - pl.duration(days=_OLD))
    ).fill_null(False)
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
            & ~elsewhere
            & ~looks_back
            & (~pl.col("fresh") | (same_sentence & (same_day | gathering.fill_null(False))))
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
        pl.when(pl.col("lasts")).then(0).otherwise(width).alias("_width"),
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
            pl.col("aside").any(),
            pl.col("also").any(),
            pl.col("leaves").all(),
        )
        .sort("article_id", "sentence_no", "occasion")
    )


def trips(report: pl.DataFrame, stays: pl.DataFrame) -> pl.DataFrame:
    """Trips and gatherings told by reports as frames for other meetings: `trip`, `trip_...`, `visitor`, `gathering`, `body`.

    `stays` (`where.stays`) names the city a visitor is in.
    """
    # The day of leaving is not the day of what follows.
    lasts = ~pl.col("leaves") | (pl.col("date_start") != pl.col("date_end"))
    return (
        report.filter(pl.col("contact").is_in(["visit", "conference"]))
        .select(
            "article_id",
            pl.when(pl.col("contact") == "conference").then("host").alias("body"),
            pl.col("occasion").alias("trip"),
            pl.col("parties").alias("trip_parties"),
            pl.col("parties").list.set_difference(pl.concat_list("host")).alias("visitor"),
            _class(pl.col("status")).alias("trip_time"),
            pl.when(lasts).then("date_start").alias("trip_start"),
            pl.when(lasts).then("date_end").alias("trip_end"),
            pl.col("date_text").alias("trip_text"),
            pl.col("place").alias("trip_place"),
            pl.col("place_country").alias("trip_country"),
            pl.col("sentences").alias("trip_sentences"),
            (pl.col("contact") == "conference").alias("gathering"),
            pl.col("leaves").alias("trip_leaves"),
            pl.col("contact").alias("trip_contact"),
        )
        .join(stays, on=["article_id", "trip_country"], how="left", maintain_order="left")
        .with_columns(pl.coalesce("trip_place", pl.when(~pl.col("gathering")).then("stay")).alias("trip_place"))
        .drop("stay")
    )


def gatherings(found: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """Gatherings that articles say are somewhere or some day, whoever attends them, as frames like those of `trips`.

    That of "NATO leaders gather in Oslo on Friday" as well as that of "the summit opens on Friday".
    """
    convened = (pl.col("frame") == "verb") & pl.col("subject").str.contains(_BODY) & pl.all_horizontal(pl.col("object", "both").is_null())
    named = pl.col("surface").str.contains(_GATHERING) & (
        (pl.col("rule") == "conference_noun") | pl.col("destination").is_not_null() | pl.col("clause").str.contains(_OF_BODY)
    )
    named = named & ~pl.col("clause").str.contains(_WITH_REPORTERS)
    placed = pl.col("place").is_not_null() | pl.col("date_start").is_not_null()
    told = found.filter((convened | named) & placed).sort("trigger_id")
    symbol = pl.coalesce("destination", pl.when(convened).then("subject"), pl.col("clause").str.extract(_OF_BODY))
    body = span.select("span_id", pl.col("party").alias("body"))
    told = told.with_columns(symbol.str.extract(r"\x03[a-z](\d+)").cast(pl.UInt32).alias("span_id")).join(
        body, on="span_id", how="left", maintain_order="left"
    )
    # One gathering is told in several places: the nearest day and the first place are those of all.
    width = pl.col("date_end") - pl.col("date_start")
    nearest = {name: pl.col(name).sort_by(width, nulls_last=True, maintain_order=True).first().over("article_id", "body") for name in WHEN}
    wide = pl.col("date_start").is_null() | (
        (width >= pl.duration(days=_WEEK)) & (pl.col("date_start") <= nearest["date_start"]) & (nearest["date_end"] <= pl.col("date_end"))
    )
    placeless = pl.col("place_country").is_null()
    whole = (
        *(pl.when(wide).then(value).otherwise(name).alias(name) for name, value in nearest.items()),
        *(
            pl.when(placeless).then(pl.col(name).drop_nulls().first().over("article_id", "body")).otherwise(name).alias(name)
            for name in WHERE
        ),
    )
    return told.with_columns(whole).select(
        "article_id",
        "body",
        pl.col("trigger_id").alias("trip"),
        pl.lit([], pl.List(pl.String)).alias("trip_parties"),
        pl.lit([], pl.List(pl.String)).alias("visitor"),
        _class(pl.col("status")).alias("trip_time"),
        pl.col("date_start").alias("trip_start"),
        pl.col("date_end").alias("trip_end"),
        pl.col("date_text").alias("trip_text"),
        pl.col("place").alias("trip_place"),
        pl.col("place_country").alias("trip_country"),
        pl.concat_list("sentence_no").alias("trip_sentences"),
        pl.lit(True).alias("gathering"),
        pl.lit(False).alias("trip_leaves"),
        pl.lit("gathering").alias("trip_contact"),
    )


def framed(report: pl.DataFrame, frames: pl.DataFrame) -> pl.DataFrame:
    """Meetings without a date or place given those of the trip or gathering (`trips`, `gatherings`) of their article that they are part of.

    A trip frames meetings of its visitor with its host; a gathering frames those with anyone, when the same sentence, one that says
    "there" or the next ones tell of them; one that nobody is said to attend frames what is told to be on its margins.
    """
    row = report.with_row_index("row")
    both_sides = pl.col("parties").list.set_intersection("trip_parties").list.len() >= 2
    by_visitor = pl.col("parties").list.set_intersection("visitor").list.len() >= 1
    together = pl.col("sentences").list.set_intersection("trip_sentences").list.len() > 0
    gap = pl.col("sentence_no") - pl.col("trip_sentences").list.min()
    goes_on = gap.is_between(0, 2) & (pl.col("status") != "held") & pl.col("gathering")
    next_told = gap.is_between(0, 1) & ~pl.col("gathering")
    same_body = (
        (pl.col("contact") == "conference")
        & (pl.col("trip_contact") == "gathering")
        & (pl.col("host") == pl.col("body"))
        & (gap.abs() <= _REACH)
    ).fill_null(False)
    on_margins = (pl.col("aside") & pl.col("gathering") & (pl.col("contact") == "in person")) | same_body
    # Whom a traveller met before he left is not of the trip.
    part_of = (
        on_margins
        | (both_sides & (together | pl.col("cue") | ~pl.col("gathering")))
        | (by_visitor & ~(pl.col("trip_leaves") & together) & (together | (pl.col("cue") & gap.is_between(0, 3)) | goes_on | next_told))
    )
    overlaps = (pl.col("date_start") <= pl.col("trip_end")) & (pl.col("trip_start") <= pl.col("date_end"))
    # Who arrived one day is there the days after.
    days_after = (
        (pl.col("trip_start") == pl.col("trip_end"))
        & both_sides
        & ~pl.col("gathering")
        & pl.col("date_start").is_between(pl.col("trip_start"), pl.col("trip_start") + pl.duration(days=_STAY))
    )
    within = overlaps | days_after | pl.col("trip_start").is_null() | pl.col("date_start").is_null()
    elsewhere = (pl.col("place_country") != pl.col("trip_country")).fill_null(False)
    time = _class(pl.col("status"))
    under_way = both_sides & ~pl.col("gathering") & (pl.col("trip_time") == 0) & (time == 1)
    links = (
        row.filter(pl.col("contact").is_in(["in person", "conference"]))
        .join(frames, on="article_id", how="inner")
        .filter((pl.col("contact") == "in person") | ((pl.col("trip_contact") == "visit") & together) | same_body)
        .filter(part_of & within & ~elsewhere & ((time == pl.col("trip_time")) | (time == 2) | together | under_way | on_margins))
        .with_columns(
            (
                4 * together.cast(pl.Int32)
                + 2 * both_sides.cast(pl.Int32)
                + 2 * (pl.col("gathering") & pl.col("cue")).cast(pl.Int32)
                + goes_on.cast(pl.Int32)
                + 2 * on_margins.cast(pl.Int32)
                + gap.is_between(0, 3).cast(pl.Int32)
            ).alias("fit")
        )
        .sort("row", "fit", "trip", descending=[False, True, True])
        .unique("row", keep="first", maintain_order=True)
        .select("row", "trip_start", "trip_end", "trip_text", "trip_place", "trip_country")
    )
    # "At the summit this week", which opens on Friday.
    narrower = (
        (pl.col("date_start") <= pl.col("trip_start"))
        & (pl.col("trip_end") <= pl.col("date_end"))
        & (pl.col("date_end") - pl.col("date_start") >= pl.duration(days=_WEEK))
        & (pl.col("aside") | (pl.col("contact") == "conference"))
    ).fill_null(False)
    dateless = (pl.col("date_start").is_null() & pl.col("trip_start").is_not_null()) | narrower
    placeless = pl.col("place").is_null()
    return (
        row.join(links, on="row", how="left", maintain_order="left")
        .with_columns(
            *(pl.when(dateless).then(f"trip_{end}").otherwise(f"date_{end}").alias(f"date_{end}") for end in ("start", "end", "text")),
            pl.when(placeless).then("trip_place").otherwise("place").alias("place"),
            pl.when(placeless).then(pl.coalesce("trip_country", "place_country")).otherwise("place_country").alias("place_country"),
        )
        .drop("row", "trip_start", "trip_end", "trip_text", "trip_place", "trip_country")
    )


def continued(report: pl.DataFrame) -> pl.DataFrame:
    """Meetings told with "also", "then" or "later" and no day of their own given the day and place of the one told right before.

    Both took place, one side was at both, and no more than two sentences part them. What one side does the same day is in the same place.
    """
    # Rows of an article stand together: a shift that stays in it needs no groups.
    same = pl.col("article_id") == pl.col("article_id").shift(1)
    before = {name: pl.when(same).then(pl.col(name).shift(1)) for name in (*WHEN, *WHERE, "status", "sentence_no", "parties", "contact")}
    close = (
        ((pl.col("sentence_no") - before["sentence_no"]) <= 2)
        & (pl.col("contact") == "in person")
        & (before["contact"] != "call")
        & (pl.col("parties").list.set_intersection(before["parties"]).list.len() >= 1)
    )
    same_day = (
        close
        & (pl.col("date_start") == pl.col("date_end"))
        & (pl.col("date_start") == before["date_start"])
        & (pl.col("date_start") == before["date_end"])
    ).fill_null(False)
    again = (
        close
        & (pl.col("also") & (pl.col("status") == "held") & (before["status"] == "held"))
        & pl.col("date_start").is_null()
        & (before["date_start"] == before["date_end"])
    ).fill_null(False)
    elsewhere = pl.col("place_country").is_not_null()
    return report.sort("article_id", "sentence_no", "occasion").with_columns(
        *(pl.when(again).then(before[name]).otherwise(name).alias(name) for name in WHEN),
        *(pl.when((again | same_day) & ~elsewhere).then(before[name]).otherwise(name).alias(name) for name in WHERE),
    )
