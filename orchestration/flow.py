"""The steps from inputs to staged tables. Each takes the stage, does what is not done yet, and commits; assets call them.

`read` files become raw documents, `parse` raw documents become articles by month, `extract` articles become sentences, mentions and
reports, `resolve` reports become meetings. Only `resolve` sees all months at once, and it sees no text.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import polars as pl

from orchestration.landing import Reading, survey, uri
from transforms import article as parsing
from transforms import ingest
from transforms.extract import Extraction
from transforms.extract import extract as extraction
from transforms.register import REGISTER
from transforms.register import register as registration
from transforms.resolve import HISTORY
from transforms.resolve import resolve as resolution
from warehouse.stage import WHOLE, Part, Stage, months, new_name

MONTHLY = ("article", "article_source", "article_warning")
PARSED = (*MONTHLY, "article_quarantine")
EXTRACTED = ("sentence", "mention", "report", "participant")
#: What makes two documents, or two refused inputs, one.
KEY = ["source_uri", "content_sha256"]
#: Articles handed to the extraction at once: enough to pay for its automata, few enough to stand in memory many times over.
EXTRACT_AT_ONCE = 5_000
#: Bytes of text held back while months gather; then the fullest are written.
GATHERED = 128_000_000

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Done:
    """What a step did: rows it wrote by table and month, documents or articles it went through, seconds it took."""

    rows: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    documents: int = 0
    started: float = field(default_factory=time.monotonic)

    def add(self, parts: Iterable[Part]) -> list[Part]:
        parts = list(parts)
        for part in parts:
            self.rows[part.table][part.month] += part.rows
        return parts

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started


def read(stage: Stage, inputs: Sequence[Path], now: datetime) -> Done:
    """Stage the documents of inputs that are new or have changed; a document staged before under the same name is not staged again."""
    done, known, new = Done(), stage.inputs(), survey(stage, inputs).new
    reading = Reading(stage.home, new, known)
    changed = any(uri(path, stage.home) in known for path in new)
    staged = stage.scan("raw_document").select(KEY).collect() if changed else pl.DataFrame(schema=dict.fromkeys(KEY, pl.String))
    refused = stage.scan("article_quarantine").select(KEY).collect()
    parts = []
    for batch in ingest.batches(reading, now):
        raw = batch.raw.unique(KEY, keep="first", maintain_order=True).join(staged, on=KEY, how="anti", maintain_order="left")
        # A name that stands twice in one archive comes twice in a row, perhaps in two batches.
        staged = pl.concat([staged if changed else staged.clear(), raw.select(KEY)])
        for table, frame in (("raw_document", raw), ("article_quarantine", batch.quarantine.join(refused, on=KEY, how="anti"))):
            if frame.height:
                parts.append(stage.write(table, WHOLE, frame))
        for digest, data in batch.rejected.items():
            kept = stage.folder / "quarantine" / digest
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(data)
    stage.commit(done.add(parts), inputs=reading.read)
    return done


class _Gathered:
    """Rows that wait, by table and month, until a month is worth a file. Memory is bounded by `GATHERED` bytes of articles."""

    def __init__(self, stage: Stage, rules: str, done: Done) -> None:
        self.parts: list[Part] = []
        self._stage, self._rules, self._done = stage, rules, done
        self._frames: dict[str, dict[str, list[pl.DataFrame]]] = defaultdict(lambda: defaultdict(list))
        self._size: dict[str, int] = defaultdict(int)
        self._ids: dict[str, set[str]] = defaultdict(set)

    def add(self, made: parsing.Parsed, first_seen: pl.DataFrame | None = None) -> None:
        """Take what one batch of documents gave. `first_seen`: quarantine rows of before, whose `seen_at` stays."""
        dated = made.article.select("article_id", "published_date")
        for month, rows in months(dated).items():
            # One text twice never stands in one part: `_take_out` parts them by it.
            if not self._ids[month].isdisjoint(rows["article_id"]):
                self._write(month)
            self._ids[month].update(rows["article_id"])
        for table in MONTHLY:
            frame = getattr(made, table)
            if table != "article":
                frame = frame.join(dated, on="article_id", how="inner")
            for month, rows in months(frame).items():
                self._frames[month][table].append(rows)
                self._size[month] += int(rows.estimated_size())
        refused = made.article_quarantine
        if first_seen is not None and refused.height:
            seen = first_seen.select(*KEY, pl.col("seen_at").alias("_seen_at"))
            refused = refused.join(seen, on=KEY, how="left").with_columns(pl.coalesce("_seen_at", "seen_at").alias("seen_at"))
        if refused.height:
            self.parts += self._done.add([self._stage.write("article_quarantine", WHOLE, refused, rules=self._rules)])
        self._done.documents += made.article_source.height + refused.height
        while sum(self._size.values()) > GATHERED:
            self._write(max(self._size, key=lambda month: self._size[month]))

    def finish(self) -> list[Part]:
        for month in list(self._frames):
            self._write(month)
        return self.parts

    def _write(self, month: str) -> None:
        name = None
        for table, frames in self._frames.pop(month).items():
            part = self._stage.write(table, month, pl.concat(frames), name, self._rules)
            name = part.name
            self.parts += self._done.add([part])
        del self._size[month], self._ids[month]


def again(stage: Stage, rules: str) -> bool:
    """Mark all documents as not parsed, when any was read by other rules than these. Returns whether there was any."""
    stale = stage.older(rules) > 0 or any(part.rules not in (None, rules) for part in stage.parts("article_quarantine"))
    if stale:
        stage.commit(replace(part, rules=None) for part in stage.parts("raw_document"))
    return stale


def parse(stage: Stage, rules: str, now: datetime, progress: Progress) -> Done:
    """Articles of the documents that were not parsed yet. When none was parsed, all that was made before is made anew."""
    done = Done()
    gathered = _Gathered(stage, rules, done)
    raw = stage.parts("raw_document")
    waiting = [part for part in raw if part.rules is None]
    if not waiting:
        return done
    drop: list[Part] = []
    first_seen = None
    if len(waiting) == len(raw):
        drop = [part for table in (*MONTHLY, *EXTRACTED) for part in stage.parts(table)]
        drop += [part for part in stage.parts("article_quarantine") if part.rules]
        first_seen = stage.scan("article_quarantine", [part for part in drop if part.table == "article_quarantine"]).collect()
    for part in waiting:
        gathered.add(parsing.articles(stage.scan("raw_document", [part]).collect(), now), first_seen)
        progress("parsed", done.documents, sum(part.rows for part in waiting))
    stage.commit([*gathered.finish(), *(replace(part, rules=rules) for part in waiting)], drop)
    _settle(stage)
    return done


def parse_months(stage: Stage, rules: str, now: datetime, wanted: Sequence[str]) -> Done:
    """The documents of the articles of some months parsed anew, where other rules read them. An article can move to another month."""
    done = Done()
    stale = {part.month for part in stage.parts("article", wanted) if part.rules != rules}
    if stale:
        _reparse(stage, _Gathered(stage, rules, done), now, _made_of(stage, stale))
        _settle(stage)
    _adopt(stage, rules, now)
    return done


def _reparse(stage: Stage, gathered: _Gathered, now: datetime, parts: list[Part]) -> None:
    for frame in _documents_of(stage, stage.scan("article_source", [p for p in parts if p.table == "article_source"]).collect()):
        gathered.add(parsing.articles(frame, now))
    stage.commit(gathered.finish(), parts)


def _documents_of(stage: Stage, sources: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The raw documents of `article_source` rows, a staged file at a time."""
    wanted = sources.select("source_uri", pl.col("article_id").str.slice(1).alias("_content")).lazy()
    for part in stage.parts("raw_document"):
        content = pl.col("content_sha256").str.slice(0, 16).alias("_content")
        frame = stage.scan("raw_document", [part]).with_columns(content).join(wanted, on=["source_uri", "_content"], how="semi").collect()
        if frame.height:
            yield frame.drop("_content")


