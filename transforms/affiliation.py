"""What a person stands for: the country or body and the role, from the words around the name, else from a directory of officials.

Rules run on masked text (see `person`): a control character for each known span, persons too, so that "\\x01's chief \\x04 \\x06" reads
"a country's chief ROLE NAME". The surest rule wins for each person of an article.
"""

from __future__ import annotations

import polars as pl

from transforms import lexicon
from transforms.person import FILLER, mask, official_key, officials, surnames
from transforms.text import context

_C, _P, _ROLE = r"[\x01\x03]+", r"\x06+", r"\x04+"
_S = r"(?:['\"]{1,3}s?)?"
_ARTICLES = r"(?:the |a |an |who is |who was |former |then-|now |also |his |her |its |their |current |acting |outgoing |new |late )*"
#: Words of one noun phrase between a country and a name: roles, small words and capitals that end no phrase.
_MIDDLE = rf"(?:(?:{_ROLE}|[a-z][a-z-]*|[A-Z][A-Za-z]+|[A-Z]\.|\x0e+)(?: {{1,2}}|-|,? and |, | & )){{0,8}}"
_STOP = (
    r"\b(?:with|to|in|for|from|said|says|told|that|by|on|at|as|against|over|after|before|between|is|was|has|had|will|would|but|when|met|who|than|about|into"
    r"|meets|visited|hosted|received|including|where|while|which|under|through|amid|counter|if|not|also|does|did|do|are|were|be|been|its|their)\b"
)
#: "special envoy for A NAME": the country is what the office is for.
_OFFICE_FOR = rf"{_ROLE} (?:for|on|to) (?:the )?{_C},? {{1,2}}$"
#: What may stand in one noun phrase after a role: the abbreviation of a committee has points.
_INNER = r"(?:[^\x01\x03\x06.;]|C\.C\.)"
#: name, side of the name, regex whose first group is the country or body, whether a role must stand in the match, rank (small is sure).
_RULES: tuple[tuple[str, str, str, bool, float], ...] = (
    # "A's ambassador to B NAME"
    ("sender", "before", rf"({_C}){_S}[ -]{{1,2}}(?:[a-z-]+ |[A-Z][a-z]+ ){{0,3}}{_ROLE} (?:to|for|in) (?:the )?{_C},? {{1,2}}(?:{_ROLE} {{1,2}})?$", True, 0.4),
    # "the A and B ROLES, NAME and NAME"
    ("first_of_two", "before", rf"({_C}) and {_C}{_S} {_MIDDLE}(?:-+ )?$", True, 0.45),
    ("second_of_two", "before", rf"{_C}( and {_C}){_S} {_MIDDLE}(?:-+ )?{_P} and $", True, 0.45),
    # "President of the Republic of A NAME"
    ("role_of", "before", rf"{_ROLE}(?: [a-z\x04\x03-]+){{0,4}} of (?:the )?({_C}){_S}[,:]? {{1,2}}(?:{_ROLE} {{1,2}}|[A-Z][a-z]+\. )*$", True, 0.5),
    # "President NAME of A", "A's NAME (of B)"
    ("of", "after", rf"^ (?:of|from) (?:the )?({_C})", False, 0.8),
    # "A's chief ROLE NAME"
    ("possessor_role", "before", rf"({_C}){_S}[ -]{{1,2}}({_MIDDLE})$", True, 1.0),
    # "A minister for trade and industry, NAME"
    ("portfolio", "before", rf"({_C}){_S} (?:[a-z]+ )?{_ROLE} for (?:the )?(?:[A-Za-z][a-z]+(?:, | & | )){{0,5}}[A-Za-z][a-z]+,? {{1,2}}$", True, 1.1),
    # "A's NAME", "the A NAME"
    ("possessor", "before", rf"({_C}){_S} {{1,2}}((?:[a-z]+ )?)$", False, 1.5),
    # "A ROLE NAME and NAME", "A ROLES NAME, NAME and NAME"
    ("list", "before", rf"({_C}){_S}[ -]({_MIDDLE})(?:{_P}(?:, | and |, and | & ))+(?:{_ROLE} )?$", True, 1.8),
    # "NAME, ROLE of A"
    ("apposition_of", "after", rf"^, {_ARTICLES}(?:[a-z\x04-]+ ){{0,5}}{_ROLE}(?:{_INNER}{{0,110}}?) (?:of|at|in|from|with) (?:the )?(?:C\.C\., (?:the )?)?({_C})", True, 1.2),
    # "NAME, ROLE, A; NAME, ROLE, B"
    ("listing", "after", rf"^, {_ARTICLES}(?:[a-z-]+ ){{0,4}}{_ROLE}(?:{_INNER}{{0,40}}), (?:the )?(\x01+)(?:[;.]|,? (?:and )?(?:{_ROLE} )?{_P}|$)", True, 1.3),
    # "NAME, A's ROLE"
    ("apposition_possessor", "after", rf"^,? {_ARTICLES}({_C}){_S}[ -](?:[a-z\x04\x0e-]+[ ,]*|[A-Z][a-z]+ ){{0,6}}{_ROLE}", True, 1.2),
    # "NAME, adviser to A's NAME"
    ("adviser_to", "after", rf"^, {_ARTICLES}(?:[a-z-]+ ){{0,4}}{_ROLE} (?:to|of|for) (?:the )?({_C}){_S} (?:{_ROLE} {{1,2}})?{_P}", True, 1.2),
    # "NAME, A's point man on ..."
    ("apposition_other", "after", rf"^, ({_C})['\"]{{1,3}}s [a-z]", False, 1.3),
    # "NAME, who led the A team"
    ("leader", "after", rf"^,? who (?:heads|headed|leads|led|represents|represented|speaks for|spoke for) (?:the )?({_C})", False, 1.6),
    # "his A opposite number, NAME"
    ("counterpart", "before", rf"({_C}) (?:counterpart|colleague|opposite number|host|guest|rival),? {{1,2}}$", False, 1.0),
    # "A was not heard by its ROLE, NAME"
    ("its", "before", rf"({_C})[^\x01\x03\x06.;]{{0,80}}\bits (?:[a-z-]+ ){{0,2}}{_ROLE},? $", True, 2.1),
    # "NAME, ROLE, and NAME, ROLE, from the A side"
    ("side", "after", rf"^[^\x01.;]{{0,240}}? (?:from|for|representing) the ({_C}) side(?:[.;]|$|,? [a-z])", False, 1.25),
    ("side_before", "before", rf"\b(?:from|for|on) the ({_C}) side\b[^\x01.;]{{0,180}}$", False, 1.9),
    # "ROLE NAME and ROLE NAME of A"
    ("list_of", "after", rf"^(?:(?:, | and |, and )[^\x01\x03\x06.;]{{0,40}}{_ROLE} [^\x01\x03\x06.;]{{0,20}}{_P}){{1,4}},? (?:of|from) (?:the )?({_C})", True, 2.3),
    # "A's mayor NAME", where A is a city
    ("city", "before", rf"(\x02+){_S} {_ROLE},? $", True, 6.6),
    ("mayor_of", "after", rf"^, {_ARTICLES}(?:[a-z-]+ ){{0,2}}{_ROLE} of (?:the )?(\x02+)", True, 6.6),
    ("parenthesis", "after", rf"^ \(({_C})[,)]", False, 1.4),
    # "an A delegation led by ROLE NAME"
    ("delegation", "before", rf"({_C})[^.;\x06]{{0,70}} (?:led|headed|chaired) by (?:the |its |their )?(?:[A-Z]?[a-z-]* ?{_ROLE},? )*$", False, 2.2),
    ("delegation_of", "before", rf"delegations?[^.;\x06]{{0,40}} ({_C})[^.;\x06]{{0,30}} (?:led|headed) by (?:the |its |their )?(?:[A-Z]?[a-z-]* ?{_ROLE},? )*$", False, 2.0),
    ("apposition_body", "after", rf"^, {_ARTICLES}(?:[A-Za-z-]+ ){{0,5}}(?:of|at|with|for|from|in) (?:the )?({_C})", False, 4.0),
)  # fmt: skip
#: name, side, regex whose first group is another person, rank: the name takes that person's country.
_RELATIVE: tuple[tuple[str, str, str, float], ...] = (
    # "NAME's spokesman, NAME", "NAME and his deputy NAME"
    ("of_person", "before", rf"({_P})['\"]{{1,3}}s (?:[a-z-]+ ){{0,4}}(?:[A-Z][a-z]+ )?(?:{_ROLE}|[a-z]+)?,? (?:{_ROLE} )?$", 4.2),
    ("his", "before", rf"({_P}),? and (?:his|her) (?:[a-z-]+ ){{0,3}}(?:{_ROLE}|[a-z]+),? $", 4.2),
    # "President NAME and Foreign Minister NAME"
    ("with_role", "before", rf"({_P})(?:, | and |, and )(?:(?:[a-z-]+ ){{0,2}}{_ROLE}(?:,? and {_ROLE})* )$", 4.4),
)  # fmt: skip
#: As `_RELATIVE`, where the other person stands after the name.
_RELATIVE_AFTER: tuple[tuple[str, str, float], ...] = (
    # "NAME, an adviser to NAME"
    ("adviser_to", rf"^, {_ARTICLES}(?:[A-Za-z-]+ ){{0,4}}{_ROLE} (?:to|of|for) (?:{_ROLE} {{1,2}})?({_P})", 4.05),
    # "NAME, NAME's spokesman"
    ("of_person_after", rf"^, ({_P})['\"]{{1,3}}s (?:[a-z-]+ ){{0,4}}{_ROLE}", 4.2),
)
#: Bytes of a sentence in which the country it opens with stands.
_OPENING_REACH = 20
#: "In A, NAME ..."
_OPENING = r"^(?:In|At|From) (?:the |neighbou?ring )?([\x01\x02]+), "
#: A role right before a name, with what may stand between; a role in the apposition after it.
_ROLE_BEFORE = r"(\x04+)((?:[,:]? {1,2}|-elect |[A-Z][a-z]*\. {1,2}|(?:of|for|to) (?:the )?[\x01\x03]+,? )*)$"
#: A role between the name and the next one is the next one's.
_NEXT_ROLE = rf"^,? (?:and )?{_ARTICLES}(?:[a-z-]+ ){{0,2}}{_ROLE} {{1,2}}{_P}"
#: A role that ends the apposition of the person before is not the name's, when its own apposition follows.
_LAST_ROLE = rf"{_P}, [^\x06;]*{_ROLE}(?: (?:of|for|to) [^\x06;,]*)?, (?:and )?$"
_ROLE_AFTER = rf"^,? {_ARTICLES}(?:[\x01\x03]+(?:['\"]{{1,3}}s?)?[ -])?(?:[A-Z]?[a-z-]+ ){{0,3}}(\x04+)"


