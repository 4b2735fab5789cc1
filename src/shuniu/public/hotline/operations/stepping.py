"""A step as a screen asks for it: one matter with its own form, or the same step on several rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import matter_for
from shuniu.kernel.casework.taking import load_locked, repeated
from shuniu.kernel.organisation.actor import Actor
from shuniu.public.hotline.operations import evidence
from shuniu.public.hotline.operations.citizens import refuse_late_appeal
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.operations.joining import join, split
from shuniu.public.hotline.procedures import HotlineRequest

TOGETHER = ("receive", "chase")
"""Steps that ask for nothing and harm nothing, and so may be taken on many rows at once."""


def perform(
    name: str,
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any],
    note: str = "",
    files: Sequence[UploadedFile[Any]] = (),
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """Take the step on the request, whichever verb stands behind it. Raises ``StepRefused`` in words."""
    if files:
        return _with_files(name, matter, files, actor=actor, at=at, data=data, note=note, expected=expected, key=key)
    if name == "join":
        into = wanted(actor, str(data["into"]))
        return join(matter, into, actor=actor, at=at, expected=expected, key=key)
    if name == "split":
        return _split_once(matter, data["parts"], actor=actor, at=at, expected=expected, key=key)
    if name == "appeal":
        refuse_late_appeal(matter, at)  # The same term whether the citizen asks or the operator asks for them.
    return act(name, matter, actor=actor, at=at, data=data, note=note, expected=expected, key=key)


def _with_files(
    name: str,
    matter: Matter,
    files: Sequence[UploadedFile[Any]],
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any],
    note: str,
    expected: int | None,
    key: str | None,
) -> Matter:
    """The step and its files, or neither. Their digests stand in the passage, so that the ledger vouches for them."""
    brought = evidence.kept(files, actor=actor, at=at)
    named = {**data, "file_names": [one.name for one in brought], "file_digests": [one.sha256 for one in brought]}
    with transaction.atomic():
        if repeated(HotlineRequest.steps[name], load_locked(matter.pk).matter.pk, key):
            return matter
        done = act(name, matter, actor=actor, at=at, data=named, note=note, expected=expected, key=key)
        evidence.bind(brought, done)
    return done


def wanted(actor: Actor, number: str) -> Matter:
    """The request that a number names; the same words whether it does not exist, is hidden or is another matter."""
    try:
        matter = matter_for(actor, number)
    except Http404:
        matter = None
    if matter is None or matter.kind != HotlineRequest.kind:
        raise StepRefused(_("没有编号为 %(number)s 的诉求，请核对。") % {"number": number})
    return matter


def _split_once(
    matter: Matter, parts: Sequence[str], *, actor: Actor, at: datetime, expected: int | None, key: str | None
) -> Matter:
    """The children are registered before the step is written, so a second click must be recognised before them."""
    with transaction.atomic():
        case = load_locked(matter.pk)
        if repeated(HotlineRequest.split, matter.pk, key):
            return case.matter
        split(matter, parts, actor=actor, at=at, expected=expected, key=key)
    return matter


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row."""

    number: str
    title: str
    done: bool
    why: str = ""


def together(name: str, numbers: Sequence[str], *, actor: Actor, at: datetime, key: str) -> list[Outcome]:
    """The same step on several requests, each in its own transaction: one that is refused does not undo the others."""
    if name not in TOGETHER:
        raise StepRefused(_("这一步不能成批办理。"))
    return [_one(name, number, actor, at, f"{key}:{number}"[:64]) for number in dict.fromkeys(numbers)]


def _one(name: str, number: str, actor: Actor, at: datetime, key: str) -> Outcome:
    title = ""
    try:
        matter = wanted(actor, number)
        title = matter.title
        act(name, matter, actor=actor, at=at, key=key)
    except StepRefused as refusal:
        return Outcome(number, title, False, str(refusal))
    return Outcome(number, title, True)


def gather(main: Matter, numbers: Sequence[str], *, actor: Actor, at: datetime, key: str) -> list[Outcome]:
    """Join several requests into one, each on its own."""
    return [_gathered(main, number, actor, at, f"{key}:{number}"[:64]) for number in dict.fromkeys(numbers)]


def _gathered(main: Matter, number: str, actor: Actor, at: datetime, key: str) -> Outcome:
    title = ""
    try:
        matter = wanted(actor, number)
        title = matter.title
        join(matter, main, actor=actor, at=at, key=key)
    except StepRefused as refusal:
        return Outcome(number, title, False, str(refusal))
    return Outcome(number, title, True)
