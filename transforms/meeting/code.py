"""Sentences that may tell of a meeting, written as symbols: spans, dates and pronouns become one symbol each, noun phrases are folded.

"South Korea's chief nuclear envoy Lee Do-hoon met his U.S. counterpart" becomes "PERSON met STATE", so that the patterns of the
stages after this one stay short. Folding rules are rows of `lexicon/meeting_phrase.tsv`.
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from transforms import lexicon
from transforms.meeting import gathering
from transforms.meeting.pattern import ADJECTIVE, END, GROUP_REFERENCE, LEVEL, MEMBERS, SEAT, UNKNOWN, expand
from transforms.meeting.trigger import pattern as trigger_pattern
from transforms.person import FILLER
from transforms.text import context, leftmost_longest, matches, overlay

#: Names of media: what they are told is no meeting.
_MEDIA = r"News|Agency|Times|Post|Press|TV|Television|Radio|Reuters|Journal|Xinhua|Yonhap|KCNA|TASS|Tass|BBC|CNN|AFP|NHK|Kyodo|Daily|Gazette|Broadcasting|Interfax"
#: Tells whose delegation it is.
_NAMED = r"^,? (?:led|headed|of|from|for|to)\b"
#: Nouns that "his" makes a meeting of the person's own.
_OWN = r"talks?|meetings?|visits?|trips?|tour|stay|participation|summit|conversations?|discussions?|consultations?|negotiations?|calls?|encounter|stopover|state visit"
_PEOPLE = r"leaders|[Pp]residents|sides|[Mm]inisters|[Pp]rime [Mm]inisters|[Ff]oreign [Mm]inisters|men|women|parties|delegations|diplomats|officials|envoys|countries|nations|governments|negotiators|heads of state|neighbou?rs|allies|teams|premiers"
_REFERENCE = rf"\b(?:[Tt]he (?:two|three|four)(?: [A-Za-z-]+){{0,2}} (?:{_PEOPLE})|[Tt]he (?:leaders|sides|pair|duo|trio|presidents)|[Bb]oth(?: the)? (?:{_PEOPLE})|[Aa]ll (?:two|three|four)(?: (?:{_PEOPLE}))?|[Tt]hey)\b(?: of\b)?"
#: A meeting told of before or to come, named without its sides.
_DEFINITE = r"\b(?:[Tt]he|[Aa]nother|[Nn]ext|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]inal|[Nn]ew|[Nn]o|[Ff]urther|[Ff]resh|[Mm]ore) (?:[a-z-]+ ){0,3}(?:talks|meeting|summit|visit|trip|negotiations|discussions|consultations|dialogue|conversation|call|round)\b|\b(?:meet|talk) again\b"
#: The account of an office holder, in posts: "@SecBlinken met with ...".
_HANDLE = r"[@#](?:Sec(?:retary)?[A-Z][A-Za-z0-9_]*|DepSec[A-Za-z0-9_]*|POTUS|VP)\b"
#: A meeting of one side is that of a body's members.
_ASSEMBLES = r"\b(?:met|meet|[Mm]eetings?|[Ss]ummit|[Mm]inisterial|gather(?:s|ed)?|convened?s?|(?:[Vv]ideo)?[Cc]onference|[Ss]ession|talks|discussions|[Nn]egotiations|[Cc]onsultations)\b"
#: An office without an article that opens a sentence acts.
_ACTS = r"^ (?:has|had|will|would|is|was|also|held|met|spoke|paid|[a-z]+ed) "
#: Offices that one does not hold "to" someone.
_NEVER_TO = r"(?:president|minister|premier|chancellor|king|emir)$"
#: "The ministers" and the like refer to those of the meeting before only as the subject of a verb.
_PLURAL_SUBJECT = (
    r"\b([Tt]he (?:two|three)|[Tt]he (?:[a-z]+ )?(?:ministers|envoys|negotiators|delegations|diplomats|officials|premiers|chancellors|foreign ministers|prime ministers))"
    r" (?:will|would|are|were|also|have|had|agreed|met|last|nevertheless|held|plan|discussed|then|later|could|may|might|spoke|hope|again|exchanged|talked|consulted|did|do|first|agree|meet|say|said)\b"
)


#: Where a span stands, in one number: later in the text is more.
_AT = (pl.col("sentence_id").cast(pl.Int64) * 1_000_000 + pl.col("start")).alias("at")


def _letter(level: str) -> pl.Expr:
    """The letter of the level in a column."""
    return pl.col(level).replace_strict(LEVEL, default=UNKNOWN, return_dtype=pl.String).fill_null(UNKNOWN)


def _unescaped(kept: str) -> str:
    """What a lexicon row writes as an escape, as the character."""
    return re.sub(r"\\x([0-9a-f]{2})", lambda code: chr(int(code[1], 16)), kept)


@cache
def _phrases() -> list[tuple[str, str]]:
    rows = lexicon.load("meeting_phrase").with_columns(pl.col("kept").fill_null(""))
    return [(expand(row["pattern"]), _unescaped(row["kept"])) for row in rows.iter_rows(named=True)]


@cache
def _formats() -> dict[str, str]:
    """Informal groups that stand for their members ("the Quad"), each with the symbols of those."""
    formats = lexicon.load("organisation").filter(pl.col("type") == "format")["name"].unique().to_list()
    members = lexicon.load("membership").filter(pl.col("body").is_in(formats)).group_by("body").agg("member")
    symbols = {body: [f"{FILLER['country']}u{member}{END}" for member in sorted(codes)] for body, codes in members.iter_rows()}
    return {body: f"{MEMBERS}{', '.join(listed[:-1])} and {listed[-1]}" for body, listed in symbols.items()}


@cache
def _states() -> dict[str, str]:
    """Names and adjectives of countries, by code."""
    rows = lexicon.load("country_name").filter(pl.col("kind").is_in(["name", "adjective", "abbreviation"]))
    return dict([*lexicon.load("country").select("name", "iso3").iter_rows(), *rows.select("surface", "iso3").iter_rows()])


def _pair() -> pl.Expr:
    """The two states that a common body is named by ("China-Pakistan Joint Committee"), else null."""
    code = [
        pl.col("surface").str.extract(r"^([A-Z][A-Za-z.]+)-([A-Z][A-Za-z.]+) [A-Z]", n).replace_strict(_states(), default=None)
        for n in (1, 2)
    ]
    states = pl.concat_str(pl.lit(f"{FILLER['country']}u"), code[0], pl.lit(f"{END}-{FILLER['country']}u"), code[1], pl.lit(END))
    return pl.when((pl.col("kind") == "organisation") & (code[0] != code[1])).then(states)


def _symbols(span: pl.DataFrame) -> pl.DataFrame:
    """Spans as symbols: `sentence_id`, `start`, `end`, `symbol`."""
    body_of_states = pl.col("party").str.contains(r"^[A-Z]{3}$")
    letter = (
        pl.when((pl.col("kind") == "country") & (pl.col("note").str.contains("adjective|prefix") | (pl.col("surface") == "Korean")))
        .then(pl.lit(ADJECTIVE))
        # A capital that stands for its government.
        .when((pl.col("kind") == "country") & (pl.col("note") == ""))
        .then(pl.lit(SEAT))
        .when((pl.col("level") == "head") & ~body_of_states)
        .then(pl.lit(LEVEL["minister"]))
        .otherwise(_letter("level"))
    )
    media = (pl.col("kind") == "organisation") & pl.col("name").str.contains(_MEDIA)
    symbol = pl.concat_str(pl.col("kind").replace_strict(FILLER, return_dtype=pl.String), letter, pl.col("span_id"), pl.lit(END))
    several = pl.when(pl.col("kind") == "organisation").then(pl.col("name").replace_strict(_formats(), default=None))
    return span.filter(~media).select("sentence_id", "start", "end", pl.coalesce(several, _pair(), symbol).alias("symbol"))


def _dates(date: pl.DataFrame) -> pl.DataFrame:
    return date.select("sentence_id", "start", "end", pl.concat_str(pl.lit(FILLER["date"] + "d"), "date_id", pl.lit(END)).alias("symbol"))


def _references(sentence: pl.DataFrame) -> pl.DataFrame:
    """ "They", "the two leaders", "both sides": symbols that `side` gives the parties of the meeting told last."""
    plural = matches(sentence, "ascii", _PLURAL_SUBJECT, "sentence_id").with_columns(pl.col("surface").str.extract(_PLURAL_SUBJECT))
    hits = pl.concat(
        [
            matches(sentence, "ascii", _REFERENCE, "sentence_id"),
            plural.with_columns((pl.col("start") + pl.col("surface").str.len_bytes().cast(pl.Int64)).alias("end")),
        ]
    )
    hits = hits.filter(~pl.col("surface").str.ends_with(" of"))
    heads = pl.col("surface").str.contains("leaders|presidents|prime ministers")
    return hits.select(
        "sentence_id",
        "start",
        "end",
        pl.concat_str(pl.lit(GROUP_REFERENCE), pl.when(heads).then(pl.lit("h")).otherwise(pl.lit(UNKNOWN)), pl.lit(END)).alias("symbol"),
    )


def _offices(sentence: pl.DataFrame, span: pl.DataFrame, home: pl.DataFrame) -> pl.DataFrame:
    """ "The chancellor" and "the foreign minister" as the person last named with that office, else, with capitals, as that of the country
    that publishes the article: rows like those of `_symbols`.
    """
    key = lambda role: pl.when(role.str.contains("^(?:vice|deputy)")).then(role).otherwise(role.str.extract(r"([^ -]+)$"))  # noqa: E731
    bare = (pl.col("start") == 0) & pl.col("after").str.contains(_ACTS)
    definite = pl.col("before").str.contains(r"^(?:[Tt]he )$")
    role = (
        span.lazy()
        .filter((pl.col("kind") == "role") & ~pl.col("note").fill_null("").str.contains("plural|honorific"))
        .join(sentence.lazy().select("sentence_id", "ascii"), on="sentence_id", how="inner")
    )
    office = (
        context(role, before=4, after=12)
        .filter((definite | bare) & ~pl.col("after").str.contains(r"^(?: of| for|,? [A-Z]|-|, \d)"))
        # "The president to visit" is one; "the ambassador to Chile" names his office.
        .filter(~pl.col("after").str.contains("^ to ") | pl.col("name").str.contains(_NEVER_TO))
        .select(
            "article_id",
            "sentence_id",
            pl.when(definite).then(pl.col("start") - 4).otherwise("start").alias("start"),
            "end",
            "level",
            pl.col("surface").str.contains("^[A-Z]").alias("capital"),
            key(pl.col("name")).alias("office"),
            _AT,
        )
        .sort("article_id", "at")
        .collect()
    )
    holder = (
        span.filter((pl.col("kind") == "person") & pl.col("role").is_not_null())
        .select("article_id", "span_id", pl.col("level").alias("person_level"), key(pl.col("role")).alias("office"), _AT)
        .sort("article_id", "at")
    )
    high = pl.col("level").is_in(["head", "minister"]) | (pl.col("office") == "secretary")
    at_home = pl.col("capital") & high & pl.col("publisher").str.contains("^[A-Z]{3}$")
    handle = matches(sentence, "ascii", _HANDLE, "sentence_id", "article_id").select(
        "article_id",
        "sentence_id",
        "start",
        "end",
        pl.when(pl.col("surface").str.ends_with("POTUS")).then(pl.lit("head")).otherwise(pl.lit("minister")).alias("level"),
        pl.lit(True).alias("capital"),
        pl.lit(None, pl.String).alias("office"),
        _AT,
    )
    office = pl.concat([office, handle]).sort("article_id", "at")
    return (
        office.join_asof(holder, on="at", by=["article_id", "office"], strategy="backward", check_sortedness=False)
        .join(home, on="article_id", how="left")
        .select(
            "sentence_id",
            "start",
            "end",
            pl.when(pl.col("span_id").is_not_null())
            .then(pl.concat_str(pl.lit(FILLER["person"]), _letter("person_level"), "span_id", pl.lit(END)))
            .when(at_home)
            .then(pl.concat_str(pl.lit(FILLER["country"]), _letter("level"), "publisher", pl.lit(END)))
            .alias("symbol"),
        )
        .filter(pl.col("symbol").is_not_null())
    )


def _pronouns(chosen: pl.DataFrame, sentence: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """ "He", "she" and "the delegation", and "his" and "her" before a noun of meeting, as the person who heads the nearest sentence before, or this one."""
    told = rf"\b(?:I|[Hh]e|[Ss]he|[Tt]he delegation|(?:[Hh]is|[Hh]er) (?:[A-Z]?[a-z-]+ ){{0,3}}?(?:{_OWN}))\b"
    whose = pl.col("surface").str.ends_with("delegation") & pl.col("after").str.contains(_NAMED)
    said = context(matches(chosen, "ascii", told, "sentence_id", "article_id", "ascii").lazy(), before=0, after=12)
    hits = said.filter(~whose).drop("before", "after").collect()
    people = span.filter(pl.col("kind") == "person").select(
        "article_id",
        "span_id",
        "start",
        "end",
        pl.col("sentence_id").alias("_sentence"),
        _AT,
        _letter("level").alias("letter"),
    )
    people = people.sort("article_id", "at")
    # A sentence that opens with a pronoun goes on about the same person.
    goes_on = sentence.filter(pl.col("ascii").str.contains(r"^\W*(?:He|She)\b")).select(pl.col("sentence_id").alias("_sentence"))
    first = people.unique("_sentence", keep="first", maintain_order=True).join(goes_on, on="_sentence", how="anti", maintain_order="left")
    with_text = people.lazy().join(sentence.lazy().select(pl.col("sentence_id").alias("_sentence"), "ascii"), on="_sentence", how="inner")
    speaker = (
        context(with_text, before=0, after=12)
        .filter(pl.col("after").str.contains(expand(r"^,? (?:also )?{SAY}\b")))
        .select(
            pl.col("_sentence").alias("sentence_id"), "at", pl.col("span_id").alias("speaker"), pl.col("letter").alias("speaker_letter")
        )
        .sort("sentence_id", "at")
        .collect()
    )
    possessive = pl.col("surface").str.contains("^(?:[Hh]is|[Hh]er)")
    return (
        hits.with_columns(_AT)
        .sort("article_id", "at")
        .join_asof(first, on="at", by="article_id", strategy="backward", check_sortedness=False)
        .filter(pl.col("span_id").is_not_null() & (pl.col("sentence_id").cast(pl.Int64) - pl.col("_sentence").cast(pl.Int64) <= 3))
        .sort("sentence_id", "at")
        .join_asof(speaker, on="at", by="sentence_id", strategy="backward", check_sortedness=False)
        .with_columns(pl.coalesce("speaker", "span_id").alias("span_id"), pl.coalesce("speaker_letter", "letter").alias("letter"))
        .select(
            "sentence_id",
            "start",
            pl.when(possessive).then(pl.col("start") + 3).otherwise("end").alias("end"),
            pl.concat_str(
                pl.lit(FILLER["person"]),
                "letter",
                "span_id",
                pl.lit(END),
                pl.when(possessive).then(pl.lit("'s")).otherwise(pl.lit("")),
            ).alias("symbol"),
        )
    )


def telling(sentence: pl.DataFrame, headline: pl.DataFrame) -> pl.DataFrame:
    """Headlines, then sentences, that hold a word of meeting: `sentence_id`, `sentence_no`, `article_id`, `published_date`, `ascii`."""
    columns = ["sentence_id", "sentence_no", "article_id", "published_date", "ascii"]
    words = pl.col("ascii").str.contains(trigger_pattern())
    in_headline = pl.col("ascii").str.to_lowercase().str.contains(trigger_pattern())
    return pl.concat([headline.filter(in_headline).select(columns), sentence.filter(words).select(columns)])


def encode(chosen: pl.DataFrame, sentence: pl.DataFrame, span: pl.DataFrame, date: pl.DataFrame, home: pl.DataFrame) -> pl.DataFrame:
    """Those of the chosen sentences (`telling`) that name an actor: `sentence_id`, `sentence_no`, `article_id`, `published_date`, `code`.

    Words of a headline are in small letters: what its capitals tell, the symbols say.
    """
    inside = chosen.select("sentence_id")
    named = span.join(inside, on="sentence_id", how="semi")
    office = _offices(chosen, span, home)
    symbols = pl.concat(
        [
            # An office read as its holder is no office beside a name.
            _symbols(named).join(office, on=["sentence_id", "end"], how="anti"),
            _dates(date.join(inside, on="sentence_id", how="semi")),
            _references(chosen),
            _pronouns(chosen, sentence, span),
            office,
        ]
    )
    code = overlay(chosen, leftmost_longest(symbols, "sentence_id"), "ascii", pl.col("symbol"), "sentence_id").join(
        chosen.drop("ascii"), on="sentence_id", how="left", maintain_order="left"
    )
    code = code.with_columns(
        pl.when(pl.col("sentence_no") < 0).then(pl.col("overlaid").str.to_lowercase()).otherwise("overlaid").alias("overlaid")
    )
    # A meeting takes two, two in one word, or those of the meeting told last.
    officials = pl.col("overlaid").str.contains(
        r"[\x01\x03\x06].*\b(?:with|meets?|met|meeting) (?:[a-z-]+ ){0,3}(?:(?:officials|leaders|authorities|counterparts?)\b|\x04[oem])"
    )
    pair = r"\b(?:two|[Bb]oth) Koreas\b|\b[Ii]nter-\x01|\b[Cc]ross-[Ss]trait\b"
    two = pl.col("overlaid").str.count_matches(r"[\x01\x02\x03\x06]") >= 2
    assembled = pl.col("sentence_id").is_in(named.filter(pl.col("party").is_in(gathering.bodies().implode()))["sentence_id"].implode())
    actor = code.filter(
        two
        | (assembled & pl.col("overlaid").str.contains(_ASSEMBLES))
        | pl.col("overlaid").str.contains(GROUP_REFERENCE)
        | pl.col("overlaid").str.contains(pair)
        | officials
        | pl.col("overlaid").str.contains(_DEFINITE)
    )
    folded = (
        pl.col("overlaid")
        .str.replace_all(r"'{2,}", "'")
        .str.replace_all(r'"+', '"')
        .str.replace_all(r" ?-{2,} ?", ", ")
        # Quoted words inside a sentence open no other clause.
        .str.replace_all(r"\"([A-Za-z][A-Za-z' -]{0,30})\" ", "${1} ")
        .str.replace_all(rf"{END}'(?: |$)", f"{END}'s ")
        .str.replace_all(rf" - ((?:the )?[\x01\x03\x06][^;-]{{0,200}}? and [^;,-]{{0,40}}{END}) - ", ", ${{1}}, ")
        .str.replace_all(rf"{END} - ([\x01\x03])", f"{END}-${{1}}")
        .str.replace_all(r" ?\([^()]{0,80}\)", "")
        .str.replace_all(r"[#@]([\x01-\x07\x0e])", "${1}")
        .str.replace_all(r" {2,}", " ")
    )
    for regex, kept in _phrases():
        folded = folded.str.replace_all(regex, kept)
    return actor.select(
        "sentence_id",
        "sentence_no",
        "article_id",
        "published_date",
        folded.str.replace_all(r" {2,}", " ").str.replace_all(f"{END} 's", f"{END}'s").alias("code"),
    )
