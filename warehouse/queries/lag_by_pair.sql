-- How long between announcement and meeting, by pair and year?
SELECT array_to_string(parties, ' ') AS parties, year(held_on) AS year, count(*) AS n_meetings, avg(days) AS mean_days
FROM announcement_lag WHERE days >= 0 GROUP BY ALL ORDER BY parties, year
