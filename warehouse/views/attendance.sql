-- Who took part in which meeting? One row for each person and meeting, however many reports name the person.
-- name: canonical name of the person
-- role: the role most reports give
-- n_named: reports that name the person
SELECT
    meeting_id,
    name,
    country_code,
    mode(role ORDER BY role) AS role,
    count(DISTINCT report_id) AS n_named
FROM meeting_participant
GROUP BY ALL
