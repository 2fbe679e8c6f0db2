"""Data Docs: Great Expectations' own pages, one a table, with an index, readable without a network.

Its site builder writes pages that fetch styles, scripts and icons from eight hosts and cannot be read without them. So its renderer makes
the content, and what is remote is taken out and replaced by a few lines of style.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path

from expectations.validate import Verdict

_REMOTE = re.compile(
    r"<script.*?</script>|<link [^>]*>|<img [^>]*>|<nav.*?</nav>(?:\s*</nav>)?|<footer.*?</footer>|<style>.*?</style>", re.DOTALL
)
_SIDEBAR = re.compile(r'<div class="col-lg-2 col-md-2.*?(?=<div class="col-md-10)', re.DOTALL)
_LINK = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
_HOME = '<p><a href="index.html">all tables</a></p>'
_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em; color: #222; background: #fff }
h5, h4, p { margin: .2em 0; font-size: 1em; overflow-wrap: anywhere } a { color: #0645ad }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .2em .6em; vertical-align: top }
.ge-section > .row { display: flex; border-top: 1px solid #ddd; padding: .25em 0 }
.ge-section > .row > div:first-child { flex: 0 0 17em }
.ge-section > .row > .table-responsive { flex: 1 }
.table-responsive thead { display: none }
.table-responsive td:first-child { width: 1.5em } .table-responsive td:last-child { width: 7em; text-align: right }
.fa-check-circle::before { content: "\\2713"; color: #1a7f37 } .fa-times::before { content: "\\2717"; color: #c00; font-weight: bold }
.fa-exclamation-triangle::before { content: "!"; color: #c00; font-weight: bold }
i { font-style: normal } .collapse, .card-header button, [data-toggle="collapse"] { display: none }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #1b1b1b } a { color: #8ab4f8 } .ge-section > .row { border-color: #444 } }
"""


def write(verdict: Verdict, folder: Path, run: str, at: datetime) -> Path:
    """Write a page for each table that was judged, and the index of all pages in the folder. Returns the index."""
    from great_expectations.core import RunIdentifier
    from great_expectations.render.renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView

    folder.mkdir(parents=True, exist_ok=True)
    for table, outcome in verdict.outcomes.items():
        results = verdict.of(table)
        broken = sum(not result.passed for result in results)
        outcome.meta["run_id"] = RunIdentifier(run_name=run, run_time=at)
        page = DefaultJinjaPageView().render(ValidationResultsPageRenderer().render(outcome))
        title = f"{table}: {broken or 'none'} of {len(results)} rules broken"
        _replace(folder / f"{table}.html", offline(page, title))
    index = folder / "index.html"
    _replace(index, _index(path for path in sorted(folder.glob("*.html")) if path != index))
    return index


def offline(page: str, title: str) -> str:
    """A page of Great Expectations with everything remote taken out."""
    body = _LINK.sub(r"\1", _SIDEBAR.sub("", _REMOTE.sub("", page[page.index("<body") : page.index("</body>")])))
    return _page(title, f"<h1>{escape(title)}</h1>{_HOME}{body.removeprefix('<body>')}")


def _index(pages: Iterable[Path]) -> str:
    titles = {path.name: re.search(r"<title>(.*?)</title>", path.read_text(encoding="utf-8")) for path in pages}
    items = "".join(f'<li><a href="{name}">{title[1] if title else name}</a></li>' for name, title in titles.items())
    return _page("Data Docs", f"<h1>Data Docs</h1><p>What must hold of each table, and what was found.</p><ul>{items}</ul>")


def _page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>\n'


def _replace(path: Path, text: str) -> None:
    """Write whole or not at all: somebody may be reading."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)
