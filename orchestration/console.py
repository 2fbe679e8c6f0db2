"""What a person sees of a run: a line for each step that ends, and on a terminal a bar while it goes on."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from types import TracebackType

import dagster as dg
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

#: Seconds between two notes of a step when they go to a file: enough to see it live, few enough to read.
_PACE = 5.0
#: How a step says how far it is: `flow.Pace`.
_PROGRESS = re.compile(r": [0-9,]+ of [0-9,]+, .* left$")
_PLANNED = (dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED, dg.DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED)


class Watch:
    """Listens to the events of one run and tells them on stderr: `with Watch() as watch: launch.run(paths, watch)`."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task("starting", total=None)
        self._steps: set[str | None] = set()
        self._facts: dict[str | None, list[str]] = defaultdict(list)
        self._checks: dict[str | None, list[dg.AssetCheckEvaluation]] = defaultdict(list)
        self._last_note = 0.0

    def __enter__(self) -> Watch:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._bar.stop()

    def __call__(self, entry: dg.EventLogEntry) -> None:
        event = entry.dagster_event
        if event is None:
            self._note(entry.user_message)
        elif event.event_type in _PLANNED:
            self._steps.add(event.step_key)
            self._bar.update(self._task, total=len(self._steps))
        elif event.event_type == dg.DagsterEventType.STEP_START:
            self._bar.update(self._task, description=_words(event.step_key))
        elif event.event_type == dg.DagsterEventType.ASSET_MATERIALIZATION:
            if event.partition is None:  # the years of a table are told as one
                self._facts[event.step_key].append(_fact(event.materialization))
        elif event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            self._checks[event.step_key].append(event.asset_check_evaluation_data)
        elif event.event_type in (dg.DagsterEventType.STEP_SUCCESS, dg.DagsterEventType.STEP_FAILURE):
            self._ended(event)

    def _ended(self, event: dg.DagsterEvent) -> None:
        checks = _judged(self._checks[event.step_key])
        state = "failed" if event.event_type == dg.DagsterEventType.STEP_FAILURE else ""
        seconds = f"{event.step_success_data.duration_ms / 1000:.1f} s" if event.is_step_success else ""
        facts = ", ".join([*filter(None, [state]), *self._facts[event.step_key], *checks])
        self._console.print(f"{_words(event.step_key):24} {seconds:>7}  {facts}", soft_wrap=True)
        self._bar.advance(self._task)

    def _note(self, message: str) -> None:
        if not _PROGRESS.search(message):
            self._console.print(f"  {message}", soft_wrap=True)
        elif self._console.is_terminal:
            self._bar.update(self._task, description=message)
        elif time.monotonic() - self._last_note >= _PACE:
            self._last_note = time.monotonic()
            self._console.print(f"  {message}", soft_wrap=True)


def _words(step: str | None) -> str:
    return (step or "").replace("_", " ")


def _judged(checks: list[dg.AssetCheckEvaluation]) -> list[str]:
    """How many checks passed, and the names of those that did not."""
    failed = [f"{check.asset_key.to_user_string()}/{check.check_name}" for check in checks if not check.passed]
    told = f"{len(checks) - len(failed)} of {len(checks)} checks passed" + (f", look into {', '.join(failed)}" if failed else "")
    return [told] if checks else []


def _fact(made: dg.AssetMaterialization) -> str:
    rows = made.metadata.get("dagster/row_count")
    name = made.asset_key.to_user_string()
    return f"{name} {rows.value:,}" if rows else name