def _settle(stage: Stage) -> None:
    """One row for each distinct text: of several inputs with one text the first by name gives the article, whenever they came."""
    parts = {str(stage.path(part)): part for part in stage.parts("article")}
    told = stage.scan("article", parts.values(), file_column="_file").select("article_id", "source_uri", "_file").collect()
    several = told.filter(pl.col("article_id").is_duplicated()).sort("article_id", "source_uri")
    lost = several.filter(~pl.col("article_id").is_first_distinct())
    for (file,), rows in lost.partition_by("_file", as_dict=True).items():
        _take_out(stage, parts[str(file)], rows["article_id"])


def _adopt(stage: Stage, rules: str, now: datetime) -> None:
    """Where new rules read the first input of a text as none, its other inputs, still as the old rules read them, are asked anew."""
    orphan = stage.scan("article_source").join(stage.scan("article"), on="article_id", how="anti").select("article_id").unique()
    held = stage.parts("article_source")
    months = {p.month for p in held if stage.scan("article_source", [p]).join(orphan, on="article_id", how="semi").collect().height}
    if months:
        _reparse(stage, _Gathered(stage, rules, Done()), now, _made_of(stage, months))
        _settle(stage)


def _made_of(stage: Stage, months: Iterable[str]) -> list[Part]:
    return [part for table in (*MONTHLY, *EXTRACTED) for part in stage.parts(table, list(months))]


