-- Does a status say that a meeting is still to come?
CREATE MACRO is_planned(status) AS status IN ('scheduled', 'expected', 'possible', 'proposed');
