"""What became of an issued paper afterwards, in words: 撤回, 撤销 and 废止 are three different things."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shuniu.kernel.web import words
from shuniu.office.documents.models import Outgoing, Standing


@dataclass(frozen=True, slots=True)
class Ending:
    label: str
    words: str
    reason: str
    basis: str


def ending_of(paper: Outgoing) -> Ending | None:
    """None while the paper is in force."""
    if not paper.standing:
        return None
    said = {
        Standing.RECALLED: _("本件于%(day)s撤回。"),
        Standing.ANNULLED: _("本件于%(day)s被撤销，自始无效。"),
        Standing.REPEALED: _("本件自%(day)s起废止，此前有效。"),
    }[Standing(paper.standing)]
    day = words.day(paper.standing_on) if paper.standing_on else ""
    return Ending(str(Standing(paper.standing).label), said % {"day": day}, paper.standing_reason, paper.standing_basis)
