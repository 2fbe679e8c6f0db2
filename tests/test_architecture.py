"""What the layout promises and no single module can keep: one contract, pure transforms, clean vocabulary, nothing of one machine.

Import directions between packages are import-linter's, in `pyproject.toml`.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest

from expectations import contract
from orchestration.definitions import defs
from transforms import lexicon
from transforms.tables import TABLES
from warehouse import build

ROOT = Path(__file__).parent.parent
PACKAGES = ("transforms", "expectations", "warehouse", "orchestration")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def name_of(path: object) -> str:
    return path.relative_to(ROOT).as_posix() if isinstance(path, Path) else str(path)


def calls_and_names(path: Path) -> Iterator[str]:
    """Every dotted name a module uses, as written."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.Attribute, ast.Name)):
            yield ast.unparse(node)


# --- modules


@pytest.mark.parametrize("path", [path for path in MODULES if path.stat().st_size], ids=name_of)
def test_a_module_opens_with_what_belongs_there(path):
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert text
    assert len(text.split("\n")[0]) > 20


@pytest.mark.parametrize("path", [path for path in MODULES if path.parts[len(ROOT.parts)] in ("transforms", "expectations")], ids=name_of)
def test_rules_of_text_and_tables_know_no_clock(path):
    """The same texts give the same tables on any day: who needs the time is given it."""
    clocks = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time", "random.random", "uuid.uuid4"}
    assert not clocks & set(calls_and_names(path))


@pytest.mark.parametrize("path", [path for path in MODULES if path.parts[len(ROOT.parts)] == "transforms"], ids=name_of)
def test_transforms_touch_no_files_and_no_environment(path):
    """The lexicon, which comes with the package, is read by its own loader alone."""
    touched = {
        "open",
        "os.environ",
        "os.getenv",
        "print",
        "input",
        "pl.read_parquet",
        "pl.scan_parquet",
        "pl.read_csv",
        "pl.scan_csv",
        "Path",
    }
    assert not touched & set(calls_and_names(path))


