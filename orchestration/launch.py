"""Runs started from the command line: one run in this process, watched as it goes, and its end in plain words."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from dagster._utils.error import SerializableErrorInfo


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended. `blocked` says which checks stopped publication, `fault` what broke; both empty when all went well."""

    run_id: str
    blocked: tuple[str, ...]
    fault: str | None

    @property
    def success(self) -> bool:
        return not self.blocked and self.fault is None


def prepare(home: Path) -> None:
    """Make the home's folders, and name it and Dagster's own folder in it to everything that is started from here."""
    os.environ["DATELINE_HOME"] = str(home)
    os.environ["DAGSTER_HOME"] = str(home / "dagster")
    (home / "landing").mkdir(parents=True, exist_ok=True)
    (home / "dagster").mkdir(parents=True, exist_ok=True)
    config = home / "dagster" / "dagster.yaml"
    if not config.exists():
        config.write_text("telemetry:\n  enabled: false\nnux:\n  enabled: false\n", encoding="utf-8")


def run(paths: Sequence[Path], watch: Callable[[dg.EventLogEntry], None], again: bool = False, verbose: bool = False) -> Outcome:
    """Run the job on the inputs in this process.

    `again` reads what older rules read by those of today, `watch` is called with every event, `verbose` prints Dagster's own log too.
    """
    from orchestration.definitions import defs

    run_id = str(uuid.uuid4())
    config = {
        "loggers": {"console": {"config": {"log_level": "DEBUG" if verbose else "CRITICAL"}}},
        "ops": {"raw_document": {"config": {"paths": [str(path.resolve()) for path in paths], "again": again}}},
    }
    with dg.DagsterInstance.get() as instance:
        instance.add_event_listener(run_id, watch)
        job = defs.resolve_job_def("dateline")
        result = job.execute_in_process(instance=instance, run_id=run_id, run_config=config, raise_on_error=False)
    return _outcome(run_id, result)


def last_run() -> str:
    """The newest run of the home in a line, started from wherever: the command line, the schedule, the sensor or the UI."""
    with dg.DagsterInstance.get() as instance:
        records = instance.get_run_records(limit=1)
    if not records:
        return "last run    none"
    run, started = records[0].dagster_run, records[0].create_timestamp
    hint = " (dateline ui shows why; the warehouse is the one before it)" if run.status == dg.DagsterRunStatus.FAILURE else ""
    return f"last run    {started:%Y-%m-%d %H:%M} UTC {run.status.value.lower()} {run.run_id}{hint}"


def _outcome(run_id: str, result: dg.ExecuteInProcessResult) -> Outcome:
    if result.success:
        return Outcome(run_id, (), None)
    blocked = tuple(
        _told(check)
        for check in result.get_asset_check_evaluations()
        if check.blocking and not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
    )
    if blocked:
        return Outcome(run_id, blocked, None)
    failures = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    if any(failure.error and failure.error.cls_name == "DagsterExecutionInterruptedError" for failure in failures):
        raise KeyboardInterrupt
    return Outcome(run_id, (), _innermost(failures[0].error) if failures and failures[0].error else "the run did not start")


def _told(check: dg.AssetCheckEvaluation) -> str:
    """One check in words: its table, its name, and what it wrote about the rules that were broken."""
    notes = [str(value.value) for value in check.metadata.values() if isinstance(value, dg.MarkdownMetadataValue)]
    return "\n".join([f"{check.asset_key.to_user_string()}: {check.check_name}", *notes])


def _innermost(error: SerializableErrorInfo) -> str:
    """The message of the error that started it all, without its traceback."""
    while error.cause:
        error = error.cause
    return error.message.strip()
