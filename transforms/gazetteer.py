"""Countries, places, organisations and roles in sentences: known names in one pass, generic names by pattern, then told apart.

One Aho-Corasick pass finds every name of the lexicon; what a name means where it stands (the capital or the government, the state
or the surname) is told from the characters around it. Persons are found in what is left (`person`).
"""

from __future__ import annotations

from functools import cache

import polars as pl

from transforms import lexicon
from transforms.text import context, leftmost_longest, matches

SENSE = pl.Schema(
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
#: Cities whose name stands for an international body that sits there.
BODY_SEAT = {"Brussels": "EU"}
_WORD_BEFORE, _WORD_AFTER = r"[A-Za-z0-9]$", r"^[A-Za-z0-9]"
#: Right before a city: the city itself is meant. Elsewhere a capital stands for its government.
_PLACE_BEFORE = (
    r"(?:^|[\s(\"'-])(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ii]nside|[Tt]hrough|[Ii]nto|[Aa]round|[Vv]ia|[Ff]rom|[Aa]cross|[Ww]ithin|[Ll]eft|[Ll]eaves?"
    r"|[Ll]eaving|[Vv]isit(?:s|ed|ing)?|[Rr]each(?:ed|es|ing)?|[Oo]utskirts of|[Cc]apital(?:,| of)?|[Dd]owntown|[Cc]entral|[Cc]ity of|[Ss]treets of"
    r"|[Ss]uburb of|[Mm]ayor of|(?:[Bb]ound|[Ll]eft|[Ll]eaves|[Dd]eparted|[Ll]eave|[Ll]eaving) for|(?:[Tt]rips?|[Vv]isits?|[Tt]ravel(?:s|ed|led|ling|ing)?"
    r"|[Ff]l(?:y|ies|ew|ying|own)|[Ww]ent|[Gg]o(?:es|ing)?|[Cc]om(?:e|ing)|[Cc]ame|[Hh]ead(?:s|ed|ing)?|[Rr]eturn(?:s|ed|ing)?|[Jj]ourney|[Tt]our"
    r"|[Mm]ove[ds]?|[Ss]ent|[Ii]nvited|[Ii]nvitation|[Aa]mbassador|[Ff]lights?|back|home|way|delegation|[Ee]nvoy|[Ww]elcomed?|[Pp]rime [Mm]inister) to) (?:the )?$"
)
_PLACE_AFTER = (
    r"^(?:, D\.C\.| (?:[Ss]ummit|[Cc]onference|airport|[Tt]alks|meeting|round|suburb|stock|streets?|hospital|hotel|embassy|[Aa]greements?|Protocol|[Ff]orum"
    r"|[Cc]ommuniqu|[Dd]eclaration|[Tt]reaty)\b|'{1,3}s (?:[A-Z][a-z]+ )+(?:[Aa]irport|[Ss]quare|[Pp]alace|Hotel|House|Guesthouse)|-(?:based|area)|, \x01)"
)
#: A nickname such as "the North" needs its article before it and none of these after it.
_NICKNAME_AFTER = (
    r"^(?:[ -](?:Atlantic|America|Africa|Sea|Pole|Carolina|Dakota|Bank|Asia|China|Pacific|American|African|Asian|East|West|Side|side))"
)


@cache
def senses() -> pl.DataFrame:
    """Every known name once, with the sense that wins: `SENSE` columns."""
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
        lexicon.load("role").select(
            "surface", kind=pl.lit("role"), name="role", country_code=none, party="level", note="kind", seat=pl.lit(False)
        ),
    ]
    return pl.concat([frame.cast(SENSE) for frame in frames]).unique("surface", keep="first", maintain_order=True)


def _known(sentence: pl.DataFrame) -> pl.DataFrame:
    """Known names on word borders: `sentence_id`, `start`, `end`, the sense, and what stands `before` and `after`."""
    # Leftmost means the first listed of those that start at one place, so the longest go first.
    names = senses().sort(pl.col("surface").str.len_bytes(), descending=True)["surface"].to_list()
    found = (
        sentence.lazy()
        .select(
            "sentence_id",
            "ascii",
            pl.col("clean").str.find_many(names, leftmost=True).alias("start"),
            pl.col("clean").str.extract_many(names, leftmost=True).alias("surface"),
        )
        .filter(pl.col("start").list.len() > 0)
        .explode("start", "surface")
        .with_columns(pl.col("start").cast(pl.Int64))
        .with_columns((pl.col("start") + pl.col("surface").str.len_bytes().cast(pl.Int64)).alias("end"))
    )
    return (
        context(found, before=90, after=60)
        .filter(~(pl.col("before").str.contains(_WORD_BEFORE) | pl.col("after").str.contains(_WORD_AFTER)))
        .join(senses().lazy(), on="surface", how="left", maintain_order="left")
        .collect()
    )


