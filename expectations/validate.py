"""Great Expectations judges the profile: one suite and one batch a table, one context for all."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from expectations.profile import Finding, Memo, profile
from expectations.rule import Context, Severity, Tables

if TYPE_CHECKING:
    import great_expectations as gx


class BrokenCheck(Exception):
    """A check itself failed: a fault of the code, never counted as bad data."""


@dataclass(frozen=True, slots=True)
class Result:
    """What Great Expectations said of one rule. `observed` is the rows that break it, or the share or volume measured; null when too
    little was there to measure."""

    table: str
    rule: str
    asks: str
    reason: str
    severity: Severity
    passed: bool
    observed: float | None
    examples: tuple[str, ...]

    @property
    def blocks(self) -> bool:
        """Whether this alone keeps the tables from being published."""
        return not self.passed and self.severity == "critical"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Results of all rules, in the order of the rules, and Great Expectations' own results by table, for its pages."""

    results: list[Result]
    outcomes: dict[str, Any]

    def of(self, table: str) -> list[Result]:
        """The results of one table."""
        return [result for result in self.results if result.table == table]


def validate(tables: Tables, names: Sequence[str], context: Context, memo: Memo | None = None) -> Verdict:
    """Count and judge every rule of the named tables; `memo` spares counting again what has not changed. Raises `BrokenCheck`."""
    return judge(profile(tables, names, context, memo))


def judge(findings: Mapping[str, Sequence[Finding]]) -> Verdict:
    """Let Great Expectations judge what was counted. Raises `BrokenCheck`."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx  # seconds and 260 MB: not before it is needed
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("profile")
    results, outcomes = [], {}
    for table, found in findings.items():
        asked = [finding for finding in found if finding.value is not None]
        row = pl.DataFrame({finding.rule.name: [finding.value] for finding in asked}).to_pandas(use_pyarrow_extension_array=True)
        batch = source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("profile").get_batch({"dataframe": row})
        suite = gx.ExpectationSuite(name=table, expectations=[_expectation(gx, finding) for finding in asked])
        outcomes[table] = batch.validate(suite)
        passed = _passed(table, outcomes[table].results)
        results += [_result(finding, passed) for finding in found]
    return Verdict(results, outcomes)


def _expectation(gx: Any, finding: Finding) -> gx.expectations.Expectation:
    rule = finding.rule
    return gx.expectations.ExpectColumnMaxToBeBetween(
        column=rule.name,
        min_value=finding.minimum,
        max_value=finding.maximum,
        severity=rule.severity,
        description=_described(finding),
        meta={"rule": rule.name},
    )


def _described(finding: Finding) -> str:
    """What a page of Data Docs says of a rule: what is asked, how bad it is, why, and where to look."""
    rule = finding.rule
    examples = f" Look at: {', '.join(finding.examples)}." if finding.examples else ""
    return f"{rule.asks} ({rule.severity}). Why: {rule.reason}.{examples}"


def _passed(table: str, outcomes: Sequence[Any]) -> dict[str, bool]:
    """Whether each rule holds. Results come in an order of their own, so each is known by the rule its expectation names."""
    passed = {}
    for outcome in outcomes:
        rule = outcome.expectation_config.meta["rule"]
        fault = outcome.exception_info or {}
        if fault.get("raised_exception") or any(isinstance(one, dict) and one.get("raised_exception") for one in fault.values()):
            raise BrokenCheck(f"the check {table}.{rule} is broken, which says nothing about the data: {fault}")
        passed[rule] = bool(outcome.success)
    return passed


def _result(finding: Finding, passed: Mapping[str, bool]) -> Result:
    rule = finding.rule
    holds = finding.value is None or passed[rule.name]
    return Result(finding.table, rule.name, rule.asks, rule.reason, rule.severity, holds, finding.value, finding.examples)
