-- Which inputs contradict themselves, lack something, or could not be read at all?
-- level: warning (an article to read with care) or refused (an input that became no article)
-- warning: what is doubtful, or why the input was refused
-- detail: the same in words
SELECT
    'warning' AS level,
    warning,
    detail,
    article_id,
    title,
    published_date,
    source_uri
FROM article_warning
JOIN article USING (article_id)
UNION ALL BY NAME
SELECT
    'refused' AS level,
    reason AS warning,
    detail,
    source_uri
FROM article_quarantine
ORDER BY level, warning, source_uri
