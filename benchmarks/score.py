"""How far extracted rows agree with gold annotations: the measures, and nothing of how either side is made.

A gold record is one JSON object: `id`, `published`, `source`, `title`, `dateline_place`, `dateline_date`, `marked` (the body with mentions
marked inline, `[[surface|kind letter:key]]`), `persons` and `meetings`. Both sides become `Document`s; `tally` compares two of them.

Mentions agree when they cover the same characters with the same kind (`mention span`) and name the same thing (`mention link`). A
predicted and a gold meeting are paired one to one, best pairs first, when they share half their parties and tell of the same passage,
date span or person (`meeting found`); the values of the found ones are then compared field by field. All figures are micro-averaged.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

KINDS = {"p": "person", "c": "country", "l": "place", "o": "organisation"}
ARTICLE_FIELDS = ("published", "title", "source", "dateline_place", "dateline_date")
MEETING_FIELDS = ("parties", "status", "kind", "dates", "place", "place_country")
EXACT_FIELDS = ("parties", "status", "dates")
_MARK = re.compile(r"\[\[([^\[\]|]+)\|([pclo]):([^\[\]]*?)\]\]")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a text; names are folded by `norm`, `spans` are where its evidence stands in the body."""

    id: str
    spans: tuple[Span, ...]
    evidence: str
    kind: str | None
    status: str | None
    dates: tuple[str | None, str | None]
    place: str
    place_country: str | None
    parties: frozenset[str]
    people: frozenset[str]


@dataclass(slots=True)
class Document:
    """What one side says of one text. `mentions`: (start, end, kind) to the folded name; `persons`: folded name to country."""

    body: str
    fields: dict[str, str | None]
    mentions: dict[tuple[int, int, str], str] = field(default_factory=dict)
    persons: dict[str, str | None] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure: how many are right, of how many predicted and how many in the gold."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.predicted + self.gold) if self.right else 0.0


def norm(name: str | None) -> str:
    """Letters and digits only, case and accents folded, so that Jong-un equals Jong Un."""
    return "".join(ch for ch in unicodedata.normalize("NFKD", name or "").casefold() if ch.isalnum())


def strip_marks(marked: str) -> tuple[str, list[tuple[int, int, str, str]]]:
    """A marked body as the plain body and its mentions: start, end, kind and key."""
    body, mentions, position = "", [], 0
    for match in _MARK.finditer(marked):
        body += marked[position : match.start()]
        surface, letter, key = match.groups()
        mentions.append((len(body), len(body) + len(surface), KINDS[letter], key))
        body += surface
        position = match.end()
    return body + marked[position:], mentions


def locate(body: str, quote: str | None) -> Span | None:
    """Where a quote stands in the body, white space folded; None when it does not."""
    words = [re.escape(word) for word in (quote or "").split()]
    match = re.search(r"\s+".join(words), body) if words else None
    return match.span() if match else None


def _mention_key(kind: str, key: str) -> str:
    return norm(key.rsplit("/", 1)[0]) if kind == "place" else norm(key)


def _meeting(body: str, quotes: Iterable[str], people: Iterable[str], values: Mapping) -> Meeting:
    text = [None if values.get(column) is None else str(values[column]) for column in ("date_start", "date_end")]
    quotes = list(quotes)
    return Meeting(
        id=values.get("meeting_id") or values["id"],
        spans=tuple(span for span in (locate(body, quote) for quote in quotes) if span),
        evidence=quotes[0] if quotes else "",
        kind=values.get("kind"),
        status=values.get("status"),
        dates=(text[0], text[1]),
        place=norm(values.get("place")),
        place_country=values.get("place_country"),
        parties=frozenset(map(norm, values.get("parties") or ())),
        people=frozenset(map(norm, people)),
    )


def gold_document(record: Mapping) -> Document:
    """A gold record as a document."""
    body, mentions = strip_marks(record["marked"])
    return Document(
        body=body,
        fields={name: record.get(name) for name in ARTICLE_FIELDS},
        mentions={(start, end, kind): _mention_key(kind, key) for start, end, kind, key in mentions},
        persons={norm(person["name"]): person.get("country") for person in record.get("persons", ())},
        meetings=[
            _meeting(body, meeting.get("evidence", ()), (person["name"] for person in meeting.get("participants", ())), meeting)
            for meeting in record.get("meetings", ())
        ],
    )


