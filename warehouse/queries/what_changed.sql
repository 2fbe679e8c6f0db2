-- Which meetings changed in the two weeks to the newest article: newly held, called off, ruled out, or firmer than before?
SELECT
    published_date,
    previous_status,
    history.status,
    kind,
    joined(parties) AS parties,
    history.date_start,
    source,
    evidence
FROM meeting_history AS history
JOIN meeting USING (meeting_id)
WHERE previous_status IS NOT NULL AND published_date > newest_day() - 14
ORDER BY published_date DESC, report_id
