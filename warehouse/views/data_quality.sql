-- Which articles have data of their own that contradict each other or are missing?
SELECT article_id, warning, detail, title, published_date, source_uri FROM article_warning JOIN article USING (article_id) ORDER BY warning, article_id
