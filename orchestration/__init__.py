"""The only Dagster code and the command line: assets, checks, jobs, and the reading of files. Rules of text and tables live elsewhere."""

import os

# Read by Polars' allocator when Polars is first imported. Memory of one frame is kept for the next instead of given back at once:
# a tenth of the time of extraction was the kernel's, clearing pages.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:60000,muzzy_decay_ms:60000")
