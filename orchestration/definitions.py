"""What `dagster dev` and `dg dev` load."""

from __future__ import annotations

import dagster as dg

from orchestration.defs import checks, sensor, tables

defs = dg.Definitions(
    assets=dg.load_assets_from_modules([tables]),
    asset_checks=[checks.core_expectations, checks.history_expectations, checks.data_quality],
    jobs=[tables.dateline],
    schedules=[tables.daily],
    sensors=[sensor.landing_folder],
    resources={"home": tables.Home()},
    executor=dg.in_process_executor,
)
