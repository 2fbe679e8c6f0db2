-- How often did each pair of parties deal with each other in each month, and how?
-- month: first day of the month the meetings begin in; null when the day is unknown by more than a month
-- n_held: meetings held, of all kinds; a visit and the talks during it count as two
-- n_summits: of those held, summits
-- n_talks: of those held, talks below the summit
-- n_visits: of those held, visits
-- n_calls: of those held, calls
-- n_planned: meetings told of as planned and not, so far, as held or called off
-- n_off: meetings called off or ruled out
SELECT
    party_a,
    party_b,
    month_of(date_start, date_end) AS month,
    count(*) FILTER (status = 'held') AS n_held,
    count(*) FILTER (status = 'held' AND kind = 'summit') AS n_summits,
    count(*) FILTER (status = 'held' AND kind = 'talks') AS n_talks,
    count(*) FILTER (status = 'held' AND kind = 'visit') AS n_visits,
    count(*) FILTER (status = 'held' AND kind = 'call') AS n_calls,
    count(*) FILTER (is_planned(status)) AS n_planned,
    count(*) FILTER (status IN ('cancelled', 'denied')) AS n_off
FROM dyad
GROUP BY ALL
ORDER BY party_a, party_b, month NULLS LAST
