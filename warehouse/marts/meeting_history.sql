-- Which reports of a meeting changed what was known of it? A row for the first report and one for each change of status.
-- step: 1 for the first report
-- published_date: day the change was told
-- previous_status: status before; null at the first report
-- date_start: first day, as this report has it
-- date_end: last day, as this report has it
-- source: who told it: the source of the article or, when it names none, the folder it came from
WITH told AS (
    SELECT
        meeting_id,
        report_id,
        article_id,
        published_date,
        told_by(source, source_uri) AS source,
        status,
        date_start,
        date_end,
        evidence,
        coalesce(bool_or(status = 'held') OVER earlier, false) AS held_before
    FROM meeting_report
    JOIN article USING (article_id)
    WINDOW earlier AS (
        PARTITION BY meeting_id
        ORDER BY published_date, settled(status), report_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),

compared AS (
    SELECT
        *,
        lag(status) OVER (PARTITION BY meeting_id ORDER BY published_date, settled(status), report_id) AS previous_status
    FROM told
    -- A meeting that took place is not planned again: what still calls it planned was overtaken.
    WHERE NOT (held_before AND is_planned(status))
)

SELECT
    meeting_id,
    row_number() OVER (PARTITION BY meeting_id ORDER BY published_date, settled(status), report_id) AS step,
    published_date,
    status,
    previous_status,
    date_start,
    date_end,
    source,
    evidence,
    article_id,
    report_id
FROM compared
WHERE status IS DISTINCT FROM previous_status
ORDER BY meeting_id, step
