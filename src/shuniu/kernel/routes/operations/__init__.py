"""The verbs: taking a step of a route, marking it read, and keeping the routes themselves."""

from shuniu.kernel.routes.operations.acting import act, mark_read, mine
from shuniu.kernel.routes.operations.defining import (
    Stale,
    activate,
    create,
    draft_of,
    may_keep,
    problems,
    record_export,
    retire,
    save_draft,
    seed,
)
from shuniu.kernel.routes.resolving import resolve

__all__ = [
    "Stale",
    "act",
    "activate",
    "create",
    "draft_of",
    "mark_read",
    "may_keep",
    "mine",
    "problems",
    "record_export",
    "resolve",
    "retire",
    "save_draft",
    "seed",
]
