-- Which pairs of parties does each meeting bring together? Gatherings are left out: sharing a hall is not dealing with each other.
SELECT * FROM mart.dyad
