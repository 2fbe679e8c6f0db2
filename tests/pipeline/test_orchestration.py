"""The job under the real Dagster: by year and without, skipped, blocked, waiting, killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest

from orchestration import batch, landing
from orchestration.definitions import defs
from orchestration.defs import publication
from orchestration.defs.home import YEARS, Home, disk_is_full
from orchestration.rules import rules
from transforms.tables import TABLES
from warehouse import read
from warehouse.stage import Stage, lock

SAMPLE = Path(__file__).parents[2] / "sample" / "landing"


@pytest.fixture
def home(sample_home, tmp_path, monkeypatch) -> Path:
    """The sample's home, a copy to change."""
    where = tmp_path / "home"
    shutil.copytree(sample_home, where, ignore=shutil.ignore_patterns("dagster"))
    monkeypatch.setenv("DATELINE_HOME", str(where))
    return where


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as one:
        yield one


def execute(instance: dg.DagsterInstance, *inputs: Path, again: bool = False, **options) -> dg.ExecuteInProcessResult:
    config = {"paths": [str(path) for path in inputs or (SAMPLE,)], "again": again}
    job = defs.resolve_job_def("dateline")
    run_config = {"ops": {"raw_document": {"config": config}}}
    return job.execute_in_process(instance=instance, run_config=run_config, raise_on_error=False, **options)


def published(home: Path) -> dict[str, pl.DataFrame]:
    return {name: read.query(home, f"FROM {name}").drop("seen_at", strict=False).sort(pl.all()) for name in TABLES}


def assert_same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    for name, frame in one.items():
        assert frame.equals(other[name]), name


def skipped(result: dg.ExecuteInProcessResult) -> set[str | None]:
    return {event.step_key for event in result.all_events if event.event_type == dg.DagsterEventType.STEP_SKIPPED}


def grow_old(home: Path) -> None:
    """As if all articles had been read by rules of before."""
    with closing(Stage(home)) as stage:
        parts = [part for name in batch.TABLES for part in stage.parts(name) if part.rules]
        old = [replace(part, name=part.name.replace(rules(), "old")) for part in parts]
        for part, aged in zip(parts, old, strict=True):
            stage.files.path(part).rename(stage.files.path(aged))
        stage.commit(old, parts)
        landing.finish(stage)


def read_by(home: Path, version: str) -> set[str]:
    """The years of the articles that the rules of a version read."""
    with closing(Stage(home)) as stage:
        parts = [part for part in stage.parts("article") if part.rules == version]
        return set(stage.scan("article", parts).collect()["published_date"].dt.to_string("%Y"))


def test_a_run_with_nothing_new_ends_after_its_first_step(home, instance):
    before = (home / "dateline.duckdb").stat()
    result = execute(instance)
    assert result.success
    assert skipped(result) >= {"core", "resolved", "warehouse", "export"}
    assert (home / "dateline.duckdb").stat() == before


def test_a_run_without_a_year_marks_the_years_it_added_to(home, instance, tmp_path):
    text = tmp_path / "2021-02-03-new.txt"
    text.write_text("Ministers meet\n\nOSLO, Feb. 3 (Xinhua) -- Foreign Minister Baek Seung-min of South Korea met Mori Kenji of Japan.\n")
    assert execute(instance, text).success
    for name in ("article", "sentence", "mention"):
        assert instance.get_materialized_partitions(dg.AssetKey(name)) == {"2021"}, name
    assert read.query(home, "SELECT count(*) FROM article WHERE published_date = '2021-02-03'").item() == 1


def test_a_year_is_read_again_by_the_rules_of_today(home, instance):
    before = published(home)
    grow_old(home)
    instance.add_dynamic_partitions(str(YEARS.name), ["2019"])
    result = execute(instance, partition_key="2019")
    assert result.success
    assert instance.get_materialized_partitions(dg.AssetKey("mention")) == {"2019"}
    assert read_by(home, rules()) == {"2019"}
    assert "2020" in read_by(home, "old")
    assert_same(published(home), before)


def test_a_range_of_years_is_one_run(home, instance):
    before = published(home)
    grow_old(home)
    instance.add_dynamic_partitions(str(YEARS.name), ["2018", "2019", "2020"])
    tags = {"dagster/asset_partition_range_start": "2019", "dagster/asset_partition_range_end": "2020"}
    assert execute(instance, tags=tags).success
    assert instance.get_materialized_partitions(dg.AssetKey("article")) == {"2019", "2020"}
    assert read_by(home, rules()) == {"2019", "2020"}
    assert_same(published(home), before)


def test_again_reads_what_older_rules_read(home, instance):
    before = published(home)
    grow_old(home)
    assert "core" in skipped(execute(instance)), "older rules alone are no reason to read anything again"
    assert execute(instance, again=True).success
    with closing(Stage(home)) as stage:
        assert stage.older(rules()) == 0
        assert landing.finished(stage)
    assert_same(published(home), before)


