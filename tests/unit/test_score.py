"""The measures themselves: what counts as right, and that each sort of mistake lowers its own figure."""

from __future__ import annotations

import copy

import pytest

from benchmarks import accuracy, score

RECORD = {
    "id": "a",
    "published": "2019-10-09",
    "title": "Ministers to meet",
    "source": "Xinhua",
    "dateline_place": "OSLO",
    "dateline_date": "2019-10-09",
    "marked": "[[Norwegian|c:NOR]] envoy [[Halvard Brekke|p:Halvard Brekke]] met [[Ritsuko Oyama|p:Ritsuko Oyama]] in [[Bergen|l:Bergen/NOR]].\n",
    "persons": [
        {"name": "Halvard Brekke", "country": "NOR", "role": "envoy"},
        {"name": "Ritsuko Oyama", "country": "JPN", "role": None},
    ],
    "meetings": [
        {
            "id": "m1",
            "evidence": ["Norwegian envoy Halvard Brekke met Ritsuko Oyama in Bergen."],
            "kind": "talks",
            "status": "held",
            "date_start": "2019-10-08",
            "date_end": "2019-10-08",
            "place": "Bergen",
            "place_country": "NOR",
            "parties": ["JPN", "NOR"],
            "participants": [{"name": "Halvard Brekke", "country": "NOR"}],
        }
    ],
}


def figures(changed: dict) -> dict[str, score.Figure]:
    return accuracy.summed([score.tally(score.gold_document(RECORD), score.gold_document(changed))])


def changed(**values) -> dict:
    record = copy.deepcopy(RECORD)
    record["meetings"][0].update(values)
    return record


def test_a_text_agrees_with_itself():
    assert {name: figure.f1 for name, figure in figures(RECORD).items() if figure.f1 != 1.0} == {"organisation link": 0.0}


@pytest.mark.parametrize(
    ("values", "lowered"),
    [
        ({"status": "scheduled"}, {"meeting status", "meeting exact"}),
        ({"kind": "visit"}, {"meeting kind"}),
        ({"date_end": "2019-10-09"}, {"meeting dates", "meeting exact"}),
        ({"place": None}, {"meeting place"}),
        ({"place_country": None}, {"meeting place_country"}),
        ({"parties": ["JPN", "NOR", "SWE"]}, {"meeting parties", "meeting exact"}),
        ({"participants": []}, {"participants"}),
        ({"parties": ["CHN", "SWE"]}, {name for name in score.MEASURES if name.startswith("meeting")} | {"participants"}),
    ],
)
def test_each_wrong_value_lowers_its_own_figure(values, lowered):
    assert {name for name, figure in figures(changed(**values)).items() if figure.f1 < 1.0} - {"organisation link"} == lowered


def test_a_wrong_link_keeps_its_span():
    wrong = copy.deepcopy(RECORD) | {"marked": RECORD["marked"].replace("c:NOR", "c:DNK")}
    found = figures(wrong)
    assert found["mention span"].f1 == 1.0
    assert (found["mention link"].right, found["country link"].right) == (3, 0)


def test_a_longer_body_is_laid_on_the_gold_one_and_another_is_not():
    body = score.gold_document(RECORD).body
    assert score.shift_between(body, "OSLO, Oct. 9 -- " + body) == -16
    assert score.shift_between(body, body.replace("envoy", "ambassador").replace("met", "saw")) is None


def test_a_missing_article_counts_as_missed():
    count, errors = score.tally(score.gold_document(RECORD), None)
    assert errors == ["no article"]
    assert score.figures(count)["meeting found"] == score.Figure(0, 0, 1)


def test_the_cases_are_well_formed():
    cases = accuracy.cases()
    assert len({case["id"] for case in cases}) == len(cases)
    for case in cases:
        document = score.gold_document(case)
        assert "[[" not in document.body, case["id"]
        for stated, meeting in zip(case["meetings"], document.meetings, strict=True):
            assert len(meeting.spans) == len(stated["evidence"]), f"{case['id']}: evidence is not in the text"
            assert stated["parties"] == sorted(set(stated["parties"])), case["id"]
            assert meeting.people <= document.persons.keys(), case["id"]
