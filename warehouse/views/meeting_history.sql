-- How did what is known of each meeting change, and which article told it? A row for the first report and one for each change of status.
SELECT *
FROM mart.meeting_history
ORDER BY meeting_id, step
