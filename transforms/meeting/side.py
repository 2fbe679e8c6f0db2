"""Who meets whom: the actors that stand around a trigger, as symbols, and the parties and persons they are.

Each side is read by the frame of its trigger (`lexicon/meeting_trigger.tsv`): the subject of a verb, the possessor of a noun, what
follows "with" or "between", the host of a guest, the country that a visit goes to.
"""

from __future__ import annotations

import polars as pl

from transforms.meeting.pattern import END, GROUP_REFERENCE, HEADS, STATE_OF, expand

_SYMBOL = rf"[\x01\x02\x03\x06{GROUP_REFERENCE}{STATE_OF}][a-z][^{END}]*{END}"
#: Phrases in which an actor is not the subject: taken out before a subject is looked for.
_ADJUNCT = expand(
    r"(?:^| )(?:with|to|[Ii]n|from|at|by|for|against|on|about|between|among|amongst|of|over|into|near|toward|towards|via|like|including|despite|under|through|across|alongside|without|outside)"
    r" (?:{DET}|{ADJ}|[a-z]+ )?(?:{GROUP})(?:'s)?"
)
_PLACE_OR_DATE = expand(r",? ?(?:\b(?:in|at|on|to|from|near|by|of|late|early|outside) )?(?:the )?(?:{L}|{D})(?:'s)?,?")
_AUXILIARY = (
    r"(?:will|would|may|might|could|can|should|shall|must|is|are|was|were|be|been|being|has|have|had|did|does|do|to|not|n't|never|also|later|then|already|recently|separately|previously|jointly|personally|reportedly"
    r"|last|earlier|first|again|briefly|here|still|now|just|soon|both|each|even|once|twice|only|since|eventually|finally|subsequently|together|plans?|planned|planning|expected|expects?|scheduled|set|due|likely|unlikely|agreed|agrees?|intends?"
    r"|going|wants?|wanted|hopes?|hoped|refused|refuses|declined|offered|offers|ready|willing|no|plan|tentatively|slated|opportunity|the|an|a|chance|able|who|which|that)"
)
_ADJACENT = expand(rf"({{GROUP}})(?:,? (?:who|which))?(?: {_AUXILIARY})* ?$")
_RELATIVE = expand(
    rf"({{GROUP}}),? (?:who|which)(?: {_AUXILIARY})*(?: (?:on|in|making|paying|beginning|ending|starting|wrapping up)(?: [a-z-]+){{0,4}})? ?$"
)
#: "A invited B to ...": both of them, unless B alone travels; "A urged B and C to ...": those told.
_INVITED = expand(
    r"({GROUP}),?(?: has| have| had| also)* (?:invited|invites) (?:{DET}|{ADJ})*({GROUP}) (?:to|for) (?:(?:[a-z-]+|{C}|{L}) ){0,7}$"
)
_URGED = expand(
    r"{ACTOR},?(?: has| have| had| also)* (?:asked|asks|urged|urges|pressed|called on|calls on|encouraged|wants|wanted|told|persuaded|brought) (?:{DET}|{ADJ})*({LIST}) to (?:[a-z-]+ ){0,5}$"
)
#: "It was time for A and B to meet": they act, although "for" makes most actors others.
_FOR_THEM = expand(r"\bfor (?:{DET}|{ADJ})*({GROUP}) to (?:[a-z]+ly |hold |have |begin |start |resume |open |continue )*$")
#: "A accepted B's invitation to visit": A travels.
_ACCEPTED = expand(r"({GROUP}),?(?: has| have| had| also)* (?:accepted|accepts) [^;,]*\b[Ii]nvitations? ")
_STATES = expand(r"\x01[us][^\x0f]*\x0f(?:, \x01[us][^\x0f]*\x0f)*,? and \x01[us][^\x0f]*\x0f")
_AMONG_THEM = expand(r"\b(?:among them|including|namely) ({GROUP})")
_DISCUSSED_WITH = expand(r"^[^;,]{0,90}? with (?:{DET}|{ADJ}|visiting )*({GROUP})")
#: Persons joined by "and", or the heads of states, whole.
_PEOPLE = expand(rf"^({{P}}(?:, {{P}})*{{JOIN}}{{P}}|{HEADS}{{GROUP}})$")
_SEEN = expand(
    r"^ (?:{DET}|{ADJ})*({P}(?:(?:, {P})*{JOIN}{P})*)(?: (?:again|on|in|at|there|here|later|before|after|during|and|to)\b| {D}|[,.]|$)"
)
_TO_DO = expand(r"^ (?:{DET}|{ADJ})*{GROUP} to [a-z]")
_FEAST = r"^(?:lunch|luncheon|breakfast|dinner|banquet|reception)"
_FOR_GUEST = expand(r"^(?: [a-z-]+){0,3} (?:for|in honou?r of|by) (?:{DET}|{ADJ}|{R} |[A-Z][a-z]+ )*({GROUP})")
_INTRODUCED = expand(
    r"(?:^|, |\"|\b(?:{INTRO}) )(?:{DET}|{ADJ}|[A-Z][a-z]+ )*{GROUP}|{GROUP} (?:will|would|has|have|is|are|was|were|had|may|could|should|might)\b"
)
_POSSESSOR = expand(
    r"({P}(?:(?:, {P})*{JOIN}{P})*|[^\x06]?(?:{STATE}|{BODY_NAME}|\x07[^\x0f]*\x0f)(?:{JOIN}(?:{STATE}|{BODY_NAME}))*)'s (?:[A-Za-z-]+ |{D} |{ADJECTIVE_STATE} ){0,5}$"
)
_COMPOUND = expand(r"({ANY}(?:-{ANY})+) (?:[A-Za-z-]+ |{L} |{D} ){0,4}$")
_NOT_COMPOUND = expand(
    r"{ANY} (?:[A-Za-z-]+ )*?(?:at|in|on|for|to|of|with|by|from|that|about|after|before|during|over|through|via|as|than|and|[Aa]n?|the|his|her|their)(?: [A-Za-z-]+){0,3} $"
)
_DIRECT = expand(
    r"^ (?:(?:today|again|on {D}|{D}|here|late|early|separately|both|to|in {L}|at {L}) )*(?:{DET}|{ADJ}|new |visiting |fellow |other |further |several |separate )*({GROUP})(?:[^'a-z-]|$)"
)
_WITH_VERB = expand(
    r"^(?: (?:{D}|{L}|in|at|on|near|here|there|today|again|later|late|early|for|the|an?|[a-z]+ly|one|two|three|four|half|hours?|minutes?|days?|of|talks?|lunch|dinner|breakfast)|,){0,8}?"
    r" (?:with|alongside) (?:{DET}|{ADJ}|[a-z]+ )*?({GROUP})"
)
_WITH = expand(r"^(?: (?:[a-z'-]+|{D}|{L}|{R})|,){0,9}? (?:with|involving|alongside) (?:{DET}|{ADJ}|[a-z]+ )*?({GROUP})")
_BETWEEN = expand(
    r"^(?: (?:[a-z'-]+|{D}|{L})){0,9}? (?:between|among|amongst|of|involving|gathering|bringing together|bring together|joining|attended by|group(?:s|ing)) (?:{DET}|{ADJ})*({LIST})"
)
#: "The meeting of the A-B commission".
_OF_PAIR = expand(r"^(?: [a-z'-]+| {D}){0,6}? (?:of|within|in) (?:{DET}|{ADJ}|[A-Z][a-z]+ |[a-z]+ ){0,4}({C}-{C})(?:[^-]|$)")
_BETWEEN_THEM = rf"^(?: [a-z'-]+){{0,5}}? (?:between|among|of|involving|bringing together) ({GROUP_REFERENCE}[^{END}]*{END})"
#: Where a trip goes, one place or country after the other, each perhaps with its date.
_STOPS = r"[\x01\x02\x03][b-z][^\x0f]*\x0f(?:(?: (?:on|from|in))?(?: {D})?(?:,? and |,? as well as |,? then |, )(?:then |later |on |to |in |the )*[\x01\x02\x03][b-z][^\x0f]*\x0f)*"
#: Who else is there, the subject apart.
_INCLUDING = expand(r"^(?: (?:[a-z'-]+|{D}|{L})){0,9}? (?:also )?(?:includ(?:e|es|ed|ing)|joined by) (?:{DET}|{ADJ})*({GROUP})")
#: Another meeting between the word and its "with" or "between": what follows is that one's.
_OTHER_MEETING = r"^[^,;]{0,80}?\b(?:meetings?|talks|summit|visit|trip|conversation|call) (?:[a-z-]+ )?(?:with|between)\b"
#: "A and B discussed X over the phone".
_BY_PHONE = expand(r"({GROUP}) (?:also |later )?(?:discussed|reviewed|talked about|spoke about|exchanged) [^;]*$")
#: "A, whom B last met".
_WHOM = expand(r"({P}),? (?:who|whom|with whom) {ACTOR}(?: [a-z]+){0,3} $")
#: "With leaders of the region, such as A and B".
_SUCH_AS = expand(r"^[^;]{0,80}? with [^;]{0,80}?,? (?:such as|including|namely) (?:{DET}|{ADJ})*({GROUP})")
#: "A on a visit to B".
_ON_VISIT = expand(r"({P}),? (?:who (?:is|was|are|were) |now |currently )?(?:on|paying) (?:an? |his |her |their )?(?:[a-z-]+ )*$")
#: "Who is in B on a visit".
_IN_ON = expand(
    r"\b(?:is|was|are|were|been|arrived) (?:currently |now )?in (?:the )?([\x01\x02][b-z][^\x0f]*\x0f) (?:on|for) (?:an? |his |her |their )?(?:[a-z-]+ )*$"
)
#: "In B, A met with senior officials": those of the place.
OFFICIALS = r"^(?: with)?(?: [a-z-]+){0,4} (?:(?:officials|leaders|authorities|counterparts)\b|\x04[oem])"
_IN_PLACE = expand(r"^(?:In|While in|During (?:his|her|their|{P}'s) (?:stay|visit|stop) (?:in|to)) ({L}|{STATE})(?:[,;]| )")
_ORGANISED = expand(
    r"^ (?:{DET}|{ADJ}|{D} |[a-z-]+ )*(?:[Ss]ummit|[Cc]onference|[Ff]orum|[Mm]eeting|[Ss]eminar|[Ss]ession)(?: [a-z]+){0,3}? (?:organi[sz]ed|hosted|convened|sponsored|held|called) by (?:{DET}|{ADJ})*({BODY_NAME}|{STATE})"
)
_TO_WHICH = expand(rf"^ (?:(?:to|the|in|here|on|{{D}}|both|neighbou?ring|nearby|his|her|their|its|home|{{ADJ}})[ -])*?({_STOPS})")
_TRIP_TO = expand(rf"^(?: (?:[a-z'-]+|{{D}}|by {{GROUP}}|of {{GROUP}})|,){{0,7}}? (?:to|in) (?:{{DET}}|{{ADJ}})*({_STOPS})")
#: "His first Paris visit".
_OWN_TRIP = expand(r"({P})'s (?:[a-z-]+ )*([\x01\x02][b-z][^\x0f]*\x0f) (?:[a-z-]+ )?$")
_TAKEN = expand(r"^ ({GROUP})")
_TAKEN_TO = expand(rf"^ (?:{{GROUP}}|him|her|them)(?: [a-z]+| {{L}}){{0,3}}? to (?:{{DET}}|{{ADJ}})*({_STOPS})")
#: "Invited B to Paris", "to pay a visit to France"; "invited B to visit".
_ASKED_TO = expand(
    rf"^ [^;,]{{1,60}}?\x0f(?: [a-z]+){{0,3}}? to (?:visit |come to |(?:pay|make) an? [a-z ]*visit to )?(?:{{DET}}|{{ADJ}})*({_STOPS})"
)
_TO_VISIT = r"\bto (?:visit|come|pay|make)\b|\bfor an? (?:[a-z-]+ )*visit"
_FIRST = expand(r"({GROUP})")
_BY = expand(r"^[^;.]{0,80}? (?:by|of) (?:{DET}|{ADJ})*({GROUP})")
_MAIN = expand(
    r"^[^;]*?[,\x0f] (?:{DET}|{ADJ})*({GROUP}) (?:said|told|will|would|has|had|have|is|was|were|are|and|also|[a-z]+ed|[a-z]+s|met|left|flew)\b"
)
#: A headline of a transcript: all whom it names before the meeting spoke there ("Remarks by A and B before ...").
REMARKS = r"^(?:[a-z]+ ){0,3}(?:remarks|statements?|conference|toasts?|availability) (?:by|with) .* (?:before|after|following|during|at|ahead of|prior to)\b"
_TOLD = expand(
    r"^[^;]*?, (?:{DET}|{ADJ})*{GROUP} (?:told|assured|briefed|informed|thanked|congratulated|urged|asked|warned|pressed) ({GROUP})"
)
_OFFERED = r"\b(?:propos(?:ed|es|ing)|offer(?:ed|s|ing)|suggest(?:ed|s|ing)) (?:[A-Za-z-]+ ){0,4}$"
_TO_WHOM = expand(r"^[^;,]{0,60}? to (?:{DET}|{ADJ})*({GROUP})")
_ADVERBIAL = r"^[^a-z]?(?:In|During|At|By) (?:[a-z-]+ )*$"
#: "The EU-Turkey summit".
_JOINT = expand(
    r"^ (?:{DET}|{ADJ}|[a-z]+ )*({C}(?:-{C})+) (?:[a-z]+ ){0,3}(?:[Ss]ummit|[Cc]onference|[Ff]orum|[Mm]eetings?|[Mm]inisterial|[Tt]alks|[Dd]ialogue)\b"
)
_GATHERING = expand(
    r"^ (?:{DET}|{ADJ}|{D}(?:'s)? |{L}[ -]|{L}'s |[a-z]+ )*({BODY_NAME}|{STATE})?(?:'s)?(?: (?:[A-Z][A-Za-z]+|[a-z-]+|{L}|{D}|{C})){0,5}?[ -]?(?:[Ss]ummit|[Cc]onference|[Ff]orum|[Aa]ssembly|[Mm]eetings?|[Ss]ession|[Gg]athering|[Mm]inisterial|[Cc]onsultations|[Tt]alks|[Cc]ongress|[Dd]ialogue|[Ss]ymposium)\b"
)
_BODY_OF = expand(r"({BODY_NAME})(?:'s?)? (?:[A-Za-z-]+ |{L} |{D} |{R}(?:'s|')? ){0,4}$")
_OF_BODY = expand(r"^ of (?:{DET}|{ADJ})*({BODY_NAME})(?:[^'a-z-]|$)")
#: "The NATO foreign ministers' meeting", also where nobody is said to be there.
_NAMED_BODY = expand(
    r"(?:^|[^-])({BODY_NAME})(?:'s?)? (?:{ADJ}|[A-Z][A-Za-z-]+(?:'s?)? |{L} |{D} |{R}(?:'s?)? |(?:heads|of|plus|[a-z]+s') ){0,5}$"
)
_CONVENES = r"(?:[Ss]ummit|[Cc]onference|[Ff]orum|[Aa]ssembly|[Gg]athering|[Mm]inisterial|[Mm]eeting|[Ss]ession)s?$"
_AT = r"\b(?:[Aa]t|[Dd]uring|attend(?:ed|s|ing)?|address(?:ed|es|ing)?|opening of|sidelines of|margins of|includ(?:e|es|ing)) (?:[a-z-]+ |\x05[^\x0f]*\x0f(?:'s)? ){0,4}$|\b(?:attend|participat|t[ao]k(?:e|es|ing) part)[^;]* and (?:then |also |later )?(?:an? |the )?$"
#: What says that someone is at a gathering.
_PRESENT = expand(
    r"\b(?:[Aa]t|[Dd]uring|(?:met|meet|gather[a-z]*|arriv[a-z]*|travel[a-z]*|flew|fly|conven[a-z]*|is in|are in|was in|were in)\b[^;]* for|(?:travel[a-z]*|flew|fly|flying|going|go|went|invited|come|came) to|attend(?:ed|s|ing)?|address(?:ed|es|ing)?|opening of|sidelines of|margins of|includ(?:e|es|ing)|hosted|hosting|hosts) (?:{DET}|{ADJ}|{D} |{L} |[a-z-]+ )*{BODY_NAME}(?:'s)? (?:[A-Za-z-]+ |{L} |{D} |{R}(?:'s|')? ){0,4}$"
)
_WHERE = expand(r"^(?: in {L}| on {D}| {D})*,? (?:where|at which)(?: on)?(?: {D})? ({GROUP})")
_COPULA = expand(r"^[^,;]{0,60}? (?:was|is) ({P})")
_MEETING_OF = expand(
    r"^ (?:{DET}|{ADJ}|{D} |{L}[ -]|[a-z]+ )*(?:[Ss]ummit|[Cc]onference|[Ff]orum|[Aa]ssembly|[Mm]eeting|[Ss]ession)(?: of)+ (?:{DET}|{ADJ})*({BODY_NAME})"
)
_MEDIATED = expand(
    r"^[^;]{0,80}?\b(?:(?:mediated|brokered|hosted|chaired|moderated|sponsored|convened|overseen|arranged) by|under the (?:auspices|chairmanship|mediation|aegis) of) (?:{DET}|{ADJ})*({GROUP})"
)
_LED = expand(r"({C})-(?:led|mediated|brokered|sponsored|hosted|chaired) (?:[A-Za-z-]+ ){0,3}$")
_BODY_MEETS = expand(r"^ (?:{DET}|{ADJ}|{D} |{L}[ -])*({BODY_NAME})(?:[^' a-z]|$| (?:in|at|on|where|next|this|and|for|later)\b)")


