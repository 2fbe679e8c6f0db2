"""The command line. Exit codes: 0 done, 1 the run failed or a check blocked it, 2 wrong use, 3 no warehouse yet."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from orchestration import settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Who met whom, when, where, and did it happen: from news text to SQL. Data lives in DATELINE_HOME."""


@cli.command()
@click.argument("inputs", nargs=-1, type=click.Path(exists=True, path_type=Path))
def run(inputs: tuple[Path, ...]) -> None:
    """Read INPUTS (files, folders, archives), add them to the warehouse, check and publish it.

    Without INPUTS the sample that comes with Dateline is built, in a home of its own.
    """
    home = settings.home()
    if not inputs:
        # Invented stories never mix with real ones: the sample has a home of its own.
        inputs, home = (settings.SAMPLE,), Path(os.environ.get("DATELINE_HOME") or settings.SAMPLE_HOME).resolve()
    _prepare(home)
    import dagster as dg

    from orchestration.definitions import defs

    click.echo(f"reading {', '.join(map(str, inputs))}")
    job = defs.resolve_job_def("dateline")
    with dg.DagsterInstance.get() as instance:
        result = job.execute_in_process(
            instance=instance,
            run_config={"ops": {"raw_document": {"config": {"paths": [str(path.resolve()) for path in inputs]}}}},
            raise_on_error=False,
        )
    if not result.success:
        click.echo("the run failed or a check blocked it; the warehouse before it is unchanged. See the messages above.", err=True)
        sys.exit(1)
    _counts(home)
    click.echo(f"\nwarehouse  {home / 'dateline.duckdb'}\nexport     {home / 'export'}\n\ntry next:")
    prefix = "" if home == settings.home_default() else f"DATELINE_HOME={os.path.relpath(home)} "
    for command in ('sql "from meetings_by_person limit 20"', 'sql "from upcoming"', "status"):
        click.echo(f"  {prefix}.venv/bin/dateline {command}")


def _prepare(home: Path) -> None:
    """Make Dagster's own folder and name it and the home to everything that is started from here."""
    os.environ["DATELINE_HOME"] = str(home)
    os.environ["DAGSTER_HOME"] = str(home / "dagster")
    (home / "landing").mkdir(parents=True, exist_ok=True)
    (home / "dagster").mkdir(parents=True, exist_ok=True)
    config = home / "dagster" / "dagster.yaml"
    if not config.exists():
        config.write_text("telemetry:\n  enabled: false\n", encoding="utf-8")


@cli.command()
@click.option("--port", default=3000, show_default=True, help="port of the web page")
def ui(port: int) -> None:
    """Open the pipeline in the Dagster UI, its schedule and sensor ready to be switched on."""
    home = settings.home()
    _prepare(home)
    click.echo(f"drop texts into {home / 'landing'}; the page is on port {port}")
    os.execv(sys.executable, [sys.executable, "-m", "dagster", "dev", "-m", "orchestration.definitions", "-p", str(port)])


def _counts(home: Path) -> None:
    from transforms.tables import TABLES
    from warehouse import read

    for name in TABLES:
        click.echo(f"{name:20} {read.query(home, f'SELECT count(*) FROM {name}').item():>10,}")


@cli.command()
@click.argument("query")
def sql(query: str) -> None:
    """Run a read-only QUERY on the last complete warehouse."""
    from warehouse import read

    try:
        frame = read.query(settings.home(), query)
    except read.NoWarehouse as fault:
        click.echo(str(fault), err=True)
        sys.exit(3)
    except read.QueryError as fault:
        click.echo(str(fault), err=True)
        sys.exit(2)
    import polars as pl

    with pl.Config(
        tbl_rows=1000,
        tbl_cols=50,
        fmt_str_lengths=100,
        fmt_table_cell_list_len=20,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        tbl_width_chars=200,
    ):
        click.echo(str(frame))


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path))
def export(directory: Path) -> None:
    """Write every table and view to DIRECTORY as Parquet, with a manifest."""
    from warehouse import read
    from warehouse.export import export as write

    try:
        manifest = write(settings.home(), directory.resolve())
    except read.NoWarehouse as fault:
        click.echo(str(fault), err=True)
        sys.exit(3)
    click.echo(f"{len(manifest['tables'])} tables and views in {directory}")


@cli.command()
def status() -> None:
    """Rows by table, quarantine by reason, and the first warnings about articles' own data."""
    from warehouse import read

    home = settings.home()
    try:
        _counts(home)
    except read.NoWarehouse as fault:
        click.echo(str(fault), err=True)
        sys.exit(3)
    for reason, count in read.query(home, "SELECT reason, count(*) FROM article_quarantine GROUP BY 1 ORDER BY 2 DESC").rows():
        click.echo(f"quarantine: {reason} {count}")
    for warning, count in read.query(home, "SELECT warning, count(*) FROM article_warning GROUP BY 1 ORDER BY 1").rows():
        click.echo(f"warning: {warning} {count}")
    for row in read.query(home, "SELECT warning, detail, source_uri FROM data_quality WHERE warning LIKE '%conflict' LIMIT 10").rows():
        click.echo("  " + "  ".join(row))


@cli.command()
@click.argument("article")
def show(article: str) -> None:
    """Show one ARTICLE (its id, or part of its source) with its mentions in colour and the meetings found in it."""
    from warehouse import read

    try:
        found = read.articles(settings.home(), article)
    except read.NoWarehouse as fault:
        click.echo(str(fault), err=True)
        sys.exit(3)
    if found.height != 1:
        click.echo(f"{found.height} articles match {article!r}; name one by its id:", err=True)
        for row in found.head(20).iter_rows(named=True):
            click.echo(f"  {row['article_id']}  {row['published_date']}  {row['title'] or '-'}  {row['source_uri']}", err=True)
        sys.exit(2)
    row = found.row(0, named=True)
    for name in ("article_id", "source_uri", "source", "published_date", "dateline_place", "dateline_date", "byline", "title"):
        click.echo(f"{name:15} {row[name] if row[name] is not None else '-'}")
    for warning, detail in read.of_article(settings.home(), "article_warning", row["article_id"]).select("warning", "detail").rows():
        click.secho(f"warning         {warning}: {detail}", fg="yellow")
    click.echo("\n" + _coloured(row["body"], read.of_article(settings.home(), "mention", row["article_id"]).rows(named=True)) + "\n")
    for meeting in read.of_article(settings.home(), "meeting_report", row["article_id"]).rows(named=True):
        days = " to ".join(dict.fromkeys(str(meeting[end]) for end in ("date_start", "date_end") if meeting[end])) or "no date"
        where = ", ".join(part for part in (meeting["place"], meeting["place_country"]) if part) or "no place"
        click.secho(f"{meeting['status']} {meeting['kind']}  {' '.join(meeting['parties'])}  {days}  {where}", bold=True)
        click.echo(f"  {' '.join(meeting['evidence'].split())}\n  rule {meeting['rule']}")


_COLOURS = {"person": "cyan", "country": "green", "place": "magenta", "organisation": "blue"}


def _coloured(body: str, mentions: list[dict]) -> str:
    parts, at = [], 0
    for mention in sorted(mentions, key=lambda m: m["char_start"]):
        parts += [body[at : mention["char_start"]], click.style(mention["surface"], fg=_COLOURS[mention["kind"]])]
        at = mention["char_end"]
    return "".join([*parts, body[at:]])


def main() -> None:
    """Entry point of the `dateline` command."""
    cli()


if __name__ == "__main__":
    main()
