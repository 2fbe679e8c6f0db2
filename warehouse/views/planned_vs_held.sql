-- Of the meetings that were first announced, how many are known to have been held, called off or ruled out?
SELECT first_status, meeting.status AS last_status, count(*) AS n_meetings
FROM meeting JOIN (SELECT meeting_id, arg_min(r.status, (a.published_date, report_id)) AS first_status
  FROM meeting_report r JOIN article a USING (article_id) GROUP BY meeting_id) USING (meeting_id) GROUP BY ALL ORDER BY ALL
