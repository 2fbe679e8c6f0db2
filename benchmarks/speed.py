"""How fast: `python -m benchmarks.speed [--articles N ...] [--texts PATH] [--peer PYTHON SCRIPT] [--json FILE] [--plot FILE]`, or `make bench`.

Extraction on one core, stage by stage, beside a fixed scan of the same bytes; then whole runs of the command line (ingest, extraction,
merging, Great Expectations, DuckDB, export), a run with nothing new, an increment, and every view and query. Answers are checked as
well: meetings planted in the generated articles must be found. Machines differ and are noisy: ratios of one session are what to quote.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from benchmarks import generate
from benchmarks.process import dateline
from orchestration import flow, landing, rules
from transforms import article, extract, ingest, resolve
from transforms.tables import TABLES
from warehouse import build, increment, questions, read
from warehouse.stage import Stage

Made = TypeVar("Made")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Articles the peer is given: it reads a few a second.
PEER_ARTICLES = 150
INCREMENT = 1000


def _once(work: Callable[[], Made]) -> tuple[float, Made]:
    started = time.perf_counter()
    made = work()
    return time.perf_counter() - started, made


def _cpu(work: Callable[[], Made]) -> tuple[float, Made]:
    started = time.process_time()
    made = work()
    return time.process_time() - started, made


def _scan(bodies: pl.Series) -> None:
    """Work over the same bytes that no change of the rules makes slower: what extraction is measured against."""
    bodies.str.extract_all("[A-Za-z]+")
    bodies.str.extract_all(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)*")


def stages(paths: list[Path]) -> dict[str, float]:
    """CPU seconds of each stage over all articles of the inputs, in this process; `bytes` is the size of their bodies, `articles` their number."""
    took: dict[str, float] = {}
    took["ingest"], raw = _cpu(lambda: ingest.documents(landing.read(paths), _EPOCH).raw)
    took["article"], parsed = _cpu(lambda: article.articles(raw, _EPOCH).article)
    extract.extract(parsed.head(20))  # caches of the lexicon are filled once a process
    took["fixed scan"], _ = _cpu(lambda: _scan(parsed["body"]))
    batches = list(parsed.iter_slices(ingest.BATCH))
    took["extract"], made = _cpu(lambda: [extract.extract(batch) for batch in batches])
    report, participant = (pl.concat(getattr(one, name) for one in made) for name in ("report", "participant"))
    took["resolve"], _ = _cpu(lambda: resolve.resolve(parsed, report, participant))
    took["bytes"] = float(parsed["body"].str.len_bytes().sum())
    took["articles"] = float(parsed.height)
    return took


def _with_workers() -> float:
    """CPU seconds of this process and of those it has waited for."""
    waited = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + waited.ru_utime + waited.ru_stime


def added(paths: list[Path]) -> dict[str, float]:
    """CPU seconds of bringing the inputs after the first path into the home that it names, from files to the published warehouse.

    Dagster, the checks and the start of the process are left out: they would hide what grows.
    """
    home, *inputs = paths
    now, started = datetime.now(UTC), _with_workers()
    with closing(Stage(home)) as stage:
        flow.stage_inputs(stage, inputs, now)
        flow.read(stage, rules.rules())
        flow.resolve(stage, rules.code())
        flow.register(stage)
        parts = {name: stage.parts(name) for name in TABLES}
        lacking = increment.change(home, parts["article"], rules.code())
        build.publish(home, parts, lacking, build.Run("benchmark", now, rules.rules(), rules.code()))
    return {"added": _with_workers() - started}


#: Functions of `transforms` whose calls are the steps of extraction.
_CALLERS = ("transforms/extract.py", "transforms/mention.py", "transforms/meeting/__init__.py")
_STEERING = ("extract", "_extracted", "mentions", "reports")


def steps(paths: list[Path]) -> dict[str, float]:
    """CPU seconds of each step that extraction calls, the largest first: a profile of `extract.extract` over the inputs."""
    parsed = article.articles(ingest.documents(landing.read(paths), _EPOCH).raw, _EPOCH).article
    extract.extract(parsed.head(20))
    profile = cProfile.Profile(time.process_time)
    for batch in parsed.iter_slices(ingest.BATCH):
        profile.runcall(extract.extract, batch)
    took: dict[str, float] = {}
    for (file, _, name), (_, _, _, seconds, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        called = any(caller.endswith(_CALLERS) and function in _STEERING for caller, _, function in callers)
        if called and name not in _STEERING and "/transforms/" in file and "<" not in name:
            took[f"{Path(file).stem.replace('__init__', 'meeting')}.{name}"] = seconds
    return dict(sorted(took.items(), key=lambda item: -item[1]))


def one_core(measure: str, paths: list[Path]) -> dict[str, float]:
    """`stages`, `steps` or `added` in a fresh process that has one Polars thread, as the command line sets it up."""
    code = f"import orchestration, json, sys, pathlib; from benchmarks import speed; print(json.dumps(speed.{measure}([pathlib.Path(p) for p in sys.argv[1:]])))"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, paths)],
        env={**os.environ, "POLARS_MAX_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def answers(home: Path, planted: list[generate.Planted]) -> dict[str, float]:
    """How many planted reports the warehouse holds with their parties, status and day, and how its meetings compare in number."""
    truth = pl.DataFrame(
        [(p.article, p.status, sorted(p.parties), p.day) for p in planted],
        schema={"place": pl.String, "status": pl.String, "parties": pl.List(pl.String), "day": pl.Date},
        orient="row",
    )
    found = read.query(
        home,
        "SELECT s.source_uri, r.status, r.parties, r.date_start FROM meeting_report r JOIN article_source s USING (article_id)",
    )
    # Files hold PER_FILE articles, a line each: the line's number gives the article its name.
    number = (
        pl.col("source_uri").str.extract(r"-(\d{8})\.jsonl#").cast(pl.Int64)
        + pl.col("source_uri").str.extract(r"#(\d+)$").cast(pl.Int64)
        - 1
    )
    seed = pl.col("source_uri").str.extract(r"articles-(\d+)-")
    found = found.with_columns(pl.format("g{}-{}", seed, number.cast(pl.String).str.zfill(7)).alias("place"))
    hits = truth.join(found.with_columns(pl.col("date_start").alias("day")), on=["place", "status", "parties", "day"], how="semi").height
    return {
        "reports planted": truth.height,
        "reports found": hits,
        "recall": round(hits / truth.height, 3),
        "meetings planted": len({p.event for p in planted}),
        "meetings": read.query(home, "SELECT count(*) FROM meeting").item(),
    }


def asked(home: Path) -> dict[str, float]:
    """Milliseconds of every view and every query, in one open connection, second asking (the first reads the file)."""
    took = {}
    with read.connect(home) as con:
        views = [(one.name, f"FROM {one.name} LIMIT 1000") for one in questions.views()]
        for name, sql in [*views, *((one.name, one.sql) for one in questions.queries())]:
            con.sql(sql).fetchall()
            started = time.perf_counter()
            con.sql(sql).fetchall()
            took[name] = round(1000 * (time.perf_counter() - started), 1)
    return took


class Reader:
    """Asks a warehouse over and over; no answer may hold half of one warehouse and half of the next.

    `readable`: seconds until it saw articles that were not there at first.
    """

    def __init__(self, home: Path) -> None:
        self._home, self._started, self._first = home, time.perf_counter(), 0
        self.reads = self.mixed = 0
        self.longest = self.readable = 0.0

    def __call__(self) -> None:
        sql = "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM meeting_report) = (SELECT sum(n_reports) FROM meeting)"
        seconds, (articles, one) = _once(lambda: read.query(self._home, sql).row(0))
        self.reads, self.mixed, self.longest = self.reads + 1, self.mixed + (not one), max(self.longest, seconds)
        self._first = self._first or articles
        if articles != self._first and not self.readable:
            self.readable = time.perf_counter() - self._started


def whole(count: int, scratch: Path) -> dict[str, Any]:
    """A run over `count` generated articles, one with nothing new, one with `INCREMENT` more while a reader asks; then questions."""
    texts, more, home = scratch / f"texts-{count}", scratch / f"more-{count}", scratch / f"home-{count}"
    planted = generate.write(texts, count)
    size = sum(path.stat().st_size for path in texts.iterdir())
    first = dateline(home, "run", str(texts))
    again = dateline(home, "run", str(texts))
    checked = answers(home, planted)
    generate.write(more, INCREMENT, seed=2)
    reader = Reader(home)
    added = dateline(home, "run", str(more), meanwhile=reader)
    took = dict(sorted(asked(home).items(), key=lambda item: -item[1]))
    warehouse = (home / "dateline.duckdb").stat().st_size
    return {
        "articles": count,
        "MB of text": round(size / 1e6, 1),
        "run, s": first.seconds,
        "run, CPU s": first.cpu,
        **{f"  {step}, s": seconds for step, seconds in first.steps.items()},
        "peak of all processes, GB": first.memory,
        "nothing new, s": again.seconds,
        f"{INCREMENT:,} more, readable after, s": round(reader.readable, 2),
        f"{INCREMENT:,} more, s": added.seconds,
        f"{INCREMENT:,} more, CPU s": added.cpu,
        **{f"  {step}, s (more)": seconds for step, seconds in added.steps.items()},
        "reads meanwhile": f"{reader.reads}, {reader.mixed} mixed, longest {reader.longest:.2f} s",
        "warehouse, bytes a byte of text": round(warehouse / size, 2),
        "slowest questions, ms": ", ".join(f"{name} {ms:.0f}" for name, ms in list(took.items())[:3]),
        "views over 100 ms": sum(took[view.name] > 100 for view in questions.views()),
        "questions": took,
        **checked,
    }


def growth(runs: list[dict]) -> dict[str, float]:
    """How the time of a run grows from each size to the next, as a share of linear growth."""
    ordered = sorted(runs, key=lambda run: run["articles"])
    return {
        f"{small['articles']:,} to {large['articles']:,}": round(
            large["run, s"] / small["run, s"] * small["articles"] / large["articles"], 2
        )
        for small, large in pairwise(ordered)
    }


def peer(python: str, script: str, paths: list[Path]) -> float:
    """MB of text a second that the peer pipeline reads, on the first `PEER_ARTICLES` articles of the inputs."""
    parsed = article.articles(ingest.documents(landing.read(paths), _EPOCH).raw, _EPOCH).article.head(PEER_ARTICLES)
    lines = "\n".join(
        json.dumps({"id": row["article_id"], "date": str(row["published_date"]), "title": row["title"], "text": row["body"]})
        for row in parsed.iter_rows(named=True)
    )
    started = time.perf_counter()
    subprocess.run([python, Path(script).name], cwd=Path(script).parent, input=lines, text=True, capture_output=True, check=True)
    return float(parsed["body"].str.len_bytes().sum()) / 1e6 / (time.perf_counter() - started)


def _row(name: str, value: object) -> str:
    return f"  {name:28} {value}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="*", default=[2_000, 20_000], help="sizes of the whole runs")
    parser.add_argument("--texts", type=Path, help="real texts to measure extraction on as well")
    parser.add_argument("--peer", nargs=2, metavar=("PYTHON", "SCRIPT"), help="another pipeline that reads JSON Lines, timed beside it")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--plot", type=Path, help="draw time and memory of the whole runs by size, as .svg or .png")
    given = parser.parse_args()
    figures: dict[str, object] = {"measured": datetime.now(UTC).isoformat(timespec="seconds")}
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        generate.write(scratch / "core", 5_000)
        inputs = {"generated": scratch / "core"} | ({"given texts": given.texts} if given.texts else {})
        for name, path in inputs.items():
            took = one_core("stages", [path])
            size = took["bytes"] / 1e6
            rate = size / (took["article"] + took["extract"])
            figures[f"extraction, {name}"] = took | {"MB/s": rate}
            print(f"extraction on one core, {name}: {took['articles']:,.0f} articles, {size:.1f} MB")
            for stage in ("ingest", "article", "extract", "resolve", "fixed scan"):
                print(_row(stage, f"{size / took[stage]:8.1f} MB/s"))
            print(
                _row(
                    "article and all extraction",
                    f"{rate:8.1f} MB/s, {took['fixed scan'] / (took['article'] + took['extract']):.3f} of the scan's speed",
                )
            )
            profile = one_core("steps", [path])
            figures[f"steps of extraction, {name}"] = profile
            for step, seconds in profile.items():
                print(_row(f"  {step}", f"{1000 * seconds / size:8.1f} ms a MB, {seconds / took['extract']:4.0%}"))
            if given.peer:
                beside = peer(given.peer[0], given.peer[1], [path])
                figures[f"peer, {name}"] = beside
                print(_row("peer", f"{beside:8.3f} MB/s, {rate / beside:,.0f} times slower"))
        runs = [whole(count, scratch) for count in given.articles]
        figures["runs"] = runs
        for run in runs:
            print(f"whole run of {run['articles']:,} articles")
            for key, value in run.items():
                if key != "questions":
                    print(_row(key, value))
        figures["growth"] = growth(runs)
        print("growth of the time of a whole run, 1 is linear")
        for sizes, share in growth(runs).items():
            print(_row(sizes, share))
    if given.plot:
        # The library that draws takes long to import, and each process that is measured imports this module.
        from benchmarks import plot

        plot.growth(runs, given.plot)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
