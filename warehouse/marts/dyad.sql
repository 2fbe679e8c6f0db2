-- Which pairs of parties does each meeting bring together, gatherings left out?
-- party_a: the side that comes first in the alphabet, so that a pair has one row and no side is paired with itself
-- party_b: the other side
-- n_parties: sides of the meeting; 2 when the pair was on its own
SELECT
    one.party AS party_a,
    other.party AS party_b,
    meeting_id,
    kind,
    status,
    date_start,
    date_end,
    place,
    place_country,
    level,
    len(parties)::INTEGER AS n_parties,
    first_reported,
    last_reported
FROM meeting
JOIN meeting_party AS one USING (meeting_id)
JOIN meeting_party AS other USING (meeting_id)
WHERE one.party < other.party AND kind <> 'conference'
ORDER BY party_a, party_b, date_start, meeting_id
