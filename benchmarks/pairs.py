"""How right merging is: `python -m benchmarks.pairs WAREHOUSE.duckdb [--errors N]`, on the pairs of reports in `pairs.tsv`.

A pair is two passages of two articles and whether, read by a person, they tell of `one` meeting or `two`, or one of them of `none` such
meeting at all. The articles are public readouts and posts; the file holds ids and offsets, not words. `set` says whether the rules were
made with the pair in view: `tuned` or `fresh`. Fresh pairs were drawn by `--draw N`, before a rule was changed: N `joined` by the
warehouse, N of one `block` kept apart though told for days a month from each other at most, N `across` blocks told near each other, with two parties, or a party and a person, in common.

A passage is found again by its place in the article, and by its contact or parties, so that labels outlast changes of the extraction; a
pair counts when both passages are. A passage that tells of no meeting is a fault of extraction: joining it counts apart, as `misread`.
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
        report_id,
        article_id AS article,
        meeting_id,
        contact_of(kind) AS contact,
        array_to_string(parties, '+') AS parties,
        char_start AS "from",
        char_end AS "to"
    FROM meeting_report"""
_DRAWN = f"""
    WITH report AS (
        SELECT
            found.*,
            published_date AS told,
            coalesce(date_start, published_date) AS first,
            coalesce(date_end, published_date) AS last,
            split_part(link.evidence, ':', 1) AS block,
            string_split(found.parties, '+') AS side,
            (SELECT coalesce(list(entity_id), []) FROM meeting_participant AS one WHERE one.report_id = found.report_id) AS person
        FROM ({_REPORTS}) AS found
        JOIN meeting_report USING (report_id)
        JOIN article USING (article_id)
        JOIN (SELECT report_id, evidence FROM meeting_link) AS link USING (report_id)
    ),

    pair AS (
        SELECT
            a,
            b,
            CASE WHEN a.meeting_id = b.meeting_id THEN 'joined' WHEN a.block = b.block THEN 'block' ELSE 'across' END AS drawn,
            greatest(a.first - b.last, b.first - a.last) AS days,
            md5(a.report_id || b.report_id || ?) AS lot
        FROM report AS a
        JOIN report AS b ON a.article < b.article AND (a.block = b.block OR abs(a.told - b.told) <= 3)
        WHERE
            a.block = b.block
            OR len(list_intersect(a.side, b.side)) >= 2
            OR (a.contact = b.contact AND list_has_any(a.side, b.side) AND list_has_any(a.person, b.person))
    ),

    near AS (
        SELECT
            *,
            CASE drawn WHEN 'joined' THEN a.meeting_id ELSE least(a.block, b.block) || greatest(a.block, b.block) END AS kin
        FROM pair
        WHERE days <= CASE drawn WHEN 'joined' THEN days WHEN 'block' THEN 30 ELSE 3 END
        -- Of one meeting, and of one pair of blocks, two pairs at most.
        QUALIFY row_number() OVER (PARTITION BY drawn, kin ORDER BY lot) <= 2
    )

    SELECT
        'fresh' AS "set",
        drawn,
        '?' AS meetings,
        a.contact AS contact_a, a.parties AS parties_a, a.article AS article_a, a."from" AS from_a, a."to" AS to_a,
        b.contact AS contact_b, b.parties AS parties_b, b.article AS article_b, b."from" AS from_b, b."to" AS to_b,
        '' AS why
    FROM near
    QUALIFY row_number() OVER (PARTITION BY drawn ORDER BY lot) <= ?
    ORDER BY drawn, lot"""


@dataclass(frozen=True, slots=True)
class Merging:
    """Labelled pairs by what the warehouse says of them. `wrong`, `missed` and `misread` hold the pairs themselves."""

    right: int
    wrong: pl.DataFrame
    missed: pl.DataFrame
    apart: int
    misread: pl.DataFrame
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
    """Compare pairs (the columns of `pairs.tsv`) with reports (`report_id`, `article`, `meeting_id`, `contact`, `parties`, `from`, `to`)."""
    pairs = pairs.with_row_index("pair")
    told = pairs.join(_found(pairs, report, "a"), on="pair").join(_found(pairs, report, "b"), on="pair")
    joined, said = pl.col("meeting_a") == pl.col("meeting_b"), pl.col("meetings")
    return Merging(
        told.filter(joined, said == "one").height,
        told.filter(joined, said == "two"),
        told.filter(~joined, said == "one"),
        told.filter(~joined, said == "two").height,
        told.filter(joined, said == "none"),
        pairs.height - told.filter(said != "none").height,
    )


def _found(pairs: pl.DataFrame, report: pl.DataFrame, side: str) -> pl.DataFrame:
    """The meeting of a side of each pair: of the report in its place that fits best by contact and parties, if one does by either."""
    label = pairs.select("pair", *(pl.col(f"{name}_{side}").alias(name) for name in ("article", "contact", "parties", "from", "to")))
    there = ((pl.col("from") < pl.col("to_right")) & (pl.col("from_right") < pl.col("to"))).fill_null(True)
    fit = pl.sum_horizontal(pl.col(name) == pl.col(f"{name}_right") for name in ("contact", "parties"))
    return (
        label.join(report, on="article", suffix="_right")
        .with_columns(fit.alias("fit"))
        .filter(there & (pl.col("fit") > 0))
        .filter(pl.col("fit") == pl.col("fit").max().over("pair"))
        .filter(pl.col("meeting_id").n_unique().over("pair") == 1)
        .unique("pair")
        .select("pair", pl.col("meeting_id").alias(f"meeting_{side}"))
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N pairs of each sort of fault")
    parser.add_argument("--draw", type=int, metavar="N", help="print 3 N pairs to label, as rows for pairs.tsv")
    parser.add_argument("--lot", default="", help="another word draws other pairs")
    arguments = parser.parse_args()
    if arguments.draw:
        with read.connect(arguments.warehouse.parent) as con:
            print(con.sql(_DRAWN, params=[arguments.lot, arguments.draw]).pl().write_csv(separator="\t"), end="")
        return
    pairs, report = pl.read_csv(PAIRS, separator="\t"), read.query(arguments.warehouse.parent, _REPORTS)
    for (name,), of_set in pairs.partition_by("set", as_dict=True, maintain_order=True).items():
        _print(str(name), merging(of_set, report), arguments.errors)


def _print(name: str, found: Merging, errors: int) -> None:
    print(f"{name:<6} precision {found.precision:.3f}   recall {found.recall:.3f}")
    print(f"  one meeting    {found.right} joined, {found.missed.height} kept apart")
    print(f"  two meetings   {found.apart} kept apart, {found.wrong.height} joined")
    print(f"  not counted    {found.not_counted}, of them {found.misread.height} joined where no such meeting is told")
    for what, frame in (("joined wrongly", found.wrong), ("kept apart wrongly", found.missed), ("misread", found.misread)):
        for row in frame.head(errors).iter_rows(named=True):
            sides = (f"{row[f'article_{side}']}:{row[f'from_{side}']} {row[f'contact_{side}']} {row[f'parties_{side}']}" for side in "ab")
            print(f"- {what}: {' | '.join(sides)} ({row['why']})")


if __name__ == "__main__":
    main()
