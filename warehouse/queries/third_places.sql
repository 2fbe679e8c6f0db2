-- Which meetings were held in a country that was no party to them?
SELECT
    date_start,
    date_end,
    kind,
    joined(parties) AS parties,
    place,
    place_country
FROM meeting
WHERE status = 'held' AND kind <> 'call' AND NOT list_contains(parties, place_country)
ORDER BY date_start, meeting_id
