"""Vocabulary as data: tab-separated files with a header row, and the one function that reads them.

A row added to a file is all it takes to teach the extraction a name, an office, a verb of meeting or an official.
Lines that start with '# ' are comments. What the files hold and where it comes from: docs/rules.md.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

#: Columns that hold whole numbers; all others are text.
_NUMBERS = {"seat", "party", "ambiguous", "east_asian", "from", "to"}


@cache
def load(name: str) -> pl.DataFrame:
    """The rows of `<name>.tsv`, empty fields as null. Raises ValueError as `parse` does."""
    return parse(name, files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8"))


def parse(name: str, text: str) -> pl.DataFrame:
    """The rows of a vocabulary file's text. Raises ValueError with file and line when a row is not as long as the header, or holds
    words where a number belongs."""
    lines = text.split("\n")
    header = lines[0].split("\t")
    numeric = [at for at, column in enumerate(header) if column in _NUMBERS]
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not line or line.startswith("# "):
            continue
        fields = line.split("\t")
        if len(fields) != len(header):
            raise ValueError(f"{name}.tsv line {number}: {len(fields)} fields, not {len(header)}: {line[:80]!r}")
        for at in numeric:
            if fields[at] and not fields[at].isdecimal():
                raise ValueError(f"{name}.tsv line {number}: {header[at]} is {fields[at]!r}, not a whole number")
        rows.append([field or None for field in fields])
    frame = pl.DataFrame(rows, schema={column: pl.String for column in header}, orient="row")
    return frame.with_columns(pl.col(column).cast(pl.Int32) for column in header if column in _NUMBERS)
