-- Who took part in which meeting? One row for each person and meeting, however many reports name the person, and however they spell it.
-- role: the role most reports give
-- n_named: reports that name the person
SELECT
    meeting_id,
    entity_id,
    any_value(person.name) AS name,
    any_value(person.country_code) AS country_code,
    mode(part.role ORDER BY part.role) AS role,
    count(DISTINCT report_id) AS n_named
FROM meeting_participant AS part
JOIN person USING (entity_id)
GROUP BY meeting_id, entity_id
