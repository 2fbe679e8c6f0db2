"""One JSON record as the fields of a raw document, mapped by name."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

from transforms.ingest.day import day
from transforms.ingest.rejection import Rejected

#: Names that feeds, APIs and exports use, folded to lower-case letters; the first that holds something counts.
_NAMES = {
    "text": ("text", "body", "content", "articlebody", "fulltext", "maintext"),
    "title": ("title", "headline"),
    "date": (
        *("date", "publisheddate", "publishedat", "published", "publicationdate", "datepublished", "publishdate", "pubdate"),
        *("createdat", "created", "datetime", "timestamp", "time"),
    ),
    "source": ("source", "agency", "publisher", "outlet"),
    "byline": ("byline", "author", "authors", "creator"),
    "id": ("id", "guid", "uid", "articleid"),
}


@dataclass(frozen=True, slots=True)
class Record:
    """What a record says of its article; all but the text may be missing."""

    text: str
    title: str | None = None
    source: str | None = None
    byline: str | None = None
    day: date | None = None
    record_id: str | None = None


def record(line: str) -> Record:
    """The record of one line. Raises `Rejected`: bad_record, empty, no_date."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise Rejected("bad_record", f"the line is not JSON: {str(fault)[:200]}; write one whole record a line") from fault
    if not isinstance(given, dict):
        raise Rejected("bad_record", f"the line holds {_kind(given)}, not a record; write one object a line")
    folded = {re.sub(r"[^a-z]", "", key.lower()): value for key, value in reversed(given.items()) if value not in (None, "", [])}
    value = {field: next((folded[name] for name in names if name in folded), None) for field, names in _NAMES.items()}
    if value["text"] is None:
        if any(name in map(str.lower, given) for name in _NAMES["text"]):
            raise Rejected("empty", "the record's text holds no words")
        raise Rejected(
            "bad_record", f"the record has no field 'text', 'body' or 'content'; it has {', '.join(map(repr, given)) or 'none'}"[:300]
        )
    return Record(
        _text("text", value["text"]) or "",
        _text("title", value["title"]),
        _text("source", value["source"]),
        _text("byline", value["byline"]),
        None if value["date"] is None else day(value["date"]),
        None if value["id"] is None else str(value["id"]),
    )


def _text(field: str, value: object) -> str | None:
    """A field's text; an object's name (`{"name": "Reuters"}`), a list of names joined."""
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        value = value["name"]
    if isinstance(value, list) and field == "byline" and all(isinstance(item, str) for item in value):
        value = ", ".join(value)
    if value is None or isinstance(value, str):
        return _scalar(value)
    raise Rejected("bad_record", f"the record's {field} is {_kind(value)}, not text")


def _scalar(value: str | None) -> str | None:
    """The text with halves of surrogate pairs, which JSON can write and UTF-8 cannot, as '?'."""
    return value and value.encode("utf-8", "replace").decode("utf-8")


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object", str: "a string"}
    return names.get(type(value), "null")
