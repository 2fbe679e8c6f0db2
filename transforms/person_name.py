"""Which names of an article are one person: full names in their fullest form, short forms joined to them, in the text and its headline."""

from __future__ import annotations

import polars as pl

from transforms import lexicon, person
from transforms.person import PARTICLE, folded_name, official_key, officials, written_officials
from transforms.text import byte_slice, context, leftmost_longest, matches, once_each

#: Two surnames in one word, or a prefix and a name.
_DOUBLE, _PREFIXED = r"^\p{Lu}\p{L}+-\p{Lu}\p{L}+$", r"^(?:Al|El|As|An|Ar|Ad|At|Az|Ash|Abu|Abdel|Abdul|Ben|Bin|Ibn|Jean|Jose|Anne|Marie)-"
_GENERATION = r",? (?:Jr\.?|Sr\.?|II|III|IV)$"
#: A name in letters of its own, in brackets after it: "(游錫堃)" in the ASCII form of a text.
_OWN_LETTERS = r"^ \(((?:zzz){2,12})\)"
_PARTICLE_BEFORE = rf"\b((?:{PARTICLE}|al-|el-|Al-|El-) ?)$"
#: Surnames that are words: alone and without a title they name nobody.
#: Letters of a surname that stands alone for an official.
_LONG_ENOUGH = 4
_WORDLIKE = ["May", "Park", "Moon", "Bush", "Rice", "Hill", "Price", "Baker", "Carter", "Ford", "Major", "Brown", "Straw", "Wood", "Hunt", "Lew", "Gore", "Cook", "Kan", "Lam", "Ross", "Wong", "Begin", "Howe", "Grant", "King", "Martin", "Harris", "Johnson", "Gates", "Carney", "Austin", "Cleverly", "Santos", "Long", "Li", "Xi", "Han", "Song", "Tai", "Walker", "Kelly", "Sullivan", "Miller", "Davies", "Jones", "Smith", "Bell", "Zhu", "Hu", "Lee", "Kim", "Wang", "Ban"]  # fmt: skip
#: Before a common word that must be a name: a word in small letters that no month follows, or a comma.
_NAME_INSIDE = r"(?:[a-z]{2},? |[\x01-\x06],? |\bMrs?\.? |\bMs\.? )$"
_MONTH_BEFORE = r"\b(?:in|of|last|next|since|until|early|late|mid|this|by|from|to|on|before|after|through|and) $"
_WORDLIKE_COLUMNS = [
    "sentence_id",
    "article_id",
    "start",
    "end",
    "surface",
    "n_words",
    "before",
    "after",
    "sentence_no",
    "published_date",
    "at",
]
#: After the surname of a head of state or government, even one that is a given name too.
_GOVERNS = r"^ (?:[Aa]dministration|[Gg]overnment|[Cc]abinet)\b"
_ALONE_BEFORE = r"(?:^|[a-z,;:\"')\]] |[\x01-\x06'] |[\x01-\x06]-| \()$"


@once_each
def _key(form: pl.Expr) -> pl.Expr:
    """A form to compare names by: small letters, no accents, single spaces, one kind of hyphen."""
    return (
        form.str.normalize("NFKD")
        .str.replace_all(r"\p{M}", "")
        .str.to_lowercase()
        .str.replace_all(r"[‑–—]", "-")
        .str.replace_all(r"\s+", " ")
    )


def _aliases(full: pl.DataFrame) -> pl.DataFrame:
    """Short forms of each full name of an article: `article_id`, `form`, `name`, `full_at` (where the full name stands), `rank` (0 is surest)."""
    base = full.select("article_id", "name", pl.col("at").alias("full_at"), "east_asian_first").unique(maintain_order=True)
    bare = pl.col("name").str.replace(_GENERATION, "")
    family_first = pl.col("east_asian_first")
    given = bare.str.extract(r"^[^ ]+ (.+)$")
    forms = [
        base.with_columns(bare.str.extract(r"([^ ]+)$").alias("form"), pl.lit(0).alias("rank")),
        base.with_columns(bare.str.extract(rf" ((?:{PARTICLE} )+[^ ]+)$").alias("form"), pl.lit(0).alias("rank")),
        base.with_columns(bare.str.extract(r" ([Aa]l-[^ ]+|[Ee]l-[^ ]+)$").str.slice(3).alias("form"), pl.lit(1).alias("rank")),
        base.with_columns(bare.str.extract(r" ([^ ]+ [^ ]+)$").alias("form"), pl.lit(1).alias("rank")),
        base.with_columns(bare.str.extract(r" ([^ ]+ [^ ]+ [^ ]+)$").alias("form"), pl.lit(1).alias("rank")),
        base.filter(family_first).with_columns(bare.str.extract(r"^([^ ]+) ").alias("form"), pl.lit(0).alias("rank")),
        base.filter(family_first).with_columns(given.alias("form"), pl.lit(2).alias("rank")),
        base.filter(bare.str.count_matches(" ") >= 2)
        .with_columns(given.str.replace(r" [^ ]+$", "").str.split(" ").alias("form"), pl.lit(2).alias("rank"))
        .explode("form")
        .filter(pl.col("form").str.contains(r"^\p{Lu}\p{Ll}+")),
        base.with_columns(bare.str.extract(r"^([^ ]+) ").alias("form"), pl.lit(3).alias("rank")),
    ]
    return (
        pl.concat(forms)
        .filter(pl.col("form").str.len_chars() > 1)
        .with_columns(_key(pl.col("form")).alias("form"))
        .select("article_id", "form", "name", "full_at", "rank")
    )


