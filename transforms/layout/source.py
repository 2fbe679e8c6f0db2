"""Which agency or ministry a text comes from: the names and their variants are `lexicon/source.tsv`."""

from __future__ import annotations

import re

import polars as pl

from transforms import lexicon
from transforms.layout.scan import take

_ROWS = lexicon.load("source")
_NAMES = sorted(_ROWS["surface"].to_list(), key=len, reverse=True)
#: Any known name of a source.
KNOWN = rf"(?:{'|'.join(map(re.escape, _NAMES))})"
#: A newspaper that nobody has listed shows itself by its name.
_NEWSPAPER = r"(?:The )?(?:[A-Z][A-Za-z.]+ ){1,3}(?:Times|Herald|Post|Daily|Tribune|Journal|Gazette|News Agency|Observer|Chronicle|Telegraph|Globe|Sun)"
_MINISTRY = r"(?:The )?Ministry (?:of|for) (?:Foreign|External)[A-Za-z ,]{3,80}"
#: A source on a line of its own.
LINE = rf"[ \t]*(?:{KNOWN}|{_NEWSPAPER}|{_MINISTRY})[ \t]*\n"


def masthead(frame: pl.LazyFrame, where: pl.Expr) -> pl.LazyFrame:
    """Take a source that stands on a line of its own, in the rows of `where`; adds it as `masthead`."""
    line = pl.when(where).then(pl.col("rest").str.extract(rf"^({LINE})\s*\S"))
    return frame.with_columns(pl.coalesce("masthead", line.str.strip_chars()).alias("masthead"), take(LINE, line.is_not_null()))


def named(text: pl.Expr) -> pl.Expr:
    """The short name of a source, whatever variant is printed; names that are not known stay as they are, of two the first known one counts.

    >>> pl.select(named(pl.lit("Yonhap News Agency"))).item()
    'Yonhap'
    """
    names = dict(_ROWS.select("surface", "name").iter_rows())
    known = text.replace_strict(names, default=None, return_dtype=pl.String)
    parts = (text.str.extract(pattern).str.strip_chars() for pattern in (r"^([^/,-]+)[/,-]", r"[/,-]([^/,-]+)$"))
    either = (part.replace_strict(names, default=None, return_dtype=pl.String) for part in parts)
    return pl.coalesce(known, *either, text)


def is_known(name: pl.Expr) -> pl.Expr:
    """Whether it is the name of a source."""
    return name.is_in(_ROWS["surface"].implode())


def of_byline(byline: pl.Expr) -> pl.Expr:
    """The source that a byline names: all of it, or what follows the writer's name."""
    return byline.str.extract(rf"^(?:.*?(?:, | - | of |/| \| ?))?({KNOWN})(?: (?:Writer|Staff|Staff [Ww]riter|correspondent))?$")
