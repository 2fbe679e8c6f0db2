"""What a known name means where it stands: the capital or its government, the state or a surname, a nickname or a common word.

Rules read the characters around a name (`before`, `after`) and what else its article names.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from transforms import lexicon
from transforms.text import byte_slice, context

#: Cities whose name stands for an international body that sits there.
BODY_SEAT = {"Brussels": "EU"}
_MOTION = (
    r"(?:[Tt]rips?|[Vv]isits?|[Vv]isiting|[Vv]isited|[Tt]ravel(?:s|ed|led|ling|ing)?|[Ff]l(?:y|ies|ew|ying|own|ights?)|[Ww]ent|[Gg]o(?:es|ing)?|[Cc]om(?:e|es|ing)"
    r"|[Cc]ame|[Hh]ead(?:s|ed|ing)?|[Rr]eturn(?:s|ed|ing)?|[Jj]ourney(?:s|ed)?|[Tt]our|[Mm]ove[ds]?|[Mm]oving|[Ss]ent|[Dd]ispatch(?:ed)?|[Ii]nvited|[Ii]nvitation"
    r"|[Aa]mbassador|back|home|way|delegation|[Ee]nvoys?|[Ww]elcomed?|mission|route|road|close|next|drive|drove|bused|transport(?:ed)?|transferred|taken|brought|evacuated|deported|extradited|airlifted|rushed|deployed|summoned|recalled|escorted|accompan(?:y|ied|ying))"
)
#: Right before a city: the city itself is meant. Elsewhere a capital stands for its government.
_PLACE_BEFORE = (
    r"(?:^|[\s(\"'-])(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ii]nside|[Tt]hrough|[Ii]nto|[Aa]round|[Vv]ia|[Ff]rom|[Aa]cross|[Ww]ithin|[Ll]eft|[Ll]eaves?|[Oo]ver"
    r"|[Ll]eaving|[Vv]isit(?:s|ed|ing)?|[Rr]each(?:ed|es|ing)?|[Oo]utskirts of|[Cc]apital(?:,| of| city,?| city of)?|[Dd]owntown|[Cc]entral|[Cc]ity of|[Ss]treets of"
    r"|[Ss]uburbs? of|[Mm]ayor of|(?:north|south|east|west|northeast|northwest|southeast|southwest|northern|southern|eastern|western) of"
    r"|(?:miles|kilometers|kilometres|km) from|(?:[Bb]ound|[Ll]eft|[Ll]eaves|[Dd]eparted|[Dd]eparts?|[Ll]eave|[Ll]eaving|[Dd]eparture) for"
    rf"|{_MOTION} to) (?:the )?(?:(?:northern|southern|eastern|western|central|downtown|occupied|nearby|neighbou?ring|historic|port city of|city of|town of) )?$"
)
#: A motion a few words before "to" and the city: "a visit by the envoy to Havana".
_MOTION_BEFORE = rf"\b{_MOTION} [^,.;:\"]{{0,50}} to (?:the )?$"
_PLACE_AFTER = (
    r"^(?:, D\.C\.|,? where\b|,? (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"| (?:[A-Z]?[a-z]+ )?(?:[Ss]ummit|[Cc]onference|airport|suburbs?|stock|streets?|hospital|hotel|embassy|meeting|round|[Ff]orum|[Ss]tock|office|station|University|bombing|attacks?|airport|neighbou?rhood|district|metro|court|prison|market|mosque|university|shooting|earthquake|[Mm]ayor|police|residents?)\b"
    r"| (?:[Tt]alks|[Aa]greements?|Protocol|[Cc]ommuniqu|[Dd]eclaration|[Tt]reaty|[Aa]ccords?|process)\b"
    r"|'{1,3}s (?:[A-Z][a-z]+ )+(?:[Aa]irport|[Ss]quare|[Pp]alace|Hotel|House|Guesthouse)|-(?:based|area))"
)
#: A name of an event: nobody means the city by it.
_EVENT_AFTER = (
    r"^ (?:[Aa]greements?|Protocol|[Aa]ccords?|Convention|Charter|Declaration|Communiqu\S*|Package|Document|Process|[Ff]ormat|Treaty|Conference on"
    r"|Memorandum|Statute|Initiative|Compact|Principles|Consensus|Formula)\b"
)
#: A nickname such as "the North" needs its article before it and none of these after it.
_NICKNAME_AFTER = r"^(?:[ -](?:Atlantic|America|Africa|Sea|Pole|Carolina|Dakota|Bank|Asia|China|Pacific|American|African|Asian|East|West|Side|side|Lawn|Ossetia))"
_NAME_BEFORE, _NAME_AFTER = r"([A-Z][a-z]+) $", r"^ ([A-Z][a-z]+(?:-[A-Z][a-z]+)?)\b"
#: A title: what follows is a person's name, whatever else has it ("Secretary Sicily Wanjala", "Minister Ritsuko Oyama").
_TITLE_BEFORE = r"(?:Minister|Secretary|Spokes[a-z]+|Ambassador|Envoy|Chancellor|Premier|Senator|Governor|General|Mr\.|Mrs\.|Ms\.|Dr\.|Sir) (?:[A-Z][a-z]+ )?$"
_INITIAL_BEFORE = r"(?:[A-Z][a-z]+ [A-Z]\. |\b[Aa]l-|\b[Ee]l-)$"
#: Bodies of the UN, and of others in a text that does not name it.
_OF_MANY = ["Security Council", "General Assembly", "Human Rights Council"]
#: Countries and bodies that bear a surname.
_SURNAMES = ["Monaco", "Bloomberg", "Holland", "Ireland", "England", "Brandt", "Boeing", "Cuba", "Poland", "Germany", "Spain", "Kia"]
#: What stands right before a name that is a place by any reading.
_TYPED_BEFORE = r"(?:[Cc]it(?:y|ies)|[Tt]owns?|[Vv]illages?|[Pp]rovinces?|[Rr]egions?|[Dd]istricts?|[Pp]ort|[Ii]sland|[Ss]tate|[Pp]eninsula|[Ss]uburb|[Rr]esort|[Nn]eighbou?rhood) (?:of )?$"
#: Common nouns that name a body in an article that also names it in full; most need an article before them.
_SHORT_BARE = ["Commission", "senate"]
_SHORT_AFTER = r"^ (?:on|of|for) "
#: After a city: its government is meant, or the city itself all the same.
_POSSESSED, _OF_CITY = (
    r"^'{1,3}s [a-z]",
    r"^'{1,3}s (?:main|suburb|street|airport|cent[re]|outskirt|northern|southern|eastern|western|old|historic|mayor|subway|metro|hotel|downtown|central|international|city|largest|biggest|district|port|train|rail)",
)


#: Gaps in bytes between a country and what it owns: a space, "'s " with a plain or a typographic apostrophe.
_POSSESSIVE = [1, 3, 5]


def _is(names: str) -> pl.Series:
    return lexicon.load(names)["name"].implode()


#: What those in the north do not call it: a text that does means the south by "Korean".
_FROM_SOUTH = r"^N(?:orth|\.|\. )"


def _stories(hits: pl.LazyFrame) -> pl.LazyFrame:
    """What each article names: `about_north`, `about_south` (how often either Korea), `about_kinshasa`, `bodies`."""
    korean = pl.col("note").str.contains("korean")
    return hits.group_by("article_id").agg(
        (~korean & (pl.col("country_code") == "PRK")).sum().alias("about_north"),
        (pl.col("surface").str.contains(_FROM_SOUTH) & (pl.col("country_code") == "PRK")).any().alias("from_south"),
        (~korean & (pl.col("country_code") == "KOR")).sum().alias("about_south"),
        pl.col("name").filter((pl.col("kind") == "organisation") & (pl.col("note") != "short")).unique().alias("bodies"),
        ((pl.col("name") == "UN") & ~pl.col("surface").is_in(_OF_MANY)).any().alias("about_un"),
        (pl.col("name") == "COD").any().alias("about_kinshasa"),
    )


@cache
def _plain() -> pl.Series:
    return pl.concat([lexicon.load("common_word")["word"], lexicon.load("word")["word"]]).implode()


def _beside_name() -> list[pl.Expr]:
    """Whether a name stands in a person's: `after_given` (right after a given name), `in_name` (so, or by an initial or surname), `after_family` (an East Asian surname), `after_title`."""
    left, right = pl.col("before").str.extract(_NAME_BEFORE, 1), pl.col("after").str.extract(_NAME_AFTER, 1)
    asian = lexicon.load("surname").filter(pl.col("east_asian") == 1)["name"].implode()
    unusual = ~left.is_in(_plain())
    after_given = (left.is_in(_is("given_name")) & unusual).fill_null(False)
    before_surname = (right.is_in(_is("surname")) & ~right.is_in(_plain())).fill_null(False)
    return [
        after_given.alias("after_given"),
        (left.is_in(asian) & unusual).fill_null(False).alias("after_family"),
        (pl.col("before").str.contains(_INITIAL_BEFORE) | after_given | before_surname).alias("in_name"),
        pl.col("before").str.contains(_TITLE_BEFORE).alias("after_title"),
    ]


