"""What the published file lacks of the stage, and which of its rows give way to new ones.

The file names the parts of the stage it was made from. So what a run has to do follows from the two alone, whatever runs before it
did, left undone, or were killed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from transforms.tables import MEETING_PARTICIPANT, MEETING_REPORT
from warehouse import questions
from warehouse.read import FILE, opened
from warehouse.stage import Part

#: Share of the articles that may have come to the file since it was last written whole. They stand at its end, out of order, and
#: replaced rows leave holes; a fifth costs readers little, and a whole build each time a fifth is new costs a run as little.
TAIL = 0.2


@dataclass(frozen=True, slots=True)
class Change:
    """`fresh`: parts of `article` that the published file does not hold. `gone`: it holds parts that are no longer live.

    `whole`: it is made anew: there is none, other code made it, or too much of it would come from increments.
    """

    fresh: tuple[Part, ...]
    gone: bool
    whole: bool


def change(home: Path, live: Sequence[Part], code: str) -> Change:
    """What the published file of a home lacks of the live parts of `article`, when this version of the code is to publish."""
    if not (home / FILE).exists():
        return Change(tuple(live), gone=False, whole=True)
    with closing(opened(home)) as con:
        made_by, appended = con.execute("SELECT code, appended FROM build.state").fetchall()[0]
        held = {name for (name,) in con.execute("FROM build.part").fetchall()}
    fresh = tuple(part for part in live if part.name not in held)
    tail = appended + sum(part.rows for part in fresh)
    whole = made_by != code or tail > TAIL * sum(part.rows for part in live)
    return Change(fresh, gone=not held <= {part.name for part in live}, whole=whole)


def mark(con: duckdb.DuckDBPyConnection, fresh: Sequence[Path], live: Sequence[Path] | None, blocks: Iterable[str]) -> None:
    """Make temporary tables of what gives way: `out_article`, `out_report` (with `article_id` and `meeting_id`), `out_block`.

    `fresh` and `live` are files of `article`, `live` null when no part is gone; `blocks` are those that new reports fall in.
    """
    con.execute("CREATE TEMP TABLE out_article (article_id VARCHAR)")
    for files, join in ((fresh, "SEMI"), (live, "ANTI")):
        if files:
            con.execute(
                f"INSERT INTO out_article SELECT article_id FROM article {join} JOIN (FROM read_parquet(?)) USING (article_id)",
                [[str(path) for path in files]],
            )
    con.execute(
        """
        CREATE TEMP TABLE out_block AS
        SELECT unnest(?::VARCHAR[]) AS block
        UNION
        SELECT block FROM meeting_link JOIN meeting_report USING (report_id) SEMI JOIN out_article USING (article_id)
        """,
        [list(blocks)],
    )
    con.execute(
        """
        CREATE TEMP TABLE out_report AS
        SELECT report_id, article_id, link.meeting_id
        FROM meeting_link AS link SEMI JOIN out_block USING (block) JOIN meeting_report USING (report_id)
        """
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What the published file knows of blocks to be resolved again: `article`, `report`, `participant` as `resolve` takes them.

    `rows`: by table, how many rows of history stay as they are.
    """

    article: pl.DataFrame
    report: pl.DataFrame
    participant: pl.DataFrame
    rows: dict[str, int]


#: By table of history, which of its rows give way.
GIVES_WAY = {
    "meeting_report": "report_id IN (SELECT report_id FROM out_report)",
    "meeting_participant": "report_id IN (SELECT report_id FROM out_report)",
    "meeting_link": "report_id IN (SELECT report_id FROM out_report)",
    "meeting": "meeting_id IN (SELECT meeting_id FROM out_report)",
    "meeting_party": "meeting_id IN (SELECT meeting_id FROM out_report)",
}


def mark_told(con: duckdb.DuckDBPyConnection, person: Sequence[Path]) -> None:
    """Make the temporary table `out_meeting` of the meetings whose rows in marts give way: those of `out_report`, and those of persons who
    are called otherwise in `person`, the files of the register to come."""
    con.execute(
        """
        CREATE TEMP TABLE out_meeting AS
        SELECT meeting_id FROM out_report
        UNION
        SELECT meeting_id
        FROM meeting_participant
        WHERE entity_id IN (
            SELECT entity_id
            FROM person AS old FULL JOIN (FROM read_parquet(?)) AS new USING (entity_id)
            WHERE (old.name, old.country_code) IS DISTINCT FROM (new.name, new.country_code)
        )
        """,
        [[str(path) for path in person]],
    )


def tell_anew(con: duckdb.DuckDBPyConnection, meeting: Sequence[Path]) -> None:
    """Replace the rows of marts on the meetings that `mark_told` marked and on those of `meeting`, the files that were added.

    A mart's SQL tells of all meetings that it finds. It finds these alone: temporary tables stand before the file's own of the same name.
    """
    if meeting:
        con.execute("INSERT INTO out_meeting SELECT meeting_id FROM read_parquet(?)", [[str(path) for path in meeting]])
    [(file,)] = con.execute("SELECT current_database()").fetchall()
    for table in ("meeting", "meeting_report", "meeting_participant", "meeting_party"):
        con.execute(f'CREATE TEMP TABLE {table} AS FROM "{file}".main.{table} SEMI JOIN out_meeting USING (meeting_id)')
    con.execute(
        f'CREATE TEMP TABLE article AS SELECT * EXCLUDE (body) FROM "{file}".main.article SEMI JOIN meeting_report USING (article_id)'
    )
    for mart in questions.marts():
        con.execute(f"DELETE FROM mart.{mart.name} WHERE meeting_id IN (FROM out_meeting)")
        con.execute(f"INSERT INTO mart.{mart.name} {mart.sql}")


def standing(home: Path, fresh: Sequence[Path], live: Sequence[Path] | None, blocks: Iterable[str]) -> Standing:
    """The reports of the marked blocks that stay, for `mark`'s arguments."""
    with closing(opened(home)) as con:
        mark(con, fresh, live, blocks)
        con.execute("CREATE TEMP TABLE stays AS FROM out_report ANTI JOIN out_article USING (article_id)")
        rows = {
            table: con.execute(f"SELECT count(*) FROM {table} WHERE NOT ({condition})").fetchall()[0][0]
            for table, condition in GIVES_WAY.items()
        }
        return Standing(
            con.sql("SELECT article_id, source, source_uri, published_date FROM article SEMI JOIN stays USING (article_id)").pl(),
            _of_stays(con, "meeting_report", MEETING_REPORT.unmerged),
            _of_stays(con, "meeting_participant", MEETING_PARTICIPANT.unmerged),
            rows,
        )


def _of_stays(con: duckdb.DuckDBPyConnection, table: str, schema: pl.Schema) -> pl.DataFrame:
    return con.sql(f"SELECT {', '.join(schema)} FROM {table} SEMI JOIN stays USING (report_id)").pl()
