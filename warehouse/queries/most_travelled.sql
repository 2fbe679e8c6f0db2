-- Who travelled abroad most, and to which countries?
WITH stay AS (
    SELECT
        *,
        max(date_end) OVER (
            PARTITION BY name, country_code, place_country
            ORDER BY date_start, date_end, meeting_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS there_until
    FROM person_itinerary
    WHERE abroad AND status = 'held'
)

SELECT
    name,
    country_code,
    -- Meetings on the same or the next day in one country are one trip.
    count(*) FILTER (there_until IS NULL OR date_start > there_until + 1) AS n_trips,
    string_agg(DISTINCT place_country, ', ' ORDER BY place_country) AS countries,
    min(date_start) AS first_day,
    max(date_end) AS last_day
FROM stay
GROUP BY ALL
ORDER BY n_trips DESC, name, country_code
LIMIT 20
