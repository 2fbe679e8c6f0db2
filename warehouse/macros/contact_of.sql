-- What sort of contact is a meeting of some kind? A summit is talks.
CREATE MACRO contact_of(kind) AS CASE WHEN kind = 'summit' THEN 'talks' ELSE kind END;