def _by_rule(person: pl.LazyFrame, rule: tuple[str, str, str, bool, float]) -> pl.LazyFrame:
    """Where the country or body stands that a rule finds for a person: `person`, `rank`, `sentence_id`, `at_span`."""
    name, side, pattern, needs_role, rank = rule
    text = pl.col(side)
    hit = person.filter(text.str.contains(pattern)).with_columns(
        text.str.extract(pattern, 0).alias("match"), text.str.extract(pattern, 1).alias("filler")
    )
    words = pl.col("filler").str.extract(r"^([ a-z]*)", 1).str.len_bytes()
    lead = (pl.col("match").str.find(pl.col("filler"), literal=True) + words).cast(pl.Int64)
    if side == "before":
        at = pl.col("start") - pl.col("match").str.len_bytes().cast(pl.Int64) + lead
        middle = pl.col("match").str.replace_all(r"^[^\x01\x03]*[\x01\x03]+", "")
        if name == "first_of_two":
            hit = hit.filter(pl.col("after").str.contains(rf"^ and {_P}"))
        if name in ("possessor_role", "possessor", "list", "first_of_two"):
            hit = hit.filter(~middle.str.contains(_STOP) & ~text.str.contains(_OFFICE_FOR))
    else:
        at = pl.col("end") + lead
        hit = hit.filter(~pl.col("match").str.contains(r"\b(?:said|says|told|met|meets|and then|that|will|would)\b|^, and "))
    if needs_role:
        hit = hit.filter(pl.col("match").str.contains(FILLER["role"], literal=True))
    return hit.select("person", pl.lit(rank).alias("rank"), "sentence_id", at.alias("at_span"))


