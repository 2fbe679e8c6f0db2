"""Meetings in articles: who meets whom, when, where, and whether it happened. A cascade of finite-state rules, one stage a module.

The cascade follows FASTUS (Hobbs et al., 1997): `code` writes sentences as symbols and folds noun phrases, `trigger` finds words of
meeting, `side` reads who stands around them, `status`, `when` and `where` the rest, `merge` joins what tells of one occasion.
Vocabulary and patterns are rows of `lexicon/meeting_*.tsv`.
"""

from __future__ import annotations

import polars as pl

from transforms import lexicon, tables
from transforms.meeting import code, merge, side, status, trigger, when, where
from transforms.meeting.pattern import UNKNOWN, expand
from transforms.sense import BODY_SEAT

_TRIP = ("visit", "visit_noun")
_SEPARATELY = r"\b(?:separately|separate|respectively|individually|in turn|each of)\b"
_FRESH = r"\b(?:[Oo]ther|[Aa]nother|[Ss]eparate(?:ly)?|[Ff]urther|[Ss]econd)\b"
#: Words that put a meeting inside a trip or gathering told of before.
_CUE = r"\b(?:there|[Dd]uring (?:the|his|her|their|a|that|this|\x06[^\x0f]*\x0f's) (?:[a-z-]+ ){0,4}(?:visit|trip|tour|stay|stop)|[Ww]hile in|sidelines|margins|at the (?:[a-z-]+ ){0,3}(?:summit|forum|conference|gathering|assembly))\b"
#: A noun of process needs one of these before it to be an occasion.
_OCCASION = (
    r"\b(?:after|before|during|following|ahead of|latest|last|first|second|third|next|new|another|rounds? of|upcoming|today's|day of|days of|hours of|session of|end of"
    r"|(?:hold|held|holds|holding|had|have|has|having|conduct(?:ed|s|ing)?|beg[aiu]n(?:s|ning)?|start(?:s|ed|ing)?|resum(?:e|es|ed|ing|ption of)|open(?:s|ed|ing)?|conclud(?:ed|es|ing)|end(?:s|ed|ing)?|host(?:s|ed|ing)?|attend(?:s|ed|ing)?|for|call(?:ed|ing)? off|cancel(?:l?ed)?|postpon(?:ed|e)))(?: [a-z-]+)* $"
)
_SPORT = r"\b(?:friendly\b(?: on|,|$)|semi-?final|quarter-?final|qualifier|World Cup|Olympic|match|kick-off|league|championship)"
_OBJECT_OF_MEETING = r"^ (?:the|an?|its|their|his|her|our|those|these|any|all|some|halfway|each other halfway)\b"
#: What someone was asked about is no plan.
_ASKED = r"\b[Aa]sked\b[^;]*\b(?:whether|if)\b"
#: Going somewhere to attend a gathering is the gathering's row.
_TO_ATTEND = r"^ [^;,]{0,60}? to (?:attend|participate in|take part in|address|join)\b"
#: Each of several meetings has its own guest.
_SEVERAL = r"\b(?:meetings|calls|conversations|sit-downs|luncheons)$"
_MARGINS = r"\b(?:sidelines|margins|fringes) of\b"
_IN_PERSON = r"\b(?:met|meets?|meeting|talks|talked|conversation|bilateral|spoke|sat down)\b"
_GOES_HOME = r"^return|back|home"
#: "The talks will be held ...", "the visit was put off": the sides are those told of before.
_DEFINITE = r"\b(?:[Tt]he|[Aa]nother|[Nn]ew) (?:[a-z-]+ ){0,3}$"
_TAKES_PLACE = expand(
    r"^(?: (?:in|at|on) (?:{L}|{STATE}|{D})| {D}| (?:between|of|among) \x07[^\x0f]*\x0f|,? (?:originally|initially|first|now|tentatively)|,)*"
    r"(?: (?:will|would|may|could|might|is to|are to|was to|were to|is|are|was|were|has been|have been|had been|can|to|have|has|had))*"
    r"(?: (?:not|be|been|also|later|now|then|originally|expected to|likely to|scheduled to|due to|set to))*"
    r" (?:held|take place|took place|taken place|begin|began|begun|continued?|resumed?|started?|opened?|reconvened?|concluded?|ended|collapsed|broke (?:up|down|off)|adjourned"
    r"|put off|postponed|cancell?ed|called off|scrapped|shelved|delayed|suspended|set|scheduled|due|planned|slated)\b"
)
#: Who can be received: a person or people, no bare state.
_GUESTS = r"\x06|[\x01\x03][^u]"
_CARRIED = expand(r"\b(?:{LIGHT}|agreed to|plan to|will) (?:[a-z-]+ ){0,5}$|\x07[^\x0f]*\x0f's (?:[a-z-]+ ){0,4}$")
_PROCESS = r"(?:talks|conversations|negotiations?|consultations?|discussions?|dialogue)$"


