"""Great Expectations judges what Polars counts: verdicts, broken checks, parts, the pages, and the asset checks made of them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from expectations import docs
from expectations.profile import Finding, Memo, findings, profile
from expectations.rule import Context, RowRule, Tables
from expectations.validate import BrokenCheck, judge, validate
from orchestration.defs.checks import asset_check_results
from tests.expectations.world import TODAY, frames, judged
from transforms.tables import MENTION, TABLES
from warehouse import read

NOW = datetime(2024, 6, 30, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def good() -> dict[str, pl.DataFrame]:
    return frames()


@pytest.fixture(scope="module")
def poisoned(good) -> dict[str, pl.DataFrame]:
    """Seven mentions that are not slices of their body, and no source anywhere."""
    wrong = pl.when(pl.int_range(pl.len()) < 7).then(pl.lit("elsewhere")).otherwise("surface").alias("surface")
    article = good["article"].with_columns(pl.lit(None, pl.String).alias("source"))
    return {**good, "mention": good["mention"].with_columns(wrong), "article": article}


def rule(breaks: pl.Expr, name: str = "asked") -> RowRule:
    return RowRule(name=name, asks="something", reason="a test", breaks=breaks)


def test_rows_are_counted_and_five_keys_are_shown(poisoned):
    found = {result.rule: result for result in judged(poisoned, "mention").results}["surface_is_slice"]
    assert (found.passed, found.severity, found.observed, found.blocks) == (False, "critical", 7, True)
    assert found.examples == tuple(poisoned["mention"]["mention_id"].head(5))


def test_a_warning_does_not_block(poisoned):
    found = {result.rule: result for result in judged(poisoned, "article").results}["source_filled"]
    assert (found.passed, found.severity, found.observed, found.blocks) == (False, "warning", 0, False)


def test_a_check_that_great_expectations_cannot_make_is_raised():
    broken = Finding("mention", rule(pl.lit(False)), "text, not a number")  # type: ignore[arg-type]
    with pytest.raises(BrokenCheck, match=r"mention\.asked"):
        judge({"mention": [broken]})


def test_a_rule_that_polars_cannot_count_is_raised(good):
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        list(findings(MENTION, [rule(pl.col("no such column") > 1)], Tables(good)))


def test_a_rule_that_needs_a_table_nobody_gave_is_raised(good):
    with pytest.raises(KeyError, match="article"):
        profile(Tables({"mention": good["mention"], "sentence": good["sentence"]}), ["mention"], Context(TODAY))


def test_verdicts_come_in_the_order_of_the_rules_whatever_failed(poisoned):
    asked = [finding.rule.name for finding in profile(Tables(poisoned), ["mention"], Context(TODAY))["mention"]]
    assert [result.rule for result in judged(poisoned, "mention").results] == asked


def by_batch(world: dict[str, pl.DataFrame]) -> dict:
    """A world as it is staged: what was read from texts cut into batches, here by month, and history whole."""
    month = world["article"].select("article_id", pl.col("published_date").dt.to_string("%Y-%m").alias("month"))
    article_of = pl.col("report_id").str.head(17).alias("article_id")
    told = {"report": world["meeting_report"], "participant": world["meeting_participant"].with_columns(article_of)}
    cut = {name: {} for name in ("article", "article_warning", "sentence", "mention", "report", "participant")}
    for name in cut:
        frame = {**world, **told}[name].drop("meeting_id", strict=False).join(month, on="article_id", how="left", maintain_order="left")
        # A row of no article is in some batch all the same.
        parts = frame.with_columns(pl.col("month").fill_null("2023-09")).partition_by("month", as_dict=True, include_key=False)
        empty = frame.drop("month").clear().lazy()
        cut[name] = {str(key): empty for key in month["month"].unique()} | {str(key): rows.lazy() for (key,), rows in parts.items()}
    return {**world, **cut}


def test_whole_tables_and_batches_give_one_verdict(poisoned):
    """The verdict must not depend on how texts were grouped, down to reports of no article."""
    lost = pl.when(pl.int_range(pl.len()) == 3).then(pl.lit(f"a{'f' * 16}")).otherwise("article_id").alias("article_id")
    whole = {**poisoned, "meeting_report": poisoned["meeting_report"].with_columns(lost)}
    one, other = (validate(Tables(tables), tuple(TABLES), Context(TODAY)) for tables in (whole, by_batch(whole)))
    assert {(r.table, r.rule, r.passed, r.observed) for r in one.results} == {
        (r.table, r.rule, r.passed, r.observed) for r in other.results
    }
    assert {r.rule for r in one.of("meeting_report") if not r.passed} >= {"article_id_refers", "evidence_is_slice"}


def test_of_history_what_changes_is_enough(good):
    """Rows that stay as they are published count for volumes, and are not judged again."""
    changes = {name: good[name].head(20) if name in ("meeting", "meeting_report", "meeting_link") else good[name] for name in good}
    changes["meeting_party"], changes["meeting_participant"] = good["meeting_party"].head(40), good["meeting_participant"].head(40)
    staged = {**by_batch(good), **{name: changes[name] for name in TABLES if name.startswith("meeting")}}
    stays = {name: good[name].height - changes[name].height for name in changes}
    before = {name: good[name].height for name in good}
    verdict = validate(Tables(staged, stays=stays), tuple(TABLES), Context(TODAY, before))
    assert [(r.table, r.rule, r.observed) for r in verdict.results if not r.passed] == []
    without = validate(Tables(staged), ("meeting",), Context(TODAY, before))
    assert [r.rule for r in without.results if not r.passed] == ["rows_not_halved"]


def test_what_was_counted_is_not_counted_again_until_its_rows_or_neighbours_change(poisoned):
    """A part is known by its mark: a batch, with what was read from it, is counted once."""
    parts = by_batch(poisoned)
    marks = {name: dict.fromkeys(parts[name], "1") for name in ("article", "sentence", "mention", "report")}
    names = ("mention", "meeting_report")

    def asked(memo: Memo) -> tuple[Memo, set]:
        verdict = validate(Tables(parts, marks), names, Context(TODAY), memo)
        return memo, {(r.table, r.rule, r.passed, r.observed, r.examples) for r in verdict.results}

    first, told = asked(Memo())
    batches = len(parts["mention"])
    assert len(first.kept) == (2 + 3) * batches, "rows of mentions and of reports, and totals of the two and of articles"
    stored = json.loads(json.dumps(first.kept))
    assert asked(Memo(stored))[1] == told

    forged = {key: {**counts, "surface_is_slice": (1, ["forged"])} for key, counts in stored.items()}
    assert {r for r in asked(Memo(forged))[1] if "forged" in r[4]}, "what is kept is believed"
    marks["mention"] = {**marks["mention"], "2023-09": "2"}
    assert len(set(asked(Memo(stored))[0].kept) - set(stored)) == 2, "another file of the batch is counted, its rows and its totals"


# --- Data Docs


@pytest.fixture(scope="module")
def pages(poisoned, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    docs.write(judged(poisoned, "article"), folder, "an earlier run", NOW)
    return docs.write(judged(poisoned, "mention"), folder, "run 7", NOW).parent


def test_pages_tell_every_rule_and_what_broke_it(pages, poisoned):
    page = (pages / "mention.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))
    for result in judged(poisoned, "mention").results:
        assert (result.rule in text) == (result.observed is not None)
    assert "mention: 1 of" in text
    assert "run 7" in text
    assert poisoned["mention"]["mention_id"][4] in text
    assert text.count("surface_is_slice") == 1


def test_the_index_lists_the_pages_of_all_gates(pages):
    index = (pages / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<a href="(.*?)">(\w+): \w+ of \d+ rules broken</a>', index) == [
        ("article.html", "article"),
        ("mention.html", "mention"),
    ]


def test_pages_need_no_network_and_no_script(pages):
    for path in pages.glob("*.html"):
        assert not re.search(r"https?://|//[a-z]+\.|<script|<img|<link|@import|url\(", path.read_text(encoding="utf-8")), path.name


def test_nothing_half_written_stays_beside_the_pages(pages):
    assert {path.name for path in pages.iterdir()} == {"article.html", "mention.html", "index.html"}


# --- asset checks


def test_only_what_is_critical_blocks(poisoned):
    verdict = judged(poisoned, "article", "mention")
    checks = {(r.asset_key.to_user_string(), r.check_name): r for r in asset_check_results(verdict, ["article", "mention"], Path("docs"))}
    told = {key: (check.passed, check.severity) for key, check in checks.items()}
    assert told == {
        ("article", "expectations"): (True, dg.AssetCheckSeverity.WARN),
        ("article", "quality"): (False, dg.AssetCheckSeverity.WARN),
        ("mention", "expectations"): (False, dg.AssetCheckSeverity.ERROR),
        ("mention", "quality"): (True, dg.AssetCheckSeverity.WARN),
    }
    shown = checks["mention", "expectations"].metadata["what is broken"].value
    assert "| ✗ | surface_is_slice |" in shown
    assert "| 7 | critical |" in shown
    assert checks["article", "quality"].metadata["source_filled"].value == 0.0


def test_nothing_critical_fails_on_the_sample(sample_home):
    tables = {name: read.query(sample_home, f"FROM {name}").cast(dict(table.schema)) for name, table in TABLES.items()}
    verdict = validate(Tables(tables), tuple(TABLES), Context(NOW.date(), read.counts(sample_home)))
    assert [result for result in verdict.results if result.blocks] == []
    assert {path.stem for path in (sample_home / "docs").glob("*.html")} == {"index", *TABLES}
