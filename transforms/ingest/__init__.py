"""Bytes as raw documents: formats and encodings. Each input becomes rows of `article.RAW_DOCUMENT` or a rejection with its reason.

Belongs here: archives, compression, JSON Lines, decoding. Does not belong here: reading files, and what a text says.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl
from charset_normalizer import from_bytes

from transforms import tables
from transforms.article import RAW_DOCUMENT

#: An article of news is some kilobytes; a line or an input beyond these is something else.
MAX_LINE, MAX_INPUT, MAX_ARCHIVE = 2_000_000, 50_000_000, 4_000_000_000
_FIELDS = {
    "title": ("title", "headline"),
    "source": ("source", "publisher"),
    "byline": ("byline", "author"),
    "date": ("date", "created_at", "published", "published_date"),
}


class Rejected(Exception):
    """An input that cannot become an article: a reason of `tables.QUARANTINE_REASONS` and what was found."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


@dataclass(slots=True)
class Ingested:
    """`raw` (`RAW_DOCUMENT`), `quarantine` (the contract's table) and the rejected bytes by their SHA-256."""

    raw: pl.DataFrame
    quarantine: pl.DataFrame
    rejected: dict[str, bytes] = field(default_factory=dict)


def decode(data: bytes) -> tuple[str, bool]:
    """Text of the bytes, and whether the encoding had to be guessed. Raises `Rejected`."""
    if not data.strip():
        raise Rejected("empty", "the input holds no text")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16"), False
    if b"\x00" not in data:
        try:
            return data.decode("utf-8-sig"), False
        except UnicodeDecodeError:
            pass
        declared = re.search(rb"(?:charset|encoding)\s*[=:]\s*[\"']?([A-Za-z0-9_-]+)", data[:2000])
        if declared:
            return _decoded(data, declared.group(1).decode("ascii")), False
    elif not (data[:200].count(b"\x00") >= 0.3 * len(data[:200])):
        raise Rejected("binary", "the input holds zero bytes as programs and pictures do: not text")
    best = from_bytes(data[:200_000]).best()
    if best is None or best.encoding is None:
        raise Rejected("binary", "the bytes are text in no encoding that is known")
    # Western bytes are read as Windows-1252, the superset of Latin-1 that news files are written in.
    encoding = (
        "cp1252"
        if best.encoding in ("latin_1", "cp1250", "cp1252", "iso8859_15", "mac_roman", "hp_roman8", "cp858", "cp850")
        else best.encoding
    )
    return _decoded(data, encoding), True


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as fault:
        raise Rejected("encoding", f"the input cannot be read as {encoding}: {fault}") from fault


def path_hints(uri: str) -> tuple[date | None, int | None]:
    """A date and a year from the name of a file or the folders above it."""
    name = uri.split("#")[-1] if "#" in uri else uri
    found = re.findall(r"(?<!\d)((?:19|20)\d{2})[-/_.]?(0[1-9]|1[0-2])[-/_.]?(0[1-9]|[12]\d|3[01])(?!\d)", name)
    if found:
        year, month, day = map(int, found[-1])
        try:
            return date(year, month, day), year
        except ValueError:
            return None, year
    years = re.findall(r"(?<!\d)((?:19|20)\d{2})(?!\d)", uri)
    return None, int(years[-1]) if years else None


def _row(uri: str, text: str, guessed: bool, declared: dict[str, str | None], day: date | None) -> dict:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Rejected("empty", "the input holds no text")
    if max(map(len, text.split("\n"))) > MAX_LINE:
        raise Rejected("line_too_long", f"a line is longer than {MAX_LINE:,} characters: no article has such a line")
    path_date, path_year = path_hints(uri)
    identity = json.dumps(
        [text, *(declared.get(key) for key in ("title", "source", "byline")), str(day) if day else None], ensure_ascii=False
    )
    # Where the text itself gives no date the path's date is part of what the article is.
    return {
        "source_uri": uri,
        "content_sha256": hashlib.sha256(identity.encode()).hexdigest(),
        "text": text,
        "guessed_encoding": guessed,
        "title": declared.get("title"),
        "source": declared.get("source"),
        "byline": declared.get("byline"),
        "declared_date": day,
        "path_date": path_date,
        "path_year": path_year,
    }


