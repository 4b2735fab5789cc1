"""What no door of the meetings lets in."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.organisation.actor import Actor


def refuse_secrets(*texts: object) -> None:
    if any(marks_in(text) for text in texts if isinstance(text, str)):
        raise StepRefused(str(SECRET_REFUSAL))


def acting(actor: Actor) -> int:
    """The id of the person who acts."""
    if actor.person_id is None:
        raise StepRefused(_("这一步须由工作人员本人办理。"))
    return actor.person_id


def refuse(sentences: Iterable[str]) -> None:
    """All that is wrong, at once: nobody wants to learn of one fault after the other."""
    said = list(dict.fromkeys(sentences))
    if said:
        raise StepRefused("".join(said))
