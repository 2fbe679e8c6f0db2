"""Who wrote it: a line of its own, or run together with the dateline."""

from __future__ import annotations

import polars as pl

from transforms.layout.dateline import CAPITAL_START, DASHED_START, START, UPPER
from transforms.layout.day import MONTH, WEEKDAY
from transforms.layout.scan import grouped
from transforms.layout.source import KNOWN

#: A line "By NAME"; a sentence that begins with By ends with a stop.
LINE = rf"[ \t]*\(?(?:By|BY)[ \t]+[{UPPER}][^\n]{{1,100}}?[^\s.!?:;,](?:,? (?:Jr|Sr)\.)?[ \t]*(?:\n|$)"
_NAME = rf"[{UPPER}][a-zß-ɏ.'’]+(?:-[A-Za-zÀ-ɏ][a-zß-ɏ]*)?"
#: "By Kim Seung-yeonSEOUL, Sept. 18 (Yonhap) --": names in small letters, the place in capitals.
_GLUED_NAMES = rf"[ \t]*(?:By|BY)[ \t]+{_NAME}(?: (?:and )?{_NAME}){{0,5}}?(?:, [A-Za-z ]{{2,40}}?)?[ ,]*?"
#: A name alone on its line, in small or capital letters, with or without the agency that the writer is of.
_ALONE = rf"[ \t]*[{UPPER}][A-Za-zÀ-ɏ.'’-]+(?: [{UPPER}][A-Za-zÀ-ɏ.'’-]*){{1,3}}"
OF_AGENCY = rf"{_ALONE}, {KNOWN}(?: [Ww]riter)?[ \t]*\n"
GLUED = rf"{_GLUED_NAMES}{CAPITAL_START}"


def is_name(line: pl.Expr) -> pl.Expr:
    """Whether a line may be a writer's name and no more."""
    return line.str.contains(rf"^{_ALONE}[ \t]*$|^{OF_AGENCY.removesuffix(chr(92) + 'n')}$")


def bylined(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Take the byline; adds it as `byline` where the record gave none."""
    rest = pl.col("rest")
    name = r"^[ \t]*\(?(?:By|BY)[ \t]+"
    # In a text of fixed width "By Friday the ministers will have" goes on in small letters.
    sentence = rest.str.contains(rf"^{LINE}[a-z]|^[ \t]*By (?:{WEEKDAY}|{MONTH})")
    by = pl.when(~sentence).then(rest.str.extract(f"^({LINE})"))
    # Without "By" a line is a name when it says of which agency, or stands between headline and dateline.
    alone = rest.str.extract(rf"^({_ALONE}[ \t]*\n)\s*{grouped(START, DASHED_START)}")
    own = pl.coalesce(by, rest.str.extract(f"^({OF_AGENCY})"), pl.when(pl.col("headline").is_not_null()).then(alone))
    line = own.str.strip_chars().str.replace(name, "").str.strip_chars_end(")")
    glued = rest.str.extract(rf"^({_GLUED_NAMES}){CAPITAL_START}")
    return frame.with_columns(
        pl.coalesce("byline", line, glued.str.replace(name, "").str.strip_chars(" ,")).alias("byline"),
        rest.str.strip_prefix(pl.coalesce(own, glued, pl.lit(""))).alias("rest"),
        (line.is_not_null() | glued.is_not_null()).alias("_signed"),
    )
