-- Whom did each person meet, when and where?
-- name: the person, by the name most reports use
-- counterparts: persons named as taking part for another side
SELECT
    own.name,
    own.country_code,
    own.role,
    date_start,
    date_end,
    kind,
    status,
    place,
    place_country,
    joined(parties) AS parties,
    string_agg(other.name, ', ' ORDER BY other.name) AS counterparts,
    n_reports,
    meeting_id
FROM attendance AS own
JOIN meeting USING (meeting_id)
LEFT JOIN attendance AS other
    ON other.meeting_id = own.meeting_id AND other.country_code <> own.country_code
GROUP BY ALL
ORDER BY own.name, own.country_code, date_start NULLS LAST, meeting_id
