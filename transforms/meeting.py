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
from transforms.text import OPEN, matches, overlay

END = "\x0f"
_ID = rf"\d+{END}"
C, L, O, R, D, P = (rf"{FILLER[kind]}{_ID}" for kind in ("country", "place", "organisation", "role", "date", "person"))
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
    (rf"(?:(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|{P}'s) )?{_ADJ}*(?:{C}|{O})(?:'{{1,3}}s?)?[ -](?:{_ADJ}|{C} |{O} )*(?:(?:{R}|counterpart)(?:,? and |, | |-elect ))+({P})", "${1}"),
    (rf"(?:{C}|{O})'{{1,3}}s? {_ADJ}*({P})", "${1}"),
    (rf"{R}(?: {R})*{_OF}(?:{C}|{O})(?:'{{1,3}}s)?,? (?:{R} )*({P})", "${1}"),
    (rf"(?:[Tt]he )?{_ADJ}*(?:{R}(?: and |, | |-))+({P})", "${1}"),
    (rf"(?:Mr|Mrs|Ms|Dr|Gen|Sen)\.? ({P})", "${1}"),
    # "NAME of Vietnam"; "NAME, foreign minister of the DPRK,"
    (rf"({P}),? (?:of|from) (?:the )?(?:{C}|{O})\b", "${1}"),
    (rf"({P}), (?:the |a |an |who is )?(?:(?:{C}|{O})(?:'{{1,3}}s?)?[ -])?{_ADJ}*{R}(?:(?:,? and |, | | of | of the | for | for the | to | to the | in charge of | at the | at )(?:{R}|{C}|{O}|{L}|[a-z]+ affairs|[A-Z][\w ]{{2,40}}?))*(?:,|(?P<e>\.?)$)", "${1}${e}"),
    (rf"({P}), \d\d,", "${1}"),
    # "a delegation of the X led by NAME", "the top nuclear envoys of X, Y and Z", "Russian officials"
    (rf"(?:[Tt]he |[Aa]n? )?{_ADJ}*(?:{C}|{O})?(?:'{{1,3}}s?)?[ -]?{_ADJ}*delegation(?:{_OF}(?:{C}|{O}))?(?: of [a-z ]{{2,30}})?,? (?:led|headed) by (?:{R} )*({P})", "${1}"),
    (rf"(?:[Tt]he |[Aa]n? |[Ss]ome )?{_ADJ}*(?:{R}|{_BODY_NOUN})(?: and (?:{R}|{_BODY_NOUN}))?(?: of| from| for) (?:the |both |[a-z]+ )?({GROUP})", "${1}"),
    (rf"(?:[Tt]he |[Aa]n? |[Hh]is |[Hh]er |[Tt]heir |[Oo]ther |[Ss]enior )?{_ADJ}*({_ANY})(?:'{{1,3}}s?)?[ -]{_ADJ}*(?:(?:{O}|[a-z]+) )?(?:(?:{R}|{_BODY_NOUN})(?: and )?)+", "${1}"),
    (r"\b(?:[Tt]he|[Bb]oth) (?P<a>[\x01\x03\x06])", "${a}"),
)
_ADVERB = (
    rf"(?:(?:also|later|then|already|recently|separately|previously|jointly|personally|formally|reportedly|last|earlier|today|yesterday|tonight|first|again|briefly|here|on|{D}|to|be|been|being|is|are|was|were|will|would"
    r"|may|might|could|can|should|shall|has|have|had|did|does|do|not|never|no|plans?|planned|planning|expected|expects?|scheduled|set|due|likely|unlikely|agreed|agrees|intends?|going|wants?|wanted|hopes?|hoped|hoping|refused|refuses"
    r"|declined|declines|offered|offers|ready|willing|prepared|slated|seeking|seeks|sought|tentatively|about|a|an|the|their|his|her|its|who|which|that|and|held|holds?|holding|hosted|having|conducted|began|begin|begins|opened|opens?"
    r"|resumed?|resumes|concluded|wrapped|up|attended?|attends|attending|took|take|part|in|for|another|round|of|series|more|new|further|direct|indirect|formal|informal|official|working|one-on-one|face-to-face|bilateral|trilateral|friendly|candid|"
    r"extended|lengthy|telephone|phone|video|joint|high-level|working-level|short|separate|private|closed-door|two-day|three-day|one-day|day-long|week-long|make|makes|made|making|pay|paid|pays|paying|begun|start|started|starts|kick|off"
    r"|historic|rare|brief|state|landmark|annual|regular|intensive|nuclear|peace|trade|security|arms|summit|emergency|urgent|intends|scheduling|cancelled|canceled|called|postponed|proposed|proposes|denied|ruled|out|rejected|considering|considered|considers) )"
)
_SUBJECT = rf"({GROUP})(?:,? (?:who|which|that),?)?(?:,[^,;]{{0,90}},)?(?: |'{{1,3}}s? ){_ADVERB}*$"
_POSSESSOR = rf"({GROUP})'{{1,3}}s? (?:[a-z-]+ ){{0,4}}$"
_COMPOUND = rf"((?:{_ANY})(?:-(?:{_ANY}))+) (?:[a-z-]+ ){{0,3}}$"
_OBJECT = rf"^ (?:(?:with|to|by|for|today|again|on|{D}|here|late|early|yesterday|separately|both|[A-Z][a-z]+) )*(?:the |a |an |his |her |their |its |new |visiting )*({GROUP})"
_WITH = rf"^(?: [^;\x06]{{0,70}}?)?[, ](?:with|between|among|by|and|from|involving|of) (?:both |the |his |her |their |its |a |an )*({GROUP})"
_WITH_NEAR = rf"^(?: (?:[a-z-]+|{D}|{L}|on|in|at|,)){{0,7}}? (?:with|between|among|involving) (?:both |the |his |her |their |its |a |an |visiting )*({GROUP})"
_OF_NEAR = rf"^ (?:of|by|from) (?:the )?({GROUP})"
_DESTINATION = rf"^ (?:(?:to|the|of|in|here|on|{D}|both|neighbou?ring|nearby) )*([\x01\x02\x03]{_ID}(?:(?:,? and |, )(?:the )?[\x01\x02\x03]{_ID})*)"
_FALLBACK = rf"^.*?({GROUP})"
_CLAUSE = r"^.*(?:; |: |\" |'' )"
KEEP = ["trigger_id", "sentence_id", "article_id", "rule", "frame", "kind"]


