"""What Great Expectations says of the staged tables, as asset checks: critical ones block publication."""

# No postponed annotations here: Dagster reads them to tell what a check returns.
from collections.abc import Iterator

import dagster as dg
import polars as pl

from expectations.validate import validate
from orchestration.defs.tables import CORE, EXTRACTED, HISTORY, staged
from transforms.tables import TABLES


def _checks(names: tuple[str, ...]) -> list[dg.AssetCheckSpec]:
    description = "Great Expectations: the contract's rules and the written ones"
    return [dg.AssetCheckSpec("expectations", asset=name, blocking=True, description=description) for name in names]


def _judged(names: tuple[str, ...], tables: dict[str, pl.DataFrame]) -> Iterator[dg.AssetCheckResult]:
    results = validate(tables, names)
    for name in names:
        mine = [result for result in results if result.table == name]
        broken = [result for result in mine if not result.passed]
        rows = "\n".join(f"| {r.rule} | {r.broken} | {r.severity} | {r.reason} |" for r in broken)
        yield dg.AssetCheckResult(
            asset_key=name,
            check_name="expectations",
            passed=not broken,
            severity=dg.AssetCheckSeverity.ERROR if any(r.severity == "critical" for r in broken) else dg.AssetCheckSeverity.WARN,
            metadata={
                "rules": len(mine),
                "broken": dg.MetadataValue.md(
                    f"| rule | rows | severity | reason |\n| --- | --- | --- | --- |\n{rows}" if broken else "none"
                ),
            },
        )


@dg.multi_asset_check(specs=_checks(CORE))
def parsed_expectations() -> Iterator[dg.AssetCheckResult]:
    """Judge the parsed texts before anything is read from them."""
    yield from _judged(CORE, staged(*CORE))


@dg.multi_asset_check(specs=_checks((*EXTRACTED, *HISTORY)))
def extracted_expectations() -> Iterator[dg.AssetCheckResult]:
    """Judge what was read from the texts before anything is published."""
    yield from _judged((*EXTRACTED, *HISTORY), staged(*TABLES))


@dg.asset_check(asset="article", description="articles whose own data contradict each other")
def data_quality() -> dg.AssetCheckResult:
    """Show header, dateline and weekday conflicts; they inform and do not block."""
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
