-- Which pairs of parties have not met, or not spoken, for how long? Counted to the newest article.
-- last_met: latest day of a meeting in person; a span counts by its last day, but never later than it was reported
-- last_spoke: latest day of a call
-- days_since_met: days from `last_met` to the newest article
-- days_since_contact: days from the later of `last_met` and `last_spoke` to the newest article
-- n_held: meetings and calls held with a day known
-- n_undated: meetings and calls held on a day that no report gives, and so not counted
WITH held AS (
    SELECT
        party_a,
        party_b,
        kind,
        CASE WHEN date_end IS NOT NULL THEN least(date_end, last_reported) END AS day
    FROM dyad
    WHERE status = 'held'
),

latest AS (
    SELECT
        party_a,
        party_b,
        max(day) FILTER (kind <> 'call') AS last_met,
        max(day) FILTER (kind = 'call') AS last_spoke,
        max(day) AS last_contact,
        count(day) AS n_held,
        count(*) - count(day) AS n_undated
    FROM held
    GROUP BY ALL
)

SELECT
    party_a,
    party_b,
    last_met,
    last_spoke,
    newest_day() - last_met AS days_since_met,
    newest_day() - last_contact AS days_since_contact,
    n_held,
    n_undated
FROM latest
WHERE last_contact IS NOT NULL
ORDER BY days_since_contact DESC, party_a, party_b
