-- How is a list written as one text?
CREATE MACRO joined(list) AS array_to_string(list, ', ');
