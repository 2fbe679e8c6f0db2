"""One batch of documents read to the end, in this process or in several. A batch needs its file and the rules, nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType

from orchestration import settings
from transforms import article as parsing
from transforms.extract import extract
from transforms.register import namings
from transforms.tables import ARTICLE_QUARANTINE
from warehouse.stage import Files, Part, new_name

#: What is read from a batch.
TABLES = ("article", "article_source", "article_warning", "article_quarantine", "sentence", "mention", "report", "participant", "naming")
_KEY = ["source_uri", "content_sha256"]


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a batch: its parts, not live yet, and its articles by year of publication, as YYYY."""

    parts: list[Part]
    years: dict[str, int]


def read(files: Files, batch: Part, rules: str) -> Read:
    """Stage what the documents of a batch say; `rules` is the version of the rules that this code has."""
    raw = files.scan("raw_document", [batch]).collect()
    parsed = parsing.articles(raw.drop("seen_at"), datetime.now(UTC))
    said = extract(parsed.article)
    # A document was first seen when it was staged, whenever the rules refuse it.
    refused = parsed.article_quarantine.drop("seen_at").join(raw.select(*_KEY, "seen_at"), on=_KEY)
    frames = {
        "article": parsed.article,
        "article_source": parsed.article_source,
        "article_warning": parsed.article_warning,
        "article_quarantine": ARTICLE_QUARANTINE.conform(refused),
        "sentence": said.sentence,
        "mention": said.mention,
        "report": said.report,
        "participant": said.participant,
        "naming": namings(said.mention, parsed.article),
    }
    name = f"{batch.batch}-{rules}-{new_name()}"
    years = parsed.article["published_date"].dt.to_string("%Y").value_counts()
    return Read([files.write(table, frames[table], name) for table in TABLES], dict(years.iter_rows()))


def read_all(files: Files, batches: Sequence[Part], rules: str, workers: int) -> Iterator[tuple[Part, Read]]:
    """Every batch with what became of it, in the order they are done. Raises what reading one raises, or `WorkerDied`.

    Several batches go to processes of one thread each: reading a batch keeps one core busy, hardly more. One batch alone is not worth
    starting processes for.
    """
    if workers < 2 or len(batches) < 2:
        for batch in batches:
            yield batch, read(files, batch, rules)
        return
    with ExitStack() as started, ThreadPoolExecutor(workers) as threads:
        free: SimpleQueue[_Worker] = SimpleQueue()
        for _ in range(min(workers, len(batches))):
            free.put(started.enter_context(_Worker(files.home, rules)))

        def ask(batch: Part) -> Read:
            worker = free.get()
            try:
                return worker.read(batch)
            finally:
                free.put(worker)

        of = {threads.submit(ask, batch): batch for batch in batches}
        try:
            for done in as_completed(of):
                yield of[done], done.result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


class WorkerDied(Exception):
    """A process that read batches ended before it was told to; the message is the last that it said."""


class _Worker:
    """A process that reads batches, told their names line by line. It ends when its input does: with this process, however that ends."""

    def __init__(self, home: Path, rules: str) -> None:
        # A session of its own: Ctrl-C is for the process that started it.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "orchestration.batch", str(home), rules],
            env={**os.environ, "POLARS_MAX_THREADS": "1", "PYTHONPATH": str(settings.CLONE)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self._process.kill()
        self._process.communicate()

    def read(self, batch: Part) -> Read:
        """`read` of a batch, in the process."""
        assert self._process.stdin and self._process.stdout and self._process.stderr
        try:
            print(json.dumps([batch.name, batch.rows]), file=self._process.stdin, flush=True)
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise WorkerDied(self._process.stderr.read().strip().rpartition("\n")[2] or f"exit code {self._process.wait()}")
        parts, years = json.loads(answer)
        return Read([Part(*part) for part in parts], years)


def _work(home: Path, rules: str) -> None:
    """Read the batches that are named on standard input, and say on standard output what became of each."""
    for line in sys.stdin:
        name, rows = json.loads(line)
        made = read(Files(home), Part("raw_document", name, rows), rules)
        print(json.dumps([[(part.table, part.name, part.rows) for part in made.parts], made.years]), flush=True)


if __name__ == "__main__":
    _work(Path(sys.argv[1]), sys.argv[2])
