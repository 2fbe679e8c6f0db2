"""The top of a text: header line, masthead, slug, marks of revision, page furniture and the headline.

Belongs here: what stands above byline and dateline. Each kind of line is a row of `_FURNITURE`.
"""

from __future__ import annotations

from html.entities import name2codepoint

import polars as pl

from transforms.layout import byline, dateline, day, source
from transforms.layout.scan import grouped, one_line, starts, take

_HEADER = r"\s*(?:date|Date|DATE):?[ \t]+(?P<date>[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2})(?:T[0-9:.Z+]+)?[ \t]*(?P<line>[^\n]*)(?:\n|$)"
#: What a header line holds instead of a headline. Under a picture's credit there is no headline at all.
_NO_HEADLINE = r"^(?:Go to [Cc]ontents|Back to [Tt]op|Print|Share|Menu|Untitled)\.?$"
_PICTURE = r"^(?:Photo|Image|Picture|PHOTO) ?:"
_WORDS = (
    r"Link copied|Share|Print|Listen|Text [Ss]ize|Font [Ss]ize|E-?mail|Facebook|Twitter|Tweet|Save|Comments?|Go to [Cc]ontents|"
    r"Advertisement|ADVERTISEMENT|Listen to (?:this )?article|[0-9]+ min(?:ute)?s? read|(?:FOR|For) (?:IMMEDIATE|Immediate) (?:RELEASE|Release)|"
    r"(?:Office of the|OFFICE OF THE) (?:Spokesperson|SPOKESPERSON|Press Secretary|PRESS SECRETARY)|Editor ?: [^\n]{1,40}"
)
#: A wire's marks of revision: (LEAD), (2nd LD), (URGENT), (Recasts, adds quotes)
_MARK = (
    r"\((?:[0-9]+(?:st|nd|rd|th) )?(?:LD|LEAD|Lead|URGENT|Urgent|UPDATE|Update|CORRECTED|Corrected|Recasts?|RECASTS?|Adds?|ADDS?|Updates|"
    r"UPDATES|Writes [Tt]hr[ou]*gh?|WRITETHRU)\b[^()\n]{0,200}\)"
)
#: Notes to editors: (ATTN: UPDATES throughout; ADDS photo (Kim)), (EDS: ...)
_NOTE = r"\((?:ATTN|Attn|EDS?|Eds|EDITORS?|Editors?)\b ?[:.]?[^()]{0,400}(?:\([^()]*\)[^()]{0,200})?\)"
_CLOCK = rf"[0-9]{{1,2}}:[0-9]{{2}}(?: ?[AaPp]\.?[Mm]\.?)?,? {day.FULL_DAY}"
_STAMP = r"(?:Source|Published|Updated|Posted|Issued|Modified|Registered|Released|Last [Uu]pdated|First [Pp]ublished)"
_TIME = r"(?:[ ,–-]+[0-9]{1,2}:[0-9]{2})?"
#: Where the page prints the day of publication: Published : Jan. 6, 2014 - 09:12; 15:40 September 18, 2019; a day alone on its line.
_STAMPS = (
    rf"{_STAMP}(?: on| at)? ?:? ?[^\n]{{0,30}}?({day.FULL_DAY})",
    rf"[0-9]{{1,2}}:[0-9]{{2}}(?: ?[AaPp]\.?[Mm]\.?)?,? ({day.FULL_DAY})",
    rf"({day.FULL_DAY}){_TIME}[ \t\x{{a0}}]*$",
)
#: One line each, in any order and number, between headline and dateline.
_FURNITURE = grouped(
    r"\s*\n",
    rf"[ \t]*{_MARK}[ \t]*\n?",
    rf"[ \t]*{_NOTE}[ \t]*\n?",
    r"[ \t]*\((?:News Focus|Yonhap (?:Feature|Interview)|Interview|Feature|News Analysis|Roundup|ROUNDUP)\)[ \t]*\n",
    rf"[ \t]*{_CLOCK}[^\n]{{0,20}}\n",
    rf"[ \t]*{_STAMP}(?: on| at)? ?:? ?[^\n]{{0,30}}{day.FULL_DAY}[^\n]{{0,40}}\n",
    rf"[ \t]*(?:{_WORDS})[ \t]*\n",
    rf"[ \t]*{_PICTURE[1:]} ?[A-Z][A-Za-z .'/-]{{1,40}}\n",
)
#: A slug names the story for editors: "nk-nuke talks (LEAD) Envoys meet"
_SLUG = r"[ \t]*[A-Za-z][A-Za-z0-9_.]*(?:[-/][A-Za-z0-9_.]+)+[A-Za-z0-9_ /-]{0,30}(?: ?\(Yonhap\))?[ \t]*"
_STARTS_STORY = grouped(byline.LINE, byline.OF_AGENCY, byline.GLUED, dateline.START)
_LINE = r"[^\n]{3,250}"
#: A headline that runs on: the next line starts small, or this one ends with a word that cannot end it.
_RUNS_ON = r"(?:[^\n]{3,200}(?: (?:to|for|of|in|on|at|by|from|with|and|or|the|a|an|as|over|after|before|against|U\.S\.|S\.|N\.)|,)[ \t]*\n[^\n]{2,150}|[^\n]{3,200}\n[a-z][^\n]{2,150})"
_ENTITIES = (
    {f"&{name};": chr(point) for name, point in name2codepoint.items()}
    | {"&apos;": "'"}
    | {
        form: chr(point)
        for point in (*range(33, 256), *range(0x2010, 0x2040))
        for form in (f"&#{point};", f"&#0{point};", f"&#x{point:x};")
    }
)


