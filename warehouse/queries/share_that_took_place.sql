-- Of the meetings announced with a day, what share is known to have taken place?
SELECT count(*) AS n_announced, count(*) FILTER (m.status = 'held') AS n_held, round(n_held / n_announced, 2) AS share
FROM meeting m WHERE m.date_start IS NOT NULL
  AND EXISTS (FROM meeting_report r WHERE r.meeting_id = m.meeting_id AND r.status IN ('scheduled', 'expected', 'proposed', 'possible'))
