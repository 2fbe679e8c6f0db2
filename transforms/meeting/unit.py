"""Triggers and their actors as units, one for each meeting told: which make a meeting, of whom, of what kind."""

from __future__ import annotations

import polars as pl

from transforms import lexicon
from transforms.meeting import where
from transforms.meeting.pattern import COUNTERPART
from transforms.meeting.status import AHEAD, TRIP
from transforms.meeting.when import WHEN
from transforms.meeting.where import WHERE
from transforms.sense import BODY_SEAT

_SEPARATELY = r"\b(?:separately|separate|respectively|individually|in turn|each of)\b"
_FRESH = r"\b(?:[Oo]ther|[Aa]nother|[Ss]eparate(?:ly)?|[Ff]urther|[Ss]econd)\b"
#: Words that tell one more meeting of the day.
_ALSO = r"\b(?:[Aa]lso|[Ll]ater|[Tt]hen|[Aa]fterwards?|[Ss]eparately|[Ii]n addition)\b"
#: Words that put a meeting inside a trip or gathering told of before.
_CUE = r"\b(?:there|[Dd]uring (?:the|his|her|their|a|that|this|\x06[^\x0f]*\x0f's|\x01[^\x0f]*\x0f) (?:(?:[a-z-]+|\x01[^\x0f]*\x0f) ){0,4}(?:visit|trip|tour|stay|stop)|[Ww]hile in|sidelines|margins|at the (?:[a-z-]+ ){0,3}(?:summit|forum|conference|gathering|assembly))\b"
#: A noun of process needs one of these before it to be an occasion.
_OCCASION = (
    r"\b(?:after|before|during|following|ahead of|latest|last|first|second|third|next|new|another|rounds? of|upcoming|today's|day of|days of|hours of|session of|end of"
    r"|(?:hold|held|holds|holding|had|have|has|having|conduct(?:ed|s|ing)?|beg[aiu]n(?:s|ning)?|start(?:s|ed|ing)?|resum(?:e|es|ed|ing|ption of)|open(?:s|ed|ing)?|conclud(?:ed|es|ing)|end(?:s|ed|ing)?|host(?:s|ed|ing)?|attend(?:s|ed|ing)?|for|call(?:ed|ing)? off|cancel(?:l?ed)?|postpon(?:ed|e)|results? of|outcomes? of))(?: (?:[a-z-]+|[\x01\x03][^\x0f]*\x0f(?:-[\x01\x03][^\x0f]*\x0f)*))* $"
)
_SPORT = r"\b(?:friendly\b(?: on|,|$)|semi-?final|quarter-?final|qualifier|World Cup|Olympic|match|kick-off|league|championship)"
_OBJECT_OF_MEETING = r"^ (?:the|an?|its|their|his|her|our|those|these|any|all|some|halfway|each other halfway)\b"
#: What someone was asked about is no plan.
_ASKED = r"\b[Aa]sked\b[^;]*\b(?:whether|if)\b"
#: Going somewhere to attend a gathering is the gathering's row.
_TO_ATTEND = r"^ [^;,]{0,60}? to (?:attend|participate in|take part in|address|join)\b"
_ATTENDED = ("attend", "gathering", "list")
#: Each of several meetings has its own guest.
_SEVERAL = r"\b(?:meetings|calls|conversations|sit-downs|luncheons)$"
_TOGETHER = r"\b(?:together|jointly|three-way|four-way|trilateral|quadrilateral|summit|conference|forum)\b"
_MARGINS = r"\b(?:sidelines|margins|fringes) of\b"
_AT_GATHERING = r"\b(?:sidelines|margins|fringes)\b|\b(?:at|during|attending|attend) (?:(?:[A-Za-z-]+|[\x01-\x03\x05][^\x0f]*\x0f(?:'s)?) ){0,5}(?:[Ss]ummit|[Ff]orum|[Cc]onference|[Gg]athering|[Aa]ssembly)\b"
_IN_PERSON = r"\b(?:met|meets?|meeting|talks|talked|conversation|bilateral|spoke|sat down)\b"
_TO_PLACE = r"^ [^;,]{0,60}? to (?:the )?(?:\x02|\x01)"
#: Who can be received: a person or people, no bare state.
_GUESTS = r"\x06|[\x01\x03][^u]"
_AIM = r"\b(?:ways|support|appeals?|efforts?|steps|how|opportunit(?:y|ies)|push|hopes?|need|importance) (?:to|for|of|at|on)(?: [a-z-]+)* $"
_DURING = r"\b(?:[Dd]uring|[Ww]hile on) (?:(?:an?|the|his|her|their|that|this|\x06[^\x0f]*\x0f's) )?(?:[a-z-]+ ){0,3}$"
#: "Have been in talks" is no one occasion.
_GOING_ON = r"\b(?:been|is|are|were|was) in (?:[a-z-]+ )?$"
_TO_MEET = r"^ (?:meet|hold|have|visit|attend|exchange|host|send|(?:re)?start|resume|re-?open|begin|continue|keep|step up|accelerate)\b"
_PROCESS = r"(?:talks|conversations|negotiations?|consultations?|discussions?|dialogue)$"


