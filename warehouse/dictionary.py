"""The data dictionary, docs/data-dictionary.md: tables from the contract, views, macros and queries from their SQL files.

`python -m warehouse.dictionary` prints it; `make docs` writes it; a test tells when it is out of date.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from transforms.tables import QUARANTINE_REASONS, TABLES, WARNINGS, Column, Table
from warehouse import questions
from warehouse.build import ddl

_MEANINGS = {"reason": QUARANTINE_REASONS, "warning": WARNINGS}
_INTRO = """# Data dictionary

Made from `transforms/tables.py` and the SQL files of `warehouse/` by `make docs`; change it there.

A **key** names a row. An arrow (→) says where the value is found again. Offsets count Unicode code points of `article.body`, so that
`body[char_start:char_end]` is the words themselves. Dates are never filled from the day of publication. A table `run` has one row: the run
that built the warehouse (`run_id`), when (`built_at`), and the version of the rules it read articles by (`rules`).
"""


def markdown() -> str:
    """The whole page."""
    parts = [_INTRO, "## Tables\n", *map(_table, TABLES.values()), *_views(), *_marts(), *_macros(), *_queries()]
    return "\n".join(parts)


def _table(table: Table) -> str:
    rows = "\n".join(_column(column, table) for column in table.columns)
    return f"### {table.name}\n\n{table.description}\n\n| column | type | what it holds |\n| --- | --- | --- |\n{rows}\n"


def _column(column: Column, table: Table) -> str:
    notes = [column.description]
    if column.values and column.name in _MEANINGS:
        notes += [f"<br>`{value}` {_MEANINGS[column.name][value]}" for value in column.values]
    elif column.values:
        notes.append(": " + ", ".join(f"`{value}`" for value in column.values))
    if column.references:
        notes.append(f" → `{column.references}`")
    if column.name in table.key:
        notes.append(" (key)")
    elif column.nullable:
        notes.append(" (may be null)")
    dtype = str(column.dtype).replace("Datetime(time_unit='us', time_zone='UTC')", "Timestamp, UTC")
    return f"| `{column.name}` | {dtype} | {_cell(''.join(notes))} |"


def _views() -> Iterator[str]:
    yield "## Views\n\nEach answers one question; the SQL is in `warehouse/views/`.\n"
    with duckdb.connect(":memory:") as con:
        for table in TABLES.values():
            for statement in ddl(table):
                con.execute(statement)
        questions.create(con)
        for view in sorted(questions.views(), key=lambda one: one.name):
            columns = con.execute(
                "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = ? ORDER BY column_index",
                [view.name],
            ).fetchall()
            rows = "\n".join(f"| `{name}` | {dtype} | {_cell(comment or '')} |" for name, dtype, comment in columns)
            yield f"### {view.name}\n\n{view.question}\n\n| column | type | what it holds |\n| --- | --- | --- |\n{rows}\n"


def _marts() -> Iterator[str]:
    yield "## Marts\n\nTables of the schema `mart`, in no export: answers that views read and that are kept meeting by meeting; the SQL is in `warehouse/marts/`.\n"
    yield _list(questions.marts())


def _macros() -> Iterator[str]:
    yield "## Macros\n\nFunctions to use in SQL; they are in `warehouse/macros/`.\n"
    yield _list(questions.macros())


def _queries() -> Iterator[str]:
    yield f"## Queries\n\nIn `warehouse/queries/`, to run as they are or to start from: `dateline sql --file warehouse/queries/{questions.queries()[0].name}.sql`\n"
    yield _list(questions.queries())


def _list(found: tuple[questions.Question, ...]) -> str:
    return "\n".join(f"- `{one.name}`: {one.question}" for one in sorted(found, key=lambda one: one.name)) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    print(markdown(), end="")
