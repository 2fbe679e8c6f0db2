"""Small expressions over text that several stages share: places of regex matches, byte and code point offsets.

Polars finds matches but does not say where they stand; the functions here say it without leaving the engine.
Offsets are bytes of UTF-8 throughout the stages and become code points once, at the end (`code_points`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from itertools import chain

import polars as pl
from ahocorasick_rs import BytesAhoCorasick, MatchKind

#: Separators put around matches. Control characters that no text layout uses; `clean` takes them out of the way.
OPEN, CLOSE = "\x1e", "\x1f"


#: Line ends and tabs are spaces; no other control character stands in text.
_CONTROL = {chr(code): " " if chr(code) in "\t\n\r" else "?" for code in range(0x20)}


def clean(text: pl.Expr) -> pl.Expr:
    """The text with line ends as spaces and control characters as '?', each character as long as before in bytes.

    >>> pl.select(clean(pl.lit("New\\nYork"))).item()
    'New York'
    """
    return text.str.replace_many(_CONTROL)


def fold(text: pl.Expr) -> pl.Expr:
    """The text in ASCII, every character as many bytes long as it was in UTF-8, so that offsets hold in both.

    Letters stay letters of their case, quotes, dashes and spaces become their plain forms, repeated. Rules of grammar run on this:
    any byte range is text, and regexes need no Unicode classes. Names are looked up in the text itself.

    >>> pl.select(fold(pl.lit("Radosław’s"))).item()
    "Radoszzaw'''s"
    """
    return text.map_batches(_folded, return_dtype=pl.String)


def once_each(work: Callable[[pl.Expr], pl.Expr]) -> Callable[[pl.Expr], pl.Expr]:
    """Makes an expression from text to text work once on each different text of a column. For names: an article repeats its own."""

    def each(texts: pl.Series) -> pl.Series:
        distinct = texts.unique()
        return texts.replace_strict(distinct, pl.select(work(pl.lit(distinct))).to_series(), return_dtype=pl.String)

    @wraps(work)
    def expression(text: pl.Expr) -> pl.Expr:
        return text.map_batches(each, return_dtype=pl.String)

    return expression


#: Two-byte characters first, then three, then four: letters, apostrophes, quotes, dashes, spaces, everything else.
_FOLDS = (
    (r"[\p{Lu}&&[\x{80}-\x{7ff}]]", "Zz"),
    (r"[\p{L}\p{M}&&[\x{80}-\x{7ff}]]", "zz"),
    (r"\x{a0}", "  "),
    (r"[«»]", '""'),
    (r"[´]", "''"),
    (r"[\x{80}-\x{7ff}]", "??"),
    (r"[’‘ʼ]", "'''"),
    (r"[“”„]", '"""'),
    (r"[–—―‑]", "---"),
    (r"…", "..."),
    (r"[\x{2000}-\x{200a}\x{202f}\x{3000}]", "   "),
    (r"[\p{Lu}&&[\x{800}-\x{ffff}]]", "Zzz"),
    (r"[\p{L}\p{M}&&[\x{800}-\x{ffff}]]", "zzz"),
    (r"[\x{800}-\x{ffff}]", "???"),
    (r"[\x{10000}-\x{10ffff}]", "????"),
)


#: Characters that most texts beyond ASCII hold nothing else of: Latin letters, typographic signs.
_USUAL = [chr(code) for block in (range(0x80, 0x250), range(0x2000, 0x2070)) for code in block]


def _by_class(text: pl.Series) -> pl.Series:
    for pattern, ascii_form in _FOLDS:
        text = text.str.replace_all(pattern, ascii_form)
    return text


@cache
def _usual() -> dict[str, str]:
    return dict(zip(_USUAL, _by_class(pl.Series(_USUAL)), strict=True))


def _beyond_ascii(text: pl.Series) -> pl.Series:
    return (text.str.len_bytes() > text.str.len_chars()).arg_true()


def _folded(text: pl.Series) -> pl.Series:
    """Usual characters in one pass, by class what then is left: each only in texts that need it."""
    beyond = _beyond_ascii(text)
    part = text.gather(beyond).str.replace_many(_usual())
    rare = _beyond_ascii(part)
    if rare.is_empty():
        return text.clone().scatter(beyond, part)
    return text.clone().scatter(beyond, part.scatter(rare, _by_class(part.gather(rare))))


def context(frame: pl.LazyFrame, *, before: int, after: int) -> pl.LazyFrame:
    """Add what stands around `start`..`end` in the ASCII column `ascii` as `before` and `after`, so many bytes of each; drops `ascii`."""
    binary = pl.col("ascii").cast(pl.Binary)
    left = (pl.col("start") - before).clip(lower_bound=0)
    return frame.with_columns(
        binary.bin.slice(left, pl.col("start") - left).cast(pl.String).alias("before"),
        binary.bin.slice(pl.col("end"), after).cast(pl.String).alias("after"),
    ).drop("ascii")


def matches(frame: pl.DataFrame, text: str, pattern: str, *keep: str, where: pl.Expr | None = None) -> pl.DataFrame:
    """Every non-overlapping match of a regex, a row each: the `keep` columns, `start`, `end` (bytes of `text`), `surface`.

    Rust regex syntax: no look-around, leftmost first. The text must not hold `OPEN` or `CLOSE` (see `clean`). Texts are first asked whether
    the regex finds anything in them; `where` is a cheaper question, for a large regex, that every text with a match answers with yes.
    """
    hit = frame.lazy().filter(pl.col(text).str.contains(pattern) if where is None else where)
    marked = pl.col(text).str.replace_all(pattern, OPEN + "${0}" + CLOSE)
    return _marked(hit, text, marked, *keep).collect()


