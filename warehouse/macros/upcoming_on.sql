-- Which meetings lay ahead of a day, by what the articles published until then told?
CREATE MACRO upcoming_on(day) AS TABLE
WITH told AS (
    SELECT
        meeting_id,
        report_id,
        report.status,
        report.date_start,
        report.date_end,
        published_date
    FROM meeting_report AS report
    JOIN article USING (article_id)
    WHERE
        published_date <= day::DATE
        -- Asked of few meetings, not of all: days ahead are told by some report.
        AND meeting_id IN (SELECT meeting_id FROM meeting_report WHERE date_end >= day::DATE)
),

known AS (
    SELECT
        meeting_id,
        arg_max(status, (published_date, settled(status), report_id)) AS status,
        bool_or(status = 'held') AS was_held,
        arg_min(
            {'first': date_start, 'last': date_end},
            (date_end - date_start, day::DATE - published_date, report_id)
        ) FILTER (date_start IS NOT NULL) AS days,
        min(published_date) AS first_reported,
        max(published_date) AS last_reported,
        count(*) AS n_reports
    FROM told
    GROUP BY meeting_id
)

SELECT
    days.first AS date_start,
    days.last AS date_end,
    greatest(days.first - day::DATE, 0) AS days_ahead,
    known.status,
    kind,
    joined(parties) AS parties,
    place,
    place_country,
    level,
    known.first_reported,
    known.last_reported,
    known.n_reports,
    meeting_id
FROM known
JOIN meeting USING (meeting_id)
WHERE days.last >= day::DATE AND is_planned(known.status) AND NOT was_held
ORDER BY date_start, date_end, meeting_id;
