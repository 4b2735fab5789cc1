"""A large city is built once for all tests of a file; each test undoes what it did to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import TypeVar

from django.db import transaction
from pytest_django import DjangoDbBlocker

Built = TypeVar("Built")


@contextmanager
def standing(blocker: DjangoDbBlocker, build: Callable[[], Built]) -> Iterator[Callable[[], Built]]:
    """For a fixture of scope ``module``: gives what hands out a copy of ``build()``, whose rows stand until the end."""
    with blocker.unblock(), transaction.atomic():
        built = build()
        yield lambda: deepcopy(built)
        transaction.set_rollback(True)
