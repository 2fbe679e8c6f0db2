"""Gatherings of a body, "the NATO summit" or "EC ministers met": whose they are, and which members the text tells to be there.

Who belongs to a body, and when, are rows of `lexicon/membership.tsv`.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from transforms import lexicon
from transforms.meeting.pattern import UNKNOWN, expand
from transforms.meeting.reference import told_last
from transforms.meeting.side import states
from transforms.text import context

#: All states.
_ANY = "*"
#: What stands around the name of a body whose members are meant, not its staff.
_OF_MEMBERS = r"(?:[Mm]inisters|[Ll]eaders|[Pp]residents|[Pp]remiers|heads|chiefs|members?|[Ss]tates|nations|countries|delegates|delegations|governors|[Cc]ouncil|[Cc]ommittee|bloc|colleagues)"
_MEMBERS_AFTER = rf"^\)?(?:'s?)?(?: \([A-Z0-9-]+\))?(?:,? (?:[A-Za-z-]+ )?| (?:[A-Za-z-]+ ){{0,4}}){_OF_MEMBERS}\b"
_MEMBERS_BEFORE = rf"\b(?:{_OF_MEMBERS}|representatives|officials|envoys) (?:of|from)(?: the)?(?: [0-9a-z-]+)? $"
_BARE_AFTER = r"^\)? (?:met|meets?|will|would|held|holds?|is|are|was|convened?s?|gather)"
#: They meet someone else.
_OTHERS = r"^[^,;]{0,60}?\b(?:with|reporters|journalists|demands?|deadline|target|goals?|needs?)\b"
_AMONG_THEMSELVES = expand(
    r"^(?: (?:in|on|at|here|again|for|to|from|this|next|last|late|early|today|tomorrow|and|every|behind|over|face)\b| {D}|[,.;]|$)"
)
#: One after the other.
_APART = r"\b(?:[Bb]ilateral|[Ss]eparate|each of|one-on-one)\b"
#: Who acts or speaks in a sentence.
_ACTS = expand(
    r"({ACTOR})(?:,? (?:who|which))?,? (?:will|would|has|had|have|is|was|are|were|also|and|[a-z]+ed|said|says|told|wants|wanted|seeks|sought|urges|hopes|sees|met)\b|{SAY},? (?:{DET}|{ADJ})*({P})"
)
_SYMBOL = r"[\x01\x06][a-z](\d+)\x0f"
_STATE = "^[A-Z]{3}$"
#: How many sentences on those who met are still told of, and how many back those who speak of a gathering.
_AFTER, _BEFORE = 2, 3


@cache
def _members() -> pl.DataFrame:
    """`body`, `member`, `from`, `to` (years, open ends filled)."""
    return lexicon.load("membership").with_columns(pl.col("from").fill_null(0), pl.col("to").fill_null(9999))


def bodies() -> pl.Series:
    """The bodies whose members are known."""
    return _members()["body"].unique()


def _of_members(frame: pl.DataFrame, party: str) -> pl.DataFrame:
    """Rows whose `party` column is a member of their `body` in the year of `published_date`."""
    year = pl.col("published_date").dt.year()
    everyone = _members().filter(pl.col("member") == _ANY)["body"].implode()
    own = (
        frame.join(_members(), left_on=["body", party], right_on=["body", "member"], how="inner", maintain_order="left")
        .filter(year.is_between(pl.col("from"), pl.col("to")))
        .drop("from", "to")
    )
    anyone = frame.filter(pl.col("body").is_in(everyone) & pl.col(party).str.contains(_STATE))
    return pl.concat([own, anyone]).unique(maintain_order=True)


def _named(found: pl.DataFrame, actor: pl.DataFrame) -> pl.DataFrame:
    """Gatherings named by their body: `trigger_id`, `body`."""
    return (
        actor.filter((pl.col("side") == "destination") & pl.col("party").is_in(bodies().implode()))
        .join(found.filter(pl.col("frame").is_in(["gathering", "convened"])).select("trigger_id"), on="trigger_id", how="semi")
        .unique("trigger_id", keep="first", maintain_order=True)
        .select("trigger_id", pl.col("party").alias("body"))
    )


def _met(found: pl.DataFrame, actor: pl.DataFrame, span: pl.DataFrame, sentence: pl.DataFrame) -> pl.DataFrame:
    """Triggers whose sides are the members of one body, told as such, and none but members beside them: `trigger_id`, `body`."""
    known = pl.col("party").is_in(bodies().implode()) & (pl.col("span_kind") == "organisation")
    host = (
        actor.filter(known)
        .group_by("trigger_id")
        .agg(pl.col("party").first().alias("body"), pl.col("party").n_unique().alias("n"), pl.col("span_id").drop_nulls().first())
        .filter(pl.col("n") == 1)
    )
    others = (
        actor.filter(pl.col("party").is_not_null())
        .join(host.select("trigger_id", "body"), on="trigger_id", how="inner")
        .filter(pl.col("party") != pl.col("body"))
        .join(found.select("trigger_id", "published_date"), on="trigger_id", how="left")
    )
    strangers = others.join(_of_members(others, "party"), on=["trigger_id", "party"], how="anti")
    alone = ~pl.col("trigger_id").is_in(others["trigger_id"].implode())
    among = (pl.col("frame") == "noun") | ((pl.col("frame") == "verb") & (pl.col("right").str.contains(_AMONG_THEMSELVES) | ~alone))
    apart = pl.concat_str(pl.col("clause").str.slice(-40), "surface").str.contains(_APART)
    told = found.filter(among & ~apart & ~(alone & pl.col("right").str.contains(_OTHERS))).select("trigger_id")
    around = (
        host.join(told, on="trigger_id", how="semi")
        .join(strangers, on="trigger_id", how="anti")
        .join(span.select("span_id", "sentence_id", "start", "end"), on="span_id", how="inner")
        .join(sentence.select("sentence_id", "ascii"), on="sentence_id", how="inner")
    )
    after, before = pl.col("after"), pl.col("before")
    return (
        context(around.lazy(), before=50, after=60)
        .filter(after.str.contains(_MEMBERS_AFTER) | before.str.contains(_MEMBERS_BEFORE) | (after.str.contains(_BARE_AFTER) & alone))
        .select("trigger_id", "body")
        .collect()
    )


def _gathers(found: pl.DataFrame, actor: pl.DataFrame, span: pl.DataFrame, sentence: pl.DataFrame) -> pl.DataFrame:
    """Every gathering of a body: `trigger_id`, `body`, `met` (its members are said to meet), and when and where it is told."""
    met = _met(found, actor, span, sentence)
    named = _named(found, actor).join(met, on="trigger_id", how="anti")
    return pl.concat([named.with_columns(met=False), met.with_columns(met=True)]).join(
        found.select("trigger_id", "article_id", "sentence_id", "published_date", "frame"), on="trigger_id", how="inner"
    )


def _sides(gathers: pl.DataFrame, actor: pl.DataFrame) -> pl.DataFrame:
    """Actors that the word of meeting itself has; of a gathering that is only named, those that are members."""
    agency = (pl.col("span_kind") == "organisation") & pl.col("party").str.contains(_STATE)
    own = actor.join(gathers, on="trigger_id", how="inner").filter(
        (pl.col("side") != "destination") & (pl.col("party") != pl.col("body")) & ~agency
    )
    present = pl.col("frame") == "gathering"
    return pl.concat([own.filter(present), _of_members(own.filter(~present), "party")])


def _speakers(absent: pl.DataFrame, found: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """Members who act in the sentence of a gathering, or, where they are said to meet, are named in the next ones, as actors."""
    here = (
        found.join(absent, on="trigger_id", how="semi")
        .select("trigger_id", pl.concat_str("left", "surface", "right").str.extract_all(_ACTS).alias("symbol"))
        .explode("symbol")
        .select("trigger_id", pl.col("symbol").str.extract(_SYMBOL).cast(pl.UInt32).alias("span_id"))
        .filter(pl.col("span_id").is_not_null())
    )
    at = pl.col("sentence_id").cast(pl.Int64)
    person = span.filter((pl.col("kind") == "person") & ~pl.col("assumed").fill_null(False)).select(
        "article_id", "span_id", at.alias("_at")
    )
    next_ones = (
        absent.filter("met")
        .with_columns(at.alias("at"))
        .join(person, on="article_id", how="inner")
        .filter((pl.col("_at") - pl.col("at")).is_between(0, _AFTER))
        .select("trigger_id", "span_id")
    )
    named = (
        pl.concat([here, next_ones])
        .unique(maintain_order=True)
        .join(absent.select("trigger_id", "body", "published_date"), on="trigger_id", how="inner")
        .join(span.select("span_id", "kind", "name", "party", "country_code", "assumed"), on="span_id", how="inner")
        .filter(pl.col("kind").is_in(["country", "person"]) & pl.col("party").is_not_null())
    )
    return _of_members(named, "party").select(
        "trigger_id",
        "span_id",
        "name",
        "party",
        "country_code",
        "assumed",
        pl.lit("subject").alias("side"),
        pl.col("kind").alias("span_kind"),
        pl.lit(UNKNOWN).alias("letter"),
    )


def _met_before(absent: pl.DataFrame, found: pl.DataFrame, actor: pl.DataFrame) -> pl.DataFrame:
    """The members among the sides of the meeting told of right before a gathering, as actors."""
    sides = (
        actor.filter((pl.col("side") != "destination") & pl.col("party").str.contains(_STATE).fill_null(False))
        .group_by("trigger_id")
        .agg(pl.col("party").unique().sort())
        .filter(pl.col("party").list.len() >= 2)
        .join(found.select("trigger_id", "article_id", pl.col("sentence_id").alias("_at")), on="trigger_id", how="inner")
    )
    before = (
        told_last(absent, sides)
        .filter(pl.col("party").is_not_null() & (pl.col("sentence_id").cast(pl.Int64) - pl.col("_at").cast(pl.Int64) <= _BEFORE))
        .explode("party")
        .with_columns(pl.lit("subject").alias("side"))
    )
    return states(_of_members(before, "party"), UNKNOWN)


def attended(found: pl.DataFrame, actor: pl.DataFrame, span: pl.DataFrame, sentence: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Triggers and actors, with every gathering of a body in the frame of one: the body its host, its members that are there its side.

    Those are the sides of the word itself; else who acts or speaks in the sentence, and in the next ones where members are said to meet;
    else the sides of the meeting told of right before.
    """
    gathers = _gathers(found, actor, span, sentence)
    sides = _sides(gathers, actor)
    absent = gathers.join(sides, on="trigger_id", how="anti")
    speakers = _speakers(absent, found, span)
    before = _met_before(absent.filter(~pl.col("met")).join(speakers, on="trigger_id", how="anti"), found, actor)
    host = gathers.select(
        "trigger_id", pl.lit("destination").alias("side"), pl.lit("organisation").alias("span_kind"), pl.col("body").alias("party")
    )
    # What no body convenes has no destination.
    unhosted = found.filter(pl.col("frame") == "convened").select("trigger_id", pl.lit("destination").alias("side"))
    others = actor.join(gathers, on="trigger_id", how="anti").join(unhosted, on=["trigger_id", "side"], how="anti")
    flags = [name for name, kind in actor.schema.items() if kind == pl.Boolean]
    whole = pl.concat([others, sides.select(actor.columns), speakers, before, host], how="diagonal_relaxed").select(actor.columns)
    gathering = pl.col("trigger_id").is_in(gathers["trigger_id"].implode())
    return (
        found.with_columns(
            pl.when(gathering)
            .then(pl.lit("gathering"))
            .when(pl.col("frame") == "convened")
            .then(pl.lit("noun"))
            .otherwise("frame")
            .alias("frame")
        ),
        whole.with_columns(pl.col(flags).fill_null(False), pl.col("position").fill_null(0)).sort("trigger_id", maintain_order=True),
    )
