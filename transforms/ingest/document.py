"""A decoded text as a row of `RAW_DOCUMENT`: its identity, and what the name of its file says of its date."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date

from transforms.ingest.record import Record
from transforms.ingest.rejection import Rejected

_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/_.]?(0[1-9]|1[0-2])[-/_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
#: Yonhap names its articles by day and a number: AEN20190918001000325.
_SERIAL = re.compile(r"(?:AEN|YEN|PYH)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{6,}")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_NOTHING = "\ufeff\u200b\u2060"


def path_hints(uri: str) -> tuple[date | None, int | None]:
    """A date and a year from the name of a file or the three folders above it; what stands nearest to the text counts."""
    uri = "/".join(uri.split("/")[-4:])
    for part in reversed(uri.split("#")):
        found = _SERIAL.findall(part) or _DAY.findall(part)
        if found:
            year, month, number = map(int, found[-1])
            try:
                return date(year, month, number), year
            except ValueError:
                return None, year
    years = _YEAR.findall(uri)
    return None, int(years[-1]) if years else None


def row(uri: str, path: str, given: Record, guessed: str | None) -> dict:
    """The row of a text that was read at `uri` in the file or member `path`. Raises `Rejected` (empty)."""
    text = given.text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in given.text else given.text
    if not text.strip().strip(_NOTHING):
        raise Rejected("empty", "the input holds no text")
    path_date, path_year = path_hints(path)
    return {
        "source_uri": uri,
        "content_sha256": _identity(text, given),
        "text": text,
        "guessed_encoding": guessed,
        "title": given.title,
        "source": given.source,
        "byline": given.byline,
        "declared_date": given.day,
        "record_id": given.record_id,
        "path_date": path_date,
        "path_year": path_year,
    }


def _identity(text: str, given: Record) -> str:
    """SHA-256 of the text, and of the fields beside it where it has some: what it says, not where it stands or what it is numbered."""
    digest = hashlib.sha256(text.encode())
    fields = [given.title, given.source, given.byline, given.day.isoformat() if given.day else None]
    if any(fields):
        digest.update(b"\x00" + json.dumps(fields, ensure_ascii=False).encode())
    return digest.hexdigest()
