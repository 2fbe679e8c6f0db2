"""What a person stands for: the country or body and the role, from the words around the name, else from a directory of officials.

Rules run on masked text (see `person`): a control character for each known span, so that "\\x01's chief \\x04 NAME" reads "a country's
chief ROLE NAME". The nearest rule wins for each mention, the surest for each person of an article.
"""

from __future__ import annotations

import polars as pl

from transforms import lexicon
from transforms.person import FILLER, folded_name

_C = r"[\x01\x03]+"
_ROLE = r"\x04+"
_GLUE = r"(?: {1,2}|-|,? and |, | & )"
#: Words of one noun phrase between a country and a name: small words and roles, none of which ends the phrase.
_MIDDLE = rf"(?:(?:{_ROLE}|[a-z][a-z-]*|[A-Z][a-z]+|[A-Z]\.){_GLUE}){{0,7}}"
_STOP = (
    r"\b(?:with|to|in|for|from|said|says|told|that|by|on|at|as|against|over|after|before|between|is|was|has|had|will|would|but|when|met|who|than|about|into"
    r"|meets|visited|hosted|received|including|where|while|which|under|through|amid|counter|if|not|also|does|did|do|are|were|be|been)\b"
)
#: name, side of the name, regex whose first group is the country or body, whether a role must stand in the match, rank (small is sure).
_RULES: tuple[tuple[str, str, str, bool, int], ...] = (
    ("possessor_role", "before", rf"({_C})(?:'{{1,3}}s?)? {{1,2}}({_MIDDLE})$", False, 1),
    (
        "role_of",
        "before",
        rf"{_ROLE}(?: (?:[a-z\x04-]+)){{0,3}} (?:of|to|for) (?:the )?({_C})(?:'{{1,3}}s)?,? {{1,2}}(?:{_ROLE} {{1,2}}|[A-Z][a-z]+\. )*$",
        True,
        0,
    ),
    (
        "apposition_of",
        "after",
        rf"^, (?:the |a |an |who is |former |then-)*(?:[a-z\x04-]+ ){{0,4}}{_ROLE}(?:[^\x01\x03.;]{{0,60}}?) (?:of|to|for|at|in) (?:the )?({_C})",
        True,
        2,
    ),
    (
        "apposition_possessor",
        "after",
        rf"^, (?:the |a |an |who is |former |then-)*({_C})(?:'{{1,3}}s?)?[ -](?:[a-z\x04-]+[ ,]*){{0,5}}{_ROLE}",
        True,
        2,
    ),
    ("of", "after", rf"^ of (?:the )?({_C})", False, 2),
    ("apposition_body", "after", rf"^, (?:the |a |an )?(?:[A-Za-z-]+ ){{0,4}}(?:[a-z-]+ )(?:of|at|with|for) (?:the )?({_C})", False, 4),
    ("parenthesis", "after", rf"^ \(({_C})[,)]", False, 3),
)


def _by_rule(person: pl.DataFrame, spans: pl.DataFrame, rule: tuple[str, str, str, bool, int]) -> pl.LazyFrame:
    name, side, pattern, needs_role, rank = rule
    text = pl.col(side)
    hit = (
        person.lazy()
        .filter(text.str.contains(pattern))
        .with_columns(text.str.extract(pattern, 0).alias("match"), text.str.extract(pattern, 1).alias("filler"))
    )
    if side == "before":
        # The span ends where its filler ends: as far before the name as the rest of the match is long.
        tail = pl.col("match").str.len_bytes().cast(pl.Int64) - pl.col("match").str.find(pl.col("filler"), literal=True).cast(pl.Int64)
        at = pl.col("start") - tail
        middle = pl.col("match").str.replace_all(r"^.*[\x01\x03]", "")
        hit = hit.filter(~middle.str.contains(_STOP))
    else:
        at = pl.col("end") + pl.col("match").str.len_bytes().cast(pl.Int64) - pl.col("filler").str.len_bytes().cast(pl.Int64)
        if name == "apposition_possessor":
            at = pl.col("end") + pl.col("match").str.find(pl.col("filler"), literal=True).cast(pl.Int64)
        hit = hit.filter(~pl.col("match").str.contains(r"\b(?:said|says|told|met|meets|and then|that)\b"))
    if needs_role:
        hit = hit.filter(pl.col("match").str.contains(FILLER["role"], literal=True))
    return (
        hit.with_columns(at.alias("at_span"))
        .join(
            spans.lazy()
            .filter(pl.col("kind").is_in(["country", "organisation"]))
            .select("sentence_id", pl.col("start").alias("at_span"), "party", pl.col("kind").alias("of_kind")),
            on=["sentence_id", "at_span"],
            how="inner",
        )
        .filter(pl.col("party").is_not_null())
        .select("person", pl.lit(rank).alias("rank"), pl.col("party").alias("country_code"), pl.lit(name).alias("affiliation_rule"))
    )


