"""The home of the data as a Dagster resource, and the years that its articles were published in."""

# No postponed annotations here: Dagster reads them to find resources.
import errno
from collections.abc import Iterator
from contextlib import closing, contextmanager

import dagster as dg
import polars as pl

from orchestration import settings
from warehouse.stage import OtherVersion, Stage, lock

#: Years of publication that some article has: dynamic, so that the UI shows those and not a century of empty ones, and years, as in the
#: export, because a run notes each one that it adds to for each table. A run without a year reads what is new; a run of years reads
#: them again by the rules of today.
YEARS = dg.DynamicPartitionsDefinition(name="year")


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
        except OtherVersion as fault:
            raise dg.Failure(str(fault)) from None
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
