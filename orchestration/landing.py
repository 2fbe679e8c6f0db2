"""Files on disk as inputs: a folder tree, single files and archives, read one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path


def files(inputs: Sequence[Path]) -> Iterator[Path]:
    """Every file under the inputs in a fixed order; hidden files and half-written ones (.part, .tmp) are left alone."""
    for given in inputs:
        found = sorted(path for path in given.rglob("*") if path.is_file()) if given.is_dir() else [given]
        for path in found:
            if not path.name.startswith(".") and path.suffix not in (".part", ".tmp"):
                yield path


def read(inputs: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file under the inputs. Names are relative to the folder above the input, so that they do not name a machine."""
    for given in inputs:
        base = given.resolve().parent
        for path in files([given.resolve()]):
            yield path.relative_to(base).as_posix(), path.read_bytes()