def _merged(full: pl.DataFrame) -> pl.DataFrame:
    """Full names with `person_key`, one for those that are one person: one official, same first letters and last word, or part of one another."""
    spelled = officials().unique("spelling", keep="first").select("spelling", "official")
    bare = pl.col("surface").str.replace(_GENERATION, "")
    ends = pl.concat_str(folded_name(bare.str.extract(r"^([^ ]{2})")), pl.lit("~"), folded_name(bare.str.extract(r"([^ ]+)$")))
    keyed = (
        full.with_columns(official_key(pl.col("surface")).alias("spelling"))
        .join(spelled, on="spelling", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("official", pl.when(pl.col("east_asian_first") & (pl.col("n_words") <= 3)).then("spelling").otherwise(ends)).alias(
                "person_key"
            )
        )
    )
    names = keyed.select("article_id", "person_key", _key(bare).str.split(" ").alias("words"), "surface").unique(maintain_order=True)
    words = pl.col("words")
    ends_of = names.with_columns(words.list.first().alias("first"), words.list.last().alias("last"), words.list.len().alias("size"))
    pairs = pl.concat([ends_of.join(ends_of, on=["article_id", end], suffix="_long") for end in ("first", "last")], how="diagonal")
    longer = (
        pairs.filter((pl.col("size") < pl.col("size_long")) & (pl.col("person_key") != pl.col("person_key_long")))
        .filter(pl.col("words").list.set_difference("words_long").list.len() == 0)
        .unique(["article_id", "person_key"], keep="first", maintain_order=True)
        .select("article_id", "person_key", "person_key_long")
    )
    return keyed.join(longer, on=["article_id", "person_key"], how="left", maintain_order="left").with_columns(
        pl.coalesce("person_key_long", "person_key").alias("person_key")
    )


def _fullest(full: pl.DataFrame) -> pl.DataFrame:
    """Full names of an article with `name`, the fullest form of the person."""
    longest = (
        pl.col("surface")
        .sort_by(pl.col("surface").str.len_chars(), pl.col("at"), descending=[True, False])
        .first()
        .over("article_id", "person_key")
    )
    return _merged(full).with_columns(longest.str.replace_all(r"\s+", " ").alias("name"))


def _halves(short: pl.DataFrame) -> pl.DataFrame:
    """Short candidates with those of two names joined by a hyphen ("Trump-Kim summit") as two rows each."""
    double = (
        pl.col("surface").str.contains(_DOUBLE)
        & ~pl.col("surface").str.contains(_PREFIXED)
        & ~pl.col("given_first")
        & ~pl.col("surname_last")
        & ~pl.col("titled")
    )
    cut = pl.col("surface").str.split_exact("-", 1).struct.rename_fields(["left", "right"])
    both = short.filter(double).with_columns(cut.alias("_cut")).unnest("_cut")
    left = both.with_columns(
        pl.col("left").alias("surface"), (pl.col("start") + pl.col("left").str.len_bytes().cast(pl.Int64)).alias("end")
    )
    right = both.with_columns(
        pl.col("right").alias("surface"), (pl.col("end") - pl.col("right").str.len_bytes().cast(pl.Int64)).alias("start")
    )
    return pl.concat([short.filter(~double), left.drop("left", "right"), right.drop("left", "right")])


