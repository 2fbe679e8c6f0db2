-- Who met or spoke with whom in the thirty days to the newest article?
SELECT
    date_start,
    date_end,
    kind,
    name,
    role,
    country_code,
    counterparts,
    parties,
    place
FROM meetings_by_person
WHERE status = 'held' AND date_end BETWEEN newest_day() - 30 AND newest_day()
ORDER BY date_start DESC, meeting_id, country_code, name