def headed(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Take everything above the byline. Adds `header_date`, `header_text` (the date as printed), `has_header`, `headline`, `stamp_day`."""
    frame = _header(frame)
    undeclared = pl.col("header_date").is_null() & pl.col("declared_date").is_null()
    top = pl.when(undeclared).then(pl.col("top").str.head(1_500))
    frame = frame.with_columns(pl.coalesce(*(top.str.extract(rf"(?m)^[ \t]*{stamp}") for stamp in _STAMPS)).alias("stamp_day"))
    frame = source.masthead(furniture(frame), pl.col("headline").is_null())
    frame = frame.with_columns(take(rf"(?:{_SLUG}\n?[ \t]*)?{_MARK}[ \t]*"))
    return furniture(undated(_repeated(_continued(_below(undated(furniture(frame)))))))


def furniture(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Take lines that belong to the page or the wire and not to the story."""
    return frame.with_columns(take(rf"{_FURNITURE}+"))


def undated(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Take a line that holds a date and no more; under a header line, which says the date, it is the story's own."""
    return frame.with_columns(
        take(rf"\s*{day.FULL_DAY}{_TIME}[ \t\x{{a0}}]*\n\s*(?:[0-9]{{1,2}}:[0-9]{{2}}[ \t]*\n\s*)?", ~pl.col("has_header"))
    )


def _header(frame: pl.LazyFrame) -> pl.LazyFrame:
    header = pl.col("rest").str.extract_groups(rf"^{_HEADER}")
    line = header.struct.field("line").str.replace(rf"^(?:{_SLUG} ?)?{_MARK}[ \t]*|[ \t]*{_MARK}[ \t]*$", "").str.strip_chars()
    return frame.with_columns(
        day.dated(*day.parts(header.struct.field("date"))).alias("header_date"),
        header.struct.field("date").alias("header_text"),
        header.struct.field("date").is_not_null().alias("has_header"),
        line.str.contains(_PICTURE).fill_null(False).alias("_picture"),
        pl.coalesce("title", pl.when((line != "") & ~line.str.contains(f"{_NO_HEADLINE}|{_PICTURE}")).then(line)).alias("headline"),
        take(_HEADER.replace("?P<date>", "?:").replace("?P<line>", "?:")),
    )


def _below(frame: pl.LazyFrame) -> pl.LazyFrame:
    """A headline that stands in lines of its own under the header line, or that the text begins with."""
    # The costly patterns are asked only where there may be something to find.
    several = pl.col("rest").str.contains("\n", literal=True)
    frame = frame.with_columns(pl.when(pl.col("headline").is_null() & ~pl.col("_picture") & several).then("rest").alias("_open"))
    frame = frame.with_columns(pl.when(~pl.col("_open").str.contains(rf"^{_STARTS_STORY}")).then("_open").alias("_open"))
    # A record's text is a post or a story without its headline: only a byline or dateline shows that its first line is one.
    frame = frame.with_columns(pl.when(pl.col("declared_date").is_null()).then("_open").alias("_file"))
    opening, file = pl.col("_open"), pl.col("_file")
    before_story = opening.str.extract(rf"^\s*({_LINE}(?:\n[^\n]{{1,150}}){{0,2}}?)[ \t]*\n{_FURNITURE}*{_STARTS_STORY}")
    before_story = pl.when(~(_is_sentence(before_story) & before_story.str.contains("\n", literal=True))).then(before_story)
    capitals = file.str.extract(r"^[ \t]*((?:[^\na-z]*[A-Z]{2}[^\na-z]*\n){1,3})\s*[^\n]*[a-z]")
    runs_on = file.str.extract(rf"^\s*({_RUNS_ON})\n\s*\n")
    first = file.str.extract(rf"^\s*({_LINE})\n\s*(?:[^\sa-z])")
    alone = pl.when((first.str.len_chars() <= 200) & ~_is_sentence(first)).then(first)
    frame = frame.with_columns(pl.coalesce(before_story, capitals, runs_on, alone).alias("_found"))
    lines = pl.coalesce(opening.str.extract(r"^(\s*)") + pl.col("_found"), pl.lit(""))
    return frame.with_columns(
        pl.coalesce("headline", one_line(pl.col("_found"))).alias("headline"), pl.col("rest").str.strip_prefix(lines).alias("rest")
    )


def _is_sentence(line: pl.Expr) -> pl.Expr:
    """Whether a line ends as a sentence does. A headline may end with an abbreviation."""
    return line.str.contains(r"[.!?:;,][\"”’)]?\s*$") & ~line.str.contains(r"(?:\b[A-Z]\.)+$")


def _continued(frame: pl.LazyFrame) -> pl.LazyFrame:
    """A header's headline that goes on in the next line, or a deck under it: what stands between headline and story is no body."""
    # In a text of fixed width the next line mostly starts small; the costly pattern need not be asked there.
    rest = pl.when(starts(r"[^\n]{2,160}\n\s*[A-Z(*•]")).then("rest")
    line = rest.str.extract(rf"^[ \t]*([A-Za-z0-9\"“‘'][^\n]{{1,150}})\n{_FURNITURE}*{_STARTS_STORY}")
    points = rest.str.extract(rf"^((?:\s*[*•] [^\n]{{1,160}}\n)+)\s*{_STARTS_STORY}")
    between = line.is_not_null() & ~_is_sentence(line) & pl.col("headline").is_not_null() & ~starts(_STARTS_STORY) & ~starts(source.LINE)
    joined = pl.concat_str(pl.col("headline"), pl.lit("\n"), line)
    runs_on = joined.str.contains(rf"^{_RUNS_ON}$")
    between &= runs_on | ~byline.is_name(line)
    return frame.with_columns(
        pl.when(between & runs_on).then(one_line(joined)).otherwise("headline").alias("headline"),
        pl.coalesce(
            pl.when(between).then(rest.str.strip_prefix(rest.str.extract(r"^([^\n]*\n)"))), rest.str.strip_prefix(points), pl.col("rest")
        ).alias("rest"),
    )


def _repeated(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The headline again as the first line of the story."""
    first = pl.col("rest").str.extract(r"^\s*([^\n]+)\n").str.strip_chars()
    return frame.with_columns(take(r"\s*[^\n]+\n", (first == pl.col("headline")).fill_null(False)))


def unescaped(text: pl.Expr) -> pl.Expr:
    """HTML entities as the characters they stand for; headlines come out of web pages.

    >>> pl.select(unescaped(pl.lit("Kim&#039;s &quot;offer&quot;"))).item()
    'Kim\\'s "offer"'
    """
    return pl.when(text.str.contains("&[#a-zA-Z0-9]+;")).then(text.str.replace_many(_ENTITIES, leftmost=True)).otherwise(text)