def _last(text: pl.Expr, pattern: str) -> pl.Expr:
    """The last match of a pattern."""
    return text.str.extract_all(pattern).list.last()


def _subjects(clause: str) -> list[pl.Expr]:
    """Expressions that add, one after the other, `_bare` and `_core` (the clause without places, dates and adjuncts) and `by_clause`.

    `by_clause` is the group of actors that a verb at the end of the clause has as its subject: right before it, else the last group that
    opens a clause, else the last one at all; actors in adjuncts ("with X", "in Y") are none. "The two countries" after a sentence has
    named them are those.
    """
    bare, core, found = pl.col("_bare"), pl.col("_core"), pl.col("_found")
    heads = pl.when(found.str.contains(f"{GROUP_REFERENCE}h")).then(pl.lit(HEADS)).otherwise(pl.lit(""))
    refers = found.str.contains(rf"^[^\x01\x03\x06]*{GROUP_REFERENCE}")
    before = pl.col(clause).str.replace(rf"^(.*){GROUP_REFERENCE}.*$", "${1}")
    return [
        pl.col(clause).str.replace_all(_PLACE_OR_DATE, "").alias("_bare"),
        bare.str.replace_all(_ADJUNCT, "").alias("_core"),
        pl.coalesce(
            bare.str.extract(_FOR_THEM),
            bare.str.extract(_RELATIVE),
            core.str.extract(_ADJACENT),
            _last(core, _INTRODUCED),
            _last(core, expand("{GROUP}")),
            bare.str.extract(_AMONG_THEM),
        ).alias("_found"),
        pl.coalesce(pl.when(refers).then(pl.concat_str(heads, _last(before, _STATES))), found).alias("by_clause"),
    ]


