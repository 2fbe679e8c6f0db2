-- Who met whom in the last thirty days before the newest article?
SELECT p.name, p.country_code, m.kind, m.date_start, m.place, m.parties
FROM meeting m JOIN meeting_participant p USING (meeting_id)
WHERE m.status = 'held' AND m.date_start >= (SELECT max(published_date) FROM article) - 30
ORDER BY m.date_start DESC, m.meeting_id, p.name
