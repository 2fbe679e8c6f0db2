-- Of the meetings that each pair of parties announced, what share is known to have taken place, by year?
SELECT
    party_a,
    party_b,
    year(announced_on)::INTEGER AS year,
    count(*) AS n_announced,
    count(*) FILTER (outcome = 'held') AS n_held,
    count(*) FILTER (outcome IN ('cancelled', 'denied')) AS n_off,
    count(*) FILTER (outcome = 'ahead') AS n_ahead,
    round(n_held / nullif(n_announced - n_ahead, 0), 2) AS share_held
FROM announcement
JOIN dyad USING (meeting_id)
GROUP BY ALL
ORDER BY n_announced DESC, party_a, party_b, year
