"""How large things may be. An article of news is some kilobytes, a transcript of a day's hearing some hundred."""

from __future__ import annotations

#: Bytes in one line: a paragraph of a transcript without breaks stays far below.
MAX_LINE = 2_000_000
#: Bytes in one article.
MAX_ARTICLE = 50_000_000
#: Bytes read and kept of an input that is rejected for its size.
MAX_KEPT = 256_000_000
#: Archives inside archives: a download of a download is two deep.
MAX_DEPTH = 3
#: Unpacked bytes for each packed one, and bytes that may always be unpacked. Text shrinks to a tenth, repetitive records to a fiftieth.
MAX_RATIO, FREE_BYTES = 200, 100_000_000
