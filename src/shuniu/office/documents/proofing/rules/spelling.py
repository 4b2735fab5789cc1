"""Single characters and words that a language model finds out of place. See ``model``."""

from __future__ import annotations

from collections.abc import Iterator

from shuniu.office.documents.proofing.finding import USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.paper import Paper


def check(paper: Paper) -> Iterator[Hit]:
    yield from ()


RULES = (Rule("spelling", "疑似错别字", USAGE, WARNING, check),)
