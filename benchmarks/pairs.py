"""How right merging is: `python -m benchmarks.pairs WAREHOUSE.duckdb [--errors N]`, on the pairs of reports in `pairs.tsv`.

A pair names two articles, the sort of contact and the parties, and says whether what the two tell of is one meeting or two, as found
by reading them. The articles are public readouts and posts; the file holds their ids, not their words. A pair counts when the
warehouse holds a report of both articles with that contact and those parties: what was not extracted cannot be merged. Two meetings
count only where each article tells of one with these parties, so that it is known which were read.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from warehouse import read

PAIRS = Path(__file__).with_name("pairs.tsv")
_REPORTS = """
    SELECT
        article_id,
        meeting_id,
        CASE WHEN kind = 'summit' THEN 'talks' ELSE kind END AS contact,
        array_to_string(parties, '+') AS parties
    FROM meeting_report"""


@dataclass(frozen=True, slots=True)
class Merging:
    """Labelled pairs by what the warehouse says of them. `wrong` and `missed` hold the pairs that it joins or keeps apart wrongly."""

    right: int
    wrong: pl.DataFrame
    missed: pl.DataFrame
    apart: int
    not_counted: int

    @property
    def precision(self) -> float:
        """Of the pairs that the warehouse joins, the share that is one meeting."""
        return self.right / max(1, self.right + self.wrong.height)

    @property
    def recall(self) -> float:
        """Of the pairs that are one meeting, the share that the warehouse joins."""
        return self.right / max(1, self.right + self.missed.height)


def merging(pairs: pl.DataFrame, report: pl.DataFrame) -> Merging:
    """Compare pairs (`contact`, `parties`, `article_a`, `article_b`, `meetings` one or two) with reports (`article_id`, `contact`, `parties`, `meeting_id`)."""
    keys = ["contact", "parties"]
    both = pairs.join(report.rename({"article_id": "article_a", "meeting_id": "a"}), on=[*keys, "article_a"]).join(
        report.rename({"article_id": "article_b", "meeting_id": "b"}), on=[*keys, "article_b"]
    )
    told = (
        both.group_by(pairs.columns, maintain_order=True)
        .agg((pl.col("a") == pl.col("b")).any().alias("joined"), pl.len().alias("n"))
        .filter((pl.col("meetings") == "one") | (pl.col("n") == 1))
    )
    one, joined = pl.col("meetings") == "one", pl.col("joined")
    return Merging(
        told.filter(one & joined).height,
        told.filter(~one & joined),
        told.filter(one & ~joined),
        told.filter(~one & ~joined).height,
        pairs.height - told.height,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N")
    arguments = parser.parse_args()
    found = merging(pl.read_csv(PAIRS, separator="\t"), read.query(arguments.warehouse.parent, _REPORTS))
    print(f"pairs joined        precision {found.precision:.3f}   recall {found.recall:.3f}")
    print(f"one meeting         {found.right} joined, {found.missed.height} kept apart")
    print(f"two meetings        {found.apart} kept apart, {found.wrong.height} joined")
    print(f"not counted         {found.not_counted}")
    for what, frame in (("joined wrongly", found.wrong), ("kept apart wrongly", found.missed)):
        for row in frame.head(arguments.errors).iter_rows(named=True):
            print(f"- {what}: {row['contact']} {row['parties']} {row['article_a']} {row['article_b']} ({row['why']})")


if __name__ == "__main__":
    main()