def predicted_documents(
    article: pl.DataFrame, mention: pl.DataFrame, report: pl.DataFrame, participant: pl.DataFrame
) -> dict[str, Document]:
    """Tables of the contract as documents by `article_id`."""
    documents = {row["article_id"]: Document(row["body"], _fields(row)) for row in article.iter_rows(named=True)}
    for row in mention.iter_rows(named=True):
        document = documents[row["article_id"]]
        document.mentions[row["char_start"], row["char_end"], row["kind"]] = _mention_key(row["kind"], row["name"])
        if row["kind"] == "person":
            document.persons.setdefault(norm(row["name"]), row["country_code"])
    people = defaultdict(set)
    for report_id, name in participant.select("report_id", "name").iter_rows():
        people[report_id].add(name)
    for row in report.iter_rows(named=True):
        document = documents[row["article_id"]]
        document.meetings.append(_meeting(document.body, [row["evidence"]], people[row["report_id"]], row))
    return documents


def _fields(row: Mapping) -> dict[str, str | None]:
    values = {"published": row["published_date"]} | {name: row[name] for name in ARTICLE_FIELDS[1:]}
    return {name: None if value is None else str(value) for name, value in values.items()}


def shift_between(gold: str, body: str) -> int | None:
    """What to add to a position in `body` to get the one in `gold`; None when the bodies are not the same characters.

    Either may run longer at its ends (a credit, a dateline).
    """
    size = min(40, len(gold))
    starts = range(0, len(gold) - size + 1, max(1, (len(gold) - size) // 12))
    found = [start - at for start in starts if (at := body.find(gold[start : start + size])) >= 0]
    if not found or len(found) < 0.6 * len(starts):
        return None
    shift, votes = Counter(found).most_common(1)[0]
    return shift if votes >= 0.9 * len(found) else None


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _dates_overlap(a: Meeting, b: Meeting) -> bool:
    (start, end), (from_, to) = a.dates, b.dates
    return bool(start and end and from_ and to and start <= to and from_ <= end)


def _passages_overlap(gold: Meeting, predicted: Meeting, shift: int) -> bool:
    return any(a[0] < b[1] + shift and b[0] + shift < a[1] for a in gold.spans for b in predicted.spans)


def _affinity(gold: Meeting, predicted: Meeting, shift: int) -> float:
    """How well two meetings match; 0 when they cannot be one."""
    shared, people = _jaccard(gold.parties, predicted.parties), _jaccard(gold.people, predicted.people)
    passage, date = _passages_overlap(gold, predicted, shift), _dates_overlap(gold, predicted)
    if shared < 0.5 or not (passage or date or people >= 0.5):
        return 0.0
    same = {name: getattr(gold, name) == getattr(predicted, name) for name in MEETING_FIELDS}
    close = (same["dates"] + same["status"]) * 0.5 + (same["kind"] + same["place"]) * 0.25
    return 2 * shared + 2 * passage + people + date + close


def pair_meetings(gold: list[Meeting], predicted: list[Meeting], shift: int) -> list[tuple[int, int]]:
    """Positions of the meetings that are one, each used once, best pairs first."""
    candidates = sorted(
        (-affinity, i, j)
        for i, expected in enumerate(gold)
        for j, made in enumerate(predicted)
        if (affinity := _affinity(expected, made, shift))
    )
    pairs: dict[int, int] = {}
    for _, i, j in candidates:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return list(pairs.items())


def tally(gold: Document, predicted: Document | None) -> tuple[Counter[str], list[str]]:
    """Counts `<measure> right|predicted|gold` of one text, and each difference in words. Counts of several texts add up."""
    count: Counter[str] = Counter({"articles gold": 1})
    if predicted is None:
        count.update({"mention span gold": len(gold.mentions), "mention link gold": len(gold.mentions)})
        count.update({"meeting found gold": len(gold.meetings), "meeting exact gold": len(gold.meetings)})
        return count, ["no article"]
    count["articles right"] = count["articles predicted"] = 1
    shift = shift_between(gold.body, predicted.body)
    _share(count, "body verbatim", shift is not None)
    errors = ["body is not verbatim, mentions not scored"] if shift is None else []
    errors += _tally_fields(count, gold, predicted)
    errors += _tally_mentions(count, gold, {} if shift is None else _shifted(predicted, shift, len(gold.body)))
    errors += _tally_persons(count, gold, predicted)
    errors += _tally_meetings(count, gold.meetings, predicted.meetings, shift or 0)
    return count, errors


def _shifted(document: Document, shift: int, size: int) -> dict[tuple[int, int, str], str]:
    return {(start + shift, end + shift, kind): key for (start, end, kind), key in document.mentions.items() if 0 <= start + shift < size}


def _share(count: Counter[str], measure: str, right: bool) -> None:
    count.update({f"{measure} right": right, f"{measure} predicted": 1, f"{measure} gold": 1})


def _tally_fields(count: Counter[str], gold: Document, predicted: Document) -> Iterator[str]:
    for name in ARTICLE_FIELDS:
        right = norm(gold.fields[name]) == norm(predicted.fields[name])
        _share(count, f"article {name}", right)
        if not right:
            yield f"{name} {predicted.fields[name]!r}, gold {gold.fields[name]!r}"


def _tally_mentions(count: Counter[str], gold: Document, made: dict[tuple[int, int, str], str]) -> Iterator[str]:
    for span in sorted(gold.mentions.keys() | made.keys()):
        start, end, kind = span
        shown = f"{kind} {gold.body[start:end]!r}"
        expected, found = gold.mentions.get(span), made.get(span)
        for measure in ("mention span", "mention link", f"{kind} link"):
            both = expected is not None and found is not None
            count[f"{measure} gold"] += expected is not None
            count[f"{measure} predicted"] += found is not None
            count[f"{measure} right"] += both and (measure == "mention span" or expected == found)
        if found is None:
            yield f"missed {shown} ({expected}) at {start}"
        elif expected is None:
            yield f"extra {shown} ({found}) at {start}"
        elif expected != found:
            yield f"{shown} linked to {found}, gold {expected}"


def _tally_persons(count: Counter[str], gold: Document, predicted: Document) -> Iterator[str]:
    common = gold.persons.keys() & predicted.persons.keys()
    count.update({"persons right": len(common), "persons predicted": len(predicted.persons), "persons gold": len(gold.persons)})
    for person in sorted(common):
        right = norm(gold.persons[person]) == norm(predicted.persons[person])
        _share(count, "person country", right)
        if not right:
            yield f"{person} country {predicted.persons[person]}, gold {gold.persons[person]}"


def _tally_meetings(count: Counter[str], gold: list[Meeting], predicted: list[Meeting], shift: int) -> Iterator[str]:
    pairs = dict(pair_meetings(gold, predicted, shift))
    exact = 0
    for i, j in pairs.items():
        yield from _tally_values(count, gold[i], predicted[j])
        exact += all(getattr(gold[i], name) == getattr(predicted[j], name) for name in EXACT_FIELDS)
    for measure, right in (("meeting found", len(pairs)), ("meeting exact", exact)):
        count.update({f"{measure} right": right, f"{measure} predicted": len(predicted), f"{measure} gold": len(gold)})
    yield from (f"missed meeting {_shown(meeting)}" for i, meeting in enumerate(gold) if i not in pairs)
    yield from (f"extra meeting {_shown(meeting)}" for j, meeting in enumerate(predicted) if j not in pairs.values())


def _tally_values(count: Counter[str], gold: Meeting, predicted: Meeting) -> Iterator[str]:
    for name in MEETING_FIELDS:
        expected, made = getattr(gold, name), getattr(predicted, name)
        _share(count, f"meeting {name}", expected == made)
        if expected != made:
            made, expected = (sorted(value) if isinstance(value, frozenset) else value for value in (made, expected))
            yield f"meeting {gold.evidence[:70]!r} {name} {made}, gold {expected}"
    right = len(gold.people & predicted.people)
    count.update({"participants right": right, "participants predicted": len(predicted.people), "participants gold": len(gold.people)})


def _shown(meeting: Meeting) -> str:
    return f"{sorted(meeting.parties)} {meeting.status} {meeting.dates[0]} {meeting.evidence[:90]!r}"


#: Every measure, in the order of the table.
MEASURES = (
    "articles",
    "body verbatim",
    *(f"article {name}" for name in ARTICLE_FIELDS),
    "mention span",
    "mention link",
    *(f"{kind} link" for kind in KINDS.values()),
    "persons",
    "person country",
    "meeting found",
    "meeting exact",
    *(f"meeting {name}" for name in MEETING_FIELDS),
    "participants",
)


def figures(count: Counter[str]) -> dict[str, Figure]:
    """The measures of summed counts."""
    return {name: Figure(*(count[f"{name} {part}"] for part in ("right", "predicted", "gold"))) for name in MEASURES}


def table(measured: Mapping[str, Figure]) -> str:
    """The figures as lines of text."""
    return "\n".join(
        f"{name:22} F1 {figure.f1:.3f}   P {figure.precision:.3f}   R {figure.recall:.3f}"
        f"   {figure.right} right, {figure.predicted} predicted, {figure.gold} gold"
        for name, figure in measured.items()
    )
