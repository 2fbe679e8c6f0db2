-- Where do meetings take place?
SELECT place_country, place, count(*) AS n_meetings, count(*) FILTER (status = 'held') AS n_held, min(date_start) AS first_day, max(date_end) AS last_day
FROM meeting WHERE place_country IS NOT NULL GROUP BY ALL ORDER BY n_meetings DESC, place_country, place