def _gathering(found: pl.DataFrame) -> pl.Expr:
    """The frame, with a noun that belongs to a body ("the NATO summit") read as its gathering."""
    clause, right = pl.col("clause"), pl.col("right")
    # Sides told after the noun make it theirs.
    unshared = ~right.str.contains(_WITH) & ~right.str.contains(_BETWEEN)
    after = right.str.contains(_OF_BODY)
    of_body = (clause.str.contains(_BODY_OF) & clause.str.contains(_PRESENT) & unshared) | (after & clause.str.contains(_AT))
    noun = pl.col("frame").is_in(["noun", "gathering"]) & (pl.col("kind") != "call")
    named = (clause.str.contains(_NAMED_BODY) | after) & pl.col("surface").str.contains(_CONVENES) & unshared
    return (
        pl.when(noun & of_body)
        .then(pl.lit("gathering"))
        .when(noun & named)
        .then(pl.lit("convened"))
        .when(pl.col("frame") == "gathering")
        .then(pl.lit("list"))
        .otherwise("frame")
    )


def _noun() -> dict[str, pl.Expr]:
    """Possessor or subject, then "with" or "between"; "X-Y talks"."""
    clause, right, surface = pl.col("clause"), pl.col("right"), pl.col("surface")
    compound = pl.when(~clause.str.contains(_NOT_COMPOUND)).then(clause.str.extract(_COMPOUND))
    spoke = pl.when((pl.col("sentence_no") < 0) & clause.str.contains(REMARKS)).then(clause)
    own = pl.when(~right.str.contains(_OTHER_MEETING)).then(right)
    both = pl.coalesce(spoke, own.str.extract(_BETWEEN), compound, right.str.extract(_OF_PAIR), own.str.extract(_BETWEEN_THEM))
    feasted = pl.when(surface.str.contains(_FEAST)).then(right.str.extract(_FOR_GUEST))
    told = pl.when(clause.str.contains(_ADVERBIAL)).then(right.str.extract(_TOLD))
    offered = pl.when(clause.str.contains(_OFFERED)).then(right.str.extract(_TO_WHOM))
    invited = pl.when(clause.str.contains(_INVITED)).then(pl.concat_str(clause.str.extract(_INVITED, 1), clause.str.extract(_INVITED, 2)))
    acting = pl.coalesce(
        clause.str.extract(_POSSESSOR),
        invited,
        clause.str.extract(_URGED),
        "by_clause",
        right.str.extract(_MAIN),
    )
    return {
        "both": both,
        "subject": pl.when(both.is_null()).then(acting),
        "object": pl.coalesce(
            own.str.extract(_WITH),
            own.str.extract(_INCLUDING),
            own.str.extract(_SUCH_AS),
            feasted,
            told,
            offered,
        ),
        "mediator": pl.coalesce(right.str.extract(_MEDIATED), clause.str.extract(_LED)),
    }


