-- In which month does a span begin? Null when it is longer than a month, as "in 2019" is.
CREATE MACRO month_of(date_start, date_end) AS
    CASE WHEN date_end - date_start <= 31 THEN date_trunc('month', date_start)::DATE END;
