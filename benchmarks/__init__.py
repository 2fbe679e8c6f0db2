"""Measurements of the code: how right it is (`accuracy`, by the measures of `score`). Nothing here is needed at run time."""
