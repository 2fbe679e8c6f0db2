"""Sentences of a body: where each starts and ends.

Cut at every place where a sentence could end, then join again what an abbreviation, an initial or a small letter shows to be
one. Line ends part sentences only where the text gives a paragraph a line; hard-wrapped text is told by its lines.
"""

from __future__ import annotations

import polars as pl

from transforms import tables
from transforms.text import OPEN, byte_slice, clean, fold

#: After these a full stop does not end a sentence, whatever follows.
TITLES = (
    "Mr|Mrs|Ms|Messrs|Dr|Prof|Rev|Hon|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Cpl|Brig|Sen|Sens|Rep|Reps|Gov|Amb|Pres|St|Ste|Mt|Ft"
    "|No|Nos|vs|v|Art|Fig|cf|e\\.g|i\\.e|al|approx|Lt\\. Gen|Maj\\. Gen"
)
#: After these a full stop ends one only when what follows opens a sentence.
OPEN_ENDED = (
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Corp|Co|Ltd|Jr|Sr|Bros|Ph\\.D|a\\.m|p\\.m|A\\.M|P\\.M|etc|pct|dlrs|mln|bln"
    "|D\\.C|(?:[A-Z]\\.)+[A-Z]|S|N"
)
#: Words that open a sentence and seldom follow an abbreviation inside one.
STARTERS = (
    "The|He|She|It|They|We|I|In|On|At|But|And|A|An|As|After|Before|This|That|These|Those|His|Her|Its|Their|There|While|When|If|For"
    "|However|Meanwhile|Also|According|Asked|Earlier|Last|No|Under|During|Since|With|Both|Some|Such|Despite|From|Then|Officials"
)
_END = r"""[.!?…]["”’'»)\]]*\s+"""
#: A point of a list opens a sentence, however its lines are wrapped.
_BULLET = r"(\n\s*)((?:[-*•·]|\(?\d{1,2}[.)]) +\S)"
_GLUED = r"""([a-z0-9%][.!?]["”]?)([A-Z“][A-Za-z])"""
_NO_END = rf"""(?:^|[\s("“‘'\[—–-])(?:{TITLES}|[A-Z]|[A-Z][a-z]?\.-?[A-Z])\.\s*$"""
#: Abbreviations of states and bodies look like initials and end sentences like words.
_STATE_END = r"\b(?:U\.S|U\.K|U\.N|E\.U|D\.C|U\.A\.E|U\.S\.A|U\.S\.S\.R)\.\s*$"
_MAY_END = rf"""(?:^|[\s("“‘'\[—–-])(?:{OPEN_ENDED})\.\s*$"""
#: A line that breaks between month and day: "on August" / "25. While there, ..." is no list.
_MONTH_END = r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\n\s*$"
#: Characters of a piece that tell whether it goes on: of its end, of its start.
_TAIL, _HEAD = 24, 24
_STARTS = rf"""^["“‘'(\[]*(?:{STARTERS})\b"""


def wrapped(body: pl.Expr) -> pl.Expr:
    """Whether the lines of a body are wrapped by width: most lines that another follows end without a stop, none is long."""
    broken = body.str.count_matches(r"[^\s.!?:;\"”]\n[^\n]")
    whole = body.str.count_matches(r"[.!?:;\"”]\n")
    return (broken > whole) & ~body.str.contains(r"[^\n]{120,}")


def _sizes(text: str) -> list[pl.Expr]:
    return [pl.col(text).str.len_bytes().cast(pl.Int64).alias("_size"), pl.col(text).str.len_chars().cast(pl.Int64).alias("_chars")]


