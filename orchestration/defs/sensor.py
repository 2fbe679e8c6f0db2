"""The landing folder watched: new and changed files start a run once they have come to rest."""

import json
from pathlib import Path

import dagster as dg

from orchestration import landing, settings
from orchestration.defs.publication import dateline


def signatures(folder: Path) -> dict[str, str]:
    """Size and time of change of every file under the folder, by its path there."""
    stats = {path.relative_to(folder).as_posix(): path.stat() for path in landing.files([folder])} if folder.is_dir() else {}
    return {name: f"{stat.st_size}:{stat.st_mtime_ns}" for name, stat in stats.items()}


@dg.sensor(job=dateline, minimum_interval_seconds=30, description="runs the pipeline on new and changed files of the landing folder")
def landing_folder(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Take the files that look as they did at the last tick and were not taken so before; a file still being written waits."""
    folder = settings.home() / "landing"
    before = json.loads(context.cursor) if context.cursor else {"seen": {}, "taken": {}}
    now = signatures(folder)
    rested = {name: mark for name, mark in now.items() if before["seen"].get(name) == mark and before["taken"].get(name) != mark}
    cursor = json.dumps({"seen": now, "taken": {**before["taken"], **rested}})
    if not rested:
        return dg.SensorResult(skip_reason=f"nothing new at rest in {folder}", cursor=cursor)
    paths = sorted(str(folder / name) for name in rested)
    request = dg.RunRequest(run_key=json.dumps(sorted(rested.items())), run_config={"ops": {"raw_document": {"config": {"paths": paths}}}})
    return dg.SensorResult(run_requests=[request], cursor=cursor)
