-- Whom did each person meet, when and where?
SELECT p.name, p.country_code, p.role, m.date_start, m.date_end, m.kind, m.status, m.place, m.parties, r.evidence, r.article_id
FROM meeting_participant p JOIN meeting_report r USING (report_id) JOIN meeting m ON m.meeting_id = r.meeting_id ORDER BY p.name, m.date_start
