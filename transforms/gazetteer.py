"""Names of countries, places, organisations and roles in sentences: known ones in one pass, generic ones by pattern, none overlapping.

One Aho-Corasick pass finds every name of the lexicon. What a name means where it stands is told in `sense`; persons are found in what
is left (`person`).
"""

from __future__ import annotations

from functools import cache

import polars as pl
from ahocorasick_rs import BytesAhoCorasick

from transforms import lexicon, sense
from transforms.text import automaton, byte_slice, context, known_names, leftmost_longest, matches

_SENSE = pl.Schema(
    {
        "surface": pl.String,
        "kind": pl.String,
        "name": pl.String,
        "country_code": pl.String,
        "party": pl.String,
        "note": pl.String,
        "seat": pl.Boolean,
    }
)
_WORD_BEFORE, _WORD_AFTER = r"[A-Za-z0-9]$", r"^[A-Za-z0-9]"
#: Words that may stand before a generic name with a capital (at the start of a sentence, a title) and are no part of it.
_NO_PART = (
    r"^((?:(?:The|A|An|In|On|At|For|From|By|With|And|But|Of|To|As|When|After|Before|While|That|This|These|Those|His|Her|Its|Their|Our|Both|Under"
    r"|Since|Former|Also|Though|Although|If|Near|Outside|Inside|Last|Next|Then|Today|Yesterday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"
    r"|Sunday|Mr|Mrs|President|Minister|Secretary|Chairman|Director|Deputy|Ambassador|Premier|Vice|Head|CEO|Chief|Leader|Two|Three|Some|Many"
    r"|Several|All|Most|Other|Another|Acting|Senior|How|Why|What|Who|Where|Not|Is|Are|Was|Were|Has|Have|Will|No|Only|Even) )+)"
)
#: An office after the name of a body ("Department of Trade Secretary ...") and what follows it; what is no body's name.
_OFFICE_AFTER = (
    r"(?:,? and)?(?: (?:Foreign|Prime|Defen[cs]e|Finance|Deputy|Vice|Under|Acting|Assistant|Press|Chief))*"
    r" (?:Secretary|Minister|Director|Spokes[a-z]+|President|Chairman|Chairwoman|Chair|Administrator|Commissioner|Officials?|Ambassador|Premier|Governor|Chief|Head)\b.*$"
)
_NO_BODY = r"^(?:\S+ (?:Administration|Initiative|Alliance|Coalition)|(?:First|Second|Third|Fourth|Next|New|Joint|Main) (?:Group|Service|Company|Office|Committee|Board|Center|Post|News|Army))$"
#: Bodies of a state: the country before such a name is a mention of its own ("Czech Senate"), elsewhere it is part of the name.
_OF_STATE = (
    r"(?:Ministry|Department|Senate|Parliament|Congress|Assembly|Forces|Court|Administration|Council|Guards?|Bureau"
    r"|Service|Ministry (?:of|for) .*|Department of .*|Committee|Authority|House of .*|Party|Command|Fleet)$"
)
#: What states call themselves in formal names.
_FORMS = (
    "Republic",
    "Kingdom",
    "Islamic Republic",
    "Democratic Republic",
    "Federal Republic",
    "People's Republic",
    "Socialist Republic",
    "Sultanate",
    "Principality",
    "Grand Duchy",
    "Federation",
    "Commonwealth",
)
#: A body's acronym, as it stands in brackets after the name.
_ACRONYM = r"[A-Z][A-Za-z]{0,2}[A-Z]{1,6}"
_BRACKETED = rf" \(({_ACRONYM})\)"
#: Last words of a body inside another one ("Quad Investor Network").
_HEAD = (
    r" (?:Network|Council|Committee|Agency|Fund|Cent(?:er|re)|Foundation|Institute|Commission|Bank|Corporation|Assembly|Organi[sz]ation|Group|Office"
    r"|Mission|Force|Program|Programme|Alliance|Initiative|Board|Forum|Academy|Association|Platform|University)$"
)
#: An event, law or thing: a name that opens with it is no body's, one that opens with a region may be.
_NO_REGION = "ignored event, law or thing"
#: A person whose surname is a kind of place ("Foreign Minister Park").
_TITLED = r"(?:Minister|President|Secretary|Ambassador|Premier|Chancellor|Envoy|Representative|Spokes[a-z]+|Governor|Senator|Chairman|Director|Leader) [A-Z][a-z]+$"
#: Kinds of region whose own name needs no such word after it ("Mediterranean region").
_LARGER, _TYPE = "region|sea|ignored", r"^ (?:[Rr]egion|[Pp]rovince|[Gg]overnorate|[Oo]blast|[Pp]refecture)$"


