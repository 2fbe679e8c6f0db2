"""Did it happen: status from tense, modality, negation and the nouns that govern a meeting. Rows of `lexicon/meeting_status.tsv`."""

from __future__ import annotations

import polars as pl

from transforms import lexicon
from transforms.meeting.pattern import expand

#: Statuses of what is still to come when told: dates are read as future ones.
AHEAD = ("scheduled", "expected", "possible", "proposed")
#: Frames of travel.
TRIP = ("visit", "visit_noun", "takes", "invite")
_VERBS = ("verb", "visit", "invite", "host", "guest", "attend", "sign", "present", "call_on", "discuss", "see")
_PAST = (
    r"^(?:met|spoke|talked|conferred|visited|arrived|left|departed|flew|went|hosted|received|welcomed|greeted|entertained|phoned|telephoned|toured|travell?ed|headed|landed|touched|came|returned"
    r"|sat down|huddled|consulted|negotiated|attended|participated|took part|addressed|joined|set off|set out|embarked|took off|paid|made|exchanged|had|shook|dined|lunched|sent|dispatched|was|were"
    r"|granted|signed|handed|presented|discussed|reviewed|saw|called on|agreed|gathered)\b"
)
_GOING_ON = r"^(?:visiting|touring|heading|travell?ing|flying|leaving|departing|attending|participating|meeting|hosting|receiving|welcoming|arriving)\b"
_PRESENT = r"^(?:meets?|visits?|tours?|arrives?|leaves?|heads?|travels?|fly|flies|hosts?|receives?|welcomes?|attends?|speaks?|talks?|addresses|goes|departs?)\b"
#: The same of a verb that carries a noun of meeting: "flies to Warsaw for talks".
_CARRIES_NOW = r"\b(?:holds|flies|goes|travels|heads (?:to|for|off|back)|leaves|arrives|hosts|begins|opens|starts|attends|resumes|convenes|meets)\b[^,;]*$"
_OPENS = r"^[^,;]{0,40}? (?:opens|begins|starts|takes place|convenes|resumes|kicks off|gets under way)\b"
#: What was planned, in an article that tells of something called off, is that.
_HAD_PLANNED = r"\b(?:was|were|had been) (?:slated|scheduled|due|set|supposed|planning|planned|expected|to)\b"
_BARE_FORM = r"^(?:meet|gather|convene|hold|visit|tour|speak|talk|confer|attend|travel|fly|go|head|host|receive|leave|arrive|return|consult|negotiate|address|take part)\b"
#: A bare verb after "and" has the tense of the verb before it.
_CARRIES = r"\band (?:then |also )?(?:hold|have|conduct|attend|make|pay|open|begin|start|resume|host)\b"
_COORDINATED = r"\band (?:then |also )?(?:(?:hold|have|conduct|attend|make|pay|open|begin|start|resume|host)(?: [a-z-]+)*)? *$"
_LISTS = r", (?:hold|have|conduct|attend|make|pay|open|begin|start|resume|host) (?:[a-z-]+ )*$"
#: So has one in a list: "is to attend a ceremony, hold talks and meet the king".
_LISTED = r", (?:(?:hold|have|conduct|attend|make|pay|open|begin|start|resume|host)(?: [a-z-]+)*)? ?$"
_WAS_TO_HAVE = r"\b(?:was|were|had been) (?:due |scheduled |set |supposed )?to have $"
_NOT = r"\b(?:not|n't|never|neither|had (?:not|never|yet to)) (?:to have |been |yet |ever )?$"
#: "Denied that A had met B".
_NOT_SO = r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)|dismiss(?:es|ed|ing)|refut(?:es|ed|ing)) (?:(?:[a-z-]+ )?(?:that|claims?|reports?|allegations|rumou?rs|suggestions)\b|having\b)[^;]*$"
_WOULD_HAVE = r"\b(?:would|could|might|may|should|will|must) have $"
_LEFT_FOR = r"\b(?:has |have )?(?:left|departed|set off|set out|flew out)\b[^,;]* (?:to|for)(?: [a-z-]+){0,5} $"
_NO_AUXILIARY = r"^,?(?: who| which)?(?: also| then| both| each| last| first| later| [a-z]+ly| {D}| on)* *$"
#: Triggers with an auxiliary in them.
#: Where another clause begins after a trigger.
_NEXT_CLAUSE = r"(?:;| and \x07| and (?:also |later )?(?:agreed|said|discussed|decided|called|urged|pledged|vowed|told)\b).*"
_TENSED = ("due_in", "see_verb", "invite_verb", "takes_to")
_WHOSE = expand(r"{BODY_NAME}(?:'s?)?((?: (?:[A-Za-z-]+(?:'s?)?|{L}|{D}|{R}(?:'s?)?)){0,5} ?)$")
#: How far, in characters, a word may stand from its trigger and still govern it.
_TAIL, _CLAUSE, _RIGHT = 75, 110, 110


def _ended(text: pl.Expr) -> pl.Expr:
    """The text with one space at its end, so that a pattern may ask for a whole word there."""
    return pl.concat_str(text.str.strip_chars_end(" "), pl.lit(" "))


