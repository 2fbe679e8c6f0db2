-- What is planned for the two weeks after the newest article?
SELECT date_start, date_end, status, kind, parties, place FROM upcoming
WHERE date_start <= (SELECT max(published_date) FROM article) + 14 ORDER BY date_start, meeting_id
