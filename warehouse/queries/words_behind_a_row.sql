-- From what words, in which text, was each meeting read? Every row leads back to characters of an article.
SELECT r.meeting_id, r.status, r.evidence, r.char_start, r.char_end, a.source_uri FROM meeting_report r JOIN article a USING (article_id) ORDER BY r.meeting_id, r.report_id
