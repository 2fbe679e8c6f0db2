"""Batches put together and parted: small ones packed, some years set apart to be read again, texts given to one of several inputs.

What was read from a batch moves with its documents, so nothing is read again for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from transforms.register import namings
from warehouse.stage import Part, Stage, new_name

#: Batches under this many articles are small: each costs the same few milliseconds at every look at the stage.
SMALL = 500
#: Small batches that are worth a batch of their own; what a run adds in a day is one.
MANY = 16
#: Characters of an article's identifier: a letter and the start of its content's hash.
_ID = 17


def pack(stage: Stage) -> None:
    """Make one batch of many small ones that were read by the same rules."""
    small: dict[str | None, list[Part]] = defaultdict(list)
    for part in stage.parts("article"):
        if part.rows < SMALL:
            small[part.rules].append(part)
    for rules, articles in small.items():
        if len(articles) < MANY:
            continue
        batch = new_name()
        names = {"raw_document": batch}
        old: dict[str, list[Part]] = defaultdict(list)
        for article in articles:
            for part in stage.named(article.name):
                old[part.table].append(part)
                names[part.table] = names.get(part.table, _name(batch, rules))
            old["raw_document"] += [part for part in stage.named(article.batch) if part.table == "raw_document"]
        made = [stage.files.write(table, stage.scan(table, parts).collect(), names[table]) for table, parts in old.items()]
        stage.commit(made, [part for parts in old.values() for part in parts])


def set_apart(stage: Stage, years: Sequence[str], rules: str) -> None:
    """Make batches of their own, not read yet, of the articles of some years, as YYYY, that other rules read."""
    year = pl.col("published_date").dt.to_string("%Y")
    for article in stage.parts("article"):
        if article.rules == rules:
            continue
        ids = stage.scan("article", [article]).filter(year.is_in(years)).select("article_id").collect().to_series()
        if ids.len() == article.rows:
            stage.commit(drop=stage.named(article.name))
        elif ids.len():
            _split(stage, article, ids)


def _split(stage: Stage, article: Part, ids: pl.Series) -> None:
    [raw] = [part for part in stage.named(article.batch) if part.table == "raw_document"]
    read = stage.named(article.name)
    content = pl.concat_str(pl.lit("a"), "content_sha256").str.slice(0, _ID).alias("article_id")
    document = stage.scan("raw_document", [raw]).with_columns(content).collect()
    inputs = stage.scan("article_source", [part for part in read if part.table == "article_source"])
    moved, of = inputs.filter(pl.col("article_id").is_in(ids.implode())).collect(), ["source_uri", "article_id"]
    apart = stage.files.write("raw_document", document.join(moved, on=of, how="semi", maintain_order="left"))
    rest = stage.files.write("raw_document", document.join(moved, on=of, how="anti", maintain_order="left"))
    left = _without(stage, read, ids, _name(rest.batch, article.rules))
    stage.commit([apart, rest, *left], [raw, *read])


def settle(stage: Stage) -> None:
    """One row for each distinct text: of several inputs with one text the first by name gives the article, whenever they came.

    Looks at the identifiers of all articles, 17 MB of a million, and at no text.
    """
    ids = stage.scan("article").select("article_id").collect().to_series()
    several = ids.filter(ids.is_duplicated()).unique()
    if several.is_empty():
        return
    parts = {str(stage.files.path(part)): part for part in stage.parts("article")}
    told = stage.scan("article", file_column="_file").filter(pl.col("article_id").is_in(several.implode()))
    ranked = told.select("article_id", "source_uri", "_file").sort("article_id", "source_uri").collect()
    lost = ranked.filter(~pl.col("article_id").is_first_distinct())
    for (file,), rows in lost.partition_by("_file", as_dict=True).items():
        article = parts[str(file)]
        read = stage.named(article.name)
        stage.commit(_without(stage, read, rows["article_id"], _name(article.batch, article.rules), inputs=False), read)


def ask_anew(stage: Stage) -> None:
    """Let batches be read again of which a text is no article: it was given to another input, which by rules of today is none."""
    source = stage.scan("article_source", file_column="_file").select("article_id", "_file")
    orphan = source.join(stage.scan("article").select("article_id"), on="article_id", how="anti").select("_file").unique().collect()
    for (file,) in orphan.iter_rows():
        stage.commit(drop=stage.named(Path(file).stem))


def _without(stage: Stage, read: Sequence[Part], ids: pl.Series, name: str, inputs: bool = True) -> list[Part]:
    """What was read from a batch written anew, without the rows of some articles; `inputs`: without the inputs they came from, too."""
    frames = {part.table: stage.scan(part.table, [part]).collect() for part in read}
    for table, frame in frames.items():
        if table == "participant":
            frames[table] = frame.filter(~pl.col("report_id").str.slice(0, _ID).is_in(ids.implode()))
        elif "article_id" in frame.columns and (inputs or table != "article_source"):
            frames[table] = frame.filter(~pl.col("article_id").is_in(ids.implode()))
    frames["naming"] = namings(frames["mention"], frames["article"])
    return [stage.files.write(table, frame, name) for table, frame in frames.items()]


def _name(batch: str, rules: str | None) -> str:
    return f"{batch}-{rules}-{new_name()}"
