"""The command line. It only reads words and prints rows: each command hands its work to one module, imported when it is called."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from enum import IntEnum
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from orchestration import settings


class Exit(IntEnum):
    """Exit codes, as `dateline --help` and docs/guide.md tell them."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NO_WAREHOUSE = 3
    BLOCKED = 4


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 the run failed, 2 wrong use, 3 no warehouse yet, 4 a check blocked publication.",
)
@click.version_option(package_name="dateline", message="%(version)s")
def cli() -> None:
    """Who met whom, when, where, and did it happen: from news text to SQL.

    Data lives in the folder that DATELINE_HOME names, by default `data` in the clone.
    """


def _reader(command: Callable[..., None]) -> Callable[..., None]:
    """Tell a missing warehouse and a query that DuckDB refuses, each with its exit code."""

    @wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> None:
        from warehouse import read

        try:
            command(*arguments, **options)
        except read.NoWarehouse as fault:
            sample = settings.SAMPLE_HOME / read.FILE
            hint = f"\nThe sample's is at {sample}: export DATELINE_HOME={os.path.relpath(settings.SAMPLE_HOME)}" if sample.exists() else ""
            _stop(f"{fault}{hint}", Exit.NO_WAREHOUSE)
        except read.QueryError as fault:
            _stop(str(fault), Exit.USAGE)

    return wrapped


def _stop(message: str, code: Exit) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


@cli.command()
@click.argument("inputs", nargs=-1, metavar="[INPUT]...", type=click.Path(exists=True, path_type=Path))
@click.option("--again", is_flag=True, help="Read all that older rules read by those of today.")
@click.option("-v", "--verbose", is_flag=True, help="Print Dagster's own log too.")
def run(inputs: tuple[Path, ...], again: bool, verbose: bool) -> None:
    """Add INPUTs to the warehouse, check it, publish it, export it.

    An INPUT is a file or a folder of .txt, .txt.gz, .zip, .jsonl or .jsonl.gz. Without one, the sample that comes with
    Dateline is built in a home of its own. Inputs read before are not read again.
    """
    # Invented stories never mix with real ones: the sample has a home of its own.
    home = settings.home() if inputs or "DATELINE_HOME" in os.environ else settings.SAMPLE_HOME
    inputs = inputs or (settings.SAMPLE,)
    click.echo(f"reading {', '.join(map(str, inputs))}", err=True)
    from orchestration import landing

    seen = landing.look(home, inputs)
    if seen.finished and not seen.new and not (again and seen.older):
        click.echo(f"nothing new: {seen.files:,} inputs, all read before; the warehouse is as it was", err=True)
        if seen.older:
            click.echo(f"{seen.older:,} articles were read by older rules; --again reads them by those of today", err=True)
        _built(home)
        return
    from orchestration import launch
    from orchestration.console import Watch

    launch.prepare(home)
    try:
        with Watch() as watch:
            outcome = launch.run(inputs, watch, again, verbose)
    except KeyboardInterrupt:
        _stop("\ninterrupted: the warehouse is the one before this run; run again to go on", Exit.FAILED)
    for told in outcome.blocked:
        click.echo(f"\nblocked by a check of {told}", err=True)
    if outcome.blocked:
        _stop(
            "\nnothing was published: the warehouse is the one before this run. Mend the inputs or the rule, and run again.", Exit.BLOCKED
        )
    if outcome.fault:
        _stop(
            f"\nthe run failed: {outcome.fault}\nThe warehouse is the one before it. See more with --verbose or `dateline ui`.", Exit.FAILED
        )
    _built(home)


def _built(home: Path) -> None:
    from orchestration import report

    click.echo(
        f"\n{report.counts(home)}\n\nwarehouse  {home / 'dateline.duckdb'}\nexport     {home / 'export'}\ndata docs  {home / 'docs' / 'index.html'}\n\ntry next:"
    )
    inside = home.is_relative_to(Path.cwd())
    prefix = "" if home == settings.home_default() else f"DATELINE_HOME={os.path.relpath(home) if inside else home} "
    program = os.path.relpath(Path(sys.executable).with_name("dateline"))
    article = report.fullest_article(home)
    for command in ('sql "from meetings_by_person limit 20"', f"show {article}", "ui"):
        click.echo(f"  {prefix}{program} {command}")


