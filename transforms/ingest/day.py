"""Dates as records write them: ISO, RFC 2822, epoch seconds, and the usual ways to print a day."""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from transforms.ingest.rejection import Rejected

_MONTHS = {name.lower(): number for number, name in enumerate(month_abbr) if name}
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
#: One row a way to write a day. The day is the one printed, in whatever zone it was printed.
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # 2019-09-18, 2019/9/18, 2019.09.18, with a time behind or not
        r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?:[T ].*)?",
        # 20190918, 20190918T101500Z
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T?\d{4,6}Z?)?",
        # Sept. 18, 2019 10:15
        rf"(?:[A-Z][a-z]+,? )?{_MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})(?:\b.*)?",
        # Wed, 18 Sep 2019 10:15:00; 18 September 2019
        rf"(?:[A-Z][a-z]+,? )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH}[ -](?P<y>\d{{4}})(?:\b.*)?",
        # Wed Sep 18 10:15:00 +0000 2019, as C and Twitter print it
        rf"[A-Z][a-z]{{2}} {_MONTH} +(?P<d>\d{{1,2}}) [\d:]+(?: [A-Z+\d]+)? (?P<y>\d{{4}})",
        # 18.09.2019: points mean day first
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?: .*)?",
    )
)
_SLASHED = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?:[ T].*)?")


def day(value: object) -> date:
    """The calendar day of a record's date. Numbers are epoch seconds or milliseconds, in UTC. Raises `Rejected` (no_date)."""
    readers: dict[type, Callable[..., date | None]] = {str: _printed, int: _epoch, float: _epoch}
    read = readers.get(type(value))
    found = read(value) if read else None
    if found is None:
        raise Rejected("no_date", f"the record's date {str(value)[:60]!r} cannot be read; write YYYY-MM-DD")
    return found


def _epoch(value: float) -> date | None:
    seconds = value / 1000 if abs(value) >= 1e11 else value
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _printed(value: str) -> date | None:
    text = value.strip()
    if re.fullmatch(r"-?\d{9,13}(?:\.\d+)?", text):
        return _epoch(float(text))
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(text):
            part = found.groupdict()
            month = int(part["m"]) if part.get("m") else _MONTHS.get(part["month"][:3].lower(), 0)
            return _valid(int(part["y"]), month, int(part["d"]))
    if found := _SLASHED.fullmatch(text):
        return _slashed(text, *map(int, found.groups()))
    try:
        return parsedate_to_datetime(text).date()
    except ValueError:
        return None


def _slashed(text: str, first: int, second: int, year: int) -> date | None:
    """9/18/2019 and 18/9/2019 say which number is the month; 3/4/2019 does not."""
    if first <= 12 and second <= 12 and first != second:
        raise Rejected("no_date", f"the record's date {text!r} may be day or month first; write YYYY-MM-DD")
    return _valid(year, second, first) if first > 12 else _valid(year, first, second)


def _valid(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
