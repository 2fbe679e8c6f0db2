"""The home of the data as a Dagster resource, and the months its tables are kept by."""

# No postponed annotations here: Dagster reads them to find resources.
import errno
from collections.abc import Iterator
from contextlib import closing, contextmanager

import dagster as dg
import polars as pl

from orchestration import settings
from transforms.tables import FIRST_YEAR, LAST_YEAR
from warehouse.stage import Stage, lock

#: Months of publication. A run without a month reads what is new; a run of months reads them again by the rules of today.
MONTHS = dg.TimeWindowPartitionsDefinition(
    start=f"{FIRST_YEAR}-01", end=f"{LAST_YEAR + 1}-01", fmt="%Y-%m", cron_schedule="0 0 1 * *", end_offset=1
)


class Home(dg.ConfigurableResource):
    """The home, held for one run: a second run on it waits until the first has ended."""

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
        """The stage, open for one step. A full disk, and a stage that another version made, are told in words."""
        home = settings.home()
        try:
            with closing(Stage(home)) as stage:
                yield stage
        # No cause is kept: what a user reads is the last of the chain.
        except pl.exceptions.SchemaError as fault:
            raise dg.Failure(
                f"{home / 'stage'} was made by another version of Dateline: remove it and run again on all inputs ({fault})"
            ) from None
        except Exception as fault:
            if not disk_is_full(fault):
                raise
            raise dg.Failure(f"the disk of {home} is full: make room and run again; what was published stays ({fault})") from None


def disk_is_full(fault: Exception) -> bool:
    """Whether an error of the system, Polars, DuckDB or SQLite means that."""
    told = str(fault).lower()
    return getattr(fault, "errno", None) == errno.ENOSPC or "no space left" in told or "disk is full" in told
