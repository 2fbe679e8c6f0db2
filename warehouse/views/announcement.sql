-- Which meetings were announced before they took place, when, and what came of it?
-- outcome: held, cancelled, denied; ahead (still to come by the newest article), undated (no day ever given), unknown (the day has passed, nothing told)
SELECT
    * EXCLUDE (status),
    CASE
        WHEN NOT is_planned(status) THEN status
        WHEN date_end IS NULL THEN 'undated'
        WHEN date_end >= newest_day() THEN 'ahead'
        ELSE 'unknown'
    END AS outcome
FROM mart.announcement
ORDER BY announced_on, meeting_id