def _roles(person: pl.DataFrame, spans: pl.DataFrame) -> pl.LazyFrame:
    """The role nearest to each name: right before it, or in the apposition after it. `person`, `role`, `level`, `role_rank`."""
    role = spans.lazy().filter(pl.col("kind") == "role")
    before = (
        person.lazy()
        .with_columns(
            pl.col("before")
            .str.extract(r"(\x04+)((?:,? {1,2}|-elect |[A-Z][a-z]*\. {1,2})*)$", 2)
            .str.len_bytes()
            .cast(pl.Int64)
            .alias("gap")
        )
        .filter(pl.col("gap").is_not_null())
        .with_columns((pl.col("start") - pl.col("gap")).alias("at"))
        .join(
            role.select("sentence_id", pl.col("end").alias("at"), pl.col("surface").alias("role"), pl.col("party").alias("level"), "note"),
            on=["sentence_id", "at"],
            how="inner",
        )
        .select("person", "role", "level", "note", pl.lit(0).alias("role_rank"))
    )
    pattern = r"^,? (?:who is |the |a |an |his |her |former )*(?:[\x01\x03]+(?:'{1,3}s?)?[ -])?(?:[a-z-]+ ){0,3}(\x04+)"
    after = (
        person.lazy()
        .filter(pl.col("after").str.contains(pattern) & pl.col("after").str.contains(r"^,"))
        .with_columns((pl.col("end") + pl.col("after").str.extract(pattern, 0).str.len_bytes().cast(pl.Int64)).alias("at"))
        .join(
            role.select("sentence_id", pl.col("end").alias("at"), pl.col("surface").alias("role"), pl.col("party").alias("level"), "note"),
            on=["sentence_id", "at"],
            how="inner",
        )
        .select("person", "role", "level", "note", pl.lit(1).alias("role_rank"))
    )
    return pl.concat([before, after]).filter(~pl.col("note").str.contains("honorific"))