def _verb() -> dict[str, pl.Expr]:
    """Subject, then the object or what follows "with"."""
    clause, right, surface = pl.col("clause"), pl.col("right"), pl.col("surface")
    locals_ = pl.when(right.str.contains(OFFICIALS)).then(pl.col("left").str.extract(_IN_PLACE))
    by_phone = pl.when(surface.str.contains("phone$")).then(clause.str.extract(_BY_PHONE))
    handed = pl.when(surface.str.contains("^(?:was|were) handed")).then(right.str.extract(_BY))
    return {
        "subject": pl.coalesce(handed, by_phone, "by_clause", right.str.extract(_MAIN)),
        "object": pl.coalesce(right.str.extract(_DIRECT), right.str.extract(_WITH_VERB), clause.str.extract(_WHOM), locals_),
        "mediator": right.str.extract(_MEDIATED),
    }


def _visit() -> dict[str, pl.Expr]:
    """The traveller, then where to."""
    clause, right = pl.col("clause"), pl.col("right")
    copula = pl.when(clause.str.contains(r"\b(?:[Ff]irst|[Ll]ast|[Oo]nly)\b")).then(right.str.extract(_COPULA))
    return {"subject": pl.coalesce(copula, clause.str.extract(_ACCEPTED), "by_clause"), "destination": right.str.extract(_TO_WHICH)}


