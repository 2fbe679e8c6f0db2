"""The state of a home in words: last run, freshness, rules, rows, doubts about articles' own data, what is in quarantine and why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from orchestration import landing, launch, report
from orchestration.rules import rules
from transforms.tables import QUARANTINE_REASONS, WARNINGS
from warehouse import read
from warehouse.stage import Stage

#: Examples told for each kind of warning or reason: enough to see the pattern, the rest is a query away.
_EXAMPLES = 3


def status(home: Path) -> str:
    """The state of the warehouse in lines a person reads from top to bottom."""
    parts = ([launch.last_run(), *_freshness(home), *_rules(home)], [report.counts(home)], _warnings(home), _quarantine(home))
    return "\n\n".join("\n".join(part) for part in parts)


def _freshness(home: Path) -> Iterator[str]:
    run_id, built = read.query(home, "SELECT run_id, built_at FROM run").row(0)
    newest, oldest = read.query(home, "SELECT max(published_date), min(published_date) FROM article").row(0)
    yield f"warehouse   {home / read.FILE}"
    yield f"published   {built:%Y-%m-%d %H:%M} UTC, {_ago(built)}, by run {run_id}"
    yield f"articles    {oldest} to {newest}" if newest else "articles    none"
    waiting = landing.look(home, [home / "landing"]).new
    if waiting:
        yield f"landing     {len(waiting):,} new or changed files wait: dateline run {home / 'landing'}"


def _rules(home: Path) -> Iterator[str]:
    with closing(Stage(home)) as stage:
        older = stage.older(rules())
    yield f"rules       {rules()}" + (
        f", but {older:,} articles were read by older ones: dateline run --again" if older else ", all articles read by them"
    )


def _ago(moment: datetime) -> str:
    hours = (datetime.now(UTC) - moment).total_seconds() / 3600
    return f"{hours * 60:.0f} minutes ago" if hours < 2 else f"{hours:.0f} hours ago" if hours < 48 else f"{hours / 24:.0f} days ago"


def _warnings(home: Path) -> Iterator[str]:
    found = read.query(
        home,
        "SELECT warning, detail, source_uri FROM data_quality WHERE level = 'warning' ORDER BY warning, published_date DESC, article_id",
    )
    yield f"{found.height} warnings about articles' own data (dateline sql 'from data_quality')"
    yield from _grouped(found, "warning", WARNINGS)


def _quarantine(home: Path) -> Iterator[str]:
    found = read.query(home, "SELECT reason, detail, source_uri FROM article_quarantine ORDER BY reason, source_uri")
    yield f"{found.height} inputs in quarantine (dateline sql 'from article_quarantine')"
    yield from _grouped(found, "reason", QUARANTINE_REASONS)


def _grouped(found: pl.DataFrame, column: str, meanings: dict[str, str]) -> Iterator[str]:
    """A line for each value with its count and meaning, most frequent first, and a few examples under it."""
    for value, count in found.group_by(column).len().sort(["len", column], descending=[True, False]).rows():
        yield f"  {value} {count:,}: {meanings[value]}"
        for detail, source in found.filter(pl.col(column) == value).head(_EXAMPLES).select("detail", "source_uri").rows():
            yield f"    {source}: {detail}"
