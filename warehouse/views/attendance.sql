-- Who took part in which meeting? One row for each person and meeting, however many reports name the person, and however they spell it.
-- name: the name most reports use, of those with more than one word if there are any
-- role: the role most reports give
-- n_named: reports that name the person
WITH spelling AS (
    SELECT
        entity_id,
        name,
        count(*) AS n
    FROM meeting_participant
    GROUP BY ALL
),

called AS (
    SELECT
        entity_id,
        arg_max(name, (contains(name, ' '), n, name)) AS name
    FROM spelling
    GROUP BY entity_id
)

SELECT
    meeting_id,
    entity_id,
    called.name,
    any_value(country_code) AS country_code,
    mode(role ORDER BY role) AS role,
    count(DISTINCT report_id) AS n_named
FROM meeting_participant
JOIN called USING (entity_id)
GROUP BY ALL
