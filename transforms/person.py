"""Persons in sentences: capitalised runs that countries, places and bodies leave over, cut to names, told from other words.

Works on masked text: ASCII in which every known span is filled with one control character for its kind (`FILLER`), byte for byte as
long as before, so that a rule can say "a country, then a role, then a name". Which names of an article are one person: `person_name`.
"""

from __future__ import annotations

from functools import cache

import polars as pl
from ahocorasick_rs import BytesAhoCorasick

from transforms import lexicon
from transforms.text import automaton, byte_slice, context, known_names, matches, once_each, overlay

FILLER = {
    "country": "\x01",
    "place": "\x02",
    "organisation": "\x03",
    "role": "\x04",
    "date": "\x05",
    "person": "\x06",
    "ignored": "\x0e",
}
#: Fillers as long as any span.
_LONG_FILLER = {kind: symbol * 1000 for kind, symbol in FILLER.items()}
_INITIAL = r"[A-Z]\."
_WORD = (
    r"(?:Mc|Mac|O'|D'|L'|Al-|El-|[Aa]l-|[Ee]l-|[Aa]n-|[Aa]s-|[Aa]r-|[Aa]d-|[Aa]sh-|[Aa]t-|[Aa]z-)?[A-Z][A-Za-z]*[a-z](?:-[A-Za-z][a-z]+)*"
    r"|[A-Z]'{1,3}[A-Z][a-z]+|[A-Z]{2,}(?:-[A-Z]{2,})*"
)
PARTICLE = (
    r"(?:de la|de las|de los|del|della|de|di|da|dos|das|do|van der|van den|van de|van|von der|von|der|den|bin|bint|ibn|al|el|ben|le|la|du|y|e|ter|zu"
    r"|af|av|ul|ur|bu)"
)
_CAPITAL_PARTICLE = ["Van", "Von", "De", "Del", "Della", "Di", "Da", "Dos", "Du", "Le", "La", "Al", "El", "Bin", "Ben", "Ter", "Den", "Der"]
_NICKNAME = r"""["']{1,3}[A-Z][a-z]+["']{1,3} """
_GENERATION = r"(?:,? (?:Jr\.|Sr\.|Jr\b|Sr\b|II\b|III\b|IV\b|VI{0,3}\b|IX\b|XI{1,3}\b|XIV\b|XVI{0,3}\b))?"
#: A run of capitalised words with the particles and initials that names have in them.
RUN = rf"\b(?:{_WORD}|{_INITIAL})(?:(?: {{1,2}}|-)(?:{_NICKNAME})?(?:(?:{PARTICLE}) ){{0,2}}(?:Jr\.|Sr\.|{_WORD}|{_INITIAL}(?:-?{_INITIAL})?))*{_GENERATION}"
_HONORIFIC_BEFORE = (
    r"\b(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|Dame|Prof|Gen|Lt|Col|Maj|Capt|Adm|Sen|Rep|Gov|Amb|Rev|Comrade|Sheikh|Sheik|Sayyid|Sayyed|Ayatollah|Princess"
    r"|Prince|King|Queen|Emperor|Empress|Sultan|Emir|Amir|Pope|Imam|Senator|Marshal|Messrs|Madame|Madam|Father|Archbishop|Bishop|Cardinal|Patriarch"
    r"|Rabbi|Crown Prince|Grand Duke)\.? {1,2}$"
)
_TITLE_BEFORE = (
    r"(?:\x04+|[Cc]ounterparts?|[Dd]rafted by|[Cc]leared by|[Aa]pproved by|[Ss]igned by|[Ii]nitialed by|wife|husband|brother|daughter|sister"
    r"|father|mother|nephew|niece|cousin|grandson|granddaughter|son|uncle|widow|predecessor|successor|deputy"
    r"|\x04+ (?:of|to|for|at) (?:the )?[\x01\x03]+),?(?:-elect)?:? {1,2}$"
)
#: A speaker of a transcript: "VICE PRESIDENT NAME:".
_LABEL_BEFORE = r"\b(?:PRESIDENT|MINISTER|SECRETARY|CHANCELLOR|AMBASSADOR|GENERAL|PREMIER|SENATOR|GOVERNOR) $"
SPEECH_AFTER = (
    r"^,? (?:said|says|told|added|noted|stressed|warned|announced|met|arrived|visited|will|would|has|had|was|is|also|left|expressed|called|urged"
    r"|thanked|emphasi[sz]ed|underscored|reiterated|argued|insisted|claimed|tweeted|wrote|welcomed|vowed|pledged|and his|and her)\b"
)
TOLD_AFTER = r"^(?:,? (?:said|says|told|added|noted|stressed|warned|tweeted|argued|insisted)\b)"
_APPOSITION_AFTER = r"^, (?:the |a |an |former |who\b|\d\d,|[a-z-]+ )*[\x01\x02\x03\x04]"
POSSESSOR_BEFORE = r"\x01+['\"]{1,3}s {1,2}$"
#: Before a place that the lexicon does not know.
_PLACE_BEFORE = r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]round|[Tt]owards?|(?:town|city|village|district|port|province|suburb|island|state) of) (?:the )?$"
_PARTICLED = r"\b(?:bin|al|von|van|de|[Aa]l-\w+|ibn|bint|della|dos)\b"
_ASIAN_GIVEN = r"^[A-Z][a-z]+-[a-z]+$"
#: Two words run together by a lost space: no name.
_CAMEL = r"[a-z][A-Z]"
_CAMEL_NAME = r"^(?:Mc|Mac|De|Di|Da|Du|Le|La|Van|Von|Fitz|Al|El|O)[A-Z]"
#: How many names of a list follow from one.
_LIST = 3
#: What may stand between two names of a list.
_LIST_GAP = r"(?:, | and |, and | & )$"