def _generic(sentence: pl.DataFrame) -> pl.DataFrame:
    """Bodies and places named by a pattern ("Ministry of Trade", "Narita Airport"): the columns of `_known`."""
    rows = lexicon.load("name_pattern")
    none = pl.lit(None, pl.String)
    frames = []
    for kind in ("organisation", "place"):
        pattern = "|".join(f"(?:{p})" for p in rows.filter(pl.col("kind") == kind)["pattern"])
        hits = matches(sentence, "ascii", rf"\b(?:{pattern})", "sentence_id", "ascii").lazy()
        frames.append(
            context(hits, before=90, after=60).select(
                "sentence_id",
                "start",
                "surface",
                "end",
                "before",
                "after",
                kind=pl.lit(kind),
                name=none,
                country_code=none,
                party=none,
                note=pl.lit("pattern"),
                seat=pl.lit(False),
            )
        )
    return pl.concat(frames).collect()


def _story(hits: pl.LazyFrame) -> pl.LazyFrame:
    """What the article is about: `about_north`, `about_south` (names of the two Koreas in it)."""
    return hits.group_by("article_id").agg(
        ((pl.col("kind") == "country") & (pl.col("name") == "PRK") & ~pl.col("note").str.contains("korean_story"))
        .sum()
        .alias("about_north"),
        ((pl.col("kind") == "country") & (pl.col("name") == "KOR") & ~pl.col("note").str.contains("korean_story"))
        .sum()
        .alias("about_south"),
    )


def _told_apart(hits: pl.LazyFrame) -> pl.LazyFrame:
    """Ambiguous names given the sense their surroundings show; names that mean nothing here are left out."""
    is_place = pl.col("before").str.contains(_PLACE_BEFORE) | pl.col("after").str.contains(_PLACE_AFTER) | ~pl.col("seat")
    nickname = pl.col("note").str.contains("korean_story")
    after_the = pl.col("before").str.contains(r"\b[Tt]he $")
    in_name = pl.col("before").str.contains(r"[A-Z][a-z]+ $") | pl.col("after").str.contains(r"^ [A-Z][a-z]+")
    capital = pl.col("kind") == "capital"
    is_place_before = pl.col("before").str.contains(_PLACE_BEFORE)
    personal = pl.col("surface").is_in(lexicon.load("given_name")["name"].implode()) | pl.col("surface").is_in(
        lexicon.load("surname")["name"].implode()
    )
    doubtful = pl.col("note").str.contains("ambiguous") | (personal & (pl.col("kind") == "place"))
    body = pl.col("surface").replace_strict(BODY_SEAT, default=None, return_dtype=pl.String)
    korean = pl.col("surface").is_in(["Korean", "Koreans", "Korea"])
    northern = pl.col("about_north") > pl.col("about_south")
    return (
        hits.filter(~(nickname & ~korean) | (after_the & (pl.col("about_north") > 0) & ~pl.col("after").str.contains(_NICKNAME_AFTER)))
        .filter(~(doubtful & (in_name | ((pl.col("kind") == "place") & ~is_place_before))))
        .with_columns(pl.when(korean & northern).then(pl.lit("PRK")).when(korean).then(pl.lit("KOR")).otherwise("name").alias("name"))
        .with_columns(pl.when(korean).then("name").otherwise("country_code").alias("country_code"))
        .with_columns(
            pl.when(capital & is_place)
            .then(pl.lit("place"))
            .when(capital & body.is_not_null())
            .then(pl.lit("organisation"))
            .when(capital)
            .then(pl.lit("country"))
            .otherwise("kind")
            .alias("kind"),
            capital.alias("capital"),
        )
        .with_columns(
            pl.when(pl.col("capital") & (pl.col("kind") == "country"))
            .then("country_code")
            .when(pl.col("capital") & (pl.col("kind") == "organisation"))
            .then(body)
            .otherwise("name")
            .alias("name")
        )
        .with_columns(
            pl.when(pl.col("kind") == "country")
            .then("name")
            .when(pl.col("capital") & (pl.col("kind") == "organisation"))
            .then("name")
            .when(pl.col("kind") == "place")
            .then(None)
            .otherwise("party")
            .alias("party")
        )
    )


def spans(sentence: pl.DataFrame) -> pl.DataFrame:
    """Countries, places, organisations and roles, none overlapping: `sentence_id`, `start`, `end`, `surface`, `kind`, `name`, `country_code`, `party`."""
    both = leftmost_longest(
        pl.concat([_known(sentence), _generic(sentence)], how="diagonal"),
        "sentence_id",
    )
    hits = both.lazy().join(
        sentence.lazy().select("sentence_id", "article_id", "clean"), on="sentence_id", how="left", maintain_order="left"
    )
    exact = pl.col("clean").cast(pl.Binary).bin.slice(pl.col("start"), pl.col("end") - pl.col("start")).cast(pl.String)
    return (
        _told_apart(hits.join(_story(hits), on="article_id", how="left", maintain_order="left"))
        .with_columns(exact.alias("surface"))
        .with_columns(pl.col("name").fill_null(pl.col("surface")))
        .select("sentence_id", "article_id", "start", "end", "surface", "kind", "name", "country_code", "party", "note")
        .collect()
    )