def _pieces(article: pl.DataFrame) -> pl.DataFrame:
    body = pl.col("body").str.replace_all(r"[\x1e\x1f]", "?")
    ended = body.str.replace_all(_END, "${0}" + OPEN).str.replace_all(_GLUED, "${1}" + OPEN + "${2}")
    ended = ended.str.replace_all(_BULLET, "${1}" + OPEN + "${2}")
    flowing = ended.str.replace_all(r"\n[ \t]*\n\s*|\n {2,}\s*", "${0}" + OPEN)
    lined = ended.str.replace_all(r"\n\s*", "${0}" + OPEN)
    size, chars = pl.col("_size"), pl.col("_chars")
    return (
        article.lazy()
        .select(
            "article_id",
            "published_date",
            body.alias("_body"),
            pl.when(wrapped(pl.col("body"))).then(flowing).otherwise(lined).str.split(OPEN).alias("piece"),
            *_sizes("body"),
        )
        # Where each article starts in all of them together: one running sum then serves every article.
        .with_row_index("_article")
        .with_columns((size.cum_sum() - size).alias("_start"), (chars.cum_sum() - chars).alias("_char_start"))
        .explode("piece")
        .with_columns(_sizes("piece"))
        .with_columns(
            (size.cum_sum() - size - pl.col("_start")).alias("_start"),
            (chars.cum_sum() - chars - pl.col("_char_start")).cast(pl.Int32).alias("_char_start"),
        )
        .collect()
    )


def sentences(article: pl.DataFrame) -> pl.DataFrame:
    """Sentences of each article: `article_id`, `sentence_no`, `sentence_id`, `published_date`, `text`, `clean`, `ascii`, `start`, `end` (bytes), `char_start`, `char_end`.

    `clean` is the text in one line, `ascii` its ASCII form (`text.fold`), byte for byte as long. `text` is the slice of the body with white space at its ends left out; pieces without a letter or digit are no sentences.
    """
    pieces = _pieces(article).lazy()
    goes_on = (pl.col("_article") == pl.col("_article").shift(1)).fill_null(False)
    previous = pl.when(goes_on).then(pl.col("piece").str.tail(_TAIL).shift(1))
    opening = pl.col("piece").str.head(_HEAD)
    broken_line = previous.str.contains(r"\n\s*$") & ~previous.str.contains(r"[^\n]\n$")
    joins = (
        previous.is_not_null()
        & ~broken_line
        & (
            (previous.str.contains(_NO_END) & ~previous.str.contains(_STATE_END))
            | (previous.str.contains(_MAY_END) & ~opening.str.contains(_STARTS))
            | (previous.str.contains(_MONTH_END) & opening.str.contains(r"^\d{1,2}\b"))
            | (opening.str.contains(r"^[\"”’')]*[a-z]") & previous.str.contains(r"[.!?…][\"”’')\]]*\s*$"))
        )
    )
    stripped = pl.col("_text").str.strip_chars_start()
    left = pl.col("_text").str.len_bytes().cast(pl.Int64) - stripped.str.len_bytes().cast(pl.Int64)
    left_chars = pl.col("_text").str.len_chars().cast(pl.Int32) - stripped.str.len_chars().cast(pl.Int32)
    opens, index = (pl.col("article_id") != pl.col("article_id").shift(1)).fill_null(True), pl.col("sentence_id").cast(pl.Int32)
    return (
        pieces.with_columns((~joins).fill_null(True).cum_sum().alias("_sentence"))
        .group_by("_sentence", maintain_order=True)
        .agg(
            pl.col("article_id", "published_date", "_body", "_start", "_char_start").first(),
            (pl.col("_start") + pl.col("_size")).last().alias("_end"),
        )
        .with_columns(byte_slice(pl.col("_body"), pl.col("_start"), pl.col("_end")).alias("_text"))
        .with_columns(
            (pl.col("_start") + left).alias("start"),
            (pl.col("_char_start") + left_chars).alias("char_start"),
            pl.col("_text").str.strip_chars().alias("text"),
        )
        .filter(pl.col("text").str.contains(r"[\p{L}\p{N}]"))
        .with_columns(
            (pl.col("start") + pl.col("text").str.len_bytes().cast(pl.Int64)).alias("end"),
            (pl.col("char_start") + pl.col("text").str.len_chars().cast(pl.Int32)).alias("char_end"),
        )
        .with_row_index("sentence_id")
        .with_columns((index - pl.when(opens).then(index).forward_fill()).alias("sentence_no"))
        .with_columns(clean(pl.col("text")).alias("clean"))
        .with_columns(fold(pl.col("clean")).alias("ascii"))
        .select(
            "article_id", "sentence_no", "sentence_id", "published_date", "text", "clean", "ascii", "start", "end", "char_start", "char_end"
        )
        .collect()
    )


def table(sentence: pl.DataFrame) -> pl.DataFrame:
    """The `sentence` table of the contract."""
    return tables.SENTENCE.conform(sentence.select(tables.SENTENCE.schema.names()))
