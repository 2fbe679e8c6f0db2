"""The SQL files: macros, marts, views and queries, each opening with the question it answers, and the comments that describe their columns.

A file starts with `-- Question?`, then `-- column: what it holds` for columns that neither the contract nor a mart or view it reads describes.
A mart is a table of schema `mart` that holds an answer which takes long to work out, all of it meeting by meeting: views read it.
"""

from __future__ import annotations

import re
from collections import ChainMap
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from transforms.tables import MEETING, TABLES

HERE = Path(__file__).parent
_COMMENT = re.compile(r"^-- (?P<column>[a-z_]+): (?P<text>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Question:
    """One SQL file: its name, the question in its first line, comments by column, and the statement."""

    name: str
    question: str
    comments: dict[str, str]
    sql: str


def read(path: Path) -> Question:
    """Parse one SQL file. Raises ValueError when its first line is no question."""
    text = path.read_text(encoding="utf-8")
    first = text.split("\n", 1)[0]
    if not first.startswith("-- ") or "?" not in first:
        raise ValueError(f"{path.name}: the first line must be a comment with the question that the file answers")
    comments = {match["column"]: match["text"] for match in _COMMENT.finditer(text)}
    return Question(path.stem, first.removeprefix("-- "), comments, text)


@cache
def macros() -> tuple[Question, ...]:
    """Macros in the order they can be created."""
    return _ordered("macros")


@cache
def marts() -> tuple[Question, ...]:
    """Marts by name; none reads another."""
    return tuple(read(path) for path in sorted((HERE / "marts").glob("*.sql")))


@cache
def views() -> tuple[Question, ...]:
    """Views in the order they can be created: what a view reads comes before it."""
    return _ordered("views")


@cache
def queries() -> tuple[Question, ...]:
    """Queries by name."""
    return tuple(read(path) for path in sorted((HERE / "queries").glob("*.sql")))


def _ordered(folder: str) -> tuple[Question, ...]:
    found = {path.stem: read(path) for path in sorted((HERE / folder).glob("*.sql"))}
    reads = {name: sorted(_words(one) & found.keys() - {name}) for name, one in found.items()}
    return tuple(found[name] for name in TopologicalSorter(reads).static_order())


def _words(one: Question) -> set[str]:
    return set(re.findall(r"\w+", _COMMENT.sub("", one.sql)))


def _contract_comments() -> dict[str, str]:
    """What the contract says of a column name; `meeting` has the last word, as most views are about meetings."""
    every = [*TABLES.values(), MEETING]
    return {column.name: column.description for table in every for column in table.columns}


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Create all macros, marts and views, with their questions and columns as comments, in a database that has the contract's tables.

    Marts are filled from the tables as they are.
    """
    for macro in macros():
        con.execute(macro.sql)
        sort = "MACRO TABLE" if " AS TABLE" in macro.sql else "MACRO"
        con.execute(f"COMMENT ON {sort} {macro.name} IS {quoted(macro.question)}")
    con.execute("CREATE SCHEMA mart")
    for mart in marts():
        con.execute(f"CREATE TABLE mart.{mart.name} AS\n{mart.sql}")
        con.execute(f"COMMENT ON TABLE mart.{mart.name} IS {quoted(mart.question)}")
    known = _contract_comments()
    for view in views():
        con.execute(f"CREATE VIEW {view.name} AS\n{view.sql}")
        con.execute(f"COMMENT ON VIEW {view.name} IS {quoted(view.question)}")
        read_from = [other.comments for other in (*marts(), *views()) if other.name in _words(view) and other is not view]
        comments = ChainMap(view.comments, *read_from, known)
        for column in con.table(view.name).columns:
            if column in comments:
                con.execute(f"COMMENT ON COLUMN {view.name}.{column} IS {quoted(comments[column])}")
