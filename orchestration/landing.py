"""Files on disk as inputs: a folder tree, single files and archives. Which of them are new, and their bytes, one file at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from orchestration import settings
from orchestration.rules import code, rules
from warehouse.read import FILE
from warehouse.stage import Input, Stage


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies under the inputs: how many files, and those that were not read before or have changed since.

    `finished`: all that was read is published. `older`: articles that were read by other rules than those of today.
    """

    files: int
    new: tuple[Path, ...]
    finished: bool
    older: int


def files(inputs: Sequence[Path]) -> Iterator[Path]:
    """Every file under the inputs in a fixed order; hidden files and half-written ones (.part, .tmp) are left alone."""
    for given in inputs:
        found = sorted(path for path in given.rglob("*") if path.is_file()) if given.is_dir() else [given]
        for path in found:
            if not path.name.startswith(".") and path.suffix not in (".part", ".tmp"):
                yield path


def uri(path: Path, home: Path) -> str:
    """The name of a file in the warehouse: inside the home or the clone from there, elsewhere from the root.

    It hangs on where the file lies, not on how it was handed over, so that a folder and its files one by one give the same rows.
    """
    for base in (home, settings.CLONE):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.as_posix()


def survey(stage: Stage, inputs: Sequence[Path]) -> Survey:
    """Look at names, sizes and times of change alone; no file is opened."""
    known = stage.inputs()
    found = sorted({path for given in inputs for path in files([given.resolve()])})
    new = tuple(path for path in found if not _unchanged(path, known.get(uri(path, stage.home))))
    return Survey(len(found), new, finished(stage), stage.older(rules()))


def look(home: Path, inputs: Sequence[Path]) -> Survey:
    """`survey` for callers that have no stage open."""
    with closing(Stage(home)) as stage:
        return survey(stage, inputs)


def _unchanged(path: Path, before: Input | None) -> bool:
    stat = path.stat()
    return before is not None and (stat.st_size, stat.st_mtime_ns) == (before.size, before.mtime_ns)


def read(inputs: Iterable[Path]) -> Iterator[tuple[str, BinaryIO]]:
    """Name and open file of every file under the inputs, with no stage to remember them: for measuring."""
    for path in files([given.resolve() for given in inputs]):
        with path.open("rb") as stream:
            yield path.as_posix(), stream


class Reading:
    """Opens files one by one and notes each in `read`; what only looks new (the same bytes under the same name) is noted, not opened."""

    def __init__(self, home: Path, paths: Iterable[Path], known: dict[str, Input]) -> None:
        self.read: list[Input] = []
        self._home, self._paths, self._known = home, paths, known

    def __iter__(self) -> Iterator[tuple[str, BinaryIO | OSError]]:
        for path in self._paths:
            name = uri(path, self._home)
            try:
                stat = path.stat()
                stream = path.open("rb")
            except OSError as fault:  # not noted: the next run tries again
                yield name, fault
                continue
            with stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                before = self._known.get(name)
                if before is None or before.sha256 != digest:
                    stream.seek(0)
                    yield name, stream
            self.read.append(Input(name, stat.st_size, stat.st_mtime_ns, digest))


def finished(stage: Stage) -> bool:
    """Whether all that is staged was published and exported, by the code of today."""
    published = (stage.home / FILE).exists() and (stage.home / "export" / "manifest.json").exists()
    return published and stage.get("finished") == _standing(stage)


def finish(stage: Stage) -> None:
    """Note that all that is staged is published and exported."""
    stage.put("finished", _standing(stage))


def _standing(stage: Stage) -> str:
    return f"{stage.generation} {code()}"
