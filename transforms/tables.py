"""The contract: every table of the warehouse, its columns, types, keys and closed vocabularies, stated once.

DDL, column comments, base expectations, Dagster column schemas and the data dictionary are all derived from
``TABLES``. Nothing else in the project lists columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

MENTION_KINDS = ("person", "country", "place", "organisation")
MEETING_KINDS = ("summit", "talks", "visit", "call", "conference")
MEETING_STATUSES = ("held", "scheduled", "expected", "possible", "proposed", "cancelled", "denied")
PARTICIPANT_LEVELS = ("head", "minister", "envoy", "official")
QUARANTINE_REASONS = {
    "empty": "the input holds no text",
    "binary": "the input is not text",
    "encoding": "the input's encoding could not be read with confidence",
    "no_date": "no publication date in the text, its fields, or the name of its file or folder",
    "date_out_of_range": "the publication date lies outside the supported years",
    "no_body": "a header was found, but no text under it",
    "line_too_long": "a line is longer than any article's",
    "too_large": "the input is larger than one article may be",
    "bad_record": "a line of a JSON Lines file is not a record with a text",
    "bad_archive": "an archive or compressed file is damaged, encrypted or expands without bound",
    "unknown_format": "the file's name ends in none of the formats that are read",
    "unreadable": "the file could not be opened",
}
WARNINGS = {
    "header_dateline_conflict": "the date in the header is not the date in the dateline",
    "weekday_conflict": "a weekday of the first paragraph fits the header's date but not the dateline's, or neither",
    "guessed_encoding": "the encoding was guessed from the bytes, not declared",
    "no_title": "the text has no headline of its own",
}
#: The first and last year of publication the pipeline takes: the Dagster partitions and the date checks span them.
FIRST_YEAR, LAST_YEAR = 1945, 2049


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Polars type and what the rest of the project derives from it.

    ``values`` is a closed vocabulary, ``references`` a ``table.column`` that holds every non-null value, ``pattern`` a regex,
    ``starts_with`` the column of the same row that every value starts with.
    """

    name: str
    dtype: pl.DataType
    description: str
    nullable: bool = False
    values: tuple[str, ...] | None = None
    references: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    starts_with: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a name, what one row is, its columns, its key and the order its rows are stored in."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sort: tuple[str, ...]

    @property
    def schema(self) -> pl.Schema:
        """Polars schema, columns in contract order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    @property
    def unmerged(self) -> pl.Schema:
        """Schema of rows that wait for their meeting: all columns but `meeting_id`."""
        return pl.Schema({name: dtype for name, dtype in self.schema.items() if name != "meeting_id"})

    @property
    def per_article(self) -> bool:
        """Whether the key names an article: rows of two articles never share a key, so the rows of each can be checked alone."""
        first = next(column for column in self.columns if column.name == self.key[0])
        return first.starts_with == "article_id" or (first.name == "article_id" and first.references is not None)

    def empty(self) -> pl.DataFrame:
        """A frame of this table with no rows."""
        return pl.DataFrame(schema=self.schema)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame's columns in contract order, rows in stored order. Raises when a column is missing or of another type.

        Nothing is cast: a wrong type is the caller's fault and must show.
        """
        schema = self.schema
        missing = [name for name in schema if name not in frame.columns]
        if missing:
            raise ValueError(f"table {self.name}: no column {', '.join(missing)}")
        wrong = [f"{name} is {frame.schema[name]}, not {dtype}" for name, dtype in schema.items() if frame.schema[name] != dtype]
        if wrong:
            raise TypeError(f"table {self.name}: {'; '.join(wrong)}")
        return frame.select(schema.names()).sort(self.sort, nulls_last=True)


TEXT, INT, DATE, REAL = pl.String(), pl.Int32(), pl.Date(), pl.Float64()
LIST = pl.List(pl.String())
SHA256 = r"^[0-9a-f]{64}$"
ISO3 = r"^[A-Z]{3}$"

_ARTICLE_ID = Column("article_id", TEXT, "the article the row was read from", references="article.article_id")


