-- How many meetings of each kind and status fall in each month?
-- month: first day of the month the meeting begins in; null when the day is unknown by more than a month
-- n_meetings: meetings; over all rows, as many as `meeting` has
SELECT
    month_of(date_start, date_end) AS month,
    kind,
    status,
    count(*) AS n_meetings
FROM meeting
GROUP BY ALL
ORDER BY month NULLS LAST, kind, status
