"""校对意见的忽略: kept with the reason, for the paper; adopted by it when it is first saved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.actor import Actor
from shuniu.office.documents.models import KeptFinding
from shuniu.office.documents.operations.refusing import acting, refuse_secrets

WORDS_MOST, REASON_MOST = 300, 200


def keep_finding(matter: Matter | None, rule: str, words: str, reason: str, *, actor: Actor, at: datetime) -> None:
    """Leave these words as they are. Raises StepRefused without a reason; saying it twice keeps the later reason."""
    reason = reason.strip()[:REASON_MOST]
    refuse_secrets(words, reason)
    if not reason:
        raise StepRefused(_("请写明忽略的理由。"))
    me = acting(actor)
    rows = KeptFinding.objects.filter(matter=matter) if matter else KeptFinding.objects.filter(matter=None, by_id=me)
    with transaction.atomic():
        rows.filter(rule=rule[:60], words=words[:WORDS_MOST]).delete()
        KeptFinding.objects.create(
            matter=matter, rule=rule[:60], words=words[:WORDS_MOST], reason=reason, by_id=me, at=at
        )


def ask_again(matter: Matter | None, pk: int, *, actor: Actor) -> None:
    """Take a decision back: the finding is shown again."""
    found = KeptFinding.objects.filter(pk=pk, matter=matter)
    (found if matter else found.filter(by_id=acting(actor))).delete()


def adopt_findings(matter: Matter, *, actor: Actor) -> None:
    """What this person decided about a paper that had no number yet goes with it."""
    with transaction.atomic():
        loose = KeptFinding.objects.filter(matter=None, by_id=acting(actor))
        there = set(KeptFinding.objects.filter(matter=matter).values_list("rule", "words"))
        again = [one.pk for one in loose if (one.rule, one.words) in there]
        loose.filter(pk__in=again).delete()
        loose.update(matter=matter)