def _span(what: str) -> tuple[Column, Column]:
    return (
        Column("char_start", INT, f"first character of {what}, in Unicode code points of article.body", minimum=0),
        Column("char_end", INT, f"one past the last character of {what}, in Unicode code points of article.body", minimum=1),
    )


ARTICLE = Table(
    "article",
    "one row for each distinct text",
    (
        Column("article_id", TEXT, "stable identifier, made from the content alone", pattern=r"^a[0-9a-f]{16}$"),
        Column("source", TEXT, "agency or ministry that published it, as its short name; null when the text names none", nullable=True),
        Column("source_uri", TEXT, "file it came from; a member of an archive or a line of a file after '#'"),
        Column("published_date", DATE, "day of publication: the anchor of every relative date"),
        Column("title", TEXT, "headline, verbatim", nullable=True),
        Column("byline", TEXT, "who wrote it, without 'By'", nullable=True),
        Column("dateline_place", TEXT, "place the dateline names, as printed", nullable=True),
        Column("dateline_date", DATE, "date the dateline prints", nullable=True),
        Column("body", TEXT, "the text verbatim, headline, byline and dateline left out, line ends as \\n"),
        Column("n_words", INT, "words in the body", minimum=0),
        Column("content_sha256", TEXT, "SHA-256 of the decoded input and its declared fields", pattern=SHA256),
    ),
    key=("article_id",),
    sort=("published_date", "article_id"),
)

ARTICLE_SOURCE = Table(
    "article_source",
    "one row for each input that became an article; several inputs with one text share an article",
    (
        Column("source_uri", TEXT, "file, archive member or line that was read"),
        _ARTICLE_ID,
        Column("record_id", TEXT, "identifier that the record gives itself", nullable=True),
    ),
    key=("source_uri", "article_id"),
    sort=("source_uri",),
)

ARTICLE_WARNING = Table(
    "article_warning",
    "one row for each doubt about an article's own data that an analyst should know of",
    (
        _ARTICLE_ID,
        Column("warning", TEXT, "what is doubtful", values=tuple(WARNINGS)),
        Column("detail", TEXT, "the values that disagree, in words"),
    ),
    key=("article_id", "warning"),
    sort=("article_id", "warning"),
)

ARTICLE_QUARANTINE = Table(
    "article_quarantine",
    "one row for each input that could not become an article",
    (
        Column("source_uri", TEXT, "file, archive member or line that was read"),
        Column("reason", TEXT, "why it was set aside", values=tuple(QUARANTINE_REASONS)),
        Column("detail", TEXT, "the reason in a sentence, with what to do about it"),
        Column("content_sha256", TEXT, "SHA-256 of the bytes that were read; they are kept under stage/quarantine", pattern=SHA256),
        Column("seen_at", pl.Datetime("us", "UTC"), "when it was first read"),
    ),
    key=("source_uri", "content_sha256"),
    sort=("source_uri",),
)

SENTENCE = Table(
    "sentence",
    "one row for each sentence of a body",
    (
        _ARTICLE_ID,
        Column("sentence_no", INT, "number of the sentence in its body, from 0", minimum=0),
        *_span("the sentence"),
    ),
    key=("article_id", "sentence_no"),
    sort=("article_id", "sentence_no"),
)

MENTION = Table(
    "mention",
    "one row for each place in a body where a person, country, place or organisation is named",
    (
        Column("mention_id", TEXT, "stable identifier: the article and the first character", starts_with="article_id"),
        _ARTICLE_ID,
        Column("sentence_no", INT, "sentence it stands in", minimum=0),
        *_span("the mention"),
        Column("surface", TEXT, "the characters themselves: body[char_start:char_end]"),
        Column("kind", TEXT, "what is named", values=MENTION_KINDS),
        Column(
            "name", TEXT, "canonical name: fullest form of a person, ISO3 of a country, plain name of a place, acronym or name of a body"
        ),
        Column(
            "entity_id",
            TEXT,
            "what the mention refers to: kind and name; a person has one across articles and spellings, and is kept apart by country",
        ),
        Column("country_code", TEXT, "country or body the person acts for, or the country the place lies in", nullable=True),
        Column("role", TEXT, "role of a person as the text gives it", nullable=True),
    ),
    key=("mention_id",),
    sort=("article_id", "char_start"),
)