def _linked(short: pl.DataFrame, full: pl.DataFrame) -> pl.DataFrame:
    """Short candidates that are forms of a full name of the article: `candidate`, `name`, `lead` (a particle before it that belongs to it).

    The nearest full name before it wins, else the first after it. A given name that is a word needs a title.
    """
    lead = pl.col("before").str.extract(_PARTICLE_BEFORE, 1)
    plain = short.lazy().with_columns(_key(pl.col("surface")).alias("form"), pl.lit("").alias("lead"))
    with_lead = (
        short.lazy()
        .with_columns(lead.alias("lead"))
        .filter(pl.col("lead").is_not_null())
        .with_columns(_key(pl.col("lead") + pl.col("surface")).alias("form"))
    )
    return (
        pl.concat([with_lead, plain], how="diagonal")
        .join(_aliases(full).lazy(), on=["article_id", "form"], how="inner")
        .with_columns((pl.col("full_at") > pl.col("at")).alias("later"))
        .sort(
            "candidate",
            pl.col("lead") == "",
            "rank",
            "later",
            (pl.col("full_at") - pl.col("at")).abs(),
        )
        .filter((pl.col("rank") < 3) | pl.col("titled") | ~(pl.col("any_ordinary") | pl.col("any_common")))
        .unique("candidate", keep="first", maintain_order=True)
        .select("candidate", "name", "lead")
        .collect()
    )


def _wordlike(full: pl.DataFrame, masked: pl.DataFrame, sentence: pl.DataFrame) -> pl.DataFrame:
    """Short forms that are common words ("May", "You"), where only a name can stand: columns of a candidate."""
    common = lexicon.load("common_word")["word"].implode()
    form = pl.when("east_asian_first").then(pl.col("name").str.extract(r"^([^ ]+)")).otherwise(pl.col("name").str.extract(r"([^ ]+)$"))
    named = full.select("article_id", form.alias("surface")).filter(pl.col("surface").is_in(common)).unique(maintain_order=True)
    if named.is_empty():
        return full.clear()
    told = masked.join(named.select("article_id").unique(), on="article_id", how="semi")
    words = "|".join(named["surface"].unique().sort().to_list())
    hits = matches(told, "masked", rf"\b(?:{words})\b", "sentence_id", "article_id", "sentence_no", "published_date", "masked")
    placed = context(hits.join(named, on=["article_id", "surface"], how="semi").lazy().rename({"masked": "ascii"}), before=60, after=60)
    inside = pl.col("before").str.contains(_NAME_INSIDE) & ~pl.col("after").str.contains(r"^ (?:\d|of\b)")
    inside = inside & ~((pl.col("surface") == "May") & pl.col("before").str.contains(_MONTH_BEFORE))
    speaks = pl.col("after").str.contains(person.SPEECH_AFTER) & ~pl.col("after").str.contains(r"^ (?:have|are|can|will)\b")
    return (
        placed.filter(inside | speaks)
        .with_columns((pl.col("sentence_no").cast(pl.Int64) * 100_000 + pl.col("start")).alias("at"), pl.lit(1, pl.UInt32).alias("n_words"))
        .with_columns(pl.lit(False).alias(name) for name, kind in full.schema.items() if kind == pl.Boolean)
        .with_columns(
            pl.lit(None, kind).alias(name) for name, kind in full.schema.items() if name not in _WORDLIKE_COLUMNS and kind != pl.Boolean
        )
        .select(full.columns)
        .collect()
    )


def _in_office(short: pl.DataFrame) -> pl.Expr:
    """Whether a lone word is the surname of somebody in office when the text was published, and no word or given name."""
    last = pl.col("written").str.extract(r"([^ ]+)$")
    known = (
        written_officials()
        .filter(~last.is_in(_WORDLIKE) & (last.str.len_chars() >= _LONG_ENOUGH))
        .select(folded_name(last).alias("key"), "from", "to")
    )
    year = pl.col("published_date").dt.year()
    fits = (
        short.select("candidate", "published_date", folded_name(pl.col("surface")).alias("key"))
        .join(known, on="key", how="inner")
        .filter((year >= pl.col("from") - 1) & (year <= pl.col("to") + 1))["candidate"]
        .unique()
    )
    return (
        pl.col("candidate").is_in(fits.implode())
        & (~pl.col("given_first") | pl.col("after").str.contains(_GOVERNS))
        & ~pl.col("any_ordinary")
        & ~pl.col("any_common")
        & pl.col("before").str.contains(_ALONE_BEFORE)
    )


