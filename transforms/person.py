"""Persons in sentences: names found in what countries, places and bodies leave over, joined within an article, tied to a country and a role.

Works on masked text: ASCII in which every known span is filled with one control character for its kind (`FILLER`), byte for byte as
long as before, so that a rule can say "a country, then a role, then a name".
"""

from __future__ import annotations

import polars as pl

from transforms import lexicon
from transforms.text import context, matches, overlay

FILLER = {"country": "\x01", "place": "\x02", "organisation": "\x03", "role": "\x04", "date": "\x05", "person": "\x06", "ignored": "\x0e"}
_INITIAL = r"[A-Z]\."
_WORD = r"(?:Mc|Mac|O'|D'|L'|Al-|El-|[Aa]l-|[Ee]l-|[Aa]n-|[Aa]s-|[Aa]r-)?[A-Z][A-Za-z]*[a-z](?:-[A-Za-z][a-z]+)*|[A-Z]'{1,3}[A-Z][a-z]+|[A-Z]{2,}(?:-[A-Z]{2,})*"
_PARTICLE = (
    r"(?:de la|de los|de|del|della|di|da|do|dos|das|van der|van den|van|von der|von|der|den|bin|bint|ibn|al|el|ben|le|la|du|y|ter|zu|af)"
)
#: A run of capitalised words with the particles and initials that names have in them.
RUN = rf"\b(?:{_WORD}|{_INITIAL})(?:(?: {{1,2}}|-)(?:(?:{_PARTICLE}) )?(?:{_WORD}|{_INITIAL}(?:-?{_INITIAL})?))*(?:,? (?:Jr\.|Sr\.|III|II|IV)|,? (?:Jr|Sr)\b)?"
_HONORIFIC_BEFORE = r"\b(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|Dame|Prof|Gen|Lt|Col|Maj|Capt|Adm|Sen|Rep|Gov|Amb|Comrade|Sheikh|Sheik|Ayatollah|Princess|Prince|King|Queen|Pope|Mrs|Senator|Marshal)\.? {1,2}$"
_TITLE_BEFORE = r"(?:\x04+|[Cc]ounterpart),?(?:-elect)? {1,2}$"
_SPEECH_AFTER = r"^,? (?:said|says|told|added|noted|stressed|warned|announced|met|arrived|visited|will|would|has|had|was|is|also|left|expressed|called|urged)\b"
_APPOSITION_AFTER = r"^, (?:the |a |an |former |who\b|\d\d,|[a-z-]+ )*[\x01\x02\x03\x04]"
_POSSESSOR_BEFORE = r"\x01+'{1,3}s {1,2}$"
#: Between a country and the name it belongs to: roles, adjectives, small words of one noun phrase; no verb, no preposition.
_STOP = r"\b(?:and|or|with|to|in|for|from|said|says|told|that|by|on|at|as|against|over|after|before|between|is|was|has|had|will|would|but|when|met|who|than|about|into)\b"