def _doubtful() -> pl.Expr:
    """Hits that mean different things in different places; all others mean what the lexicon says."""
    return (
        pl.col("kind").is_in(["capital", "place"])
        | pl.col("note").str.contains("ambiguous|korean|^short$")
        | pl.col("surface").is_in(["Congo", "Congolese", *_SURNAMES, *_OF_MANY])
        | (pl.col("note").is_in(["movement", "honorific"]))
    )


def _in_list(before: pl.Expr) -> pl.Expr:
    """Whether a city follows the hit before it in a list of cities."""
    gap = before.str.extract(r"(, and |, | and )$", 1).str.len_bytes().cast(pl.Int64)
    same = pl.col("sentence_id") == pl.col("sentence_id").shift(1)
    return (same & (pl.col("start") - pl.col("end").shift(1) == gap)).fill_null(False)


def _places(hits: pl.LazyFrame) -> pl.LazyFrame:
    """Cities and regions as places, capitals as places or governments; surnames and names of events left out."""
    place_before = (
        pl.col("before").str.contains(_PLACE_BEFORE)
        | pl.col("before").str.contains(_MOTION_BEFORE)
        | pl.col("before").str.contains(_TYPED_BEFORE)
    )
    sure, placed, capital = pl.col("sure"), pl.col("placed"), pl.col("kind") == "capital"
    alone = (pl.col("start") == 0) & pl.col("after").str.contains(r"^,? (?:[A-Z][a-z]+ \d|$)")
    possessed = pl.col("after").str.contains(_POSSESSED) & ~pl.col("after").str.contains(_OF_CITY)
    personal = pl.col("surface").is_in(_is("given_name")) | pl.col("surface").is_in(_is("surname"))
    shaky = ~capital & (pl.col("note").str.contains("ambiguous") | (personal & (pl.col("note") != "pattern")))
    is_place = ~pl.col("seat") | (sure & ~possessed) | placed | alone
    # A city in a person's name is that person wherever it does not stand as a city.
    own = pl.col("after_title") | (pl.col("after_family") & ~sure)
    named = own | (own.any().over("article_id", "surface") & ~sure & ~placed)
    body = pl.col("surface").replace_strict(BODY_SEAT, default=None, return_dtype=pl.String)
    kind = (
        pl.when(~capital | pl.col("is_place"))
        .then(pl.lit("place"))
        .when(body.is_not_null())
        .then(pl.lit("organisation"))
        .otherwise(pl.lit("country"))
    )
    return (
        hits.filter(~(capital & pl.col("after").str.contains(_EVENT_AFTER)))
        # Each step reads columns of the one before: no pattern is asked twice.
        .with_columns(place_before.alias("sure"), pl.col("after").str.contains(_PLACE_AFTER).alias("placed"))
        .with_columns(is_place.alias("is_place"), shaky.alias("shaky"), body.alias("body"))
        .with_columns((pl.col("is_place") & capital & (sure | placed)).alias("is_place"), kind.alias("kind"))
        .sort("sentence_id", "start")
        .with_columns((~_in_list(pl.col("before"))).cum_sum().alias("list"))
        # "to Vienna, Sofia and Warsaw": what the first city of a list is, all are.
        .with_columns(
            pl.when(pl.col("seat") & pl.col("is_place").first().over("list")).then(pl.lit("place")).otherwise("kind").alias("kind")
        )
        .filter(~((pl.col("shaky") | (pl.col("kind") != "place")) & pl.col("in_name")))
        .filter(~(named & (pl.col("note") != "pattern")))
        # A doubtful place is one when the same article shows it to be one elsewhere.
        .filter(~pl.col("shaky") | pl.col("placed") | pl.col("sure").any().over("article_id", "surface"))
        .with_columns(
            pl.when(pl.col("kind") == "country")
            .then("country_code")
            .when(pl.col("kind") == "organisation")
            .then("body")
            .otherwise(pl.col("name").str.replace(r",? D\.?C\.?$", ""))
            .alias("name")
        )
        .with_columns(pl.when(pl.col("kind") != "place").then("name").alias("party"))
        .drop("shaky", "sure", "body", "placed", "is_place", "list")
    )


