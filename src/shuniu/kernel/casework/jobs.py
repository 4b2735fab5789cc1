"""What follows a passage after the commit: notices, search, webhooks. Modules add themselves at start-up."""

from __future__ import annotations

from collections.abc import Callable

from django_tasks import task

from shuniu.kernel.casework.models import Passage

Follower = Callable[[Passage], None]
_followers: list[Follower] = []


def follow(function: Follower) -> Follower:
    """Let a function read every passage after its commit. It may run twice and must bear that."""
    if function not in _followers:
        _followers.append(function)
    return function


@task()
def after_passage(passage_id: int) -> None:
    passage = Passage.objects.select_related("matter").get(pk=passage_id)
    for function in _followers:
        function(passage)
