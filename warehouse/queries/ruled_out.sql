-- Which meetings were called off or ruled out, what were they before, and in what words was it told?
SELECT
    published_date,
    history.status,
    previous_status,
    kind,
    joined(parties) AS parties,
    evidence,
    source,
    article_id
FROM meeting_history AS history
JOIN meeting USING (meeting_id)
WHERE history.status IN ('cancelled', 'denied')
ORDER BY published_date DESC, report_id
