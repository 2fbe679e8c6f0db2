"""The place, day and agency printed before the first sentence. Each form a dateline takes is a row of `_FORMS`."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms import lexicon
from transforms.layout.day import DAY, MONTH, WEEKDAY
from transforms.layout.source import is_known

#: Characters in which a dateline ends: three places with their countries, a day and an agency.
_LONGEST = 240
#: Letters of Latin alphabets. Unicode classes would make these patterns some hundred times larger.
UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĠĢĪİĶĻŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
_LETTER = "A-Za-zÀ-ɏ.'’ʼ-"
_WORD = rf"[{UPPER}][{_LETTER}]*"
_LINK = "(?:of|the|and|de|del|da|do|dos|di|la|le|el|al|am|an|en|upon|sur|der|den)"
_CITY = rf"{_WORD}(?: (?:{_LINK} ){{0,2}}{_WORD}){{0,4}}?"
_PLACE = rf"{_CITY}(?:, {_CITY}){{0,2}}?(?:/{_CITY}(?:, {_CITY})?){{0,3}}?"
_CAPITAL_CITY = rf"[{UPPER}][{UPPER}.'’ʼ-]+(?: [{UPPER}][{UPPER}.'’ʼ-]+){{0,4}}?"
_CAPITALS = rf"{_CAPITAL_CITY}(?:, {_CITY}){{0,2}}?(?:/{_CAPITAL_CITY}(?:, {_CITY})?){{0,3}}?"
#: Between dateline and sentence: --, -, –, —, =, _ as AP once typed it, : as in South Asia.
_DASH = r"[ .]*(?:-+|–|—|―|=|_|:)+ *"
#: A single hyphen with a space before it; in "27-28" it is none.
_SPACED_DASH = r"(?: *(?:--+|–|—|―|_) *| +[-=]+ +)"
_AGENCY = rf"\((?P<agency>[{UPPER}][^()]{{1,50}}|dpa)\)"
_AFTER = r"(?:, ?|\. ?| )"


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of a dateline. Some are believed only when the place or the agency is one that the lexicon knows."""

    pattern: str
    known_place: bool = False
    known_agency: bool = False


