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
_TEXT, _RECORDS = (".txt", ".text"), (".jsonl", ".ndjson")


@dataclass(slots=True)
class Ingested:
    """`raw` (`RAW_DOCUMENT`), `quarantine` (the contract's table) and the rejected bytes by their SHA-256."""

    raw: pl.DataFrame
    quarantine: pl.DataFrame
    rejected: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Refusal:
    uri: str
    fault: Rejected
    content: bytes


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


def batches(items: Iterable[tuple[str, Content]], seen_at: datetime, size: int = 5_000, max_bytes: int = 64_000_000) -> Iterator[Ingested]:
    """The inputs as batches of at most `size` rows and about `max_bytes` of content. Nothing is dropped, no input disturbs another.

    Memory is bounded by a batch and the largest single input (`limits`), however large an archive or a file of records is.
    """
    rows: list[dict] = []
    refused: list[_Refusal] = []
    held = 0
    for uri, content in items:
        for made in _read(_writable(uri), content):
            if isinstance(made, _Refusal):
                refused.append(made)
                held += len(made.content)
            else:
                rows.append(made)
                held += len(made["text"])
            if len(rows) + len(refused) >= size or held >= max_bytes:
                yield _batch(rows, refused, seen_at)
                rows, refused, held = [], [], 0
    if rows or refused:
        yield _batch(rows, refused, seen_at)


def _batch(rows: list[dict], refused: list[_Refusal], seen_at: datetime) -> Ingested:
    digests = [hashlib.sha256(item.content).hexdigest() for item in refused]
    quarantine = [
        {"source_uri": item.uri, "reason": item.fault.reason, "detail": item.fault.detail, "content_sha256": digest, "seen_at": seen_at}
        for item, digest in zip(refused, digests, strict=True)
    ]
    frame = pl.DataFrame(quarantine, schema=tables.ARTICLE_QUARANTINE.schema).unique(["source_uri", "content_sha256"], maintain_order=True)
    return Ingested(
        pl.DataFrame(rows, schema=RAW_DOCUMENT),
        tables.ARTICLE_QUARANTINE.conform(frame),
        {digest: item.content for digest, item in zip(digests, refused, strict=True)},
    )


def _writable(uri: str) -> str:
    """The name as text: bytes of a file name that are not UTF-8 are shown as '?'."""
    return uri.encode("utf-8", "replace").decode("utf-8")


def _read(uri: str, content: Content) -> Iterator[dict | _Refusal]:
    if isinstance(content, OSError):
        yield _Refusal(
            uri, Rejected("unreadable", f"the file cannot be opened ({content.strerror or content}); check its permissions"), b""
        )
        return
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    for leaf in container.leaves(uri, stream):
        try:
            yield from _leaf(leaf)
        except Rejected as fault:
            yield _Refusal(leaf.uri, fault, _start(stream))
        except container.FAULTS as fault:
            detail = f"the file is damaged or cut short ({fault}); what was read before is kept, get it again"
            yield _Refusal(leaf.uri, Rejected("bad_archive", detail), _start(stream))
        except OSError as fault:
            yield _Refusal(leaf.uri, Rejected("unreadable", f"the file cannot be read ({fault.strerror or fault})"), b"")


def _start(stream: BinaryIO) -> bytes:
    """The packed bytes of an input, up to what is kept of one."""
    stream.seek(0)
    return stream.read(limits.MAX_KEPT)


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
        yield _Refusal(leaf.uri, Rejected("unknown_format", detail), leaf.content.read(limits.MAX_KEPT))


def _article(uri: str, stream: BinaryIO) -> dict | _Refusal:
    data = stream.read(limits.MAX_KEPT)
    try:
        _check_size(data)
        text, guessed = decode(data)
        return row(uri, uri, Record(text), guessed)
    except Rejected as fault:
        return _Refusal(uri, fault, data)


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
            yield _Refusal(place, fault, line)


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
