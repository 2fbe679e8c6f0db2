"""What `dagster dev` and `dg dev` load."""

from __future__ import annotations

import dagster as dg

from orchestration.defs import checks, publication, sensor, tables
from orchestration.defs.home import Home

defs = dg.Definitions(
    assets=dg.load_assets_from_modules([tables, publication]),
    asset_checks=[checks.core_expectations, checks.history_expectations, checks.data_quality],
    jobs=[publication.dateline],
    schedules=[publication.daily],
    sensors=[sensor.landing_folder],
    resources={"home": Home()},
    executor=dg.in_process_executor,
)
