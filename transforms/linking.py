"""Which reports tell of one meeting: the levels, windows and occasions by which `resolve` joins them.

Works on two frames of `resolve`. `told`, a row for each report: `order` (by publication, then id), `article_id`, `published_date`,
`publisher`, `sentence_no`, `kind`, `contact`, `block`, `status`, `date_start`, `date_end`, `days` from first to last, `town`, `place_country`,
`held_by_body`, `looks_back`. `person`: `order`, `side`, `person`, who takes part for a party.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

PLANNED = ("possible", "proposed", "expected", "scheduled")


@dataclass(frozen=True, slots=True)
class _Habit:
    """What tells meetings of one sort apart.

    `own_days`: longest span, in days from first to last, that names a meeting's own days and not just the time it falls in.
    `news`: first sentences in which a meeting told as held without a date is news; below, it may be background.
    `remembered`: days that background reaches back. `agreeing`: sides whose persons must agree with what it is taken for.
    `goes_on`: days after which what is told without a date of the same persons is another meeting.
    """

    own_days: int
    news: int
    remembered: int
    agreeing: int
    goes_on: int


_HABITS = {
    # Calls are too many to be remembered for long.
    "call": _Habit(own_days=0, news=2, remembered=14, agreeing=2, goes_on=0),
    "talks": _Habit(own_days=3, news=2, remembered=400, agreeing=2, goes_on=1),
    "visit": _Habit(own_days=14, news=1, remembered=400, agreeing=1, goes_on=13),
    # The next gathering of a body comes a year later: long before, it is the one that is spoken of.
    "conference": _Habit(own_days=14, news=2, remembered=300, agreeing=0, goes_on=2),
}
#: Spans in days from the surest to the vaguest, each level joined to what the levels before it found.
_LEVELS = (10, 21, 31, 62, 200, 400)
#: A span longer than this, in days, says little: a person or the town must be the same.
_VAGUE = 45
_OWN_DAY_LEVELS = ("day", "day_plan")
#: Without a date: days before and after publication in which the meeting lies, by what the report says of it. News of a meeting
#: held, or of a plan, comes within two days of it; what was called off or denied may lie further back. A plan reaches a month
#: ahead, or a week where no person ties it to the meeting; the gathering of a body is tied by the body.
_NEWS, _LATELY, _OFF_BEFORE, _PLAN_AFTER, _PLAN_AFTER_UNTIED, _GATHERING_AFTER = 2, 14, 30, 30, 7, 90
#: Days without a word after which one undated plan is another.
_PLAN_PAUSE = 4

_MEMBER = {"order": pl.UInt32, "cluster": pl.UInt32, "to": pl.UInt32, "link": pl.String}
_CLUSTER = {"cluster": pl.UInt32, "block": pl.String, "lo": pl.Date, "hi": pl.Date, "own_days": pl.Boolean}


@dataclass(frozen=True, slots=True)
class Found:
    """Meetings found so far. `member`: `order`, `cluster`, `to`, `link`; `cluster`: `cluster`, `block`, `lo`, `hi`, `own_days`."""

    member: pl.DataFrame
    cluster: pl.DataFrame

    def with_more(self, member: pl.DataFrame, cluster: pl.DataFrame | None = None) -> Found:
        more = self.cluster if cluster is None else pl.concat([self.cluster, cluster.select(_CLUSTER.keys())])
        return Found(pl.concat([self.member, member.select(_MEMBER.keys())]), more)


def _habit(name: str) -> pl.Expr:
    """A habit of the contact of each row."""
    return pl.col("contact").replace_strict({contact: getattr(habit, name) for contact, habit in _HABITS.items()}, return_dtype=pl.Int64)


def meetings(told: pl.DataFrame, person: pl.DataFrame) -> Found:
    """All reports in meetings, level by level."""
    found = Found(pl.DataFrame(schema=_MEMBER), pl.DataFrame(schema=_CLUSTER))
    for level, reports in _levels(told):
        reports = reports.join(found.member, on="order", how="anti")
        for window in _windows(level, reports):
            found = found.with_more(_joined(window, told, person, found))
        if level == "news":
            continue
        rest = reports.join(found.member, on="order", how="anti")
        found = found.with_more(*_founded(level, rest, person))
        if level == _OWN_DAY_LEVELS[-1]:
            found = _reconciled(found, told, person)
    return found


def _reconciled(found: Found, told: pl.DataFrame, person: pl.DataFrame) -> Found:
    """Meetings of the same persons on two days in a row become one where each day has publishers of its own: one of them is wrong."""
    member = found.member.select("order", "cluster")
    later = found.cluster.select("block", other="cluster", lo="lo")
    pair = found.cluster.select("block", "cluster", lo=pl.col("hi") + pl.duration(days=1)).join(later, on=["block", "lo"])
    publishers = member.join(told.select("order", "publisher"), on="order").select("cluster", "publisher").unique()
    both = pair.join(publishers, on="cluster").join(publishers, left_on=["other", "publisher"], right_on=["cluster", "publisher"])
    named = member.join(person, on="order").select("cluster", "side", "person").unique()
    held = told.filter(pl.col("status") == "held").select("order", pl.lit(True).alias("held"))
    sides = (
        pair.join(named, on="cluster")
        .join(named.rename({"cluster": "other", "person": "person_other"}), on=["other", "side"])
        .group_by("cluster", "other", "side")
        .agg((pl.col("person") == pl.col("person_other")).any().alias("same"))
        .group_by("cluster", "other")
        .agg(pl.col("same").sum().alias("agree"), pl.col("same").all().alias("all"))
        .join(member.join(held, on="order").select("cluster", "held").unique(), on="cluster", how="left")
        .join(member.join(held, on="order").select(other="cluster", other_held="held").unique(), on="other", how="left")
        # Of plans one side is enough: fewer people are named before a meeting than after it.
        .filter(pl.col("all") & (pl.col("agree") >= pl.when(pl.coalesce("held", "other_held")).then(2).otherwise(1)))
    )
    one = (
        sides.join(both, on=["cluster", "other"], how="anti")
        .filter((pl.len().over("cluster") == 1) & (pl.len().over("other") == 1))
        .filter(~pl.col("other").is_in(pl.col("cluster").implode()))
        .select(kept="cluster", cluster="other")
    )
    moved = found.member.join(one, on="cluster", how="left")
    anchor = pl.col("kept").is_not_null() & (pl.col("order") == pl.col("to"))
    earliest = member.group_by("cluster").agg(pl.col("order").min().alias("first"))
    moved = moved.join(earliest, left_on="kept", right_on="cluster", how="left").with_columns(
        pl.when(anchor).then("first").otherwise("to").alias("to"),
        pl.when(anchor).then(pl.lit("disputed_day")).otherwise("link").alias("link"),
        pl.coalesce("kept", "cluster").alias("cluster"),
    )
    cluster = (
        found.cluster.join(one, on="cluster", how="left")
        .with_columns(pl.coalesce("kept", "cluster").alias("cluster"))
        .group_by("cluster")
        .agg(pl.col("block").first(), pl.col("lo").min(), pl.col("hi").max(), pl.col("own_days").all())
    )
    return Found(moved.select(_MEMBER.keys()), cluster.select(_CLUSTER.keys()))


def _levels(told: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Reports from the surest to the vaguest: held on days of their own, planned for such; a week, a month, longer; news of those without
    a date; plans without a date; meetings held without one.
    """
    level = (
        pl.when(pl.col("days").is_null())
        .then(pl.when(pl.col("status") == "held").then(pl.lit("undated")).otherwise(pl.lit("undated_plan")))
        .when(pl.col("days") <= _habit("own_days"))
        .then(pl.when(pl.col("status") == "held").then(pl.lit("day")).otherwise(pl.lit("day_plan")))
    )
    for number, longest in enumerate(_LEVELS):
        level = level.when(pl.col("days") <= longest).then(pl.lit(f"span_{number}"))
    told = told.with_columns(level.otherwise(pl.lit("span")).alias("level"))
    for name in ("day", "day_plan", *(f"span_{number}" for number in range(len(_LEVELS))), "span", "news", "undated_plan", "undated"):
        yield name, told.filter(pl.col("level") == ("undated" if name == "news" else name))


