"""What no door of the documents lets in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.organisation.actor import Actor


def refuse_secrets(*values: Any) -> None:
    """Raise StepRefused when any text, however deep in lists and dictionaries, bears a secrecy mark."""
    if any(marks_in(text) for text in texts_of(values)):
        raise StepRefused(str(SECRET_REFUSAL))


def acting(actor: Actor) -> int:
    """The id of the person who acts. What stands in a register has somebody's name to it."""
    if actor.person_id is None:
        raise StepRefused(_("这一步须由工作人员本人办理。"))
    return actor.person_id


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts_of(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_of(one)
