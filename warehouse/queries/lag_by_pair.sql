-- How many days pass between announcement and meeting, by pair of parties and year?
SELECT
    party_a,
    party_b,
    year(held_on)::INTEGER AS year,
    count(*) AS n_meetings,
    median(days) AS median_days,
    min(days) AS shortest,
    max(days) AS longest
FROM announcement_lag
JOIN dyad USING (meeting_id)
GROUP BY ALL
ORDER BY party_a, party_b, year
