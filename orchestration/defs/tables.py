"""The tables as assets: raw documents in, core tables by year, history tables. Thin: load, call, commit."""

# No postponed annotations here: Dagster reads them to find config and resources.
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import polars as pl

from orchestration import flow, landing, rules, settings
from orchestration.defs.home import YEARS, Home
from transforms.tables import TABLES
from warehouse.stage import SCHEMAS, Stage

HISTORY = flow.HISTORY
REGISTER = flow.REGISTER
#: What is staged and not published.
_INTERNAL = {
    "raw_document": "every text that was ever read, decoded",
    "report": "one row for each meeting that one article tells of, before reports of one meeting are joined",
    "participant": "one row for each person named as taking part, by report",
    "naming": "how many articles of a batch name each person, by which name and role",
}


class Inputs(dg.Config):
    """What to read: files and folders, the landing folder when none is named; `again` reads all that older rules read by those of today."""

    paths: list[str] = []
    again: bool = False


def _spec(name: str, group: str, *deps: str) -> dg.AssetSpec:
    columns = {column.name: column for column in TABLES[name].columns} if name in TABLES else {}
    schema = [
        dg.TableColumn(
            column,
            str(dtype),
            description=columns[column].description if columns else None,
            constraints=dg.TableColumnConstraints(nullable=columns[column].nullable if columns else True),
        )
        for column, dtype in SCHEMAS[name].items()
    ]
    return dg.AssetSpec(
        name,
        description=TABLES[name].description if columns else _INTERNAL[name],
        group_name=group,
        kinds={"polars", "parquet"},
        deps=deps,
        skippable=True,
        metadata={"dagster/column_schema": dg.TableSchema(schema)},
    )


def _years(context: dg.AssetExecutionContext) -> list[str]:
    """The years a run was asked for; none when it reads what is new."""
    return list(context.partition_keys) if context.has_partition_key or context.has_partition_key_range else []


def _results(names: Sequence[str], stage: Stage, done: flow.Done, **more: float) -> Iterator[dg.MaterializeResult]:
    stays = flow.stays(stage)
    for name in names:
        metadata: dict[str, float] = {
            "dagster/row_count": stage.rows(name) + stays.get(name, 0),
            "new_rows": done.rows[name],
            "documents": done.documents,
            "seconds": round(done.seconds, 2),
            "documents_per_second": round(done.documents / max(done.seconds, 0.001)),
        }
        yield dg.MaterializeResult(asset_key=name, metadata=metadata | more)


def _note_years(context: dg.AssetExecutionContext, done: flow.Done) -> None:
    """Show the years whose articles a run without a year read as materialised too."""
    years = sorted(done.years)
    context.instance.add_dynamic_partitions(str(YEARS.name), years)
    for name in (*flow.PARSED, *flow.EXTRACTED):
        for year in years:
            context.log_event(dg.AssetMaterialization(name, partition=year, metadata={"new_articles": done.years[year]}))


def staged(*names: str) -> dict[str, pl.DataFrame]:
    """The staged tables, whole."""
    with closing(Stage(settings.home())) as stage:
        return {name: stage.scan(name).collect() for name in names}


@dg.multi_asset(specs=[_spec("raw_document", "ingest")])
def raw_document(context: dg.AssetExecutionContext, config: Inputs, home: Home) -> Iterator[dg.MaterializeResult]:
    """Add inputs that are new or have changed. With nothing new and nothing left to do the run ends here."""
    with home.stage() as stage:
        version, years = rules.rules(), _years(context)
        if years:
            yield from _results(["raw_document"], stage, flow.Done(), read_by_older_rules=stage.older(version))
            return
        inputs = [Path(path) for path in config.paths] or [stage.home / "landing"]
        done = flow.stage_inputs(stage, inputs, datetime.now(UTC), flow.Pace(context.log.info))
        if config.again:
            flow.again(stage, version)
        if landing.finished(stage) and not flow.waiting(stage, version):
            context.log.info("nothing new: all inputs were read before")
            return
        refused = done.rows["article_quarantine"]
        yield from _results(["raw_document"], stage, done, refused=refused, read_by_older_rules=stage.older(version))


@dg.multi_asset(
    specs=[
        _spec("article", "core", "raw_document"),
        *(_spec(name, "ingest", "raw_document") for name in flow.PARSED if name != "article"),
        *(_spec(name, "core", "article") for name in flow.EXTRACTED),
    ],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def core(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult]:
    """Articles and what they say. One step, because Dagster lets a run without a year pass from no yearly step to another."""
    years = _years(context)
    with home.stage() as stage:
        done = flow.read(stage, rules.rules(), flow.Pace(context.log.info), years)
        if not years:
            _note_years(context, done)
        yield from _results((*flow.PARSED, *flow.EXTRACTED), stage, done)


@dg.multi_asset(specs=[_spec(name, "history", "article", "report", "participant") for name in HISTORY])
def resolved(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult]:
    """The meetings that the reports of all articles tell of."""
    with home.stage() as stage:
        yield from _results(HISTORY, stage, flow.resolve(stage, rules.code(), flow.Pace(context.log.info)))


@dg.multi_asset(specs=[_spec(name, "register", "article", "naming") for name in REGISTER])
def registered(home: Home) -> Iterator[dg.MaterializeResult]:
    """The countries and persons that all articles name."""
    with home.stage() as stage:
        yield from _results(REGISTER, stage, flow.register(stage))
