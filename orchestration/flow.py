"""The steps from inputs to staged tables. Each takes the stage, does what is not done yet, and commits; assets call them.

`stage_inputs` files become batches of documents; `read` batches become articles and what they say; `resolve` reports become meetings.
Only `resolve` looks beyond a batch, and only at the blocks that new reports fall in.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from orchestration import batch, regroup, settings
from orchestration.landing import Reading, survey, uri
from transforms import block, ingest
from transforms.register import REGISTER
from transforms.register import register as registration
from transforms.resolve import HISTORY, Resolution
from transforms.resolve import resolve as resolution
from warehouse.increment import Change, change, standing
from warehouse.stage import Part, Stage

PARSED = ("article", "article_source", "article_warning", "article_quarantine")
EXTRACTED = ("sentence", "mention", "report", "participant", "naming")
#: What makes two documents, or two refused inputs, one.
KEY = ["source_uri", "content_sha256"]
#: Reports resolved at once when all are: linking then needs less memory than reading a batch does.
RESOLVED_AT_ONCE = 100_000
_TOLD = ("article_id", "source", "source_uri", "published_date")

Progress = Callable[[str, int, int], None]


def quiet(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


class Pace:
    """Progress of one step in words: what is done of all, how many a second, and how long the rest takes at that rate."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell, self._started = tell, time.monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:
        seconds = max(time.monotonic() - self._started, 0.001)
        left = timedelta(seconds=round(seconds * (total - done) / max(done, 1)))
        self._tell(f"{what}: {done:,} of {total:,}, {done / seconds:,.0f} a second, {left} left")


@dataclass(slots=True)
class Done:
    """What a step did: rows it wrote by table, articles by year, documents it went through, seconds it took."""

    rows: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    started: float = field(default_factory=time.monotonic)

    def add(self, parts: Iterable[Part]) -> list[Part]:
        parts = list(parts)
        for part in parts:
            self.rows[part.table] += part.rows
        return parts

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started


def stage_inputs(stage: Stage, inputs: Sequence[Path], now: datetime, progress: Progress = quiet) -> Done:
    """Stage the documents of inputs that are new or have changed; a document staged before under the same name is not staged again."""
    done, known, new = Done(), stage.inputs(), survey(stage, inputs).new
    reading = Reading(stage.home, new, known)
    changed = any(uri(path, stage.home) in known for path in new)
    staged = stage.scan("raw_document").select(KEY).collect() if changed else pl.DataFrame(schema=dict.fromkeys(KEY, pl.String))
    refused = stage.scan("article_quarantine").select(KEY).collect()
    seen_at = pl.lit(now).cast(pl.Datetime("us", "UTC")).alias("seen_at")
    parts = []
    for made in ingest.batches(reading, now):
        raw = made.raw.unique(KEY, keep="first", maintain_order=True).join(staged, on=KEY, how="anti", maintain_order="left")
        # A name that stands twice in one archive comes twice in a row, perhaps in two batches.
        staged = pl.concat([staged if changed else staged.clear(), raw.select(KEY)])
        quarantine = made.quarantine.join(refused, on=KEY, how="anti")
        for table, frame in (("raw_document", raw.with_columns(seen_at)), ("article_quarantine", quarantine)):
            if frame.height:
                parts.append(stage.files.write(table, frame))
        for digest, data in made.rejected.items():
            kept = stage.files.folder / "quarantine" / digest
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(data)
        done.documents += made.raw.height + made.quarantine.height
        progress("input files staged", len(reading.read), len(new))
    stage.commit(done.add(parts), inputs=reading.read)
    return done


def again(stage: Stage, rules: str) -> None:
    """Note that `read` is to read all by these rules: what of it a killed run left undone, the next one does."""
    stage.put("again", rules)


