-- Whom did each person meet, when and where?
-- name: the person, by the name most reports use
SELECT
    name,
    country_code,
    role,
    date_start,
    date_end,
    kind,
    status,
    place,
    place_country,
    parties,
    counterparts,
    n_reports,
    meeting_id
FROM mart.attendance
ORDER BY name, country_code, date_start NULLS LAST, meeting_id
