-- Whose ministers, envoys and officials met in the sixty days before the leaders of the same two parties did?
WITH leaders AS (
    SELECT
        party_a,
        party_b,
        meeting_id AS summit_id,
        date_start AS summit_on
    FROM dyad
    WHERE kind = 'summit' AND status IN ('held', 'scheduled') AND date_end - date_start < 7
)

SELECT
    party_a,
    party_b,
    summit_on,
    (summit_on - dyad.date_end)::INTEGER AS days_before,
    dyad.kind,
    dyad.place,
    string_agg(name || ' (' || coalesce(country_code, '-') || ')', ', ' ORDER BY country_code, name) AS persons
FROM leaders
JOIN dyad USING (party_a, party_b)
LEFT JOIN attendance USING (meeting_id)
WHERE
    dyad.status = 'held'
    AND dyad.kind <> 'summit'
    AND coalesce(dyad.level, 'official') <> 'head'
    AND dyad.date_end BETWEEN summit_on - 60 AND summit_on - 1
GROUP BY ALL
ORDER BY summit_on, party_a, party_b, days_before DESC
