"""The growth of whole runs as a picture: seconds and gigabytes by number of articles, both axes logarithmic, so that linear is a straight line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import altair as alt
import polars as pl

#: What is drawn of a run: its figure, and how the axis is called.
_DRAWN = {"run, s": "whole run, seconds", "peak of all processes, GB": "peak memory of all processes, GB"}


def growth(runs: Sequence[dict], path: Path) -> None:
    """Write the picture of some runs, as `speed.whole` gives them; the suffix says the format, .svg or .png."""
    frame = pl.DataFrame([{"articles": run["articles"], **{name: float(run[name]) for name in _DRAWN}} for run in runs])
    smallest = frame.sort("articles").row(0, named=True)
    charts = []
    for name, title in _DRAWN.items():
        linear = [{"articles": run["articles"], name: smallest[name] * run["articles"] / smallest["articles"]} for run in runs]
        x = alt.X(
            "articles:Q", scale=alt.Scale(type="log"), axis=alt.Axis(format="~s", title="articles", values=frame["articles"].to_list())
        )
        y = alt.Y(f"{name}:Q", scale=alt.Scale(type="log"), title=title)
        measured = alt.Chart(alt.Data(values=frame.to_dicts())).mark_line(point=True).encode(x=x, y=y)
        line = alt.Chart(alt.Data(values=linear)).mark_line(strokeDash=[4, 4], color="grey").encode(x=x, y=y)
        charts.append((measured + line if name == "run, s" else measured).properties(width=280, height=220))
    alt.hconcat(*charts).configure_view(strokeWidth=0).save(path)
