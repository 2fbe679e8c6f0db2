-- Which roles is each person given, and from when to when?
-- role: role as the texts give it
-- first_seen: publication date of the first article that gives the role
-- last_seen: publication date of the newest
-- n_articles: articles that give the role
SELECT
    entity_id,
    role,
    min(published_date) AS first_seen,
    max(published_date) AS last_seen,
    count(DISTINCT article_id) AS n_articles
FROM mention
JOIN article USING (article_id)
WHERE kind = 'person' AND role IS NOT NULL
GROUP BY ALL
ORDER BY entity_id, first_seen, role
