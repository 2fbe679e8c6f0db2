"""Ratios of CPU time that hold on any machine: `python -m benchmarks.ratios`, or `make ratios`; CI fails when one is over its limit.

Both times of a ratio are taken in turn in the same minutes, each the least of several, so that what else the machine does shows little.
`ratios.json` holds what was measured when the limits were last set, and the limits: half as much again, which noise does not reach
and a slip of two does. `--renew` measures them anew: a slower extraction is then accepted, and the commit says why.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks import generate, speed

LIMITS = Path(__file__).with_name("ratios.json")
#: How far a ratio may rise over what was measured.
ROOM = 1.5
SMALL, LARGE = 2_000, 20_000
#: Articles of an increment.
MORE = 100
#: Times the small size is measured, and an increment.
ROUNDS, INCREMENTS = 4, 3


def _an_article(took: dict[str, float]) -> float:
    return sum(took[stage] for stage in ("ingest", "article", "extract", "resolve")) / took["articles"]


def _increment(scratch: Path, size: str) -> float:
    """CPU seconds of adding `MORE` articles to a home that holds those of a size."""
    home = scratch / f"home-{size}"
    speed.one_core("added", [home, scratch / size])
    took = []
    for seed in range(2, 2 + INCREMENTS):
        more = scratch / f"more-{size}-{seed}"
        generate.write(more, MORE, seed=seed)
        took.append(speed.one_core("added", [home, more])["added"])
    return min(took)


def measured(scratch: Path) -> Iterator[tuple[str, float]]:
    """Every ratio by name."""
    generate.write(scratch / "small", SMALL)
    generate.write(scratch / "large", LARGE)
    small = [speed.one_core("stages", [scratch / "small"]) for _ in range(ROUNDS)]
    least = {stage: min(took[stage] for took in small) for stage in small[0]}
    yield "article and extraction to a fixed scan", (least["article"] + least["extract"]) / least["fixed scan"]
    large = speed.one_core("stages", [scratch / "large"])
    yield f"an article among {LARGE:,} to one among {SMALL:,}", _an_article(large) / _an_article(least)
    took = [_increment(scratch, size) for size in ("large", "small")]
    yield f"{MORE} articles into {LARGE:,} to as many into {SMALL:,}", took[0] / took[1]


def main() -> None:
    """Command line. Exits with 1 when a ratio is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--renew", action="store_true", help="take what is measured now as the base of the limits")
    renew = parser.parse_args().renew
    limits = {} if renew else json.loads(LIMITS.read_text(encoding="utf-8"))["ratios"]
    over, now = [], {}
    with tempfile.TemporaryDirectory() as folder:
        for name, ratio in measured(Path(folder)):
            now[name] = {"measured": round(ratio, 2), "limit": round(ratio * ROOM, 2)}
            limit = (now if renew else limits)[name]["limit"]
            over += [name] if ratio > limit else []
            print(f"  {name:60} {ratio:7.2f}, limit {limit:7.2f}{'  OVER' if ratio > limit else ''}", flush=True)
    if renew:
        LIMITS.write_text(json.dumps({"measured": str(date.today()), "ratios": now}, indent=1) + "\n", encoding="utf-8")
    if over:
        sys.exit(f"slower than allowed: {'; '.join(over)}")


if __name__ == "__main__":
    main()