def _record(uri: str, line: str, guessed: bool) -> dict:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as fault:
        raise Rejected("bad_record", f"not JSON: {fault}") from fault
    if not isinstance(record, dict) or not isinstance(record.get("text") or record.get("body"), str):
        raise Rejected("bad_record", "the record has no field 'text' with words in it")
    fields = {key: next((record[name] for name in names if isinstance(record.get(name), str)), None) for key, names in _FIELDS.items()}
    day = None
    if fields["date"]:
        try:
            day = date.fromisoformat(fields["date"][:10])
        except ValueError as fault:
            raise Rejected("no_date", f"the record's date {fields['date']!r} is none that can be read; write YYYY-MM-DD") from fault
    return _row(uri, record.get("text") or record["body"], guessed, fields, day)


def _expand(uri: str, data: bytes) -> Iterator[tuple[str, bytes | Rejected]]:
    """Members of archives and the content of compressed files; other inputs as they are."""
    if len(data) > MAX_INPUT and not uri.endswith((".zip", ".jsonl", ".jsonl.gz")):
        yield uri, Rejected("too_large", f"the input has {len(data):,} bytes; an article has at most {MAX_INPUT:,}")
    elif uri.endswith(".zip"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for info in sorted(archive.infolist(), key=lambda item: item.filename):
                    if info.is_dir() or info.filename.rsplit("/", 1)[-1].startswith("."):
                        continue
                    member = f"{uri}#{info.filename}"
                    if info.file_size > MAX_INPUT:
                        yield member, Rejected("too_large", f"the member unpacks to {info.file_size:,} bytes")
                        continue
                    try:
                        yield from _expand(member, archive.read(info))
                    except (zipfile.BadZipFile, RuntimeError, zlib.error, NotImplementedError) as fault:
                        yield member, Rejected("bad_archive", f"the member cannot be unpacked: {fault}")
        except zipfile.BadZipFile as fault:
            yield uri, Rejected("bad_archive", f"the archive cannot be opened: {fault}")
    elif uri.endswith(".gz"):
        try:
            with gzip.open(io.BytesIO(data)) as stream:
                content = stream.read(MAX_ARCHIVE)
        except (OSError, EOFError, zlib.error) as fault:
            yield uri, Rejected("bad_archive", f"the file cannot be unpacked: {fault}")
        else:
            yield uri, content
    else:
        yield uri, data


def _documents(uri: str, data: bytes) -> Iterator[tuple[str, bytes, dict | Rejected]]:
    for member, content in _expand(uri, data):
        if isinstance(content, Rejected):
            yield member, data, content
            continue
        name = member.removesuffix(".gz")
        try:
            if name.endswith((".jsonl", ".ndjson")):
                text, guessed = decode(content)
                for number, line in enumerate(text.splitlines(), start=1):
                    if line.strip():
                        place = f"{member}#{number}"
                        try:
                            yield place, line.encode(), _record(place, line, guessed)
                        except Rejected as fault:
                            yield place, line.encode(), fault
            elif name.endswith((".txt", ".text")):
                text, guessed = decode(content)
                yield member, content, _row(member, text, guessed, {}, None)
            else:
                raise Rejected("unknown_format", "the name ends in none of .txt, .txt.gz, .zip, .jsonl, .jsonl.gz")
        except Rejected as fault:
            yield member, content, fault


def documents(items: Iterable[tuple[str, bytes]], seen_at: datetime) -> Ingested:
    """All inputs as raw documents or quarantine rows; nothing is dropped and no input disturbs another."""
    rows: list[dict] = []
    refused: list[dict] = []
    rejected: dict[str, bytes] = {}
    for uri, data in items:
        for place, content, made in _documents(uri, data):
            if isinstance(made, Rejected):
                digest = hashlib.sha256(content).hexdigest()
                rejected[digest] = content
                refused.append(
                    {"source_uri": place, "reason": made.reason, "detail": made.detail, "content_sha256": digest, "seen_at": seen_at}
                )
            else:
                rows.append(made)
    quarantine = pl.DataFrame(refused, schema=tables.ARTICLE_QUARANTINE.schema)
    return Ingested(
        pl.DataFrame(rows, schema=RAW_DOCUMENT),
        tables.ARTICLE_QUARANTINE.conform(quarantine.unique(["source_uri", "content_sha256"])),
        rejected,
    )
