"""Pure functions over text: Polars frame in, Polars frame out.

Belongs here: parsing, normalising, finding mentions, dates and meetings, resolving them, and the contract of the tables.
Does not belong here: files, clocks, Dagster, DuckDB, Great Expectations.
"""
