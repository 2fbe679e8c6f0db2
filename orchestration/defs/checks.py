"""What Great Expectations says of the staged tables, as asset checks: one that blocks publication and one that informs, for each table."""

# No postponed annotations here: Dagster reads them to tell what a check returns.
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import polars as pl

from expectations import docs
from expectations.profile import Memo
from expectations.rule import TOLD_BY_BATCH, Context, Tables
from expectations.validate import Result, Verdict, validate
from orchestration import flow, rules
from orchestration.defs.home import Home
from orchestration.defs.tables import HISTORY, REGISTER, staged
from transforms.tables import TABLES
from warehouse import read
from warehouse.stage import Stage

GATE, QUALITY = "expectations", "quality"
CORE = (*flow.PARSED, "sentence", "mention")


def _specs(names: Sequence[str]) -> list[dg.AssetCheckSpec]:
    return [
        spec
        for name in names
        for spec in (
            dg.AssetCheckSpec(
                GATE,
                asset=name,
                blocking=True,
                description="the contract's rules and those that make a row untrue when broken; nothing is published until they hold",
            ),
            dg.AssetCheckSpec(
                QUALITY, asset=name, description="fill rates, shares, volumes and plausibility: what to look into, publication goes on"
            ),
        )
    ]


@dg.multi_asset_check(specs=_specs(CORE), description="judge articles and what was read from them before meetings are told")
def core_expectations(context: dg.AssetCheckExecutionContext, home: Home) -> Iterator[dg.AssetCheckResult]:
    """The gate before the history."""
    yield from _judged(CORE, home, context.run.run_id)


@dg.multi_asset_check(
    specs=_specs((*REGISTER, *HISTORY)), description="judge persons, meetings and their reports before anything is published"
)
def history_expectations(context: dg.AssetCheckExecutionContext, home: Home) -> Iterator[dg.AssetCheckResult]:
    """The gate before publication."""
    yield from _judged((*REGISTER, *HISTORY), home, context.run.run_id)


def _judged(names: Sequence[str], home: Home, run_id: str) -> Iterator[dg.AssetCheckResult]:
    """Validate once, write the pages, report table by table. A check that is itself broken raises and fails the run."""
    now = datetime.now(UTC)
    with home.stage() as stage:
        memo = Memo(_counted_before(stage, names))
        verdict = validate(_tables(stage), names, Context(now.date(), read.counts(stage.home)), memo)
        stage.put(f"counts of {names[0]}", json.dumps({"code": rules.code(), "counts": memo.kept}))
        docs.write(verdict, stage.home / "docs", run_id, now)
        for name in names:
            stage.note_judged(name, good=not any(result.blocks for result in verdict.of(name)))
        yield from asset_check_results(verdict, names, stage.home / "docs")


def _counted_before(stage: Stage, names: Sequence[str]) -> dict:
    """What the last run of the same code counted, by piece of a table."""
    held = json.loads(stage.get(f"counts of {names[0]}") or "{}")
    return held["counts"] if held.get("code") == rules.code() else {}


def _tables(stage: Stage) -> Tables:
    """The staged tables part by part, and the rows of history that stay as they are published."""
    parts = {name: {part.name: part for part in stage.parts(name)} for name in (*TABLES, *TOLD_BY_BATCH.values())}
    frames = {name: {key: stage.scan(name, [part]) for key, part in of.items()} or stage.scan(name) for name, of in parts.items()}
    marks = {name: {key: _mark(stage.files.path(part)) for key, part in of.items()} for name, of in parts.items()}
    return Tables(frames, marks, flow.stays(stage))


def _mark(file: Path) -> str:
    stat = file.stat()
    return f"{file.name}:{stat.st_size}:{stat.st_mtime_ns}"


def asset_check_results(verdict: Verdict, names: Sequence[str], pages: Path) -> Iterator[dg.AssetCheckResult]:
    """Two results for each table: the gate, which blocks, and the quality, which informs."""
    for name in names:
        page = {"data_docs": dg.MetadataValue.path(pages / f"{name}.html")}
        critical = [result for result in verdict.of(name) if result.severity == "critical"]
        others = [result for result in verdict.of(name) if result.severity != "critical"]
        yield _result(name, GATE, critical, page)
        yield _result(name, QUALITY, others, {**page, **_numbers(others)})


def _result(table: str, check: str, results: Sequence[Result], metadata: dict) -> dg.AssetCheckResult:
    broken = [result for result in results if not result.passed]
    worst = dg.AssetCheckSeverity.ERROR if any(result.blocks for result in broken) else dg.AssetCheckSeverity.WARN
    return dg.AssetCheckResult(
        asset_key=table,
        check_name=check,
        passed=not broken,
        severity=worst,
        description=f"broken: {', '.join(result.rule for result in broken)}" if broken else f"all {len(results)} rules hold",
        metadata={
            "rules": len(results),
            "broken": len(broken),
            **({"what is broken": dg.MetadataValue.md(_table(broken))} if broken else {}),
            "all rules": dg.MetadataValue.md(_table(results)),
            **metadata,
        },
    )


def _numbers(results: Sequence[Result]) -> dict[str, float]:
    """What was counted, by rule: Dagster plots numbers over runs."""
    return {result.rule: float(result.observed) for result in results if result.observed is not None}


def _table(results: Sequence[Result]) -> str:
    head = "| | rule | asks | found | severity | why | look at |\n| --- | --- | --- | --- | --- | --- | --- |"
    return "\n".join([head, *(_row(result) for result in results)])


def _row(result: Result) -> str:
    found = "too little to measure" if result.observed is None else f"{result.observed:,.6g}"
    cells = ("✓" if result.passed else "✗", result.rule, result.asks, found, result.severity, result.reason, ", ".join(result.examples))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


@dg.asset_check(
    asset="article", description="articles whose header, dateline and weekdays contradict each other; they inform and do not block"
)
def data_quality() -> dg.AssetCheckResult:
    """Show the contradictions found in the articles' own data."""
    warning = staged("article_warning")["article_warning"].filter(pl.col("warning").str.ends_with("conflict"))
    rows = "\n".join(f"| {w['article_id']} | {w['warning']} | {w['detail']} |" for w in warning.head(50).iter_rows(named=True))
    return dg.AssetCheckResult(
        passed=warning.is_empty(),
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "conflicts": warning.height,
            "first": dg.MetadataValue.md(f"| article | warning | detail |\n| --- | --- | --- |\n{rows}"),
        },
    )