def _windows(found: pl.DataFrame) -> pl.DataFrame:
    """Adds the words that may govern each trigger: `tail`, `near` (more of the clause), `after` (of a noun: a verb has its tense before it)."""
    # The body whose gathering is named is no actor in front of it.
    unnamed = pl.col("clause").str.replace(_WHOSE, "${1}")
    clause = pl.when(pl.col("frame").is_in(["gathering", "convened"])).then(unnamed).otherwise("clause")
    tail = _ended(clause.str.replace(expand("^.*{ACTOR}"), "").str.replace(r"^.*[,;]", "").str.slice(-_TAIL))
    # "Is due in" and "will see" bear their own tense.
    own = pl.when(pl.col("rule").is_in(_TENSED)).then(pl.concat_str("tail", "surface", pl.lit(" "))).otherwise("tail")
    return found.with_columns(
        pl.col("frame").is_in(_VERBS).alias("is_verb"),
        tail.alias("tail"),
        _ended(pl.col("clause").str.slice(-_CLAUSE)).alias("near"),
        pl.col("right").str.replace(_NEXT_CLAUSE, "").str.slice(0, _RIGHT).alias("after"),
    ).with_columns(own.alias("tail"), pl.when(~pl.col("is_verb")).then("after").alias("after"))


def _ruled() -> pl.Expr:
    """The status of the first row of the file that fits, null when none does."""
    window = {"tail": pl.col("tail"), "clause": pl.col("near"), "right": pl.col("after")}
    rows = lexicon.load("meeting_status").iter_rows(named=True)
    return pl.coalesce(*(pl.when(window[row["side"]].str.contains(expand(row["pattern"]))).then(pl.lit(row["status"])) for row in rows))


def _called_off() -> pl.Expr:
    """Whether its article tells of something called off."""
    return (pl.col("status") == "cancelled").any().over("article_id")


def statuses(found: pl.DataFrame) -> pl.DataFrame:
    """Adds `status`, `sure` (false where no word tells the tense, so that a date or another sentence may) and `present` (the bare present tense)."""
    verb, surface, tail = pl.col("is_verb"), pl.col("surface"), pl.col("tail")
    windows = _windows(found).with_columns(
        _ruled().alias("ruled"),
        (verb & surface.str.contains(_PAST) & ~pl.col("rule").is_in(_TENSED)).alias("past"),
        (verb & tail.str.contains(expand(_NO_AUXILIARY))).alias("bare"),
    )
    past = pl.col("past")
    joined = tail.str.contains(_COORDINATED) | pl.col("clause").str.contains(_LISTED)
    present = (
        pl.when(verb)
        .then(pl.col("bare") & (surface.str.contains(_PRESENT) | (surface.str.contains(_BARE_FORM) & ~joined)))
        .otherwise(pl.col("near").str.contains(_CARRIES_NOW) | pl.col("right").str.contains(_OPENS))
    )
    going_on = pl.col("bare") & surface.str.contains(_GOING_ON)
    # Who has left for a visit is on it.
    left_for = pl.col("frame").is_in(TRIP) & pl.col("near").str.contains(_LEFT_FOR)
    own = (
        pl.when((pl.col("frame") == "guest") & surface.str.contains(r"\b(?:not|never)\b"))
        .then(pl.lit("denied"))
        .when(past & tail.str.contains(_WAS_TO_HAVE))
        .then(pl.lit("cancelled"))
        .when(past & pl.col("near").str.contains(_NOT_SO))
        .then(pl.lit("denied"))
        .when(past & tail.str.contains(_NOT) & ~surface.str.contains("^(?:was|were)"))
        .then(pl.lit("denied"))
        .when((past & ~tail.str.contains(_WOULD_HAVE)) | (verb & present) | going_on | left_for)
        .then(pl.lit("held"))
        .otherwise("ruled")
    )
    purpose = pl.when(verb).then(tail.str.contains(r"\bto $")).otherwise(pl.col("near").str.contains(r"\bfor (?:[a-z-]+ ){0,4}$"))
    follows = joined & pl.when(verb).then(surface.str.contains(_BARE_FORM)).otherwise(
        tail.str.contains(_CARRIES) | pl.col("clause").str.contains(_LISTS)
    )
    told = windows.with_columns(
        own.alias("status"),
        (past | (pl.col("ruled").is_not_null() & ~present)).alias("sure"),
        tail.str.contains(_HAD_PLANNED).alias("had_planned"),
        present.alias("present"),
        purpose.alias("purpose"),
        follows.alias("follows"),
    )
    same = pl.col("sentence_id") == pl.col("sentence_id").shift(1)
    before = {name: pl.when(same).then(pl.col(name).shift(1)) for name in ("frame", "rule", "status", "present")}
    # The purpose of a trip is as real as the trip, once it has come to more than a departure; that of leaving for a visit is the visit.
    of_trip = pl.when(pl.col("purpose") & before["frame"].is_in(TRIP) & (pl.col("frame") != "attend")).then(
        pl.when(before["rule"].is_in(["leave_verb", "arrive_verb"]) & ~pl.col("frame").is_in(TRIP))
        .then(pl.lit("scheduled"))
        .otherwise(before["status"])
    )
    # The gathering that someone attends is as real as the attendance.
    attended = (pl.col("frame") == "gathering") & (before["frame"] == "attend").fill_null(False)
    told = told.with_columns((pl.col("follows") | attended).alias("follows"))
    return (
        told.with_columns(
            pl.coalesce(of_trip, pl.when("follows").then(before["status"]), "status", pl.lit("held")).alias("status"),
            (pl.col("sure") | pl.col("follows")).alias("sure"),
            pl.when(of_trip.is_not_null() | pl.col("follows"))
            .then(before["present"])
            .otherwise("present")
            .fill_null(False)
            .alias("present"),
        )
        .with_columns(
            pl.when(pl.col("status").is_in(AHEAD) & pl.col("had_planned") & _called_off())
            .then(pl.lit("cancelled"))
            .otherwise("status")
            .alias("status")
        )
        .drop("had_planned", "is_verb", "tail", "near", "after", "ruled", "past", "bare", "purpose", "follows")
    )
