"""Archives and compressed files as the inputs inside them, a stream each: nothing is unpacked whole, nothing without bound.

Belongs here: .zip, .gz and their faults. Does not belong here: what the inputs say.
"""

from __future__ import annotations

import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from transforms.ingest import limits
from transforms.ingest.rejection import Rejected

#: What a damaged archive can raise while it is read.
FAULTS = (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, struct.error)


@dataclass(frozen=True, slots=True)
class Leaf:
    """An input that is no archive: where it came from, its name without compression, and either its content or why there is none."""

    uri: str
    name: str
    content: BinaryIO | Rejected


class _Metered(io.RawIOBase):
    """A stream that counts what it unpacks and stops when a small input expands without bound."""

    def __init__(self, inner: BinaryIO, spend: Callable[[int], None]) -> None:
        self._inner, self._spend = inner, spend

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        chunk = self._inner.read(len(buffer))
        self._spend(len(chunk))
        buffer[: len(chunk)] = chunk
        return len(chunk)


class _Budget:
    """Bytes that one input may unpack to, all its members together."""

    def __init__(self, packed: int) -> None:
        self.left = limits.FREE_BYTES + limits.MAX_RATIO * packed

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise Rejected(
                "bad_archive",
                f"the archive expands to more than {limits.MAX_RATIO} times its size: it looks like a bomb; unpack it by hand",
            )


def leaves(uri: str, stream: BinaryIO) -> Iterator[Leaf]:
    """Every input in a file, in the order of their names. A leaf's content must be read before the next is asked for."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    yield from _opened(uri, uri, stream, 0, _Budget(size))


def _opened(uri: str, name: str, stream: BinaryIO, depth: int, budget: _Budget) -> Iterator[Leaf]:
    suffix = name.lower().rsplit(".", 1)[-1]
    if suffix in ("zip", "gz") and depth >= limits.MAX_DEPTH:
        yield Leaf(uri, name, Rejected("bad_archive", f"an archive {limits.MAX_DEPTH} archives deep; unpack the outer ones first"))
    elif suffix == "zip":
        yield from _members(uri, stream, depth, budget)
    elif suffix == "gz":
        inner = io.BufferedReader(_Metered(gzip.GzipFile(fileobj=stream), budget.spend), 1 << 16)  # type: ignore[arg-type]
        yield from _opened(uri, name[:-3], inner, depth + 1, budget)
    else:
        yield Leaf(uri, name, stream)


def _members(uri: str, stream: BinaryIO, depth: int, budget: _Budget) -> Iterator[Leaf]:
    try:
        archive = zipfile.ZipFile(stream if depth == 0 else _whole(stream))
    except (*FAULTS, NotImplementedError, ValueError, OverflowError) as fault:
        yield Leaf(uri, uri, Rejected("bad_archive", f"the archive cannot be opened ({fault}); get it again or unpack it by hand"))
        return
    except Rejected as fault:
        yield Leaf(uri, uri, fault)
        return
    with archive:
        for info in sorted(archive.infolist(), key=lambda item: (item.filename, item.header_offset)):
            name = _readable(info)
            if info.is_dir() or name.rsplit("/", 1)[-1].startswith("."):
                continue
            yield from _member(f"{uri}#{name}", name, archive, info, depth, budget)


def _member(uri: str, name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, depth: int, budget: _Budget) -> Iterator[Leaf]:
    try:
        content = archive.open(info)
    except (*FAULTS, NotImplementedError, RuntimeError) as fault:
        advice = "unpack it with its password" if info.flag_bits & 1 else "get it again or unpack it by hand"
        yield Leaf(uri, name, Rejected("bad_archive", f"the member cannot be unpacked ({fault}); {advice}"))
        return
    with content:
        yield from _opened(uri, name, io.BufferedReader(_Metered(content, budget.spend), 1 << 16), depth + 1, budget)  # type: ignore[arg-type]


def _whole(stream: BinaryIO) -> BinaryIO:
    """An archive inside an archive, in memory: the list of its members stands at its end."""
    data = stream.read(limits.MAX_KEPT + 1)
    if len(data) > limits.MAX_KEPT:
        raise Rejected("bad_archive", f"an archive of more than {limits.MAX_KEPT:,} bytes inside another; unpack the outer one first")
    return io.BytesIO(data)


def _readable(info: zipfile.ZipInfo) -> str:
    """The member's name: UTF-8 that was not declared is recognised, control characters are shown as '?'."""
    name = info.filename
    if not info.flag_bits & 0x800:
        for encoding in ("utf-8", "cp949"):
            try:
                name = name.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return re.sub(r"[\x00-\x1f\x7f]", "?", name.replace("\\", "/"))
