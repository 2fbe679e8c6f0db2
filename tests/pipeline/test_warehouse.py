"""Answers of the views and queries on a small warehouse made by hand, the lock on readers, and the export. All stories are invented."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from transforms.tables import MEETING_STATUSES, TABLES
from warehouse import build, questions, read
from warehouse.export import NotAnExport, export
from warehouse.increment import Change
from warehouse.stage import Files

#: article: number, source, published
ARTICLES = [
    (1, "Norra", "2019-03-01"),
    (2, "Sudra", "2019-03-10"),
    (3, "Norra", "2019-03-11"),
    (4, "Sudra", "2019-03-20"),
    (5, "Norra", "2019-04-02"),
    (6, "Ostra", "2019-04-10"),
    (7, "Norra", "2019-05-01"),
]
#: meeting: name, kind, status, first day, last day, place, country, parties, level
MEETINGS = [
    # Announced on 1 March, held on 10 March, told by two agencies that name two places.
    ("envoys", "talks", "held", "2019-03-10", "2019-03-10", "Oslo", "NOR", ["FIN", "SWE"], "envoy"),
    ("leaders", "summit", "held", "2019-04-02", "2019-04-02", "Helsinki", "FIN", ["FIN", "SWE"], "head"),
    ("trip", "visit", "held", "2019-04-01", "2019-04-02", "Helsinki", "FIN", ["FIN", "SWE"], "head"),
    ("call", "call", "held", "2019-04-08", "2019-04-08", None, None, ["DNK", "FIN"], "head"),
    # Planned, then called off.
    ("off", "talks", "cancelled", "2019-03-25", "2019-03-25", "Riga", "LVA", ["DNK", "SWE"], None),
    # Planned for days that are still to come.
    ("next", "talks", "scheduled", "2019-05-09", "2019-05-10", "Tallinn", "EST", ["EST", "FIN"], "minister"),
    # A day that has passed, and no word since; a day that nobody gave; a year and no more.
    ("silent", "talks", "expected", "2019-03-18", "2019-03-18", None, "NOR", ["NOR", "SWE"], None),
    ("undated", "talks", "held", None, None, None, None, ["NOR", "SWE"], None),
    ("vague", "talks", "held", "2018-01-01", "2018-12-31", None, None, ["DNK", "NOR", "SWE"], None),
    # A gathering: no pairs come of it.
    ("hall", "conference", "held", "2019-03-19", "2019-03-20", "Oslo", "NOR", ["DNK", "EU", "FIN", "SWE"], None),
]
#: report: meeting, article, status, first day, last day, place
REPORTS = [
    ("envoys", 1, "expected", "2019-03-01", "2019-03-31", None),
    ("envoys", 2, "scheduled", "2019-03-10", "2019-03-10", "Oslo"),
    ("envoys", 2, "held", "2019-03-10", "2019-03-10", "Oslo"),
    ("envoys", 3, "held", "2019-03-10", "2019-03-10", "Bergen"),
    ("envoys", 4, "scheduled", "2019-03-10", "2019-03-10", "Oslo"),
    ("leaders", 5, "held", "2019-04-02", "2019-04-02", "Helsinki"),
    ("trip", 5, "held", "2019-04-01", "2019-04-02", "Helsinki"),
    ("call", 6, "held", "2019-04-08", "2019-04-08", None),
    ("off", 3, "scheduled", "2019-03-25", "2019-03-25", "Riga"),
    ("off", 4, "cancelled", "2019-03-25", "2019-03-25", None),
    ("next", 6, "possible", "2019-05-01", "2019-05-31", None),
    ("next", 7, "scheduled", "2019-05-09", "2019-05-10", "Tallinn"),
    ("silent", 2, "expected", "2019-03-18", "2019-03-18", None),
    ("undated", 6, "held", None, None, None),
    ("vague", 6, "held", "2018-01-01", "2018-12-31", None),
    ("hall", 4, "held", "2019-03-19", "2019-03-20", "Oslo"),
]
#: participant: number of the report, name, country, role
PARTICIPANTS = [
    (2, "Aino Vesterholm", "FIN", "envoy"),
    (2, "Sten Brunnegard", "SWE", "envoy"),
    (3, "Aino Vesterholm", "FIN", "envoy"),
    (5, "Eero Kallastama", "FIN", "president"),
    (5, "Maja Tunefors", "SWE", "prime minister"),
    (6, "Maja Tunefors", "SWE", "prime minister"),
    (7, "Eero Kallastama", "FIN", "president"),
]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def article_id(number: int) -> str:
    return f"a{number:016x}"


def frames() -> dict[str, pl.DataFrame]:
    """The tables of the contract, filled from the lists above."""
    body = "They met."
    rows: dict[str, list[dict]] = {name: [] for name in TABLES}
    told = {name: [report for report in REPORTS if report[0] == name] for name, *_ in MEETINGS}
    published = {number: day(text) for number, _, text in ARTICLES}
    source = {number: text for number, text, _ in ARTICLES}
    for number, *_ in ARTICLES:
        rows["article"].append(
            {"article_id": article_id(number), "source": source[number], "source_uri": f"{number}.txt", "published_date": published[number]}
            | {"body": body, "n_words": 2, "content_sha256": "0" * 64}
        )
    for name, kind, status, first, last, place, country, parties, level in MEETINGS:
        days = [published[report[1]] for report in told[name]]
        rows["meeting"].append(
            {"meeting_id": name, "kind": kind, "status": status, "date_start": day(first), "date_end": day(last), "place": place}
            | {"place_country": country, "parties": parties, "level": level, "n_reports": len(days), "first_reported": min(days)}
            | {"last_reported": max(days), "n_sources": len({source[report[1]] for report in told[name]})}
        )
        rows["meeting_party"] += [{"meeting_id": name, "party": party} for party in parties]
    parties = {name: sides for name, *_, sides, _ in MEETINGS}
    for number, (name, article, status, first, last, place) in enumerate(REPORTS):
        rows["meeting_report"].append(
            {"report_id": f"r{number:02}", "meeting_id": name, "article_id": article_id(article), "sentence_no": 0, "evidence": body}
            | {"char_start": 0, "char_end": 9, "kind": "talks", "status": status, "date_start": day(first), "date_end": day(last)}
            | {"place": place, "parties": parties[name], "rule": "hand", "confidence": 1.0}
        )
    for number, person, country, role in PARTICIPANTS:
        rows["meeting_participant"].append(
            {"meeting_id": REPORTS[number][0], "report_id": f"r{number:02}", "mention_id": f"{number}-{person}", "name": person}
            | {"country_code": country, "role": role, "entity_id": f"person:{person}/{country}"}
        )
    for person, country in dict.fromkeys((person, country) for _, person, country, _ in PARTICIPANTS):
        rows["person"].append(
            {"entity_id": f"person:{person}/{country}", "name": person, "country_code": country, "names": [person], "n_articles": 1}
            | {"first_seen": day("2019-03-01"), "last_seen": day("2019-03-01")}
        )
    rows["article_warning"].append({"article_id": article_id(2), "warning": "no_title", "detail": "no title"})
    rows["article_quarantine"].append(
        {"source_uri": "8.txt", "reason": "empty", "detail": "holds no text", "content_sha256": "0" * 64}
        | {"seen_at": datetime(2019, 5, 1, tzinfo=UTC)}
    )
    for number, (name, *_) in enumerate(REPORTS):
        first = next(i for i, report in enumerate(REPORTS) if report[0] == name)
        rows["meeting_link"].append(
            {"meeting_id": name, "report_id": f"r{number:02}", "linked_to": None if number == first else f"r{first:02}"}
            | {"rule": "anchor" if number == first else "same_parties", "block": "talks", "evidence": "by hand"}
        )
    return {name: pl.DataFrame(rows[name], schema=table.schema) for name, table in TABLES.items()}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    where = tmp_path_factory.mktemp("home")
    parts = {name: [Files(where).write(name, frame)] for name, frame in frames().items()}
    build.publish(where, parts, Change((), gone=False, whole=True), build.Run("run-1", datetime(2019, 5, 1, tzinfo=UTC), "rules", "code"))
    return where


def rows(home: Path, sql: str) -> list[tuple]:
    return read.query(home, sql).rows()


def asked(home: Path, name: str, *columns: str) -> list[tuple]:
    """The answer of a query of `warehouse/queries`, some columns of it."""
    sql = next(query.sql for query in questions.queries() if query.name == name)
    return read.query(home, sql).select(columns).rows()


# Views


def test_every_meeting_is_counted_in_one_month_and_no_year_counts_as_january(home):
    assert rows(home, "SELECT sum(n_meetings)::INT FROM meetings_by_month") == [(len(MEETINGS),)]
    assert rows(home, "SELECT n_meetings FROM meetings_by_month WHERE month IS NULL AND status = 'held'") == [(2,)]
    assert rows(home, "FROM meetings_by_month WHERE month < '2019-03-01'") == []


def test_a_pair_is_two_sides_and_gatherings_make_none(home):
    assert rows(home, "SELECT n_held, n_summits, n_talks, n_visits, n_calls FROM dyad_month WHERE month = '2019-04-01' ORDER BY ALL") == [
        (1, 0, 0, 0, 1),
        (2, 1, 0, 1, 0),
    ]
    assert rows(home, "FROM dyad WHERE party_a >= party_b OR meeting_id = 'hall'") == []
    assert rows(home, "SELECT n_held, n_planned, n_off FROM dyad_month WHERE party_a = 'DNK' AND party_b = 'SWE' ORDER BY month") == [
        (0, 0, 1),
        (1, 0, 0),
    ]


def test_upcoming_counts_from_the_newest_article(home):
    assert rows(home, "SELECT meeting_id, days_ahead, status, date_start FROM upcoming") == [("next", 8, "scheduled", date(2019, 5, 9))]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2019-02-28", []),
        ("2019-03-01", [("envoys", "expected", date(2019, 3, 1))]),
        # Held on the 10th and told so on that day: ahead no more, though one report of the day still announces it.
        ("2019-03-10", [("silent", "expected", date(2019, 3, 18))]),
        ("2019-03-12", [("silent", "expected", date(2019, 3, 18)), ("off", "scheduled", date(2019, 3, 25))]),
        # Called off on the 20th.
        ("2019-03-20", []),
        ("2019-04-15", [("next", "possible", date(2019, 5, 1))]),
    ],
)
def test_upcoming_on_a_day_knows_what_was_told_until_then(home, today, expected):
    assert rows(home, f"SELECT meeting_id, status, date_start FROM upcoming_on('{today}')") == expected


def test_announcements_have_one_outcome_each(home):
    assert rows(home, "SELECT meeting_id, announced_on, announced_as, announced_by, outcome FROM announcement ORDER BY 1") == [
        ("envoys", date(2019, 3, 1), "expected", "Norra", "held"),
        ("next", date(2019, 4, 10), "possible", "Ostra", "ahead"),
        ("off", date(2019, 3, 11), "scheduled", "Norra", "cancelled"),
        ("silent", date(2019, 3, 10), "expected", "Sudra", "unknown"),
    ]
    assert rows(home, "SELECT meeting_id, days FROM announcement_lag") == [("envoys", 9)]
    assert rows(home, "SELECT n_announced, n_held, n_off, n_ahead, n_unknown, share_held FROM planned_vs_held ORDER BY announced_as") == [
        (2, 1, 0, 0, 1, 1.0),
        (1, 0, 0, 1, 0, None),
        (1, 0, 1, 0, 0, 0.0),
    ]


def test_last_met_tells_meetings_from_calls_and_leaves_undated_ones_out(home):
    assert rows(
        home, "SELECT party_a, party_b, last_met, last_spoke, days_since_contact, n_held, n_undated FROM last_met ORDER BY 1, 2"
    ) == [
        ("DNK", "FIN", None, date(2019, 4, 8), 23, 1, 0),
        ("DNK", "NOR", date(2018, 12, 31), None, 121, 1, 0),
        ("DNK", "SWE", date(2018, 12, 31), None, 121, 1, 0),
        ("FIN", "SWE", date(2019, 4, 2), None, 29, 3, 0),
        ("NOR", "SWE", date(2018, 12, 31), None, 121, 1, 1),
    ]


def test_history_has_a_row_for_each_change(home):
    assert rows(home, "SELECT step, published_date, previous_status, status, source FROM meeting_history WHERE meeting_id = 'envoys'") == [
        (1, date(2019, 3, 1), None, "expected", "Norra"),
        (2, date(2019, 3, 10), "expected", "scheduled", "Sudra"),
        (3, date(2019, 3, 10), "scheduled", "held", "Sudra"),
    ]
    assert rows(home, "SELECT count(*) FROM meeting_history WHERE step = 1") == [(len(MEETINGS),)]


def test_contradictions_show_both_sides(home):
    assert rows(home, "SELECT meeting_id, field, told, n_reports, sources FROM contradictions ORDER BY ALL") == [
        ("envoys", "place", "Bergen", 1, "Norra"),
        ("envoys", "place", "Oslo", 3, "Sudra"),
    ]


def test_a_person_has_one_row_a_meeting(home):
    assert rows(home, "SELECT name, meeting_id, counterparts FROM meetings_by_person ORDER BY name, date_start DESC") == [
        ("Aino Vesterholm", "envoys", "Sten Brunnegard"),
        ("Eero Kallastama", "call", None),
        ("Eero Kallastama", "leaders", "Maja Tunefors"),
        ("Maja Tunefors", "leaders", "Eero Kallastama"),
        ("Maja Tunefors", "trip", None),
        ("Sten Brunnegard", "envoys", "Aino Vesterholm"),
    ]
    assert rows(home, "SELECT n_named FROM attendance WHERE name = 'Aino Vesterholm'") == [(2,)]


def test_two_reports_are_compared_point_by_point(home):
    compared = dict(rows(home, "SELECT compared, agree FROM why_apart('r02', 'r06')"))
    assert compared == {
        "one meeting": False,
        "sort of contact": True,  # every report here is of talks
        "parties": True,
        "days": False,
        "persons": False,
        "articles": True,
        "rule of the link": None,
    }
    assert dict(rows(home, "SELECT compared, agree FROM why_apart('r02', 'r03')"))["one meeting"]


def test_itinerary_holds_days_and_places_and_no_calls(home):
    assert rows(home, "SELECT name, date_start, place, abroad FROM person_itinerary ORDER BY ALL") == [
        ("Aino Vesterholm", date(2019, 3, 10), "Oslo", True),
        ("Eero Kallastama", date(2019, 4, 2), "Helsinki", False),
        ("Maja Tunefors", date(2019, 4, 1), "Helsinki", True),
        ("Maja Tunefors", date(2019, 4, 2), "Helsinki", True),
        ("Sten Brunnegard", date(2019, 3, 10), "Oslo", True),
    ]


def test_places_count_meetings_in_person(home):
    assert rows(home, "SELECT place_country, place, n_held, n_planned, n_off, n_third_party FROM meetings_by_place ORDER BY 1, 2") == [
        ("EST", "Tallinn", 0, 1, 0, 0),
        ("FIN", "Helsinki", 2, 0, 0, 0),
        ("LVA", "Riga", 0, 0, 1, 0),
        ("NOR", "Oslo", 2, 0, 0, 2),
        ("NOR", None, 0, 1, 0, 0),
    ]


def test_data_quality_tells_of_doubts_and_refusals(home):
    assert rows(home, "SELECT level, warning, source_uri FROM data_quality") == [
        ("refused", "empty", "8.txt"),
        ("warning", "no_title", "2.txt"),
    ]


# Queries


@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        ("before_a_summit", ["party_a", "party_b", "days_before", "persons"], [("FIN", "SWE", 23, "Aino Vesterholm (FIN), Sten Brunnegard (SWE)")]),
        ("busiest_pairs", ["party_a", "party_b", "n_held", "n_calls"], [("FIN", "SWE", 3, 0), ("NOR", "SWE", 2, 0), ("DNK", "FIN", 1, 1), ("DNK", "NOR", 1, 0), ("DNK", "SWE", 1, 0)]),
        ("lag_by_pair", ["party_a", "party_b", "year", "median_days"], [("FIN", "SWE", 2019, 9.0)]),
        ("most_travelled", ["name", "n_trips", "countries"], [("Aino Vesterholm", 1, "NOR"), ("Maja Tunefors", 1, "FIN"), ("Sten Brunnegard", 1, "NOR")]),
        ("next_two_weeks", ["date_start", "parties", "status"], [(date(2019, 5, 9), "EST, FIN", "scheduled")]),
        ("ruled_out", ["status", "previous_status", "parties"], [("cancelled", "scheduled", "DNK, SWE")]),
        ("share_that_took_place", ["party_a", "party_b", "n_announced", "n_held", "share_held"], [("DNK", "SWE", 1, 0, 0.0), ("EST", "FIN", 1, 0, None), ("FIN", "SWE", 1, 1, 1.0), ("NOR", "SWE", 1, 0, 0.0)]),
        ("third_places", ["parties", "place"], [("FIN, SWE", "Oslo"), ("DNK, EU, FIN, SWE", "Oslo")]),
        ("what_changed", ["previous_status", "status", "parties"], [("possible", "scheduled", "EST, FIN")]),
        ("who_met_whom_last_month", ["name", "kind"], [("Eero Kallastama", "call"), ("Eero Kallastama", "summit"), ("Maja Tunefors", "summit"), ("Maja Tunefors", "visit")]),
    ],
)  # fmt: skip
def test_query(home, name, columns, expected):
    assert asked(home, name, *columns) == expected


def test_every_query_has_its_answer_tested():
    tested = {case[0] for mark in test_query.pytestmark for case in mark.args[1]}
    assert tested == {query.name for query in questions.queries()}
    assert len(tested) == 10


# What every view has


def test_every_view_and_column_is_described(home):
    assert rows(home, "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment NOT LIKE '%?%'") == []
    assert (
        rows(
            home,
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal AND comment IS NULL AND table_name <> 'run'",
        )
        == []
    )


def test_a_comment_names_a_column_that_is_there(home):
    for view in questions.views():
        assert set(view.comments) <= set(read.query(home, f"FROM {view.name}").columns), view.name


def test_views_hold_no_type_that_a_bi_tool_cannot_read(home):
    flat = "('VARCHAR', 'DATE', 'INTEGER', 'BIGINT', 'DOUBLE', 'BOOLEAN')"
    names = ", ".join(f"'{view.name}'" for view in questions.views())
    assert (
        rows(
            home,
            f"SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE table_name IN ({names}) AND data_type NOT IN {flat}",
        )
        == []
    )


def test_the_macros_know_the_statuses_of_the_contract(home):
    values = ", ".join(f"('{status}')" for status in MEETING_STATUSES)
    assert rows(home, f"FROM (VALUES {values}) AS t(status) WHERE settled(status) IS NULL") == []
    assert rows(home, f"SELECT status FROM (VALUES {values}) AS t(status) WHERE NOT is_planned(status) ORDER BY 1") == [
        ("cancelled",),
        ("denied",),
        ("held",),
    ]


def test_a_file_without_a_question_is_refused(tmp_path):
    (tmp_path / "bad.sql").write_text("SELECT 1")
    with pytest.raises(ValueError, match=r"bad\.sql: the first line"):
        questions.read(tmp_path / "bad.sql")


# Readers


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("DELETE FROM article", "read-only"),
        ("COPY article TO 'never.csv'", "dateline export"),
        ("SELECT * FROM read_csv('/etc/hostname')", "no files"),
        ("FROM 'manifest.json'", "no files"),
        ("SET threads = 1", "settings"),
        ("INSTALL httpfs", "no files, network"),
        ("LOAD httpfs", "no files, network"),
        ("ATTACH 'other.duckdb'", "no files"),
        ("FROM meetngs", "Did you mean meeting"),
        ("FROM nothing_like_it", "There are: announcement, "),
        ("SELECT statu FROM meeting", "status"),
        ("SELEC 1", "syntax"),
        ("FROM home", "no table or view is called home"),
    ],
)
def test_a_reader_can_only_read_and_is_told_why(home, statement, says):
    with pytest.raises(read.QueryError, match=says):
        read.query(home, statement)


def test_a_reader_has_limits(home):
    assert rows(home, "SELECT current_setting('memory_limit'), current_setting('autoload_known_extensions')") == [("1.8 GiB", False)]


# Export


@pytest.fixture(scope="module")
def exported(home, tmp_path_factory) -> Path:
    where = tmp_path_factory.mktemp("bi") / "export"
    export(home, where)
    return where


def test_export_holds_what_the_warehouse_holds(home, exported):
    manifest = json.loads((exported / "manifest.json").read_text())
    assert manifest["run_id"] == "run-1"
    assert set(manifest["tables"]) == set(TABLES) | {view.name for view in questions.views()} | {"run"}
    for name, told in manifest["tables"].items():
        source = exported / (f"{name}/**/*.parquet" if (exported / name).is_dir() else f"{name}.parquet")
        held = pl.from_arrow(duckdb.sql(f"FROM read_parquet('{source}', hive_partitioning = false)").to_arrow_table())
        columns = [column["name"] for column in told["columns"]]
        kept = read.query(home, f"FROM {name}")
        order = [column for column in columns if not kept.schema[column].is_nested()]
        assert held.select(columns).sort(order).equals(kept.sort(order)), name
        assert told["rows"] == held.height
        assert set(held.columns) - set(columns) <= {"parties_text", "names_text"}


def test_manifest_has_the_checksum_of_every_file(exported):
    told = {
        file["path"]: file["sha256"]
        for table in json.loads((exported / "manifest.json").read_text())["tables"].values()
        for file in table["files"]
    }
    held = {path.relative_to(exported).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in exported.rglob("*.parquet")}
    assert told == held


def test_tables_that_grow_are_folders_by_year(exported):
    assert [path.name for path in (exported / "article").iterdir()] == ["year=2019"]
    assert (exported / "sentence" / "sentence_0.parquet").exists(), "an empty table is still there to read"
    assert (exported / "meeting.parquet").exists()


def test_lists_have_a_text_beside_them(exported):
    meeting = pl.read_parquet(exported / "meeting.parquet")
    assert meeting.filter(meeting_id="hall").select("parties", "parties_text").row(0) == (["DNK", "EU", "FIN", "SWE"], "DNK, EU, FIN, SWE")
    nested = {
        (path.stem, name)
        for path in exported.rglob("*.parquet")
        for name, dtype in pl.read_parquet_schema(path).items()
        if dtype.is_nested()
    }
    assert nested == {("country", "names"), ("meeting", "parties"), ("meeting_report_0_0", "parties"), ("person", "names")}


def test_export_replaces_an_export_and_nothing_else(home, tmp_path):
    where = tmp_path / "bi"
    where.mkdir()
    export(home, where)
    (where / "stale.parquet").write_text("left by the export before")
    export(home, where)
    assert not (where / "stale.parquet").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["bi"], "nothing is left beside it"
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.docx").write_text("mine")
    (mine / "manifest.json").write_text('{"name": "a web application"}')
    with pytest.raises(NotAnExport, match="new or an empty folder"):
        export(home, mine)
    assert (mine / "thesis.docx").exists()
    with pytest.raises(NotAnExport, match="is a file"):
        export(home, mine / "thesis.docx")


def test_an_export_that_fails_leaves_the_old_one(home, tmp_path, monkeypatch):
    where = tmp_path / "bi"
    export(home, where)
    (where / "run.parquet").unlink()  # else all of it could stay
    before = (where / "manifest.json").read_bytes()
    monkeypatch.setattr("warehouse.export._described", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(home, where)
    assert (where / "manifest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["bi"]


def test_export_without_a_warehouse_says_what_to_do(tmp_path):
    with pytest.raises(read.NoWarehouse, match="dateline run"):
        export(tmp_path, tmp_path / "bi")


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
def test_folders_are_swapped_either_way(home, tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr("warehouse.export._exchanged", lambda *_: False)
    for _ in range(2):
        export(home, tmp_path / "bi")
    assert [path.name for path in tmp_path.iterdir()] == ["bi"]
