"""The only DuckDB code: DDL from the contract, the build that swaps a finished file in, read-only queries, export.

Does not belong here: what a text says, what makes a table good, when anything runs.
"""