#: The first that fits counts.
_FORMS: tuple[_Form, ...] = (
    # SEOUL, Sept. 18 (Yonhap) --   MOSCOW. March 3 (Interfax) -   ISLAMABAD, Mar 03 (APP):
    _Form(rf" *(?P<place>{_PLACE}){_AFTER}(?P<day>{DAY})[,.]? ?(?:{_DASH})?{_AGENCY}(?:{_DASH})?"),
    # MOSCOW, March 3. /TASS/.   MOSCOW, March 3 /ITAR-TASS/ --
    _Form(rf" *(?P<place>{_PLACE}){_AFTER}(?P<day>{DAY})[,.]? ?/(?P<agency>[A-Z][A-Za-z-]{{2,20}})/[.,]?(?:{_DASH})?"),
    # Tehran, April 5, IRNA -
    _Form(rf" *(?P<place>{_PLACE}), ?(?P<day>{DAY}), (?P<agency>[A-Z][A-Za-z-]{{2,20}})(?:{_SPACED_DASH}|\. +)", known_agency=True),
    # MOSCOW, March 3 - RIA Novosti.
    _Form(rf" *(?P<place>{_PLACE}), ?(?P<day>{DAY}){_SPACED_DASH}(?P<agency>[A-Z][A-Za-z -]{{2,20}})\. +", known_agency=True),
    # TOKYO, March 27 -   Tokyo, March 27 -
    _Form(rf" *(?P<place>{_CAPITALS}), ?(?P<day>{DAY}){_SPACED_DASH}"),
    _Form(rf" *(?P<place>{_PLACE}), ?(?P<day>{DAY}){_SPACED_DASH}", known_place=True),
    # CAIRO (Reuters) -   GENEVA, Switzerland (AP) —   TEHRAN, (IRNA) –
    _Form(rf" *(?P<place>{_CAPITALS}),? ?{_AGENCY}{_DASH}"),
    _Form(rf" *(?P<place>{_PLACE}),? ?{_AGENCY}{_SPACED_DASH}", known_place=True),
    # Seoul, South Korea (CNN)South Korea's
    _Form(rf" *(?P<place>{_PLACE}),? ?{_AGENCY} *", known_agency=True),
    # Sept. 18 (UPI) --
    _Form(rf" *(?P<day>{DAY}) {_AGENCY}{_DASH}"),
    # CNN —   Hong Kong CNN —   VOA --
    _Form(rf" *(?:(?P<place>{_PLACE}) )?(?P<agency>[A-Z][A-Za-z]{{1,10}}(?: News)?){_SPACED_DASH}", known_agency=True),
    # (SEOUL=Yonhap)
    _Form(rf" *\((?P<place>{_PLACE})=(?P<agency>[A-Z][A-Za-z ]{{1,20}})\) *", known_agency=True),
    # (AP) —
    _Form(rf" *{_AGENCY}(?:{_DASH})? *", known_agency=True),
    # PALM BEACH, Fla. —   SEOUL/TOKYO —
    _Form(rf" *(?P<place>{_CAPITALS}){_SPACED_DASH}"),
    # Seoul —   NEW DELHI:
    _Form(rf" *(?P<place>{_PLACE})(?:{_SPACED_DASH}|: +)", known_place=True),
)
_FIRST = rf"[{UPPER}][{_LETTER}]{{2}}(?:[{_LETTER}]| (?:{_LINK} ){{0,2}}{_WORD}|[,/] ?{_WORD})*"
#: Whether a line may start a story, for those who read what stands above it: place, then day or agency. Wider than the forms.
START = rf"[ \t]*(?:{_FIRST}{_AFTER}{DAY}[,.]? ?(?:\(|/|--|–|—| - )|{_CAPITALS},? ?\([A-Z][A-Za-z/ -]{{1,30}}\) ?(?:-|–|—|=|_))"
#: SEOUL —   Too little to tell a headline by, enough to tell a name above it.
DASHED_START = rf"[ \t]*{_CAPITALS} ?(?:—|--)"
#: The same with the place in capitals, which tell it from a name run together with it.
CAPITAL_START = rf"[A-Z]{{3}}[A-Z .,'/-]{{0,60}}(?:, [A-Z][a-z][A-Za-z .]{{1,20}})?(?:[,.]? {DAY}| ?\()"
#: A telegram's own line: Washington, January 27, 1961, 11:17 p.m. Under a numbered heading it stays where it stands.
_TELEGRAM_LINE = rf"[ \t]*(?P<place>{_CITY}), (?P<day>(?:{MONTH} [0-9]{{1,2}}|[0-9]{{1,2}} {MONTH}), [0-9]{{4}})(?:(?:, ?|—| )(?:[0-9][0-9:apm. –—-]{{1,30}}|noon|midnight))?\.?[ \t]*"
_TELEGRAM = rf"(?m)^{_TELEGRAM_LINE}$"
#: What stands in every form but the bare one: a dash, a bracket, a stroke, a colon.
_MARKED = r"^[^\n]{0,160}?(?:--|[–—―_:=(/]|-[ A-Z\"“]| -)"
#: First words that stand in capitals before a dash or a day without being a place.
_NO_PLACE = (
    *("THE", "A", "AN", "Q", "MR", "MR.", "MS.", "MRS.", "DR.", "PRESIDENT", "VICE", "SECRETARY", "SENIOR", "MODERATOR", "SPEAKER"),
    *(
        "UPDATE",
        "URGENT",
        "BREAKING",
        "NOTE",
        "LEAD",
        "SUBJECT",
        "FROM",
        "TO",
        "BY",
        "By",
        "On",
        "In",
        "At",
        "The",
        "Since",
        "Until",
        "From",
    ),
)


