-- Which pairs have not met for how long, counted to the newest article?
SELECT a.party AS party_a, b.party AS party_b, max(date_end) AS last_held, date_diff('day', max(date_end), (SELECT max(published_date) FROM article)) AS days_since
FROM meeting JOIN meeting_party a USING (meeting_id) JOIN meeting_party b USING (meeting_id)
WHERE a.party < b.party AND status = 'held' AND date_end IS NOT NULL GROUP BY a.party, b.party ORDER BY days_since DESC