COUNTRY = Table(
    "country",
    "one row for each country that mentions and parties can name, those that are no more among them",
    (
        Column("country_code", TEXT, "ISO 3166-1 alpha-3 code; of a former state, the code it had", pattern=ISO3),
        Column("name", TEXT, "plain name"),
        Column("names", LIST, "all names and abbreviations it is found by, in alphabetical order"),
        Column("region", TEXT, "part of the world", values=("Africa", "Asia", "Europe", "North America", "Oceania", "South America")),
        Column("capital", TEXT, "capital", nullable=True),
        Column("first_year", INT, "of a former state, its first year", nullable=True),
        Column("last_year", INT, "of a former state, its last year", nullable=True),
    ),
    key=("country_code",),
    sort=("country_code",),
)


def _seen(names: str) -> tuple[Column, Column, Column]:
    return (
        Column("first_seen", DATE, f"publication date of the first article that {names}"),
        Column("last_seen", DATE, f"publication date of the newest article that {names}"),
        Column("n_articles", INT, f"number of articles of which each {names}", minimum=1),
    )


PERSON = Table(
    "person",
    "one row for each person, across articles and spellings",
    (
        Column(
            "entity_id",
            TEXT,
            "the person: namesakes of two countries are two, as are those whom the role or the years of office tell apart",
        ),
        Column(
            "name",
            TEXT,
            "an official as the directory has it; else the name that most articles use, of those with more than one word if there are any",
        ),
        Column("country_code", TEXT, "country or body the person acts for", nullable=True),
        Column("names", LIST, "all names used, fuller ones first, then those that more articles use"),
        Column("role", TEXT, "the role that most articles give", nullable=True),
        *_seen("names the person"),
    ),
    key=("entity_id",),
    sort=("entity_id",),
)

PERSON_ROLE = Table(
    "person_role",
    "one row for each role that texts give a person, with the days between which they give it",
    (
        Column("entity_id", TEXT, "the person", references="person.entity_id"),
        Column("role", TEXT, "role as the texts give it"),
        *_seen("gives the role"),
    ),
    key=("entity_id", "role"),
    sort=("entity_id", "first_seen", "role"),
)

MEETING_REPORT = Table(
    "meeting_report",
    "one row for each meeting that one article tells of",
    (
        Column("report_id", TEXT, "stable identifier: the article and the meeting's number in it", starts_with="article_id"),
        Column("meeting_id", TEXT, "the meeting that the report tells of", references="meeting.meeting_id"),
        _ARTICLE_ID,
        Column("sentence_no", INT, "sentence of the evidence", minimum=0),
        Column("evidence", TEXT, "verbatim quote of the body that states the meeting best"),
        *_span("the evidence"),
        Column("kind", TEXT, "what sort of meeting", values=MEETING_KINDS),
        Column("status", TEXT, "did it happen, is it planned, was it ruled out", values=MEETING_STATUSES),
        Column("date_start", DATE, "first day the text puts it on; never filled from the publication date", nullable=True),
        Column("date_end", DATE, "last day, inclusive", nullable=True),
        Column("date_text", TEXT, "the words the dates come from", nullable=True),
        Column("place", TEXT, "city or venue city", nullable=True),
        Column("place_country", TEXT, "ISO3 of the place, or of the country visited", nullable=True, pattern=ISO3),
        Column("parties", LIST, "sorted ISO3 codes and acronyms of the sides that deal with each other"),
        Column("rule", TEXT, "rule or model that found it"),
        Column("confidence", REAL, "share of rows like this one that are right", minimum=0, maximum=1),
    ),
    key=("report_id",),
    sort=("article_id", "char_start", "report_id"),
)

