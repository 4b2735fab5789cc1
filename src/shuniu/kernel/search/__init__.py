"""Search: one question, two engines (FTS5, tsvector), every kind of thing. See README.md."""

from shuniu.kernel.search.highlight import highlight, snippet
from shuniu.kernel.search.index import Entry, Hit, Results, find, first_load, put, remove
from shuniu.kernel.search.names import initials
from shuniu.kernel.search.sources import (
    EVERYTHING,
    Answer,
    Display,
    Filter,
    Found,
    rebuild,
    register_source,
    search,
)

__all__ = [
    "EVERYTHING",
    "Answer",
    "Display",
    "Entry",
    "Filter",
    "Found",
    "Hit",
    "Results",
    "find",
    "first_load",
    "highlight",
    "initials",
    "put",
    "rebuild",
    "register_source",
    "remove",
    "search",
    "snippet",
]
