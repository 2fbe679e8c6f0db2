-- Where was, or will, each person be for a meeting, and on which days?
-- name: the person, by the name most reports use
-- abroad: whether the place lies outside the country the person acts for; null when that is not known
SELECT
    name,
    country_code,
    date_start,
    date_end,
    place,
    place_country,
    place_country <> country_code AS abroad,
    kind,
    status,
    parties,
    meeting_id
FROM mart.attendance
WHERE
    kind <> 'call'
    AND status IN ('held', 'scheduled', 'expected')
    AND date_start IS NOT NULL
    AND place_country IS NOT NULL
ORDER BY name, country_code, date_start, date_end, meeting_id