def datelined(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Take the dateline. Adds `dateline_place` as printed, `dateline_day` as printed, `agency`."""
    rest = pl.col("rest")
    # Breaks and hard spaces inside a dateline are read as spaces; no character goes, so its length is the same in both.
    frame = frame.with_columns(rest.str.head(_LONGEST).str.replace_all(r"[\n\t\x{a0}]", " ").alias("_lead"))
    # Of most texts a look at the first characters says that no form can fit.
    frame = frame.with_columns(
        pl.when(pl.col("_lead").str.contains(_MARKED)).then("_lead").alias("_marked"),
        pl.when(pl.col("_lead").str.contains(rf"^ *[{UPPER}]{{2}}")).then("_lead").alias("_capital"),
    )
    frame = frame.with_columns(pl.coalesce(*map(_read, _FORMS), _bare()).alias("_dateline"))
    whole, place, printed, agency = (pl.col("_dateline").struct.field(name) for name in ("all", "place", "day", "agency"))
    telegram = rest.str.head(1_000).str.extract_groups(_TELEGRAM)
    telegram = pl.when(whole.is_null() & ~_is_no_place(telegram.struct.field("place"))).then(telegram)
    own_line = pl.when(telegram.struct.field("place").is_not_null()).then(rest.str.extract(rf"^(\s*{_TELEGRAM_LINE}\n\s*)", 1))
    return frame.with_columns(
        # The stop of "MOSCOW. March 3" is none of "Fla." or "D.C."
        pl.coalesce(place, telegram.struct.field("place")).str.replace(r"^([^,.]+)\.$", "${1}").alias("dateline_place"),
        pl.coalesce(printed, telegram.struct.field("day")).alias("dateline_day"),
        agency.alias("agency"),
        pl.when(whole.is_not_null())
        .then(rest.str.slice(whole.str.len_chars()))
        .otherwise(rest.str.strip_prefix(own_line.fill_null("")))
        .alias("rest"),
    )


def _read(form: _Form) -> pl.Expr:
    """The form's parts as a struct of `all`, `place`, `day`, `agency`; null where the text has not this form."""
    missing = "".join(rf"(?P<{name}>[^\s\S])?" for name in ("place", "day", "agency") if f"?P<{name}>" not in form.pattern)
    parts = pl.col("_marked").str.extract_groups(rf"^{missing}(?P<all>{form.pattern})")
    whole, place, printed, agency = (parts.struct.field(name) for name in ("all", "place", "day", "agency"))
    fits = whole.is_not_null() & ~_is_no_place(place)
    if form.known_place:
        fits &= _is_known(place)
    if form.known_agency:
        fits &= is_known(agency)
    return pl.when(fits).then(_parts(whole, place, printed, agency))


def _is_no_place(place: pl.Expr) -> pl.Expr:
    """Whether a run of capitalised words is a day, a body or the start of a sentence."""
    first = place.str.extract(r"^(\S+?)[,.]?(?: |$)")
    body = place.is_in(lexicon.load("organisation")["surface"].implode())
    return (first.is_in(list(_NO_PLACE)) | body | place.str.contains(rf"(?:^|[ ,]){WEEKDAY}|^{MONTH}(?: |$)")).fill_null(False)


def _parts(whole: pl.Expr, place: pl.Expr, printed: pl.Expr, agency: pl.Expr) -> pl.Expr:
    return pl.struct(whole.alias("all"), place.alias("place"), printed.alias("day"), agency.alias("agency"))


def _is_known(place: pl.Expr) -> pl.Expr:
    """Whether the first of the places is one of the lexicon's, in whatever case."""
    cities = pl.concat([lexicon.load("capital")["surface"], lexicon.load("place")["surface"]]).str.to_uppercase().unique()
    return place.str.extract(r"^([^/,]+)").str.strip_chars().str.to_uppercase().is_in(cities.implode())


def _bare() -> pl.Expr:
    """BRUSSELS Ambitious proposals ...: the longest run of capitals that is a known place, or any in a text that Reuters signed."""
    lead, none = pl.col("_capital"), pl.lit(None, pl.String)
    word = rf"[{UPPER}][{UPPER}.'’/-]+"
    runs = [lead.str.extract(rf"^ *({word}(?: {word}){{{more}}}) +[A-Za-z0-9\"“'‘(]") for more in (3, 2, 1, 0)]
    signed = pl.col("text").str.tail(1_000).str.contains(r"\((?:Additional r|R)eporting (?:and [a-z]+ )?by ")
    one_word = lead.str.extract(rf"^ *([{UPPER}]{{4,}}) [A-Z][a-z]")
    place = pl.coalesce(*(pl.when(_is_known(run)).then(run) for run in runs), pl.when(signed).then(one_word))
    # A headline in capitals is no dateline: small letters must follow.
    place = pl.when(lead.str.slice(0, 80).str.contains(r"[a-z]{2}")).then(place)
    return pl.when(place.is_not_null()).then(_parts(pl.concat_str(lead.str.extract(r"^( *)"), place, pl.lit(" ")), place, none, none))