def mask(sentence: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Sentences with every span filled by its kind's control character: adds `masked`."""
    filler = pl.col("kind").replace_strict(FILLER, return_dtype=pl.String).repeat_by(pl.col("end") - pl.col("start")).list.join("")
    masked = overlay(sentence, spans, "ascii", filler, "sentence_id").rename({"overlaid": "masked"})
    return sentence.join(masked, on="sentence_id", how="left", maintain_order="left")


def _words(masked: pl.DataFrame) -> pl.DataFrame:
    """The words of every capitalised run, a row each, with what the lexicon knows of them and the run they belong to."""
    runs = matches(masked, "masked", RUN, "sentence_id", "article_id").with_row_index("run")
    words = (
        runs.lazy()
        .with_columns(pl.col("surface").str.replace_all(r"( {1,2})", "${1}\x1e").str.split("\x1e").alias("word"))
        .explode("word")
        .with_columns(pl.col("word").str.len_bytes().cast(pl.Int64).alias("_size"))
        .with_columns((pl.col("_size").cum_sum().over("run") - pl.col("_size") + pl.col("start")).alias("word_start"))
        .with_columns(pl.col("word").str.strip_chars(" ").alias("word"))
        .with_columns((pl.col("word_start") + pl.col("word").str.len_bytes().cast(pl.Int64)).alias("word_end"))
        .with_columns(
            pl.col("word").str.strip_chars(",").alias("form"),
            pl.int_range(pl.len()).over("run").alias("word_no"),
        )
    )
    return (
        words.with_columns(
            pl.col("form").is_in(lexicon.load("common_word")["word"].implode()).alias("common"),
            pl.col("form").is_in(lexicon.load("given_name")["name"].implode()).alias("given"),
            pl.col("form").is_in(lexicon.load("surname")["name"].implode()).alias("surname"),
            pl.col("form").is_in(lexicon.load("surname").filter(pl.col("east_asian") == 1)["name"].implode()).alias("east_asian"),
            pl.col("form").str.contains(r"^(?:[A-Z]\.(?:-?[A-Z]\.)?)$").alias("initial"),
        )
        .drop("surface", "_size")
        .collect()
    )


def _candidates(masked: pl.DataFrame) -> pl.DataFrame:
    """Runs cut where a word is no part of a name: `sentence_id`, `article_id`, `start`, `end`, `surface`, what the words are, `before`, `after`."""
    words = _words(masked).lazy()
    previous_given = (pl.col("given") | pl.col("initial")).shift(1).over("run").fill_null(False)
    breaks = pl.col("common") & ~(previous_given & (pl.col("surname") | pl.col("given")))
    groups = (
        words.with_columns(breaks.alias("breaks"))
        .with_columns(pl.col("breaks").cum_sum().over("run").alias("group"))
        .filter(~pl.col("breaks"))
        .group_by("run", "group", maintain_order=True)
        .agg(
            pl.col("sentence_id", "article_id").first(),
            pl.col("word_start").first().alias("start"),
            pl.col("word_end").last().alias("end"),
            pl.len().alias("n_words"),
            pl.col("given").first().alias("given_first"),
            pl.col("given").any().alias("any_given"),
            pl.col("surname").last().alias("surname_last"),
            pl.col("east_asian").first().alias("east_asian_first"),
            pl.col("initial").any().alias("any_initial"),
            pl.col("initial").all().alias("all_initial"),
            pl.col("form").first().alias("first"),
        )
        .filter(~pl.col("all_initial"))
    )
    with_text = groups.join(
        masked.lazy().select("sentence_id", "text", "clean", pl.col("masked").alias("ascii")),
        on="sentence_id",
        how="left",
        maintain_order="left",
    )
    return (
        context(
            with_text.with_columns(
                pl.col("clean")
                .cast(pl.Binary)
                .bin.slice(pl.col("start"), pl.col("end") - pl.col("start"))
                .cast(pl.String)
                .str.strip_chars_end(",- ")
                .alias("surface")
            )
            .with_columns((pl.col("start") + pl.col("surface").str.len_bytes().cast(pl.Int64)).alias("end"))
            .drop("text", "clean"),
            before=140,
            after=140,
        )
        .filter(pl.col("surface").str.len_chars() > 1)
        .collect()
    )


def _officials() -> pl.DataFrame:
    """Names and other spellings of known officials: `spelling` (folded), `official`, `iso3`, `role`, `from`, `to`."""
    rows = lexicon.load("official")
    spelled = rows.with_columns(
        pl.concat_str(pl.col("name"), pl.col("aliases").fill_null(""), separator="|").str.split("|").alias("spelling")
    ).explode("spelling")
    return (
        spelled.filter(pl.col("spelling") != "")
        .with_columns(folded_name(pl.col("spelling")).alias("spelling"))
        .select("spelling", pl.col("name").alias("official"), "iso3", "role", "from", "to")
    )


def folded_name(name: pl.Expr) -> pl.Expr:
    """Letters only, small, accents and hyphens away: one form for the spellings of a name."""
    return name.str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[^\p{L}]", "")


def _accepted(candidate: pl.DataFrame) -> pl.DataFrame:
    """Candidates with `full` (a name of its own) and `titled` told; what is no name stays with both false."""
    officials = _officials()["spelling"].unique()
    titled = pl.col("before").str.contains(_TITLE_BEFORE) | pl.col("before").str.contains(_HONORIFIC_BEFORE)
    shown = (
        titled
        | pl.col("given_first")
        | (pl.col("any_given") & pl.col("surname_last"))
        | pl.col("any_initial")
        | (pl.col("east_asian_first") & (pl.col("n_words") <= 3))
        | (pl.col("surname_last") & pl.col("after").str.contains(_SPEECH_AFTER))
        | pl.col("after").str.contains(_APPOSITION_AFTER)
        | pl.col("before").str.contains(_POSSESSOR_BEFORE) & (pl.col("any_given") | pl.col("surname_last"))
        | pl.col("surface").str.contains(r"\b(?:bin|al|von|van|de|[Aa]l-\w+)\b")
    )
    known = folded_name(pl.col("surface")).is_in(officials.implode())
    caps = pl.col("surface").str.contains(r"^[A-Z .,'-]+$") & ~pl.col("any_initial")
    return candidate.with_columns(
        titled.alias("titled"),
        known.alias("known"),
        ((pl.col("n_words") >= 2) & (pl.col("n_words") <= 6) & (known | (shown & ~caps))).alias("full"),
    )


def _aliases(full: pl.DataFrame) -> pl.DataFrame:
    """Short forms of each full name of an article: `article_id`, `form`, `name`, `at` (where the full name first stands)."""
    base = full.select("article_id", "name", "at", "east_asian_first").unique()
    bare = pl.col("name").str.replace(r",? (?:Jr\.?|Sr\.?|II|III|IV)$", "")
    last = bare.str.extract(r"((?:[^ ]+))$")
    particle_last = bare.str.extract(rf" ((?:{_PARTICLE} )+[^ ]+)$")
    last_two = bare.str.extract(r" ([^ ]+ [^ ]+)$")
    first = bare.str.extract(r"^([^ ]+) ")
    given = bare.str.extract(r"^[^ ]+ (.+)$")
    family_first = pl.col("east_asian_first")
    forms = [
        base.with_columns(last.alias("form"), pl.lit(0).alias("rank")),
        base.with_columns(particle_last.alias("form"), pl.lit(0).alias("rank")),
        base.with_columns(last_two.alias("form"), pl.lit(1).alias("rank")),
        base.filter(family_first).with_columns(first.alias("form"), pl.lit(0).alias("rank")),
        base.filter(family_first).with_columns(given.alias("form"), pl.lit(2).alias("rank")),
        base.with_columns(first.alias("form"), pl.lit(3).alias("rank")),
    ]
    return pl.concat(forms).filter(pl.col("form").is_not_null()).select("article_id", "form", "name", "at", "rank")


def _fullest(full: pl.DataFrame) -> pl.DataFrame:
    """Full names of an article with `name`, the fullest of those that are one person: same last word and first letter, or one official."""
    officials = _officials().unique("spelling", keep="first").select("spelling", "official")
    keyed = full.with_columns(folded_name(pl.col("surface")).alias("spelling")).join(
        officials, on="spelling", how="left", maintain_order="left"
    )
    bare = pl.col("surface").str.replace(r",? (?:Jr\.?|Sr\.?|II|III|IV)$", "")
    key = pl.coalesce(
        pl.col("official"),
        pl.concat_str(folded_name(bare.str.extract(r"^([^ ]{2})")), pl.lit("~"), folded_name(bare.str.extract(r"([^ ]+)$"))),
    )
    longest = (
        pl.col("surface")
        .sort_by(pl.col("surface").str.len_chars(), pl.col("at"), descending=[True, False])
        .first()
        .over("article_id", "person_key")
    )
    return keyed.with_columns(
        pl.when(pl.col("east_asian_first") & pl.col("official").is_null())
        .then(folded_name(pl.col("surface")))
        .otherwise(key)
        .alias("person_key")
    ).with_columns(longest.str.replace_all(r" {2,}", " ").alias("name"))


def resolved(sentence: pl.DataFrame, masked: pl.DataFrame) -> pl.DataFrame:
    """Person mentions with the fullest form of each name in their article: `sentence_id`, `start`, `end`, `surface`, `name`, context columns.

    A short form takes the nearest full name before it, else the first after it; with a title before it and no full name, it is one itself.
    """
    candidate = (
        _accepted(_candidates(masked))
        .join(sentence.select("sentence_id", "sentence_no", "published_date"), on="sentence_id", how="left", maintain_order="left")
        .with_columns((pl.col("sentence_no").cast(pl.Int64) * 100_000 + pl.col("start")).alias("at"))
        .with_row_index("candidate")
    )
    full = _fullest(candidate.filter("full"))
    short = candidate.filter(~pl.col("full") & (pl.col("n_words") <= 3))
    linked = (
        short.lazy()
        .with_columns(pl.col("surface").str.replace_all(r" {2,}", " ").alias("form"))
        .join(_aliases(full).lazy().rename({"at": "full_at"}), on=["article_id", "form"], how="inner")
        .with_columns((pl.col("full_at") > pl.col("at")).alias("later"))
        .sort("candidate", "rank", "later", (pl.col("full_at") - pl.col("at")).abs())
        .filter((pl.col("rank") < 3) | pl.col("titled"))
        .unique("candidate", keep="first", maintain_order=True)
        .select("candidate", "name")
        .collect()
    )
    alone = short.join(linked, on="candidate", how="anti").filter(
        (pl.col("titled") & (pl.col("n_words") <= 2)) | (pl.col("before").str.contains(_POSSESSOR_BEFORE) & pl.col("surname_last"))
    )
    own = alone.with_columns(pl.col("surface").str.replace_all(r" {2,}", " ").alias("name"))
    # Once a title has shown a lone surname to be a person, the same word elsewhere in the article is that person.
    again = (
        short.join(linked, on="candidate", how="anti")
        .join(own, on="candidate", how="anti")
        .join(
            own.select("article_id", "surface", "name").unique(["article_id", "surface"], keep="first"),
            on=["article_id", "surface"],
            how="inner",
        )
    )
    columns = [
        "sentence_id",
        "article_id",
        "sentence_no",
        "published_date",
        "start",
        "end",
        "surface",
        "name",
        "before",
        "after",
        "titled",
        "at",
    ]
    return pl.concat(
        [
            full.select(columns),
            short.join(linked, on="candidate", how="inner").select(columns),
            own.select(columns),
            again.select(columns),
        ]
    ).sort("sentence_id", "start")
