"""The whole job as a user runs it, on the sample: the real Dagster, Great Expectations and DuckDB."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from orchestration.defs.sensor import landing_folder
from transforms.tables import TABLES
from warehouse import read

SAMPLE = Path(__file__).parents[2] / "sample" / "landing"
#: Each reason for quarantine that an input of a few bytes can show.
REJECTED = {
    "bad_archive",
    "bad_record",
    "binary",
    "date_out_of_range",
    "empty",
    "encoding",
    "no_body",
    "no_date",
    "unknown_format",
}


@pytest.fixture(scope="module")
def home(sample_home) -> Path:
    return sample_home


def contents(home: Path) -> dict[str, pl.DataFrame]:
    return {name: read.query(home, f"SELECT * FROM {name} ORDER BY ALL") for name in TABLES}


def n_inputs(path: Path) -> int:
    """Texts that a file of the sample holds, counted without the code under test: members of an archive, lines of records."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() if path.is_file() else b""
    if zipfile.is_zipfile(path):
        return len(zipfile.ZipFile(path).namelist())
    return len(data.splitlines()) if ".jsonl" in path.suffixes else int(path.is_file())


def test_every_input_is_an_article_or_in_quarantine(home):
    inputs = sum(map(n_inputs, SAMPLE.rglob("*")))
    assert read.query(home, "SELECT (SELECT count(*) FROM article_source) + (SELECT count(*) FROM article_quarantine)").item() == inputs
    assert set(read.query(home, "SELECT reason FROM article_quarantine")["reason"]) == REJECTED


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
    shown = dateline(home, "show", "2019-09-12-envoy")
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
