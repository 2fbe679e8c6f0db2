"""What the libraries do that nobody would guess, one fact a test, each with the decision of ours that rests on it.

A test that fails here after an upgrade says which decision to think over; it does not say that our code is wrong.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest

# --- Great Expectations


@pytest.fixture(scope="module")
def gx():
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations

    return great_expectations


@pytest.fixture(scope="module")
def batches(gx):
    """A batch of one pandas frame, as `expectations.validate` makes it."""
    context = gx.get_context(mode="ephemeral")
    source = context.data_sources.add_pandas("profile")

    def batch(frame):
        asset = source.add_dataframe_asset(f"table {len(source.assets)}")
        return asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})

    return batch


def test_gx_takes_no_polars_frame(batches):
    """Decision: Polars counts, and one row of counts goes to Great Expectations as pandas."""
    with pytest.raises(Exception, match="dataframe"):
        batches(pl.DataFrame({"a": [1]}))


def test_gx_judges_arrow_backed_pandas(batches, gx):
    """Decision: `to_pandas(use_pyarrow_extension_array=True)`, which copies nothing to objects."""
    frame = pl.DataFrame({"a": [3]}).to_pandas(use_pyarrow_extension_array=True)
    outcome = batches(frame).validate(gx.expectations.ExpectColumnMaxToBeBetween(column="a", max_value=0))
    assert (outcome.success, outcome.result["observed_value"]) == (False, 3)


def test_gx_gives_results_in_an_order_of_its_own(batches, gx):
    """Decision: each result is known by `meta`, never by its position."""
    asked = [
        expectation(column=column, max_value=9, meta={"rule": f"{column} {expectation.__name__}"})
        for expectation in (gx.expectations.ExpectColumnMaxToBeBetween, gx.expectations.ExpectColumnMinToBeBetween)
        for column in ("a", "b")
    ]
    results = (
        batches(pl.DataFrame({"a": [0], "b": [0]}).to_pandas()).validate(gx.ExpectationSuite(name="order", expectations=asked)).results
    )
    given = [result.expectation_config.meta for result in results]
    assert given != [expectation.meta for expectation in asked]
    assert sorted(map(str, given)) == sorted(str(expectation.meta) for expectation in asked)


def test_gx_counts_a_broken_check_as_a_failed_one(batches, gx):
    """Decision: `exception_info` is looked at, and a broken check raises `BrokenCheck`."""
    outcome = batches(pl.DataFrame({"a": ["text"]}).to_pandas()).validate(
        gx.expectations.ExpectColumnMaxToBeBetween(column="a", max_value=0)
    )
    assert outcome.success is False
    assert any(
        isinstance(fault, dict) and fault.get("raised_exception") for fault in [outcome.exception_info, *outcome.exception_info.values()]
    )


def test_gx_knows_three_severities(gx):
    """Decision: they are ours, one to one; `critical` is what blocks."""
    from great_expectations.expectations.metadata_types import FailureSeverity

    assert {severity.value for severity in FailureSeverity} == {"critical", "warning", "info"}


def test_gx_pages_fetch_from_the_network(batches, gx):
    """Decision: `expectations.docs` takes scripts, styles and pictures out of its pages and adds a few lines of style."""
    from great_expectations.render.renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView

    suite = gx.ExpectationSuite(
        name="page", expectations=[gx.expectations.ExpectColumnMaxToBeBetween(column="a", max_value=0, description="WORDS OF OURS")]
    )
    page = DefaultJinjaPageView().render(
        ValidationResultsPageRenderer().render(batches(pl.DataFrame({"a": [0]}).to_pandas()).validate(suite))
    )
    assert '<script src="https://' in page
    assert "WORDS OF OURS" in page, "decision: `description` carries what a rule asks and why"


# --- Dagster


def _run(*assets, checks) -> tuple[dg.ExecuteInProcessResult, set[str]]:
    """Run assets and checks in process; the result, and the assets that were made."""
    job = dg.Definitions(assets=assets, asset_checks=checks, executor=dg.in_process_executor).resolve_implicit_global_asset_job_def()
    result = job.execute_in_process(raise_on_error=False)
    return result, {event.asset_key.to_user_string() for event in result.get_asset_materialization_events() if event.asset_key}


@dg.asset
def staged() -> None: ...


@dg.asset(deps=[staged])
def published() -> None: ...


@pytest.mark.parametrize(
    ("severity", "made"), [(dg.AssetCheckSeverity.ERROR, {"staged"}), (dg.AssetCheckSeverity.WARN, {"staged", "published"})]
)
def test_dagster_blocks_on_errors_and_not_on_warnings(severity, made):
    """Decision: staged Parquet, check, warehouse. The asset checked is written already, so the gate stands after the stage."""

    @dg.asset_check(asset=staged, blocking=True)
    def gate() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=False, severity=severity)

    assert _run(staged, published, checks=[gate])[1] == made


def test_dagster_publishes_nothing_after_a_check_that_raised():
    """Decision: a broken check raises, and that blocks like a failed one."""

    @dg.asset_check(asset=staged, blocking=True)
    def gate() -> dg.AssetCheckResult:
        raise RuntimeError("broken check")

    result, made = _run(staged, published, checks=[gate])
    assert not result.success
    assert made == {"staged"}


def test_dagster_cannot_gate_an_asset_with_what_is_made_from_it():
    """Decision: two gates, one after the texts and one after the history. A single one would wait for what waits for it."""

    @dg.multi_asset_check(specs=[dg.AssetCheckSpec("gate", asset=asset, blocking=True) for asset in (staged, published)])
    def gate() -> Iterator[dg.AssetCheckResult]:
        yield from ()

    with pytest.raises(Exception, match="Circular"):
        _run(staged, published, checks=[gate])


# --- DuckDB


def _file(path: Path, value: int) -> Path:
    with duckdb.connect(str(path)) as con:
        con.execute(f"CREATE TABLE t AS SELECT {value} AS x")
    return path


def _elsewhere(code: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    """Run code in another process, with paths as arguments."""
    return subprocess.run([sys.executable, "-c", f"import duckdb, sys; {code}", *map(str, arguments)], capture_output=True, text=True)


READ = "print(duckdb.connect(sys.argv[1], read_only=True).execute('FROM t').fetchall())"


def test_duckdb_readers_keep_their_snapshot_when_the_file_is_replaced(tmp_path):
    """Decision: a new warehouse is built beside the old one and swapped in by `os.replace`."""
    old, new = _file(tmp_path / "w.duckdb", 1), _file(tmp_path / "new.duckdb", 2)
    with duckdb.connect(str(old), read_only=True) as reader:
        os.replace(new, old)
        assert reader.execute("FROM t").fetchall() == [(1,)]
        assert _elsewhere(READ, old).stdout.strip() == "[(2,)]", "who opens it now reads the new one"


def test_duckdb_writer_shuts_readers_of_other_processes_out(tmp_path):
    """Decision: nothing ever opens the published file for writing."""
    path = _file(tmp_path / "w.duckdb", 1)
    with duckdb.connect(str(path)):
        asked = _elsewhere(READ, path)
    assert asked.returncode != 0
    assert "lock" in asked.stderr
    assert _elsewhere(READ, path).returncode == 0


def test_duckdb_readers_shut_a_writer_out(tmp_path):
    """Decision: the same. A reader who forgets to close would stop every run."""
    path = _file(tmp_path / "w.duckdb", 1)
    with duckdb.connect(str(path), read_only=True):
        asked = _elsewhere("duckdb.connect(sys.argv[1])", path)
    assert "lock" in asked.stderr


def test_duckdb_read_only_alone_reads_any_file(tmp_path):
    """Decision: `enable_external_access` is off and settings are locked, beside `read_only`."""
    path, secret = _file(tmp_path / "w.duckdb", 1), tmp_path / "secret.csv"
    secret.write_text("word\nhidden\n")
    with duckdb.connect(str(path), read_only=True) as con:
        assert con.execute(f"SELECT word FROM read_csv('{secret}')").fetchall() == [("hidden",)]
        con.execute("SET enable_external_access = false; SET lock_configuration = true")
        with pytest.raises(duckdb.PermissionException):
            con.execute(f"FROM read_csv('{secret}')")
        with pytest.raises(duckdb.Error, match="locked"):
            con.execute("SET lock_configuration = false")


# --- Polars


def test_polars_finds_by_bytes_and_slices_by_characters():
    """Decision: offsets become code points once, at the end, by counting (`transforms.mention.code_points`)."""
    found = pl.DataFrame({"text": ["Zürich talks"]}).select(
        pl.col("text").str.find("talks", literal=True).alias("bytes"),
        pl.col("text").str.find_many(["talks"]).list.first().alias("many"),
        pl.col("text").str.slice(7, 5).alias("slice"),
        pl.col("text").str.len_chars().alias("chars"),
    )
    assert found.rows() == [(8, 8, "talks", 12)]


def test_polars_leftmost_means_the_first_listed():
    """Decision: vocabulary is matched longest names first, or "Korea" would hide "Korea Strait"."""
    text, names = pl.Series(["Korea Strait"]), ["Korea", "Korea Strait"]
    assert text.str.extract_many(names, leftmost=True).to_list() == [["Korea"]]
    assert text.str.extract_many(names[::-1], leftmost=True).to_list() == [["Korea Strait"]]


def test_polars_hashes_a_key_alike_in_both_engines():
    """Decision: a key is looked for twice by eight bytes a row, hashed by the streaming engine and again when they are equal."""
    keys = pl.LazyFrame({"a": ["x", "y", "x"], "b": [1, 2, 1]}).select(pl.struct("a", "b").hash())
    one, other = keys.collect(), keys.collect(engine="streaming")
    assert one.equals(other)
    assert one.to_series().n_unique() == 2


def test_polars_does_not_raise_on_comparing_with_null():
    """Decision: a row rule is broken where its expression is true; null is no answer, so presence has rules of its own."""
    frame = pl.DataFrame({"start": [None, 2], "end": [1, 1]})
    assert frame.select(pl.col("start") > pl.col("end")).to_series().to_list() == [None, True]


def test_polars_reads_a_missing_name_as_a_fault():
    """Decision: rules name columns of the contract as text; a wrong name raises instead of passing."""
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        pl.DataFrame({"a": [1]}).select(pl.col("b") > 1)
