-- What is there to say of each person at each meeting? One row for both, whoever named the person and by whatever spelling.
-- role: the role most reports give
-- n_named: reports that name the person
-- counterparts: persons named as taking part for another side
WITH named AS (
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
),

met AS (
    SELECT
        own.meeting_id,
        own.entity_id,
        string_agg(other.name, ', ' ORDER BY other.name) AS counterparts
    FROM named AS own
    JOIN named AS other ON other.meeting_id = own.meeting_id AND other.country_code <> own.country_code
    GROUP BY own.meeting_id, own.entity_id
)

SELECT
    meeting_id,
    entity_id,
    name,
    country_code,
    role,
    n_named,
    date_start,
    date_end,
    kind,
    status,
    place,
    place_country,
    joined(parties) AS parties,
    counterparts,
    n_reports
FROM named
JOIN meeting USING (meeting_id)
LEFT JOIN met USING (meeting_id, entity_id)
ORDER BY name, country_code, date_start NULLS LAST, meeting_id