def _visit_noun() -> dict[str, pl.Expr]:
    """The same of a noun: "X's visit to Y", "a visit to Y by X"."""
    clause, right = pl.col("clause"), pl.col("right")
    return {
        "subject": pl.coalesce(
            clause.str.extract(_ACCEPTED),
            clause.str.extract(_POSSESSOR),
            clause.str.extract(_OWN_TRIP, 1),
            clause.str.extract(_ON_VISIT),
            right.str.extract(_BY),
            "by_clause",
            right.str.extract(_MAIN),
        ),
        "destination": pl.coalesce(
            right.str.extract(_TO_WHICH), right.str.extract(_TRIP_TO), clause.str.extract(_OWN_TRIP, 2), clause.str.extract(_IN_ON)
        ),
    }


def _takes() -> dict[str, pl.Expr]:
    """A trip that takes someone somewhere: who, or whose trip it is, then where to."""
    clause, right = pl.col("clause"), pl.col("right")
    return {
        "subject": pl.coalesce(right.str.extract(_TAKEN), clause.str.extract(_POSSESSOR), "by_clause"),
        "destination": right.str.extract(_TAKEN_TO),
    }


def _invites() -> dict[str, pl.Expr]:
    """Who is invited, then where to: the place named, else the side that invites."""
    right = pl.col("right")
    at_home = pl.when(right.str.contains(_TO_VISIT)).then("by_clause")
    return {"subject": right.str.extract(_DIRECT), "destination": pl.coalesce(right.str.extract(_ASKED_TO), at_home)}


