"""Every part of a text with every other: the row must say the same whatever stands beside a part. All texts are invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import polars as pl
import pytest

from transforms import ingest
from transforms.article import articles

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TITLE = "Envoy leaves for Oslo"
#: What stands above byline and dateline.
TOPS = {
    "header": f" date 2019-09-19 {TITLE}\n",
    "header and blank": f" date 2019-09-19 {TITLE}\n\n",
    "contents": f" date 2019-09-19 Go to Contents\n{TITLE}\n\n15:40 September 19, 2019\n\n",
    "marked": f" date 2019-09-19 (2nd LD) {TITLE}\n(ATTN: UPDATES with details; ADDS photo)\n",
    "bare": f"{TITLE}\n",
    "bare and blank": f"\n{TITLE}\n\n",
    "slug": f"oslo-talks\n(LEAD) {TITLE}\n(ATTN: RECASTS)\n",
    "page": f"The Korea Herald\n{TITLE}\nPublished : Sept. 19, 2019 - 09:12\nLink copied\n",
    "repeated": f" date 2019-09-19 {TITLE}\n{TITLE}\n",
    "no title": " date 2019-09-19 Photo : YONHAP News\n\n",
}
BYLINES = {
    "": None,
    "By Kim Ji-woo\n": "Kim Ji-woo",
    "By KIM JI-WOO\n\n": "KIM JI-WOO",
    "By Ida Berg and José Núñez\n": "Ida Berg and José Núñez",
    "By A.B. O'Neil, Staff Reporter\n": "A.B. O'Neil, Staff Reporter",
}
DATELINES = {
    "": (None, None, None),
    "SEOUL, Sept. 18 (Yonhap) -- ": ("SEOUL", date(2019, 9, 18), "Yonhap"),
    "Pyongyang, September 18 (KCNA) --": ("Pyongyang", date(2019, 9, 18), "KCNA"),
    "SEOUL/WASHINGTON, Sept 18 (Reuters) - ": ("SEOUL/WASHINGTON", date(2019, 9, 18), "Reuters"),
    "PALM BEACH, Fla. (AP) — ": ("PALM BEACH, Fla.", None, "AP"),
    "MOSCOW, September 18. /TASS/. ": ("MOSCOW", date(2019, 9, 18), "TASS"),
    "CNN  — ": (None, None, "CNN"),
    "BRUSSELS ": ("BRUSSELS", None, None),
}
BODIES = (
    "Envoy Baek Seung-min left for Oslo on Friday.\nHe will meet Lars Haugen there.",
    '"We will talk," Baek said.\n\nOn Sept. 20 (Friday) -- a holiday -- he meets Lars Haugen (Norway).\n\nBy then nothing was agreed.',
    "Envoy Baek Seung-min left for Oslo\non Friday to meet Lars Haugen of the\nforeign ministry.\n    They will talk.",
)
ENDS = {"\n": None, " (Yonhap)\n": "Yonhap", "\n REUTER\n": "Reuters", "\n\n\\###\n": None, "\n(Reporting by Ida Berg)\n": None}
CASES = list(product(TOPS, BYLINES, DATELINES, BODIES, ENDS))


@pytest.fixture(scope="module")
def rows() -> dict[str, dict]:
    texts = (TOPS[top] + byline + dateline + body + end for top, byline, dateline, body, end in CASES)
    made = ingest.documents([(f"2019-09-19/{i}.txt", text.encode()) for i, text in enumerate(texts)], NOW)
    parsed = articles(made.raw, NOW)
    assert parsed.article_quarantine.is_empty()
    row = parsed.article.drop("source_uri").join(parsed.article_source, on="article_id")
    return {uri: found for uri, found in zip(row["source_uri"], row.iter_rows(named=True), strict=True)}


def expected(top: str, byline: str, dateline: str, body: str, end: str) -> dict:
    place, day, agency = DATELINES[dateline]
    return {
        "title": None if top == "no title" else TITLE,
        "byline": BYLINES[byline],
        "dateline_place": place,
        "dateline_date": day,
        "published_date": date(2019, 9, 19),
        "source": agency or ENDS[end] or ("The Korea Herald" if top == "page" else None),
        "body": body,
    }


@pytest.mark.parametrize("top", TOPS)
def test_combined(rows, top):
    wrong = []
    for number, case in enumerate(CASES):
        if case[0] == top:
            found, wanted = rows[f"2019-09-19/{number}.txt"], expected(*case)
            differs = {name: (found[name], value) for name, value in wanted.items() if found[name] != value}
            if differs:
                wrong.append((case, differs))
    assert not wrong, f"{len(wrong)} of {len(CASES) // len(TOPS)}, first: {wrong[:3]}"


def test_no_text_was_taken_for_another(rows):
    assert len(rows) == len(CASES)
    assert pl.Series([row["article_id"] for row in rows.values()]).n_unique() == len(CASES)
