"""The verbs: taking a step of a route, marking it read, and keeping the routes themselves."""

from shuniu.kernel.routes.operations.acting import act, mark_read, mine

__all__ = ["act", "mark_read", "mine"]