def test_great_expectations_is_not_imported_before_it_validates():
    """It takes seconds: the UI, the sensor and a run with nothing new never pay them."""
    code = "import sys, orchestration.definitions, expectations.validate, expectations.docs; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_the_command_line_starts_without_heavy_libraries():
    code = (
        "import sys, orchestration.cli; print(*sorted({'dagster', 'polars', 'duckdb', 'pandas', 'great_expectations'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout.strip() == ""


# --- the contract, and what is derived from it

#: What users and tools rely on. Further columns and tables are free; these names are not.
PROMISED = {
    "article": "article_id source source_uri published_date title byline dateline_place dateline_date body n_words content_sha256",
    "mention": "mention_id article_id sentence_no char_start char_end surface kind name entity_id country_code role",
    "meeting_report": "report_id meeting_id article_id sentence_no evidence char_start char_end kind status date_start date_end date_text"
    " place place_country parties rule confidence",
    "meeting": "meeting_id kind status date_start date_end place place_country parties level n_reports n_sources first_reported last_reported",
    "meeting_participant": "meeting_id report_id mention_id name country_code role",
    "meeting_party": "meeting_id party",
    "article_quarantine": "source_uri reason detail content_sha256 seen_at",
}


@pytest.mark.parametrize("name", PROMISED)
def test_promised_columns_are_there(name):
    assert set(PROMISED[name].split()) <= set(TABLES[name].schema)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_is_described_and_keyed(table):
    names = [column.name for column in table.columns]
    assert TABLES[table.name] is table
    assert table.description.startswith(("one row for each", "the parties of each"))
    assert len(set(names)) == len(names)
    assert table.key and set(table.key) <= set(names)
    assert table.sort and set(table.sort) <= set(names)
    assert not any(column.nullable for column in table.columns if column.name in table.key)


@pytest.mark.parametrize("column", [c for t in TABLES.values() for c in t.columns], ids=lambda column: column.name)
def test_a_column_is_described_and_its_rules_make_sense(column):
    assert len(column.description) > 4 and not column.description.endswith(".")
    if column.references:
        other, key = column.references.split(".")
        assert TABLES[other].key == (key,)
    if column.pattern or column.values:
        assert column.dtype == pl.String
    if column.pattern:
        assert re.match(r"^\^.*\$$", column.pattern), "a pattern says all of the value"


def test_the_warehouse_has_types_nulls_and_comments_of_the_contract():
    with duckdb.connect() as con:
        for table in TABLES.values():
            for statement in build.ddl(table):
                con.execute(statement)
            made = con.execute(
                "SELECT column_name, comment, is_nullable FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table.name]
            ).fetchall()
            assert made == [(column.name, column.description, column.nullable) for column in table.columns]
            read = con.sql(f"FROM {table.name}").pl()
            same = {pl.Datetime("us", "UTC"): pl.Datetime}
            assert {name: same.get(dtype, dtype) for name, dtype in table.schema.items()} == dict(read.schema)
        comments = dict(con.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
    assert comments == {table.name: table.description for table in TABLES.values()}


def test_dagster_shows_the_columns_of_the_contract():
    specs = {spec.key.to_user_string(): spec for spec in defs.resolve_asset_graph().assets_defs for spec in spec.specs}
    for table in TABLES.values():
        schema = specs[table.name].metadata["dagster/column_schema"]
        shown = [(column.name, column.description, column.constraints.nullable) for column in schema.columns]
        assert shown == [(column.name, column.description, column.nullable) for column in table.columns]
        assert specs[table.name].description == table.description


def test_every_table_has_a_gate_and_a_quality_check():
    checks = defs.resolve_asset_graph().asset_check_keys
    for name in TABLES:
        for check in ("expectations", "quality"):
            assert dg.AssetCheckKey(dg.AssetKey(name), check) in checks


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_constraint_of_a_column_has_a_rule(table):
    rules = {rule.name for rule in contract.rules(table)}
    for column in table.columns:
        asked = {
            "not_null": not column.nullable,
            "known": column.values is not None,
            "minimum": column.minimum is not None,
            "maximum": column.maximum is not None,
            "pattern": column.pattern is not None,
            "refers": column.references is not None,
            "starts": column.starts_with is not None,
        }
        assert {f"{column.name}_{sort}" for sort, is_asked in asked.items() if is_asked} <= rules
    assert "key_unique" in rules


# --- views and queries


@pytest.mark.parametrize(
    "path", [path for folder in ("marts", "views", "queries") for path in sorted((ROOT / "warehouse" / folder).glob("*.sql"))], ids=name_of
)
def test_a_view_or_query_opens_with_its_question_and_is_one_statement(path):
    text = path.read_text(encoding="utf-8")
    assert re.match(r"-- [A-Z].*\?", text), "the first line is the question it answers"
    assert not re.search(r"\b(?:CREATE|INSERT|UPDATE|DELETE|ATTACH|COPY|PRAGMA|INSTALL|LOAD)\b", text)
    assert len(duckdb.extract_statements(text)) == 1
    assert text.endswith("\n")


# --- vocabulary

VOCABULARY = sorted((ROOT / "transforms" / "lexicon").glob("*.tsv"))
#: Files whose rows are tried in the order they stand in, or that keep rows of one class together.
IN_ORDER = {"name_pattern", "meeting_phrase", "meeting_status", "meeting_trigger", "meeting_venue", "meeting_word"}


@pytest.mark.parametrize("path", VOCABULARY, ids=lambda path: path.stem)
def test_a_vocabulary_file_is_well_formed(path):
    """Tabs, no stray white space, no row twice, and in an order in which a reader finds a row and a merge does not clash."""
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [line for line in lines[1:] if not line.startswith("# ")]
    assert lines[-1] == ""
    assert "" not in rows[:-1], "an empty line"
    rows.pop()
    assert not [row for row in rows if "pattern" not in lines[0] for field in row.split("\t") if field != field.strip()]
    assert len(set(rows)) == len(rows), "a row twice"
    if path.stem not in IN_ORDER:
        assert rows == sorted(rows), f"sort the rows of {path.name}"
    assert lexicon.load(path.stem).height == len(rows)


@pytest.mark.parametrize("name", [path.stem for path in VOCABULARY if "iso3" in lexicon.load(path.stem).columns])
def test_countries_of_the_vocabulary_are_known(name):
    """By their code, or as a body that somebody can act for."""
    known = {*lexicon.load("country")["iso3"], *lexicon.load("organisation")["name"], "-"}
    assert set(lexicon.load(name)["iso3"].drop_nulls()) - known == set()


@pytest.mark.parametrize(
    ("row", "fault"), [("Oslo\tNOR", "line 3: 2 fields, not 3"), ("Oslo\tNOR\tyes", "line 3: seat is 'yes', not a whole number")]
)
def test_a_faulty_row_is_told_by_file_and_line(row, fault):
    with pytest.raises(ValueError, match=f"capital.tsv {re.escape(fault)}"):
        lexicon.parse("capital", f"surface\tiso3\tseat\n# a comment\n{row}\n")


# --- nothing of one machine

#: Parts are put together here, so that this file does not name them itself.
FOREIGN = {
    "a folder of one machine": r"(?<![\w./])/(?:work|root|home/\w+|Users/\w+)/",
    "a registry or mirror": r"(?:pypi|pythonhosted|artifactory|nexus|jfrog|npmjs|proxy\.golang)" + r"\.(?:org|com|io)",
    "an address inside a network": r"\b(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}\b",
}


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("what", FOREIGN)
def test_the_repository_holds_nothing_of_one_machine(what):
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{name_of(path)}: {match[0]}" for match in re.finditer(FOREIGN[what], text)]
    assert found == []


def test_no_pattern_ignores_case():
    """It is sixty times slower: both cases are written, or the text is folded once."""
    code = [path for path in tracked() if path.suffix in (".py", ".tsv")]
    assert [name_of(path) for path in code if "(" + "?i" in path.read_text(encoding="utf-8")] == []


def test_the_locks_pin_hashes_and_name_no_index():
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "index-url" not in text and "://" not in text
