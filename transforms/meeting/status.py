"""Did it happen: status from tense, modality, negation and the nouns that govern a meeting. Rows of `lexicon/meeting_status.tsv`."""

from __future__ import annotations

import polars as pl

from transforms import lexicon
from transforms.meeting.pattern import expand

_PAST = (
    r"^(?:met|spoke|talked|conferred|visited|arrived|left|departed|flew|went|hosted|received|welcomed|greeted|entertained|phoned|telephoned|toured|travell?ed|headed|landed|touched|came|returned"
    r"|sat down|huddled|consulted|negotiated|attended|participated|took part|addressed|joined|set off|set out|embarked|took off|paid|made|exchanged|had|shook|dined|lunched|sent|dispatched|was|were|granted)\b"
)
_GOING_ON = r"^(?:visiting|touring|heading|travell?ing|flying|leaving|departing|attending|participating|meeting|hosting|receiving|welcoming|arriving)\b"
_PRESENT = r"^(?:meets?|visits?|tours?|arrives?|leaves?|heads?|travels?|fly|flies|hosts?|receives?|welcomes?|attends?|speaks?|talks?|holds?|addresses|goes|departs?)\b"
_BARE = r"^(?:meet|visit|tour|speak|talk|confer|attend|travel|fly|go|head|host|receive|leave|arrive|return|consult|negotiate|address|participate|take part)\b"
_VERBS = ("verb", "visit", "host", "guest", "attend")
#: A bare verb after "and" has the tense of the verb before it.
_COORDINATED = r"\band (?:then |also )?(?:(?:hold|have|conduct|attend|make|pay|open|begin|start|resume|host)(?: [a-z-]+)*)? *$"
#: How far, in characters, a word may stand from its trigger and still govern it.
_TAIL, _CLAUSE, _RIGHT = 75, 110, 110
#: Readings of time: statuses of what is still to come when told.
AHEAD = ("scheduled", "expected", "possible", "proposed")


def statuses(found: pl.DataFrame) -> pl.DataFrame:
    """Adds `status` and `sure`: false where no word tells the tense, so that a date or another sentence may."""
    ends = lambda text: pl.concat_str(text.str.strip_chars_end(" "), pl.lit(" "))  # noqa: E731
    tail = ends(pl.col("clause").str.replace(expand("^.*{ACTOR}"), "").str.replace(r"^.*[,;]", "").str.slice(-_TAIL))
    clause = ends(pl.col("clause").str.slice(-_CLAUSE))
    texts = {"tail": tail, "clause": clause, "right": pl.col("right").str.replace(";.*", "").str.slice(0, _RIGHT)}
    rules = [(row["status"], texts[row["side"]], expand(row["pattern"])) for row in lexicon.load("meeting_status").iter_rows(named=True)]
    chosen = pl.coalesce(*(pl.when(text.str.contains(pattern)).then(pl.lit(status)) for status, text, pattern in rules))
    verb, surface = pl.col("frame").is_in(_VERBS), pl.col("surface")
    noun = ~verb
    negated = tail.str.contains(r"\b(?:was|were|had|not|n't|never|neither) (?:to have |been |yet |ever )?$") & ~surface.str.contains(
        "^(?:was|were)"
    )
    conditional = tail.str.contains(r"\b(?:would|could|might|may|should|will|must) have $")
    past = verb & surface.str.contains(_PAST)
    going_on = verb & surface.str.contains(_GOING_ON)
    present = verb & surface.str.contains(_PRESENT)
    bare = tail.str.contains(expand(r"^,?(?: who| which)?(?: also| then| both| each| last| first| later| [a-z]+ly| {D}| on)* *$"))
    return (
        found.with_columns(
            pl.when(past & negated)
            .then(pl.lit("denied"))
            .when(past & ~conditional)
            .then(pl.lit("held"))
            .when((present | going_on) & bare)
            .then(pl.lit("held"))
            .otherwise(chosen)
            .alias("status"),
            (past | (chosen.is_not_null() & ~(present & bare))).alias("sure"),
            (
                tail.str.contains(_COORDINATED)
                & (~verb | surface.str.contains(_BARE))
                & (~noun | tail.str.contains(r"\band (?:then |also )?(?:hold|have|conduct|attend|make|pay|open|begin|start|resume|host)\b"))
            ).alias("_follows"),
        )
        .with_columns(
            pl.when("_follows").then(pl.col("status").shift(1).over("sentence_id")).otherwise("status").alias("status"),
            (pl.col("sure") | pl.col("_follows")).alias("sure"),
        )
        .with_columns(pl.col("status").fill_null("held"))
        .drop("_follows")
    )
