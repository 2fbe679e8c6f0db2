"""Judge tables: a profile of violations made with Polars, a suite of expectations over it, results by rule."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from transforms.tables import TABLES, Table

Severity = Literal["critical", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold: how many rows break it, how bad that is, and why it is asked."""

    name: str
    broken: int
    severity: Severity
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """What Great Expectations said of one rule."""

    table: str
    rule: str
    passed: bool
    severity: Severity
    broken: int
    reason: str


def _contract_rules(table: Table, frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> list[Rule]:
    """Rules that follow from the contract alone: nulls, keys, vocabularies, ranges, patterns, references."""
    rules = [Rule("key_unique", frame.height - frame.select(table.key).unique().height, "critical", "a key names one row")]
    for column in table.columns:
        value = frame[column.name]
        if not column.nullable:
            rules.append(Rule(f"{column.name}_not_null", value.null_count(), "critical", "the contract promises a value"))
        if column.values:
            rules.append(
                Rule(
                    f"{column.name}_known",
                    int((~value.drop_nulls().is_in(column.values)).sum()),
                    "critical",
                    "readers rely on a closed vocabulary",
                )
            )
        if column.minimum is not None:
            rules.append(
                Rule(
                    f"{column.name}_minimum",
                    int((value.drop_nulls() < column.minimum).sum()),
                    "critical",
                    f"no value lies under {column.minimum}",
                )
            )
        if column.maximum is not None:
            rules.append(
                Rule(
                    f"{column.name}_maximum",
                    int((value.drop_nulls() > column.maximum).sum()),
                    "critical",
                    f"no value lies over {column.maximum}",
                )
            )
        if column.pattern:
            rules.append(
                Rule(
                    f"{column.name}_pattern",
                    int((~value.drop_nulls().str.contains(column.pattern)).sum()),
                    "critical",
                    "identifiers and codes have one form",
                )
            )
        if column.references:
            other, key = column.references.split(".")
            missing = (
                frame.filter(pl.col(column.name).is_not_null()).join(tables[other], left_on=column.name, right_on=key, how="anti").height
            )
            rules.append(Rule(f"{column.name}_refers", missing, "critical", f"every value stands in {column.references}"))
    return rules


def _sliced(frame: pl.DataFrame, article: pl.DataFrame, quote: str) -> int:
    joined = frame.join(article.select("article_id", "body"), on="article_id", how="left")
    return joined.filter(
        pl.col("body").str.slice(pl.col("char_start"), pl.col("char_end") - pl.col("char_start")).ne_missing(pl.col(quote))
    ).height


def _written_rules(name: str, tables: Mapping[str, pl.DataFrame]) -> list[Rule]:
    """Rules that the contract's columns do not say."""
    frame, article = tables[name], tables["article"]
    if name == "article":
        return [
            Rule(
                "some_article",
                int(article.is_empty() and not tables["article_quarantine"].is_empty()),
                "critical",
                "when every input was refused the fault is ours or the source's, not each text's",
            ),
            Rule(
                "title_filled",
                max(0, int(article["title"].null_count() - 0.6 * article.height)),
                "warning",
                "posts have no headline, wire stories do: most texts have one",
            ),
        ]
    if name == "mention":
        return [
            Rule("surface_is_slice", _sliced(frame, article, "surface"), "critical", "every row can be traced to characters of its article")
        ]
    if name == "meeting_report":
        return [
            Rule(
                "evidence_is_slice", _sliced(frame, article, "evidence"), "critical", "every row can be traced to characters of its article"
            ),
            Rule(
                "dates_in_order",
                frame.filter(pl.col("date_start") > pl.col("date_end")).height,
                "critical",
                "a span ends on or after the day it starts",
            ),
            Rule(
                "dates_together",
                frame.filter(pl.col("date_start").is_null() != pl.col("date_end").is_null()).height,
                "critical",
                "a span has both ends or none",
            ),
            Rule("two_parties", frame.filter(pl.col("parties").list.n_unique() < 2).height, "critical", "nobody meets alone"),
            Rule(
                "parties_sorted",
                frame.filter(pl.col("parties") != pl.col("parties").list.sort()).height,
                "critical",
                "equal lists must look equal",
            ),
        ]
    return []


def rules(tables: Mapping[str, pl.DataFrame], names: Sequence[str]) -> dict[str, list[Rule]]:
    """The rules of the named tables, with the rows that break each counted; `tables` holds what they refer to as well."""
    return {name: [*_contract_rules(TABLES[name], tables[name], tables), *_written_rules(name, tables)] for name in names}


def validate(tables: Mapping[str, pl.DataFrame], names: Sequence[str]) -> list[Result]:
    """Let Great Expectations judge every rule of the named tables. A check that breaks is raised, never counted as bad data."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx  # seven seconds and more: not before it is needed
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.metadata_types import FailureSeverity

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("profile")
    results = []
    for name, table_rules in rules(tables, names).items():
        profile = pl.DataFrame({rule.name: [rule.broken] for rule in table_rules}).to_pandas(use_pyarrow_extension_array=True)
        batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("all")
        suite = gx.ExpectationSuite(name=name)
        by_name = {rule.name: rule for rule in table_rules}
        for rule in table_rules:
            suite.add_expectation(
                gx.expectations.ExpectColumnValuesToBeBetween(
                    column=rule.name, min_value=0, max_value=0, severity=FailureSeverity(rule.severity), meta={"rule": rule.name}
                )
            )
        outcome = batch.get_batch({"dataframe": profile}).validate(suite)
        for one in outcome.results:
            if one.expectation_config is None or one.expectation_config.meta is None:
                raise RuntimeError(f"a result of {name} names no rule")
            fault = one.exception_info or {}
            if fault.get("raised_exception") or any(isinstance(v, dict) and v.get("raised_exception") for v in fault.values()):
                raise RuntimeError(f"the check {name}.{one.expectation_config.meta['rule']} is broken: {fault}")
            rule = by_name[one.expectation_config.meta["rule"]]
            results.append(Result(name, rule.name, bool(one.success), rule.severity, rule.broken, rule.reason))
    return results