def _attend() -> dict[str, pl.Expr]:
    """Who goes, then the body that gathers."""
    right = pl.col("right")
    body = pl.when(~pl.col("surface").str.contains("^(?:join|participation)")).then(right.str.extract(_BODY_MEETS))
    taking_part = pl.when(pl.col("surface").str.contains("^participation")).then(pl.col("clause").str.extract(_POSSESSOR))
    joint = right.str.extract(_JOINT)
    whose = pl.coalesce(joint.str.extract(expand("({BODY_NAME})")), joint.str.extract(expand("({STATE})")), right.str.extract(_MEETING_OF))
    return {
        "subject": pl.coalesce(taking_part, "by_clause"),
        "both": joint,
        "destination": pl.coalesce(whose, right.str.extract(_ORGANISED), right.str.extract(_GATHERING), body),
    }


def _gathers() -> dict[str, pl.Expr]:
    """The body before the noun, and who is told to be there."""
    clause, right = pl.col("clause"), pl.col("right")
    return {
        "subject": pl.coalesce(right.str.extract(_WHERE), "by_clause", right.str.extract(_MAIN)),
        "destination": pl.coalesce(clause.str.extract(_BODY_OF), right.str.extract(_OF_BODY)),
    }


def _convened() -> dict[str, pl.Expr]:
    """The sides of a noun, and the body before it or after its "of"."""
    body = pl.coalesce(pl.col("clause").str.extract(_NAMED_BODY), pl.col("right").str.extract(_OF_BODY))
    return _noun() | {"destination": body}


