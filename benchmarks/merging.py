"""How well reports are merged into meetings: `python -m benchmarks.merging` on the sample, whose `occasions.tsv` says which are one.

Counted in pairs of reports: predicted when they have one `meeting_id`, right when they tell of one occasion. Twice: on the gold reports,
which shows the merging alone, and on what the code finds, where only reports that the gold has too can be counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import combinations

import polars as pl

from benchmarks import accuracy, score
from transforms import article, ingest, tables
from transforms.extract import extract
from transforms.resolve import resolve

OCCASIONS = accuracy.SAMPLE_GOLD.with_name("occasions.tsv")
Reports = Mapping[tuple[str, str], str]


def gold() -> list[dict]:
    """The gold records of the sample."""
    return accuracy.records(accuracy.SAMPLE_GOLD)


def occasions() -> dict[tuple[str, str], str]:
    """The occasion that a gold meeting tells of, by record and meeting id. A meeting that only one article tells of is not listed."""
    return {(row["id"], row["meeting"]): row["occasion"] for row in pl.read_csv(OCCASIONS, separator="\t").iter_rows(named=True)}


def pairs(reports: Reports) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    """The pairs of reports that one label joins."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for report, label in sorted(reports.items()):
        groups.setdefault(label, []).append(report)
    return {pair for group in groups.values() for pair in combinations(group, 2)}


def figure(told: Reports, predicted: Reports) -> score.Figure:
    """Pairwise agreement on the reports that were predicted."""
    expected = pairs({report: label for report, label in told.items() if report in predicted})
    made = pairs(predicted)
    return score.Figure(len(expected & made), len(made), len(expected))


def sample_articles() -> tuple[pl.DataFrame, dict[str, str]]:
    """The sample's `article` table, and the article of each gold record."""
    raw = ingest.documents(accuracy.inputs(accuracy.SAMPLE_TEXTS), accuracy.EPOCH).raw
    parsed = article.articles(raw, accuracy.EPOCH)
    of_input = dict(parsed.article_source.select("source_uri", "article_id").iter_rows())
    return parsed.article, {record["id"]: of_input[uri] for record in gold() if (uri := accuracy.source_uri(record)) in of_input}


def gold_frames(article_of: Mapping[str, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Gold meetings as the frames that `extract` makes: reports and participants."""
    reports, participants = [], []
    for record in gold():
        if record["id"] not in article_of:
            continue
        roles = {person["name"]: person["role"] for person in record["persons"]}
        body = score.strip_marks(record["marked"])[0]
        for meeting in record["meetings"]:
            report_id = f"{record['id']}/{meeting['id']}"
            span = score.locate(body, meeting["evidence"][0]) or (0, 1)
            reports.append(
                {
                    **meeting,
                    "report_id": report_id,
                    "article_id": article_of[record["id"]],
                    "sentence_no": body.count(". ", 0, span[0]) + body.count("\n", 0, span[0]),
                    "evidence": meeting["evidence"][0],
                    "char_start": span[0],
                    "char_end": span[1],
                    "date_start": _day(meeting["date_start"]),
                    "date_end": _day(meeting["date_end"]),
                    "rule": "gold",
                    "confidence": 1.0,
                }
            )
            participants += [
                {
                    "report_id": report_id,
                    "mention_id": f"{report_id}/{number}",
                    "entity_id": f"person:{person['name']}/{person['country']}",
                    "name": person["name"],
                    "country_code": person["country"],
                    "role": roles[person["name"]],
                }
                for number, person in enumerate(meeting["participants"])
            ]
    return (
        pl.DataFrame(reports, schema=tables.MEETING_REPORT.unmerged).sort("article_id", "char_start", "report_id"),
        pl.DataFrame(participants, schema=tables.MEETING_PARTICIPANT.schema).drop("meeting_id").sort("report_id", "mention_id"),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def on_gold_reports() -> score.Figure:
    """The merging alone: gold reports in, pairs out."""
    articles, article_of = sample_articles()
    report, participant = gold_frames(article_of)
    merged = resolve(articles, report, participant).meeting_report
    made = {tuple(report_id.split("/")): meeting_id for report_id, meeting_id in merged.select("report_id", "meeting_id").iter_rows()}
    return figure(occasions(), made)


def on_found_reports() -> score.Figure:
    """The whole way: texts in, pairs of those reports that the gold has too."""
    articles, article_of = sample_articles()
    found = extract(articles)
    merged = resolve(articles, found.report, found.participant)
    documents = score.predicted_documents(articles, found.mention, merged.meeting_report, merged.meeting_participant)
    made = {}
    for record in gold():
        expected = score.gold_document(record)
        predicted = documents[article_of[record["id"]]] if record["id"] in article_of else score.Document("", {})
        shift = score.shift_between(expected.body, predicted.body) or 0
        for i, j in score.pair_meetings(expected.meetings, predicted.meetings, shift):
            made[record["id"], record["meetings"][i]["id"]] = predicted.meetings[j].id
    return figure(occasions(), made)


def figures() -> dict[str, score.Figure]:
    """Both figures by name."""
    return {"pairs, gold reports": on_gold_reports(), "pairs, found": on_found_reports()}


def main() -> None:
    """Print both figures."""
    print(score.table(figures()))


if __name__ == "__main__":
    main()