def _nations(hits: pl.LazyFrame) -> pl.LazyFrame:
    """Countries whose names are also surnames, nicknames of the Koreas and either Congo, short names of bodies."""
    korean = pl.col("surface").is_in(["Korean", "Koreans", "Korea"])
    nickname = pl.col("note").str.contains("korean_story")
    after_the = pl.col("before").str.contains(r"\b[Tt]he $")
    short = pl.col("note") == "short"
    short_fits = (
        (pl.col("name").is_in(pl.col("bodies")) | ((pl.col("name") == "EU") & pl.col("bodies").list.contains("EC")))
        & (pl.col("surface").is_in(_SHORT_BARE) | after_the)
        & ~pl.col("after").str.contains(_SHORT_AFTER)
    )
    nickname_fits = after_the & (pl.col("about_north") > 0) & ~pl.col("after").str.contains(_NICKNAME_AFTER)
    congo = pl.col("surface").is_in(["Congo", "Congolese"]) & pl.col("about_kinshasa")
    national = pl.col("surface").is_in(_OF_MANY) & ~pl.col("about_un")
    named = (
        pl.when(national)
        .then("surface")
        .when(korean & (pl.col("about_north") > pl.col("about_south")) & ~pl.col("from_south"))
        .then(pl.lit("PRK"))
        .when(congo)
        .then(pl.lit("COD"))
        .otherwise("name")
    )
    return (
        hits.filter((~nickname | nickname_fits) & (~short | short_fits))
        .filter(~((pl.col("note").str.contains("ambiguous") | pl.col("surface").is_in(_SURNAMES)) & pl.col("in_name")))
        .filter(~((pl.col("note") == "movement") & pl.col("before").str.contains(_INITIAL_BEFORE)))
        .filter(~((pl.col("note") == "honorific") & pl.col("after_given")))
        .with_columns(named.alias("name"))
        .with_columns(pl.when(pl.col("kind") == "country").then("name").otherwise("country_code").alias("country_code"))
        .with_columns(pl.when(pl.col("kind") == "country").then("name").when(~national).then("party").alias("party"))
    )


