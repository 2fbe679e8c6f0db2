"""Meetings in sentences: a trigger, the sides around it, then status, kind, date and place. A cascade of finite-state rules.

The cascade follows FASTUS (Hobbs et al., 1997): known spans become symbols, noun phrases that stand for a side are folded into one
symbol each, then small patterns read what stands left and right of a word of meeting. Vocabulary and patterns are rows of
`lexicon/meeting_trigger.tsv` and `lexicon/meeting_status.tsv`. Only sentences in which a trigger stands are looked at.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from transforms import lexicon, tables
from transforms.person import FILLER
from transforms.text import leftmost_longest, matches, overlay

END = "\x0f"
_ID = rf"\d+{END}"
C, L, B, R, D, P = (rf"{FILLER[kind]}{_ID}" for kind in ("country", "place", "organisation", "role", "date", "person"))
_ANY = rf"[\x01\x03\x06]{_ID}"
#: Actors side by side: "X", "X and Y", "X, Y and Z".
_JOIN = r"(?:,? and (?:the |his |her |their |its )?|, (?:the |his |her )?|-|,? as well as (?:the )?|, and (?:the )?|,? along with (?:the )?|,? accompanied by (?:the )?)"
GROUP = rf"{_ANY}(?:{_JOIN}{_ANY})*"
_ADJ = (
    r"(?:(?:chief|top|senior|deputy|new|acting|former|outgoing|visiting|then|interim|nuclear|special|foreign|trade|defen[cs]e|military|high-level|high-ranking|ranking|official"
    r"|government|state|economic|finance|working-level|respective|newly|elected|appointed|incoming|current|leading|veteran|own|other|two|three|four|several|some|many|parliamentary"
    r"|diplomatic|security|peace|business|party|ruling|opposition|friendly|friendship|large|small|joint|national|central|regional|local|late|longtime|right-wing|left-wing|embattled) )"
)
_BODY_NOUN = (
    r"(?:counterparts?|delegations?|sides?|officials?|leaders?|ministers?|envoys?|diplomats?|negotiators?|representatives?|governments?|authorities|delegates?|lawmakers?|team|presidents?"
    r"|heads of state|foreign ministers?|ambassadors?|troops? commanders?|generals?|people|parties|scholars|experts?|mediators?|companies|businessmen|executives|rebels|insurgents"
    r"|administration|guests?|visitors?|friends|head of state|rebel group|group|movement|members?|embassy|nations?|states?|countries|bloc|heads|chiefs?)"
)
_OF = r"(?: (?:of|to|for|from|in|at) (?:the )?)"
#: Noun phrases folded into the one span that says who acts: pattern, what is left of it. Applied in order.
_FOLDS: tuple[tuple[str, str], ...] = (
    # "his Japanese counterpart, NAME", "Japanese Foreign Minister NAME", "Japan's NAME"
    (
        rf"(?:(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|{P}'s) )?{_ADJ}*(?:{C}|{B})(?:'{{1,3}}s?)?[ -](?:{_ADJ}|{C} |{B} )*(?:(?:{R}|counterpart)(?:,? and |, | |-elect ))+({P})",
        "${1}",
    ),
    (rf"(?:{C}|{B})'{{1,3}}s? {_ADJ}*({P})", "${1}"),
    (rf"{R}(?: {R})*{_OF}(?:{C}|{B})(?:'{{1,3}}s)?,? (?:{R} )*({P})", "${1}"),
    (rf"(?:[Tt]he )?{_ADJ}*(?:{R}(?: and |, | |-))+({P})", "${1}"),
    (rf"(?:Mr|Mrs|Ms|Dr|Gen|Sen)\.? ({P})", "${1}"),
    # "NAME of Vietnam"; "NAME, foreign minister of the DPRK,"
    (rf"({P}),? (?:of|from) (?:the )?(?:{C}|{B})\b", "${1}"),
    (
        rf"({P}), (?:the |a |an |who is )?(?:(?:{C}|{B})(?:'{{1,3}}s?)?[ -])?{_ADJ}*{R}(?:(?:,? and |, | | of | of the | for | for the | to | to the | in charge of | at the | at )(?:{R}|{C}|{B}|{L}|[a-z]+ affairs|[A-Z][\w ]{{2,40}}?))*(?:,|(?P<e>\.?)$)",
        "${1}${e}",
    ),
    (rf"({P}), \d\d,", "${1}"),
    # "a delegation of the X led by NAME", "the top nuclear envoys of X, Y and Z", "Russian officials"
    (
        rf"(?:[Tt]he |[Aa]n? )?{_ADJ}*(?:{C}|{B})?(?:'{{1,3}}s?)?[ -]?{_ADJ}*delegation(?:{_OF}(?:{C}|{B}))?(?: of [a-z ]{{2,30}})?,? (?:led|headed) by (?:{R} )*({P})",
        "${1}",
    ),
    (
        rf"(?:[Tt]he |[Aa]n? |[Ss]ome )?{_ADJ}*(?:{R}|{_BODY_NOUN})(?: and (?:{R}|{_BODY_NOUN}))?(?: of| from| for) (?:the |both |[a-z]+ )?({GROUP})",
        "${1}",
    ),
    (
        rf"(?:[Tt]he |[Aa]n? |[Hh]is |[Hh]er |[Tt]heir |[Oo]ther |[Ss]enior )?{_ADJ}*({_ANY})(?:'{{1,3}}s?)?[ -]{_ADJ}*(?:(?:{B}|[a-z]+) )?(?:(?:{R}|{_BODY_NOUN})(?: and )?)+",
        "${1}",
    ),
    (r"\b(?:[Tt]he|[Bb]oth) (?P<a>[\x01\x03\x06])", "${a}"),
)
_ADVERB = (
    rf"(?:(?:also|later|then|already|recently|separately|previously|jointly|personally|formally|reportedly|last|earlier|today|yesterday|tonight|first|again|briefly|here|on|{D}|to|be|been|being|is|are|was|were|will|would"
    r"|may|might|could|can|should|shall|has|have|had|did|does|do|not|never|no|plans?|planned|planning|expected|expects?|scheduled|set|due|likely|unlikely|agreed|agrees|intends?|going|wants?|wanted|hopes?|hoped|hoping|refused|refuses"
    r"|declined|declines|offered|offers|ready|willing|prepared|slated|seeking|seeks|sought|tentatively|about|a|an|the|their|his|her|its|who|which|that|held|holds?|holding|hosted|having|conducted|began|begin|begins|opened|opens?"
    r"|resumed?|resumes|concluded|wrapped|up|attended?|attends|attending|took|take|part|in|for|another|round|of|series|more|new|further|direct|indirect|formal|informal|official|working|one-on-one|face-to-face|bilateral|trilateral|friendly|candid|"
    r"extended|lengthy|telephone|phone|video|joint|high-level|working-level|short|separate|private|closed-door|two-day|three-day|one-day|day-long|week-long|make|makes|made|making|pay|paid|pays|paying|begun|start|started|starts|kick|off"
    r"|historic|rare|brief|state|landmark|annual|regular|intensive|nuclear|peace|trade|security|arms|summit|emergency|urgent|intends|scheduling|cancelled|canceled|called|postponed|proposed|proposes|denied|ruled|out|rejected|considering|considered|considers) )"
)
_SUBJECT = rf"({GROUP})(?:,? (?:who|which|that),?)?(?:,[^,;]{{0,90}},)?(?: |'{{1,3}}s? ){_ADVERB}*$"
_POSSESSOR = rf"({GROUP})'{{1,3}}s? (?:[a-z-]+ ){{0,4}}$"
_COMPOUND = rf"((?:{_ANY})(?:-(?:{_ANY}))+) (?:[a-z-]+ ){{0,3}}$"
_OBJECT = rf"^ (?:(?:with|to|by|for|today|again|on|{D}|here|late|early|yesterday|separately|both|[A-Z][a-z]+) )*(?:the |a |an |his |her |their |its |new |visiting )*({GROUP})"
_WITH = (
    rf"^(?: [^;\x06]{{0,70}}?)?[, ](?:with|between|among|by|and|from|involving|of) (?:both |the |his |her |their |its |a |an )*({GROUP})"
)
_WITH_NEAR = rf"^(?: (?:[a-z-]+|{D}|{L}|on|in|at|,)){{0,7}}? (?:with|between|among|involving) (?:both |the |his |her |their |its |a |an |visiting )*({GROUP})"
_OF_NEAR = rf"^ (?:of|by|from) (?:the )?({GROUP})"
_DESTINATION = (
    rf"^ (?:(?:to|the|of|in|here|on|{D}|both|neighbou?ring|nearby) )*([\x01\x02\x03]{_ID}(?:(?:,? and |, )(?:the )?[\x01\x02\x03]{_ID})*)"
)
_FALLBACK = rf"^.*?({GROUP})"
_CLAUSE = r"^.*(?:; |: |\" |'' )"


@cache
def _triggers() -> pl.DataFrame:
    return lexicon.load("meeting_trigger").with_row_index("order")


def encode(sentence: pl.DataFrame, span: pl.DataFrame, date: pl.DataFrame) -> pl.DataFrame:
    """Sentences that hold a trigger, with spans and dates as symbols and noun phrases folded: `sentence_id`, `article_id`, `code`.

    A symbol is a control character for the kind (`FILLER`), the span's id, and `END`. Dates count from 0, spans too.
    """
    words = "|".join(
        [
            "met",
            "meet",
            "spoke",
            "speak",
            "talk",
            "call",
            "phone",
            "visit",
            "travel",
            "trip",
            "fl[yie]",
            "flew",
            "head(?:s|ed|ing) to",
            "left for",
            "leav",
            "arriv",
            "summit",
            "negotiat",
            "consult",
            "conversation",
            "discussions?",
            "dialogue",
            "host",
            "receiv",
            "welcom",
            "conference",
            "forum",
            "Assembly",
            "gathering",
            "confer",
            "went to",
            "go(?:es|ing)? to",
            "sit-down",
            "Summit",
            "Conference",
            "Forum",
            "tour",
            "depart",
            "exchanged",
            "attend",
            "participat",
            "take part",
            "took part",
            "address",
        ]
    )
    chosen = sentence.filter((pl.col("sentence_no") >= 0) & pl.col("ascii").str.contains(rf"\b(?:{words})"))
    symbols = pl.concat(
        [
            span.select(
                "sentence_id",
                "start",
                "end",
                pl.col("kind").replace_strict(FILLER, return_dtype=pl.String).alias("symbol"),
                pl.col("span_id").alias("id"),
            ),
            date.select("sentence_id", "start", "end", pl.lit(FILLER["date"]).alias("symbol"), pl.col("date_id").alias("id")),
            _pronouns(chosen, span),
        ],
        how="diagonal",
    )
    symbols = leftmost_longest(symbols, "sentence_id")
    code = overlay(chosen, symbols, "ascii", pl.concat_str("symbol", "id", pl.lit(END), pl.col("ending").fill_null("")), "sentence_id")
    folded = pl.col("overlaid").str.replace_all(r" {2,}", " ")
    for pattern, kept in _FOLDS:
        folded = folded.str.replace_all(pattern, kept)
    return code.join(chosen.select("sentence_id", "article_id", "published_date"), on="sentence_id", how="left").select(
        "sentence_id", "article_id", "published_date", folded.alias("code"), pl.col("overlaid").alias("plain")
    )


def _pronouns(sentence: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """ "He", "she", "his", "her" as the person last named before them, first in the same sentence: rows like the symbols of `encode`."""
    hits = matches(sentence, "ascii", r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b", "sentence_id", "article_id")
    people = (
        span.filter(pl.col("kind") == "person")
        .select(
            "article_id",
            pl.col("sentence_id").alias("_sentence"),
            (pl.col("sentence_id").cast(pl.Int64) * 1_000_000 + pl.col("start")).alias("at"),
            pl.col("span_id").alias("id"),
        )
        .sort("article_id", "at")
    )
    first = people.unique(["_sentence"], keep="first", maintain_order=True)
    return (
        hits.with_columns((pl.col("sentence_id").cast(pl.Int64) * 1_000_000 + pl.col("start")).alias("at"))
        .sort("article_id", "at")
        .join_asof(first.sort("article_id", "at"), on="at", by="article_id", strategy="backward", check_sortedness=False)
        .filter(pl.col("id").is_not_null() & (pl.col("sentence_id").cast(pl.Int64) - pl.col("_sentence").cast(pl.Int64) <= 2))
        .with_columns(pl.col("surface").is_in(["his", "her", "His", "Her"]).alias("possessive"))
        .select(
            "sentence_id",
            "start",
            "end",
            pl.lit(FILLER["person"]).alias("symbol"),
            "id",
            # "His talks" reads as "NAME's talks".
            pl.when("possessive").then(pl.lit("'s")).otherwise(pl.lit("")).alias("ending"),
        )
    )


def _occurrences(code: pl.DataFrame) -> pl.DataFrame:
    """Every trigger in the folded sentences, one row each with what stands `left` and `right` of it. Earlier rules win a place."""
    frames = []
    for order, row in enumerate(_triggers().iter_rows(named=True)):
        pattern = rf"\b(?:{row['pattern']})"
        found = matches(code, "code", pattern, "sentence_id", "article_id", "published_date", "code")
        frames.append(
            found.with_columns(
                pl.lit(order).alias("order"),
                pl.lit(row["name"]).alias("rule"),
                pl.lit(row["frame"]).alias("frame"),
                pl.lit(row["kind"]).alias("kind"),
            )
        )
    every = pl.concat(frames).sort("sentence_id", "start", "order")
    first = leftmost_longest(every, "sentence_id")
    raw = pl.col("code").cast(pl.Binary)
    return first.with_columns(
        raw.bin.slice(0, pl.col("start")).cast(pl.String).alias("left"),
        raw.bin.slice(pl.col("end")).cast(pl.String).alias("right"),
    ).with_row_index("trigger_id")


def _sides(found: pl.DataFrame) -> pl.DataFrame:
    """Adds `subject`, `object`, `both`, `destination`: the symbols of each side as text, null where a pattern does not fit."""
    left, right, frame = pl.col("left"), pl.col("right"), pl.col("frame")
    clause = left.str.replace(_CLAUSE, "")
    possessor = left.str.extract(_POSSESSOR)
    compound = left.str.extract(_COMPOUND)
    adjacent = left.str.extract(_SUBJECT)
    fallback = clause.str.extract(_FALLBACK)
    direct = right.str.extract(_OBJECT)
    near, wide, of = right.str.extract(_WITH_NEAR), right.str.extract(_WITH), right.str.extract(_OF_NEAR)
    between = right.str.extract(rf"^[^;]{{0,60}}?\b(?:between|among|of|involving) (?:the )?({_ANY}(?:{_JOIN}{_ANY})+)")
    noun = frame.is_in(["noun"])
    return found.with_columns(
        pl.when(noun)
        .then(pl.coalesce(possessor, adjacent, pl.when(between.is_null() & compound.is_null()).then(fallback)))
        .when(frame == "visit_noun")
        .then(pl.coalesce(possessor, right.str.extract(rf"^[^;.]{{0,80}}? by (?:the )?({GROUP})"), adjacent, of, fallback))
        .otherwise(pl.coalesce(adjacent, fallback))
        .alias("subject"),
        pl.when(frame.is_in(["verb", "host"]))
        .then(pl.coalesce(direct, pl.when(frame == "verb").then(near)))
        .when(noun)
        .then(pl.coalesce(near, wide))
        .alias("object"),
        pl.when(noun | (frame == "gathering")).then(pl.coalesce(between, compound)).alias("both"),
        pl.when(frame == "visit")
        .then(right.str.extract(_DESTINATION))
        .when(frame == "visit_noun")
        .then(pl.coalesce(right.str.extract(_DESTINATION), right.str.extract(rf"^[^;.]{{0,60}}? (?:to|in) (?:the )?([\x01\x02\x03]{_ID})")))
        .alias("destination"),
    )


def _ids(found: pl.DataFrame, column: str, span: pl.DataFrame) -> pl.DataFrame:
    """The spans a side names: a row each with `side`."""
    return (
        found.lazy()
        .select("trigger_id", pl.col(column).str.extract_all(r"[\x01\x02\x03\x06]\d+").alias("symbol"))
        .explode("symbol")
        .filter(pl.col("symbol").is_not_null())
        .with_columns(pl.col("symbol").str.slice(1).cast(pl.UInt32).alias("span_id"), pl.lit(column).alias("side"))
        .join(
            span.lazy().select("span_id", pl.col("kind").alias("span_kind"), "name", "party", "country_code", "level"),
            on="span_id",
            how="inner",
        )
        .select("trigger_id", "side", "span_id", "span_kind", "name", "party", "country_code", "level")
        .collect()
    )


def _status(found: pl.DataFrame) -> pl.DataFrame:
    """Adds `status`: the first row of `lexicon/meeting_status.tsv` that fits, else held."""
    near_left = pl.concat_str(pl.col("left").str.slice(-110), pl.lit(" ")).str.replace(r" +$", " ")
    sides = {"left": near_left, "right": pl.col("right")}
    rules = lexicon.load("meeting_status")
    chosen = pl.coalesce(
        *(pl.when(sides[row["side"]].str.contains(row["pattern"])).then(pl.lit(row["status"])) for row in rules.iter_rows(named=True)),
        pl.when(
            (pl.col("frame") == "verb")
            & pl.col("surface").str.contains(r"^(?:meet|speak|talk|confer)\b")
            & pl.col("left").str.contains(r"\bto $")
        ).then(pl.lit("scheduled")),
        pl.lit("held"),
    )
    past_verb = pl.col("frame").is_in(["verb", "visit", "host"]) & pl.col("surface").str.contains(
        r"^(?:met|spoke|talked|conferred|visited|arrived|left|departed|flew|went|hosted|received|welcomed|phoned|telephoned|tou?red|travell?ed|held)\b"
    )
    not_held = pl.col("left").str.contains(r"(?:was|were|had|not|n't|never) (?:to have |been |yet )?$")
    return found.with_columns(pl.when(past_verb & ~not_held).then(pl.lit("held")).otherwise(chosen).alias("status"))


def _when(found: pl.DataFrame, date: pl.DataFrame) -> pl.DataFrame:
    """Adds `date_start`, `date_end`, `date_text`: the expression after the trigger, else the nearest before it; none of a verb of saying."""
    symbol = rf"{FILLER['date']}(\d+){END}"
    said = r"(?:said|told|says|announced|reported|added|quoted|statement|according)[^,.;]{0,30}"
    right = pl.col("right").str.replace_all(rf"{said}{symbol}", "").str.extract(symbol)
    left = pl.col("left").str.replace_all(rf"{said}{symbol}", "").str.extract(rf"^.*{symbol}")
    inside = pl.col("surface").str.extract(symbol)
    ids = pl.coalesce(inside, right, left).cast(pl.UInt32)
    future = pl.col("status").is_in(["scheduled", "expected", "possible", "proposed"])
    return (
        found.with_columns(ids.alias("date_id"))
        .join(
            date.select("date_id", "past_start", "past_end", "future_start", "future_end", pl.col("surface").alias("date_text")),
            on="date_id",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            pl.when(future).then("future_start").otherwise("past_start").alias("date_start"),
            pl.when(future).then("future_end").otherwise("past_end").alias("date_end"),
        )
    )


def _where(found: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """Adds `place`, `place_country`: a place after the trigger, else before it, else the country visited."""
    symbol = rf"\x02(\d+){END}"
    inn = rf"\b(?:in|at|to|In|At) (?:the |neighbou?ring |occupied |central |downtown )*{symbol}"
    ids = pl.coalesce(
        pl.col("destination").str.extract(symbol),
        pl.col("right").str.extract(inn),
        pl.col("left").str.extract(rf"^.*{inn}"),
        pl.col("left").str.extract(rf"{symbol} $"),
    ).cast(pl.UInt32)
    places = span.filter(pl.col("kind") == "place").select(
        pl.col("span_id").alias("place_id"), pl.col("name").alias("place"), pl.col("country_code").alias("place_country")
    )
    return found.with_columns(ids.alias("place_id")).join(places, on="place_id", how="left", maintain_order="left")


def reports(sentence: pl.DataFrame, span: pl.DataFrame, date: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Meetings told by articles and who took part: the columns of `meeting_report` but `meeting_id`, and `report_id`, `span_id`.

    One occasion told in several sentences of an article is one row: same parties, kind of contact and compatible dates.
    """
    code = encode(sentence, span, date)
    found = _where(_when(_status(_sides(_occurrences(code))), date), span)
    sides = pl.concat([_ids(found, column, span) for column in ("subject", "object", "both", "destination")])
    sides = sides.join(found.select("trigger_id", "frame"), on="trigger_id", how="left").filter(
        ~(
            (pl.col("side") == "subject")
            & pl.col("trigger_id").is_in(sides.filter(pl.col("side") == "both")["trigger_id"].implode())
            & (pl.col("span_kind") != "person")
        )
    )
    host = (
        sides.filter(pl.col("side") == "destination")
        .unique("trigger_id", keep="first", maintain_order=True)
        .select(
            "trigger_id",
            pl.when(pl.col("span_kind") == "organisation").then("party").otherwise("country_code").alias("host"),
            (pl.col("span_kind") != "organisation").alias("is_country"),
        )
    )
    parties = (
        pl.concat(
            [
                sides.filter(pl.col("side") != "destination").select("trigger_id", "party"),
                host.select("trigger_id", pl.col("host").alias("party")),
            ]
        )
        .filter(pl.col("party").is_not_null())
        .unique()
        .sort("trigger_id", "party")
        .group_by("trigger_id", maintain_order=True)
        .agg(pl.col("party").alias("parties"))
    )
    people = sides.filter((pl.col("span_kind") == "person") & (pl.col("side") != "destination"))
    heads = people.group_by("trigger_id").agg(
        (pl.col("level") == "head").fill_null(False).all().alias("all_heads"), pl.col("party").n_unique().alias("n_sides")
    )
    real = (
        found.join(parties, on="trigger_id", how="inner")
        .filter(pl.col("parties").list.len() >= 2)
        .join(host, on="trigger_id", how="left")
        .join(heads, on="trigger_id", how="left")
        .filter(~pl.col("frame").is_in(["visit", "visit_noun"]) | pl.col("host").is_not_null())
        .with_columns(
            pl.when((pl.col("kind") == "talks") & pl.col("all_heads") & (pl.col("n_sides") >= 2))
            .then(pl.lit("summit"))
            .when((pl.col("kind") == "summit") & ~pl.col("all_heads").fill_null(True) & (pl.col("n_sides") >= 2))
            .then(pl.lit("talks"))
            .otherwise("kind")
            .alias("kind"),
            pl.coalesce("place_country", pl.when("is_country").then("host")).alias("place_country"),
        )
        .join(sentence.select("sentence_id", "sentence_no", "text", "char_start", "char_end"), on="sentence_id", how="left")
        .sort("article_id", "sentence_no", "start")
    )
    return _merged(real, people)


