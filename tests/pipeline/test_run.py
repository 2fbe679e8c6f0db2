"""The whole job as a user runs it, on the sample: the real Dagster, Great Expectations and DuckDB."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from orchestration.defs.sensor import landing_folder
from transforms.tables import TABLES
from warehouse import read

SAMPLE = Path(__file__).parents[2] / "sample" / "landing"


@pytest.fixture(scope="module")
def home(sample_home) -> Path:
    return sample_home


def contents(home: Path) -> dict[str, pl.DataFrame]:
    return {name: read.query(home, f"SELECT * FROM {name} ORDER BY ALL") for name in TABLES}


def test_every_input_is_an_article_or_in_quarantine(home):
    inputs = sum(path.is_file() for path in SAMPLE.rglob("*"))
    assert read.query(home, "SELECT (SELECT count(*) FROM article_source) + (SELECT count(*) FROM article_quarantine)").item() == inputs
    assert set(read.query(home, "SELECT reason FROM article_quarantine")["reason"]) == {"empty", "binary", "no_date"}


def test_a_second_run_changes_nothing(home, dateline):
    before = contents(home)
    assert dateline(home, "run").returncode == 0
    for name, frame in contents(home).items():
        assert frame.equals(before[name]), name


def test_planned_and_ruled_out_meetings_are_told_apart(home):
    statuses = dict(read.query(home, "SELECT status, count(*) FROM meeting GROUP BY 1").rows())
    assert {"held", "scheduled", "denied"} <= set(statuses)
    ruled_out = read.query(home, "SELECT parties FROM meeting WHERE status = 'denied'")["parties"].to_list()
    assert ["KOR", "PRK"] in ruled_out


def test_asking_without_a_warehouse_says_what_to_do(tmp_path, dateline):
    asked = dateline(tmp_path, "sql", "select 1")
    assert asked.returncode == 3
    assert "dateline run" in asked.stderr


def test_show_tells_the_article_and_its_meetings(home, dateline):
    shown = dateline(home, "show", "2019-03-05-envoy")
    assert shown.returncode == 0, shown.stderr
    assert "Baek Seung-min" in shown.stdout
    assert "denied talks  KOR PRK" in shown.stdout
    assert dateline(home, "show", "no such article").returncode == 2


def test_the_sensor_takes_a_file_once_and_only_at_rest(tmp_path, monkeypatch):
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    landing = tmp_path / "landing"
    landing.mkdir()

    def tick(cursor):
        return landing_folder(dg.build_sensor_context(cursor=cursor))

    first = landing / "a.txt"
    first.write_text("half")
    tick1 = tick(None)
    assert not tick1.run_requests
    first.write_text("half and half")
    tick2 = tick(tick1.cursor)
    assert not tick2.run_requests, "the file changed since the last tick"
    tick3 = tick(tick2.cursor)
    assert [r.run_config["ops"]["raw_document"]["config"]["paths"] for r in tick3.run_requests] == [[str(first)]]
    assert not tick(tick3.cursor).run_requests
    first.write_text("new words")
    tick4 = tick(tick3.cursor)
    assert len(tick(tick4.cursor).run_requests) == 1
