-- Which twenty pairs of parties dealt with each other most, and how much of it was by telephone?
SELECT
    party_a,
    party_b,
    count(*) AS n_held,
    count(*) FILTER (kind = 'call') AS n_calls,
    round(n_calls / n_held, 2) AS share_calls,
    min(date_start) AS first_day,
    max(date_end) AS last_day
FROM dyad
WHERE status = 'held'
GROUP BY ALL
ORDER BY n_held DESC, party_a, party_b
LIMIT 20