def _direct() -> dict[str, pl.Expr]:
    """Subject, then a direct object."""
    return {"subject": pl.col("by_clause"), "object": pl.col("right").str.extract(_DIRECT)}


def _discusses() -> dict[str, pl.Expr]:
    """Who discusses what with whom: both people, not states."""
    right, subject = pl.col("right"), pl.col("by_clause")
    whom = right.str.extract(_DISCUSSED_WITH)
    return {"subject": subject, "object": whom, "both": pl.when(whom.is_null()).then(subject.str.extract(_PEOPLE))}


def _sees() -> dict[str, pl.Expr]:
    """Who sees whom: the person named right after the verb, who is not called on to do something."""
    right = pl.col("right")
    urged = pl.col("surface").str.contains(r" (?:up)?on$") & right.str.contains(_TO_DO)
    return {"subject": pl.col("by_clause"), "object": pl.when(~urged).then(right.str.extract(_SEEN))}


def _called_on() -> dict[str, pl.Expr]:
    """The same, with "him" for the one told of first."""
    clause, right = pl.col("clause"), pl.col("right")
    him = pl.when(right.str.contains(r"^ (?:him|her)\b")).then(clause.str.extract(_FIRST))
    return {"subject": pl.col("by_clause"), "object": pl.coalesce(right.str.extract(_DIRECT), him)}


#: What each frame of `lexicon/meeting_trigger.tsv` reads. list: those a gathering is said to bring together.
_FRAMES = {
    "noun": _noun,
    "list": lambda: {"both": pl.col("right").str.extract(_BETWEEN)},
    "verb": _verb,
    "visit": _visit,
    "visit_noun": _visit_noun,
    "takes": _takes,
    "invite": _invites,
    "attend": _attend,
    "gathering": _gathers,
    "convened": _convened,
    "host": _direct,
    "guest": _direct,
    "present": _direct,
    "sign": _direct,
    "call_on": _called_on,
    "discuss": _discusses,
    "see": _sees,
}
SIDES = ("subject", "object", "both", "mediator", "destination")


