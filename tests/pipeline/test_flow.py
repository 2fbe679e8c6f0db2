"""What holds of the stage whatever the order and grouping of runs: the steps themselves, on real files, without Dagster."""

from __future__ import annotations

import random
import sqlite3
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from orchestration import flow
from transforms.tables import TABLES
from warehouse import build, questions, read
from warehouse.increment import Change, change
from warehouse.stage import Stage, new_name

SAMPLE = Path(__file__).parents[2] / "sample" / "landing"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 2, 1, tzinfo=UTC)


def run(home: Path, inputs: Sequence[Path], rules: str = "rules1", now: datetime = NOW) -> flow.Done:
    """All steps once; what the extraction did."""
    with closing(Stage(home)) as stage:
        flow.stage_inputs(stage, inputs, now)
        done = flow.read(stage, rules)
        publish(stage)
        stage.sweep()
        return done


def publish(stage: Stage) -> Change:
    """The rest of a run; what the published file lacked."""
    flow.resolve(stage, "code")
    flow.register(stage)
    parts = {name: stage.parts(name) for name in TABLES}
    lacking = change(stage.home, parts["article"], "code")
    build.publish(stage.home, parts, lacking, build.Run(new_name(), NOW, "rules", "code"))
    return lacking


def tables(home: Path) -> dict[str, pl.DataFrame]:
    """Every table, published or only staged, and every view, rows in order, without when an input was seen."""
    staged = ("raw_document", "report", "participant")
    published = (*TABLES, *(view.name for view in questions.views()))
    with closing(Stage(home)) as stage:
        found = {name: stage.scan(name).collect() for name in staged} | {name: read.query(home, f"FROM {name}") for name in published}
    return {name: frame.drop("seen_at", strict=False).sort(pl.all()) for name, frame in found.items()}


def assert_same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    for name, frame in one.items():
        assert frame.equals(other[name]), name


def wire(day: str, words: str) -> str:
    return f"Envoys to meet\n\nSEOUL, {day} (Yonhap) -- Foreign Minister Baek Seung-min of South Korea {words}.\n"


