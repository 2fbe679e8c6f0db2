"""Texts and what a careful reader would write down. All invented."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from transforms import article, extract, ingest, resolve, tables

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def parse(name: str, text: str | bytes) -> article.Parsed:
    data = text if isinstance(text, bytes) else text.encode()
    made = ingest.documents([(name, data)], NOW)
    parsed = article.articles(made.raw, NOW)
    return article.Parsed(
        parsed.article, parsed.article_source, parsed.article_warning, pl.concat([parsed.article_quarantine, made.quarantine])
    )


HEAD = " date 2019-09-19 Two capitals talk\nOSLO, Sept. 18 (Reuters) -- "


def reports(body: str) -> pl.DataFrame:
    return extract.extract(parse("2019/a.txt", HEAD + body + "\n").article).report


@pytest.mark.parametrize(
    ("body", "status", "parties", "start"),
    [
        ("Norwegian envoy Lars Haugen met Chilean envoy Pilar Rojas in Oslo on Monday.", "held", ["CHL", "NOR"], date(2019, 9, 16)),
        ("Norwegian envoy Lars Haugen will meet Chilean envoy Pilar Rojas on Friday.", "scheduled", ["CHL", "NOR"], date(2019, 9, 20)),
        ("Norwegian envoy Lars Haugen is expected to meet Chilean envoy Pilar Rojas.", "expected", ["CHL", "NOR"], None),
        ("Norwegian envoy Lars Haugen may meet Chilean envoy Pilar Rojas.", "possible", ["CHL", "NOR"], None),
        ("Norwegian envoy Lars Haugen refused to meet Chilean envoy Pilar Rojas.", "denied", ["CHL", "NOR"], None),
    ],
)
def test_status_parties_and_dates_of_a_meeting(body, status, parties, start):
    (row,) = reports(body).rows(named=True)
    assert (row["status"], row["parties"], row["date_start"]) == (status, parties, start)
    assert row["evidence"] == body


@pytest.mark.parametrize(
    "body", ["Norway exported more fish to Chile.", "The Norwegian cabinet met in Oslo.", "Oslo and Santiago signed nothing."]
)
def test_what_is_no_meeting_gives_none(body):
    assert reports(body).is_empty()


def test_header_dateline_and_weekday_conflict_are_kept_and_warned_of():
    parsed = parse("a.txt", HEAD + "Lars Haugen left for Chile on Thursday.\n")
    (row,) = parsed.article.rows(named=True)
    assert (row["published_date"], row["dateline_date"]) == (date(2019, 9, 19), date(2019, 9, 18))
    assert (row["dateline_place"], row["source"], row["title"]) == ("OSLO", "Reuters", "Two capitals talk")
    assert row["body"] == "Lars Haugen left for Chile on Thursday."
    assert set(parsed.article_warning["warning"]) == {"header_dateline_conflict", "weekday_conflict"}


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\x89PNG\x00\x00\x01\x02" * 40, "binary"),
        ("a.txt", b"Ministers met\n\nThey talked.\n", "no_date"),
        ("a.pdf", b"%PDF", "unknown_format"),
        ("a.zip", b"not a zip", "bad_archive"),
        ("a.txt.gz", b"not gzip", "bad_archive"),
        ("a.jsonl", b"{broken", "bad_record"),
        ("2019-01-01.txt", b"x" * 3_000_000, "line_too_long"),
    ],
)
def test_what_cannot_be_read_goes_to_quarantine_with_its_reason(name, data, reason):
    parsed = parse(name, data)
    assert parsed.article.is_empty()
    assert parsed.article_quarantine["reason"].to_list() == [reason]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "euc-kr", "latin-1"])
def test_other_encodings_are_read(encoding):
    words = (
        "서울에서 두 나라의 장관이 만나 회담을 했다고 외교부가 밝혔다. " * 8
        if encoding == "euc-kr"
        else "Le président a reçu l'émissaire à l'Élysée près de la fenêtre. " * 8
    )
    parsed = parse("a.txt", f" date 2019-09-19 Title\n{words}\n".encode(encoding))
    assert parsed.article["body"].to_list() == [words.strip()]


def test_every_mention_and_sentence_slices_back():
    body = "Président Ángel Núñez of Chile met Norway’s Lars Haugen in “Oslo” — again.\nMr. Haugen, the U.S. said, left."
    parsed = parse("2019/a.txt", HEAD + body)
    made = extract.extract(parsed.article)
    text = parsed.article["body"][0]
    for row in made.mention.rows(named=True):
        assert text[row["char_start"] : row["char_end"]] == row["surface"]
    assert {"NOR", "CHL", "USA", "Lars Haugen"} <= set(made.mention["name"])


def test_meetings_do_not_depend_on_the_order_of_the_articles():
    bodies = [
        "Norwegian envoy Lars Haugen will meet Chilean envoy Pilar Rojas on Friday.",
        "Chilean envoy Pilar Rojas and Norwegian envoy Lars Haugen will meet on Friday.",
    ]
    items = [(f"{n}.txt", (HEAD + body).encode()) for n, body in enumerate(bodies)]

    def build(order):
        parsed = article.articles(ingest.documents(order, NOW).raw, NOW)
        made = extract.extract(parsed.article)
        return resolve.resolve(parsed.article, made.report, made.participant).meeting

    one, other = build(items), build(items[::-1])
    assert one.equals(other)
    assert one["n_reports"].to_list() == [2]


def test_conform_refuses_a_wrong_type_and_a_missing_column():
    with pytest.raises(ValueError, match="no column"):
        tables.MEETING_PARTY.conform(pl.DataFrame({"meeting_id": ["m"]}))
    with pytest.raises(TypeError, match="is Int64"):
        tables.MEETING_PARTY.conform(pl.DataFrame({"meeting_id": ["m"], "party": [1]}))