def _alone(rest: pl.DataFrame) -> pl.DataFrame:
    """Short candidates without a full name that are persons all the same: with a title, a country's, who speak, or in office."""
    # A party or a body: "foreign minister, XYZ".
    acronym = pl.col("surface").str.contains(r"^[A-Z]{2,}$") & ~pl.col("surface").str.to_titlecase().is_in(
        lexicon.load("surname")["name"].implode()
    )
    acronym = acronym & ~pl.col("after").str.contains("^:")
    titled = pl.col("titled") & (pl.col("n_words") <= 2) & (~pl.col("any_ordinary") | pl.col("surname_last")) & ~acronym
    possessed = pl.col("before").str.contains(person.POSSESSOR_BEFORE) & pl.col("surname_last") & ~pl.col("any_ordinary")
    speaks = (pl.col("n_words") == 1) & pl.col("surname_last") & ~pl.col("any_ordinary") & pl.col("after").str.contains(person.TOLD_AFTER)
    return rest.filter(titled | possessed | speaks | ((pl.col("n_words") == 1) & _in_office(rest)))


def _own_letters(mention: pl.DataFrame, sentence: pl.DataFrame) -> pl.DataFrame:
    """Names in their own letters in brackets after a mention: more mentions of the same person."""
    return (
        mention.lazy()
        .with_columns(pl.col("after").str.extract(_OWN_LETTERS, 1).str.len_bytes().cast(pl.Int64).alias("size"))
        .filter(pl.col("size").is_not_null())
        .with_columns((pl.col("end") + 2).alias("start"))
        .with_columns((pl.col("start") + pl.col("size")).alias("end"), (pl.col("at") + 1).alias("at"))
        .join(sentence.lazy().select("sentence_id", "clean"), on="sentence_id", how="left", maintain_order="left")
        .with_columns(byte_slice(pl.col("clean"), pl.col("start"), pl.col("end")).alias("surface"), pl.lit(False).alias("titled"))
        .filter(~pl.col("surface").str.contains(r"[\x00-\x7f]"))
        .select(mention.columns)
        .collect()
    )


def resolved(sentence: pl.DataFrame, masked: pl.DataFrame) -> pl.DataFrame:
    """Person mentions: `sentence_id`, `article_id`, `sentence_no`, `published_date`, `start`, `end`, `surface`, `name`, `titled`, `at`.

    `name` is the fullest form of the person in the article, `at` grows through the text. A short form without any full name counts when a
    title, a country, a verb of speaking or an office shows it to be a person; then the same word elsewhere in the article does too.
    """
    candidate = (
        person.accepted(person.candidates(masked))
        .join(sentence.select("sentence_id", "sentence_no", "published_date"), on="sentence_id", how="left", maintain_order="left")
        .with_columns((pl.col("sentence_no").cast(pl.Int64) * 100_000 + pl.col("start")).alias("at"))
    )
    # A headline has capitals everywhere: only names whose every word is known count there.
    headline = (pl.col("sentence_no") < 0) & ~(pl.col("known") | (pl.col("given_first") & pl.col("surname_last") & ~pl.col("any_ordinary")))
    candidate = candidate.with_columns((pl.col("full") & ~headline).alias("full")).filter(pl.col("full") | (pl.col("sentence_no") >= 0))
    full = _fullest(candidate.filter("full"))
    short = candidate.filter(~pl.col("full") & (pl.col("n_words") <= 3)).with_row_index("candidate")
    whole = _linked(short, full)
    short = pl.concat(
        [
            short.join(whole, on="candidate", how="semi"),
            _halves(short.join(whole, on="candidate", how="anti")),
            _wordlike(full, masked, sentence).select(pl.col(name).cast(kind) for name, kind in candidate.schema.items()),
        ],
        how="diagonal",
    )
    short = short.drop("candidate").with_row_index("candidate")
    linked = _linked(short, full)
    lead = pl.col("lead").str.len_bytes().cast(pl.Int64)
    found = short.join(linked, on="candidate", how="inner").with_columns(
        (pl.col("start") - lead).alias("start"), (pl.col("lead") + pl.col("surface")).alias("surface")
    )
    rest = short.join(linked, on="candidate", how="anti")
    own = _alone(rest).with_columns(pl.col("surface").str.replace_all(r"\s+", " ").alias("name"))
    again = rest.join(own, on="candidate", how="anti").join(
        own.select("article_id", "surface", "name").unique(["article_id", "surface"], keep="first", maintain_order=True),
        on=["article_id", "surface"],
        how="inner",
    )
    columns = ["sentence_id", "article_id", "sentence_no", "published_date", "start", "end", "surface", "name", "after", "titled", "at"]
    mention = pl.concat([frame.select(columns) for frame in (full, found, own, again)])
    return leftmost_longest(pl.concat([mention, _own_letters(mention, sentence)]), "sentence_id").drop("after")
