"""How sure each rule is: `python -m benchmarks.confidence GOLD.jsonl...` measures and writes `transforms/lexicon/meeting_confidence.tsv`.

A row is right when the scorer pairs it with a gold meeting and its parties, status and dates are all right. The odds of a row are those
of all rows, shifted by the rule that found it and by whether the text dates it; the shift of a rule with few rows is drawn to none.
Prints the reliability that rows of texts left out of the count would have had. The sample's gold always takes part.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from benchmarks import accuracy, score
from orchestration import landing
from transforms import article, ingest
from transforms.extract import extract
from transforms.resolve import resolve

TABLE = accuracy.ROOT / "transforms" / "lexicon" / "meeting_confidence.tsv"
#: So many rows of all rules weigh as much as those of the rule itself. Of 5, 10, 20 and 40 it lost least on rows left out, of the same
#: gold files that make the table.
WEIGHT = 5
#: Texts are parted in so many groups; each is judged by the others.
FOLDS = 5
_COMMENT = (
    "# Log odds that a row is right (parties, status and dates): those of all rows, and what its rule and a date add to them.\n"
    "# Written by `python -m benchmarks.confidence`; right and told are counts of rows of the gold files it was given.\n"
)


class Row(NamedTuple):
    """One predicted meeting: the group its text is in, the rule that found it, whether it has a date, whether it is right."""

    fold: int
    rule: str
    dated: bool
    right: bool


def judged(gold: Sequence[dict], texts: Path | None = None) -> list[Row]:
    """The predicted meetings of the texts of a gold file, each told right or wrong."""
    own = [(accuracy.source_uri(record), record["raw"].encode()) for record in gold if "raw" in record]
    beside = [(path.relative_to(texts.parent).as_posix(), path.read_bytes()) for path in landing.files([texts])] if texts else []
    parsed = article.articles(ingest.documents([*own, *beside], accuracy.EPOCH).raw, accuracy.EPOCH)
    found = extract(parsed.article)
    merged = resolve(parsed.article, found.report, found.participant)
    documents = score.predicted_documents(parsed.article, found.mention, merged.meeting_report, merged.meeting_participant)
    ids = dict(parsed.article_source.select("source_uri", "article_id").iter_rows())
    told = merged.meeting_report.partition_by("article_id", as_dict=True, maintain_order=True)
    rows = []
    for number, record in enumerate(gold):
        article_id = ids.get(accuracy.source_uri(record))
        if article_id is None or (article_id,) not in told:
            continue
        expected, made = score.gold_document(record), documents[article_id]
        shift = score.shift_between(expected.body, made.body) or 0
        right = {
            j
            for i, j in score.pair_meetings(expected.meetings, made.meetings, shift)
            if all(getattr(expected.meetings[i], name) == getattr(made.meetings[j], name) for name in score.EXACT_FIELDS)
        }
        for j, report in enumerate(told[(article_id,)].iter_rows(named=True)):
            rows.append(Row(number % FOLDS, report["rule"], report["date_start"] is not None, j in right))
    return rows


def _logit(share: pl.Expr) -> pl.Expr:
    return (share / (1 - share)).log()


def table(rows: Sequence[Row]) -> pl.DataFrame:
    """Counts and weights in log odds: `feature` (all, rule or dated), `value`, `right`, `told`, `weight`."""
    frame = pl.DataFrame(rows, schema=["fold", "rule", "dated", "right"], orient="row")
    share = frame["right"].mean()
    base = pl.lit(share, pl.Float64)
    drawn = (pl.col("right") + WEIGHT * base) / (pl.col("told") + WEIGHT)
    counted = [
        frame.group_by(pl.lit(feature).alias("feature"), value.cast(pl.String).alias("value")).agg(
            pl.col("right").sum(), pl.len().alias("told")
        )
        for feature, value in (("all", pl.lit("any")), ("dated", pl.col("dated")), ("rule", pl.col("rule")))
    ]
    weight = pl.when(pl.col("feature") == "all").then(_logit(base)).otherwise(_logit(drawn) - _logit(base))
    return pl.concat(counted).with_columns(weight.round(3).alias("weight")).sort("feature", "value")


def looked_up(rows: Sequence[Row], known: pl.DataFrame) -> list[float]:
    """The confidence a table gives each row."""
    weight = {(feature, value): w for feature, value, _, _, w in known.iter_rows()}
    odds = [weight["all", "any"] + weight.get(("rule", row.rule), 0.0) + weight["dated", str(row.dated).lower()] for row in rows]
    return [1 / (1 + math.exp(-odd)) for odd in odds]


def reliability(rows: Sequence[Row]) -> pl.DataFrame:
    """Rows by the confidence that the other texts give them: `confidence` (mean), `right` (share), `rows`, from low to high."""
    said: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        kept, left_out = [row for row in rows if row.fold != fold], [row for row in rows if row.fold == fold]
        said += zip(looked_up(left_out, table(kept)), (row.right for row in left_out), strict=True)
    frame = pl.DataFrame(said, schema=["confidence", "right"], orient="row")
    return (
        frame.group_by((pl.col("confidence") * 10).floor().alias("_bin"))
        .agg(pl.col("confidence").mean(), pl.col("right").mean(), pl.len().alias("rows"))
        .sort("_bin")
        .drop("_bin")
    )


def main() -> None:
    """Measure, write the table, print the reliability."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.confidence", description="How sure each rule of meetings is.")
    parser.add_argument("gold", type=Path, nargs="*", help="gold records with their raw texts, besides the sample's")
    given = parser.parse_args()
    rows = judged(accuracy.records(accuracy.SAMPLE_GOLD), accuracy.SAMPLE_TEXTS)
    for path in given.gold:
        rows += judged(accuracy.records(path))
    known = table(rows)
    TABLE.write_text("\t".join(known.columns) + "\n" + _COMMENT + known.write_csv(separator="\t", include_header=False), encoding="utf-8")
    for confidence, right, n in reliability(rows).iter_rows():
        print(f"confidence {confidence:.2f}   right {right:.2f}   rows {n}")


if __name__ == "__main__":
    main()
