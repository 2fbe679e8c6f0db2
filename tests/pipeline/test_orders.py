"""The same texts in any order, in one run or many, backfills of older texts after newer ones: the same tables, row for row.

Fifty random orders and splits of the sample go through extraction and the resolution of touched blocks, as runs do them, in memory.
Two more go through the real runs: Dagster, Great Expectations, DuckDB.
"""

from __future__ import annotations

import random
from dataclasses import fields
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks.merging import sample_articles
from transforms.block import block
from transforms.extract import Extraction, extract
from transforms.register import REGISTER, namings, register
from transforms.resolve import HISTORY, Resolution, resolve
from transforms.tables import TABLES
from warehouse import read

SAMPLE = Path(__file__).parents[2] / "sample" / "landing"
ORDERS = 50


def plus(known: pl.DataFrame | None, new: pl.DataFrame) -> pl.DataFrame:
    return new if known is None else pl.concat([known, new])


class Runs:
    """Runs one after the other, in memory: each extracts its articles and resolves the blocks that they touch."""

    def __init__(self) -> None:
        self.article: pl.DataFrame | None = None
        self.said: Extraction | None = None
        self.history: Resolution | None = None

    def run(self, article: pl.DataFrame) -> None:
        new = extract(article)
        self.article = plus(self.article, article)
        self.said = Extraction(*(plus(getattr(self.said, f.name, None), getattr(new, f.name)) for f in fields(Extraction)))
        touched = new.report.select(block().alias("block")).unique()
        report = self.said.report.with_columns(block().alias("block")).join(touched, on="block", how="semi").drop("block")
        made = resolve(self.article, report, self.said.participant.join(report, on="report_id", how="semi"))
        self.history = made if self.history is None else Resolution(*(self._replaced(name, made, touched) for name in HISTORY))

    def _replaced(self, name: str, made: Resolution, touched: pl.DataFrame) -> pl.DataFrame:
        """A table of the history in which the meetings of touched blocks give way to those made now."""
        gone = self.history.meeting_report.with_columns(block().alias("block")).join(touched, on="block", how="semi")
        return pl.concat([getattr(self.history, name).join(gone, on="meeting_id", how="anti"), getattr(made, name)])

    def tables(self) -> dict[str, pl.DataFrame]:
        named = register(namings(self.said.mention, self.article).lazy())
        every = {"sentence": self.said.sentence, "mention": self.said.mention}
        every |= {name: getattr(named, name) for name in REGISTER} | {name: getattr(self.history, name) for name in HISTORY}
        return {name: TABLES[name].conform(frame) for name, frame in every.items()}


@pytest.fixture(scope="module")
def sample() -> pl.DataFrame:
    return sample_articles()[0]


@pytest.fixture(scope="module")
def at_once(sample) -> dict[str, pl.DataFrame]:
    """The tables that one run over all articles makes."""
    runs = Runs()
    runs.run(sample)
    return runs.tables()


@given(st.randoms(use_true_random=True), st.integers(1, 3))
@settings(max_examples=ORDERS, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
def test_fifty_orders_and_splits_give_the_same_tables(sample, at_once, chance, n_runs):
    order = chance.sample(range(sample.height), sample.height)
    cuts = sorted(chance.sample(range(1, sample.height), n_runs - 1))
    runs = Runs()
    for start, end in zip([0, *cuts], [*cuts, sample.height], strict=True):
        runs.run(sample[order[start:end]])
    for name, frame in runs.tables().items():
        assert frame.equals(at_once[name]), f"{name}: order {order}, runs cut at {cuts}"


@pytest.mark.parametrize("seed", range(2))
def test_real_runs_in_any_order_make_the_same_warehouse(sample_home, tmp_path, dateline, seed):
    chance = random.Random(seed)
    paths = sorted(path for path in SAMPLE.rglob("*") if path.is_file())
    chance.shuffle(paths)
    cut = chance.randrange(1, len(paths))
    for some in (paths[:cut], paths[cut:]):
        done = dateline(tmp_path, "run", *map(str, some))
        assert done.returncode == 0, done.stdout + done.stderr
    for name in TABLES:
        columns = "* EXCLUDE (seen_at)" if "seen_at" in TABLES[name].schema else "*"
        asked = f"SELECT {columns} FROM {name} ORDER BY ALL"
        assert read.query(tmp_path, asked).equals(read.query(sample_home, asked)), name
