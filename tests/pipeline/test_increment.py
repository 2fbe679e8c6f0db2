"""A run that adds little replaces little, gives the tables that one run over all gives, and disturbs no reader, whenever it is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from benchmarks import generate
from orchestration import batch, flow
from tests.pipeline.test_flow import NOW, assert_same, publish, run, tables
from transforms.resolve import HISTORY
from transforms.tables import TABLES
from warehouse import read
from warehouse.export import export
from warehouse.increment import TAIL, change
from warehouse.stage import Stage

BASE, MORE = 400, 40
#: What holds of any complete warehouse, whichever it is: no read may see half of one and half of another.
CONSISTENT = """
    SELECT
        (SELECT count(*) FROM article) AS articles,
        (SELECT count(*) FROM meeting_report) AS reports,
        (SELECT sum(n_reports)::BIGINT FROM meeting) AS told,
        (SELECT count(*) FROM meeting_report ANTI JOIN meeting USING (meeting_id)) AS lost,
        (SELECT count(*) FROM mention ANTI JOIN article USING (article_id)) AS strays
"""


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> Path:
    """`base` and `more`, generated articles whose meetings are of the same countries and years."""
    folder = tmp_path_factory.mktemp("texts")
    generate.write(folder / "base", BASE)
    generate.write(folder / "more", MORE, seed=2)
    return folder


@pytest.fixture(scope="module")
def base(texts, tmp_path_factory) -> Path:
    """A home that holds `base`."""
    home = tmp_path_factory.mktemp("base")
    run(home, [texts / "base"])
    return home


@pytest.fixture
def home(base, tmp_path) -> Path:
    """A copy of it to change."""
    return shutil.copytree(base, tmp_path / "home")


def added(home: Path, inputs: list[Path]) -> tuple[dict[str, int], bool]:
    """Add inputs; the rows of history that were staged, and whether the file was made anew."""
    with closing(Stage(home)) as stage:
        flow.stage_inputs(stage, inputs, NOW)
        flow.read(stage, "rules1")
        lacking = publish(stage)
        return {name: stage.rows(name) for name in HISTORY}, lacking.whole


def test_an_increment_gives_what_one_run_gives_and_touches_little(texts, home, tmp_path):
    stages = {path: path.stat().st_mtime_ns for path in (home / "stage" / "mention").iterdir()}
    staged, whole = added(home, [texts / "more"])
    assert not whole
    run(tmp_path / "once", [texts / "base", texts / "more"])
    assert_same(tables(home), tables(tmp_path / "once"))
    total = {name: tables(home)[name].height for name in HISTORY}
    assert all(staged[name] < total[name] / 2 for name in HISTORY), "only the blocks that new reports fall in are resolved again"
    assert all(path.stat().st_mtime_ns == before for path, before in stages.items()), "what was read before is not written again"
    with closing(Stage(home)) as stage:
        assert {name: rows + staged[name] for name, rows in flow.stays(stage).items()} == total


def test_increments_of_replaced_articles_give_what_one_run_gives(texts, home, tmp_path):
    """A text whose input comes first by name takes the article over: rows of before give way."""
    lines = (texts / "base" / "articles-1-00000000.jsonl").read_text().splitlines()
    (tmp_path / "aaa.jsonl").write_text("\n".join(line.replace('"date": "20', '"date": "19') for line in lines[:3]) + "\n")
    (tmp_path / "a-first-by-name.jsonl").write_text("\n".join(lines[3:8]) + "\n")
    given = [tmp_path / "aaa.jsonl", tmp_path / "a-first-by-name.jsonl"]
    run(home, given)
    run(tmp_path / "once", [texts / "base", *given])
    assert_same(tables(home), tables(tmp_path / "once"))


def test_an_increment_that_only_calls_a_person_otherwise_shows_in_every_view(texts, home, tmp_path):
    """Of the meetings told before, nothing changes but the name of a participant, which most articles spell in another way now."""
    told = {
        "met": [f"met Japanese Foreign Minister Mori Kenji in Tokyo on May {day}" for day in (1, 2)],
        "named": [f"opened museum {number} in Busan" for number in (1, 2, 3)],
    }
    for folder, name in (("met", "Baek Seung-min"), ("named", "Baek Seung Min")):
        (tmp_path / folder).mkdir()
        for number, words in enumerate(told[folder], 1):
            text = f"News\n\nSEOUL, May {number} (Yonhap) -- Foreign Minister {name} of South Korea {words}.\n"
            (tmp_path / folder / f"2019-05-{number:02}.txt").write_text(text)
        assert not added(home, [tmp_path / folder])[1]
        assert read.query(home, "SELECT DISTINCT name FROM meetings_by_person WHERE name ILIKE 'Baek%'").rows() == [(name,)]
    run(tmp_path / "once", [texts / "base", tmp_path / "met", tmp_path / "named"])
    assert_same(tables(home), tables(tmp_path / "once"))


# --- the export follows


def shown(folder: Path) -> dict[str, pl.DataFrame]:
    """Every table of an export as tools read it, rows in order, when the run was left out."""
    names = sorted({path.relative_to(folder).parts[0] for path in folder.rglob("*.parquet")} - {"run.parquet"})
    found = {name: pl.read_parquet(folder / name, hive_partitioning=False) for name in names}
    return {name: frame.sort(pl.all()) for name, frame in found.items()}


def files_of(folder: Path) -> dict[str, int]:
    """The files of an export, each with what tells it from another of its name."""
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*.parquet")}


def test_an_export_writes_what_has_changed_and_shows_what_a_whole_one_shows(texts, home, tmp_path):
    export(home, tmp_path / "bi")
    before = files_of(tmp_path / "bi")
    for number in range(3):
        generate.write(tmp_path / str(number), 10, seed=5 + number)
        added(home, [tmp_path / str(number)])
        if number != 1:  # one step is left out: it comes with the next
            export(home, tmp_path / "bi")
    after = files_of(tmp_path / "bi")
    growing = [name for name in before if name.partition("/")[0] in ("article", "article_source", "sentence", "mention")]
    assert growing and all(after[name] == before[name] for name in growing), "what was written before stays"
    export(home, tmp_path / "whole")
    assert_same(shown(tmp_path / "bi"), shown(tmp_path / "whole"))


def test_an_export_shows_no_article_that_gave_way(texts, home, tmp_path):
    export(home, tmp_path / "bi")
    lines = (texts / "base" / "articles-1-00000000.jsonl").read_text().splitlines()
    (tmp_path / "a-first-by-name.jsonl").write_text("\n".join(lines[3:8]) + "\n")
    run(home, [tmp_path / "a-first-by-name.jsonl"])
    export(home, tmp_path / "bi")
    export(home, tmp_path / "whole")
    assert_same(shown(tmp_path / "bi"), shown(tmp_path / "whole"))


def test_an_export_makes_one_file_of_many_and_mends_what_was_changed(home, tmp_path, monkeypatch):
    monkeypatch.setattr("warehouse.export.FILES_A_YEAR", 2)
    for number in range(4):
        export(home, tmp_path / "bi")
        generate.write(tmp_path / str(number), 10, seed=5 + number)
        added(home, [tmp_path / str(number)])
    export(home, tmp_path / "bi")
    assert max(len(list(year.iterdir())) for year in (tmp_path / "bi" / "sentence").iterdir()) <= 2
    once = export(home, tmp_path / "whole")
    assert_same(shown(tmp_path / "bi"), shown(tmp_path / "whole"))
    spoilt = next((tmp_path / "bi" / "mention").rglob("*.parquet"))
    spoilt.write_bytes(spoilt.read_bytes()[:-1])
    assert {name: told["rows"] for name, told in export(home, tmp_path / "bi")["tables"].items()} == {
        name: told["rows"] for name, told in once["tables"].items()
    }
    assert_same(shown(tmp_path / "bi"), shown(tmp_path / "whole"))


# --- the file


def test_a_file_with_a_long_tail_is_made_anew(home, tmp_path):
    generate.write(tmp_path / "much", int(BASE * TAIL * 1.3), seed=3)
    assert added(home, [tmp_path / "much"])[1]
    with closing(Stage(home)) as stage:
        assert not change(home, stage.parts("article"), "code").fresh
        assert change(home, stage.parts("article"), "other code").whole, "what other code made is made anew"


def test_many_small_batches_become_one(texts, home, tmp_path):
    lines = (texts / "more" / "articles-2-00000000.jsonl").read_text().splitlines()
    for number in range(20):
        (tmp_path / f"{number}.jsonl").write_text(lines[number] + "\n")
        with closing(Stage(home)) as stage:
            flow.stage_inputs(stage, [tmp_path / f"{number}.jsonl"], NOW)
            flow.read(stage, "rules1")
            publish(stage)
    with closing(Stage(home)) as stage:
        for table in ("raw_document", *batch.TABLES):
            assert len(stage.parts(table)) < 20, table
    run(tmp_path / "once", [texts / "base", *tmp_path.glob("*.jsonl")])
    assert_same(tables(home), tables(tmp_path / "once"))


# --- with the real command line


def start(home: Path, given: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "orchestration.cli", "run", str(given)]
    environment = {**os.environ, "DATELINE_HOME": str(home)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def test_readers_see_one_warehouse_or_the_next_and_are_never_shut_out(sample_home, tmp_path):
    home = shutil.copytree(sample_home, tmp_path / "home")
    generate.write(tmp_path / "more", 10, seed=4)
    before = read.query(home, CONSISTENT).row(0, named=True)
    writer, seen = start(home, tmp_path / "more"), set()
    while writer.poll() is None:
        found = read.query(home, CONSISTENT).row(0, named=True)
        assert found["told"] == found["reports"] and not found["lost"] and not found["strays"]
        seen.add(found["articles"])
    assert writer.returncode == 0, writer.stderr.read()
    after = read.query(home, CONSISTENT).row(0, named=True)
    assert after["articles"] == before["articles"] + 10
    assert before["articles"] in seen <= {before["articles"], after["articles"]}


def test_an_increment_killed_while_it_writes_leaves_the_last_warehouse(sample_home, tmp_path, dateline):
    home = shutil.copytree(sample_home, tmp_path / "home")
    generate.write(tmp_path / "more", 10, seed=4)
    before = {name: read.query(home, f"FROM {name}").sort(pl.all()) for name in TABLES}
    writer = start(home, tmp_path / "more")
    while not list(home.glob(".dateline.duckdb.*")) and writer.poll() is None:
        time.sleep(0.001)
    writer.send_signal(signal.SIGKILL)
    assert writer.wait() == -signal.SIGKILL, "it ended before it wrote"
    assert_same({name: read.query(home, f"FROM {name}").sort(pl.all()) for name in TABLES}, before)
    assert dateline(home, "run", str(tmp_path / "more")).returncode == 0
    assert read.query(home, "SELECT count(*) FROM article").item() == before["article"].height + 10
