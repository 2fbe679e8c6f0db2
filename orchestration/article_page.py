"""One article with what was found in it: on a terminal and as a page of its own. Reads the warehouse, changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from warehouse import read

Row = dict[str, Any]
HEADER = ("article_id", "source_uri", "source", "published_date", "dateline_place", "dateline_date", "byline", "title")
#: Terminal colours of the kinds of mention; the page has its own in the template.
COLOURS = {"person": "cyan", "country": "green", "place": "magenta", "organisation": "blue"}


@dataclass(frozen=True, slots=True)
class Page:
    """An article's row, its warnings, mentions and meetings in text order; each meeting has its `participants`."""

    article: Row
    warnings: list[Row]
    mentions: list[Row]
    meetings: list[Row]


def load(home: Path, article: Row) -> Page:
    """What the warehouse knows of one article row."""
    article_id = article["article_id"]
    tables = ("article_warning", "mention", "meeting_report", "meeting_participant")
    sql = {name: f"FROM {name} WHERE article_id = '{article_id}'" for name in tables[:3]}
    sql["meeting_participant"] = f"FROM meeting_participant SEMI JOIN ({sql['meeting_report']}) USING (report_id)"
    warnings, mentions, reports, people = (read.query(home, sql[name]).rows(named=True) for name in tables)
    meetings = [
        {**report, "participants": [p for p in people if p["report_id"] == report["report_id"]]}
        for report in sorted(reports, key=lambda r: (r["char_start"], r["report_id"]))
    ]
    return Page(article, warnings, sorted(mentions, key=lambda m: m["char_start"]), meetings)


def when(meeting: Row) -> str:
    """The days of a meeting in words."""
    return " to ".join(dict.fromkeys(str(day) for day in (meeting["date_start"], meeting["date_end"]) if day)) or "no date"


def where(meeting: Row) -> str:
    """The place of a meeting in words."""
    return ", ".join(part for part in (meeting["place"], meeting["place_country"]) if part) or "no place"


def who(meeting: Row) -> str:
    """The persons named as taking part, each with whom they act for."""
    people = {person["name"]: person["country_code"] for person in meeting["participants"]}
    return ", ".join(f"{name} ({country})" if country else name for name, country in people.items())


def text(page: Page, width: int = 100_000) -> Any:
    """The page as rich Text: mentions in colour, evidence underlined, under it each meeting with the rule that found it.

    `width` is that of the terminal, in characters: quotes are folded to it.
    """
    from rich.text import Text

    out = Text()
    for name in HEADER:
        out.append(f"{name:15} {page.article[name] if page.article[name] is not None else '-'}\n")
    for warning in page.warnings:
        out.append(f"{'warning':15} {warning['warning']}: {warning['detail']}\n", "yellow")
    body = Text(page.article["body"])
    for meeting in page.meetings:
        body.stylize("underline", meeting["char_start"], meeting["char_end"])
    for mention in page.mentions:
        body.stylize(COLOURS[mention["kind"]], mention["char_start"], mention["char_end"])
    out.append_text(Text("\n").append_text(body).append("\n\n"))
    for kind, colour in COLOURS.items():
        out.append(f"{kind} ", colour)
    out.append("evidence", "underline").append(f"   {len(page.mentions)} mentions, {len(page.meetings)} meetings\n")
    for number, meeting in enumerate(page.meetings, 1):
        title = f"{meeting['status']} {meeting['kind']}  {' '.join(meeting['parties'])}  {when(meeting)}  {where(meeting)}"
        out.append(f"\n{number:2}  ").append(title, "bold")
        if meeting["date_text"]:
            out.append(f"  from {' '.join(meeting['date_text'].split())!r}", "dim")
        if meeting["participants"]:
            out.append(f"\n    {who(meeting)}")
        quote = body[meeting["char_start"] : meeting["char_end"]]
        for line in _folded(quote, width - 4):
            out.append("\n    ").append_text(line)
        out.append(f"\n    rule {meeting['rule']}, confidence {meeting['confidence']:.2f}\n", "dim")
    return out


def _folded(quote: Any, width: int) -> Any:
    """A quote, whatever its line ends, as lines of a width, with its styles."""
    from rich.console import Console
    from rich.text import Text

    one_line = Text(" ").join(line for line in quote.split("\n") if line.plain.strip())
    return one_line.wrap(Console(), width)


def html(page: Page) -> str:
    """The page as one self-contained HTML file."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(loader=PackageLoader("orchestration"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.globals.update(when=when, where=where, who=who)
    meetings = [{**m, "pieces": pieces(page, m["char_start"], m["char_end"])} for m in page.meetings]
    template = environment.get_template("article.html")
    return template.render(page=page, header=HEADER, pieces=pieces(page, 0, len(page.article["body"])), meetings=meetings)


def pieces(page: Page, start: int, end: int) -> list[Row]:
    """The body from `start` to `end` cut where a mention or an evidence begins or ends.

    Each piece has its `text`, the `mention` it lies in or None, and `meetings`, the numbers (from 1) of those it is evidence of.
    """
    spans: Sequence[Row] = [*page.mentions, *page.meetings]
    cuts = sorted({start, end, *(at for span in spans for at in (span["char_start"], span["char_end"]) if start < at < end)})
    return [
        {
            "text": page.article["body"][left:right],
            "mention": next((m for m in page.mentions if m["char_start"] <= left < m["char_end"]), None),
            "meetings": [n for n, m in enumerate(page.meetings, 1) if m["char_start"] <= left < m["char_end"]],
            "starts": [n for n, m in enumerate(page.meetings, 1) if m["char_start"] == left],
        }
        for left, right in pairwise(cuts)
    ]
