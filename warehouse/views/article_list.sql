-- Which articles are there? `article` without the bodies, for tools that load whole tables.
SELECT * EXCLUDE (body)
FROM article
ORDER BY published_date, article_id
