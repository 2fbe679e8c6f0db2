"""Meetings in articles: who meets whom, when, where, and whether it happened. A cascade of finite-state rules, one stage a module.

The cascade follows FASTUS (Hobbs et al., 1997): `code` writes sentences as symbols and folds noun phrases, `trigger` finds words of
meeting, `side` reads who stands around them, `headline` what headlines tell, `reference` whom "they", "the talks" and "officials" mean, `gathering` which members of a body meet,
`status`, `when` and `where` the rest; `unit` makes meetings of it, `merge` joins what tells of one occasion.
Vocabulary and patterns are rows of `lexicon/meeting_*.tsv`.
"""

from __future__ import annotations

import polars as pl

from transforms import dates, lexicon, tables
from transforms.meeting import code, gathering, headline, merge, reference, side, status, trigger, unit, when, where
from transforms.mention import Mentions


def _confident(report: pl.DataFrame) -> pl.DataFrame:
    """Adds `confidence`: the measured odds of the rule and of having a date (`lexicon/meeting_confidence.tsv`) as a share."""
    rows = lexicon.load("meeting_confidence").select("feature", "value", pl.col("weight").cast(pl.Float64))
    weight = {feature: part.select("value", "weight") for (feature,), part in rows.partition_by("feature", as_dict=True).items()}
    dated = dict(weight["dated"].iter_rows())
    odds = (
        weight["all"]["weight"].item()
        + pl.col("weight").fill_null(0.0)
        + pl.when(pl.col("date_start").is_not_null()).then(dated["true"]).otherwise(dated["false"])
    )
    known = report.join(weight["rule"].rename({"value": "rule"}), on="rule", how="left", maintain_order="left")
    return known.with_columns((1 / (1 + (-odds).exp())).round(3).alias("confidence")).drop("weight")


def reports(article: pl.DataFrame, sentence: pl.DataFrame, said: Mentions) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Meetings told by articles and who took part: the columns of `meeting_report` but `meeting_id`, and `report_id`, `span_id`.

    One occasion told in several sentences of an article is one row.
    """
    span = said.span
    telling = code.telling(sentence, said.headline)
    date = dates.expressions(telling)
    coded = code.encode(telling, sentence, span, date, said.home)
    found = reference.introduced(side.sides(trigger.occurrences(coded)))
    actor = headline.at_home(reference.abroad(side.actors(found, span), found, span), found, span, said.home)
    actor = reference.hosted(reference.resolved(actor, found, span, sentence), found)
    found, actor = gathering.attended(found, actor, span, sentence)
    found = where.places(when.dates(status.statuses(found), date), span, article)
    units, takes_part = unit.units(unit.at_reception(found), actor, span)
    told = headline.placed(unit.told(units, takes_part), takes_part, found, sentence, span).join(
        sentence.select("sentence_id", "sentence_no", "text", "char_start", "char_end"), on="sentence_id", how="left", maintain_order="left"
    )
    # Rows are numbered again, so that a number is a row.
    told = told.rename({"n": "unit"}).with_row_index("n")
    people = (
        takes_part.filter((pl.col("span_kind") == "person") & pl.col("party").is_not_null())
        .rename({"n": "unit"})
        .join(told.select("unit", "n"), on="unit", how="inner")
    )
    people = headline.in_body(people, span, sentence)
    report = merge.merged(merge.occasions(told, people))
    report = merge.framed(report, merge.trips(report, where.stays(coded, span)))
    report = merge.framed(report, merge.gatherings(found, span))
    report = where.in_dateline(merge.continued(report), article)
    report = (
        _confident(report)
        .sort("article_id", "sentence_no", "occasion")
        .with_columns(
            pl.concat_str("article_id", pl.lit("-r"), pl.int_range(1, pl.len() + 1).over("article_id").cast(pl.String).str.zfill(2)).alias(
                "report_id"
            ),
            pl.col("text").alias("evidence"),
        )
    )
    participant = (
        report.select("report_id", "parties", pl.col("members").alias("n"))
        .explode("n")
        .join(people.select("n", "span_id", "name", "party"), on="n", how="inner")
        .filter(pl.col("party").is_in(pl.col("parties")))
        .unique(["report_id", "name"], keep="first", maintain_order=True)
        .select("report_id", "span_id", "party")
    )
    return report.select(tables.MEETING_REPORT.unmerged.names()), participant
