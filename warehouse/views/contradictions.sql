-- Where do reports of one meeting contradict each other? One row for each thing told: both sides are kept, nothing is averaged.
SELECT *
FROM mart.contradictions
ORDER BY meeting_id, field, first_told, told
