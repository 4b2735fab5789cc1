"""常用批示: each leader's own ready words, or the house's until they have any."""

from __future__ import annotations

from shuniu.kernel.organisation.actor import Actor
from shuniu.office.documents.models.incoming import Phrase
from shuniu.office.documents.roles import LEADER

HOUSE = ("同意拟办意见。", "请{unit}研处。", "阅。", "请{unit}牵头提出意见，报我审阅。")
"""``{unit}`` is the unit that the opinion proposes; without one the phrase is not offered."""
MOST = 12


def phrases_for(actor: Actor, unit: str) -> list[str]:
    """Ready phrases with the unit filled in: of whoever lends the role, when somebody acts for a leader."""
    lent = next((grant.for_id for grant in actor.grants if grant.role == LEADER and grant.for_id), None)
    own = any(grant.role == LEADER and grant.for_id is None for grant in actor.grants)
    person = actor.person_id if own or lent is None else lent
    kept = list(Phrase.objects.filter(person_id=person or 0).values_list("text", flat=True)[:MOST])
    return [one.replace("{unit}", unit) for one in kept or HOUSE if unit or "{unit}" not in one]


def phrases_of(person_id: int) -> list[str]:
    """As they are kept, or the house's to begin with."""
    return list(Phrase.objects.filter(person_id=person_id).values_list("text", flat=True)[:MOST]) or list(HOUSE)
