"""A small world in which every rule holds: invented articles, enough of them for shares to be measured."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl

from expectations.rule import Context, Tables
from expectations.validate import Verdict, validate
from transforms.tables import TABLES

TODAY = date(2024, 6, 30)
#: Articles, and how many of them tell of a meeting.
ARTICLES, TELLING = 240, 220
_FIRST_DAY = date(2023, 9, 1)


def frames() -> dict[str, pl.DataFrame]:
    """All tables of the contract. Bodies start with a character of two bytes, so that bytes are not taken for characters."""
    rows: dict[str, list[dict]] = {name: [] for name in TABLES}
    for number in range(ARTICLES):
        _article(number, rows)
    for number in range(3):
        rows["article_quarantine"].append(
            {
                "source_uri": f"landing/refused-{number}.txt",
                "reason": "empty",
                "detail": "the file holds no text: remove it",
                "content_sha256": f"{number:064x}",
                "seen_at": datetime(2024, 6, 1, tzinfo=UTC),
            }
        )
    seen = {"first_seen": _FIRST_DAY, "last_seen": _FIRST_DAY + timedelta(days=ARTICLES), "n_articles": ARTICLES}
    for name, country, of in (("Ada Moss", "NOR", "Norway"), ("Ben Quist", "SWE", "Sweden")):
        person = f"person:{name}"
        rows["country"].append({"country_code": country, "name": of, "names": [of], "region": "Europe"})
        rows["person"].append({"entity_id": person, "name": name, "country_code": country, "names": [name], "role": "envoy"} | seen)
        rows["person_role"].append({"entity_id": person, "role": "envoy"} | seen)
    return {name: pl.DataFrame(rows[name], schema=table.schema) for name, table in TABLES.items()}


def _article(number: int, rows: dict[str, list[dict]]) -> None:
    article, meeting, report = f"a{number:016x}", f"m-{number}", f"a{number:016x}-r01"
    published = _FIRST_DAY + timedelta(days=number)
    first, second = f"Été: Ada Moss of Norway met Ben Quist in Oslo on day {number}.", "They will talk again."
    body = f"{first} {second}"
    rows["article"].append(
        {
            "article_id": article,
            "source": "Wire",
            "source_uri": f"landing/{number}.txt",
            "published_date": published,
            "title": f"Moss meets Quist, part {number}",
            "byline": None,
            "dateline_place": "OSLO",
            "dateline_date": published,
            "body": body,
            "n_words": len(body.split()),
            "content_sha256": f"{number:064x}",
        }
    )
    rows["article_source"].append({"source_uri": f"landing/{number}.txt", "article_id": article})
    if number < 2:
        rows["article_warning"].append({"article_id": article, "warning": "weekday_conflict", "detail": "Monday, not Tuesday"})
    for sentence, text in enumerate((first, second)):
        start = body.index(text)
        rows["sentence"].append({"article_id": article, "sentence_no": sentence, "char_start": start, "char_end": start + len(text)})
    named = (("Ada Moss", "person", "NOR"), ("Norway", "country", "NOR"), ("Ben Quist", "person", "SWE"), ("Oslo", "place", "NOR"))
    for surface, kind, country in named:
        start = body.index(surface)
        mention = {
            "mention_id": f"{article}-{start}",
            "article_id": article,
            "sentence_no": 0,
            "char_start": start,
            "char_end": start + len(surface),
            "surface": surface,
            "kind": kind,
            "name": "NOR" if kind == "country" else surface,
            "entity_id": f"{kind}:{surface}",
            "country_code": country,
            "role": None,
        }
        rows["mention"].append(mention)
        if kind == "person" and number < TELLING:
            person = {key: mention[key] for key in ("mention_id", "name", "entity_id", "country_code", "role")}
            rows["meeting_participant"].append({"meeting_id": meeting, "report_id": report, **person})
    if number >= TELLING:
        return
    told = {
        "kind": "talks",
        "status": "held",
        "date_start": published,
        "date_end": published,
        "place": "Oslo",
        "place_country": "NOR",
        "parties": ["NOR", "SWE"],
    }
    rows["meeting_report"].append(
        {
            "report_id": report,
            "meeting_id": meeting,
            "article_id": article,
            "sentence_no": 0,
            "evidence": first,
            "char_start": 0,
            "char_end": len(first),
            **told,
            "date_text": f"day {number}",
            "rule": "verb",
            "confidence": 0.8,
        }
    )
    rows["meeting"].append(
        {
            "meeting_id": meeting,
            **told,
            "level": "minister",
            "n_reports": 1,
            "n_sources": 1,
            "first_reported": published,
            "last_reported": published,
        }
    )
    rows["meeting_party"] += [{"meeting_id": meeting, "party": party} for party in told["parties"]]
    rows["meeting_link"].append(
        {"meeting_id": meeting, "report_id": report, "linked_to": None, "rule": "anchor", "block": "talks NOR+SWE", "evidence": "talks"}
    )


def judged(tables: dict[str, pl.DataFrame], *names: str, before: dict[str, int] | None = None) -> Verdict:
    """The verdict on the named tables of a world, on all when none is named."""
    return validate(Tables(tables), names or tuple(TABLES), Context(TODAY, before or {}))