#: Bodies that many states have: without a word of theirs, the text's own is meant.
_OF_ANY = ["Congress", "National Assembly", "Parliament", "Senate", "Supreme Court"]


def _foreign(spans: pl.LazyFrame) -> pl.LazyFrame:
    """A body that many states have is no other state's than one that its article names."""
    told = (
        spans.filter(pl.col("kind").is_in(["country", "place"])).select("article_id", "country_code", pl.lit(True).alias("told")).unique()
    )
    doubtful = pl.col("surface").is_in(_OF_ANY) & (pl.col("kind") == "organisation") & pl.col("told").is_null()
    return (
        spans.join(told, on=["article_id", "country_code"], how="left", maintain_order="left")
        .with_columns(pl.when(~doubtful).then(name).alias(name) for name in ("country_code", "party"))
        .drop("told")
    )


def _owned(spans: pl.LazyFrame) -> pl.LazyFrame:
    """Bodies named right after a country are that country's: "the Czech Senate", "Japan's Economic Cooperation Fund"."""
    gap = pl.col("start") - pl.col("end").shift(1)
    owner = pl.when(
        (pl.col("kind") == "organisation")
        & ~pl.col("note").is_in(["international", "movement"])
        & (pl.col("kind").shift(1) == "country")
        & (pl.col("sentence_id") == pl.col("sentence_id").shift(1))
        & gap.is_in(_POSSESSIVE)
    ).then(pl.col("name").shift(1))
    return spans.with_columns(pl.coalesce(owner, "country_code").alias("country_code"), pl.coalesce(owner, "party").alias("party"))


