"""Versions of the code: what tells whether a row was made by the rules of today."""

from __future__ import annotations

import hashlib
from functools import cache

from orchestration import settings

_SUFFIXES = {".py", ".tsv", ".sql"}


@cache
def version(*packages: str) -> str:
    """Twelve hex digits of the code and data files of packages of this project; comments count, file times do not."""
    digest = hashlib.sha256()
    for package in packages:
        for path in sorted((settings.CLONE / package).rglob("*")):
            if path.suffix in _SUFFIXES:
                digest.update(path.relative_to(settings.CLONE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def rules() -> str:
    """Version of what turns a text into rows: the transforms and their lexicon."""
    return version("transforms")


def code() -> str:
    """Version of all that decides what a warehouse made from the same stage holds."""
    return version("transforms", "expectations", "warehouse")
