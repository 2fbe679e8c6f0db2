"""The only Dagster code and the command line: assets, checks, jobs, and the reading of files. Rules of text and tables live elsewhere."""
