-- Where do meetings take place? Calls have no place and are left out.
-- place: city or venue city; null when only the country is known
-- n_held: meetings held there
-- n_planned: meetings planned there and not, so far, told of as held or called off
-- n_off: meetings there that were called off or ruled out
-- n_third_party: of those held, meetings of parties none of which is the country of the place
-- first_day: first day of the earliest meeting held there
-- last_day: last day of the latest meeting held there
SELECT
    place_country,
    place,
    count(*) FILTER (status = 'held') AS n_held,
    count(*) FILTER (is_planned(status)) AS n_planned,
    count(*) FILTER (status IN ('cancelled', 'denied')) AS n_off,
    count(*) FILTER (status = 'held' AND NOT list_contains(parties, place_country)) AS n_third_party,
    min(date_start) FILTER (status = 'held') AS first_day,
    max(date_end) FILTER (status = 'held') AS last_day
FROM meeting
WHERE kind <> 'call' AND (place IS NOT NULL OR place_country IS NOT NULL)
GROUP BY ALL
ORDER BY n_held DESC, n_planned DESC, place_country, place