def test_a_poisoned_table_is_never_published(home, instance, tmp_path):
    before = published(home)
    with closing(Stage(home)) as stage:
        part = stage.parts("mention")[0]
        poisoned = stage.scan("mention", [part]).with_columns(pl.lit("elsewhere").alias("surface")).collect()
        poisoned.write_parquet(stage.files.path(part))
        stage.commit([part])
    result = execute(instance)
    assert not result.success
    failed = {check.asset_key.to_user_string() for check in result.get_asset_check_evaluations() if check.blocking and not check.passed}
    assert failed == {"mention"}
    assert not [event for event in result.all_events if event.step_key == "warehouse" and event.is_step_start]
    with closing(Stage(home)) as stage:
        assert not landing.finished(stage), "the next run tries again"
    alone = dg.materialize([publication.warehouse], instance=instance, resources={"home": Home()}, raise_on_error=False)
    assert not alone.success, "a step started alone asks what the checks said"
    assert_same(published(home), before)


def test_the_daily_schedule_reads_the_landing_folder(home, instance):
    schedule = defs.get_schedule_def("daily")
    tick = schedule.evaluate_tick(dg.build_schedule_context(instance, scheduled_execution_time=None))
    assert [request.partition_key for request in tick.run_requests] == [None]
    (home / "landing").mkdir(exist_ok=True)
    (home / "landing" / "2021-02-03-new.txt").write_text(
        "Ministers meet\n\nOSLO, Feb. 3 (Xinhua) -- Nobody came to the talks of Norway and Japan.\n"
    )
    assert defs.resolve_job_def("dateline").execute_in_process(instance=instance, run_config=tick.run_requests[0].run_config).success
    found = read.query(home, "SELECT source_uri FROM article WHERE published_date = '2021-02-03'")
    assert found.item() == "landing/2021-02-03-new.txt"


def test_a_second_run_waits_for_the_first(tmp_path):
    order: list[str] = []

    def second() -> None:
        with lock(tmp_path, waiting=lambda: order.append("waits")):
            order.append("second")

    with lock(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        while order != ["waits"]:
            time.sleep(0.01)
        order.append("first ends")
    thread.join()
    assert order == ["waits", "first ends", "second"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full, the disk that is always full")
def test_a_full_disk_is_told_in_words(tmp_path, monkeypatch):
    def by_system() -> None:
        Path("/dev/full").write_text("x", encoding="utf-8")

    def by_polars() -> None:
        pl.DataFrame({"x": range(100_000)}).write_parquet("/dev/full")

    for write in (by_system, by_polars):
        with pytest.raises(Exception) as told:
            write()
        assert disk_is_full(told.value), told.value
    assert not disk_is_full(duckdb.Error("Catalog Error"))
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    with pytest.raises(dg.Failure, match="make room and run again"), Home().stage():
        by_system()


def test_a_stage_of_another_version_is_told_in_words(home, instance, tmp_path):
    with closing(Stage(home)) as stage:
        for part in stage.parts("mention"):
            path = stage.files.path(part)
            pl.read_parquet(path).with_columns(pl.col("char_start").cast(pl.String)).write_parquet(path)
        stage.commit(stage.parts("mention"))
    result = execute(instance)
    assert not result.success
    [failure] = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    assert "remove it and run again on all inputs" in failure.error.message


#: Each is killed as soon as it is there: while documents are staged, while articles are read, while the warehouse is built.
MOMENTS = ("stage/raw_document/*.parquet", "stage/mention/*.parquet", ".dateline.duckdb.*")


def test_a_run_killed_at_any_moment_leaves_the_last_warehouse_and_the_next_run_mends_the_rest(sample_home, tmp_path, dateline):
    """The first run is of one file; then all of the sample, killed three times, then left to end."""
    first = next(path for path in sorted(SAMPLE.rglob("*.txt")) if "2019" in path.name)
    assert dateline(tmp_path, "run", str(first)).returncode == 0
    before = published(tmp_path)
    for moment in MOMENTS:
        here = set(tmp_path.glob(moment))
        run = subprocess.Popen(
            [sys.executable, "-m", "orchestration.cli", "run", str(SAMPLE)],
            env={**os.environ, "DATELINE_HOME": str(tmp_path)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not set(tmp_path.glob(moment)) - here and run.poll() is None:
            time.sleep(0.001)
        run.send_signal(signal.SIGKILL)
        assert run.wait() == -signal.SIGKILL, f"ended before {moment} was there"
        assert_same(published(tmp_path), before)
    done = dateline(tmp_path, "run", str(SAMPLE))
    assert done.returncode == 0, done.stderr
    assert_same(published(tmp_path), published(sample_home))
    assert not list(tmp_path.glob(".dateline.duckdb.*"))
    with closing(Stage(tmp_path)) as stage:
        assert stage.sweep() == 0