def at_reception(found: pl.DataFrame) -> pl.DataFrame:
    """Those present at a reception are there when and where it is: the date and place of the meeting word before."""
    present = pl.col("frame") == "present"
    return found.with_columns(
        pl.when(present & pl.col(name).is_null()).then(pl.col(name).shift(1).over("article_id")).otherwise(name).alias(name)
        for name in (*WHEN, *WHERE)
    )


def _to_bodies(goes: pl.DataFrame, found: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """Trips to the seat of a body, in an article that names the body but not the country around it, have the body for a host."""
    seats = pl.DataFrame({"name": list(BODY_SEAT), "body": list(BODY_SEAT.values())}).join(
        lexicon.load("capital").select(pl.col("surface").alias("name"), pl.col("iso3").alias("around")), on="name", how="inner"
    )
    named = span.select("article_id", pl.col("party").alias("host")).unique()
    to_seat = (
        goes.join(seats, on="name", how="inner")
        .join(found.select("trigger_id", "article_id"), on="trigger_id", how="left")
        .join(named.rename({"host": "body"}), on=["article_id", "body"], how="semi")
        .join(named.rename({"host": "around"}), on=["article_id", "around"], how="anti")
        .select("row", "body")
    )
    return (
        goes.join(to_seat, on="row", how="left", maintain_order="left").with_columns(pl.coalesce("body", "host").alias("host")).drop("body")
    )


def units(found: pl.DataFrame, actor: pl.DataFrame, span: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A row for each meeting that a trigger tells of, and its actors: several where hosts are listed or the guests met separately."""
    host = pl.when(pl.col("span_kind") == "organisation").then("party").otherwise(pl.coalesce("country_code", "party"))
    goes = actor.filter(pl.col("side") == "destination").with_columns(host.alias("host")).filter(pl.col("host").is_not_null())
    goes = goes.sort("trigger_id", "position").unique(["trigger_id", "host"], keep="first", maintain_order=True).with_row_index("row")
    goes = _to_bodies(goes, found, span)
    destination = goes.join(where.located(goes, "row", span), on="row", how="left", maintain_order="left").select(
        "trigger_id",
        "host",
        pl.col("position").alias("split"),
        pl.col("place").alias("to_place"),
        pl.col("place_country").alias("to_country"),
    )
    apart = found.filter(
        pl.col("frame").is_in(["verb", "noun", "host"])
        & (
            pl.col("surface").str.contains(_SEPARATELY)
            | pl.col("right").str.contains(rf"^.{{0,60}}{_SEPARATELY}")
            | pl.col("clause").str.slice(-40).str.contains(_SEPARATELY)
        )
    ).select("trigger_id")
    guests = actor.filter(pl.col("side") == "object").group_by("trigger_id").agg(pl.col("party").n_unique().alias("n_guests"))
    # Whoever is to meet several is to meet one after the other, unless they are said to sit together.
    one_by_one = (
        (pl.col("frame") == "verb") & pl.col("status").is_in(AHEAD) & (pl.col("n_guests") >= 3) & ~pl.col("right").str.contains(_TOGETHER)
    )
    several = (pl.col("frame") == "noun") & pl.col("surface").str.contains(_SEVERAL)
    by_party = found.join(guests, on="trigger_id", how="left").filter(several | one_by_one.fill_null(False)).select("trigger_id")
    first = pl.col("position").min().over("trigger_id", "side", "party")
    actor = actor.with_columns(
        pl.when(pl.col("trigger_id").is_in(apart["trigger_id"].implode()))
        .then("position")
        .when(pl.col("trigger_id").is_in(by_party["trigger_id"].implode()))
        .then(first)
        .alias("part")
    )
    guests = (
        actor.filter((pl.col("side") == "object") & pl.col("part").is_not_null())
        .select("trigger_id", pl.col("part").alias("split"))
        .unique(maintain_order=True)
    )
    splits = pl.concat([destination, guests], how="diagonal")
    each = found.filter(pl.col("frame").is_in(TRIP) | pl.col("clause").str.contains(r"\beach\b[^,;]*$")).select("trigger_id")
    travellers = (
        actor.filter((pl.col("side") == "subject") & pl.col("party").is_not_null())
        .join(each, on="trigger_id", how="semi")
        .unique(["trigger_id", "party"], keep="first", maintain_order=True)
        .filter(pl.len().over("trigger_id") >= 2)
        .select("trigger_id", pl.col("party").alias("alone"))
    )
    unit = (
        found.join(splits, on="trigger_id", how="left", maintain_order="left")
        .join(travellers, on="trigger_id", how="left", maintain_order="left")
        .with_row_index("n")
    )
    # "Arrived here": the host is the country of the dateline.
    here = pl.col("frame").is_in(TRIP) & pl.col("is_here") & pl.col("destination").is_null()
    unit = unit.with_columns(
        pl.when(here).then("place_country").otherwise("host").alias("host"),
        pl.when(here).then("place").otherwise("to_place").alias("to_place"),
        pl.when(here).then("place_country").otherwise("to_country").alias("to_country"),
    )
    takes_part = (
        unit.select("n", "trigger_id", "split", "host", "alone")
        .join(actor.filter(pl.col("side") != "destination"), on="trigger_id", how="inner")
        .filter(pl.col("alone").is_null() | (pl.col("side") != "subject") | (pl.col("party") == pl.col("alone")))
        .filter(
            pl.col("split").is_null() | pl.col("host").is_not_null() | (pl.col("side") != "object") | (pl.col("part") == pl.col("split"))
        )
        .drop("split", "alone", "part")
    )
    return unit, takes_part


def _news(told: pl.DataFrame) -> pl.DataFrame:
    """Units without those that only restate a meeting: what a headline tells where a sentence tells it, what two sides discuss where either does.

    "During his stay" is the visit told elsewhere. When and where a headline puts a meeting that no sentence does stays.
    """
    discussed = (pl.col("frame") == "discuss") & pl.col("both").is_not_null()
    stays = (pl.col("frame") == "visit_noun") & (
        pl.col("surface").str.contains("^stay$") | (pl.col("clause").str.contains(_DURING) & pl.col("date_start").is_null())
    )
    headline = pl.col("sentence_no") < 0
    rank = pl.when(discussed | stays).then(2).when(headline).then(1).otherwise(0)
    ranked = told.with_columns(rank.alias("_rank"))
    first = ranked.select(
        "article_id",
        pl.col("_rank").alias("_first"),
        pl.col("parties").alias("_met"),
        (pl.col("contact") == "visit").alias("_visit"),
        pl.col("n").alias("_by"),
        *(pl.col(name).alias(f"_{name}") for name in (*WHEN, *WHERE)),
    )
    again = (
        ranked.filter(pl.col("_rank") > 0)
        .join(first, on="article_id", how="inner")
        .filter((pl.col("_first") < pl.col("_rank")) & (pl.col("parties").list.set_difference("_met").list.len() == 0))
        .filter((pl.col("contact") == "visit") == pl.col("_visit"))
    )
    of_headline = again.filter(headline & (pl.col("_first") == 0)).sort("_by", "n")
    told = told.join(again.select("n").unique(), on="n", how="anti", maintain_order="left")
    for names in (WHEN, WHERE):
        silent = pl.col(f"_{names[0]}").is_null().all().over("n") & pl.col(names[0]).is_not_null()
        added = of_headline.filter(silent).unique("n", keep="first", maintain_order=True).unique("_by", keep="first", maintain_order=True)
        added = added.select(pl.col("_by").alias("n"), *(pl.col(name).alias(f"_{name}") for name in names))
        told = (
            told.join(added, on="n", how="left", maintain_order="left")
            .with_columns(pl.coalesce(name, f"_{name}").alias(name) for name in names)
            .drop(f"_{name}" for name in names)
        )
    return told


def told(unit: pl.DataFrame, takes_part: pl.DataFrame) -> pl.DataFrame:
    """Units with `parties`, kind settled by level, those with fewer than two sides, mere processes and what only restates left out."""
    sides = (
        pl.concat([takes_part.select("n", "party"), unit.select("n", pl.col("host").alias("party"))])
        .filter(pl.col("party").is_not_null())
        .unique()
        .sort("n", "party")
        .group_by("n", maintain_order=True)
        .agg(pl.col("party").alias("parties"))
    )
    level = (
        takes_part.filter(pl.col("party").is_not_null())
        .group_by("n")
        .agg(
            (pl.col("letter").is_in(["h", COUNTERPART]).all() & (pl.col("letter") == "h").any()).alias("all_heads"),
            ((pl.col("span_kind") == "person") & ~pl.col("letter").is_in(["h", COUNTERPART])).any().alias("a_minister"),
            pl.col("party").n_unique().alias("n_sides"),
            (pl.col("span_kind") == "person").sum().alias("n_people"),
            (pl.col("copied") & pl.col("idle")).any().alias("by_idle_reference"),
            (pl.col("letter").is_in(["u", "a"]) & (pl.col("span_kind") == "country")).any().not_().alias("signed_together"),
            pl.col("copied").any().alias("by_reference"),
        )
    )
    trip = pl.col("frame").is_in(TRIP)
    to_attend = trip & pl.col("right").str.contains(_TO_ATTEND)
    process = (
        (pl.col("rule") == "talks_noun")
        & pl.col("surface").str.contains(_PROCESS)
        & pl.col("date_start").is_null()
        & pl.col("place").is_null()
        & (
            pl.col("clause").str.contains(_GOING_ON)
            | (
                ((pl.col("n_people") < 2) | pl.col("by_reference"))
                & (~pl.col("clause").str.contains(_OCCASION) | pl.col("by_reference") | pl.col("clause").str.contains(_AIM))
            )
        )
    )
    joint = ((pl.col("frame") == "attend") & pl.col("both").is_not_null()).any().over("sentence_id")
    dates_of_joint = (
        pl.when((pl.col("frame") == "attend") & pl.col("both").is_not_null() & pl.col("date_start").is_null())
        .then(pl.col(name).drop_nulls().first().over("sentence_id"))
        .otherwise(name)
        .alias(name)
        for name in WHEN
    )
    meets = (
        unit.join(sides, on="n", how="inner", maintain_order="left")
        .join(level, on="n", how="left", maintain_order="left")
        .filter((pl.col("parties").list.len() >= 2) & ~process)
        .filter(~(pl.col("surface").str.contains("^rounds?$") & ~pl.col("by_reference").fill_null(False)))
        # The gathering of two that a third attends is one.
        .with_columns(dates_of_joint)
        .filter(~(joint & (pl.col("frame") == "noun") & pl.col("both").is_not_null()))
        .with_columns(
            (((pl.col("frame") == "attend") & pl.col("host").is_not_null()) | (pl.col("rule") == "summit_noun"))
            .any()
            .over("sentence_id")
            .alias("attends")
        )
        .filter(~(trip | pl.col("frame").is_in(["attend", "gathering"])) | pl.col("host").is_not_null())
        # "The leaders" of a noun without a verb of its own meet there only if it says when and where.
        .filter(
            ~(
                pl.col("by_idle_reference").fill_null(False)
                & (pl.col("frame") != "gathering")
                & (pl.col("date_start").is_null() | pl.col("place").is_null())
            )
        )
        # What "the leaders" did in the meeting just told of is not another one.
        .filter(
            ~pl.col("by_reference").fill_null(False)
            | (pl.col("frame") == "gathering")
            | pl.col("date_start").is_not_null()
            | pl.col("place").is_not_null()
            | (pl.col("status") != "held")
        )
        # Who travels somewhere to attend a gathering attends it there.
        .with_columns(
            pl.when(pl.col("frame").is_in(_ATTENDED) & pl.col("place_country").is_null())
            .then(pl.col(to).filter(to_attend).first().over("sentence_id"))
            .otherwise(name)
            .alias(name)
            for name, to in zip(WHERE, ("to_place", "to_country"), strict=True)
        )
        .with_columns(
            pl.when(pl.col("frame").is_in(_ATTENDED) & pl.col("date_start").is_null())
            # The day of leaving is not that of the gathering.
            .then(pl.col(name).filter(to_attend & (pl.col("rule") != "leave_verb")).first().over("sentence_id"))
            .otherwise(name)
            .alias(name)
            for name in WHEN
        )
        # On the margins of a gathering two sides meet: only one of them is a row.
        .filter(~((pl.col("frame") == "gathering") & pl.col("clause").str.contains(_MARGINS) & pl.col("left").str.contains(_IN_PERSON)))
        .filter(~pl.col("clause").str.contains(_ASKED) & ~(to_attend & pl.col("attends")))
        .filter(
            ~(pl.col("surface").str.contains("^address$") & ~pl.col("clause").str.contains(r"\b(?:to|will|would|and|could|may|should) $"))
        )
        # People discuss and see each other: states do so only in headlines.
        .filter(
            ~pl.col("frame").is_in(["discuss", "see"])
            | ((pl.col("object").str.contains(_GUESTS) | pl.col("both").is_not_null()) & pl.col("signed_together"))
        )
        .filter((pl.col("rule") != "meet_bare") | (pl.col("n_people") > 0) | ~pl.concat_str("left", "right").str.contains(_SPORT))
        # "Met the deadline", "meet halfway".
        .filter(~((pl.col("rule") == "meet_bare") & pl.col("object").is_null() & pl.col("right").str.contains(_OBJECT_OF_MEETING)))
        # What was signed was signed by people who met only where the text says when.
        .filter((pl.col("frame") != "sign") | (pl.col("signed_together") & pl.col("date_start").is_not_null()))
        # "Agreed on Sunday to meet."
        .filter(~((pl.col("rule") == "agree_verb") & pl.col("right").str.contains(_TO_MEET)))
        .filter(~(pl.col("frame").is_in(["host", "guest"]) | (pl.col("rule") == "spoke_with")) | pl.col("object").str.contains(_GUESTS))
        .with_columns(
            pl.when((pl.col("kind") == "talks") & pl.col("all_heads") & (pl.col("n_sides") >= 2))
            .then(pl.lit("summit"))
            .when((pl.col("frame") == "gathering") & (pl.col("kind") != "call"))
            .then(pl.lit("conference"))
            # Whom a host looks forward to welcoming to a place goes there.
            .when(
                (pl.col("frame") == "host")
                & pl.col("status").is_in(AHEAD)
                & pl.col("surface").str.contains("^welcom")
                & pl.col("right").str.contains(_TO_PLACE)
            )
            .then(pl.lit("visit"))
            .when((pl.col("kind") == "summit") & pl.col("a_minister"))
            .then(pl.lit("talks"))
            .otherwise("kind")
            .alias("kind"),
            pl.when(trip).then("to_place").otherwise("place").alias("place"),
            pl.when(trip).then("to_country").otherwise("place_country").alias("place_country"),
        )
        .with_columns(
            pl.when(pl.col("kind").is_in(["talks", "summit"])).then(pl.lit("in person")).otherwise("kind").alias("contact"),
            (pl.col("right").str.slice(0, 60).str.contains(_FRESH) | pl.col("clause").str.slice(-30).str.contains(_FRESH)).alias("fresh"),
            pl.concat_str("left", "surface", "right").str.contains(_CUE).alias("cue"),
            pl.concat_str("left", "right").str.contains(_AT_GATHERING).alias("aside"),
            pl.col("clause").str.contains(_ALSO).alias("also"),
            pl.col("n_people").fill_null(0),
            pl.col("a_minister").fill_null(False),
            (pl.col("rule") == "leave_verb").alias("leaves"),
        )
    )
    return _news(meets)
