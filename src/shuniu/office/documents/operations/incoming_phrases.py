"""Keeping a leader's ready words."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from shuniu.kernel.organisation.actor import Actor
from shuniu.office.documents.models.incoming import Phrase
from shuniu.office.documents.operations.incoming_intake import refuse_secrets


def keep_phrases(lines: Sequence[str], *, actor: Actor) -> None:
    """Replace this person's phrases; none at all brings the house's back."""
    refuse_secrets(*lines)
    with transaction.atomic():
        Phrase.objects.filter(person_id=actor.person_id or 0).delete()
        Phrase.objects.bulk_create(
            [
                Phrase(person_id=actor.person_id or 0, text=line, position=at)
                for at, line in enumerate(dict.fromkeys(lines))
            ]
        )