#: Offices of so many letters are acronyms ("CEO", "FM").
_SHORT_ROLE = 3


def _roles() -> pl.DataFrame:
    """Offices as they are written: small, with a capital first ("Vice president") or on every word, singular and plural."""
    small = r" (Of|For|The|To|And|At|In|On)\b"
    singular = lexicon.load("role").with_columns(pl.col("role").alias("surface"))
    plural = singular.filter(pl.col("plural").is_not_null()).with_columns(pl.col("plural").alias("surface"), pl.lit("plural").alias("kind"))
    both = pl.concat([singular, plural])
    title = pl.col("surface").str.to_titlecase().str.replace_all(small, "\x1e$1").str.replace_all("D'A", "d'A")
    # Polars has no lower-case group in replacements: small words come back one by one.
    for word in ("Of", "For", "The", "To", "And", "At", "In", "On"):
        title = title.str.replace_all(f"\x1e{word}", f" {word.lower()}", literal=True)
        title = title.str.replace_all(f"-{word}-", f"-{word.lower()}-", literal=True)
    first = pl.col("surface").str.slice(0, 1).str.to_uppercase() + pl.col("surface").str.slice(1)
    short = both.filter(pl.col("surface").str.len_chars() <= _SHORT_ROLE).with_columns(pl.col("surface").str.to_uppercase())
    written = [both, both.with_columns(title.alias("surface")), both.with_columns(first.alias("surface")), short]
    none = pl.lit(None, pl.String)
    return pl.concat(written).select(
        "surface", kind=pl.lit("role"), name="role", country_code=none, party="level", note="kind", seat=pl.lit(False)
    )


def _formal() -> pl.DataFrame:
    """Formal names of countries by rule ("Republic of A"), for those that the lexicon does not list."""
    names = lexicon.load("country_name").filter((pl.col("kind") == "name") & pl.col("context").is_null())
    return pl.concat(
        [
            names.select(
                (pl.lit(f"{form} of {article}") + pl.col("surface")).alias("surface"),
                kind=pl.lit("country"),
                name="iso3",
                country_code="iso3",
                party="iso3",
                note=pl.lit("formal "),
                seat=pl.lit(False),
            )
            for form in _FORMS
            for article in ("", "the ")
        ]
    )


@cache
def senses() -> pl.DataFrame:
    """Every known name once, with the sense that wins: `surface`, `kind`, `name`, `country_code`, `party`, `note`, `seat`."""
    none = pl.lit(None, pl.String)
    flag = lambda name: pl.col(name).cast(pl.String).fill_null("0") == "1"  # noqa: E731
    frames = [
        lexicon.load("country_name").select(
            "surface",
            kind=pl.lit("country"),
            name="iso3",
            country_code="iso3",
            party="iso3",
            note=pl.concat_str("kind", pl.col("context").fill_null(""), separator=" "),
            seat=pl.lit(False),
        ),
        _formal(),
        lexicon.load("capital").select(
            "surface", kind=pl.lit("capital"), name="surface", country_code="iso3", party="iso3", note=pl.lit(""), seat=flag("seat")
        ),
        lexicon.load("organisation").select(
            "surface",
            kind=pl.lit("organisation"),
            name="name",
            country_code="iso3",
            party=pl.when(flag("party")).then("name").otherwise("iso3"),
            note="type",
            seat=pl.lit(False),
        ),
        lexicon.load("place").select(
            "surface",
            kind=pl.lit("place"),
            name="name",
            country_code=pl.when(pl.col("iso3") == "-").then(None).otherwise("iso3"),
            party=none,
            note=pl.concat_str("kind", pl.when(flag("ambiguous")).then(pl.lit(" ambiguous")).otherwise(pl.lit(""))),
            seat=pl.lit(False),
        ),
        _roles(),
        lexicon.load("ignored").select(
            "surface",
            kind=pl.lit("ignored"),
            name=none,
            country_code=none,
            party=none,
            note=pl.concat_str(pl.lit("ignored "), "why"),
            seat=pl.lit(False),
        ),
    ]
    return pl.concat([frame.cast(_SENSE) for frame in frames]).unique("surface", keep="first", maintain_order=True)


@cache
def _automaton() -> BytesAhoCorasick:
    return automaton(senses()["surface"])


