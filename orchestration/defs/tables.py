"""The assets: raw documents in, core tables by month, history tables, the warehouse file and its export. Thin: load, call, write."""

# No postponed annotations here: Dagster reads them to find config and resources.
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import polars as pl

from orchestration import flow, landing, rules, settings
from transforms.tables import FIRST_YEAR, LAST_YEAR, TABLES
from warehouse import build
from warehouse import export as exporting
from warehouse.stage import SCHEMAS, Stage, lock

CORE = flow.PARSED
EXTRACTED = ("sentence", "mention")
HISTORY = flow.HISTORY
_UNMERGED = {
    "report": "one row for each meeting that one article tells of, before reports of one meeting are joined",
    "participant": "one row for each person named as taking part, by report",
}

#: Months of publication. A run without a month reads what is new; a run of months reads them again by the rules of today.
MONTHS = dg.TimeWindowPartitionsDefinition(
    start=f"{FIRST_YEAR}-01", end=f"{LAST_YEAR + 1}-01", fmt="%Y-%m", cron_schedule="0 0 1 * *", end_offset=1
)


class Inputs(dg.Config):
    """What to read: files and folders, the landing folder when none is named; `again` reads all that older rules read by those of today."""

    paths: list[str] = []
    again: bool = False


class Home(dg.ConfigurableResource):
    """The home of the data, held for one run: a second waits until the first has ended."""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Home"]:
        home = settings.home()

        def waiting() -> None:
            if context.log:
                context.log.warning(f"another run works on {home}; this one waits until it has ended")

        with lock(home, waiting):
            with self.stage() as stage:
                stage.sweep()
            yield self

    @contextmanager
    def stage(self) -> Iterator[Stage]:
        """The stage, open for one step."""
        with closing(Stage(settings.home())) as stage:
            yield stage


def _spec(name: str, group: str, deps: Sequence[str], description: str = "") -> dg.AssetSpec:
    columns = {column.name: column for column in TABLES[name].columns} if name in TABLES else {}
    schema = dg.TableSchema(
        [
            dg.TableColumn(
                column,
                str(dtype),
                description=columns[column].description if column in columns else None,
                constraints=dg.TableColumnConstraints(nullable=columns[column].nullable if column in columns else True),
            )
            for column, dtype in SCHEMAS[name].items()
        ]
    )
    return dg.AssetSpec(
        name,
        description=TABLES[name].description if name in TABLES else description,
        group_name=group,
        kinds={"polars", "parquet"},
        deps=deps,
        skippable=True,
        metadata={"dagster/column_schema": schema},
    )


def _months(context: dg.AssetExecutionContext) -> list[str]:
    """The months a run was asked for; none when it reads what is new."""
    return list(context.partition_keys) if context.has_partition_key or context.has_partition_key_range else []


def _progress(context: dg.AssetExecutionContext) -> flow.Progress:
    return lambda what, done, total: context.log.info(f"{what} {done:,} of {total:,}")


def _results(context: dg.AssetExecutionContext, names: Sequence[str], stage: Stage, done: flow.Done) -> Iterator[dg.MaterializeResult]:
    """One result a table; a run without months notes the months it wrote as materialised too."""
    known = set(MONTHS.get_partition_keys()) if not _months(context) else set()
    for name in names:
        for month, rows in done.rows[name].items():
            if month in known and name not in HISTORY:
                context.log_event(dg.AssetMaterialization(name, partition=month, metadata={"dagster/partition_row_count": rows}))
        yield dg.MaterializeResult(
            asset_key=name,
            metadata={
                "dagster/row_count": sum(part.rows for part in stage.parts(name)),
                "new_rows": sum(done.rows[name].values()),
                "documents": done.documents,
                "seconds": round(done.seconds, 2),
                "documents_per_second": round(done.documents / max(done.seconds, 0.001)),
                "months": len(done.months),
            },
        )


