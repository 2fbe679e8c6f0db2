-- How many days lie between the first announcement of a meeting and the day it was held? Only where that day is known to a week.
-- held_on: first day of the meeting
-- days: days from the announcement to the meeting
SELECT
    meeting_id,
    parties,
    kind,
    announced_on,
    announced_as,
    announced_by,
    date_start AS held_on,
    greatest(date_start - announced_on, 0) AS days
FROM announcement
WHERE outcome = 'held' AND date_end - date_start < 7
ORDER BY days DESC, held_on, meeting_id