def automaton(names: pl.Series) -> BytesAhoCorasick:
    """What `known_names` finds names by, the longest of those that start at one place. Keep it: it takes as long to build as to read a megabyte."""
    return BytesAhoCorasick(names.cast(pl.Binary).to_list(), matchkind=MatchKind.LeftmostLongest)


def known_names(frame: pl.DataFrame, text: str, names: BytesAhoCorasick, *keep: str) -> pl.DataFrame:
    """Every non-overlapping place of a name, a row each: the `keep` columns, `start`, `end` (bytes of `text`), `number` of the name.

    One pass over all texts as one; they and the names hold no line ends.
    """
    size = frame[text].str.len_bytes().cast(pl.Int64) + 1
    opens = size.cum_sum() - size
    found = names.find_matches_as_indexes(frame[text].str.join("\n").cast(pl.Binary).item())
    flat = pl.Series(list(chain.from_iterable(found)), dtype=pl.Int64)
    number, start, end = (flat.gather_every(3, offset) for offset in range(3))
    row = opens.search_sorted(start, side="right") - 1
    from_text = opens.gather(row)
    return frame.select(keep)[row].with_columns(start=start - from_text, end=end - from_text, number=number)


def _marked(frame: pl.LazyFrame, text: str, marked: pl.Expr, *keep: str) -> pl.LazyFrame:
    """What stands between `OPEN` and `CLOSE` in the marked form of a text, a row each: see `matches`."""
    size = pl.col("_size")
    return (
        frame.select(*keep, marked.str.split(OPEN).alias("_part"), pl.col(text).str.len_bytes().cast(pl.Int64).alias("_size"))
        # Where each text starts in all of them together: one running sum then serves every text.
        .with_columns((size.cum_sum() - size).alias("_from"))
        .explode("_part")
        .with_columns(pl.col("_part").str.contains(CLOSE, literal=True).alias("_match"))
        .with_columns((pl.col("_part").str.len_bytes().cast(pl.Int64) - pl.col("_match").cast(pl.Int64)).alias("_size"))
        .with_columns((size.cum_sum() - size - pl.col("_from")).alias("start"))
        .filter("_match")
        .with_columns(pl.col("_part").str.split_exact(CLOSE, 1).struct.field("field_0").alias("surface"))
        .select(*keep, "start", (pl.col("start") + pl.col("surface").str.len_bytes().cast(pl.Int64)).alias("end"), "surface")
    )


def code_points(text: pl.Expr, offset: pl.Expr) -> pl.Expr:
    """Byte offsets of a text as code point offsets. A text of ASCII alone needs no counting."""
    ascii_only = text.str.len_bytes() == text.str.len_chars()
    # Both branches run on every row: nothing is cut where nothing needs counting.
    head = pl.when(ascii_only).then(0).otherwise(offset)
    counted = text.cast(pl.Binary).bin.slice(0, head).cast(pl.String).str.len_chars()
    return pl.when(ascii_only).then(offset.cast(pl.Int32)).otherwise(counted.cast(pl.Int32))


def byte_slice(text: pl.Expr, start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """The characters between two byte offsets that stand on character borders."""
    return text.cast(pl.Binary).bin.slice(start, end - start).cast(pl.String)


def overlay(frame: pl.DataFrame, spans: pl.DataFrame, text: str, replacement: pl.Expr, *key: str) -> pl.DataFrame:
    """The text with each span replaced: the `key` columns and `overlaid`, one row for each row of `frame`.

    `spans` has the key columns, `start`, `end` (bytes, not overlapping) and whatever `replacement` reads.
    """
    ordered = spans.lazy().select(*key, "start", "end", replacement.alias("_new")).sort(*key, "start")
    binary = pl.col(text).cast(pl.Binary)
    same = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in key)
    joined = ordered.join(frame.lazy().select(*key, text), on=key, how="inner", maintain_order="left").with_columns(
        pl.when(same).then(pl.col("end").shift(1)).otherwise(0).alias("_from")
    )
    pieces = (
        joined.with_columns(binary.bin.slice(pl.col("_from"), pl.col("start") - pl.col("_from")).cast(pl.String).alias("_gap"))
        .group_by(*key, maintain_order=True)
        .agg(pl.concat_str("_gap", "_new").alias("_head"), pl.col("end").last().alias("_tail"))
        .with_columns(pl.col("_head").list.join(""))
    )
    return (
        frame.lazy()
        .select(*key, text)
        .join(pieces, on=key, how="left", maintain_order="left")
        .select(
            *key,
            pl.when(pl.col("_head").is_null())
            .then(pl.col(text))
            .otherwise(pl.concat_str(pl.col("_head"), binary.bin.slice(pl.col("_tail").fill_null(0)).cast(pl.String)))
            .alias("overlaid"),
        )
        .collect()
    )


def leftmost_longest(spans: pl.DataFrame, key: str) -> pl.DataFrame:
    """The spans that no earlier or longer one overlaps, in text order."""
    # Key and offset in one number: nothing in one text reaches into the next.
    base = pl.col(key).cast(pl.Int64) * 2**32
    ordered = spans.sort(base + pl.col("start"), -pl.col("end"), maintain_order=True)
    reach = (base + pl.col("end")).cum_max().shift(1).fill_null(-1)
    return ordered.filter(base + pl.col("start") >= reach)