def _directory(person: pl.DataFrame) -> pl.LazyFrame:
    """Officials known by full name, or by surname and title, in office when the text was published: `person`, `country_code`, `role`, `level`."""
    rows = lexicon.load("official").lazy()
    spelled = (
        rows.with_columns(pl.concat_str(pl.col("name"), pl.col("aliases").fill_null(""), separator="|").str.split("|").alias("spelling"))
        .explode("spelling")
        .filter(pl.col("spelling") != "")
        .with_columns(folded_name(pl.col("spelling")).alias("key"))
        .select(
            "key",
            "iso3",
            pl.col("role").alias("known_role"),
            pl.col("from").cast(pl.String).str.slice(0, 4).cast(pl.Int32, strict=False),
            pl.col("to").cast(pl.String).str.slice(0, 4).cast(pl.Int32, strict=False),
        )
    )
    surname = (
        rows.with_columns(pl.col("name").str.extract(r"([^ ]+)$").alias("last"))
        .with_columns(folded_name(pl.col("last")).alias("key"))
        .select(
            "key",
            "iso3",
            pl.col("role").alias("known_role"),
            pl.col("from").cast(pl.String).str.slice(0, 4).cast(pl.Int32, strict=False),
            pl.col("to").cast(pl.String).str.slice(0, 4).cast(pl.Int32, strict=False),
        )
    )
    year = pl.col("published_date").dt.year()
    distance = (
        pl.when(year < pl.col("from").fill_null(0))
        .then(pl.col("from") - year)
        .when(year > pl.col("to").fill_null(9999))
        .then(year - pl.col("to"))
        .otherwise(0)
    )
    keyed = person.lazy().with_columns(folded_name(pl.col("name")).alias("key"), pl.col("name").str.contains(" ").alias("is_full"))
    by_name = keyed.join(spelled, on="key", how="inner")
    by_surname = keyed.filter(~pl.col("is_full")).join(surname, on="key", how="inner")
    return (
        pl.concat(
            [by_name.with_columns(pl.lit(False).alias("loose")), by_surname.with_columns(pl.lit(True).alias("loose"))], how="diagonal"
        )
        .with_columns(distance.alias("distance"))
        .filter(~pl.col("loose") | (pl.col("distance") == 0))
        .sort("person", "loose", "distance", "from", descending=[False, False, False, True])
        .unique("person", keep="first", maintain_order=True)
        .select(
            "person",
            # A full name in office that day is surer than any pattern; a name out of office or a bare surname is not.
            pl.when(~pl.col("loose") & (pl.col("distance") == 0)).then(0).otherwise(5).alias("rank"),
            pl.col("iso3").alias("country_code"),
            pl.lit("directory").alias("affiliation_rule"),
            "known_role",
            "distance",
        )
    )


def affiliated(person: pl.DataFrame, spans: pl.DataFrame, home: pl.DataFrame) -> pl.DataFrame:
    """Person mentions with `country_code`, `role`, `level`, one value a person and article.

    `home` has `article_id`, `home`: the country an article is told from, taken for officials with a title and nothing else.
    """
    person = person.with_row_index("person")
    found = pl.concat([_by_rule(person, spans, rule) for rule in _RULES])
    directory = _directory(person)
    loose = (
        person.lazy()
        .filter(pl.col("before").str.contains(r"\x04+ {1,2}$"))
        .join(home.lazy(), on="article_id", how="inner")
        .filter(pl.col("home").is_not_null())
        .select("person", pl.lit(6).alias("rank"), pl.col("home").alias("country_code"), pl.lit("home").alias("affiliation_rule"))
    )
    # A name with nothing else to go by is one of the country the article is told from.
    local = (
        person.lazy()
        .join(home.lazy(), on="article_id", how="inner")
        .filter(pl.col("home").is_not_null())
        .select("person", pl.lit(7).alias("rank"), pl.col("home").alias("country_code"), pl.lit("local").alias("affiliation_rule"))
    )
    keys = ["article_id", "name"]
    where = person.lazy().select("person", *keys, "at")
    country = (
        pl.concat([found, directory.select("person", "rank", "country_code", "affiliation_rule"), loose, local])
        .join(where, on="person", how="inner")
        .sort("rank", "at")
        .unique(keys, keep="first", maintain_order=True)
        .select(*keys, "country_code", "affiliation_rule")
    )
    role = (
        _roles(person, spans)
        .join(where, on="person", how="inner")
        .sort("role_rank", "at")
        .unique(keys, keep="first", maintain_order=True)
        .select(*keys, pl.col("role").str.to_lowercase().str.replace_all(r"\s+", " ").alias("role"), "level")
    )
    known = (
        directory.join(where, on="person", how="inner")
        .filter(pl.col("distance") == 0)
        .sort("at")
        .unique(keys, keep="first", maintain_order=True)
    )
    levels = (
        lexicon.load("role")
        .lazy()
        .select(pl.col("role").alias("known_role"), pl.col("level").alias("known_level"))
        .unique("known_role", keep="first")
    )
    return (
        person.lazy()
        .join(country, on=keys, how="left", maintain_order="left")
        .join(role, on=keys, how="left", maintain_order="left")
        .join(known.join(levels, on="known_role", how="left").select(*keys, "known_level"), on=keys, how="left", maintain_order="left")
        .with_columns(pl.coalesce("level", "known_level").alias("level"))
        .drop("known_level", "person")
        .collect()
    )
