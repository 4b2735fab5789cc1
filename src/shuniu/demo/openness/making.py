"""Disclosure's two years, in one call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

from shuniu.demo.openness.asking import Asking
from shuniu.demo.openness.publishing import Publishing, rows
from shuniu.demo.papers.staff import Staff
from shuniu.kernel.casework.batch import Batch

SEED = "云州公开"
WHOLE_FROM = 1000
"""A city of fewer requests to its hotline publishes less, too."""
Told = Callable[[str, int, int], None]


def make_openness(requests: int, now: datetime, told: Told) -> str:
    """Everything, and the number of a request that waits for its applicant, if one does (its code: ``CODE``)."""
    rng = Random(SEED)  # noqa: S311 - an invented city, not a secret
    staff = Staff(rng, Batch(), now)
    found = rows(1.0 if requests >= WHOLE_FROM else 0.3)
    Publishing(staff).play(found)
    asking = Asking(staff)
    asking.play()
    done = len(found) + len(asking.cases)
    told("两年的信息公开", done, done)
    return next((str(case.matter.number) for case in asking.cases if case.state == "correcting"), "")
