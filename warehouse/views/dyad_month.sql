-- How often did each pair of parties deal with each other in each month?
SELECT a.party AS party_a, b.party AS party_b, date_trunc('month', date_start)::DATE AS month, count(*) AS n_meetings,
       count(*) FILTER (status = 'held') AS n_held
FROM meeting JOIN meeting_party a USING (meeting_id) JOIN meeting_party b USING (meeting_id)
WHERE a.party < b.party AND date_start IS NOT NULL GROUP BY ALL ORDER BY ALL
