-- Which meetings were called off or ruled out, and in what words?
SELECT a.published_date, r.status, r.kind, r.parties, r.evidence, a.source
FROM meeting_report r JOIN article a USING (article_id) WHERE r.status IN ('cancelled', 'denied') ORDER BY a.published_date, r.report_id