def _by_rules(person: pl.LazyFrame, spans: pl.LazyFrame) -> pl.LazyFrame:
    """Countries that the words around persons give: `person`, `rank`, `country_code`."""
    party = (
        spans.filter(pl.col("kind").is_in(["country", "organisation", "place"]))
        .select("sentence_id", pl.col("start").alias("at_span"), pl.coalesce("party", "country_code").alias("country_code"))
        .drop_nulls()
    )
    return (
        pl.concat([_by_rule(person, rule) for rule in _RULES])
        .join(party, on=["sentence_id", "at_span"], how="inner")
        .select("person", "rank", "country_code")
    )


def _relatives(person: pl.LazyFrame) -> pl.LazyFrame:
    """Where the other stands by way of whom a person is named: `person`, `rank`, `sentence_id`, `at_span`."""
    frames = []
    for _, side, pattern, rank in _RELATIVE:
        text = pl.col(side)
        match, found = text.str.extract(pattern, 0), text.str.extract(pattern, 1)
        at = pl.col("start") - match.str.len_bytes().cast(pl.Int64) + match.str.find(found, literal=True).cast(pl.Int64)
        named = person.filter(text.str.contains(pattern) & ~match.str.contains(_STOP))
        frames.append(named.select("person", pl.lit(rank).alias("rank"), "sentence_id", at.alias("at_span")))
    for _, pattern, rank in _RELATIVE_AFTER:
        match, found = pl.col("after").str.extract(pattern, 0), pl.col("after").str.extract(pattern, 1)
        at = pl.col("end") + match.str.find(found, literal=True).cast(pl.Int64)
        named = person.filter(pl.col("after").str.contains(pattern))
        frames.append(named.select("person", pl.lit(rank).alias("rank"), "sentence_id", at.alias("at_span")))
    return pl.concat(frames)


