"""What leaves the stage: the warehouse file and its export, and the job and schedule that make them."""

# No postponed annotations here: Dagster reads them to find resources.
from datetime import UTC, datetime

import dagster as dg

from orchestration import flow, landing, rules
from orchestration.defs.home import Home
from transforms.tables import TABLES
from warehouse import build
from warehouse import export as exporting
from warehouse.increment import change


@dg.asset(group_name="warehouse", kinds={"duckdb"}, deps=list(TABLES), description="the DuckDB file that users query")
def warehouse(context: dg.AssetExecutionContext, home: Home) -> dg.MaterializeResult:
    """Publish the staged tables. Refuses those that have not passed their checks as they are now, whoever starts this step alone."""
    done = flow.Done()
    with home.stage() as stage:
        if unjudged := stage.unjudged(TABLES):
            raise dg.Failure(f"not published: {', '.join(unjudged)} did not pass the checks since the last change; run the whole job")
        parts = {name: stage.parts(name) for name in TABLES}
        lacking = change(stage.home, parts["article"], rules.code())
        path = build.publish(stage.home, parts, lacking, build.Run(context.run_id, datetime.now(UTC), rules.rules(), rules.code()))
    return dg.MaterializeResult(
        metadata={
            "dagster/uri": str(path),
            "bytes": path.stat().st_size,
            "articles": sum(part.rows for part in lacking.fresh),
            "made anew": lacking.whole,
            "seconds": round(done.seconds, 2),
        }
    )


@dg.asset(
    group_name="warehouse",
    kinds={"parquet"},
    deps=["warehouse"],
    description="every table and view as Parquet for BI tools, with a manifest",
)
def export(home: Home) -> dg.MaterializeResult:
    """Export the warehouse, and note that all that is staged is out."""
    done = flow.Done()
    with home.stage() as stage:
        manifest = exporting.export(stage.home, stage.home / "export")
        landing.finish(stage)
    files = [file for told in manifest["tables"].values() for file in told["files"]]
    return dg.MaterializeResult(
        metadata={
            "tables": len(manifest["tables"]),
            "files": len(files),
            "bytes": sum(file["bytes"] for file in files),
            "seconds": round(done.seconds, 2),
        }
    )


dateline = dg.define_asset_job(
    "dateline",
    selection=dg.AssetSelection.all(),
    description="Read what is new, extract, check, publish, export. With years: read them again by the rules of today, then the same.",
)
daily = dg.ScheduleDefinition(
    "daily", job=dateline, cron_schedule="0 5 * * *", execution_timezone="UTC", description="every day at 05:00 UTC"
)