def _known(sentence: pl.DataFrame) -> pl.DataFrame:
    """Known names on word borders: `sentence_id`, `article_id`, `start`, `end` and the sense."""
    found = known_names(sentence, "clean", _automaton(), "sentence_id", "article_id", "ascii")
    whole = (
        context(found.lazy(), before=1, after=1)
        .filter(~(pl.col("before").str.contains(_WORD_BEFORE) | pl.col("after").str.contains(_WORD_AFTER)))
        .drop("before", "after")
        .collect()
    )
    return pl.concat([whole.drop("number"), senses()[whole["number"]]], how="horizontal")


@cache
def _scans(kind: str) -> list[tuple[str, list[str]]]:
    """The name patterns of a kind in two regexes, each with the words of which its matches hold one.

    In one regex, those that open with any words would make it several times slower.
    """
    rows = lexicon.load("name_pattern").filter(pl.col("kind") == kind)
    loose = pl.col("pattern").str.contains("}{HEAD}", literal=True)
    return [_scan(rows.filter(chosen)) for chosen in (~loose, loose)]


def _scan(rows: pl.DataFrame) -> tuple[str, list[str]]:
    filled = [
        pattern.replace("{HEAD}", "(?:" + head.replace(".", r"\.") + ")") for head, pattern in rows.select("head", "pattern").iter_rows()
    ]
    heads = rows["head"].str.split("|").explode().unique().sort()
    return rf"\b(?:{'|'.join(f'(?:{pattern})' for pattern in filled)})", heads.to_list()


def _matched(sentence: pl.DataFrame, known: pl.DataFrame, kind: str) -> pl.LazyFrame:
    """Matches of the name patterns of a kind, with the known name that each opens with: `_known_end`, `_known_kind`, `_known_note`, `_rest`."""
    led = pl.col("surface").str.extract(_NO_PART, 1).fill_null("")
    opening = known.lazy().select(
        "sentence_id",
        "start",
        pl.col("end").alias("_known_end"),
        pl.col("kind").alias("_known_kind"),
        pl.col("note").alias("_known_note"),
        pl.col("country_code").alias("_known_country"),
    )
    has_any = lambda heads: pl.col("ascii").str.contains_any(heads)  # noqa: E731
    headed = sentence.filter(has_any([head for _, heads in _scans(kind) for head in heads]))
    found = [
        matches(headed, "ascii", pattern, "sentence_id", "article_id", "ascii", where=has_any(heads)) for pattern, heads in _scans(kind)
    ]
    # Of two names that start at one place the exact one counts.
    first = pl.concat(found).unique(["sentence_id", "start"], keep="first", maintain_order=True)
    return (
        leftmost_longest(first, "sentence_id")
        .lazy()
        .with_columns((pl.col("start") + led.str.len_bytes().cast(pl.Int64)).alias("start"))
        .join(opening, on=["sentence_id", "start"], how="left", maintain_order="left")
        .with_columns((pl.col("_known_end") < pl.col("end")).fill_null(False).alias("_inside"))
        .with_columns(
            pl.when("_inside")
            .then(byte_slice(pl.col("ascii"), pl.col("_known_end"), pl.max_horizontal("_known_end", "end")))
            .alias("_rest")
        )
    )


def _bodies(sentence: pl.DataFrame, known: pl.DataFrame) -> pl.LazyFrame:
    """Organisations named by a pattern. A country before a body of state is cut off; one inside the name gives the body its country."""
    rest, is_country = pl.col("_rest"), pl.col("_inside") & (pl.col("_known_kind") == "country")
    possessed = rest.str.contains(r"^'{1,3}s ").fill_null(False)
    noun_first = (pl.col("_known_note") == "name ") & rest.str.contains(r"^ Ministry of ")
    of_state = (is_country & ~noun_first & rest.str.contains("^ ") & rest.str.contains(_OF_STATE)).fill_null(False)
    # "Japan and National Security Office": two names.
    joined = (is_country & rest.str.contains("^ and ")).fill_null(False)
    gap = rest.str.extract(r"^((?:'{1,3}s| and)? +)", 1).str.len_bytes().cast(pl.Int64)
    no_body = pl.col("_inside") & (
        (pl.col("_known_note") == _NO_REGION)
        | ((pl.col("_known_kind") == "organisation") & (rest.str.contains("^ of ") | ~rest.str.contains(_HEAD)))
    )
    names = lexicon.load("country_name").filter(pl.col("kind").is_in(["name", "adjective", "formal"]) & pl.col("context").is_null())
    codes = dict(names.select("surface", "iso3").iter_rows())
    nation = pl.col("surface").str.extract_many(list(codes)).list.first().replace_strict(codes, default=None, return_dtype=pl.String)
    return (
        _matched(sentence, known, "organisation")
        .filter(~no_body.fill_null(False))
        .with_columns(
            pl.when(possessed | of_state | joined).then(pl.col("_known_end") + gap).otherwise("start").alias("start"),
            pl.when(is_country & ~joined).then("_known_country").otherwise(nation).alias("country_code"),
        )
        .with_columns(byte_slice(pl.col("ascii"), pl.col("start"), pl.col("end")).alias("surface"))
        .with_columns(pl.col("surface").str.replace(_OFFICE_AFTER, "").str.strip_chars_end(" ."))
        .filter(pl.col("surface").str.contains(r" |ministry") & ~pl.col("surface").str.contains(_NO_BODY))
    )