def _by_person(relative: pl.LazyFrame, person: pl.LazyFrame, settled: pl.LazyFrame) -> pl.LazyFrame:
    """Countries of persons named by way of another one (`_relatives`), whose country is settled: the columns of `_by_rules`."""
    other = person.join(settled, on=["article_id", "name"], how="inner").select(
        "sentence_id", pl.col("start").alias("at_span"), "country_code"
    )
    return relative.join(other, on=["sentence_id", "at_span"], how="inner").select("person", "rank", "country_code")


def _by_opening(person: pl.LazyFrame, spans: pl.LazyFrame) -> pl.LazyFrame:
    """Persons with a role in a sentence that opens with where it plays: the columns of `_by_rules`."""
    first = spans.filter(pl.col("kind").is_in(["country", "place"]) & (pl.col("start") <= _OPENING_REACH)).sort("sentence_id", "start")
    where = first.unique("sentence_id", keep="first", maintain_order=True).select("sentence_id", pl.col("country_code").alias("there"))
    return (
        person.filter(pl.col("before").str.contains(_OPENING) & pl.col("before").str.contains(r"\x04+ $"))
        .join(where, on="sentence_id", how="inner")
        .filter(pl.col("there").is_not_null())
        .select("person", pl.lit(4.6).alias("rank"), pl.col("there").alias("country_code"))
    )


def _roles(person: pl.LazyFrame, spans: pl.LazyFrame) -> pl.LazyFrame:
    """The role nearest to each name: right before it, or in the apposition after it. `person`, `role`, `level`, `role_rank`."""
    role = spans.filter(pl.col("kind") == "role").select(
        "sentence_id",
        pl.col("end").alias("at"),
        pl.col("surface").alias("role"),
        pl.col("name").alias("office"),
        pl.col("party").alias("level"),
        "note",
    )
    gap = pl.col("before").str.extract(_ROLE_BEFORE, 2).str.len_bytes().cast(pl.Int64)
    own = ~(pl.col("before").str.contains(_LAST_ROLE) & pl.col("after").str.contains(_ROLE_AFTER))
    before = person.filter(own).with_columns((pl.col("start") - gap).alias("at"), pl.lit(0).alias("role_rank"))
    reach = pl.col("after").str.extract(_ROLE_AFTER, 0).str.len_bytes().cast(pl.Int64)
    after = person.filter(pl.col("after").str.contains(r"^,") & ~pl.col("after").str.contains(_NEXT_ROLE)).with_columns(
        (pl.col("end") + reach).alias("at"), pl.lit(1).alias("role_rank")
    )
    return (
        pl.concat([before, after])
        .filter(pl.col("at").is_not_null())
        .join(role, on=["sentence_id", "at"], how="inner")
        .filter(pl.col("note") != "honorific")
        # The office of many ("Presidents A and B") is each one's in the singular.
        .with_columns(pl.when(pl.col("note") == "plural").then("office").otherwise("role").alias("role"))
        .select("person", "role", "level", "role_rank")
    )


def _told(spans: pl.LazyFrame) -> pl.LazyFrame:
    """The countries and bodies that each article names, and those its places lie in: `article_id`, `iso3`, `told` (true)."""
    named = spans.filter(pl.col("kind") != "role")
    both = pl.concat([named.select("article_id", pl.col(column).alias("iso3")) for column in ("country_code", "party")])
    return both.filter(pl.col("iso3").is_not_null()).unique().with_columns(pl.lit(True).alias("told"))


#: Offices that everybody knows: their holder is called by the surname where nothing else tells of the country.
_WELL_KNOWN = r"president|prime minister|premier|chancellor|king|queen|leader|foreign|secretary"
#: Years after which a name out of office is a namesake's, unless the article names the country.
_FORGOTTEN = 12


