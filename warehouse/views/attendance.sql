-- Who took part in which meeting? One row for each person and meeting, however many reports name the person, and however they spell it.
SELECT
    meeting_id,
    entity_id,
    name,
    country_code,
    role,
    n_named
FROM mart.attendance