def mask(sentence: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Sentences with every span filled by its kind's control character: adds `masked`."""
    filler = pl.col("kind").replace_strict(_LONG_FILLER, return_dtype=pl.String).str.slice(0, pl.col("end") - pl.col("start"))
    masked = overlay(sentence, spans, "ascii", filler, "sentence_id").rename({"overlaid": "masked"})
    return sentence.join(masked, on="sentence_id", how="left", maintain_order="left")


def _any_of(word: pl.Expr, *names: pl.Series) -> pl.Expr:
    return word.is_in(pl.concat(names).unique().implode())


def _words(masked: pl.DataFrame) -> pl.DataFrame:
    """The words of every capitalised run, a row each, with what the lexicon knows of them and the run they belong to."""
    common = lexicon.load("common_word")["word"]
    runs = matches(masked, "masked", RUN, "sentence_id", "article_id")
    # Most capitals only open a sentence: those words go first.
    runs = runs.filter(~pl.col("surface").is_in(common.implode())).with_row_index("run")
    words = (
        runs.lazy()
        .with_columns(pl.col("surface").str.replace_all(r"( {1,2})", "${1}\x1e").str.split("\x1e").alias("word"))
        .explode("word")
        .with_columns(pl.col("word").str.len_bytes().cast(pl.Int64).alias("_size"))
        .with_columns((pl.col("_size").cum_sum() - pl.col("_size")).alias("_at"))
        .with_columns((pl.col("_at") - pl.col("_at").first().over("run") + pl.col("start")).alias("word_start"))
        .with_columns(pl.col("word").str.strip_chars(" ").alias("word"))
        .with_columns((pl.col("word_start") + pl.col("word").str.len_bytes().cast(pl.Int64)).alias("word_end"))
        .with_columns(
            pl.col("word").str.strip_chars(",").alias("form"),
        )
    )
    surname, official = lexicon.load("surname"), lexicon.load("official")["name"]
    form = pl.col("form")
    return (
        words.with_columns(
            _any_of(form, common).alias("common"),
            _any_of(form, lexicon.load("word")["word"]).alias("ordinary"),
            _any_of(form, lexicon.load("given_name")["name"], official.str.extract(r"^([A-Z][a-z]+) ").drop_nulls()).alias("given"),
            _any_of(form, surname["name"], official.str.extract(r" ([^ ]+)$").drop_nulls()).alias("surname"),
            _any_of(form, surname.filter(pl.col("east_asian") == 1)["name"]).alias("east_asian"),
            form.str.contains(r"^(?:[A-Z]\.(?:-?[A-Z]\.)?)$").alias("initial"),
            form.str.contains(_ASIAN_GIVEN).alias("asian_given"),
            (form.str.contains(_CAMEL) & ~form.str.contains(_CAMEL_NAME)).alias("camel"),
        )
        .drop("surface", "_size", "_at")
        .collect()
    )


def _cut(words: pl.LazyFrame) -> pl.LazyFrame:
    """Words with `group`: runs cut where a word is no part of a name, ordinary words at the ends of what is left taken off."""
    opens = (pl.col("run") != pl.col("run").shift(1)).fill_null(True)
    closes = (pl.col("run") != pl.col("run").shift(-1)).fill_null(True)
    before = lambda name: pl.col(name).shift(1).fill_null(False) & ~opens  # noqa: E731
    asian = pl.col("east_asian") & pl.col("asian_given").shift(-1).fill_null(False) & ~closes
    # "Pak Chol Jun": the third part of a name may be a word.
    third = (
        pl.col("east_asian") & (pl.col("run") == pl.col("run").shift(2)).fill_null(False) & pl.col("east_asian").shift(2).fill_null(False)
    )
    third = third & ~(pl.col("common") | pl.col("ordinary")).shift(1).fill_null(True)
    joined = (before("given") | before("initial")) & (pl.col("surname") | pl.col("given"))
    # A name printed twice ("Ana Ruiz Ruiz Ana"), not one of two equal words.
    repeated = (pl.col("form") == pl.col("form").shift(1)) & ~opens & ~opens.shift(1).fill_null(True)
    named = pl.col("given") & (pl.col("surname") & ~pl.col("common") & ~pl.col("ordinary")).shift(-1).fill_null(False) & ~closes
    last = (pl.col("group") != pl.col("group").shift(-1)).fill_null(True)
    lead = pl.col("plain") & ~(pl.col("surname") & last) & ~(pl.col("east_asian") & ~last)
    tail = pl.col("ordinary") & ~pl.col("surname") & ~pl.col("given") & ~pl.col("east_asian")
    return (
        words.with_columns(
            ((pl.col("common") & ~joined & ~asian & ~named & ~third) | pl.col("camel")).alias("breaks"),
            (pl.col("ordinary") & ~pl.col("given") & ~asian & ~pl.col("form").is_in(_CAPITAL_PARTICLE)).alias("plain"),
        )
        .with_columns((opens | pl.col("breaks") | repeated).cum_sum().alias("group"))
        .filter(~pl.col("breaks"))
        # A word that stays stands in the same group before, and one after.
        .filter(
            (pl.when(~lead).then("group").forward_fill() == pl.col("group"))
            & (pl.when(~tail).then("group").backward_fill() == pl.col("group"))
        )
    )


@cache
def _long_names() -> tuple[pl.Series, BytesAhoCorasick]:
    """Names of officials, of three words or more, and what finds them."""
    rows = lexicon.load("official")
    names = pl.concat([rows["name"], rows["aliases"].drop_nulls().str.split("|").explode()]).unique(maintain_order=True)
    long = names.filter(names.str.count_matches(" ") >= 2)
    return long, automaton(long)


def _glued(masked: pl.DataFrame) -> pl.DataFrame:
    """Long names of officials that a lost space ties to a word beside them: `sentence_id`, `article_id`, `start`, `end`, `surface`."""
    names, finder = _long_names()
    found = known_names(masked.select("sentence_id", "article_id", ascii="masked"), "ascii", finder, "sentence_id", "article_id", "ascii")
    return (
        context(found.lazy(), before=1, after=1)
        .filter(pl.col("before").str.contains("[A-Za-z]") | pl.col("after").str.contains("[a-z]"))
        .select("sentence_id", "article_id", "start", "end", pl.lit(names).gather("number").alias("surface"))
        .collect()
    )


def candidates(masked: pl.DataFrame) -> pl.DataFrame:
    """Runs cut to what may be names: `sentence_id`, `article_id`, `start`, `end`, `surface`, what the words are, `before`, `after`."""
    glued = _glued(masked)
    if not glued.is_empty():
        rest = overlay(masked, glued, "masked", pl.lit(_LONG_FILLER["person"]).str.slice(0, pl.col("end") - pl.col("start")), "sentence_id")
        masked = masked.drop("masked").join(rest.rename({"overlaid": "masked"}), on="sentence_id", how="left", maintain_order="left")
    groups = (
        _cut(_words(masked).lazy())
        .group_by("group", maintain_order=True)
        .agg(
            pl.col("sentence_id", "article_id").first(),
            pl.col("word_start").first().alias("start"),
            pl.col("word_end").last().alias("end"),
            pl.len().alias("n_words"),
            pl.col("given").first().alias("given_first"),
            pl.col("given").any().alias("any_given"),
            pl.col("surname").last().alias("surname_last"),
            (
                (pl.col("east_asian") & ~pl.col("common")).first()
                & ~pl.col("ordinary").all()
                & ~(pl.col("ordinary").first() & pl.col("ordinary").last())
                | pl.col("asian_given").slice(1).any()
            ).alias("east_asian_first"),
            pl.col("asian_given").any(),
            pl.col("initial").any().alias("any_initial"),
            pl.col("initial").all().alias("all_initial"),
            pl.col("ordinary").any().alias("any_ordinary"),
            pl.col("common").any().alias("any_common"),
        )
        .filter(~pl.col("all_initial"))
        .drop("group", "all_initial")
    )
    whole = glued.lazy().select(
        "sentence_id",
        "article_id",
        "start",
        "end",
        n_words=(pl.col("surface").str.count_matches(" ") + 1).cast(pl.UInt32),
        east_asian_first=pl.lit(True),
    )
    with_text = pl.concat([groups, whole], how="diagonal").join(
        masked.lazy().select("sentence_id", "clean", pl.col("masked").alias("ascii")), on="sentence_id", how="left", maintain_order="left"
    )
    exact = byte_slice(pl.col("clean"), pl.col("start"), pl.col("end")).str.strip_chars_end(",- ")
    return (
        context(
            with_text.with_columns(exact.alias("surface"), pl.col(pl.Boolean).fill_null(False))
            .with_columns((pl.col("start") + pl.col("surface").str.len_bytes().cast(pl.Int64)).alias("end"))
            .drop("clean"),
            before=60,
            after=60,
        )
        .filter(pl.col("surface").str.len_chars() > 1)
        .sort("sentence_id", "start")
        .collect()
    )


def folded_name(name: pl.Expr) -> pl.Expr:
    """Letters only, small, accents and hyphens away: one form for the spellings of a name."""
    return name.str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[^\p{L}]", "")


@cache
def written_officials() -> pl.DataFrame:
    """Names and other spellings of known officials: `written`, `official`, `iso3`, `role`, `from`, `to` (years)."""
    rows = lexicon.load("official")
    return (
        rows.with_columns(
            pl.concat_str(pl.col("name"), pl.col("aliases").fill_null(""), separator="|").str.split("|").alias("written"),
            pl.col("name").alias("official"),
        )
        .explode("written")
        .filter(pl.col("written") != "")
        .select("written", "official", "iso3", "role", "from", "to")
    )


@cache
def officials() -> pl.DataFrame:
    """Known officials by `spelling` (folded, middle initials away): `spelling`, `official`, `iso3`, `role`, `from`, `to` (years)."""
    return written_officials().select(official_key(pl.col("written")).alias("spelling"), "official", "iso3", "role", "from", "to")


@cache
def surnames() -> pl.DataFrame:
    """Known officials by surname, the first word of an East Asian name, else the last: `key`, `iso3`, `role`, `from`, `to` (years)."""
    first, last = pl.col("written").str.extract(r"^([^ ]+) "), pl.col("written").str.extract(r"([^ ]+)$")
    east_asian = lexicon.load("surname").filter(pl.col("east_asian") == 1)["name"]
    surname = pl.when(first.is_in(east_asian.implode())).then(pl.concat_list(first, last)).otherwise(pl.concat_list(last))
    named = written_officials().select(surname.alias("key"), "iso3", "role", "from", "to").explode("key")
    return named.with_columns(official_key(pl.col("key"))).unique(maintain_order=True)


@once_each
def official_key(name: pl.Expr) -> pl.Expr:
    """What a name is looked up by among the officials: folded, without title and middle initials, one letter for those that transcribe one sound."""
    plain = name.str.replace(r"^(?:Pope|King|Queen|Emperor|Sheikh|Prince) ", "").str.replace_all(r"([a-z]) (?:[A-Z]\. ?)+", "$1 ")
    return folded_name(plain.str.replace(r",? (?:Jr\.?|Sr\.?)$", "")).str.replace_all("[iy]+", "i").str.replace_all("kh", "h", literal=True)


def _listed(candidate: pl.DataFrame) -> pl.DataFrame:
    """Candidates with `listed`: right after or before an accepted name of a list ("Presidents A and B", "A, B and C")."""
    gap = pl.col("before").str.extract(rf"({_LIST_GAP})", 1).str.len_bytes().cast(pl.Int64)
    follows = (pl.col("start") - pl.col("end").shift(1) == gap) & (pl.col("sentence_id") == pl.col("sentence_id").shift(1))
    shown = pl.col("full") | (pl.col("titled") & pl.col("surname_last"))
    before = (follows & shown.shift(1)).fill_null(False)
    after = (follows & pl.col("full")).shift(-1).fill_null(False)
    return candidate.with_columns((before | after).alias("listed"))


def accepted(candidate: pl.DataFrame) -> pl.DataFrame:
    """Candidates with `full` (a name of its own) and `titled` told; what is no name stays with both false."""
    label = pl.col("before").str.contains(_LABEL_BEFORE) & pl.col("after").str.contains("^:")
    titled = label | pl.col("before").str.contains(_TITLE_BEFORE) | pl.col("before").str.contains(_HONORIFIC_BEFORE)
    shown = (
        pl.col("titled")
        | pl.col("given_first")
        | pl.col("asian_given")
        | (pl.col("any_given") & pl.col("surname_last"))
        | pl.col("any_initial")
        | (pl.col("east_asian_first") & (pl.col("n_words") <= 3))
        | (pl.col("surname_last") & pl.col("after").str.contains(SPEECH_AFTER))
        | pl.col("after").str.contains(_APPOSITION_AFTER)
        | pl.col("before").str.contains(POSSESSOR_BEFORE) & (pl.col("any_given") | pl.col("surname_last"))
        | pl.col("surface").str.contains(_PARTICLED)
    )
    placed = pl.col("before").str.contains(_PLACE_BEFORE) & ~(pl.col("given_first") & pl.col("surname_last")) & ~pl.col("titled")
    caps = pl.col("surface").str.contains(r"^[A-Z .,'-]+$") & ~pl.col("any_initial")
    clock = pl.col("surface").str.contains(r"^[A-Z]\. [A-Z]{2,}$")
    several = (pl.col("n_words") >= 2) & (pl.col("n_words") <= 7) & ~clock
    known = official_key(pl.when(several).then("surface")).is_in(officials()["spelling"].unique().implode()).fill_null(False)
    first = candidate.with_columns(known.alias("known"), titled.alias("titled"), several.alias("several")).with_columns(
        (pl.col("several") & (pl.col("known") | (shown & ~caps & ~placed))).alias("full")
    )
    plain = ~pl.col("any_ordinary") & ~pl.col("any_common") & ~caps
    told = first
    for _ in range(_LIST):
        told = _listed(told).with_columns(
            (pl.col("full") | (pl.col("listed") & pl.col("several") & plain)).alias("full"),
            (pl.col("titled") | (pl.col("listed") & ~pl.col("several") & plain & pl.col("surname_last"))).alias("titled"),
        )
    return told.drop("listed", "several")
