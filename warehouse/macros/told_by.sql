-- Who tells what an article says: its source or, when the text names none, the folder it came from, years of archives left out?
CREATE MACRO told_by(source, source_uri) AS
    coalesce(source, nullif(regexp_extract(source_uri, '([^/#]+)(?:[/#](?:19|20)\d\d)*[/#][^/#]*$', 1), ''));
