"""One number for each rule: rows that break it, or the share or volume it asks about. Polars only, in bounded memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from expectations import contract, written
from expectations.rule import BESIDE, Context, Measure, Piece, RowRule, Rule, TableRule, Tables, wrong_columns
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
    """What was counted before, by piece of a table. `known` is what an earlier run kept, `kept` what the next one can use."""

    def __init__(self, known: Mapping[str, Counts] | None = None) -> None:
        self._known = known or {}
        self.kept: dict[str, Counts] = {}

    def counted(self, piece: Piece, rules: Sequence[RowRule], count: Callable[[], Counts]) -> Counts:
        """What was counted for the same rules and rows, or what `count` gives now."""
        if piece.mark is None:
            return count()
        key = hashlib.sha256(" ".join([piece.mark, *(rule.name for rule in rules)]).encode()).hexdigest()
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
    made = {}
    for name in names:
        types, *others = rules_of(TABLES[name], context)
        asked = [types, *(rule for rule in others if name not in wrong and not wrong.intersection(rule.needs))]
        found = {finding.rule.name: finding for finding in findings(TABLES[name], asked, tables, memo)}
        made[name] = [found[rule.name] for rule in asked]
    return made


def findings(table: Table, rules: Sequence[Rule], tables: Tables, memo: Memo | None = None) -> Iterator[Finding]:
    """What is counted for some rules of a table, row rules first."""
    yield from _row_findings(table, [rule for rule in rules if isinstance(rule, RowRule)], tables, memo or Memo())
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


def _row_findings(table: Table, rules: Sequence[RowRule], tables: Tables, memo: Memo) -> Iterator[Finding]:
    """Row rules, in one pass over each piece."""
    for group in _groups(table, rules, tables):
        counts = [memo.counted(piece, group, partial(_count, table, group, piece)) for piece in _pieces(table, group, tables)]
        for rule in group:
            broken = [count[rule.name] for count in counts if rule.name in count]
            examples = [example for _, some in broken for example in some][:EXAMPLES]
            yield Finding(table.name, rule, sum(rows for rows, _ in broken), examples=tuple(examples))


def _groups(table: Table, rules: Sequence[RowRule], tables: Tables) -> list[list[RowRule]]:
    """Rules that are asked together: all, or, where the table must be cut to fit its neighbours, those that need none apart."""
    needed = {need for rule in rules for need in rule.needs}
    groups = [list(rules)] if tables.fits(table.name, needed) else [[r for r in rules if not r.needs], [r for r in rules if r.needs]]
    return [group for group in groups if group]


def _pieces(table: Table, rules: Sequence[RowRule], tables: Tables) -> Iterator[Piece]:
    others = [other for other in BESIDE if any(other in rule.needs for rule in rules)]
    joined = {column for other in others for column in BESIDE[other][0]}
    read = {name for rule in rules for name in rule.breaks.meta.root_names()} & set(table.schema)
    return tables.pieces(table.name, others, sorted({*table.key, *joined, *read}))


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
