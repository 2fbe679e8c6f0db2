-- What do reports of one meeting tell that contradicts other reports of it?
-- field: what is disputed. dates: spans that share no day; status: held by one, called off or ruled out by another; place: two places
-- told: what these reports say
-- n_reports: reports that say so
-- sources: who says so
-- first_told: publication date of the first report that says so
-- last_told: publication date of the newest report that says so
-- report_id: the first of these reports
WITH told AS (
    SELECT
        meeting_id,
        report_id,
        published_date,
        told_by(source, source_uri) AS source,
        status,
        date_start,
        date_end,
        place
    FROM meeting_report
    JOIN article USING (article_id)
),

disputed AS (
    SELECT
        meeting_id,
        max(date_start) > min(date_end) AS dates,
        bool_or(status = 'held') AND bool_or(status IN ('cancelled', 'denied')) AS status,
        count(DISTINCT lower(place)) > 1 AS place
    FROM told
    GROUP BY meeting_id
),

value AS (
    SELECT
        told.*,
        'dates' AS field,
        CASE WHEN date_start = date_end THEN date_start::VARCHAR ELSE date_start || ' to ' || date_end END AS value
    FROM told
    JOIN disputed USING (meeting_id)
    WHERE disputed.dates
    UNION ALL BY NAME
    SELECT
        told.*,
        'status' AS field,
        told.status AS value
    FROM told
    JOIN disputed USING (meeting_id)
    WHERE disputed.status
    UNION ALL BY NAME
    SELECT
        told.*,
        'place' AS field,
        told.place AS value
    FROM told
    JOIN disputed USING (meeting_id)
    WHERE disputed.place
)

SELECT
    meeting_id,
    field,
    value AS told,
    count(*) AS n_reports,
    string_agg(DISTINCT source, ', ' ORDER BY source) AS sources,
    min(published_date) AS first_told,
    max(published_date) AS last_told,
    arg_min(report_id, (published_date, report_id)) AS report_id
FROM value
WHERE value IS NOT NULL
GROUP BY meeting_id, field, value
ORDER BY meeting_id, field, first_told, told
