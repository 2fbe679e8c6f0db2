-- Which persons do the articles name, under which names and in which roles?
-- entity_id: one identifier for the person across articles and spellings
-- name: the name most articles use, of those with more than one word if there are any
-- spellings: all names used
-- role: the role most articles give
-- first_seen: publication date of the first article that names the person
-- last_seen: publication date of the newest
-- n_articles: articles that name the person
WITH named AS (
    SELECT DISTINCT
        entity_id,
        name,
        country_code,
        article_id
    FROM mention
    WHERE kind = 'person'
),

spelling AS (
    SELECT
        entity_id,
        name,
        count(*) AS n
    FROM named
    GROUP BY ALL
),

best AS (
    SELECT
        entity_id,
        arg_max(name, (contains(name, ' '), n, name)) AS name,
        string_agg(name, '; ' ORDER BY n DESC, name) AS spellings
    FROM spelling
    GROUP BY entity_id
),

seen AS (
    SELECT
        entity_id,
        any_value(country_code) AS country_code,
        min(published_date) AS first_seen,
        max(published_date) AS last_seen,
        count(DISTINCT article_id) AS n_articles
    FROM named
    JOIN article USING (article_id)
    GROUP BY entity_id
),

office AS (
    SELECT
        entity_id,
        mode(role ORDER BY role) AS role
    FROM mention
    WHERE kind = 'person' AND role IS NOT NULL
    GROUP BY entity_id
)

SELECT
    entity_id,
    name,
    country_code,
    role,
    spellings,
    first_seen,
    last_seen,
    n_articles
FROM best
JOIN seen USING (entity_id)
LEFT JOIN office USING (entity_id)
ORDER BY n_articles DESC, entity_id
