"""Chains of events in the sample's warehouse: what was announced and what came of it is one meeting, told by both articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import merging, score
from warehouse import read

#: Text of the articles that tell of it, in the order they were published, with the status each gives it.
CHAINS = {
    "a state visit announced, then under way": [("2019-10-17-brazil-india", "scheduled"), ("2019-11-12-arrival", "held")],
    "a call announced by one agency, held by another": [("2020-03-26-g20-held", "scheduled"), ("2020-03-27-gao-aldridge", "held")],
}


@pytest.mark.parametrize("chain", CHAINS)
def test_a_chain_is_one_meeting_with_its_history(sample_home, chain):
    reports = " ".join(f"WHEN source_uri LIKE '%/{article}.txt' THEN {number}" for number, (article, _) in enumerate(CHAINS[chain]))
    told = read.query(
        sample_home,
        f"""SELECT meeting_id, list(r.status ORDER BY CASE {reports} END) AS statuses, any_value(m.status) AS status, any_value(n_sources) AS n
        FROM meeting_report r JOIN article USING (article_id) JOIN meeting m USING (meeting_id)
        WHERE CASE {reports} END IS NOT NULL GROUP BY meeting_id HAVING count(DISTINCT article_id) = {len(CHAINS[chain])}""",
    )
    expected = [status for _, status in CHAINS[chain]]
    # The articles can tell of a second meeting both.
    (meeting,) = [row for row in told.iter_rows(named=True) if row["statuses"] == expected]
    assert meeting["status"] == expected[-1]
    assert meeting["n"] >= 2


def test_every_view_and_query_has_something_to_show(sample_home):
    views = read.query(sample_home, "SELECT view_name FROM duckdb_views() WHERE NOT internal")["view_name"]
    queries = [path.read_text(encoding="utf-8") for path in (Path(read.__file__).parent / "queries").glob("*.sql")]
    assert len(views) >= 8 and len(queries) >= 10
    assert [asked for asked in [*(f"FROM {view}" for view in views), *queries] if read.query(sample_home, asked).is_empty()] == []


def test_pairs_of_reports_are_counted():
    gold = {("a", "m1"): "x", ("b", "m1"): "x", ("c", "m1"): "x", ("d", "m1"): "y"}
    made = {("a", "m1"): "1", ("b", "m1"): "1", ("c", "m1"): "2", ("d", "m1"): "2", ("e", "m1"): "2"}
    assert merging.figure(gold, made) == score.Figure(1, 4, 3)


def test_occasions_name_reports_of_the_gold():
    stated = {(record["id"], meeting["id"]) for record in merging.gold() for meeting in record["meetings"]}
    told = merging.occasions()
    assert told.keys() <= stated
    assert all(list(told.values()).count(occasion) > 1 for occasion in told.values())