@pytest.fixture(scope="module")
def landing(tmp_path_factory) -> Path:
    """The sample's files by a dozen, one text under two years' folders (they date it), one text twice, and an archive."""
    folder = tmp_path_factory.mktemp("given") / "landing"
    texts = {
        "2018/envoy.txt": wire("March 5", "met Japanese Foreign Minister Mori Kenji in Tokyo on Monday"),
        "2019/envoy.txt": wire("March 5", "met Japanese Foreign Minister Mori Kenji in Tokyo on Monday"),
        "2019/one.txt": wire("May 7", "will visit Japan on Friday for talks with Foreign Minister Mori Kenji"),
        "2019/two.txt": wire("May 7", "will visit Japan on Friday for talks with Foreign Minister Mori Kenji"),
        "empty.txt": "",
        "undated.txt": "Nothing here says when.\n",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for path in sorted(SAMPLE.rglob("*.txt"))[:8]:
        (folder / path.name).write_bytes(path.read_bytes())
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("2019/three.txt", wire("June 3", "met Japanese Foreign Minister Mori Kenji in Osaka on Monday"))
        archive.writestr("2019/four.txt", wire("June 4", "spoke by telephone with Japanese Foreign Minister Mori Kenji on Tuesday"))
    return folder


@pytest.fixture(scope="module")
def whole(landing, tmp_path_factory) -> Path:
    """A home that read the folder in one run."""
    home = tmp_path_factory.mktemp("whole")
    run(home, [landing])
    return home


def groups(paths: Iterable[Path], seed: int) -> list[list[Path]]:
    """The paths shuffled and split into one to six runs."""
    chance = random.Random(seed)
    shuffled = sorted(paths)
    chance.shuffle(shuffled)
    cuts = sorted(chance.sample(range(1, len(shuffled)), chance.randint(0, 5)))
    return [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]


# Four orders of a small folder: each run pays for its automata anew, and one wrong tie shows in any of them.
@pytest.mark.parametrize("seed", range(4))
def test_any_order_and_grouping_gives_the_same_tables(landing, whole, tmp_path, seed):
    for group in groups((path for path in landing.rglob("*") if path.is_file()), seed):
        run(tmp_path, group)
    assert_same(tables(tmp_path), tables(whole))


def test_of_several_inputs_with_one_text_the_first_by_name_dates_it(whole):
    article = tables(whole)["article"].filter(pl.col("source_uri").str.contains("envoy.txt") & pl.col("source_uri").str.contains("/201"))
    assert article["published_date"].dt.year().to_list() == [2018]
    assert tables(whole)["article_source"].filter(pl.col("source_uri").str.contains(r"201\d/envoy")).height == 2


def test_the_later_come_first_by_name_takes_the_article_over(landing, whole, tmp_path):
    run(tmp_path, [landing / "2019"])
    run(tmp_path, [landing / "2018"])
    run(tmp_path, [landing])
    assert_same(tables(tmp_path), tables(whole))


def test_nothing_is_read_or_extracted_twice(landing, tmp_path):
    assert run(tmp_path, [landing / "2019"]).documents == 3
    with closing(Stage(tmp_path)) as stage:
        before = stage.generation
        assert flow.stage_inputs(stage, [landing / "2019"], LATER).documents == 0
        assert flow.read(stage, "rules1").documents == 0
        assert stage.generation == before


def test_a_known_text_under_a_later_name_is_one_more_input(landing, tmp_path):
    run(tmp_path, [landing / "2019" / "one.txt"])
    before = tables(tmp_path)
    run(tmp_path, [landing / "2019" / "two.txt"])
    after = tables(tmp_path)
    assert after["article_source"].height == 2
    assert after["mention"].equals(before["mention"])


def test_a_touched_file_is_not_read_and_a_grown_archive_adds_its_new_members_alone(landing, tmp_path):
    archive = tmp_path / "more.zip"
    archive.write_bytes((landing / "more.zip").read_bytes())
    home = tmp_path / "home"
    run(home, [archive])
    archive.touch()
    assert run(home, [archive]).documents == 0
    with zipfile.ZipFile(archive, "a") as grown:
        grown.writestr("2019/five.txt", wire("July 1", "met Japanese Foreign Minister Mori Kenji in Kyoto on Monday"))
    assert run(home, [archive]).documents == 1
    assert tables(home)["raw_document"].height == 3


def test_refused_bytes_are_kept(whole):
    with closing(Stage(whole)) as stage:
        refused = stage.scan("article_quarantine").filter(pl.col("reason") == "empty").collect()
        assert [(stage.files.folder / "quarantine" / digest).read_bytes() for digest in refused["content_sha256"]] == [b""]


def versions(home: Path) -> dict[str, set[str | None]]:
    with closing(Stage(home)) as stage:
        return {name: {part.rules for part in stage.parts(name)} for name in ("article", "mention")}


def test_again_reads_all_by_the_rules_of_today(landing, whole, tmp_path):
    run(tmp_path, [landing])
    with closing(Stage(tmp_path)) as stage:
        assert stage.older("rules1") == 0
        assert stage.older("rules2") == tables(tmp_path)["article"].height
        flow.again(stage, "rules2")
    run(tmp_path, [landing], "rules2", LATER)
    assert set().union(*versions(tmp_path).values()) == {"rules2"}
    assert_same(tables(tmp_path), tables(whole))
    with closing(Stage(tmp_path)) as stage:
        assert set(stage.scan("article_quarantine").collect()["seen_at"]) == {NOW}, "when an input was first read stays"


def test_some_years_can_be_read_again(landing, whole, tmp_path):
    run(tmp_path, [landing])
    with closing(Stage(tmp_path)) as stage:
        assert flow.read(stage, "rules2", years=["2018"]).documents > 0
        by_rules = {part.rules: stage.scan("article", [part]).collect()["published_date"].dt.year() for part in stage.parts("article")}
        assert set(by_rules["rules2"]) == {2018} and 2018 not in by_rules["rules1"]
        assert flow.read(stage, "rules2", years=["2018"]).documents == 0, "all of that year was"
        publish(stage)
    assert_same(tables(tmp_path), tables(whole))


def test_a_text_whose_first_input_other_rules_refuse_goes_to_its_next(landing, tmp_path):
    """As if older rules had read `2017/envoy.txt` too: it is the article's input, and gone by the rules of today."""
    run(tmp_path, [landing / "2018"])
    run(tmp_path, [landing / "2019"])
    with closing(Stage(tmp_path)) as stage:
        [gone] = [
            part for part in stage.parts("article") if 2018 in set(stage.scan("article", [part]).collect()["published_date"].dt.year())
        ]
        empty = stage.files.write("article", stage.scan("article", [gone]).collect().clear(), f"{gone.batch}-rules2-none")
        stage.commit([empty], stage.named(gone.name))
        flow.read(stage, "rules1")
        found = stage.scan("article").filter(pl.col("source_uri").str.contains("/envoy.txt")).collect()
        assert found["published_date"].dt.year().to_list() == [2019]


def test_files_that_no_one_names_are_swept(landing, tmp_path):
    run(tmp_path, [landing / "2019"])
    before = tables(tmp_path)
    with closing(Stage(tmp_path)) as stage:
        stray = stage.files.write("sentence", before["sentence"])
        assert tables(tmp_path)["sentence"].equals(before["sentence"]), "not live before it is committed"
        assert stage.sweep() == 1
        assert not stage.files.path(stray).exists()
    assert_same(tables(tmp_path), before)


def test_a_column_that_is_new_reads_as_null_from_older_files(landing, tmp_path):
    run(tmp_path, [landing / "2019"])
    with closing(Stage(tmp_path)) as stage:
        part = stage.parts("mention")[0]
        path = stage.files.path(part)
        pl.read_parquet(path).drop("role").write_parquet(path)
        assert stage.scan("mention", [part]).collect()["role"].null_count() == part.rows


def test_a_change_is_whole_or_not_at_all(landing, tmp_path):
    run(tmp_path, [landing / "2019"])
    with closing(Stage(tmp_path)) as stage:
        part, before = stage.parts("mention")[0], stage.generation
        with pytest.raises(sqlite3.Error):
            stage.commit(drop=[part], add=[replace(part, name=object())])  # type: ignore[arg-type]
        assert stage.parts("mention")[0] == part
        assert stage.generation == before


def test_every_input_is_accounted_for(landing, whole):
    found = tables(whole)
    inputs = sum(path.is_file() for path in landing.rglob("*")) + 1
    assert found["article_source"].height + found["article_quarantine"].height == inputs
    assert set(TABLES) <= set(found)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_in_an_archive_is_read_once(tmp_path):
    text = wire("June 3", "met Japanese Foreign Minister Mori Kenji in Osaka on Monday")
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as archive:
        archive.writestr("2019/three.txt", text)
        archive.writestr("2019/three.txt", text)
    run(tmp_path / "home", [tmp_path / "twice.zip"])
    assert {name: tables(tmp_path / "home")[name].height for name in ("raw_document", "article", "article_source")} == {
        "raw_document": 1,
        "article": 1,
        "article_source": 1,
    }
