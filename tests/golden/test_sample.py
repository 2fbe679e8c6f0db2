"""The sample against its gold, and the project's cases by phenomenon: no figure falls below its floor."""

from __future__ import annotations

import pytest

from benchmarks import accuracy, floors, score
from transforms import tables

GOLD = accuracy.records(accuracy.SAMPLE_GOLD)


@pytest.fixture(scope="module")
def measured():
    return floors.measured()


@pytest.mark.parametrize(
    ("texts", "measure"), [(texts, measure) for texts, values in floors.read().items() if texts != "gold" for measure in values]
)
def test_no_figure_falls(measured, texts, measure):
    floor, now = floors.read()[texts][measure], measured[texts][measure]
    assert now >= floor, f"{texts}: {measure} is {now:.3f}, floor {floor}; `make accuracy` and --errors N show what changed"


def test_no_figure_of_the_gold_falls(measured):
    """Real texts that are not shipped, where their place is known."""
    if "gold" not in measured:
        pytest.skip(f"{floors.GOLD} names no gold file: accuracy on real texts is not held to its floors")
    fallen = {name: (measured["gold"][name], floor) for name, floor in floors.read()["gold"].items() if measured["gold"][name] < floor}
    assert not fallen, f"now, floor: {fallen}"


def test_every_article_is_found():
    """Layouts, formats and encodings: each gold text is an article whose body is a slice of the text."""
    for record, (count, errors) in zip(GOLD, accuracy.compare(GOLD, accuracy.SAMPLE_TEXTS).values(), strict=True):
        assert count["body verbatim right"] == 1, (record["id"], errors[:1])


def test_gold_is_well_formed():
    assert len({record["id"] for record in GOLD}) == len(GOLD) >= 60
    for record in GOLD:
        document = score.gold_document(record)
        assert "[[" not in document.body, record["id"]
        for stated, meeting in zip(record["meetings"], document.meetings, strict=True):
            assert len(meeting.spans) == len(stated["evidence"]) > 0, record["id"]
            assert meeting.kind in tables.MEETING_KINDS and meeting.status in tables.MEETING_STATUSES, record["id"]
            assert len(stated["parties"]) >= 2 and stated["parties"] == sorted(set(stated["parties"])), record["id"]
            assert meeting.people <= document.persons.keys(), record["id"]


def test_the_sample_shows_every_kind_and_status_and_texts_without_a_meeting():
    meetings = [meeting for record in GOLD for meeting in record["meetings"]]
    assert {meeting["kind"] for meeting in meetings} == set(tables.MEETING_KINDS)
    assert {meeting["status"] for meeting in meetings} == set(tables.MEETING_STATUSES)
    assert sum(not record["meetings"] for record in GOLD) >= 4


def test_a_raised_floor_never_falls():
    now = {"sample": {"persons": 0.9}}
    assert floors.raised({"sample": {"persons": 0.95}}, now) == {"sample": {"persons": 0.95}}
    assert floors.raised({}, now) == {"sample": {"persons": pytest.approx(0.9 - floors.ROOM)}}
