-- Which meetings were announced before they took place, by whom first, and what is their status now?
-- announced_on: publication date of the first report that told of it as planned
-- announced_as: status in that report
-- announced_by: source of that report
WITH told AS (
    SELECT
        meeting_id,
        report.status,
        report_id,
        published_date,
        told_by(source, source_uri) AS source
    FROM meeting_report AS report
    JOIN article USING (article_id)
),

first_told AS (
    SELECT
        meeting_id,
        arg_min(
            {'day': published_date, 'status': status, 'source': source},
            (published_date, -settled(status), report_id)
        ) FILTER (is_planned(status)) AS plan,
        min(published_date) FILTER (status = 'held') AS told_as_held
    FROM told
    GROUP BY meeting_id
)

SELECT
    meeting_id,
    joined(parties) AS parties,
    kind,
    plan.day AS announced_on,
    plan.status AS announced_as,
    plan.source AS announced_by,
    date_start,
    date_end,
    status
FROM first_told
JOIN meeting USING (meeting_id)
WHERE
    plan IS NOT NULL
    AND plan.day <= coalesce(told_as_held, plan.day)
    AND plan.day <= coalesce(date_end, plan.day)
ORDER BY announced_on, meeting_id
