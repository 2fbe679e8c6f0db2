"""The benchmark's articles: the same for a seed, each another text, and what is planted in them is found."""

from __future__ import annotations

from datetime import UTC, datetime

from benchmarks import generate
from transforms import article, extract, ingest

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_same_seed_gives_the_same_articles_and_no_two_are_alike():
    once, again = list(generate.articles(300, seed=7)), list(generate.articles(300, seed=7))
    assert once == again
    assert len({record["text"] for record, _ in once}) == 300
    assert {record["text"] for record, _ in once}.isdisjoint(record["text"] for record, _ in generate.articles(300, seed=8))


def test_at_least_17_of_20_planted_meetings_are_found(tmp_path):
    planted = generate.write(tmp_path, 300)
    items = [(path.name, path.read_bytes()) for path in tmp_path.iterdir()]
    parsed = article.articles(ingest.documents(items, NOW).raw, NOW)
    report = extract.extract(parsed.article).report.join(parsed.article_source, on="article_id")
    found = {
        (int(row["source_uri"].split("#")[-1]) - 1, row["status"], tuple(row["parties"]), row["date_start"])
        for row in report.iter_rows(named=True)
    }
    hits = sum((int(p.article[-7:]), p.status, p.parties, p.day) in found for p in planted)
    assert hits >= 0.85 * len(planted)
