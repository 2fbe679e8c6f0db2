"""Rules written by hand: what the contract's columns do not say, shares and volumes. Each number has its reason beside it.

Critical is what makes a row untrue or untraceable whatever the text said; what a strange text can cause by itself is a warning, so
that one article never stops a day's publication.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import polars as pl

from expectations.rule import Context, Measure, RowRule, Rule, TableRule, Tables, Total, Totals
from transforms.tables import FIRST_YEAR, ISO3, LAST_YEAR, Table

#: Under this many rows a share says more about which few texts they are than about the pipeline.
LEAST_ROWS = 200


def rules(table: Table, context: Context) -> Iterator[Rule]:
    """All written rules of a table."""
    yield from _WRITTEN.get(table.name, lambda _: ())(context)
    yield from _volumes(table, context)


def _share(part: Total, whole: Total, least: int = LEAST_ROWS) -> dict[str, Any]:
    """Of a measure: what share of `whole` is `part`; null under `least`."""
    return {"totals": (part, whole), "value": lambda totals: totals[part] / totals[whole] if totals[whole] >= least else None}


def _rows(table: str) -> Total:
    return Total(table, "rows", pl.len())


def _articles(table: str) -> Total:
    """Articles that have a row in the table. No two batches hold one article."""
    return Total(table, "articles", pl.col("article_id").n_unique())


def _filled(table: str, column: str, least: float, reason: str) -> Rule:
    return Measure(
        name=f"{column}_filled",
        asks=f"{column} has a value in {least:.0%} of rows or more",
        reason=reason,
        severity="warning",
        **_share(Total(table, f"with {column}", pl.col(column).count()), _rows(table)),
        minimum=least,
    )


# --- articles and what could not become one


def _article(context: Context) -> Iterator[Rule]:
    tomorrow = context.today + timedelta(days=1)
    yield Measure(
        name="some_article",
        asks="some input became an article, if there was any input",
        reason="when every input is refused, the fault lies with us or with the source as a whole, not with each text",
        needs=("article_quarantine",),
        value=lambda totals: totals.rows("article") or (0 if totals.rows("article_quarantine") else None),
        minimum=1,
    )
    yield RowRule(
        name="published_in_supported_years",
        asks=f"published_date lies in {FIRST_YEAR} to {LAST_YEAR}",
        reason="partitions span these years: a row outside them would never be published",
        breaks=~pl.col("published_date").dt.year().is_between(FIRST_YEAR, LAST_YEAR),
    )
    # Over the table and not by row: what was counted for rows yesterday is kept, and this one depends on the day.
    yield TableRule(
        name="published_not_in_future",
        asks=f"published_date is {tomorrow} or before",
        reason="a day ahead can be a time zone; more is a date read wrongly. A warning: one such text must not stop the others",
        severity="warning",
        finds=lambda tables: tables.whole("article").select("article_id", "published_date").filter(pl.col("published_date") > tomorrow),
    )
    yield RowRule(
        name="dateline_near_publication",
        asks="dateline_date lies within 31 days of published_date",
        reason="wires print what was written hours before; beyond a month one of the two dates was read wrongly",
        severity="warning",
        breaks=(pl.col("published_date") - pl.col("dateline_date")).dt.total_days().abs() > 31,
    )
    yield RowRule(
        name="body_not_blank",
        asks="body holds more than white space",
        reason="a header without a text belongs in quarantine, as no_body",
        breaks=~pl.col("body").str.contains(r"\S"),
    )
    yield RowRule(
        name="line_ends",
        asks="lines of the body end in \\n alone",
        reason="offsets count characters: a \\r would shift those of anyone who opens the text in another way",
        breaks=pl.col("body").str.contains("\r", literal=True),
    )
    yield RowRule(
        name="title_short",
        asks="title has 300 characters or fewer",
        reason="the longest headline seen in 4,000 readouts has 265; longer is a first paragraph taken for one",
        severity="warning",
        breaks=pl.col("title").str.len_chars() > 300,
    )
    yield _filled(
        "article", "title", 0.4, "of readouts and wire stories nearly all have a headline, of posts none: half of a mixed archive"
    )
    yield _filled("article", "source", 0.2, "wires sign every text; in archives of readouts half say who published them")


def _dateline_shares(_: Context) -> Iterator[Rule]:
    """Where datelines are read at all, they are read whole: archives of readouts have none, so no share of all texts is asked."""
    place = pl.col("dateline_place").is_not_null()
    placed = Total("article", "with a dateline", place.sum())
    dated = Total("article", "with a dated dateline", (place & pl.col("dateline_date").is_not_null()).sum())

    yield Measure(
        name="dateline_dated",
        asks="of datelines with a place, 20% or more have a date",
        reason="half the agencies print one (Yonhap, KCNA, Xinhua, TASS), half do not (Reuters, AP, VOA); far fewer means dates are no longer read",
        severity="warning",
        **_share(dated, placed),
        minimum=0.2,
    )


def _article_source(context: Context) -> Iterator[Rule]:
    yield TableRule(
        name="every_article_has_a_source",
        asks="every article names the input it came from",
        reason="every row can be traced to a file",
        needs=("article",),
        finds=lambda tables: tables.whole("article").select("article_id").join(tables.whole("article_source"), on="article_id", how="anti"),
    )
    before = sum(context.before.get(name, 0) for name in ("article_source", "article_quarantine"))
    yield Measure(
        name="inputs_kept",
        asks=f"inputs read and refused are {before:,} or more, as when last published",
        reason="runs only add inputs, and each is an article or in quarantine: fewer means that some were lost",
        needs=("article_quarantine",),
        value=lambda totals: totals.rows("article_source") + totals.rows("article_quarantine"),
        minimum=before,
    )


def _article_warning(_: Context) -> Iterator[Rule]:
    conflict = pl.col("warning").str.ends_with("conflict")
    yield Measure(
        name="few_conflicts",
        asks="header, dateline and weekday contradict each other in 5% of articles or fewer",
        reason="1 in 4,000 in archives of readouts; one in twenty means that a layout's date is read wrongly",
        severity="warning",
        needs=("article",),
        **_share(Total("article_warning", "articles in conflict", pl.col("article_id").filter(conflict).n_unique()), _rows("article")),
        maximum=0.05,
    )


def _article_quarantine(_: Context) -> Iterator[Rule]:
    def share(totals: Totals) -> float | None:
        refused, read = totals.rows("article_quarantine"), totals.rows("article_source")
        return refused / (refused + read) if refused + read >= LEAST_ROWS else None

    yield Measure(
        name="few_refused",
        asks="10% of inputs or fewer are in quarantine",
        reason="an archive has a stray picture or an empty file, well under one in a hundred; one in ten is a layout we fail to read",
        severity="warning",
        needs=("article_source",),
        value=share,
        maximum=0.1,
    )
    yield RowRule(
        name="detail_not_blank",
        asks="detail says what to do",
        reason="a reason nobody can act on is no reason",
        severity="warning",
        breaks=~pl.col("detail").str.contains(r"\S"),
    )


# --- places in a body


def _span_in_order() -> Rule:
    return RowRule(
        name="span_in_order",
        asks="char_end lies after char_start",
        reason="an empty or reversed span points to nothing",
        breaks=pl.col("char_end") <= pl.col("char_start"),
    )


def _slice(column: str) -> Rule:
    length = pl.col("char_end") - pl.col("char_start")
    return RowRule(
        name=f"{column}_is_slice",
        asks=f"body[char_start:char_end] is {column}, character for character",
        reason="every row can be traced to characters of its article",
        needs=("article",),
        breaks=pl.col("body").str.slice(pl.col("char_start"), pl.when(length > 0).then(length).otherwise(0)).ne_missing(pl.col(column)),
    )


def _no_overlap(what: str) -> Rule:
    end_before = pl.col("char_end").shift(1).over("article_id", order_by="char_start")
    return RowRule(
        name="no_overlap",
        asks=f"no {what} of an article begins before the one before it ends",
        reason=f"each character belongs to one {what} at most",
        breaks=end_before > pl.col("char_start"),
    )


def _in_sentence(what: str) -> Rule:
    start, end = pl.col("sentence_start"), pl.col("sentence_end")
    return RowRule(
        name="in_its_sentence",
        asks=f"the {what} lies inside sentence sentence_no of its article",
        reason="readers show the sentence around it by this number",
        needs=("sentence",),
        breaks=start.is_null() | (pl.col("char_start") < start) | (pl.col("char_end") > end),
    )


def _sentence(_: Context) -> Iterator[Rule]:
    yield _span_in_order()
    yield _no_overlap("sentence")
    yield RowRule(
        name="ends_in_body",
        asks="char_end lies within the body",
        reason="a sentence is a slice of its article",
        needs=("article",),
        breaks=pl.col("char_end") > pl.col("body_length"),
    )
    yield RowRule(
        name="numbered_in_order",
        asks="sentence_no counts 0, 1, 2 ... down the body",
        reason="the neighbours of a sentence are found by counting",
        breaks=pl.col("sentence_no") != (pl.col("char_start").rank("ordinal").over("article_id") - 1).cast(pl.Int32),
    )
    yield RowRule(
        name="not_endless",
        asks="a sentence has 3,000 characters or fewer",
        reason="the longest list in 4,000 readouts has 1,916; longer means that line ends and full stops are no longer seen",
        severity="warning",
        breaks=(pl.col("char_end") - pl.col("char_start")) > 3000,
    )
    yield Measure(
        name="articles_with_sentence",
        asks="all articles but 1% have a sentence",
        reason="only a body without a letter has none",
        severity="warning",
        needs=("article",),
        **_share(_articles("sentence"), _rows("article")),
        minimum=0.99,
    )


def _mention(_: Context) -> Iterator[Rule]:
    person = pl.col("kind") == "person"
    yield _span_in_order()
    yield _slice("surface")
    yield _no_overlap("mention")
    yield _in_sentence("mention")
    yield RowRule(
        name="country_named_by_code",
        asks="name of a country is its ISO 3166-1 alpha-3 code",
        reason="countries are joined and counted by it",
        breaks=(pl.col("kind") == "country") & ~pl.col("name").str.contains(ISO3),
    )
    yield RowRule(
        name="surface_short",
        asks="surface has 150 characters or fewer",
        reason="the longest official name seen, of a ministry with four duties, has 139; longer is two names run together",
        severity="warning",
        breaks=pl.col("surface").str.len_chars() > 150,
    )
    yield Measure(
        name="articles_with_mention",
        asks="95% of articles or more name somebody or somewhere",
        reason="of 4,000 readouts and posts 98.5% do; news without a name is a text not read",
        severity="warning",
        needs=("article",),
        **_share(_articles("mention"), _rows("article")),
        minimum=0.95,
    )
    yield Measure(
        name="persons_with_country",
        asks="country_code is filled for 70% of mentions of persons or more",
        reason="in diplomatic news nearly everybody named acts for somebody; much less means the link is no longer made",
        severity="warning",
        **_share(
            Total("mention", "persons with a country", (person & pl.col("country_code").is_not_null()).sum()),
            Total("mention", "persons", person.sum()),
        ),
        minimum=0.7,
    )


# --- meetings, as one article tells of them and merged


def _dates_and_parties() -> Iterator[Rule]:
    start, end, parties = pl.col("date_start"), pl.col("date_end"), pl.col("parties")
    yield RowRule(
        name="dates_in_order",
        asks="date_start is date_end or before",
        reason="a span ends on or after the day it starts",
        breaks=start > end,
    )
    yield RowRule(
        name="dates_together",
        asks="date_start and date_end are both there or both missing",
        reason="a day is a span of one; half a span cannot be queried",
        breaks=start.is_null() != end.is_null(),
    )
    yield RowRule(
        name="span_not_absurd",
        asks="date_end lies within 366 days of date_start",
        reason="the widest date of the guidelines is a year; longer is no occasion",
        severity="warning",
        breaks=(end - start).dt.total_days() > 366,
    )
    yield RowRule(
        name="two_parties",
        asks="parties names two or more",
        reason="nobody meets alone",
        breaks=parties.list.drop_nulls().list.n_unique() < 2,
    )
    yield RowRule(
        name="parties_sorted",
        asks="parties is sorted, without repeats",
        reason="equal lists must look equal, or pairs are counted apart",
        breaks=parties != parties.list.unique().list.sort(),
    )


def _meeting_report(_: Context) -> Iterator[Rule]:
    yield _span_in_order()
    yield _slice("evidence")
    yield _in_sentence("evidence")
    yield from _dates_and_parties()
    yield RowRule(
        name="dates_have_words",
        asks="date_text is there exactly when date_start is",
        reason="a date without words in the text was filled from somewhere else, the publication date first of all",
        breaks=pl.col("date_start").is_not_null() != pl.col("date_text").is_not_null(),
    )
    yield RowRule(
        name="held_not_in_future",
        asks="what is told as held begins by the day after publication",
        reason="the day after can be a time zone; later means status or date was read wrongly",
        severity="warning",
        needs=("article",),
        breaks=(pl.col("status") == "held") & (pl.col("date_start") > pl.col("published_date").dt.offset_by("1d")),
    )
    yield RowRule(
        name="planned_not_in_past",
        asks="what is told as planned ends no earlier than 31 days before publication",
        reason="articles recall old plans now and then; as a rule a plan lies ahead",
        severity="info",
        needs=("article",),
        breaks=pl.col("status").is_in(["scheduled", "expected", "possible"])
        & (pl.col("date_end") < pl.col("published_date").dt.offset_by("-31d")),
    )
    yield TableRule(
        name="meeting_refers_back",
        asks="every meeting has a report",
        reason="a meeting that no article tells of cannot be traced",
        needs=("meeting",),
        finds=lambda tables: tables.whole("meeting").select("meeting_id").join(tables.whole("meeting_report"), on="meeting_id", how="anti"),
    )
    yield _filled(
        "meeting_report",
        "date_start",
        0.35,
        "63 to 65% in wire stories and readouts; half of that means dates are no longer tied to meetings",
    )
    yield _filled(
        "meeting_report",
        "place_country",
        0.15,
        "32 to 52% in readouts and wire stories; half of that means places are no longer tied to meetings",
    )
    yield Measure(
        name="articles_with_meeting",
        asks="10% to 95% of articles tell of a meeting",
        reason="40% of readouts and posts, 64% of wire stories; under the span meetings are missed, over it everything is one",
        severity="warning",
        needs=("article",),
        **_share(_articles("meeting_report"), _rows("article")),
        minimum=0.1,
        maximum=0.95,
    )


def _meeting(_: Context) -> Iterator[Rule]:
    yield from _dates_and_parties()
    yield RowRule(
        name="reported_in_order",
        asks="first_reported is last_reported or before",
        reason="a history has a beginning and an end",
        breaks=pl.col("first_reported") > pl.col("last_reported"),
    )
    yield RowRule(
        name="sources_within_reports",
        asks="n_sources is n_reports or less",
        reason="a report has one source at most",
        breaks=pl.col("n_sources") > pl.col("n_reports"),
    )

    def miscounted(tables: Tables) -> pl.LazyFrame:
        counted = tables.whole("meeting_report").group_by("meeting_id").agg(pl.len().alias("told"))
        meeting = tables.whole("meeting").select("meeting_id", "n_reports")
        return meeting.join(counted, on="meeting_id", how="left").filter(pl.col("n_reports") != pl.col("told").fill_null(0))

    yield TableRule(
        name="reports_counted",
        asks="n_reports is the number of reports that name the meeting",
        reason="merging neither loses a report nor counts one twice",
        needs=("meeting_report",),
        finds=miscounted,
    )


def _meeting_participant(_: Context) -> Iterator[Rule]:
    def elsewhere(tables: Tables) -> pl.LazyFrame:
        report = tables.whole("meeting_report").select("report_id", pl.col("meeting_id").alias("report_meeting"))
        named = tables.whole("meeting_participant").select("report_id", "mention_id", "meeting_id")
        joined = named.join(report, on="report_id")
        return joined.filter(pl.col("meeting_id") != pl.col("report_meeting")).select("report_id", "mention_id")

    article = [pl.col(column).str.extract("^(a[0-9a-f]+)-") for column in ("report_id", "mention_id")]
    yield RowRule(
        name="mentioned_in_the_report",
        asks="the mention stands in the article of the report",
        reason="a participant is named by the text that tells of the meeting",
        breaks=article[0] != article[1],
    )
    yield RowRule(
        name="mentioned_as_person",
        asks="the mention names a person",
        reason="sides without a name stand in parties, not here",
        needs=("mention",),
        breaks=pl.col("mention_kind") != "person",
    )
    yield TableRule(
        name="meeting_of_the_report",
        asks="meeting_id is that of the report",
        reason="a participant of a report takes part in the meeting that it tells of",
        needs=("meeting_report",),
        finds=elsewhere,
    )


def _meeting_party(_: Context) -> Iterator[Rule]:
    def unequal(tables: Tables) -> pl.LazyFrame:
        listed = tables.whole("meeting").select("meeting_id", pl.col("parties").alias("party")).explode("party").drop_nulls("party")
        flat, both = tables.whole("meeting_party").select("meeting_id", "party"), ["meeting_id", "party"]
        return pl.concat([listed.join(flat, on=both, how="anti"), flat.join(listed, on=both, how="anti")])

    yield TableRule(
        name="equals_the_lists",
        asks="the rows are the lists of meeting.parties, none more, none fewer",
        reason="two forms of one fact must not differ",
        needs=("meeting",),
        finds=unequal,
    )


def _meeting_link(_: Context) -> Iterator[Rule]:
    def linked(tables: Tables) -> pl.LazyFrame:
        report = tables.whole("meeting_report").select("report_id", pl.col("meeting_id").alias("report_meeting"))
        return (
            tables.whole("meeting_link")
            .select("meeting_id", "report_id", "linked_to")
            .join(report, on="report_id", how="full", coalesce=True)
        )

    def elsewhere(tables: Tables) -> pl.LazyFrame:
        meeting = linked(tables).select(linked_to="report_id", linked_meeting="report_meeting")
        joined = linked(tables).join(meeting, on="linked_to")
        return joined.filter(pl.col("meeting_id") != pl.col("linked_meeting")).select("report_id", "linked_to")

    def anchors(tables: Tables) -> pl.LazyFrame:
        counted = linked(tables).group_by("report_meeting").agg(pl.col("linked_to").is_null().sum().alias("anchors"))
        return counted.filter(pl.col("anchors") != 1)

    yield TableRule(
        name="meeting_of_the_report",
        asks="each report has a link, of its own meeting",
        reason="the warehouse can say of every report why it is of its meeting",
        needs=("meeting_report",),
        finds=lambda tables: linked(tables).filter(pl.col("meeting_id").ne_missing(pl.col("report_meeting"))),
    )
    yield TableRule(
        name="joined_in_the_meeting",
        asks="the report that a report was joined to is of the same meeting",
        reason="a link leads to the meeting, not out of it",
        needs=("meeting_report",),
        finds=elsewhere,
    )
    yield TableRule(
        name="one_anchor",
        asks="one report of a meeting, and only one, was joined to no other",
        reason="the others were joined to it, or to one that was",
        needs=("meeting_report",),
        finds=anchors,
    )


def _country(_: Context) -> Iterator[Rule]:
    yield RowRule(
        name="years_in_order",
        asks="first_year is not after last_year, and both are given or none",
        reason="years tell a state that is no more from one of today",
        breaks=(pl.col("first_year") > pl.col("last_year")) | (pl.col("first_year").is_null() != pl.col("last_year").is_null()),
    )


def _seen_in_order(_: Context) -> Iterator[Rule]:
    yield RowRule(
        name="seen_in_order",
        asks="first_seen is not after last_seen",
        reason="they are the least and the greatest of the same days",
        breaks=pl.col("first_seen") > pl.col("last_seen"),
    )


# --- volumes against the last publication


def _volumes(table: Table, context: Context) -> Iterator[Rule]:
    before = context.before.get(table.name, 0)

    def rows(totals: Totals) -> float | None:
        return totals.rows(table.name) if before else None

    yield Measure(
        name="rows_not_halved",
        asks=f"the table has half as many rows as when last published, or more ({before:,} then)",
        reason="runs add; better rules change some rows. Half gone is a loss. If it is meant, move the old warehouse file away and run again",
        value=rows,
        minimum=before / 2,
    )
    yield Measure(
        name="rows_not_tenfold",
        asks=f"the table has ten times as many rows as when last published, or fewer ({before:,} then)",
        reason="a first archive after a trial does that, a usual day does not: something may be read twice",
        severity="warning",
        # A trial on a few texts may well be followed by ten times as many.
        value=lambda totals: rows(totals) if before >= LEAST_ROWS else None,
        maximum=before * 10,
    )


_WRITTEN: dict[str, Callable[[Context], Iterator[Rule]]] = {
    "article": lambda context: (rule for part in (_article, _dateline_shares) for rule in part(context)),
    "article_source": _article_source,
    "article_warning": _article_warning,
    "article_quarantine": _article_quarantine,
    "sentence": _sentence,
    "mention": _mention,
    "country": _country,
    "person": _seen_in_order,
    "person_role": _seen_in_order,
    "meeting_report": _meeting_report,
    "meeting": _meeting,
    "meeting_participant": _meeting_participant,
    "meeting_party": _meeting_party,
    "meeting_link": _meeting_link,
}
