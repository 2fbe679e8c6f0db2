"""Sides told by reference: whose meeting "they", "the two leaders", "officials" or "the talks will resume" are, from what the article told before."""

from __future__ import annotations

import polars as pl

from transforms.meeting.pattern import PEOPLE, UNKNOWN, expand
from transforms.meeting.side import OFFICIALS, states

#: Frames of one side that meets another.
_MEETS = ("noun", "verb", "host", "guest", "discuss", "call_on")
_GOES_HOME = r"^return|back|home"
#: "The talks will be held ...", "the visit was put off": the sides are those told of before.
_DEFINITE = r"\b(?:[Tt]he|[Aa]nother|[Nn]ew) (?:[a-z-]+ ){0,3}$"
_TAKES_PLACE = expand(
    r"^(?: of [^,;\x01\x03\x06\x07]{1,40}?)?(?: (?:in|at|on) (?:{L}|{STATE}|{D})| {D}| (?:between|of|among) \x07[^\x0f]*\x0f|,? (?:originally|initially|first|now|tentatively)|,)*"
    r"(?: (?:will|would|may|could|might|is to|are to|was to|were to|is|are|was|were|has been|have been|had been|can|to|have|has|had))*"
    r"(?: (?:not|be|been|also|later|now|then|originally|expected to|likely to|scheduled to|due to|set to))*"
    r" (?:held|take place|took place|taken place|begin|began|begun|continued?|resumed?|started?|opened?|reconvened?|concluded?|ended|collapsed|broke (?:up|down|off)|adjourned"
    r"|put off|postponed|cancell?ed|called off|scrapped|shelved|delayed|suspended|set|scheduled|due|planned|slated)\b"
)
#: "The next", "a second", "further": one more of the meetings told of before.
_MORE = r"(?:new|next|second|third|fourth|fifth|sixth|final|last|latest|previous|first|further|fresh|more|additional|follow-up|planned|scheduled|upcoming|forthcoming|original|regular|subsequent|inaugural) "
_SORT = r"(?:and |bilateral |trilateral |tripartite |three-way |four-way |face-to-face |working-level |high-level |formal |direct |indirect |[a-z]+-day |one-on-one |peace |nuclear |trade |summit |formal |technical )"
_AGAIN = rf"\b(?:(?:[Tt]he|[Aa]n?|[Nn]o|[Aa]ny|[Tt]heir) (?:{_SORT})*{_MORE}(?:{_MORE}|{_SORT})*|[Aa]nother (?:{_SORT})*|(?:[Ff]urther|[Ff]resh|[Nn]ew|[Mm]ore) (?:{_SORT})*)$"
#: No kind of meeting that is one's own ("cabinet meeting", "news conference").
_BARE = rf"\b(?:[Tt]he|[Aa]n?|[Tt]heir|[a-z]+) (?:{_SORT})*$"
_SET = expand(
    r"^,?(?: (?:will|is|are|was|were|to|be|now|tentatively|originally|set|scheduled|planned|due|slated|held|expected|likely|take|place|go|ahead|begin|start|resume|open))*(?: (?:on|in|at|for|early|late|from))* ?(?:{D}|{L})"
)
#: Whose it is stands after it.
_OF_OTHERS = (
    r"^ (?:between|among|with|for)\b|^ (?:of|by) (?:[a-z]+ )*(?:[\x01\x03\x06\x07]|board|cabinet|council|parliament|committee|commission|assembly|party|staff|creditors|shareholders)"
    r"|^(?: [a-z'-]+){1,4} (?:with|between|among|involving|attended by)\b"
)
#: Sentences of a body that name who it is about.
_LEAD = 3
#: A meeting of three is of the three told last.
_THREE = r"\b(?:[Tt]rilateral|[Tt]ripartite|[Tt]hree-way)\b"
_MEETS_AGAIN = expand(r"^ (?:{D} |on {D} |in {L} )*(?:again|once (?:more|again)|for a (?:second|third|fourth|fifth) time)\b")
_CARRIED = expand(r"\b(?:{LIGHT}|agreed to|plan to|will) (?:[a-z-]+ ){0,5}$|\x07[^\x0f]*\x0f's (?:[a-z-]+ ){0,4}$")


