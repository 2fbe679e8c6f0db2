"""The figures that CI holds the code to: `python -m benchmarks.floors` raises them to what is measured now, less `ROOM`.

Real texts are not shipped: where `DATELINE_GOLD` names a gold file whose records hold their text, its figures count too (`gold`).
A floor never falls by itself: to accept a loss in one figure for a gain in another, edit `floors.json` and say why in the commit.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks import accuracy, merging, score

FLOORS = Path(__file__).with_name("floors.json")
GOLD = "DATELINE_GOLD"
#: A few differing rows of a rare kind; a rule that goes missing costs more.
ROOM = 0.03
MEASURES = (
    "articles",
    "article published",
    "article title",
    "body verbatim",
    "mention link",
    "persons",
    "person country",
    "meeting found",
    "meeting exact",
    "meeting parties",
    "meeting status",
    "meeting kind",
    "meeting dates",
    "meeting place",
    "participants",
)
CASE_MEASURES = ("mention link", "persons", "meeting found", "meeting exact")
VALUES = tuple(f"meeting {name}" for name in score.MEETING_FIELDS)
Figures = dict[str, dict[str, float]]


def read() -> Figures:
    """The floors: what is measured (`sample`, `merging`, or a group of the cases), measure, lowest value."""
    return json.loads(FLOORS.read_text(encoding="utf-8"))["floors"]


def measured() -> Figures:
    """The current figures in the same form."""
    sample = accuracy.summed(accuracy.compare(accuracy.records(accuracy.SAMPLE_GOLD), accuracy.SAMPLE_TEXTS).values())
    groups = {f"cases of {name}": figures for name, figures in accuracy.phenomena(accuracy.cases(), depth=1).items()}
    return {
        **gold(),
        "merging": {"pairs, gold reports": merging.on_gold_reports().f1},
        "sample": _values(sample, MEASURES),
        **{name: _values(figures, CASE_MEASURES) for name, figures in groups.items()},
    }


def gold() -> Figures:
    """The figures of the gold file that `DATELINE_GOLD` names; nothing where it names none. Raises OSError when it cannot be read."""
    path = os.environ.get(GOLD)
    return {"gold": _values(accuracy.summed(accuracy.compare(accuracy.records(Path(path))).values()), MEASURES)} if path else {}


def _values(figures: Mapping[str, score.Figure], measures: Sequence[str]) -> dict[str, float]:
    values = {measure: _value(figures, measure) for measure in measures if figures[measure].gold}
    if not figures["meeting found"].gold:
        values["no meeting made up"] = 1 - figures["meeting found"].predicted / figures["articles"].gold
    return values


def _value(figures: Mapping[str, score.Figure], measure: str) -> float:
    """F1; of a value of what was found, the share of all gold rows that are found with that value right.

    So that finding more, and harder, rows does not count as a loss.
    """
    whole = "persons" if measure == "person country" else "meeting found" if measure in VALUES else None
    return figures[measure].right / figures[whole].gold if whole else figures[measure].f1


def raised(floors: Figures, now: Figures) -> Figures:
    """The higher of each floor and what is measured, less `ROOM`."""
    return floors | {
        name: {measure: max(floors.get(name, {}).get(measure, 0.0), round(value - ROOM, 3), 0.0) for measure, value in figures.items()}
        for name, figures in now.items()
    }


def main() -> None:
    """Raise the floors."""
    floors = raised(read() if FLOORS.exists() else {}, measured())
    FLOORS.write_text(json.dumps({"measured": str(date.today()), "floors": floors}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