@cli.command()
@click.argument("query", required=False)
@click.option("-f", "--file", type=click.File(encoding="utf-8"), help="Read the query from a file; - is standard input.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "parquet"]), default="table", show_default=True)
@_reader
def sql(query: str | None, file: Any, form: str) -> None:
    """Run a read-only QUERY on the last complete warehouse.

    Without QUERY it is read from --file or from standard input; on a terminal, the tables and views are listed instead.
    """
    from orchestration import report

    if query is None and file is None and sys.stdin.isatty():
        click.echo(report.catalogue(settings.home()))
        return
    text = query if query is not None else (file or sys.stdin).read()
    if not text.strip():
        _stop("no query: give one as the argument, with --file, or on standard input", Exit.USAGE)
    from warehouse import read

    report.write(read.query(settings.home(), text), form)


@cli.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@_reader
def export(directory: Path) -> None:
    """Write every table and view to DIRECTORY as Parquet, with a manifest."""
    from warehouse.export import NotAnExport
    from warehouse.export import export as write

    try:
        manifest = write(settings.home(), directory)
    except NotAnExport as fault:
        _stop(str(fault), Exit.USAGE)
    click.echo(f"{len(manifest['tables'])} tables and views in {directory}, listed in {directory / 'manifest.json'}")


@cli.command()
@click.argument("article")
@click.option("--html", "as_html", is_flag=True, help="Write it as a page, <article_id>.html, instead.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), help="Where the page goes; - is standard output."
)
@_reader
def show(article: str, as_html: bool, output: Path | None) -> None:
    """Show one ARTICLE with its mentions in colour and, under it, the meetings found in it.

    ARTICLE is its id, the beginning of it, or part of the path it came from.
    """
    from orchestration import article_page

    page = article_page.load(settings.home(), _one_article(article))
    if not (as_html or output):
        from rich.console import Console

        console = Console(highlight=False)
        width = console.width if console.is_terminal else 100_000  # a file or a pipe gets lines as they are
        console.print(article_page.text(page, width), soft_wrap=not console.is_terminal, end="")
    elif str(output) == "-":
        click.echo(article_page.html(page))
    else:
        path = output or Path(f"{page.article['article_id']}.html")
        path.write_text(article_page.html(page), encoding="utf-8")
        click.echo(path)


def _one_article(wanted: str) -> dict[str, Any]:
    """The row of the one article that is meant; else say which ones match."""
    from warehouse import read

    found = read.articles(settings.home(), wanted)
    if found.is_empty():
        found = read.articles(settings.home(), Path(wanted).name)
    if found.height == 1:
        return found.row(0, named=True)
    matches = [
        f"  {row['article_id']}  {row['published_date']}  {row['source_uri']}  {row['title'] or '-'}"
        for row in found.head(20).rows(named=True)
    ]
    advice = "name one by its id:" if matches else 'find one with: dateline sql "select article_id, published_date, title from article"'
    _stop("\n".join([f"{found.height} articles match {wanted!r}; {advice}", *matches]), Exit.USAGE)


@cli.command()
@_reader
def status() -> None:
    """Tell the last run, rows by table, warnings about articles' own data, and what is in quarantine and why."""
    from warehouse import read

    home = settings.home()
    read.connect(home).close()  # no warehouse, no state: said before anything is made
    from orchestration import launch, state

    launch.prepare(home)
    click.echo(state.status(home))


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=3000, show_default=True, help="Port of the page.")
def ui(host: str, port: int) -> None:
    """Open the pipeline in the Dagster UI, its schedule and sensor ready to be switched on."""
    from orchestration import launch

    home = settings.home()
    launch.prepare(home)
    click.echo(f"landing folder  {home / 'landing'}\nDagster UI      http://{host}:{port}   (Ctrl-C ends it)")
    # A shell starts jobs in the background with interrupts ignored, and by interrupts Dagster ends its own processes.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    arguments = ["-W", "ignore", "-m", "dagster", "dev", "-m", "orchestration.definitions", "-h", host, "-p", str(port)]
    os.execv(sys.executable, [sys.executable, *arguments])


def main() -> None:
    """Entry point of the `dateline` command."""
    cli()


if __name__ == "__main__":
    main()
