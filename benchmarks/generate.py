"""Articles for benchmarks whose meetings are known: `python -m benchmarks.generate DIR [--articles N] [--seed S]`.

Invented persons of real countries, sentences from `template.tsv`, vocabulary from the lexicon. The same seed gives the same texts; no two
texts are the same. Events are told by several articles each (announced, then held or called off), so that merging has work to do.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from transforms import lexicon

HERE = Path(__file__).parent
FIRST_DAY, DAYS = date(2015, 1, 1), 3650
PER_FILE = 5_000
AGENCIES = ("Reuters", "AFP", "Xinhua", "AP", "Yonhap", "Kyodo")
ROLES = ("Foreign Minister", "President", "Prime Minister", "Defense Minister")
TOPICS = ("fishing rights", "visa rules", "border crossings", "grain storage", "air routes", "rare metals", "water levels", "flood relief")
GOODS = ("copper", "timber", "coffee", "wheat", "cotton", "steel", "fertiliser", "natural gas", "tea", "cement", "zinc", "rubber")
#: How an event is told over time: days from the event to the article, and the status it then has.
LIVES: tuple[tuple[tuple[int, str], ...], ...] = (
    ((-9, "scheduled"), (-3, "scheduled"), (1, "held")),
    ((-6, "expected"), (0, "held"), (1, "held")),
    ((-5, "scheduled"), (-2, "cancelled")),
    ((-4, "possible"),),
    ((1, "held"),),
    ((-3, "denied"),),
)
#: Most articles of a newswire tell of no meeting in their first sentence; this share does.
SHARE_OF_MEETINGS = 0.6


@dataclass(frozen=True, slots=True)
class Planted:
    """One meeting that an article tells of: what extraction should find. `event` is shared by all articles that tell of it."""

    article: str
    event: int
    kind: str
    status: str
    parties: tuple[str, str]
    day: date


@dataclass(frozen=True, slots=True)
class _Side:
    code: str
    country: str
    adjective: str
    capital: str
    names: dict[str, str]


def _templates() -> dict[tuple[str, str | None, str | None], list[str]]:
    lines = (HERE / "template.tsv").read_text(encoding="utf-8").splitlines()[1:]
    grouped: dict[tuple[str, str | None, str | None], list[str]] = {}
    for line in lines:
        part, kind, status, text = line.split("\t")
        grouped.setdefault((part, kind or None, status or None), []).append(text)
    return grouped


def _sides(rng: random.Random) -> list[_Side]:
    """Every country with an adjective and a capital of its own, with a person for each role."""
    adjectives = {row["iso3"]: row["surface"] for row in lexicon.load("country_name").filter(kind="adjective").iter_rows(named=True)}
    given = [name for name in lexicon.load("given_name")["name"].to_list() if name.isascii() and 4 <= len(name) <= 9]
    family = [name for name in lexicon.load("surname").filter(east_asian=0)["name"].to_list() if name.isascii() and 5 <= len(name) <= 10]
    return [
        _Side(
            row["iso3"],
            row["name"],
            adjectives[row["iso3"]],
            row["capital"],
            {role: f"{rng.choice(given)} {rng.choice(family)}" for role in ROLES},
        )
        for row in lexicon.load("country").iter_rows(named=True)
        if row["iso3"] in adjectives and row["capital"] and "&" not in row["name"]
    ]


def _day(day: date, published: date) -> str:
    """A day as a reporter writes it: the weekday when it is near, else month and day."""
    return f"on {day:%A}" if abs((day - published).days) < 6 else f"on {day:%B} {day.day}"


def _body(rng: random.Random, templates: dict, lead: str | None, slots: dict[str, str]) -> str:
    """Paragraphs of a length as news has it: most short, some long (2.5 kB in the mean)."""
    fillers = templates["filler", None, None]
    paragraphs = [lead] if lead else []
    paragraphs.append(rng.choice(templates["quote", None, None]))
    for _ in range(max(3, int(rng.lognormvariate(2.15, 0.55)))):
        paragraphs.append(" ".join(rng.sample(fillers, rng.choice((2, 3, 3, 4)))))
    # A number drawn for each paragraph keeps any two texts apart.
    return "\n".join(p.format(**slots | {"N": str(rng.randint(2, 99)), "M": str(rng.randint(100, 9999))}) for p in paragraphs)


def articles(count: int, seed: int = 1) -> Iterator[tuple[dict[str, str], Planted | None]]:
    """`count` records (`id`, `date`, `title`, `text` with its dateline) and the meeting planted in each, or None."""
    rng, templates = random.Random(seed), _templates()
    sides = _sides(rng)
    kinds = [kind for part, kind, status in templates if kind and part == "lead" and status == "held"]
    made = event = 0
    while made < count:
        one, other = rng.sample(sides, 2)
        role, kind, life = rng.choice(ROLES), rng.choice(kinds), rng.choice(LIVES)
        happens = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
        tells = rng.random() < SHARE_OF_MEETINGS
        life = tuple((lag, status) for lag, status in life if ("lead", kind, status) in templates) or ((1, "held"),)
        event += tells
        for lag, status in life if tells else ((0, "held"),):
            if made == count:
                return
            published = happens + timedelta(days=lag)
            day = _day(happens, published)
            slots = {
                "A": one.country, "B": other.country, "a": one.adjective, "b": other.adjective, "CA": one.capital, "CB": other.capital,
                "RA": role, "RB": role, "HA": one.names[role], "HB": other.names[role],
                "SA": one.names[role].split()[-1], "SB": other.names[role].split()[-1],
                "P": other.capital, "D": day, "D0": day.removeprefix("on "), "TOPIC": rng.choice(TOPICS), "GOOD": rng.choice(GOODS),
            }  # fmt: skip
            lead = rng.choice(templates["lead", kind, status]).format(**slots) if tells else None
            agency = rng.choice(AGENCIES)
            head = f"{one.capital.upper()}, {published:%B} {published.day} ({agency}) -- "
            name = f"g{seed}-{made:07d}"
            record = {
                "id": name,
                "date": published.isoformat(),
                "title": rng.choice(templates["title", None, None]).format(**slots),
                "text": head + _body(rng, templates, lead, slots),
            }
            parties = (min(one.code, other.code), max(one.code, other.code))
            yield record, Planted(name, event, kind, status, parties, happens) if tells else None
            made += 1


def write(directory: Path, count: int, seed: int = 1) -> list[Planted]:
    """Write JSON Lines files of at most `PER_FILE` articles; the meetings planted in them."""
    directory.mkdir(parents=True, exist_ok=True)
    planted: list[Planted] = []
    source = articles(count, seed)
    for number in range(0, count, PER_FILE):
        with (directory / f"articles-{seed}-{number:08d}.jsonl").open("w", encoding="utf-8") as file:
            for _ in range(min(PER_FILE, count - number)):
                record, meeting = next(source)
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
                planted += [meeting] if meeting else []
    return planted


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    planted = write(given.directory, given.articles, given.seed)
    print(f"{given.articles} articles with {len(planted)} reports of {len({p.event for p in planted})} meetings in {given.directory}")


if __name__ == "__main__":
    main()
