-- Which meetings lie ahead of the newest article? For another day: FROM upcoming_on('2019-09-19').
-- days_ahead: days from the newest article to the first day; 0 when it may be under way
-- status: the newest known by then
-- n_reports: reports that told of it by then
FROM upcoming_on(newest_day())
