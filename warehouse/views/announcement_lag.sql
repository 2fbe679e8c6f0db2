-- How many days lie between the first announcement of a meeting and the day it was held?
SELECT m.meeting_id, m.parties, min(a.published_date) AS announced, m.date_start AS held_on, date_diff('day', min(a.published_date), m.date_start) AS days
FROM meeting m JOIN meeting_report r USING (meeting_id) JOIN article a USING (article_id)
WHERE m.status = 'held' AND r.status IN ('scheduled', 'expected', 'possible', 'proposed') AND m.date_start IS NOT NULL
GROUP BY m.meeting_id, m.parties, m.date_start ORDER BY days DESC
