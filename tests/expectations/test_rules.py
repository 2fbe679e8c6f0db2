"""Every rule can fail: for each there is data that breaks it, and that data is told by that rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl
import pytest

from expectations import contract
from expectations.profile import findings, profile, rules_of
from expectations.rule import Context, Tables
from tests.expectations.world import ARTICLES, TODAY, frames, judged
from transforms.tables import ISO3, TABLES, Column, Table

Change = Callable[[pl.DataFrame], pl.DataFrame]


@pytest.fixture(scope="module")
def good() -> dict[str, pl.DataFrame]:
    return frames()


def test_nothing_is_broken_in_a_good_world(good):
    assert [(r.table, r.rule, r.observed) for r in judged(good).results if not r.passed] == []


def test_every_share_is_measured_in_a_good_world(good):
    assert {r.rule for r in judged(good).results if r.observed is None} == {"rows_not_halved", "rows_not_tenfold"}


# --- poisons: changes of tables, each of which breaks one rule


def put(column: str, value: object, rows: int = 1) -> Change:
    """Set a column of the first rows to a value or expression."""
    made = value if isinstance(value, pl.Expr) else pl.lit(value)
    first = pl.int_range(pl.len()) < rows
    return lambda frame: frame.with_columns(pl.when(first).then(made.cast(frame.schema[column])).otherwise(column).alias(column))


def both(*changes: Change) -> Change:
    def change(frame: pl.DataFrame) -> pl.DataFrame:
        for one in changes:
            frame = one(frame)
        return frame

    return change


def keep(rows: int) -> Change:
    return lambda frame: frame.head(rows)


def drop(rows: int) -> Change:
    return lambda frame: frame.slice(rows)


def repeat(times: int) -> Change:
    return lambda frame: pl.concat([frame] * times)


def grow(row: int, by: int) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Move the end of one row's span."""
    return lambda frame: frame.with_columns(char_end=pl.when(pl.int_range(pl.len()) == row).then(END + by).otherwise(END))


