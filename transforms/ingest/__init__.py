"""Inputs as raw documents, batch by batch: each input becomes rows of `article.RAW_DOCUMENT` or is set aside with its reason.

`container` opens archives, `encoding` reads bytes, `record` and `day` read JSON, `document` makes the row. Files are opened elsewhere:
what comes in is a name and bytes or a seekable binary stream, or the error that opening it gave.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

import polars as pl

from transforms import tables
from transforms.article import RAW_DOCUMENT
from transforms.ingest import container, limits
from transforms.ingest.container import Leaf
from transforms.ingest.document import row
from transforms.ingest.encoding import decode
from transforms.ingest.record import Record, record
from transforms.ingest.rejection import Rejected

__all__ = ["Content", "Ingested", "Rejected", "batches", "decode", "documents"]

Content = bytes | BinaryIO | OSError
#: Documents of a batch: enough to pay for what reading one costs whatever its size, few enough to stand in memory many times over.
BATCH = 5_000
_TEXT, _RECORDS = (".txt", ".text"), (".jsonl", ".ndjson")


@dataclass(slots=True)
class Ingested:
    """`raw` (`RAW_DOCUMENT`), `quarantine` (the contract's table) and the rejected bytes by their SHA-256."""

    raw: pl.DataFrame
    quarantine: pl.DataFrame
    rejected: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Bytes of an input that is set aside, and their SHA-256."""

    content: bytes
    digest: str

    @classmethod
    def of(cls, content: bytes) -> _Kept:
        return cls(content, hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class _Refusal:
    uri: str
    fault: Rejected
    kept: _Kept


class _Gathered:
    """Rows and refusals of the batch that is being made."""

    def __init__(self, seen_at: datetime) -> None:
        self._seen_at = seen_at
        self._rows: list[dict] = []
        self._refused: list[_Refusal] = []
        self._kept: dict[str, bytes] = {}
        self.size = 0

    def __len__(self) -> int:
        return len(self._rows) + len(self._refused)

    def add(self, made: dict | _Refusal) -> None:
        if isinstance(made, dict):
            self._rows.append(made)
            self.size += len(made["text"])
            return
        self._refused.append(made)
        if made.kept.digest not in self._kept:
            self._kept[made.kept.digest] = made.kept.content
            self.size += len(made.kept.content)

    def done(self) -> Ingested:
        quarantine = pl.DataFrame(
            [(item.uri, item.fault.reason, item.fault.detail, item.kept.digest, self._seen_at) for item in self._refused],
            schema=tables.ARTICLE_QUARANTINE.schema,
            orient="row",
        )
        once = quarantine.unique(["source_uri", "content_sha256"], keep="first", maintain_order=True)
        return Ingested(pl.DataFrame(self._rows, schema=RAW_DOCUMENT), tables.ARTICLE_QUARANTINE.conform(once), self._kept)


def documents(items: Iterable[tuple[str, Content]], seen_at: datetime) -> Ingested:
    """All inputs at once; for more than memory holds use `batches`."""
    made = list(batches(items, seen_at))
    return Ingested(
        pl.concat([RAW_DOCUMENT.to_frame(), *(batch.raw for batch in made)]),
        tables.ARTICLE_QUARANTINE.conform(
            pl.concat([tables.ARTICLE_QUARANTINE.empty(), *(batch.quarantine for batch in made)]).unique(["source_uri", "content_sha256"])
        ),
        {digest: content for batch in made for digest, content in batch.rejected.items()},
    )


def batches(items: Iterable[tuple[str, Content]], seen_at: datetime, size: int = BATCH, max_bytes: int = 64_000_000) -> Iterator[Ingested]:
    """The inputs as batches of at most `size` rows and about `max_bytes` of content. Nothing is dropped, no input disturbs another.

    Memory is bounded by a batch and the largest single input (`limits`), however large an archive or a file of records is.
    """
    batch = _Gathered(seen_at)
    for uri, content in items:
        for made in _read(_writable(uri), content):
            batch.add(made)
            if len(batch) >= size or batch.size >= max_bytes:
                yield batch.done()
                batch = _Gathered(seen_at)
    if len(batch):
        yield batch.done()


def _writable(uri: str) -> str:
    """The name as text: bytes of a file name that are not UTF-8 are shown as '?'."""
    return uri.encode("utf-8", "replace").decode("utf-8")


def _read(uri: str, content: Content) -> Iterator[dict | _Refusal]:
    if isinstance(content, OSError):
        detail = f"the file cannot be opened ({content.strerror or content}); check its permissions"
        yield _Refusal(uri, Rejected("unreadable", detail), _Kept.of(b""))
        return
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    packed: _Kept | None = None
    for leaf in container.leaves(uri, stream):
        try:
            yield from _leaf(leaf)
        except (Rejected, OSError, *container.FAULTS) as fault:
            # Of a damaged archive the packed bytes are kept, once for all its members.
            packed = packed or _Kept.of(_packed(stream))
            yield _Refusal(leaf.uri, _damage(fault), packed)


def _damage(fault: Exception) -> Rejected:
    if isinstance(fault, Rejected):
        return fault
    if isinstance(fault, container.FAULTS):
        return Rejected("bad_archive", f"the file is damaged or cut short ({fault}); what came before the damage is read, get it again")
    return Rejected("unreadable", f"the file cannot be read ({fault}); check the disk or share it lies on")


def _packed(stream: BinaryIO) -> bytes:
    """The bytes of an input as they are stored, up to what is kept of one; none when it cannot be read."""
    try:
        stream.seek(0)
        return stream.read(limits.MAX_KEPT)
    except OSError:
        return b""


def _leaf(leaf: Leaf) -> Iterator[dict | _Refusal]:
    name = leaf.name.lower()
    if isinstance(leaf.content, Rejected):
        raise leaf.content
    if name.endswith(_RECORDS):
        yield from _records(leaf.uri, leaf.content)
    elif name.endswith(_TEXT):
        yield _article(leaf.uri, leaf.content)
    else:
        detail = "the name ends in none of .txt, .txt.gz, .zip, .jsonl, .jsonl.gz; rename the file or save its text as .txt"
        yield _Refusal(leaf.uri, Rejected("unknown_format", detail), _Kept.of(leaf.content.read(limits.MAX_KEPT)))


def _article(uri: str, stream: BinaryIO) -> dict | _Refusal:
    data = stream.read(limits.MAX_KEPT)
    try:
        _check_size(data)
        text, guessed = decode(data)
        return row(uri, uri, Record(text), guessed)
    except Rejected as fault:
        return _Refusal(uri, fault, _Kept.of(data))


def _check_size(data: bytes) -> None:
    start = 0
    while len(data) - start > limits.MAX_LINE:
        end = start + limits.MAX_LINE + 1
        last = max(data.rfind(b"\n", start, end), data.rfind(b"\r", start, end))
        if last < 0:
            raise Rejected(
                "line_too_long",
                f"a line is longer than {limits.MAX_LINE:,} bytes; break it into paragraphs, or split the articles it holds",
            )
        start = last + 1
    if len(data) > limits.MAX_ARTICLE:
        raise Rejected(
            "too_large", f"the input has more than {limits.MAX_ARTICLE:,} bytes; write one article a file, or one record a line of .jsonl"
        )


def _records(uri: str, stream: BinaryIO) -> Iterator[dict | _Refusal]:
    for number, line in enumerate(_lines(stream), start=1):
        if not line.strip():
            continue
        place = f"{uri}#{number}"
        try:
            _check_size(line.rstrip(b"\r\n"))
            text, guessed = decode(line)
            yield row(place, uri, record(text), guessed)
        except Rejected as fault:
            yield _Refusal(place, fault, _Kept.of(line))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines of UTF-8 or another encoding that writes ASCII as ASCII; of a longer one than is kept, the start. Files of UTF-16 are read whole."""
    line = stream.readline(limits.MAX_KEPT)
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, _ = decode(line + stream.read(limits.MAX_KEPT))
        yield from (part.encode() for part in text.split("\n"))
        return
    while line:
        yield line
        while len(line) == limits.MAX_KEPT and not line.endswith(b"\n"):
            line = stream.readline(limits.MAX_KEPT)
        line = stream.readline(limits.MAX_KEPT)
