"""The bottom of a text: who reported and edited it, the agency's name in brackets, end signs. Each is a row of `_ENDS`."""

from __future__ import annotations

import polars as pl

from transforms.layout.scan import grouped, taken
from transforms.layout.source import KNOWN, named

#: Characters from the bottom in which credits stand.
_WINDOW = 600
#: A small class: the Unicode one makes the search several times slower.
_SPACE = r"[ \t\n\x{a0}]"
_LINE = rf"{_SPACE}*\n{_SPACE}*"
_ENDS = grouped(
    # (Reporting by ...; Editing by ...)   (Additional reporting by ...)
    rf"{_SPACE}*\((?:Additional reporting|Reporting|Writing|Editing|Compiled|Written|With (?:additional )?reporting) (?:and [a-z]+ )?by [^\n]*\)",
    _LINE + r"(?:Additional reporting|Reporting|Writing|Editing|Compiled|Written) (?:and [a-z]+ )?by [A-Z][^\n]*",
    _LINE + r"Our Standards: [^\n]*",
    # (Yonhap)   (Yonhap News)
    rf"{_SPACE}*\({KNOWN}\)",
    # REUTER, as the wire of 1987 signed off, its control character as itself or as an entity
    rf"{_SPACE}+REUTERS?",
    rf"{_LINE}Reuters?",
    rf"{_SPACE}*(?:&#3;|\x{{03}})",
    rf"{_SPACE}*(?:-0-|-30-|\(END\)|\(End\))",
    rf"{_SPACE}*[*\\_]*(?:\\?#[ \x{{a0}}]*){{3,}}[*\\_]*",
    _LINE + r"END[ \t]*",
    # kim@example.com
    _LINE + r"\(?[A-Za-z0-9_.+-]+@[A-Za-z0-9_-]+\.[A-Za-z0-9_.]+\)?[ \t]*",
    # bur-ab/cd/ef
    _LINE + r"[a-z]{2,4}(?:-[a-z]{2,4})?(?:/[a-z]{2,4}){1,4}[ \t]*",
    _LINE + r"(?:©|\(c\)|\(C\)|Copyright)[^\n]{0,200}",
    _LINE + r"(?:All rights reserved|ALL RIGHTS RESERVED)[^\n]{0,100}",
)


def credited(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Adds `body`, what is left of the text between the parts above it and the credits, and `credit`, the source they name."""
    tail = pl.col("text").str.tail(_WINDOW)
    # Whether there is one is a cheaper question than how far it reaches.
    ends = pl.when(tail.str.contains(rf"{_ENDS}{_SPACE}*$")).then(tail).str.extract(rf"({_ENDS}+){_SPACE}*$").fill_null("")
    left = pl.col("text").cast(pl.Binary).bin.slice(taken()).cast(pl.String).str.strip_chars_end()
    reuters = pl.when(ends.str.contains(r"(?:^|\s)(?:REUTERS?|Reuters?)\b")).then(pl.lit("Reuters"))
    return frame.with_columns(
        left.str.strip_suffix(ends.str.strip_chars()).str.strip_chars().alias("body"),
        pl.coalesce(named(ends.str.extract(rf"\(({KNOWN})\)")), reuters).alias("credit"),
    )
