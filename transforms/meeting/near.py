"""Which of several phrases in a sentence belongs to a trigger: the one fewest words and clause borders away."""

from __future__ import annotations

import polars as pl

from transforms.meeting.pattern import expand
from transforms.text import matches

#: Words between a phrase and a trigger that open another clause.
_CLAUSE = r"(?:;|: |\" |, (?:which|who|where|while|but|and|when|as|after|before)\b|(?: that| who| which) (?:[b-hj-z]|i[^s])| (?:where|after|before|when|while|since|as|because|ahead of|in the wake of|prior to|but)\b)"
#: What is said or agreed has its own place and time.
_SAID = r" that (?:the|an?|he|she|it|they|his|her|their|its|there|both|[\x01\x03\x06\x07])"
#: What one such border counts, in words.
_BORDER_COST = 7
#: A verb of saying between them makes the phrase tell when or where it was said.
_SAY = expand(r"\b(?:{SAY}|according to)\b")
_SAY_COST = 14
#: A phrase before the trigger is less likely its own than one after it, but for one that opens the sentence.
_BEFORE_COST = 3
_FARTHEST = 24


def candidates(found: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Phrases that match, a row for each trigger and phrase of its sentence: `trigger_id`, `surface`, `before`, `gap`, `is_left`, `cost`.

    `before` is what stands before the phrase on its side, `gap` what stands between it and the trigger. Farther than `_FARTHEST` is none.
    """
    frames = []
    for side in ("right", "left"):
        hit = matches(found, side, expand(pattern), "trigger_id", side)
        text = pl.col(side).cast(pl.Binary)
        before = text.bin.slice(0, pl.col("start")).cast(pl.String)
        gap = before if side == "right" else text.bin.slice(pl.col("end")).cast(pl.String)
        opens = before.str.contains(r"^(?:On |In |Last |Late |Early |[A-Z][a-z]+, )?$")
        # What a comma parts from the trigger belongs to the clause before it.
        parted = pl.when(gap.str.contains("^,")).then(_BORDER_COST).otherwise(_BEFORE_COST)
        extra = pl.lit(0) if side == "right" else pl.when(opens).then(0).otherwise(parted)
        frames.append(
            hit.select(
                "trigger_id",
                "surface",
                before.alias("before"),
                gap.alias("gap"),
                pl.lit(side == "left").alias("is_left"),
                (
                    gap.str.count_matches(r"[^ ]+").cast(pl.Int32)
                    + _BORDER_COST * gap.str.replace_all("as well as", "and", literal=True).str.count_matches(_CLAUSE).cast(pl.Int32)
                    + _SAY_COST * gap.str.contains(_SAY).cast(pl.Int32)
                    + extra
                ).alias("cost"),
            )
        )
    return pl.concat(frames).filter(
        (pl.col("cost") <= _FARTHEST) & ~((pl.col("gap").str.contains(_SAID) | pl.col("gap").str.contains(_SAY)) & ~pl.col("is_left"))
    )
