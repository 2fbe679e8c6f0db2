"""Meetings told by several articles, found and read by hand, and what a warehouse says of them: `python -m benchmarks.chains WAREHOUSE.duckdb`.

`chains.tsv` has for each its contact, its parties and the articles that tell of it, as read. The table names the meeting that most of
these articles are of, its history, and what is amiss: articles that are not of it, and others that are.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from warehouse import read

CHAINS = Path(__file__).with_name("chains.tsv")
_MEETINGS = """
    SELECT
        meeting_id,
        kind,
        contact_of(kind) AS contact,
        array_to_string(parties, '+') AS parties,
        date_start,
        date_end,
        n_reports,
        n_sources,
        (SELECT list(DISTINCT article_id) FROM meeting_report AS r WHERE r.meeting_id = m.meeting_id) AS articles,
        (
            SELECT string_agg(status || ' ' || published_date, ', ' ORDER BY step)
            FROM meeting_history AS h
            WHERE h.meeting_id = m.meeting_id
        ) AS history
    FROM meeting AS m
    WHERE n_reports > 1"""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain as read, the meeting that holds most of it (null when none holds two), and the articles that are amiss."""

    name: str
    meeting: dict | None
    missing: list[str]
    foreign: list[str]

    def row(self) -> str:
        """A row of a Markdown table."""
        if self.meeting is None:
            return f"| {self.name} | none | | | | | | kept apart |"
        amiss = [*(f"without `{one}`" for one in self.missing), *(f"with `{one}`" for one in self.foreign)]
        days, found = _days(self.meeting["date_start"], self.meeting["date_end"]), self.meeting
        cells = (self.name, f"`{found['meeting_id']}`", found["kind"], days, found["history"], found["n_reports"], found["n_sources"])
        return f"| {' | '.join(map(str, cells))} | {', '.join(amiss)} |"


def _days(first: date | None, last: date | None) -> str:
    return "" if first is None else str(first) if first == last else f"{first} to {last}"


def chains(told: pl.DataFrame, meeting: pl.DataFrame) -> list[Chain]:
    """Compare chains (the columns of `chains.tsv`) with meetings (the columns of `_MEETINGS`)."""
    found = []
    for name, contact, parties, articles in told.select("chain", "contact", "parties", "articles").iter_rows():
        read_by_hand = set(articles.split("|"))
        alike = meeting.filter(contact=contact, parties=parties).to_dicts()
        best = max(alike, key=lambda one: (len(read_by_hand & set(one["articles"])), one["meeting_id"]), default=None)
        held = set(best["articles"]) if best else set()
        if len(held & read_by_hand) < 2:
            best, held = None, set()
        found.append(Chain(name, best, sorted(read_by_hand - held), sorted(held - read_by_hand)))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("warehouse", type=Path)
    home = parser.parse_args().warehouse.parent
    found = chains(pl.read_csv(CHAINS, separator="\t"), read.query(home, _MEETINGS))
    print("| meeting | id | kind | days | history | reports | sources | amiss |\n|" + " --- |" * 8)
    print("\n".join(chain.row() for chain in found))


if __name__ == "__main__":
    main()
