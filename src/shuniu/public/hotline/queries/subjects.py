"""Subjects for choosing, remembered for a minute: they stand on every form and change once in a month."""

from __future__ import annotations

import time
from collections.abc import Hashable
from itertools import groupby
from typing import TYPE_CHECKING

from shuniu.public.hotline.models import Subject

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RECHECK_SECONDS = 60.0

_kept: tuple[float, list[Subject], Hashable] | None = None
_names: tuple[float, dict[int, tuple[str, str]]] | None = None


def subjects() -> list[Subject]:
    """All open subjects in their order; at most a minute behind a change made by another process."""
    global _kept
    now = time.monotonic()
    if _kept is None or now - _kept[0] > RECHECK_SECONDS:
        found = list(Subject.objects.filter(open=True))
        _kept = (now, found, tuple([(one.group, one.pk, one.name) for one in found]))
    return _kept[1]


def subject_key() -> Hashable:
    """What a choice of subjects shows: other subjects or other names, another key."""
    subjects()
    return _kept[2] if _kept is not None else ()


def subject_name(subject_id: int | None) -> str:
    return _every().get(subject_id or 0, ("", ""))[1]


def subject_in_full(subject_id: int | None) -> str:
    """Group and name, those no longer offered included."""
    return " · ".join(filter(None, _every().get(subject_id or 0, ())))


def _every() -> dict[int, tuple[str, str]]:
    """Group and name of all subjects by id; as old as ``subjects``."""
    global _names
    now = time.monotonic()
    if _names is None or now - _names[0] > RECHECK_SECONDS:
        found = Subject.objects.values_list("pk", "group", "name")
        _names = (now, {pk: (group, name) for pk, group, name in found})
    return _names[1]


def forget() -> None:
    """Called by whoever changed a subject, and between tests."""
    global _kept, _names
    _kept = _names = None


def subject_choices(nothing: StrOrPromise) -> list[tuple[object, object]]:
    """Choices for a select, in groups; the first one chooses nothing."""
    groups = groupby(subjects(), key=lambda subject: subject.group)
    return [("", nothing), *((group, [(one.pk, one.name) for one in members]) for group, members in groups)]