def introduced(found: pl.DataFrame) -> pl.DataFrame:
    """Those present at a reception or gathering meet its host: the subject of the meeting word before, in this sentence or the last."""
    host = pl.when(pl.col("frame") == "present").then(pl.col("subject").shift(1).over("article_id")).otherwise("subject")
    return found.with_columns(host.alias("subject"))


def abroad(actor: pl.DataFrame, found: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """Actors, where persons who would meet only their own side, that side being assumed, act for the other country most named in the article."""
    placed = found.select("trigger_id", "article_id", "surface", "frame").filter(
        ~pl.col("frame").is_in(["attend", "gathering"]) & ~pl.col("surface").str.contains(_GOES_HOME)
    )
    host = pl.when(pl.col("side") == "destination").then(pl.coalesce("country_code", "party")).otherwise("party")
    told = actor.with_columns(host.alias("party")).filter(pl.col("party").is_not_null()).join(placed, on="trigger_id", how="inner")
    person = pl.col("span_kind") == "person"
    alone = (
        told.group_by("trigger_id")
        .agg(
            (pl.col("party").n_unique() == 1).alias("one_side"),
            (pl.col("name").filter(person | (pl.col("letter") == PEOPLE) | (pl.col("side") == "destination")).n_unique() >= 2).alias(
                "people"
            ),
            pl.col("assumed").any().alias("some"),
            pl.col("assumed").all().alias("every"),
        )
        .filter(pl.col("one_side") & pl.col("people") & pl.col("some") & ~pl.col("every"))
    )
    guest = (
        told.filter(pl.col("assumed") & (pl.col("letter") != UNKNOWN))
        .join(alone, on="trigger_id", how="semi")
        .select("article_id", "name", "party")
        .unique()
    )
    named = (
        span.with_columns(pl.when(pl.col("kind") == "place").then("country_code").otherwise("party").alias("other"))
        .filter(pl.col("kind").is_in(["country", "organisation", "place"]) & pl.col("other").str.contains("^[A-Z]{3}$"))
        .group_by("article_id", "other")
        .agg(
            (pl.col("kind") == "country").sum().alias("times"),
            (pl.col("kind") == "place").all().alias("by_place"),
            pl.col("span_id").min().alias("first"),
        )
    )
    other = (
        guest.join(named, on="article_id", how="inner")
        .filter(pl.col("other") != pl.col("party"))
        .sort("article_id", "name", "times", "by_place", "first", descending=[False, False, True, False, False])
        .unique(["article_id", "name"], keep="first", maintain_order=True)
        .select("article_id", "name", "other", pl.lit(True).alias("assumed"))
    )
    return (
        actor.join(found.select("trigger_id", "article_id"), on="trigger_id", how="left", maintain_order="left")
        .join(other, on=["article_id", "name", "assumed"], how="left", maintain_order="left")
        .with_columns(pl.coalesce("other", "party").alias("party"), pl.coalesce("other", "country_code").alias("country_code"))
        .select(actor.columns)
    )


def _unsaid(actor: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Triggers that leave a side out: `trigger_id`, `whole` (true where they name none, false where they name one).

    "The talks will resume on Friday", "the next round is due in May" name none; "he is to hold another round of talks" names one.
    """
    known = actor.filter(pl.col("side").is_in(["object", "both", "destination"]) | pl.col("reference")).select("trigger_id").unique()
    acting = (
        actor.filter((pl.col("side") == "subject") & ~pl.col("reference"))
        .group_by("trigger_id")
        .agg(
            pl.col("party").n_unique().alias("n_sides"),
            ((pl.col("span_kind") == "person") | ~pl.col("letter").is_in(["u", "s"])).any().alias("people"),
        )
    )
    clause, right = pl.col("clause"), pl.col("right")
    noun = (pl.col("frame") == "noun") & (pl.col("kind") != "call") & ~right.str.contains(_OF_OTHERS)
    definite, again = clause.str.contains(_DEFINITE), clause.str.contains(_AGAIN)
    carried = clause.str.contains(_CARRIED)
    bare = clause.str.contains(_BARE)
    no_side = noun & ((definite & right.str.contains(_TAKES_PLACE)) | (again & ~carried & right.str.contains(_SET)))
    one_side = (noun & (again | (bare & pl.col("people"))) & carried) | ((pl.col("frame") == "verb") & right.str.contains(_MEETS_AGAIN))
    return (
        found.join(known, on="trigger_id", how="anti")
        .join(acting, on="trigger_id", how="left")
        .with_columns(
            pl.when(no_side)
            .then(True)
            .when(one_side & (pl.col("n_sides") == 1))
            .then(False)
            .when(one_side & pl.col("n_sides").is_null())
            .then(True)
            .alias("whole")
        )
        .filter(pl.col("whole").is_not_null())
        .select("trigger_id", "whole")
    )


def _completed(actor: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Actors with a reference for the side that a trigger leaves out; a trigger that names none has the reference alone."""
    unsaid = _unsaid(actor, found)
    reference = unsaid.select(
        "trigger_id", pl.lit("subject").alias("side"), pl.lit(True).alias("reference"), pl.col("whole").not_().alias("partial")
    )
    named = actor.join(unsaid.filter("whole"), on="trigger_id", how="anti")
    return (
        pl.concat([named, reference], how="diagonal_relaxed")
        .with_columns(pl.col("partial").fill_null(False))
        .sort("trigger_id", maintain_order=True)
    )


def told_last(asked: pl.DataFrame, explicit: pl.DataFrame) -> pl.DataFrame:
    """Triggers, each with the row of `explicit`, of triggers that name their sides, told last before it in its article."""
    return asked.sort("trigger_id").join_asof(
        explicit.sort("trigger_id"),
        on="trigger_id",
        by="article_id",
        strategy="backward",
        allow_exact_matches=False,
        check_sortedness=False,
    )


def _others(copied: pl.DataFrame, actor: pl.DataFrame) -> pl.DataFrame:
    """Copied actors of triggers that name one side without that side; none where the meeting told before was not its own."""
    own = (
        actor.filter(~pl.col("reference") & pl.col("party").is_not_null())
        .join(actor.filter("partial").select("trigger_id").unique(), on="trigger_id", how="semi")
        .group_by("trigger_id")
        .agg(pl.col("party").alias("own"), pl.col("name").alias("own_names"))
    )
    return (
        copied.join(own, on="trigger_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("party").is_in(pl.col("own")).fill_null(True).alias("_is_own"),
            (pl.col("own").is_null() | pl.col("name").is_in(pl.col("own_names")).any().over("trigger_id")).alias("_same_person"),
        )
        .filter(pl.col("own").is_null() | (pl.col("_is_own").any().over("trigger_id") & ~pl.col("_is_own")))
        .with_columns(pl.when("_same_person").then("span_kind").otherwise(pl.lit("country")).alias("span_kind"))
        .drop("own", "own_names", "_is_own", "_same_person")
    )


def _principals(untold: pl.DataFrame, span: pl.DataFrame, sentence: pl.DataFrame) -> pl.DataFrame:
    """Actors for references with no meeting told before: the two sides that the persons of headline and lead act for, if two they are."""
    lead = sentence.filter(pl.col("sentence_no") < _LEAD).select("sentence_id")
    pair = (
        span.filter((pl.col("kind") == "person") & pl.col("party").is_not_null() & pl.col("level").is_in(["head", "minister", "envoy"]))
        .join(lead, on="sentence_id", how="semi")
        .select("article_id", "party")
        .unique(maintain_order=True)
        .filter(pl.len().over("article_id") == 2)
    )
    told = untold.join(pair, on="article_id", how="inner").with_columns(pl.lit("subject").alias("side"))
    return states(told, UNKNOWN).with_columns(pl.lit(False).alias("partial"), pl.lit(False).alias("idle"), pl.lit(True).alias("copied"))


def resolved(actor: pl.DataFrame, found: pl.DataFrame, span: pl.DataFrame, sentence: pl.DataFrame) -> pl.DataFrame:
    """Actors with every reference ("the two leaders") replaced by the actors of the meeting told last before it in the article."""
    actor = _completed(actor, found)
    own = actor.filter(~pl.col("reference") & pl.col("party").is_not_null() & (pl.col("side") != "destination"))
    order = found.select("trigger_id", "article_id")
    sides = own.group_by("trigger_id").agg(pl.col("party").n_unique().alias("n"))
    explicit = sides.filter(pl.col("n") >= 2).join(order, on="trigger_id", how="left").with_columns(pl.col("trigger_id").alias("source"))
    three = found.select("trigger_id", pl.concat_str(pl.col("clause").str.slice(-40), "surface").str.contains(_THREE).alias("three"))
    asked = actor.filter("reference").select("trigger_id").unique().join(order, on="trigger_id", how="left")
    asked = asked.join(three, on="trigger_id", how="left").sort("trigger_id")
    source = pl.concat(
        [told_last(asked.filter(~pl.col("three")), explicit), told_last(asked.filter("three"), explicit.filter(pl.col("n") >= 3))]
    )
    copied = (
        source.filter(pl.col("source").is_not_null())
        .select("trigger_id", "source")
        .join(own.rename({"trigger_id": "source"}), on="source", how="inner")
        .drop("source")
        .join(
            found.select(
                "trigger_id",
                (pl.col("frame") == "noun").alias("noun"),
                pl.col("clause").str.contains(_CARRIED).alias("carried"),
                pl.col("right").str.contains(_TAKES_PLACE).alias("takes_place"),
            ),
            on="trigger_id",
            how="left",
        )
        # Whose meeting a noun without a verb of its own is, the reference tells only by state.
        .with_columns(
            pl.lit("subject").alias("side"),
            pl.lit(True).alias("copied"),
            (pl.col("noun") & ~pl.col("carried") & ~pl.col("takes_place")).alias("idle"),
            pl.when(pl.col("noun") & ~pl.col("carried")).then(pl.lit("country")).otherwise("span_kind").alias("span_kind"),
            pl.when(pl.col("noun") & ~pl.col("carried")).then(pl.lit("u")).otherwise("letter").alias("letter"),
        )
    )
    untold = source.filter(pl.col("source").is_null()).select("trigger_id", "article_id")
    return pl.concat(
        [
            _principals(untold, span, sentence),
            actor.filter(~pl.col("reference")).with_columns(pl.lit(False).alias("copied"), pl.lit(False).alias("idle")),
            _others(copied, actor).select(*actor.columns, "copied", "idle"),
        ],
        how="diagonal_relaxed",
    ).select(*actor.columns, "copied", "idle")


def hosted(actor: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Actors, with the country visited last for those who meet "officials" of no country named."""
    side = pl.coalesce("country_code", "party")
    trip = (
        actor.filter((pl.col("side") == "destination") & side.is_not_null())
        .select("trigger_id", side.alias("host"))
        .unique("trigger_id", keep="first", maintain_order=True)
        .join(found.select("trigger_id", "article_id"), on="trigger_id", how="inner")
        .sort("trigger_id")
    )
    own = actor.filter(pl.col("party").is_not_null()).group_by("trigger_id").agg(pl.col("party").unique().alias("own"))
    host = (
        found.filter(pl.col("frame").is_in(_MEETS) & pl.col("right").str.contains(OFFICIALS))
        .select("trigger_id", "article_id")
        .join(own.filter(pl.col("own").list.len() == 1), on="trigger_id", how="inner")
        .sort("trigger_id")
        .join_asof(trip, on="trigger_id", by="article_id", strategy="backward", check_sortedness=False)
        .filter(pl.col("host").is_not_null() & ~pl.col("host").is_in(pl.col("own")))
        .select("trigger_id", pl.lit("object").alias("side"), pl.col("host").alias("party"))
    )
    added = states(host, PEOPLE).with_columns(pl.lit(False).alias(name) for name in ("partial", "copied", "idle"))
    return pl.concat([actor, added], how="diagonal_relaxed").select(actor.columns).sort("trigger_id", maintain_order=True)