def _directory(person: pl.LazyFrame, told: pl.LazyFrame) -> pl.LazyFrame:
    """Officials by full name, else by surname, in office nearest to publication: `person`, `rank`, `country_code`, `known_role`, `distance` (years).

    Of two with one surname, the one counts whose country the article names (`told`).
    """
    spelled = officials().lazy().select(pl.col("spelling").alias("key"), "iso3", pl.col("role").alias("known_role"), "from", "to")
    surname = surnames().lazy().select("key", "iso3", pl.col("role").alias("known_role"), "from", "to")
    year = pl.col("published_date").dt.year()
    distance = (
        pl.when(year < pl.col("from").fill_null(0))
        .then(pl.col("from") - year)
        .when(year > pl.col("to").fill_null(9999))
        .then(year - pl.col("to"))
        .otherwise(0)
    )
    keyed = person.with_columns(official_key(pl.col("name")).alias("key"), pl.col("name").str.contains(" ").alias("is_full"))
    by_name = keyed.join(spelled, on="key", how="inner").with_columns(pl.lit(False).alias("loose"))
    by_surname = keyed.filter(~pl.col("is_full")).join(surname, on="key", how="inner").with_columns(pl.lit(True).alias("loose"))
    known, far, well_known = pl.col("told"), pl.col("distance"), pl.col("known_role").str.contains(_WELL_KNOWN)
    return (
        pl.concat([by_name, by_surname], how="diagonal")
        .join(told, on=["article_id", "iso3"], how="left")
        .with_columns(distance.alias("distance"), known.fill_null(False))
        .filter(pl.when("loose").then((far <= 1) & (known | well_known)).otherwise(known | (far <= _FORGOTTEN)))
        .sort(
            *("person", "loose", pl.col("loose") & ~known, "distance", ~known, ~well_known, "from", "iso3", "known_role"),
            descending=[False, False, False, False, False, False, True, False, False],
        )
        .unique("person", keep="first", maintain_order=True)
        .select(
            "person",
            # A full name in office that day is surer than any pattern; a name out of office or a bare surname is not.
            pl.when("loose")
            .then(pl.when(known).then(4.1).otherwise(4.3))
            .otherwise(pl.when(far == 0).then(0.0).when((far <= _FORGOTTEN) | well_known).then(3.9).otherwise(6.2))
            .alias("rank"),
            pl.col("iso3").alias("country_code"),
            "known_role",
            "distance",
        )
    )


