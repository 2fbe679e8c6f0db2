"""The assets: raw documents in, core tables, history tables, the warehouse file and its export. Thin: load, call, write."""

# No postponed annotations here: Dagster reads them to find the config class.
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import polars as pl

from orchestration import landing, settings
from transforms import article as parsing
from transforms import ingest
from transforms.extract import extract
from transforms.resolve import resolve
from transforms.tables import TABLES, Table
from warehouse import build, stage
from warehouse import export as exporting

CORE = ("article", "article_source", "article_warning", "article_quarantine")
EXTRACTED = ("sentence", "mention")
HISTORY = ("meeting_report", "meeting", "meeting_participant", "meeting_party")


class Inputs(dg.Config):
    """Files and folders to read; none reads what was staged before again."""

    paths: list[str] = []


def _schema(table: Table) -> dg.TableSchema:
    return dg.TableSchema(
        columns=[
            dg.TableColumn(c.name, str(c.dtype), description=c.description, constraints=dg.TableColumnConstraints(nullable=c.nullable))
            for c in table.columns
        ]
    )


def _spec(name: str, group: str, deps: list[str]) -> dg.AssetSpec:
    table = TABLES[name]
    return dg.AssetSpec(
        name,
        description=table.description,
        group_name=group,
        kinds={"polars", "parquet"},
        deps=deps,
        metadata={"dagster/column_schema": _schema(table)},
    )


def _written(names: tuple[str, ...], frames: dict[str, pl.DataFrame]) -> Iterator[dg.MaterializeResult]:
    for name in names:
        stage.write(settings.home(), name, TABLES[name].conform(frames[name]))
        yield dg.MaterializeResult(asset_key=name, metadata={"dagster/row_count": frames[name].height})


def staged(*names: str) -> dict[str, pl.DataFrame]:
    return {name: stage.read(settings.home(), name, TABLES[name].empty()) for name in names}


@dg.asset(group_name="ingest", kinds={"polars", "parquet"}, description="every text that was ever read, decoded, by its content")
def raw_document(config: Inputs) -> dg.MaterializeResult:
    """Add the inputs to what is staged; a text read before from the same place changes nothing."""
    home = settings.home()
    known = stage.read(home, "raw_document", pl.DataFrame(schema=parsing.RAW_DOCUMENT))
    refused = stage.read(home, "refused", TABLES["article_quarantine"].empty())
    made = ingest.documents(landing.read([Path(path) for path in config.paths]), datetime.now(UTC))
    for digest, data in made.rejected.items():
        kept = home / "stage" / "quarantine" / digest
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(data)
    raw = pl.concat([known, made.raw]).unique(["source_uri", "content_sha256"], keep="first", maintain_order=True)
    stage.write(home, "raw_document", raw.sort("source_uri", "content_sha256"))
    stage.write(
        home, "refused", pl.concat([refused, made.quarantine]).unique(["source_uri", "content_sha256"], keep="first", maintain_order=True)
    )
    return dg.MaterializeResult(
        metadata={"dagster/row_count": raw.height, "new": raw.height - known.height, "refused": made.quarantine.height}
    )


@dg.multi_asset(specs=[_spec(name, "core", ["raw_document"]) for name in CORE])
def parsed() -> Iterator[dg.MaterializeResult]:
    """Headline, byline, dateline and body of every raw document."""
    home = settings.home()
    made = parsing.articles(stage.read(home, "raw_document", pl.DataFrame(schema=parsing.RAW_DOCUMENT)), datetime.now(UTC))
    refused = stage.read(home, "refused", TABLES["article_quarantine"].empty())
    before = stage.read(home, "article_quarantine", TABLES["article_quarantine"].empty()).select(
        "source_uri", "content_sha256", pl.col("seen_at").alias("_first")
    )
    quarantine = pl.concat([made.article_quarantine, refused]).join(before, on=["source_uri", "content_sha256"], how="left")
    quarantine = (
        quarantine.with_columns(pl.coalesce("_first", "seen_at").alias("seen_at")).drop("_first").unique(["source_uri", "content_sha256"])
    )
    yield from _written(
        CORE,
        {
            "article": made.article,
            "article_source": made.article_source,
            "article_warning": made.article_warning,
            "article_quarantine": quarantine,
        },
    )


@dg.multi_asset(
    specs=[*(_spec(name, "core", ["article"]) for name in EXTRACTED), *(_spec(name, "history", ["article"]) for name in HISTORY)]
)
def extracted() -> Iterator[dg.MaterializeResult]:
    """Sentences, mentions, reports of meetings, and the meetings they tell of."""
    article = staged("article")["article"]
    made = extract(article)
    merged = resolve(article, made.report, made.participant)
    frames = {"sentence": made.sentence, "mention": made.mention, **{name: getattr(merged, name) for name in HISTORY}}
    yield from _written((*EXTRACTED, *HISTORY), frames)


@dg.asset(group_name="warehouse", kinds={"duckdb"}, deps=list(TABLES), description="the DuckDB file that users query")
def warehouse(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Publish the staged tables that passed their checks."""
    frames = staged(*TABLES)
    path = build.publish(settings.home(), frames, context.run_id, datetime.now(UTC))
    return dg.MaterializeResult(metadata={"dagster/uri": str(path), "rows": sum(frame.height for frame in frames.values())})


@dg.asset(
    group_name="warehouse",
    kinds={"parquet"},
    deps=["warehouse"],
    description="every table and view as Parquet for BI tools, with a manifest",
)
def export() -> dg.MaterializeResult:
    """Export the warehouse."""
    manifest = exporting.export(settings.home(), settings.home() / "export")
    return dg.MaterializeResult(metadata={"tables": len(manifest["tables"])})


dateline = dg.define_asset_job("dateline", selection=dg.AssetSelection.all(), description="read, extract, check, publish, export")
daily = dg.ScheduleDefinition(
    "daily", job=dateline, cron_schedule="0 5 * * *", execution_timezone="UTC", description="every day at 05:00 UTC"
)