def _take_out(stage: Stage, article: Part, ids: pl.Series) -> None:
    """Take articles out of a part: out of each of its tables but `article_source`, for the inputs remain theirs."""
    name = new_name()
    own = [p for table in (*MONTHLY, *EXTRACTED) for p in stage.parts(table, [article.month]) if p.stem == article.stem]
    add = []
    for part in own:
        column = pl.col("report_id").str.slice(0, len(ids[0])) if part.table == "participant" else pl.col("article_id")
        rows = stage.scan(part.table, [part]).filter(~column.is_in(ids.implode()) | (part.table == "article_source")).collect()
        if article.rows > ids.len() or part.table == "article_source":
            add.append(stage.write(part.table, part.month, rows, name + part.name.removeprefix(part.stem), part.rules))
    stage.commit(add, own)


def extract(stage: Stage, rules: str, progress: Progress, wanted: Sequence[str] = ()) -> Done:
    """Sentences, mentions and reports of the articles that have none yet and, in `wanted` months, of those that other rules read.

    Committed as it goes: a killed run goes on from there.
    """
    done = Done()
    old = {(p.month, p.stem): p for p in stage.parts("mention")}
    waiting = [p for p in stage.parts("article") if (q := old.get((p.month, p.stem))) is None or (p.month in wanted and q.rules != rules)]
    for group in _groups(waiting):
        frames = [stage.scan("article", [part]).collect() for part in group]
        made = extraction(pl.concat(frames))
        add = []
        for part, frame in zip(group, frames, strict=True):
            for table, rows in _of(made, frame).items():
                add.append(stage.write(table, part.month, rows, f"{part.stem}-{rules}", rules))
        replaced = {(part.month, part.stem) for part in group} & old.keys()
        drop = [p for table in EXTRACTED for p in stage.parts(table) if replaced and (p.month, p.stem) in replaced]
        stage.commit(done.add(add), drop)
        done.documents += sum(part.rows for part in group)
        progress("extracted", done.documents, sum(part.rows for part in waiting))
    return done


def _of(made: Extraction, article: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The rows of some articles of a batch, by table."""
    ids = article.select("article_id")
    report = made.report.join(ids, on="article_id", how="semi", maintain_order="left")
    return {
        "sentence": made.sentence.join(ids, on="article_id", how="semi"),
        "mention": made.mention.join(ids, on="article_id", how="semi"),
        "report": report,
        "participant": made.participant.join(report.select("report_id"), on="report_id", how="semi", maintain_order="left"),
    }


def _groups(parts: Sequence[Part]) -> Iterator[list[Part]]:
    group: list[Part] = []
    for part in parts:
        if group and sum(p.rows for p in group) + part.rows > EXTRACT_AT_ONCE:
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def resolve(stage: Stage) -> Done:
    """The meetings that all reports tell of."""
    done = Done()
    article = stage.scan("article").select("article_id", "source", "source_uri", "published_date").collect()
    made = resolution(article, stage.scan("report").collect(), stage.scan("participant").collect())
    old = [part for table in HISTORY for part in stage.parts(table)]
    stage.commit(done.add(stage.write(table, WHOLE, getattr(made, table)) for table in HISTORY), old)
    return done


def register(stage: Stage) -> Done:
    """The countries and persons that all articles name."""
    done = Done()
    made = registration(stage.scan("mention"), stage.scan("article"))
    old = [part for table in REGISTER for part in stage.parts(table)]
    stage.commit(done.add(stage.write(table, WHOLE, getattr(made, table)) for table in REGISTER), old)
    return done