def _sites(sentence: pl.DataFrame, known: pl.DataFrame) -> pl.LazyFrame:
    """Places named by a pattern ("Narita Airport"). A known region is not lengthened by the word "region"."""
    rest = pl.col("_rest")
    longer = (
        (rest.str.contains(_TYPE) & pl.col("_known_note").str.contains(_LARGER))
        | ((pl.col("_known_kind") == "country") & rest.str.contains(r"^ [a-z]+$"))
        | ((pl.col("_known_kind") == "place") & rest.str.contains(r"^ islands?$"))
    )
    return (
        _matched(sentence, known, "place")
        .filter(~(pl.col("_inside") & longer.fill_null(False)))
        .with_columns(
            byte_slice(pl.col("ascii"), pl.col("start"), pl.col("end")).alias("surface"),
            pl.when(pl.col("_inside") & (pl.col("_known_kind") != "ignored")).then("_known_country").alias("country_code"),
        )
        .filter(pl.col("surface").str.contains(" ") & ~pl.col("surface").str.contains(_TITLED))
    )


def _generic(sentence: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Bodies and places named by a pattern: the columns of `_known`, no name yet."""
    frames = [
        found.select(
            "sentence_id",
            "article_id",
            "start",
            (pl.col("start") + pl.col("surface").str.len_bytes().cast(pl.Int64)).alias("end"),
            "surface",
            "country_code",
            kind=pl.lit(kind),
            name=pl.lit(None, pl.String),
            party=pl.when(pl.lit(kind) == "organisation").then("country_code"),
            note=pl.lit("pattern"),
            seat=pl.lit(False),
        )
        for kind, found in (("organisation", _bodies(sentence, known)), ("place", _sites(sentence, known)))
    ]
    return pl.concat(frames).collect()


def _acronyms(spans: pl.DataFrame, sentence: pl.DataFrame) -> pl.DataFrame:
    """Acronyms that an article gives in brackets after the name of a body, wherever they stand in it: rows as `spans`, sense of the body."""
    text = sentence.lazy().select("sentence_id", "ascii")
    bracketed = text.filter(pl.col("ascii").str.contains(_BRACKETED))
    named = spans.lazy().filter(pl.col("kind") == "organisation").join(bracketed, on="sentence_id", how="inner")
    given = (
        context(named, before=1, after=12)
        .with_columns(pl.col("after").str.extract(rf"^{_BRACKETED}", 1).alias("acronym"))
        .filter(pl.col("acronym").is_not_null() & ~pl.col("acronym").is_in(senses()["surface"].implode()))
        # Where a name is known and fits a pattern too, the known one counts.
        .sort("article_id", "sentence_id", "start", pl.col("name").is_null(), "name", "country_code")
        .with_columns(pl.col("name").fill_null(pl.col("surface")))
        .unique(["article_id", "acronym"], keep="first", maintain_order=True)
        .select("article_id", "acronym", "kind", "name", "country_code", "party")
        .collect()
    )
    told = sentence.join(given.select("article_id").unique(), on="article_id", how="semi")
    return (
        matches(told, "ascii", rf"\b{_ACRONYM}\b", "sentence_id", "article_id")
        .join(given, left_on=["article_id", "surface"], right_on=["article_id", "acronym"], how="inner")
        .with_columns(note=pl.lit("acronym"), seat=pl.lit(False))
        .select(spans.columns)
    )


def spans(sentence: pl.DataFrame) -> pl.DataFrame:
    """Countries, places, organisations, roles and names to leave alone (`kind` "ignored"), none overlapping.

    `sentence_id`, `article_id`, `start`, `end`, `surface`, `kind`, `name`, `country_code`, `party`, `note`.
    """
    known = _known(sentence)
    hits = pl.concat([known, _generic(sentence, known)], how="diagonal")
    return sense.told_apart(leftmost_longest(pl.concat([hits, _acronyms(hits, sentence)]), "sentence_id"), sentence)
