"""Reports of one meeting as one meeting, with the reason for each link. Depends on the reports alone, never on their order or their run.

Reports can tell of one meeting only when they stand in one *block* (`transforms.block`): the same sort of contact of the same parties.
In a block the surest come first: reports with a day, then those known to a week, a month, a longer span, then
those without a date. Each report joins the one meeting that it fits; what fits none, or fits several equally well, founds a meeting
with its like (`linking`). To fit means: days in common, nobody named for a side that the other names somebody else for, no two countries
as the place, and not two rows of one article, which tells of two occasions. Cost grows with the reports of a block and month; a new
report touches no other block.

`meeting_link` keeps the rule of every link; which pairs were refused, and why, follows from the tables (macro `why_apart`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import polars as pl

from transforms import entity, lexicon, tables
from transforms.block import block, contact, holder
from transforms.linking import PLANNED, meetings

#: Words that make a meeting told with a verb one of before; a noun may always look back.
_BEFORE = r"\b(?:ago|earlier|had|last|once|previous|previously|since|when)\b"
#: Words that tell of more meetings than one.
_SEVERAL = r"\b(?:twice|times)\b|\b(?:earlier|many|past|previous|recent|regular|several) (?:\w+ )?(?:calls|conversations|meetings|talks|trips|visits)\b"
#: From the least settled to the most: of two reports of one day the more settled counts as the newer.
_SETTLED = (*PLANNED, "denied", "cancelled", "held")


@dataclass(frozen=True, slots=True)
class Resolution:
    """The history tables, each as the contract has it."""

    meeting_report: pl.DataFrame
    meeting: pl.DataFrame
    meeting_participant: pl.DataFrame
    meeting_party: pl.DataFrame
    meeting_link: pl.DataFrame


#: The tables that `resolve` makes, by name.
HISTORY = tuple(field.name for field in fields(Resolution))


def publisher() -> pl.Expr:
    """Who published an article: its source or, when the text names none, the folder it came from, years of archives left out."""
    return pl.coalesce("source", pl.col("source_uri").str.extract(r"([^/#]+)(?:[/#](?:19|20)\d\d)*[/#][^/#]*$"))


def resolve(article: pl.DataFrame, report: pl.DataFrame, participant: pl.DataFrame) -> Resolution:
    """Merge reports of all articles into meetings.

    `article` gives `article_id`, `source`, `source_uri`, `published_date`; `report` and `participant` are those of `extract`: of all
    articles, or of some blocks whole, whose rows are then as they are among all.
    """
    told = _told(article, report)
    person = _persons(told, participant)
    found = meetings(told, person)
    meeting_id = pl.concat_str(pl.lit("m"), pl.col("report_id").str.slice(1))
    first = (
        found.member.group_by("cluster").agg(pl.col("order").min()).join(told.select("order", meeting_id.alias("meeting_id")), on="order")
    )
    told = told.join(found.member, on="order").join(first.select("cluster", "meeting_id"), on="cluster")
    part = participant.join(told.select("report_id", "meeting_id"), on="report_id")
    meeting = _meeting(told).join(_level(part), on="meeting_id", how="left")
    return Resolution(
        tables.MEETING_REPORT.conform(told),
        tables.MEETING.conform(meeting),
        tables.MEETING_PARTICIPANT.conform(part),
        tables.MEETING_PARTY.conform(meeting.select("meeting_id", pl.col("parties").alias("party")).explode("party")),
        tables.MEETING_LINK.conform(_links(told, person)),
    )


def _told(article: pl.DataFrame, report: pl.DataFrame) -> pl.DataFrame:
    """Reports with `order` (by publication, then id), `contact`, `block`, `held_by_body`, `looks_back`, `town`, and `days` from first to last."""
    return (
        report.join(article.select("article_id", "published_date", publisher().alias("publisher")), on="article_id", how="left")
        .sort("published_date", "report_id")
        .with_row_index("order")
        .with_columns(
            contact().alias("contact"),
            block().alias("block"),
            holder().is_not_null().alias("held_by_body"),
            _looks_back().alias("looks_back"),
            pl.col("place").str.strip_suffix(" City").alias("town"),
            (pl.col("date_end") - pl.col("date_start")).dt.total_days().alias("days"),
        )
    )


def _looks_back() -> pl.Expr:
    """Whether a report without a date may be background: "met" and "spoke" tell what is new, "the visit", "when they met" what is known."""
    trigger = lexicon.load("meeting_trigger")
    verbs = trigger.filter(~pl.col("frame").is_in(["noun", "visit_noun", "gathering", "attend"]))["name"].to_list()
    told_before = ~pl.col("rule").is_in(verbs) | pl.col("evidence").str.contains(_BEFORE)
    return told_before & ~pl.col("evidence").str.contains(_SEVERAL)


def _persons(told: pl.DataFrame, participant: pl.DataFrame) -> pl.DataFrame:
    """Who takes part for a party: `order`, `side`, `person`. A lone surname is the one person of that side in the block who bears it."""
    known = (
        participant.join(told.select("report_id", "order", "block", "contact", "parties"), on="report_id")
        .filter(pl.col("country_code").is_in(pl.col("parties")) & (pl.col("contact") != "conference"))
        .select("order", "block", side="country_code", person="entity_id")
        .unique()
    )
    name = pl.col("person").str.strip_prefix("person:").str.extract(r"^(.*)/")
    lone = ~name.str.contains(" ")
    bearer = (
        known.select("block", "side", "person")
        .unique()
        .filter(~lone)
        .with_columns(entity.name_key(name).str.split(" ").alias("word"))
        .explode("word")
        .filter(pl.len().over("block", "side", "word") == 1)
        .select("block", "side", "word", pl.col("person").alias("bearer"))
    )
    return (
        known.with_columns(pl.when(lone).then(name).alias("word"))
        .join(bearer, on=["block", "side", "word"], how="left")
        .select("order", "side", pl.coalesce("bearer", "person").alias("person"))
        .unique()
    )


def _meeting(told: pl.DataFrame) -> pl.DataFrame:
    """One row for each `meeting_id`.

    Status: of the newest report, of one day the most settled; once held, a meeting is not planned again. Dates: of the shortest span,
    held before planned, newest first. Place: of a report that names the town before one that names the country, held before planned,
    oldest first.
    """
    settled = pl.col("status").replace_strict({status: rank for rank, status in enumerate(_SETTLED)}, return_dtype=pl.Int32)
    newest = pl.col("status").sort_by("published_date", settled, "report_id").last()
    was_held = (pl.col("status") == "held").any()
    planned = pl.col("status") != "held"
    by_days = [pl.col("days"), planned, -pl.col("published_date").to_physical(), pl.col("report_id")]
    by_place = [pl.col("place").is_null(), pl.col("place_country").is_null(), planned, pl.col("published_date"), pl.col("report_id")]
    by_kind = [pl.col("kind") != pl.col("contact"), pl.col("kind") != "summit", pl.col("report_id")]
    return told.group_by("meeting_id").agg(
        pl.when(pl.col("contact").first() == "talks")
        .then(pl.col("kind").sort_by(pl.col("kind") != "summit", "report_id").first())
        .otherwise(pl.col("contact").sort_by(*by_kind).first())
        .alias("kind"),
        pl.when(was_held & newest.is_in(PLANNED)).then(pl.lit("held")).otherwise(newest).alias("status"),
        pl.col("date_start").sort_by(*by_days, nulls_last=True).first(),
        pl.col("date_end").sort_by(*by_days, nulls_last=True).first(),
        pl.col("place").sort_by(*by_place).first(),
        pl.col("place_country").sort_by(*by_place).first(),
        pl.col("parties").explode().unique().sort(),
        pl.len().cast(pl.Int32).alias("n_reports"),
        pl.col("publisher").drop_nulls().n_unique().cast(pl.Int32).alias("n_sources"),
        pl.col("published_date").min().alias("first_reported"),
        pl.col("published_date").max().alias("last_reported"),
    )


def _level(part: pl.DataFrame) -> pl.DataFrame:
    """`meeting_id` and the `level` of its highest participant."""
    rank = {level: number for number, level in enumerate(tables.PARTICIPANT_LEVELS)}
    roles = lexicon.load("role").select("role", "level").unique("role", keep="first", maintain_order=True)
    return (
        part.join(roles, on="role")
        .with_columns(pl.col("level").replace_strict(rank, default=None, return_dtype=pl.Int32).alias("rank"))
        .filter(pl.col("rank").is_not_null())
        .sort("meeting_id", "rank")
        .unique("meeting_id", keep="first")
        .select("meeting_id", "level")
    )


def _links(told: pl.DataFrame, person: pl.DataFrame) -> pl.DataFrame:
    """Why each report is of its meeting: the earlier report it was joined to, the rule, and what both say."""
    names = person.sort("side", "person").group_by("order", maintain_order=True).agg(pl.col("person").str.strip_prefix("person:"))
    facts = told.join(names, on="order", how="left").select(
        "order",
        "meeting_id",
        "report_id",
        "link",
        "to",
        "block",
        pl.concat_str(
            pl.col("status"),
            pl.coalesce(pl.concat_str(pl.lit(" for "), "date_start", pl.lit(" to "), "date_end"), pl.lit(" on no day")),
            pl.lit(", told "),
            "published_date",
            pl.lit(", "),
            pl.coalesce(pl.col("person").list.join(", "), pl.lit("nobody named")),
        ).alias("fact"),
    )
    return facts.join(facts.select(to="order", linked_to="report_id", other="fact"), on="to").select(
        "meeting_id",
        "report_id",
        pl.when(pl.col("order") != pl.col("to")).then("linked_to").alias("linked_to"),
        pl.when(pl.col("order") != pl.col("to")).then("link").otherwise(pl.lit("anchor")).alias("rule"),
        "block",
        pl.when(pl.col("order") != pl.col("to"))
        .then(pl.concat_str("block", pl.lit(": "), "fact", pl.lit("; "), "other"))
        .otherwise(pl.concat_str("block", pl.lit(": "), "fact"))
        .alias("evidence"),
    )
