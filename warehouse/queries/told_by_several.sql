-- Which meetings do several sources tell of, and do they agree on the status?
SELECT m.meeting_id, m.parties, m.date_start, m.n_reports, m.n_sources, list(DISTINCT r.status ORDER BY r.status) AS statuses
FROM meeting m JOIN meeting_report r USING (meeting_id) GROUP BY ALL HAVING m.n_reports > 1 ORDER BY m.n_reports DESC, m.meeting_id