def staged(*names: str) -> dict[str, pl.DataFrame]:
    """The staged tables, whole."""
    with closing(Stage(settings.home())) as stage:
        return {name: stage.scan(name).collect() for name in names}


@dg.asset(group_name="ingest", kinds={"polars", "parquet"}, output_required=False)
def raw_document(context: dg.AssetExecutionContext, config: Inputs, home: Home) -> Iterator[dg.MaterializeResult]:
    """Every text that was ever read, decoded. Inputs that are new or have changed are added; with nothing new the run ends here."""
    with home.stage() as stage:
        paths = [Path(path) for path in config.paths] or [stage.home / "landing"]
        done = flow.read(stage, paths if not _months(context) else [], datetime.now(UTC))
        again = config.again and flow.again(stage, rules.rules())
        older = 0 if again else flow.older(stage, rules.rules())
        if older:
            context.log.info(
                f"{older:,} articles were read by older rules; a run with again, or of their months, reads them by those of today"
            )
        if not _months(context) and landing.finished(stage):
            context.log.info("nothing new: all inputs were read before")
            return
        for result in _results(context, ["raw_document"], stage, done):
            yield result._replace(
                metadata={**(result.metadata or {}), "refused": sum(done.rows["article_quarantine"].values()), "older": older}
            )


@dg.multi_asset(
    specs=[
        *(_spec(name, "core" if name == "article" else "ingest", ["raw_document"]) for name in CORE),
        *(_spec(name, "core", ["article"], _UNMERGED.get(name, "")) for name in flow.EXTRACTED),
    ],
    partitions_def=MONTHS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def core(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult]:
    """Articles and what they say. One step, because Dagster lets a run without a month pass from no monthly step to another."""
    months, version, now = _months(context), rules.rules(), datetime.now(UTC)
    with home.stage() as stage:
        parsed = flow.parse_months(stage, version, now, months) if months else flow.parse(stage, version, now, _progress(context))
        yield from _results(context, CORE, stage, parsed)
        yield from _results(context, flow.EXTRACTED, stage, flow.extract(stage, version, _progress(context), months))


@dg.multi_asset(specs=[_spec(name, "history", ["article", "report", "participant"]) for name in HISTORY])
def resolved(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult]:
    """The meetings that the reports of all articles tell of."""
    with home.stage() as stage:
        yield from _results(context, HISTORY, stage, flow.resolve(stage))


@dg.asset(group_name="warehouse", kinds={"duckdb"}, deps=list(TABLES), description="the DuckDB file that users query")
def warehouse(context: dg.AssetExecutionContext, home: Home) -> dg.MaterializeResult:
    """Publish the staged tables that passed their checks."""
    with home.stage() as stage:
        parts = {name: stage.parts(name) for name in TABLES}
        files = {name: [stage.path(part) for part in of_table] for name, of_table in parts.items()}
        path = build.publish(stage.home, files, context.run_id, datetime.now(UTC), rules.rules())
    rows = sum(part.rows for of_table in parts.values() for part in of_table)
    return dg.MaterializeResult(metadata={"dagster/uri": str(path), "rows": rows, "bytes": path.stat().st_size})


@dg.asset(
    group_name="warehouse",
    kinds={"parquet"},
    deps=["warehouse"],
    description="every table and view as Parquet for BI tools, with a manifest",
)
def export(home: Home) -> dg.MaterializeResult:
    """Export the warehouse."""
    with home.stage() as stage:
        manifest = exporting.export(stage.home, stage.home / "export")
        landing.finish(stage)
    return dg.MaterializeResult(metadata={"tables": len(manifest["tables"])})


dateline = dg.define_asset_job("dateline", selection=dg.AssetSelection.all(), description="read, extract, check, publish, export")
daily = dg.ScheduleDefinition(
    "daily", job=dateline, cron_schedule="0 5 * * *", execution_timezone="UTC", description="every day at 05:00 UTC"
)
