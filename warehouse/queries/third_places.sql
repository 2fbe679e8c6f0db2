-- Which meetings took place in a country that was no party to them?
SELECT m.date_start, m.kind, m.parties, m.place, m.place_country FROM meeting m
WHERE m.status = 'held' AND m.place_country IS NOT NULL AND NOT list_contains(m.parties, m.place_country) ORDER BY m.date_start, m.meeting_id