def _windows(level: str, reports: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The days `lo` to `hi` in which to look for a meeting that a report may tell of, nearest first; `least`: sides whose persons must agree."""
    day, span = pl.col("published_date"), lambda days: pl.duration(days=days)
    # Of a gathering that no body holds, only the days can tell which it is.
    known = (pl.col("contact") != "conference") | pl.col("held_by_body")
    if level in ("news", "undated"):
        yield reports.with_columns(lo=day - span(_NEWS), hi=day, least=pl.lit(0), link=pl.lit("news"))
    if level == "undated":
        # A traveller's visit is told of until the news of the next: "her recent trip".
        yield reports.filter(pl.col("contact") == "visit").with_columns(
            lo=day - span(_LATELY), hi=day, least=pl.lit(1), link=pl.lit("news")
        )
        remembered = reports.filter(pl.col("looks_back") & (pl.col("sentence_no") >= _habit("news")) & known)
        # Of a body's gatherings the latest is meant, if it was lately.
        yield remembered.filter(pl.col("contact") == "conference").with_columns(
            lo=day - span(_OFF_BEFORE), hi=day, least=pl.lit(0), link=pl.lit("latest")
        )
        yield remembered.with_columns(lo=day - span(_habit("remembered")), hi=day, least=_habit("agreeing"), link=pl.lit("background"))
        # A noun tells no tense: "the visit" of a traveller who is about to leave lies ahead.
        yield reports.filter(pl.col("looks_back") & (pl.col("contact") != "conference")).with_columns(
            lo=day + span(1), hi=day + span(_PLAN_AFTER), least=_habit("agreeing"), link=pl.lit("ahead")
        )
    elif level == "undated_plan":
        before = pl.when(pl.col("status").is_in(PLANNED)).then(span(_NEWS)).otherwise(span(_OFF_BEFORE))
        untied = (
            pl.when(pl.col("contact") == "conference")
            .then(span(_GATHERING_AFTER))
            .when((pl.col("kind") == "summit") | (pl.col("contact") == "visit"))
            .then(span(_PLAN_AFTER))
            .otherwise(span(_PLAN_AFTER_UNTIED))
        )
        for least, after in ((1, span(_PLAN_AFTER)), (0, untied)):
            yield reports.filter(known).with_columns(lo=day - before, hi=day + after, least=pl.lit(least), link=pl.lit("plan"))
    elif level == "day_plan":
        yield reports.with_columns(lo=pl.col("date_start"), hi=pl.col("date_end"), least=pl.lit(0), link=pl.lit("days"))
        yield reports.with_columns(
            lo=pl.col("date_start") - span(1), hi=pl.col("date_end") + span(1), least=pl.lit(1), link=pl.lit("next_day")
        )
    elif level != "day":
        vague = pl.col("days") > _VAGUE
        yield reports.filter(known).with_columns(
            lo=pl.col("date_start"), hi=pl.col("date_end"), least=vague.cast(pl.Int64), link=pl.lit("span")
        )


def _joined(window: pl.DataFrame, told: pl.DataFrame, person: pl.DataFrame, found: Found) -> pl.DataFrame:
    """Members that the reports of a window become: each joins the meeting that it fits best, if one fits best."""
    free = window.join(found.member, on="order", how="anti")
    candidate = (
        _by_month(
            free.select(
                "order",
                "block",
                "article_id",
                "publisher",
                "sentence_no",
                "kind",
                "status",
                "published_date",
                "town",
                "place_country",
                "lo",
                "hi",
                "least",
                "link",
            )
        )
        .join(_by_month(found.cluster), on=["block", "month"], suffix="_found")
        .filter(
            (pl.col("lo") <= pl.col("hi_found"))
            & (pl.col("lo_found") <= pl.col("hi"))
            # What was told as held cannot begin after it was told.
            & ((pl.col("status") != "held") | (pl.col("lo_found") <= pl.col("published_date")) | (pl.col("link") == "ahead"))
        )
        .unique(["order", "cluster"])
    )
    member = found.member.select("order", "cluster")
    articles = member.join(told.select("order", "article_id"), on="order").select("cluster", "article_id").unique()
    candidate = candidate.join(articles, on=["cluster", "article_id"], how="anti")
    candidate = candidate.join(_told_before(candidate, member, told), on=["order", "cluster"], how="anti")
    candidate = candidate.join(_unannounced(candidate, member, told), on=["order", "cluster"], how="anti")
    candidate = candidate.join(_known(member, told), on="cluster", how="left")
    candidate = candidate.filter(
        pl.col("place_country").is_in(pl.col("countries")).fill_null(True) | (pl.col("countries").list.len() == 0)
    ).with_columns(
        pl.col("town").is_in(pl.col("towns")).fill_null(False).alias("same_town"),
        pl.col("kind").is_in(pl.col("kinds")).alias("same_kind"),
    )
    town_will_do = pl.col("link").is_in(["span", "background"]) | pl.col("block").str.starts_with("conference")
    fit = _agreement(candidate.select("order", "cluster"), person, member)
    best = (
        candidate.join(fit, on=["order", "cluster"], how="left")
        .with_columns(pl.col("agree").fill_null(0), pl.col("differ").fill_null(0))
        .join(_named(person, member), on="cluster", how="left")
        # Two that name persons, and none in common, tell of two meetings, unless their days are the same.
        .filter(
            (pl.col("agree") > 0)
            | pl.col("named").is_null()
            | ~pl.col("order").is_in(person["order"].implode())
            | ((pl.col("link") == "days") & ~pl.col("block").str.starts_with("visit"))
        )
        .filter((pl.col("differ") == 0) & ((pl.col("agree") >= pl.col("least")) | (town_will_do & pl.col("same_town"))))
        .filter(pl.col("own_days") | (pl.col("agree") > 0) | pl.col("same_town") | ~pl.col("link").is_in(["news", "latest", "background"]))
        .filter(pl.col("agree") == pl.col("agree").max().over("order"))
        .filter(pl.col("same_town") == pl.col("same_town").max().over("order"))
        .filter(pl.col("same_kind") == pl.col("same_kind").max().over("order"))
        # Among equals, a meeting whose days are known goes before one that is itself vague.
        .filter(pl.col("own_days") == pl.col("own_days").max().over("order"))
        .filter((pl.col("link") != "latest") | (pl.col("hi_found") == pl.col("hi_found").max().over("order")))
        .filter(pl.len().over("order") == 1)
        # Of the rows of one article, which tells of two occasions, one may be meant.
        .filter(pl.col("agree") == pl.col("agree").max().over("cluster", "article_id"))
        .filter(pl.len().over("cluster", "article_id") == 1)
    )
    best = best.join(_given_out_again(best, told), on="order", how="anti")
    earliest = member.group_by("cluster").agg(pl.col("order").min().alias("to"))
    return best.join(earliest, on="cluster").select("order", "cluster", "to", "link")


def _given_out_again(best: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Of readouts that one publisher gives out on several days and that fit one call, those further from its day: `order`."""
    away = (pl.col("published_date") - pl.col("hi_found")).abs()
    return (
        best.filter(pl.col("link") == "news")
        .join(_readouts(told).select("order"), on="order", how="semi")
        .filter(away > away.min().over("cluster", "publisher"))
        .select("order")
    )


def _readouts(told: pl.DataFrame) -> pl.DataFrame:
    """Reports that give out a call as news. A publisher gives out each call once."""
    return told.filter((pl.col("contact") == "call") & (pl.col("status") == "held") & (pl.col("sentence_no") < _HABITS["call"].news))


def _told_before(candidate: pl.DataFrame, member: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a readout of a call and a call that its publisher gave out another day."""
    readout = _readouts(told)
    given_out = member.join(readout.select("order", "publisher", given_out="published_date"), on="order").drop("order")
    return (
        candidate.filter(pl.col("link") == "news")
        .join(readout.select("order"), on="order", how="semi")
        .join(given_out, on=["cluster", "publisher"])
        .group_by("order", "cluster")
        .agg((pl.col("given_out") != pl.col("published_date")).all().alias("another_day"))
        .filter("another_day")
    )


def _unannounced(candidate: pl.DataFrame, member: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a report that may look ahead and a meeting that nobody had announced when it was published."""
    ahead = candidate.filter(pl.col("link") == "ahead").select("order", "cluster", "published_date")
    planned = told.filter(pl.col("status").is_in(PLANNED)).select("order", announced="published_date")
    plan = member.join(ahead, on="cluster", how="semi").join(planned, on="order").select("cluster", "announced")
    announced = ahead.join(plan, on="cluster").filter(pl.col("announced") <= pl.col("published_date"))
    return ahead.join(announced, on=["order", "cluster"], how="anti")


def _known(member: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Meetings with the `countries` and `towns` that reports put them in, and the `kinds` they call them; and `cluster`."""
    return (
        member.join(told.select("order", "kind", "town", "place_country"), on="order")
        .group_by("cluster")
        .agg(
            pl.col("place_country").drop_nulls().unique().alias("countries"),
            pl.col("town").drop_nulls().unique().alias("towns"),
            pl.col("kind").unique().alias("kinds"),
        )
    )


def _named(person: pl.DataFrame, member: pl.DataFrame) -> pl.DataFrame:
    """Meetings of which a report names persons: `cluster`, `named`."""
    return member.join(person, on="order").select("cluster", pl.lit(True).alias("named")).unique()


def _by_month(frame: pl.DataFrame) -> pl.DataFrame:
    """A row for each month that `lo` to `hi` touches."""
    first = pl.col("lo").dt.truncate("1mo")
    return frame.with_columns(pl.date_ranges(first, pl.col("hi"), "1mo").alias("month")).explode("month")


def _agreement(candidate: pl.DataFrame, person: pl.DataFrame, member: pl.DataFrame) -> pl.DataFrame:
    """For pairs of a report and a meeting: on how many sides both name persons, and `agree` on one, or `differ`."""
    named = member.join(person, on="order").select("cluster", "side", "person").unique()
    return (
        candidate.join(person, on="order")
        .join(named.select("cluster", "side").unique(), on=["cluster", "side"])
        .join(named.with_columns(pl.lit(True).alias("same")), on=["cluster", "side", "person"], how="left")
        .group_by("order", "cluster", "side")
        .agg(pl.col("same").any())
        .group_by("order", "cluster")
        .agg(pl.col("same").sum().alias("agree"), (~pl.col("same")).sum().alias("differ"))
    )


def _founded(level: str, reports: pl.DataFrame, person: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Meetings that reports of one level make among themselves: those that name persons of two sides, then of one, then none."""
    when = _occasions(level, reports, person)
    who = _company(reports, person)
    found = Found(pl.DataFrame(schema=_MEMBER), pl.DataFrame(schema=_CLUSTER))
    for tier, link in (("both", "same_persons"), ("one", "same_person"), ("placed", "same_parties"), ("none", "same_parties")):
        own = when.join(who.filter(pl.col("tier") == tier), on="order")
        joined = _fitting(own, when, who, found, tier)
        rest = own.join(joined, on="order", how="anti")
        label = _components(rest.select("order", pl.concat_str("block", "occasion", "company", separator="|").alias("node")))
        made = label.select("order", pl.col("label").alias("cluster"), pl.col("label").alias("to"), pl.lit(link).alias("link"))
        found = found.with_more(joined).with_more(made)
    return found.member, _spans(level, found.member, reports)


def _occasions(level: str, reports: pl.DataFrame, person: pl.DataFrame) -> pl.DataFrame:
    """When a report puts its meeting, as keys to meet on: `order`, `block`, `article_id`, `occasion`; a row for each day, or one for the span."""
    day = pl.col("published_date")
    if level in _OWN_DAY_LEVELS:
        keys = pl.date_ranges("date_start", "date_end").cast(pl.List(pl.String))
    elif level == "undated":
        goes_on = pl.when(pl.col("order").is_in(person["order"].implode()) | (pl.col("contact") == "conference")).then(_habit("goes_on"))
        keys = pl.date_ranges(day, day + pl.duration(days=goes_on.otherwise(pl.min_horizontal(_habit("goes_on"), 1)))).cast(
            pl.List(pl.String)
        )
    elif level == "undated_plan":
        keys = pl.date_ranges(day, day + pl.duration(days=_PLAN_PAUSE - 1)).cast(pl.List(pl.String))
    else:
        # "Earlier this year" ends on the day it is said.
        until = pl.when(pl.col("days") <= _VAGUE).then("date_end")
        keys = pl.concat_list(pl.concat_str("date_start", pl.lit("/"), until, ignore_nulls=True))
    occasion = reports.select("order", "block", "article_id", keys.alias("occasion")).explode("occasion")
    return pl.concat([occasion, _gatherings(reports)]) if level in _OWN_DAY_LEVELS else occasion


def _gatherings(reports: pl.DataFrame) -> pl.DataFrame:
    """The days of a body's gatherings and the day after, each with the town: reports give them the first day, the last or both."""
    days = pl.date_ranges("date_start", pl.col("date_end") + pl.duration(days=1)).cast(pl.List(pl.String)).alias("occasion")
    return (
        reports.filter((pl.col("contact") == "conference") & pl.col("held_by_body") & pl.col("town").is_not_null())
        .select("order", "block", "article_id", "town", days)
        .explode("occasion")
        .select("order", "block", "article_id", pl.concat_str("occasion", "town", separator=" "))
    )


def _company(reports: pl.DataFrame, person: pl.DataFrame) -> pl.DataFrame:
    """Who meets, as keys to meet on: `order`, `tier`, `company`. Two persons of two sides, or a lone traveller; one person; nobody."""
    named = person.join(reports.select("order", "contact"), on="order")
    pair = (
        named.filter(pl.col("contact") != "visit")
        .join(named, on="order", suffix="_other")
        .filter(pl.col("side") < pl.col("side_other"))
        .select("order", pl.lit("both").alias("tier"), pl.concat_str("person", "person_other", separator="&").alias("company"))
    )
    traveller = named.filter(pl.col("contact") == "visit").select("order", pl.lit("both").alias("tier"), pl.col("person").alias("company"))
    sure = pl.concat([pair, traveller])
    one = named.join(sure, on="order", how="anti").select("order", pl.lit("one").alias("tier"), pl.col("person").alias("company"))
    # Where nobody is named, the country of the place must do. A gathering has one place, wherever its guests are met.
    placed = pl.col("place_country").is_not_null() & (pl.col("contact") != "conference")
    none = reports.join(named, on="order", how="anti").select(
        "order",
        pl.when(placed).then(pl.lit("placed")).otherwise(pl.lit("none")).alias("tier"),
        pl.when(placed).then("place_country").otherwise(pl.lit("")).alias("company"),
    )
    return pl.concat([sure, one, none])


def _fitting(own: pl.DataFrame, when: pl.DataFrame, who: pl.DataFrame, found: Found, tier: str) -> pl.DataFrame:
    """Members that reports with fewer persons become: of the one meeting of that occasion, with their person when they name one."""
    there = found.member.select(pl.col("order").alias("to"), "cluster").join(when.rename({"order": "to"}), on="to")
    if tier == "one":
        person = who.select(pl.col("order").alias("to"), pl.col("company").str.split("&").alias("company")).explode("company").unique()
        there = there.join(person, on="to")
        shared = own.join(there, on=["block", "occasion", "company"], suffix="_there")
        link = "same_person"
    else:
        shared = own.join(there, on=["block", "occasion"], suffix="_there")
        link = "same_parties"
    return (
        shared.join(there.select("cluster", "article_id").unique(), on=["cluster", "article_id"], how="anti")
        .group_by("order")
        .agg(pl.col("cluster").n_unique().alias("n"), pl.col("cluster").first(), pl.col("to").min())
        .filter(pl.col("n") == 1)
        .select("order", "cluster", "to", pl.lit(link).alias("link"))
        .cast({"to": pl.UInt32})
    )


def _components(edge: pl.DataFrame) -> pl.DataFrame:
    """Connected components of a graph of `order` and `node`: `order` and `label`, the least `order` of its component.

    Labels spread over nodes and jump to the label of the label, so that a chain of n takes about log n rounds.
    """
    label = edge.select("order", pl.col("order").alias("label")).unique()
    while True:
        spread = edge.join(label, on="order").with_columns(pl.col("label").min().over("node")).group_by("order").agg(pl.col("label").min())
        jumped = spread.join(spread.rename({"order": "label", "label": "jump"}), on="label").select("order", pl.col("jump").alias("label"))
        if jumped.sort("order").equals(label.sort("order")):
            return jumped
        label = jumped


def _spans(level: str, member: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """The days new meetings lie in, as far as is known: those of their reports, or what publication tells."""
    day = pl.col("published_date")
    if level == "undated":
        lo, hi = day - pl.duration(days=_NEWS), day
    elif level == "undated_plan":
        lo, hi = day, day + pl.duration(days=_PLAN_AFTER)
    else:
        lo, hi = pl.col("date_start"), pl.col("date_end")
    return (
        member.join(reports.select("order", "block", lo.alias("lo"), hi.alias("hi")), on="order")
        .group_by("cluster")
        .agg(pl.col("block").first(), pl.col("lo").min(), pl.col("hi").max(), pl.lit(level in _OWN_DAY_LEVELS).alias("own_days"))
    )