@cache
def _acronyms() -> pl.Series:
    """Names of national bodies that are acronyms."""
    rows = lexicon.load("organisation").filter((pl.col("type") == "national") & pl.col("name").str.contains(r"^[A-Z]{2,6}$"))
    return rows["name"].unique().implode()


def _full_names(spans: pl.LazyFrame) -> pl.LazyFrame:
    """National bodies that go by an acronym, named in full where their article gives the name in full."""
    longest = (
        pl.col("surface").sort_by(pl.col("surface").str.len_chars(), "surface", descending=[True, False]).first().over("article_id", "name")
    )
    short = spans.filter(pl.col("name").is_in(_acronyms())).with_columns(longest.alias("in_full"))
    national = short.filter((pl.col("kind") == "organisation") & (pl.col("note") == "national"))
    return (
        spans.join(national.select("sentence_id", "start", "in_full"), on=["sentence_id", "start"], how="left", maintain_order="left")
        .with_columns(pl.coalesce("in_full", "name").alias("name"))
        .drop("in_full")
    )


def told_apart(hits: pl.DataFrame, sentence: pl.DataFrame) -> pl.DataFrame:
    """The hits of `gazetteer.spans` with the sense their surroundings show; names that mean nothing here are left out."""
    frame, text = hits.lazy(), sentence.lazy().select("sentence_id", "ascii", "clean")
    # Read twice below: worked out once.
    doubtful = (
        context(
            frame.filter(_doubtful())
            .join(_stories(frame), on="article_id", how="left", maintain_order="left")
            .join(text.drop("clean"), on="sentence_id", how="left", maintain_order="left"),
            before=90,
            after=60,
        )
        .with_columns(_beside_name())
        .collect()
        .lazy()
    )
    city = pl.col("kind").is_in(["capital", "place"])
    # Patterns run on the ASCII form: their names are read again from the text.
    generic = pl.col("note").is_in(["pattern", "acronym"])
    exact = (
        frame.filter(generic)
        .join(text, on="sentence_id", how="left", maintain_order="left")
        .select("sentence_id", "start", byte_slice(pl.col("clean"), pl.col("start"), pl.col("end")).alias("exact"))
    )
    columns = ["sentence_id", "article_id", "start", "end", "surface", "kind", "name", "country_code", "party", "note"]
    judged = pl.concat(
        [part.select(columns) for part in (frame.filter(~_doubtful()), _places(doubtful.filter(city)), _nations(doubtful.filter(~city)))]
    )
    read = (
        _owned(_foreign(judged).sort("sentence_id", "start"))
        .join(exact, on=["sentence_id", "start"], how="left", maintain_order="left")
        .with_columns(pl.coalesce("exact", "surface").alias("surface"))
        .with_columns(pl.col("name").fill_null(pl.col("surface")))
        .collect()
    )
    return _full_names(read.lazy()).select(columns).collect()
