"""How right the current code is: `python -m benchmarks.accuracy [GOLD.jsonl] [--texts FOLDER] [--errors N] [--json]`.

Runs ingest, parsing, extraction and resolution on the texts of a gold file, without a warehouse, and prints the measures of
`benchmarks.score`; then the figures of the project's own cases, phenomenon by phenomenon. A gold record brings its text in `raw`, or
names the input under FOLDER that holds it in `source_uri`. A case (`cases/*.jsonl`) is a gold record of a few invented sentences with
`phenomenon` in place of a raw text.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import score
from orchestration import landing
from transforms import article, ingest
from transforms.extract import extract
from transforms.resolve import resolve

ROOT = Path(__file__).parents[1]
SAMPLE_GOLD, SAMPLE_TEXTS, CASES = ROOT / "sample" / "gold.jsonl", ROOT / "sample" / "landing", ROOT / "benchmarks" / "cases"
#: When texts were first seen; the measures do not depend on it.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def records(path: Path) -> list[dict]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def cases(folder: Path = CASES) -> list[dict]:
    """The project's own cases as gold records, each with the text it makes: a header line with the date, then the sentences."""
    return [
        case | {"raw": f" date {case['published']} {case.get('title') or ''}\n{score.strip_marks(case['marked'])[0]}\n"}
        for path in sorted(folder.glob("*.jsonl"))
        for case in records(path)
    ]


def source_uri(record: dict) -> str:
    """The input that holds the text of a gold record."""
    return record.get("source_uri") or f"{record['id']}.txt"


def inputs(folder: Path) -> list[tuple[str, bytes]]:
    """Name and bytes of every file of a folder; names start with the folder's own."""
    return [(path.relative_to(folder.parent).as_posix(), path.read_bytes()) for path in landing.files([folder])]


def extracted(texts: Iterable[tuple[str, bytes]]) -> dict[str, score.Document]:
    """What the code finds in each input, by the input's name."""
    parsed = article.articles(ingest.documents(texts, EPOCH).raw, EPOCH)
    found = extract(parsed.article)
    merged = resolve(parsed.article, found.report, found.participant)
    documents = score.predicted_documents(parsed.article, found.mention, merged.meeting_report, merged.meeting_participant)
    return {uri: documents[article_id] for uri, article_id in parsed.article_source.select("source_uri", "article_id").iter_rows()}


def compare(gold: Sequence[dict], texts: Path | None = None) -> dict[str, tuple[Counter[str], list[str]]]:
    """Counts and differences of each gold record, by its id."""
    own = [(source_uri(record), record["raw"].encode()) for record in gold if "raw" in record]
    beside = inputs(texts) if texts else []
    found = extracted([*own, *beside])
    return {record["id"]: score.tally(score.gold_document(record), found.get(source_uri(record))) for record in gold}


def summed(compared: Iterable[tuple[Counter[str], list[str]]]) -> dict[str, score.Figure]:
    """The figures of several records."""
    return score.figures(sum((count for count, _ in compared), Counter()))


def phenomena(gold: Sequence[dict], depth: int | None = None) -> dict[str, dict[str, score.Figure]]:
    """The figures of the cases, by phenomenon (`date: past`), or by the first `depth` parts of its name."""
    compared = compare(gold)
    of_case = {case["id"]: ": ".join(case["phenomenon"].split(": ")[:depth]) for case in gold}
    return {name: summed(compared[case] for case, own in of_case.items() if own == name) for name in sorted(set(of_case.values()))}


def _phenomena_table(measured: dict[str, dict[str, score.Figure]]) -> str:
    columns = ("mention link", "persons", "meeting found", "meeting exact", "participants")
    head = f"{'phenomenon':32} {'cases':>6} " + " ".join(f"{name:>14}" for name in columns)
    rows = (
        f"{name:32} {figure['articles'].gold:6} "
        + " ".join(f"{figure[column].f1:14.3f}" if figure[column].gold or figure[column].predicted else f"{'-':>14}" for column in columns)
        for name, figure in measured.items()
    )
    return "\n".join([head, *rows])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description="How right the current code is.")
    parser.add_argument("gold", type=Path, nargs="?", default=SAMPLE_GOLD, help="gold records; the sample's when left out")
    parser.add_argument("--texts", type=Path, default=None, help="folder of the inputs that the records' source_uri name")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the first N differences")
    parser.add_argument("--json", action="store_true", help="counts of right, predicted and gold as JSON")
    given = parser.parse_args()
    if given.gold == SAMPLE_GOLD and given.texts is None:
        given.texts = SAMPLE_TEXTS
    return given


def main() -> None:
    """Print the tables."""
    given = _arguments()
    compared = compare(records(given.gold), given.texts)
    measured, own = summed(compared.values()), phenomena(cases())
    if given.json:
        plain = lambda rows: {name: asdict(figure) for name, figure in rows.items()}  # noqa: E731
        print(json.dumps({"figures": plain(measured), "phenomena": {name: plain(rows) for name, rows in own.items()}}))
        return
    print(score.table(measured))
    print()
    print(_phenomena_table(own))
    differences = [f"- {name}: {error}" for name, (_, errors) in compared.items() for error in errors]
    print(*differences[: given.errors], sep="\n")


if __name__ == "__main__":
    main()
