"""Why an input cannot become an article."""

from __future__ import annotations


class Rejected(Exception):
    """An input that cannot become an article: a reason of `tables.QUARANTINE_REASONS`, and what was found and what to do about it."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail
