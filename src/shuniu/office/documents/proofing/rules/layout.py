"""Lines that were broken where no paragraph ends: text copied from a PDF or a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from shuniu.office.documents.proofing.finding import HINT, USAGE, Hit, Rule
from shuniu.office.documents.proofing.paper import HAN, Paper


def check(paper: Paper) -> Iterator[Hit]:
    lines = paper.paragraphs
    for line, after in pairwise(lines):
        if len(line.body) >= 24 and line.body.endswith(("，", "、")) and re.match(f"[{HAN}]", after.body):
            yield Hit(line.body_end - 1, line.body_end, "段落在逗号处断开，可能是多余的换行")


RULES = (Rule("layout-broken", "多余换行", USAGE, HINT, check),)
