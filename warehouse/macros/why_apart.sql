-- Why are two reports one meeting, or not? A row for each thing that is compared; any `false` keeps them apart.
CREATE MACRO why_apart(report_a, report_b) AS TABLE
WITH told AS (
    SELECT
        report.*,
        published_date,
        contact_of(report.kind) AS contact,
        rule_linked,
        evidence_linked
    FROM meeting_report AS report
    JOIN article USING (article_id)
    JOIN (SELECT report_id, rule AS rule_linked, evidence AS evidence_linked FROM meeting_link) USING (report_id)
),

pair AS (
    SELECT
        a,
        b
    FROM told AS a, told AS b
    WHERE a.report_id = report_a AND b.report_id = report_b
),

persons AS (
    SELECT
        string_agg(DISTINCT entity_id, ', ' ORDER BY entity_id) FILTER (report_id = report_a) AS a,
        string_agg(DISTINCT entity_id, ', ' ORDER BY entity_id) FILTER (report_id = report_b) AS b,
        len(list_intersect(
            coalesce(list(entity_id) FILTER (report_id = report_a), []),
            coalesce(list(entity_id) FILTER (report_id = report_b), [])
        )) > 0 AS shared
    FROM meeting_participant
)

SELECT
    'one meeting' AS compared,
    a.meeting_id AS a,
    b.meeting_id AS b,
    a.meeting_id = b.meeting_id AS agree
FROM pair
UNION ALL
SELECT 'sort of contact', a.contact, b.contact, a.contact = b.contact FROM pair
UNION ALL
SELECT 'parties', joined(a.parties), joined(b.parties), a.parties = b.parties FROM pair
UNION ALL
SELECT
    'days',
    coalesce(a.date_start || ' to ' || a.date_end, 'none, told ' || a.published_date),
    coalesce(b.date_start || ' to ' || b.date_end, 'none, told ' || b.published_date),
    a.date_start <= b.date_end AND b.date_start <= a.date_end
FROM pair
UNION ALL
SELECT 'persons', a, b, CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN shared END FROM persons
UNION ALL
SELECT 'articles', a.article_id, b.article_id, a.article_id <> b.article_id FROM pair
UNION ALL
SELECT
    'rule of the link',
    a.rule_linked || ': ' || a.evidence_linked,
    b.rule_linked || ': ' || b.evidence_linked,
    NULL
FROM pair;