def read(stage: Stage, rules: str, progress: Progress = quiet, years: Sequence[str] = ()) -> Done:
    """Articles, and what they say, of the batches that were not read yet. Committed batch by batch.

    Also of those that other rules read, where `again` asks for it or they hold articles of the given years, as YYYY.
    """
    done = Done()
    if years:
        regroup.set_apart(stage, years, rules)
    else:
        regroup.pack(stage)
    batches = waiting(stage, rules)
    while True:
        old = {part.batch: part.name for part in stage.parts("article")}
        total = done.documents + sum(part.rows for part in batches)
        for documents, made in batch.read_all(stage.files, batches, rules, settings.workers()):
            stage.commit(done.add(made.parts), stage.named(old[documents.batch]) if documents.batch in old else [])
            done.years.update(made.years)
            done.documents += documents.rows
            progress("articles read", done.documents, total)
        regroup.settle(stage)
        regroup.ask_anew(stage)
        if not (batches := waiting(stage, rules)):
            return done


def waiting(stage: Stage, rules: str) -> list[Part]:
    """Batches without articles and, when all is to be read again, with articles that other rules read."""
    every = stage.get("again") == rules
    read_already = {part.batch for part in stage.parts("article") if part.rules == rules or not every}
    return [part for part in stage.parts("raw_document") if part.batch not in read_already]


def resolve(stage: Stage, code: str, progress: Progress = quiet) -> Done:
    """Stage the meetings that the next warehouse holds and the published one does not: those of the blocks that new reports fall in."""
    done, lacking = Done(), change(stage.home, stage.parts("article"), code)
    if lacking.whole:
        resolutions: Iterable[Resolution] = _all_resolved(stage, progress)
        stay = dict.fromkeys(HISTORY, 0)
    else:
        resolutions, stay = _blocks_resolved(stage, lacking)
    old = [part for table in HISTORY for part in stage.parts(table)]
    stage.commit(done.add(stage.files.write(table, getattr(made, table)) for made in resolutions for table in HISTORY), old)
    stage.put("stays", json.dumps(stay))
    return done


def stays(stage: Stage) -> dict[str, int]:
    """By table of history, how many rows of the published file stay beside those that are staged."""
    return json.loads(stage.get("stays") or "{}")


def _all_resolved(stage: Stage, progress: Progress) -> Iterator[Resolution]:
    """All blocks, a bucket of them at a time."""
    article = stage.scan("article").select(_TOLD).collect()
    report, participant = stage.scan("report").collect(), stage.scan("participant").collect()
    numbers = block.bucket(report.select(block.block()).to_series(), report.height // RESOLVED_AT_ONCE + 1)
    resolved = 0
    for number in numbers.unique().sort():
        some = report.filter(numbers == number)
        yield resolution(article, some, participant.join(some, on="report_id", how="semi"))
        resolved += some.height
        progress("reports resolved", resolved, report.height)


def _blocks_resolved(stage: Stage, lacking: Change) -> tuple[list[Resolution], dict[str, int]]:
    """The blocks that articles new to the published file, or gone from it, tell of; and the rows of the file that stay."""
    names = {part.name for part in lacking.fresh}
    article, report, participant = (
        stage.scan(table, [part for part in stage.parts(table) if part.name in names]) for table in ("article", "report", "participant")
    )
    new = report.collect()
    files = {part.name: stage.files.path(part) for part in stage.parts("article")}
    held = standing(
        stage.home,
        [files[name] for name in sorted(names)],
        [*files.values()] if lacking.gone else None,
        new.select(block.block()).to_series().unique(),
    )
    told = pl.concat([held.article, article.select(_TOLD).collect()])
    return [resolution(told, pl.concat([held.report, new]), pl.concat([held.participant, participant.collect()]))], held.rows


def register(stage: Stage) -> Done:
    """The countries and persons that all articles name, added up from what each batch says of them."""
    done, made = Done(), registration(stage.scan("naming"))
    old = [part for table in REGISTER for part in stage.parts(table)]
    stage.commit(done.add(stage.files.write(table, getattr(made, table)) for table in REGISTER), old)
    return done
