-- Which meetings lie ahead of the newest article?
SELECT * FROM meeting
WHERE date_end >= (SELECT max(published_date) FROM article) AND status IN ('scheduled', 'expected', 'possible', 'proposed') ORDER BY date_start