def _introduced(found: pl.DataFrame) -> pl.DataFrame:
    """Those present at a reception or gathering meet its host: the subject of the meeting word before, in this sentence or the last."""
    host = pl.when(pl.col("frame") == "present").then(pl.col("subject").shift(1).over("article_id")).otherwise("subject")
    return found.with_columns(host.alias("subject"))


def _at_reception(found: pl.DataFrame) -> pl.DataFrame:
    """Those present at a reception are there when and where it is: the date and place of the meeting word before."""
    present = pl.col("frame") == "present"
    names = ("date_start", "date_end", "date_text", "place", "place_country")
    return found.with_columns(
        pl.when(present & pl.col(name).is_null()).then(pl.col(name).shift(1).over("article_id")).otherwise(name).alias(name)
        for name in names
    )


def _abroad(actor: pl.DataFrame, found: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
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
            (pl.col("name").filter(person | (pl.col("letter") == "g") | (pl.col("side") == "destination")).n_unique() >= 2).alias("people"),
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


def _elided(actor: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Actors of nouns that name no side ("the talks will resume on Friday") replaced by a reference to those of the meeting told last."""
    silent = found.filter(
        (pl.col("frame") == "noun")
        & (pl.col("kind") != "call")
        & pl.col("clause").str.contains(_DEFINITE)
        & pl.col("right").str.contains(_TAKES_PLACE)
    ).join(actor.filter(pl.col("side").is_in(["object", "both"])).select("trigger_id"), on="trigger_id", how="anti")
    reference = silent.select("trigger_id", pl.lit("subject").alias("side"), pl.lit(True).alias("reference"))
    return pl.concat([actor.join(silent, on="trigger_id", how="anti"), reference], how="diagonal_relaxed").sort(
        "trigger_id", maintain_order=True
    )


def _resolved(actor: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Actors with every reference ("the two leaders") replaced by the actors of the meeting told last before it in the article."""
    own = actor.filter(~pl.col("reference") & pl.col("party").is_not_null() & (pl.col("side") != "destination"))
    order = found.select("trigger_id", "article_id")
    sides = own.group_by("trigger_id").agg(pl.col("party").n_unique().alias("n"))
    explicit = sides.filter(pl.col("n") >= 2).join(order, on="trigger_id", how="left").with_columns(pl.col("trigger_id").alias("source"))
    asked = actor.filter("reference").select("trigger_id").unique().join(order, on="trigger_id", how="left").sort("trigger_id")
    source = asked.join_asof(
        explicit.sort("trigger_id"),
        on="trigger_id",
        by="article_id",
        strategy="backward",
        allow_exact_matches=False,
        check_sortedness=False,
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
    return pl.concat(
        [
            actor.filter(~pl.col("reference")).with_columns(pl.lit(False).alias("copied"), pl.lit(False).alias("idle")),
            copied.select(*actor.columns, "copied", "idle"),
        ]
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


def _units(found: pl.DataFrame, actor: pl.DataFrame, span: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
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
    by_party = found.filter((pl.col("frame") == "noun") & pl.col("surface").str.contains(_SEVERAL)).select("trigger_id")
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
    each = found.filter(pl.col("frame").is_in(_TRIP) | pl.col("clause").str.contains(r"\beach\b[^,;]*$")).select("trigger_id")
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
    here = pl.col("frame").is_in(_TRIP) & pl.col("is_here") & pl.col("destination").is_null()
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


def _told(unit: pl.DataFrame, takes_part: pl.DataFrame) -> pl.DataFrame:
    """Units with `parties`, kind settled by level, those with fewer than two sides and mere processes left out."""
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
            (pl.col("letter") == "h").all().alias("all_heads"),
            ((pl.col("span_kind") == "person") & (pl.col("letter") != "h")).any().alias("a_minister"),
            pl.col("party").n_unique().alias("n_sides"),
            (pl.col("span_kind") == "person").sum().alias("n_people"),
            (pl.col("copied") & pl.col("idle")).any().alias("by_idle_reference"),
            (pl.col("letter").is_in(["u", "a"]) & (pl.col("span_kind") == "country")).any().not_().alias("signed_together"),
            pl.col("copied").any().alias("by_reference"),
        )
    )
    trip = pl.col("frame").is_in(_TRIP)
    process = (
        (pl.col("rule") == "talks_noun")
        & pl.col("surface").str.contains(_PROCESS)
        & pl.col("date_start").is_null()
        & pl.col("place").is_null()
        & (pl.col("n_people") < 2)
        & (~pl.col("clause").str.contains(_OCCASION) | pl.col("by_reference"))
    )
    return (
        unit.join(sides, on="n", how="inner", maintain_order="left")
        .join(level, on="n", how="left", maintain_order="left")
        .filter((pl.col("parties").list.len() >= 2) & ~process)
        .with_columns(((pl.col("frame") == "attend") & pl.col("host").is_not_null()).any().over("sentence_id").alias("attends"))
        .filter(~(trip | pl.col("frame").is_in(["attend", "gathering"])) | pl.col("host").is_not_null())
        # "The leaders" of a noun without a verb of its own meet there only if it says when and where.
        .filter(~(pl.col("by_idle_reference").fill_null(False) & (pl.col("date_start").is_null() | pl.col("place").is_null())))
        # What "the leaders" did in the meeting just told of is not another one.
        .filter(
            ~pl.col("by_reference").fill_null(False)
            | pl.col("date_start").is_not_null()
            | pl.col("place").is_not_null()
            | (pl.col("status") != "held")
        )
        # On the margins of a gathering two sides meet: only one of them is a row.
        .filter(~((pl.col("frame") == "gathering") & pl.col("clause").str.contains(_MARGINS) & pl.col("left").str.contains(_IN_PERSON)))
        .filter(~pl.col("clause").str.contains(_ASKED) & ~(trip & pl.col("right").str.contains(_TO_ATTEND) & pl.col("attends")))
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
        .filter(~(pl.col("frame").is_in(["host", "guest"]) | (pl.col("rule") == "spoke_with")) | pl.col("object").str.contains(_GUESTS))
        .with_columns(
            pl.when((pl.col("kind") == "talks") & pl.col("all_heads") & (pl.col("n_sides") >= 2))
            .then(pl.lit("summit"))
            .when(pl.col("frame") == "gathering")
            .then(pl.lit("conference"))
            .when((pl.col("kind") == "summit") & pl.col("a_minister"))
            .then(pl.lit("talks"))
            .otherwise("kind")
            .alias("kind"),
            pl.when(trip).then("to_place").otherwise("place").alias("place"),
            pl.when(trip).then("to_country").otherwise("place_country").alias("place_country"),
            ((pl.col("frame") == "discuss") & pl.col("both").is_not_null()).alias("restates"),
        )
        .with_columns(
            pl.when(pl.col("kind").is_in(["talks", "summit"])).then(pl.lit("in person")).otherwise("kind").alias("contact"),
            (pl.col("right").str.slice(0, 60).str.contains(_FRESH) | pl.col("clause").str.slice(-30).str.contains(_FRESH)).alias("fresh"),
            (pl.concat_str("left", "surface", "right").str.contains(_CUE)).alias("cue"),
            pl.col("n_people").fill_null(0),
            pl.col("a_minister").fill_null(False),
            (pl.col("rule") == "leave_verb").alias("leaves"),
        )
    )


def _news(told: pl.DataFrame) -> pl.DataFrame:
    """Units without those that only restate a meeting: what two sides discuss where another sentence tells that they meet."""
    meets = told.filter(~pl.col("restates")).select("article_id", pl.col("parties").alias("_met"))
    again = (
        told.filter("restates")
        .join(meets, on="article_id", how="inner")
        .filter(pl.col("parties").list.set_difference("_met").list.len() == 0)
        .select("n")
        .unique()
    )
    return told.join(again, on="n", how="anti", maintain_order="left")


def _confident(report: pl.DataFrame) -> pl.DataFrame:
    """Adds `confidence`: the measured odds of the rule and of having a date (`lexicon/meeting_confidence.tsv`) as a share."""
    rows = lexicon.load("meeting_confidence").select("feature", "value", pl.col("weight").cast(pl.Float64))
    weight = {feature: part.select("value", "weight") for (feature,), part in rows.partition_by("feature", as_dict=True).items()}
    dated = dict(weight["dated"].iter_rows())
    odds = (
        weight["all"]["weight"].item()
        + pl.col("weight").fill_null(0.0)
        + pl.when(pl.col("date_start").is_not_null()).then(dated["true"]).otherwise(dated["false"])
    )
    known = report.join(weight["rule"].rename({"value": "rule"}), on="rule", how="left", maintain_order="left")
    return known.with_columns((1 / (1 + (-odds).exp())).round(3).alias("confidence")).drop("weight")


def reports(article: pl.DataFrame, sentence: pl.DataFrame, span: pl.DataFrame, date: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Meetings told by articles and who took part: the columns of `meeting_report` but `meeting_id`, and `report_id`, `span_id`.

    One occasion told in several sentences of an article is one row.
    """
    coded = code.encode(sentence, span, date)
    found = _introduced(side.sides(trigger.occurrences(coded)))
    actor = _resolved(_elided(_abroad(side.actors(found, span), found, span), found), found)
    found = where.places(when.dates(status.statuses(found), date), span, article)
    unit, takes_part = _units(_at_reception(found), actor, span)
    told = _news(_told(unit, takes_part)).join(
        sentence.select("sentence_id", "sentence_no", "text", "char_start", "char_end"), on="sentence_id", how="left", maintain_order="left"
    )
    # Rows are numbered again, so that a number is a row.
    told = told.rename({"n": "unit"}).with_row_index("n")
    people = (
        takes_part.filter((pl.col("span_kind") == "person") & pl.col("party").is_not_null())
        .rename({"n": "unit"})
        .join(told.select("unit", "n"), on="unit", how="inner")
    )
    report = merge.framed(merge.merged(merge.occasions(told, people)), where.stays(coded, span))
    report = (
        _confident(report)
        .sort("article_id", "sentence_no", "occasion")
        .with_columns(
            pl.concat_str("article_id", pl.lit("-r"), pl.int_range(1, pl.len() + 1).over("article_id").cast(pl.String).str.zfill(2)).alias(
                "report_id"
            ),
            pl.col("text").alias("evidence"),
        )
    )
    participant = (
        report.select("report_id", "parties", pl.col("members").alias("n"))
        .explode("n")
        .join(people.select("n", "span_id", "name", "party"), on="n", how="inner")
        .filter(pl.col("party").is_in(pl.col("parties")))
        .unique(["report_id", "name"], keep="first", maintain_order=True)
        .select("report_id", "span_id", "party")
    )
    return report.select(tables.MEETING_REPORT.unmerged.names()), participant