def _merged(real: pl.DataFrame, people: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    contact = pl.when(pl.col("kind").is_in(["talks", "summit"])).then(pl.lit("in person")).otherwise("kind")
    # Reports of one article that can be one occasion: the dated ones by date, the undated joined to the first of their key.
    keyed = real.with_columns(contact.alias("contact"), pl.col("parties").list.join(",").alias("_parties"))
    key = ["article_id", "contact", "_parties"]
    keyed = (
        keyed.with_columns(
            pl.when(pl.col("status").is_in(["denied", "cancelled"])).then(pl.lit("off")).otherwise(pl.lit("on")).alias("_side"),
            pl.col("date_start").is_not_null().any().over(key).alias("_any_dated"),
        )
        .with_columns(pl.col("date_start").drop_nulls().first().over([*key, "_side"]).alias("_first_date"))
        .with_columns(pl.coalesce("date_start", "_first_date").alias("_date"))
    )
    groups = [*key, "_side", "_date"]
    merged = (
        keyed.group_by(groups, maintain_order=True)
        .agg(
            pl.col("sentence_no", "text", "char_start", "char_end", "rule", "status", "parties").first(),
            pl.col("kind").sort_by(pl.col("kind") == "summit", descending=True, maintain_order=True).first(),
            pl.col("date_start", "date_end", "date_text", "place", "place_country").drop_nulls().first(),
            pl.col("trigger_id"),
        )
        .sort("article_id", "sentence_no", "char_start", maintain_order=True)
        .with_columns(
            pl.concat_str(
                "article_id", pl.lit("-r"), (pl.int_range(1, pl.len() + 1).over("article_id")).cast(pl.String).str.zfill(2)
            ).alias("report_id")
        )
        .with_columns(
            pl.col("text").alias("evidence"),
            pl.col("rule").replace_strict(_CONFIDENCE, default=0.5, return_dtype=pl.Float64).alias("confidence"),
        )
    )
    taking_part = (
        merged.select("report_id", "article_id", "trigger_id")
        .explode("trigger_id")
        .join(people.select("trigger_id", "span_id", "name", "party"), on="trigger_id", how="inner")
        .unique(["report_id", "name"], keep="first", maintain_order=True)
        .select("report_id", "span_id")
    )
    columns = [column for column in tables.MEETING_REPORT.schema.names() if column != "meeting_id"]
    return merged.select(columns), taking_part


#: Share of a rule's rows that were right when read against their texts; until a rule is measured, one half.
_CONFIDENCE: dict[str, float] = {}
