-- How many meetings of each kind and status fall in each month?
SELECT date_trunc('month', date_start)::DATE AS month, kind, status, count(*) AS n_meetings
FROM meeting WHERE date_start IS NOT NULL GROUP BY ALL ORDER BY ALL
