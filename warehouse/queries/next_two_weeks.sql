-- What is planned for the two weeks after the newest article?
SELECT
    date_start,
    date_end,
    status,
    kind,
    parties,
    place,
    place_country,
    last_reported
FROM upcoming
WHERE date_start <= newest_day() + 14 AND date_end - date_start <= 31
ORDER BY date_start, date_end, meeting_id
