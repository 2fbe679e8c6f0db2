-- What is the day of the newest article, the "today" of the warehouse?
CREATE MACRO newest_day() AS (
    SELECT max(published_date) FROM article
);