@cache
def _triggers() -> pl.DataFrame:
    return lexicon.load("meeting_trigger").with_row_index("order")


def encode(sentence: pl.DataFrame, span: pl.DataFrame, date: pl.DataFrame) -> pl.DataFrame:
    """Sentences that hold a trigger, with spans and dates as symbols and noun phrases folded: `sentence_id`, `article_id`, `code`.

    A symbol is a control character for the kind (`FILLER`), the span's id, and `END`. Dates count from 0, spans too.
    """
    words = "|".join(
        ["met", "meet", "spoke", "speak", "talk", "call", "phone", "visit", "travel", "trip", "fl[yie]", "flew", "head(?:s|ed|ing) to", "left for", "leav", "arriv", "summit", "negotiat", "consult", "conversation"]
        + ["discussions?", "dialogue", "host", "receiv", "welcom", "conference", "forum", "Assembly", "gathering", "confer", "went to", "go(?:es|ing)? to", "sit-down", "Summit", "Conference", "Forum", "tour", "depart", "exchanged"]
    )
    chosen = sentence.filter((pl.col("sentence_no") >= 0) & pl.col("ascii").str.contains(rf"\b(?:{words})"))
    symbols = pl.concat(
        [
            span.select("sentence_id", "start", "end", pl.col("kind").replace_strict(FILLER, return_dtype=pl.String).alias("symbol"), pl.col("span_id").alias("id")),
            date.select("sentence_id", pl.col("byte_start").alias("start").cast(pl.Int64), pl.col("byte_end").alias("end").cast(pl.Int64), pl.lit(FILLER["date"]).alias("symbol"), pl.col("date_id").alias("id")),
            _pronouns(chosen, span),
        ]
    )
    from transforms.text import leftmost_longest

    symbols = leftmost_longest(symbols, "sentence_id")
    code = overlay(chosen, symbols, "ascii", pl.concat_str("symbol", "id", pl.lit(END)), "sentence_id")
    folded = pl.col("overlaid").str.replace_all(r" {2,}", " ")
    for pattern, kept in _FOLDS:
        folded = folded.str.replace_all(pattern, kept)
    return code.join(chosen.select("sentence_id", "article_id", "published_date"), on="sentence_id", how="left").select(
        "sentence_id", "article_id", "published_date", folded.alias("code"), pl.col("overlaid").alias("plain")
    )


def _pronouns(sentence: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """"He", "she", "his", "her" as the person last named before them, first in the same sentence: rows like the symbols of `encode`."""
    hits = matches(sentence, "ascii", r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b", "sentence_id", "article_id")
    people = (
        span.filter((pl.col("kind") == "person"))
        .select("article_id", pl.col("sentence_id").alias("_sentence"), (pl.col("sentence_id").cast(pl.Int64) * 1_000_000 + pl.col("start")).alias("at"), pl.col("span_id").alias("id"))
        .sort("article_id", "at")
    )
    first = people.unique(["_sentence"], keep="first", maintain_order=True)
    return (
        hits.with_columns((pl.col("sentence_id").cast(pl.Int64) * 1_000_000 + pl.col("start")).alias("at"))
        .sort("article_id", "at")
        .join_asof(first.sort("article_id", "at"), on="at", by="article_id", strategy="backward", check_sortedness=False)
        .filter(pl.col("id").is_not_null() & (pl.col("sentence_id").cast(pl.Int64) - pl.col("_sentence").cast(pl.Int64) <= 2))
        .with_columns(pl.col("surface").is_in(["his", "her", "His", "Her"]).alias("possessive"))
        .filter(~pl.col("possessive"))
        .select("sentence_id", "start", "end", pl.lit(FILLER["person"]).alias("symbol"), "id")
    )
