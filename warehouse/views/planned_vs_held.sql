-- Of the meetings announced in each year, how many are known to have been held, called off or ruled out?
-- year: year of the first announcement
-- announced_as: status in the first announcement
-- n_announced: meetings announced
-- n_held: of those, held
-- n_off: of those, called off or ruled out
-- n_ahead: of those, still to come by the newest article
-- n_unknown: of those, neither held nor called off as far as any report tells, though their day has passed or was never given
-- share_held: share held of those whose fate is known
SELECT
    year(announced_on)::INTEGER AS year,
    announced_as,
    count(*) AS n_announced,
    count(*) FILTER (outcome = 'held') AS n_held,
    count(*) FILTER (outcome IN ('cancelled', 'denied')) AS n_off,
    count(*) FILTER (outcome = 'ahead') AS n_ahead,
    count(*) FILTER (outcome IN ('unknown', 'undated')) AS n_unknown,
    round(n_held / nullif(n_held + n_off, 0), 2) AS share_held
FROM announcement
GROUP BY ALL
ORDER BY year, n_announced DESC, announced_as
