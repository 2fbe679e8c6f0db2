"""Words of meeting: verbs, nouns and set phrases that can tell of one, as rows of `lexicon/meeting_trigger.tsv`."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from transforms import lexicon
from transforms.meeting.pattern import expand
from transforms.text import leftmost_longest, matches

#: Cuts a sentence to the clause at hand: what stands before the last of these is another clause.
_BORDER = r"^.*(?:; |: |[.?!]\" |\" )"


#: The means that make a meeting a call, with no other deed between: "talks via videoconference".
_WIRE = r"(?:via|by|over|through)(?: an?| the| secure)* (?:tele|phone|video|Zoom)"
_BY_WIRE_RIGHT, _BY_WIRE_LEFT = rf"^([^;]{{0,80}}?)[ ,]{_WIRE}", rf"\b{_WIRE}[a-z]*(?: ?(?:conference|link|call))?(,? [^;,]{{0,30}})$"
_OTHER_DEED = r"\band [a-z]"


@cache
def _rows() -> pl.DataFrame:
    rows = lexicon.load("meeting_trigger")
    return rows.with_columns(pl.Series("pattern", [f"(?:{expand(row)})" for row in rows["pattern"]]))


@cache
def pattern() -> str:
    """One regex for the words of all triggers, to choose sentences before spans become symbols.

    A row that is words alone is in it; other rows are tried where one of the words below stands.
    """
    rows = "|".join(row for row in lexicon.load("meeting_trigger")["pattern"] if re.fullmatch(r"[\w|?:()\\]+", row))
    return (
        rf"\b(?:{rows}|"
        r"met|meet|[Mm]eeting|spoke|speak|talk|[Tt]alks|call|Call|phone|visit|Visit|travel|trip|fl[yie]|flew|head(?:s|ed|ing) |left|leav|arriv|landed|touched down|"
        r"summit|Summit|[Nn]egotiat|[Cc]onsult|conversation|[Dd]iscussion|[Dd]ialogue|host|receiv|welcom|greeted|conference|Conference|[Ff]orum|[Ss]ession|Assembly|assembly|gathering|"
        r"confer|convers|spen[dt]|went|go(?:es|ing|ne)? |c[ao]m(?:e|ing)|sit-down|sat |sit|tour|depart|bound|exchange|attend|participat|t[ao]k(?:e|es|ing|en) part|took|joined|join|address|audience|"
        r"lunch|dinner|breakfast|banquet|reception|huddled|stopover|stop|round|returned|return|sent|dispatched|sign|initial|finali|conclud|[Dd]iscuss|review|agreed|saw|see |sees|gather|conven|together|due |expected |each other|summon|called in|handed|credentials|[Pp]resent |bilateral|ministerial|embark|set o|encounter|video|tele|tete)"
    )


@cache
def _scans() -> list[str]:
    """All rows in two regexes: in one, those that let any words stand between their own would make it several times slower."""
    loose = pl.col("pattern").str.contains("){0,", literal=True)
    return [rf"\b(?:{'|'.join(_rows().filter(rows)['pattern'])})" for rows in (~loose, loose)]


def _ruled(surface: pl.Series) -> pl.DataFrame:
    """The row of each different surface: `surface`, `rule`, `frame`, `kind`."""
    rows = _rows()
    fits = [pl.when(pl.col("surface").str.contains(rf"^{row['pattern']}$")).then(pl.lit(row["name"])) for row in rows.iter_rows(named=True)]
    named = rows.select(pl.col("name").alias("rule"), "frame", "kind")
    return surface.unique().to_frame("surface").with_columns(pl.coalesce(fits).alias("rule")).join(named, on="rule", how="inner")


def _visit_noun() -> pl.Expr:
    """Whether "visit" or "tour" is a noun: the verb has its country or place right after it."""
    return (pl.col("rule") == "visit_verb") & (
        (
            pl.col("surface").is_in(["visit", "visits", "tour", "tours"])
            & ~pl.col("right").str.contains(expand(r"^ (?:{DET}|{ADJ})*(?:{C}|{L})"))
        )
        | pl.col("left").str.contains(
            expand(r"(?:'s|\b(?:an?|the|his|her|their|its|this|that|first|official|state)|on a|for a)(?: [a-z-]+){0,2} $")
        )
    )


def _by_wire() -> pl.Expr:
    """Whether a verb or noun of talks says that they went over the wire."""
    between = pl.coalesce(pl.col("right").str.extract(_BY_WIRE_RIGHT), pl.col("left").str.extract(_BY_WIRE_LEFT))
    return (
        (pl.col("kind").is_in(["talks", "summit"]) & pl.col("frame").is_in(["verb", "noun", "discuss"]))
        & between.is_not_null()
        & ~between.str.contains(_OTHER_DEED)
    ).fill_null(False)


def occurrences(code: pl.DataFrame) -> pl.DataFrame:
    """Every trigger in the folded sentences: the columns of `code.encode`, `start`, `end`, `surface`, `rule`, `frame`, `kind`, `left`, `clause`, `right`, `trigger_id`.

    `left` and `right` are what stands around it, `clause` the left part from the last clause border on. A place is given to the first row
    of the file that fits it.
    """
    # A sentence may be told in several rows.
    numbered = code.select(pl.row_index("row"), "sentence_id", "sentence_no", "article_id", "published_date", "code")
    found = leftmost_longest(pl.concat([matches(numbered, "code", scan, *numbered.columns) for scan in _scans()]), "row").drop("row")
    binary = pl.col("code").cast(pl.Binary)
    return (
        found.join(_ruled(found["surface"]), on="surface", how="inner", maintain_order="left")
        .with_columns(
            binary.bin.slice(0, pl.col("start")).cast(pl.String).alias("left"),
            binary.bin.slice(pl.col("end")).cast(pl.String).alias("right"),
        )
        .with_columns(pl.col("left").str.replace(_BORDER, "").alias("clause"))
        .with_columns(_visit_noun().alias("_noun"))
        .with_columns(pl.when("_noun").then(pl.lit("visit_noun")).otherwise(name).alias(name) for name in ("rule", "frame"))
        .with_columns(pl.when(_by_wire()).then(pl.lit("call")).otherwise("kind").alias("kind"))
        .drop("_noun")
        .drop("code")
        .with_row_index("trigger_id")
    )
