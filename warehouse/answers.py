"""The answers page, docs/queries.md: what each file of `warehouse/queries/` asks, and what a warehouse answers.

`python -m warehouse.answers HOME` prints it; `make docs` writes it for the sample; a test tells when it is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from warehouse import questions, read

#: Rows of an answer shown, and characters of a text: enough to see what a query gives.
ROWS, CHARACTERS = 10, 60
_INTRO = """# Questions and answers

Made by `make docs`; the questions are those of `warehouse/queries/`, the answers those of the sample, whose texts and persons are
invented. Ask them of your own warehouse with `dateline sql --file warehouse/queries/NAME.sql`, or change them there.
"""


def markdown(home: Path) -> str:
    """The whole page, for the warehouse of a home."""
    return "\n".join([_INTRO, *(_section(query, read.query(home, query.sql)) for query in questions.queries())])


def _section(query: questions.Question, answer: pl.DataFrame) -> str:
    shown = f"the first {ROWS} of {answer.height} rows" if answer.height > ROWS else f"{answer.height} row{'s' * (answer.height != 1)}"
    head = f"| {' | '.join(answer.columns)} |\n|{' --- |' * answer.width}"
    rows = (f"| {' | '.join(map(_cell, row))} |" for row in answer.head(ROWS).iter_rows())
    return "\n".join([f"## {query.name}\n\n{query.question}\n\n{head}", *rows, f"\n{shown}\n"])


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = " ".join(str(value).split()).replace("|", "\\|")
    return text if len(text) <= CHARACTERS else f"{text[: CHARACTERS - 1]}…"


if __name__ == "__main__":
    print(markdown(Path(sys.argv[1])), end="")
