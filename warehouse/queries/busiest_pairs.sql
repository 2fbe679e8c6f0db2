-- Which pairs of parties dealt with each other most, and how much of it was by telephone?
SELECT a.party AS party_a, b.party AS party_b, count(*) AS n_meetings, count(*) FILTER (kind = 'call') AS n_calls
FROM meeting JOIN meeting_party a USING (meeting_id) JOIN meeting_party b USING (meeting_id)
WHERE a.party < b.party AND status = 'held' GROUP BY ALL ORDER BY n_meetings DESC, party_a, party_b LIMIT 20