def sides(found: pl.DataFrame) -> pl.DataFrame:
    """Adds `SIDES`: the symbols of each side as text, null where no pattern fits."""
    framed = found.with_columns(_gathering(found).alias("frame"))
    of_body = pl.col("frame").is_in(["gathering", "convened"])
    at = pl.when(of_body).then(pl.col("clause").str.replace(_BODY_OF, "")).otherwise("clause")
    framed = framed.with_columns(at.alias("_at"))
    for expression in _subjects("_at"):
        framed = framed.with_columns(expression)
    read = []
    for (frame,), part in framed.partition_by("frame", as_dict=True).items():
        readings = _FRAMES[str(frame)]()
        read.append(part.with_columns(readings.get(side, pl.lit(None, pl.String)).alias(side) for side in SIDES))
    whole = pl.concat(read) if read else framed.with_columns(pl.lit(None, pl.String).alias(side) for side in SIDES)
    return whole.sort("trigger_id").drop("_at", "_bare", "_core", "_found", "by_clause")


def states(told: pl.DataFrame, letter: str) -> pl.DataFrame:
    """Actors that no words stand for: a row like those of `actors` for each `trigger_id`, `side`, `party`; what only words have is left out."""
    return told.select(
        "trigger_id",
        "side",
        "party",
        pl.col("party").alias("country_code"),
        pl.lit("country").alias("span_kind"),
        pl.lit(letter).alias("letter"),
        pl.lit(False).alias("assumed"),
        pl.lit(False).alias("reference"),
    )


def actors(found: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """The actors of every side, a row each: `trigger_id`, `side`, `position`, `symbol`, `span_id`, `span_kind`, `letter`, `name`, `party`, `country_code`, `assumed`."""
    symbols = (
        found.lazy()
        .select("trigger_id", *SIDES)
        .unpivot(SIDES, index="trigger_id", variable_name="side", value_name="text")
        .filter(pl.col("text").is_not_null())
        .with_columns(pl.col("text").str.extract_all(_SYMBOL).alias("symbol"))
        .explode("symbol")
        .filter(pl.col("symbol").is_not_null())
        .with_columns(
            pl.int_range(pl.len()).over("trigger_id", "side").alias("position"),
            pl.when(pl.col("text").str.contains(HEADS, literal=True))
            .then(pl.lit("h"))
            .otherwise(pl.col("symbol").str.slice(1, 1))
            .alias("letter"),
            pl.col("symbol").str.extract(r"(\d+)").cast(pl.UInt32).alias("span_id"),
            pl.col("symbol").str.extract(rf"([A-Z]{{2,3}}){END}$").alias("code"),
            pl.col("symbol").str.starts_with(STATE_OF).alias("state_of"),
            pl.col("symbol").str.starts_with(GROUP_REFERENCE).alias("reference"),
        )
    )
    return (
        symbols.join(
            span.lazy().select(
                "span_id", pl.col("kind").alias("span_kind"), "name", "party", "country_code", pl.col("assumed").fill_null(False)
            ),
            on="span_id",
            how="left",
        )
        # Officials told by their city are those of its country.
        .with_columns(
            pl.when((pl.col("span_kind") == "place") & (pl.col("side") == "object")).then("country_code").otherwise("party").alias("party")
        )
        .with_columns(
            pl.when(pl.col("state_of") | pl.col("code").is_not_null()).then(pl.lit("country")).otherwise("span_kind").alias("span_kind"),
            *(pl.coalesce(name, "code").alias(name) for name in ("name", "party", "country_code")),
            pl.col("assumed").fill_null(False),
        )
        .select(
            "trigger_id",
            "side",
            "position",
            "symbol",
            "span_id",
            "span_kind",
            "letter",
            "name",
            "party",
            "country_code",
            "assumed",
            "reference",
        )
        .sort("trigger_id", "side", "position")
        .collect()
    )