MEETING = Table(
    "meeting",
    "one row for each distinct meeting, the reports of all articles merged",
    (
        Column("meeting_id", TEXT, "stable identifier, made from the reports alone"),
        Column("kind", TEXT, "what sort of meeting", values=MEETING_KINDS),
        Column("status", TEXT, "the newest known", values=MEETING_STATUSES),
        Column("date_start", DATE, "first day, the most precise reported", nullable=True),
        Column("date_end", DATE, "last day, inclusive", nullable=True),
        Column("place", TEXT, "city or venue city, the most precise reported", nullable=True),
        Column("place_country", TEXT, "ISO3 of the place, or of the country visited", nullable=True, pattern=ISO3),
        Column("parties", LIST, "sorted ISO3 codes and acronyms of the sides"),
        Column("level", TEXT, "level of the highest participant", nullable=True, values=PARTICIPANT_LEVELS),
        Column("n_reports", INT, "reports that tell of it", minimum=1),
        Column("n_sources", INT, "distinct sources among them; an article that names none counts by the folder it came from", minimum=0),
        Column("first_reported", DATE, "publication date of the first report"),
        Column("last_reported", DATE, "publication date of the newest report"),
    ),
    key=("meeting_id",),
    sort=("date_start", "meeting_id"),
)

MEETING_PARTICIPANT = Table(
    "meeting_participant",
    "one row for each person named as taking part, for each report",
    (
        Column("meeting_id", TEXT, "the meeting", references="meeting.meeting_id"),
        Column("report_id", TEXT, "the report that names the person", references="meeting_report.report_id"),
        Column("mention_id", TEXT, "the place in the text that names the person", references="mention.mention_id"),
        Column("name", TEXT, "canonical name of the person"),
        Column("entity_id", TEXT, "the person, one identifier across articles and spellings", references="person.entity_id"),
        Column("country_code", TEXT, "country or body the person acts for", nullable=True),
        Column("role", TEXT, "role as the text gives it", nullable=True),
    ),
    key=("report_id", "mention_id"),
    sort=("report_id", "mention_id"),
)

MEETING_PARTY = Table(
    "meeting_party",
    "the parties of each meeting as flat rows, for tools that read no lists",
    (
        Column("meeting_id", TEXT, "the meeting", references="meeting.meeting_id"),
        Column("party", TEXT, "ISO3 code or acronym of a side"),
    ),
    key=("meeting_id", "party"),
    sort=("meeting_id", "party"),
)

#: How two reports come to be one meeting: the rules of `resolve`, and what each goes by.
LINK_RULES = {
    "anchor": "the surest report of the meeting, to which the others were joined",
    "same_persons": "the same days, and persons of two sides in common",
    "same_person": "the same days, and a person in common",
    "same_parties": "the same days and the same parties; one of them names nobody",
    "days": "told as planned, off or ruled out for days of which just one meeting fits",
    "next_day": "the same for the day before or after, with a person in common",
    "disputed_day": "the same persons of two sides on two days in a row, each day told by sources of its own",
    "span": "the only meeting that fits the span of time it gives",
    "plan": "told as planned, off or ruled out, without a day: the only meeting near that fits",
    "news": "told as held, without a day: the only meeting of these days that fits",
    "latest": "a body's gathering looked back on: the latest of the month before",
    "background": "told as held, without a day: the only meeting of the year before that fits",
    "ahead": "told by a noun, without a tense or a day: the only meeting near that was announced and fits",
}

MEETING_LINK = Table(
    "meeting_link",
    "one row for each report: why it is of its meeting",
    (
        Column("meeting_id", TEXT, "the meeting", references="meeting.meeting_id"),
        Column("report_id", TEXT, "the report", references="meeting_report.report_id"),
        Column("linked_to", TEXT, "the report it was joined to; null for the anchor", nullable=True, references="meeting_report.report_id"),
        Column("rule", TEXT, "the rule that joined them", values=tuple(LINK_RULES)),
        Column("block", TEXT, "sort of contact and parties; only reports of one block can tell of one meeting"),
        Column("evidence", TEXT, "the sort of contact and parties they share, then what each says of status, days and persons"),
    ),
    key=("report_id",),
    sort=("meeting_id", "report_id"),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ARTICLE,
        ARTICLE_SOURCE,
        ARTICLE_WARNING,
        ARTICLE_QUARANTINE,
        SENTENCE,
        MENTION,
        COUNTRY,
        PERSON,
        PERSON_ROLE,
        MEETING_REPORT,
        MEETING,
        MEETING_PARTICIPANT,
        MEETING_PARTY,
        MEETING_LINK,
    )
}