def in_office(person: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Those of the person mentions who hold an office of the directory when their article was published: adds `iso3`."""
    numbered = person.with_row_index("person")
    held = (
        _directory(numbered.lazy(), told.lazy()).filter(pl.col("distance") == 0).select("person", pl.col("country_code").alias("iso3"))
    ).collect()
    return numbered.join(held, on="person", how="inner", maintain_order="left").drop("person")


#: Rank of the country an article is told from: nothing surer is said.
_HOME = 7.0
#: Agencies that report from everywhere: their own country says nothing of the persons they name.
_WORLDWIDE = ["Reuters", "AFP", "Associated Press", "BBC", "CNN", "VOA", "UPI", "Bloomberg", "Al Jazeera", "Deutsche Welle"]
#: Sources that are a government's own.
_GOVERNMENT = r"\b(?:Department|Ministry|Government|Presidency|House|Office|Embassy|Mission)\b"
#: Last sentence of a lead, and characters of the body that open an article.
_LEAD, _HEAD = 2, 600


def _of_source(source: pl.Series) -> pl.DataFrame:
    """The country of each agency or ministry: its own, else the one its name opens with ("German Foreign Ministry"). `source`, `of_source`, `is_agency`."""
    agency = lexicon.load("organisation").select(pl.col("name").alias("source"), "iso3").unique("source", keep="first")
    opening = lexicon.load("country_name").select(pl.col("surface").alias("opening"), pl.col("iso3").alias("of_name"))
    words = pl.col("source").str.split(" ")
    openings = [words.list.head(length).list.join(" ") for length in (1, 2, 3)]
    named = (
        source.drop_nulls()
        .unique()
        .to_frame("source")
        .with_columns(pl.concat_list(openings).list.unique(maintain_order=True).alias("opening"))
        .explode("opening")
        .join(opening, on="opening", how="inner")
        .sort("source", pl.col("opening").str.len_chars(), "of_name", descending=[False, True, False])
        .unique("source", keep="first", maintain_order=True)
        .select("source", "of_name")
    )
    return (
        agency.join(named, on="source", how="full", coalesce=True)
        .filter(~pl.col("source").is_in(_WORLDWIDE))
        .select(
            "source",
            pl.coalesce("iso3", "of_name").alias("of_source"),
            (pl.col("iso3").is_not_null() & ~pl.col("source").str.contains(_GOVERNMENT)).alias("is_agency"),
        )
    )


def _datelined(article: pl.DataFrame) -> pl.DataFrame:
    """The country whose capital an article is datelined in: `article_id`, `of_dateline`."""
    capital = lexicon.load("capital").select(pl.col("surface").str.to_uppercase().alias("city"), pl.col("iso3").alias("of_dateline"))
    return (
        article.select("article_id", pl.col("dateline_place").str.to_uppercase().alias("city"))
        .join(capital.sort("city", "of_dateline").unique("city", keep="first"), on="city", how="inner")
        .select("article_id", "of_dateline")
    )


def _publishing(article: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The government whose own text an article is, by what its headline or opening calls its offices (`lexicon/publisher.tsv`).

    `article_id`, `of_opening`. An office with a country or another name before it is told of from outside.
    """
    opening = pl.concat_str(pl.col("title").fill_null(""), pl.lit(". "), pl.col("body").str.slice(0, _HEAD))
    rows = lexicon.load("publisher")
    texts = article.select("article_id", opening.str.replace_all("’", "'").alias("opening"))
    found = pl.concat(
        texts.filter(pl.col("opening").str.contains(rf"(?:^|[^A-Za-z -]\s*|\b[a-z]+ |The ){pattern}\b")).select(
            "article_id", pl.lit(pattern).alias("pattern")
        )
        for pattern in rows["pattern"].unique(maintain_order=True)
    )
    found = found.join(rows, on="pattern", how="inner").with_columns((pl.col("iso3").n_unique().over("pattern") > 1).alias("shared"))
    named = told.select("article_id", "iso3", pl.lit(True).alias("named"))
    return (
        found.join(named, on=["article_id", "iso3"], how="left")
        .filter(~pl.col("shared") | pl.col("named").fill_null(False))
        .filter(pl.col("shared") == pl.col("shared").min().over("article_id"))
        .group_by("article_id")
        .agg(pl.col("iso3").first().alias("of_opening"), pl.col("iso3").n_unique().alias("n"))
        .filter(pl.col("n") == 1)
        .drop("n")
    )


def home(article: pl.DataFrame, spans: pl.DataFrame, person: pl.DataFrame) -> pl.DataFrame:
    """The country each article is told from: its source's, else that whose own text it is, else that of the official it opens with,
    else that of the capital it is datelined in where headline or first sentence name it, else the first country named, else that of
    the first place.

    An agency also reports on others: where the text names two or more countries, its own must be one of them or that of the dateline.
    `article_id`, `home`, `publisher` (null where only a dateline or the text tells).
    """
    told = _told(spans.lazy()).collect()
    first = in_office(person.filter(pl.col("sentence_no").is_between(0, _LEAD)), told)
    country = spans.filter(pl.col("kind") == "country").sort("sentence_id", "start")
    # One whose country stands before the name is told of from abroad.
    beside = country.select("sentence_id", pl.col("name").alias("iso3"), pl.col("start").alias("named_at"))
    official = (
        first.join(beside, on=["sentence_id", "iso3"], how="left")
        .group_by("article_id", "at", "iso3")
        .agg((pl.col("named_at") < pl.col("start")).any().alias("from_abroad"))
        .filter(~pl.col("from_abroad").fill_null(False))
        .sort("article_id", "at", "iso3")
        .select("article_id", pl.col("iso3").alias("of_official"))
    )
    named = country.filter(pl.col("sentence_no") >= 0).select("article_id", pl.col("name").alias("of_text"))
    placed = (
        spans.filter((pl.col("kind") == "place") & pl.col("country_code").is_not_null() & (pl.col("sentence_no") >= 0))
        .sort("sentence_id", "start")
        .unique("article_id", keep="first", maintain_order=True)
        .select("article_id", pl.col("country_code").alias("of_place"))
    )
    opening = country.filter(pl.col("sentence_no") <= 0).select("article_id", pl.col("name").alias("of_dateline")).unique()
    datelined = _datelined(article)
    abroad = named.group_by("article_id").agg((pl.col("of_text").n_unique() > 1).alias("is_abroad"))
    local = pl.concat(
        [
            told.select("article_id", pl.col("iso3").alias("of_source")),
            datelined.select("article_id", pl.col("of_dateline").alias("of_source")),
        ]
    ).unique()
    source = _of_source(article["source"])
    return (
        article.select("article_id", "source")
        .join(source, on="source", how="left")
        .join(local.with_columns(pl.lit(True).alias("is_local")), on=["article_id", "of_source"], how="left")
        .join(official.unique("article_id", keep="first", maintain_order=True), on="article_id", how="left")
        .join(datelined.join(opening, on=["article_id", "of_dateline"], how="semi"), on="article_id", how="left")
        .join(named.unique("article_id", keep="first", maintain_order=True), on="article_id", how="left")
        .join(abroad, on="article_id", how="left")
        .join(placed, on="article_id", how="left")
        .join(_publishing(article.join(source.filter("is_agency"), on="source", how="anti"), told), on="article_id", how="left")
        .with_columns(
            pl.when(pl.col("is_local").fill_null(False) | ~(pl.col("is_agency") & pl.col("is_abroad").fill_null(False)))
            .then("of_source")
            .alias("of_own_source")
        )
        .select(
            "article_id",
            pl.coalesce("of_own_source", "of_opening", "of_official", "of_dateline", "of_text", "of_source", "of_place").alias("home"),
            pl.coalesce("of_own_source", "of_opening", "of_official").alias("publisher"),
        )
    )


#: Persons named by way of persons named by way of others: so many steps.
_CHAIN = 2


def _surroundings(sentence: pl.DataFrame, person: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Person mentions with `before` and `after` in text where persons are masked too."""
    columns = ["sentence_id", "start", "end", "kind"]
    both = pl.concat([spans.select(columns), person.with_columns(kind=pl.lit("person")).select(columns)])
    named = sentence.join(person.select("sentence_id").unique(), on="sentence_id", how="semi")
    masked = mask(named, both.join(named.select("sentence_id"), on="sentence_id", how="semi"))
    return context(
        person.lazy().join(
            masked.lazy().select("sentence_id", pl.col("masked").alias("ascii")), on="sentence_id", how="left", maintain_order="left"
        ),
        before=200,
        after=260,
    ).collect()


#: A sentence that goes on about the country or body of the one before.
_GOES_ON = (
    rf"^(?:Its (?:[a-z-]+ ){{0,2}}{_ROLE},? "
    rf"|(?:It|The (?:[a-z0-9-]+ ){{0,3}}(?:delegation|group|team|mission|party)) (?:is|was) (?:being )?(?:led|headed) by (?:{_ROLE} )?)$"
)


def _by_pronoun(person: pl.LazyFrame, spans: pl.LazyFrame) -> pl.LazyFrame:
    """Persons named as "Its ROLE, NAME" after a sentence on a country: the columns of `_by_rules`."""
    before = (
        spans.filter(pl.col("kind").is_in(["country", "organisation"]) & pl.col("party").is_not_null())
        .sort("sentence_id", "start")
        .unique("sentence_id", keep="first", maintain_order=True)
        .select((pl.col("sentence_id") + 1).alias("sentence_id"), "article_id", "party")
    )
    return (
        person.filter(pl.col("before").str.contains(_GOES_ON))
        .join(before, on=["sentence_id", "article_id"], how="inner")
        .select("person", pl.lit(2.1).alias("rank"), pl.col("party").alias("country_code"))
    )


def _by_office(role: pl.LazyFrame, people: pl.LazyFrame, spans: pl.LazyFrame, home: pl.LazyFrame) -> pl.LazyFrame:
    """Holders of an office that few countries have: the columns of `_by_rules`. Surer where the article names the country."""
    told = pl.concat([_told(spans).select("article_id", "iso3"), home.select("article_id", pl.col("home").alias("iso3"))]).unique()
    return (
        role.sort("person", "role_rank", "role")
        .unique("person", keep="first", maintain_order=True)
        .with_columns(pl.col("role").str.to_lowercase().str.replace_all(r"\s+", " "))
        .join(lexicon.load("office").lazy(), on="role", how="inner")
        .join(people.select("person", "article_id"), on="person", how="inner")
        .join(told.with_columns(pl.lit(True).alias("told")), on=["article_id", "iso3"], how="left")
        .filter(pl.col("told") | pl.col("unnamed").is_not_null())
        .select(
            "person",
            pl.when("told").then(6.0).when(pl.col("unnamed") == "sure").then(6.5).otherwise(_HOME + 1).alias("rank"),
            pl.col("iso3").alias("country_code"),
        )
    )


def _surest(evidence: pl.LazyFrame, keys: list[str]) -> pl.LazyFrame:
    """The country that the surest, else the first, piece of evidence gives each person of an article, and its rank; the code breaks ties."""
    return evidence.sort("rank", "at", "country_code").unique(keys, keep="first", maintain_order=True).select(*keys, "country_code", "rank")


#: Offices that several persons of a country hold at a time.
_MANY_HOLD = r"^(?:minister|member|state minister|minister of state|senior|former)\b$|deputy|vice|assistant|under|secretary$"


def _one_holder(country: pl.LazyFrame, role: pl.LazyFrame, spans: pl.LazyFrame) -> pl.LazyFrame:
    """The countries of persons, where one taken for a holder of the home country's office holds another's: an office has one holder.

    When home has no such office, or someone else named holds it, the country named most of those left is taken, null when none is.
    """
    alone = pl.col("level").is_in(["head", "minister"]) & ~pl.col("role").str.contains(_MANY_HOLD)
    held = country.join(role.filter(alone), on=["article_id", "name"], how="inner")
    missing = lexicon.load("no_office").lazy().select("role", pl.col("iso3").alias("country_code"))
    taken = held.filter(pl.col("rank") < _HOME).select("article_id", "role", "country_code").unique()
    guessed = held.filter(pl.col("rank") == _HOME)
    wrong = pl.concat(
        [
            guessed.join(taken, on=["article_id", "role", "country_code"], how="semi"),
            guessed.join(missing, on=["role", "country_code"], how="semi"),
        ]
    ).unique()
    named = (
        spans.filter(pl.col("kind").is_in(["country", "place"]) & pl.col("country_code").is_not_null())
        .group_by("article_id", "country_code")
        .agg(pl.len().alias("times"), pl.col("sentence_id").min().alias("first"))
    )
    other = (
        wrong.select("article_id", "name", "role", pl.col("country_code").alias("home"))
        .join(named, on="article_id", how="inner")
        .filter(pl.col("country_code") != pl.col("home"))
        .join(taken, on=["article_id", "role", "country_code"], how="anti")
        .join(missing, on=["role", "country_code"], how="anti")
        .sort("times", "first", "country_code", descending=[True, False, False])
        .unique(["article_id", "name"], keep="first", maintain_order=True)
        .select("article_id", "name", pl.col("country_code").alias("other"))
    )
    return (
        country.join(wrong.select("article_id", "name", pl.lit(True).alias("wrong")), on=["article_id", "name"], how="left")
        .join(other, on=["article_id", "name"], how="left")
        .with_columns(pl.when("wrong").then("other").otherwise("country_code").alias("country_code"))
        .select("article_id", "name", "country_code", (pl.col("rank") == _HOME).alias("assumed"))
    )


def _of_counterpart(role: pl.LazyFrame, where: pl.LazyFrame) -> pl.LazyFrame:
    """Roles where a counterpart has the role of the person named before, else after: a counterpart holds the same office."""
    keys, own = ["article_id", "name"], pl.col("role") != "counterpart"
    told = [
        pl.when(own).then(column).forward_fill().backward_fill().over("article_id").alias(f"{column}_before")
        for column in ("role", "level")
    ]
    first = (
        where.join(role, on=keys, how="inner")
        .sort("article_id", "at")
        .with_columns(told)
        .unique(keys, keep="first", maintain_order=True)
        .select(*keys, "role_before", "level_before")
    )
    return role.join(first, on=keys, how="left").select(
        *keys, *(pl.when(own).then(column).otherwise(f"{column}_before").alias(column) for column in ("role", "level"))
    )


def affiliated(sentence: pl.DataFrame, person: pl.DataFrame, spans: pl.DataFrame, home: pl.DataFrame) -> pl.DataFrame:
    """Person mentions with `country_code`, `assumed`, `role`, `level`, one value a person and article.

    `home` has `article_id`, `home`: the country an article is told from, taken for persons of whom nothing else is said (`assumed`).
    """
    placed = _surroundings(sentence, person, spans).with_row_index("person")
    people, known = placed.lazy(), spans.lazy()
    # Read several times below: worked out once.
    directory, offices, relative = (
        frame.collect().lazy() for frame in (_directory(people, _told(known)), _roles(people, known), _relatives(people))
    )
    local = (
        people.join(home.lazy(), on="article_id", how="inner")
        .filter(pl.col("home").is_not_null())
        .select("person", pl.lit(_HOME).alias("rank"), pl.col("home").alias("country_code"))
    )
    keys = ["article_id", "name"]
    where = people.select("person", *keys, "at")
    evidence = pl.concat(
        [
            _by_rules(people, known),
            _by_opening(people, known),
            _by_pronoun(people, known),
            _by_office(offices, people, known, home.lazy()),
            directory.select("person", "rank", "country_code"),
        ]
    ).collect()
    for _ in range(_CHAIN):
        settled = _surest(evidence.lazy().join(where, on="person", how="inner"), keys)
        related = _by_person(relative, people, settled).collect()
        evidence = pl.concat([evidence, related]).unique(maintain_order=True)
    country = _surest(pl.concat([evidence.lazy(), local]).join(where, on="person", how="inner"), keys)
    role = (
        offices.join(where, on="person", how="inner")
        .sort("role_rank", "at", "role", "level")
        .unique(keys, keep="first", maintain_order=True)
        .select(*keys, pl.col("role").str.to_lowercase().str.replace_all(r"\s+", " ").alias("role"), "level")
    )
    role = role.collect().lazy()
    country = _one_holder(country.collect().lazy(), role, known).collect().lazy()
    role = _of_counterpart(role, where)
    levels = (
        lexicon.load("role")
        .lazy()
        .select(pl.col("role").alias("known_role"), pl.col("level").alias("known_level"))
        .unique("known_role", keep="first")
    )
    held = (
        directory.join(where, on="person", how="inner")
        .filter(pl.col("distance") == 0)
        .sort("at", "known_role")
        .unique(keys, keep="first", maintain_order=True)
        .join(levels, on="known_role", how="left")
        .select(*keys, "known_level")
    )
    return (
        people.join(country, on=keys, how="left", maintain_order="left")
        .join(role, on=keys, how="left", maintain_order="left")
        .join(held, on=keys, how="left", maintain_order="left")
        .with_columns(pl.coalesce("level", "known_level").alias("level"), pl.col("assumed").fill_null(True))
        .drop("known_level", "person", "before", "after")
        .collect()
    )
