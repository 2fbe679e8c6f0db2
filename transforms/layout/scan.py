"""Taking parts off the top of texts: the column `rest` holds what has not been taken yet.

Patterns are Rust regexes (no look-around), anchored here at the start of `rest`.
"""

from __future__ import annotations

import re

import polars as pl

#: Characters from the top of a text that may hold more than body. A headline has a few hundred, furniture rarely a thousand.
WINDOW = 4_000


def window(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add `top` and `rest`, the characters that the parts are taken from."""
    return frame.with_columns(pl.col("text").str.head(WINDOW).alias("top")).with_columns(
        pl.col("top").alias("rest"), pl.lit(None, pl.String).alias("masthead")
    )


def taken() -> pl.Expr:
    """Bytes taken off the top so far."""
    return pl.col("top").str.len_bytes().cast(pl.Int64) - pl.col("rest").str.len_bytes().cast(pl.Int64)


def take(pattern: str, where: pl.Expr | None = None) -> pl.Expr:
    """`rest` without the pattern at its start, in the rows of `where`."""
    rest = pl.col("rest")
    found = rest.str.extract(rf"^({pattern})", 1).fill_null("")
    return rest.str.strip_prefix(found if where is None else pl.when(where).then(found).otherwise(pl.lit(""))).alias("rest")


def starts(pattern: str) -> pl.Expr:
    """Whether `rest` starts with the pattern."""
    return pl.col("rest").str.contains(rf"^(?:{pattern})")


def grouped(*patterns: str) -> str:
    """The patterns as alternatives of one group, names of their groups dropped.

    >>> grouped("(?P<day>a)", "b")
    '(?:(?:a)|b)'
    """
    return f"(?:{'|'.join(re.sub(r'[?]P<[a-z]+>', '?:', pattern) for pattern in patterns)})"


def one_line(text: pl.Expr) -> pl.Expr:
    """The text with line breaks as single spaces."""
    return text.str.replace_all(r"\s*\n\s*", " ").str.strip_chars()
