"""The only Great Expectations code: what must hold of a table before it is published, and how bad it is when it does not.

Belongs here: the suites derived from the contract and the rules written by hand, each with its reason. Great Expectations judges a
profile of each table (one row of counts that Polars makes), so a table of any size costs the same to judge. Does not belong here:
when checks run, and what happens after.
"""
