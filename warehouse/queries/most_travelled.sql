-- Who travelled most, and where to?
SELECT p.name, p.country_code, count(DISTINCT m.meeting_id) AS n_visits, list(DISTINCT m.place_country ORDER BY m.place_country) AS countries
FROM meeting m JOIN meeting_participant p USING (meeting_id) WHERE m.kind = 'visit' GROUP BY ALL ORDER BY n_visits DESC, p.name LIMIT 20
