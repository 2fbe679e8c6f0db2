"""One number for each rule: rows that break it, or the share or volume it asks about. Polars only, in bounded memory."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from expectations import contract, written
from expectations.rule import BESIDE, Context, Measure, Piece, RowRule, Rule, TableRule, Tables, Total, Totals, wrong_columns
from transforms.tables import TABLES, Table

#: By rule, how many rows of a piece break it, and the keys of some; rules that hold are left out.
Counts = dict[str, tuple[int, list[str]]]
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


class Memo:
    """What was counted before, by part. `known` is what an earlier run kept, `kept` what the next one can use."""

    def __init__(self, known: Mapping[str, Any] | None = None) -> None:
        self._known = known or {}
        self.kept: dict[str, Any] = {}

    def counted(self, mark: str | None, asked: Iterable[str], count: Callable[[], Any]) -> Any:
        """What was counted for the same questions and rows, or what `count` gives now."""
        if mark is None:
            return count()
        key = hashlib.sha256(" ".join([mark, *asked]).encode()).hexdigest()
        self.kept[key] = self._known[key] if key in self._known else count()
        return self.kept[key]


def profile(tables: Tables, names: Sequence[str], context: Context, memo: Memo | None = None) -> dict[str, list[Finding]]:
    """Findings of the named tables, by table. `tables` holds what they refer to as well.

    A table whose columns are wrong is asked nothing else, and no other table is asked a rule that reads it. Raises TypeError when
    such a table is not among `names`: its own finding would not be seen.
    """
    wrong = {name for name in TABLES if name in tables and any(wrong_columns(TABLES[name], part) for part in tables.parts(name).values())}
    if unseen := wrong - set(names):
        raise TypeError(f"columns of {', '.join(sorted(unseen))} are not as the contract has them, and nobody asks about that table")
    memo, asked = memo or Memo(), {}
    for name in names:
        types, *others = rules_of(TABLES[name], context)
        asked[name] = [types, *(rule for rule in others if name not in wrong and not wrong.intersection(rule.needs))]
    totals = _totals([rule for rules in asked.values() for rule in rules], tables, memo)
    made = {}
    for name, rules in asked.items():
        found = {finding.rule.name: finding for finding in findings(TABLES[name], rules, tables, memo, totals)}
        made[name] = [found[rule.name] for rule in rules]
    return made


def findings(
    table: Table, rules: Sequence[Rule], tables: Tables, memo: Memo | None = None, totals: Totals | None = None
) -> Iterator[Finding]:
    """What is counted for some rules of a table, row rules first."""
    memo = memo or Memo()
    totals = totals or _totals(rules, tables, memo)
    yield from _row_findings(table, [rule for rule in rules if isinstance(rule, RowRule)], tables, memo)
    for rule in rules:
        match rule:
            case RowRule():
                pass
            case TableRule():
                broken = rule.finds(tables).collect(engine="streaming")
                yield Finding(table.name, rule, broken.height, examples=_examples(broken))
            case Measure():
                yield Finding(table.name, rule, rule.value(totals), rule.minimum, rule.maximum)
            case _:
                raise TypeError(f"{table.name}.{rule.name}: a rule is a RowRule, a TableRule or a Measure")


def _totals(rules: Sequence[Rule], tables: Tables, memo: Memo) -> Totals:
    """All totals that the rules' measures ask for, in one pass over each part of a table."""
    wanted: dict[str, dict[str, Total]] = defaultdict(dict)
    for rule in rules:
        if isinstance(rule, Measure):
            for total in rule.totals:
                wanted[total.table][total.name] = total
    sums: dict[tuple[str, str], float] = {}
    for table, of in wanted.items():
        counted = [
            memo.counted(piece.mark, of, partial(_summed, piece.frame, of.values())) for piece in tables.pieces(tables.by_batch(table), ())
        ]
        sums |= {(table, name): sum(one[name] for one in counted) for name in of}
    return Totals(tables, sums)


def _summed(frame: pl.LazyFrame, totals: Iterable[Total]) -> dict[str, float]:
    return frame.select(total.of.alias(total.name) for total in totals).collect().row(0, named=True)


def _row_findings(table: Table, rules: Sequence[RowRule], tables: Tables, memo: Memo) -> Iterator[Finding]:
    """Row rules, in one pass over each part: of the table itself or, for rules on the text, of what it was made of."""
    told = tables.by_batch(table.name)
    of_text = [rule for rule in rules if rule.needs and told != table.name]
    for source, group in ((told, of_text), (table.name, [rule for rule in rules if rule not in of_text])):
        others = [other for other in BESIDE if any(other in rule.needs for rule in group)]
        counts = [
            memo.counted(piece.mark, [rule.name for rule in group], partial(_count, table, group, piece))
            for piece in (tables.pieces(source, others) if group else ())
        ]
        for rule in group:
            broken = [count[rule.name] for count in counts if rule.name in count]
            examples = [example for _, some in broken for example in some][:EXAMPLES]
            yield Finding(table.name, rule, sum(rows for rows, _ in broken), examples=tuple(examples))


def _count(table: Table, rules: Sequence[RowRule], piece: Piece) -> Counts:
    """Rows of a piece that break each rule, and some of their keys; rules that hold are left out."""
    frame = piece.frame
    for other, rows in piece.beside.items():
        by, columns = BESIDE[other]
        frame = frame.join(rows.select(*by, *columns), on=by, how="left", maintain_order="left")
    keys = [pl.col(name).alias(f"key {name}") for name in table.key]
    judged = frame.select(*keys, *(rule.breaks.fill_null(False).alias(rule.name) for rule in rules)).collect()
    made = {}
    for rule in rules:
        if count := int(judged[rule.name].sum()):
            shown = judged.filter(pl.col(rule.name)).head(EXAMPLES).select(pl.col("^key .*$"))
            made[rule.name] = (count, list(_examples(shown)))
    return made


def _examples(broken: pl.DataFrame) -> tuple[str, ...]:
    return tuple(" ".join(map(str, row)) for row in broken.head(EXAMPLES).rows())
