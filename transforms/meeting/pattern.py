"""The alphabet of the grammar: symbols that stand for spans, and patterns over them with names in braces filled in.

A symbol is a control character for the kind of span, a letter for the level of the person or office, the span's id, and `END`.
Patterns in `lexicon/meeting_*.tsv` name classes of symbols and words in braces; `expand` fills them in.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from transforms import lexicon
from transforms.person import FILLER

#: Ends a symbol.
END = "\x0f"
#: Kinds of symbol beyond those of `person.FILLER`: an actor told only by reference ("the two leaders"), and the state of a person named in passing.
GROUP_REFERENCE, STATE_OF = "\x07", "\x0e"
#: Before a list: all of it are heads of state or government ("the leaders of X, Y and Z").
HEADS = "\x10"
#: Before the members that a group ("the Quad") stands for: no list before it goes on with them.
MEMBERS = "\x11"
#: Letters of the levels. An adjective ("Russian") is no actor by itself, nor is the capital of a
#: country (k); a former office gives no level.
LEVEL = {"head": "h", "minister": "m", "envoy": "e", "official": "o"}
#: A counterpart (c) is of the level of whom he meets.
ADJECTIVE, SEAT, PEOPLE, UNKNOWN, COUNTERPART = "a", "s", "g", "u", "c"
_REST = rf"[a-z][^{END}]*{END}"


def _symbol(kinds: str) -> str:
    return rf"[{kinds}]{_REST}"


@cache
def _words(name: str) -> str:
    rows = lexicon.load("meeting_word").filter(pl.col("class") == name)["word"].to_list()
    longest_first = sorted(rows, key=len, reverse=True)
    return "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in longest_first)


@cache
def _macros() -> dict[str, str]:
    c, o, p = FILLER["country"], FILLER["organisation"], FILLER["person"]
    kinds = f"{c}{o}{p}{GROUP_REFERENCE}{STATE_OF}"
    actor = rf"[{kinds}][b-jl-z][^{END}]*{END}"
    join = r"(?:,? and |,? as well as |,? along with |,? together with |,? accompanied by | & )"
    # A comma joins actors only on the way to an "and", else it parts an apposition or a clause; after "A and B", ", and C" opens one.
    more = rf"(?:(?: and |,? as well as |,? along with |,? together with |,? accompanied by | & ){actor}|(?:, {actor})+,? and {actor}(?:, and {actor})?|, and {actor} and {actor})*"
    several = rf"(?:, {actor})*{join}{actor}{more}"
    group = rf"[{HEADS}{MEMBERS}]?{actor}(?:{several})?"
    return {
        "C": _symbol(f"{c}{o}"),
        "STATE": _symbol(c),
        "ADJECTIVE_STATE": rf"{c}a[^{END}]*{END}",
        "BODY_NAME": _symbol(o),
        "P": _symbol(p),
        "L": _symbol(FILLER["place"]),
        "R": _symbol(FILLER["role"]),
        "D": _symbol(FILLER["date"]),
        "ACTOR": actor,
        "ANY": _symbol(kinds),
        "JOIN": join,
        "GROUP": group,
        "LIST": rf"[{HEADS}{MEMBERS}]?{actor}{several}",
        "DET": r"(?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ur|[Mm]y|[Ss]ome|[Bb]oth) )",
        "ADJ": rf"(?:(?:{_words('adjective')}) )",
        "BODY": rf"(?:{_words('body')})",
        "LIGHT": rf"(?:{_words('light')})",
        "SAY": rf"(?:{_words('say')})",
        "HONORIFIC": rf"(?:{_words('honorific')})",
        "INTRO": rf"(?:{_words('intro')})",
        "END": END,
    }


@cache
def expand(pattern: str) -> str:
    """The regex with every `{NAME}` of a class filled in; braces of repetition such as `{0,3}` stay.

    >>> expand("{DET}?visit{0,2}").endswith("visit{0,2}")
    True
    """
    for name, text in _macros().items():
        pattern = pattern.replace("{" + name + "}", text)
    return pattern