def alone(**values: object) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Of the first article keep one row, changed."""

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        others = frame.filter(pl.col("article_id") != frame["article_id"][0])
        return (
            frame.head(1).with_columns(pl.lit(value).cast(frame.schema[name]).alias(name) for name, value in values.items()).vstack(others)
        )

    return change


def conflicts(frame: pl.DataFrame) -> pl.DataFrame:
    rows = [{"article_id": f"a{number:016x}", "warning": "weekday_conflict", "detail": "doubt"} for number in range(30)]
    return pl.DataFrame(rows, schema=frame.schema)


@dataclass(frozen=True)
class Poison:
    """Changes of tables that break one rule; `also` names other rules of that table that cannot but break with it."""

    table: str
    rule: str
    changes: dict[str, Change]
    also: tuple[str, ...] = ()
    before: dict[str, int] = field(default_factory=dict)


def poison(table: str, rule: str, change: Change, *also: str, before: dict[str, int] | None = None) -> Poison:
    return Poison(table, rule, {table: change}, also, before or {})


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


START, END = pl.col("char_start"), pl.col("char_end")
ALL = ARTICLES * 4
AS_IS = keep(ALL)

WRITTEN = [
    poison("article", "some_article", keep(0)),
    poison("article", "published_in_supported_years", put("published_date", date(1899, 1, 1)), "dateline_near_publication"),
    poison("article", "published_not_in_future", both(put("published_date", day(2)), put("dateline_date", None))),
    poison("article", "dateline_near_publication", put("dateline_date", date(2020, 1, 1))),
    poison("article", "body_not_blank", put("body", " \n ")),
    poison("article", "line_ends", put("body", "one\r\ntwo")),
    poison("article", "title_short", put("title", "long " * 61)),
    poison("article", "title_filled", put("title", None, ALL)),
    poison("article", "source_filled", put("source", None, ALL)),
    poison("article", "dateline_dated", put("dateline_date", None, ALL)),
    poison("article_source", "every_article_has_a_source", drop(1)),
    poison("article_source", "inputs_kept", AS_IS, before={"article_source": ARTICLES, "article_quarantine": 4}),
    poison("article_warning", "few_conflicts", conflicts),
    poison("article_quarantine", "few_refused", repeat(60), "key_unique"),
    poison("article_quarantine", "detail_not_blank", put("detail", " ")),
    poison("sentence", "span_in_order", put("char_end", START), "char_end_minimum"),
    poison("sentence", "no_overlap", grow(0, 5)),
    poison("sentence", "ends_in_body", grow(1, 1)),
    poison("sentence", "numbered_in_order", put("sentence_no", 7)),
    Poison("sentence", "not_endless", {"article": put("body", "x" * 4000), "sentence": grow(1, 3000)}),
    poison("sentence", "articles_with_sentence", drop(6)),
    poison("mention", "span_in_order", put("char_end", START), "surface_is_slice"),
    poison("mention", "surface_is_slice", put("surface", "ada moss")),
    poison("mention", "no_overlap", both(put("char_end", 20), put("surface", "Ada Moss of Nor"))),
    poison("mention", "in_its_sentence", put("sentence_no", 1)),
    poison("mention", "country_named_by_code", lambda frame: frame.with_columns(pl.col("name").replace("NOR", "Norway"))),
    Poison(
        "mention",
        "surface_short",
        {
            "article": put("body", "A" * 160),
            "sentence": alone(char_start=0, char_end=160),
            "mention": alone(char_start=0, char_end=160, surface="A" * 160),
        },
    ),
    poison("mention", "articles_with_mention", drop(4 * 20)),
    poison("mention", "persons_with_country", put("country_code", None, ALL)),
    poison("meeting_report", "span_in_order", put("char_end", START), "evidence_is_slice", "char_end_minimum"),
    poison("meeting_report", "evidence_is_slice", put("evidence", "They met.")),
    poison("country", "years_in_order", put("first_year", 1922)),
    *(poison(name, "seen_in_order", put("last_seen", date(2001, 1, 1))) for name in ("person", "person_role")),
    poison("meeting_report", "in_its_sentence", put("sentence_no", 1)),
    poison("meeting_report", "dates_have_words", put("date_text", None)),
    poison("meeting_report", "held_not_in_future", both(put("date_start", day(300)), put("date_end", day(300)))),
    poison(
        "meeting_report",
        "planned_not_in_past",
        both(put("status", "scheduled"), put("date_start", date(2020, 1, 1)), put("date_end", date(2020, 1, 2))),
    ),
    poison("meeting_report", "meeting_refers_back", drop(1)),
    poison("meeting_report", "date_start_filled", both(*(put(name, None, ALL) for name in ("date_start", "date_end", "date_text")))),
    poison("meeting_report", "place_country_filled", put("place_country", None, ALL)),
    Poison("meeting_report", "articles_with_meeting", {"meeting_report": keep(10), "meeting": keep(10)}),
    poison("meeting", "reported_in_order", put("last_reported", date(2001, 1, 1))),
    poison("meeting", "sources_within_reports", put("n_sources", 2)),
    poison("meeting", "reports_counted", put("n_reports", 2)),
    poison("meeting_participant", "mentioned_in_the_report", put("mention_id", f"a{1:016x}-5")),
    Poison("meeting_participant", "mentioned_as_person", {"mention": put("kind", "place")}),
    poison("meeting_participant", "meeting_of_the_report", put("meeting_id", "m-1")),
    poison("meeting_party", "equals_the_lists", put("party", "FIN")),
    poison("meeting_link", "meeting_of_the_report", put("meeting_id", "m-1")),
    poison("meeting_link", "one_anchor", put("linked_to", f"a{1:016x}-r01"), "joined_in_the_meeting"),
    poison("meeting_link", "joined_in_the_meeting", put("linked_to", f"a{1:016x}-r01"), "one_anchor"),
    *(
        poison(table, rule, change)
        for table in ("meeting_report", "meeting")
        for rule, change in {
            "dates_in_order": put("date_end", date(2001, 1, 1)),
            "dates_together": put("date_end", None),
            "span_not_absurd": put("date_end", date(2031, 1, 1)),
            "two_parties": put("parties", ["NOR"]),
            "parties_sorted": put("parties", ["SWE", "NOR"]),
        }.items()
    ),
    *(
        poison(name, "rows_not_halved", AS_IS, *(["inputs_kept"] if name == "article_source" else []), before={name: 10_000})
        for name in TABLES
    ),
]


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: f"{case.table}-{case.rule}")
def test_a_written_rule_tells_the_data_that_breaks_it(case, good):
    poisoned = {name: case.changes.get(name, AS_IS)(frame) for name, frame in good.items()}
    broken = {result.rule for result in judged(poisoned, case.table, before=case.before).results if not result.passed}
    assert broken == {case.rule, *case.also}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_grows_tenfold_is_told(table, good):
    grown = {**good, table: repeat(2_010 // good[table].height + 1)(good[table])}
    for before, broken in ((200, True), (199, False), (2_000, False)):
        found = {result.rule: result for result in judged(grown, table, before={table: before}).results}
        assert found["rows_not_tenfold"].passed is not broken


# --- rules that follow from the contract: each poison follows from the rule's name

DERIVED: dict[str, Callable[[Column], Change]] = {
    "not_null": lambda column: put(column.name, None),
    "known": lambda column: put(column.name, "no such value"),
    "minimum": lambda column: put(column.name, column.minimum - 1),
    "maximum": lambda column: put(column.name, column.maximum + 1),
    "pattern": lambda column: put(column.name, "?"),
    "refers": lambda column: put(column.name, "nobody"),
    "starts": lambda column: put(column.name, "somewhere else"),
}
CASES = [
    (table.name, rule.name, change)
    for table in TABLES.values()
    for column in table.columns
    for sort, poisons in DERIVED.items()
    for rule in contract.rules(table)
    if rule.name == f"{column.name}_{sort}"
    for change in [poisons(column)]
]
CASES += [(name, "key_unique", lambda frame: frame.vstack(frame.head(1))) for name in TABLES]


@pytest.mark.parametrize(("table", "rule", "change"), CASES, ids=lambda part: part if isinstance(part, str) else "")
def test_a_derived_rule_tells_the_data_that_breaks_it(table, rule, change, good):
    broken = _broken({**good, table: change(good[table])}, table)
    assert rule in broken
    assert not broken & _derived_of_other_columns(table, rule)


def _broken(tables: dict[str, pl.DataFrame], name: str) -> set[str]:
    found = profile(Tables(tables), [name], Context(TODAY))[name]
    return {finding.rule.name for finding in found if finding.maximum == 0 and finding.value}


def _derived_of_other_columns(table: str, rule: str) -> set[str]:
    """Derived rules that one poisoned column must leave alone: those of all other columns."""
    names = {derived.name for derived in contract.rules(TABLES[table]) if not derived.name.endswith(("key_unique", "_starts"))}
    column = max((c.name for c in TABLES[table].columns if rule.startswith(c.name + "_")), key=len, default="")
    return {name for name in names if not name.startswith(column + "_")} if column else names


@pytest.mark.parametrize("change", [lambda f: f.drop(f.columns[-1]), lambda f: f.with_columns(pl.lit(1, pl.Int8).alias(f.columns[0]))])
@pytest.mark.parametrize("table", TABLES)
def test_wrong_columns_are_told_and_nothing_else_is_asked(table, change, good):
    verdict = judged({**good, table: change(good[table])})
    assert {(result.table, result.rule) for result in verdict.results if not result.passed} == {(table, "columns_as_contract")}
    assert [result.rule for result in verdict.of(table)] == ["columns_as_contract"]


def test_wrong_columns_of_a_table_nobody_asks_about_are_no_secret(good):
    with pytest.raises(TypeError, match="article"):
        judged({**good, "article": good["article"].drop("body")}, "mention")


def test_every_rule_has_a_poison():
    asked = {(name, rule.name) for name, table in TABLES.items() for rule in rules_of(table, Context(TODAY))}
    poisoned = {(case.table, case.rule) for case in WRITTEN} | {case[:2] for case in CASES}
    poisoned |= {(name, rule) for name in TABLES for rule in ("columns_as_contract", "rows_not_tenfold")}
    assert asked == poisoned


def test_rules_are_named_once_a_table_and_say_why():
    for name, table in TABLES.items():
        rules = rules_of(table, Context(TODAY))
        assert len({rule.name for rule in rules}) == len(rules), name
        assert all(rule.asks and rule.reason and rule.severity in ("critical", "warning", "info") for rule in rules)


def test_only_the_poisoned_column_of_a_toy_table_is_told():
    table = Table(
        "article",
        "one column of each sort",
        (
            Column("id", pl.String(), "key"),
            Column("kind", pl.String(), "closed vocabulary", nullable=True, values=("a", "b")),
            Column("low", pl.Int32(), "number", nullable=True, minimum=1),
            Column("high", pl.Float64(), "number", nullable=True, maximum=2),
            Column("code", pl.String(), "code", nullable=True, pattern=ISO3),
            Column("other", pl.String(), "reference", nullable=True, references="article.id"),
        ),
        key=("id",),
        sort=("id",),
    )
    row = {"id": "x", "kind": "a", "low": 1, "high": 2.0, "code": "NOR", "other": "x"}
    wrong = {"kind_known": "c", "low_minimum": 0, "high_maximum": 2.5, "code_pattern": "nor", "other_refers": "y"}
    for rule, value in {"": "", **wrong}.items():
        poisoned = {**row, **({rule.partition("_")[0]: value} if rule else {})}
        frame = pl.DataFrame([row | {"id": "first"}, poisoned], schema=table.schema)
        found = {f.rule.name: f for f in findings(table, [contract.types(table), *contract.rules(table)], Tables({"article": frame}))}
        assert {name for name, finding in found.items() if finding.value} == ({rule} if rule else set())
        if rule:
            assert (found[rule].value, found[rule].examples) in [(1, ("x",)), (1, ("y x",))]
    empty = pl.DataFrame([{name: None for name in row} | {"id": "x"}], schema=table.schema)
    assert not any(f.value for f in findings(table, list(contract.rules(table)), Tables({"article": empty})))
