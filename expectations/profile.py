"""One number for each rule: rows that break it, or the share or volume it asks about. Polars only, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from expectations import contract, written
from expectations.rule import BESIDE, Context, Measure, RowRule, Rule, TableRule, Tables, wrong_columns
from transforms.tables import TABLES, Table

#: Keys of broken rows kept for each rule: enough to look up, few enough to read.
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What was counted for one rule. `value` null: there was too little to measure."""

    table: str
    rule: Rule
    value: float | None
    minimum: float | None = None
    maximum: float | None = 0
    examples: tuple[str, ...] = ()


def rules_of(table: Table, context: Context) -> list[Rule]:
    """Every rule of a table, the one about its columns and types first."""
    return [contract.types(table), *contract.rules(table), *written.rules(table, context)]


def profile(tables: Tables, names: Sequence[str], context: Context) -> dict[str, list[Finding]]:
    """Findings of the named tables, by table. `tables` holds what they refer to as well.

    A table whose columns are wrong is asked nothing else, and no other table is asked a rule that reads it. Raises TypeError when
    such a table is not among `names`: its own finding would not be seen.
    """
    wrong = {name for name in TABLES if name in tables and any(wrong_columns(TABLES[name], part) for part in tables.parts(name).values())}
    if unseen := wrong - set(names):
        raise TypeError(f"columns of {', '.join(sorted(unseen))} are not as the contract has them, and nobody asks about that table")
    made = {}
    for name in names:
        types, *others = rules_of(TABLES[name], context)
        asked = [types, *(rule for rule in others if name not in wrong and not wrong.intersection(rule.needs))]
        found = {finding.rule.name: finding for finding in findings(TABLES[name], asked, tables)}
        made[name] = [found[rule.name] for rule in asked]
    return made


def findings(table: Table, rules: Sequence[Rule], tables: Tables) -> Iterator[Finding]:
    """What is counted for some rules of a table, row rules first."""
    yield from _row_findings(table, [rule for rule in rules if isinstance(rule, RowRule)], tables)
    for rule in rules:
        match rule:
            case RowRule():
                pass
            case TableRule():
                broken = rule.finds(tables).collect(engine="streaming")
                yield Finding(table.name, rule, broken.height, examples=_examples(broken))
            case Measure():
                yield Finding(table.name, rule, rule.value(tables), rule.minimum, rule.maximum)
            case _:
                raise TypeError(f"{table.name}.{rule.name}: a rule is a RowRule, a TableRule or a Measure")


def _row_findings(table: Table, rules: Sequence[RowRule], tables: Tables) -> Iterator[Finding]:
    """All row rules in one pass over each part."""
    if not rules:
        return
    broken = {rule.name: 0 for rule in rules}
    examples: dict[str, tuple[str, ...]] = {rule.name: () for rule in rules}
    flags = [rule.breaks.fill_null(False).alias(rule.name) for rule in rules]
    keys = [pl.col(name).alias(f"key {name}") for name in table.key]
    needed = {need for rule in rules for need in rule.needs}
    for frame, neighbours in tables.with_neighbours(table.name, [other for other in BESIDE if other in needed]):
        for other, rows in neighbours.items():
            by, columns = BESIDE[other]
            frame = frame.join(rows.select(*by, *columns), on=by, how="left", maintain_order="left")
        judged = frame.select(*keys, *flags).collect()
        for rule in rules:
            count = int(judged[rule.name].sum())
            if count:
                broken[rule.name] += count
                shown = judged.filter(pl.col(rule.name)).head(EXAMPLES).select(pl.col("^key .*$"))
                examples[rule.name] = (*examples[rule.name], *_examples(shown))[:EXAMPLES]
    for rule in rules:
        yield Finding(table.name, rule, broken[rule.name], examples=examples[rule.name])


def _examples(broken: pl.DataFrame) -> tuple[str, ...]:
    return tuple(" ".join(map(str, row)) for row in broken.head(EXAMPLES).rows())
