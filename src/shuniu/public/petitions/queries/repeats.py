"""甄别: earlier petitions of the same person, and those that read alike. It shows and suggests; a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import Light, amber_until, light_of, visible
from shuniu.kernel.insight.duplicates import similarity
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.search.index import find
from shuniu.public.petitions import search
from shuniu.public.petitions.models import Petition, Petitioner
from shuniu.public.petitions.models.petition import Standing
from shuniu.public.petitions.procedures import PetitionProcedure

READ_LEAST, READ_MOST = 8, 400
"""Hints begin with so many characters, and read no more than so many."""
OWN_MOST, ALIKE_MOST, SHOWN = 40, 12, 6
SAME_MATTER, LIKE_MATTER = 0.3, 0.5
"""From this share of like words on: the same person's same matter, and another's that may be the same."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier petition. ``standing`` is what a new one would be beside it: 重复, 下级正在办理, 已经复核终结; empty: another matter."""

    number: str
    title: str
    state: str
    unit: str
    received_at: datetime
    light: Light
    own: bool
    percent: int
    standing: str
    why: str

    @property
    def standing_word(self) -> str:
        return str(dict(Standing.choices).get(self.standing, ""))


@dataclass(frozen=True, slots=True)
class Hints:
    """``told``: whether a person was looked for; ``asked``: whether words were."""

    earlier: Sequence[Earlier] = ()
    told: bool = False
    asked: bool = False

    @property
    def strong(self) -> list[Earlier]:
        """Those that make the new petition something else than 初次, if the clerk agrees."""
        return [one for one in self.earlier if one.standing]

    @property
    def seal(self) -> str:
        """What was shown, in one word: a form that brings it back has been read with these hints in view."""
        return fingerprint(",".join(one.number for one in self.strong)) if self.strong else ""


def hints(text: str, phone: str, identity: str, actor: Actor, *, now: datetime) -> Hints:
    """What the clerk should see before saving: the same person's first, then the most alike."""
    digits = "".join(filter(str.isdigit, phone.removeprefix("+86")))
    keys = (
        fingerprint(digits) if len(digits) >= 7 else "",
        fingerprint(identity.strip().upper()) if len(identity.strip()) >= 8 else "",
    )
    return _hints(text, keys, actor, now, but=0)


def beside(petition: Petition, actor: Actor, *, now: datetime) -> Hints:
    """The same for a petition that came by itself and waits to be screened: found by fingerprints, nobody is looked at."""
    keys = ("", "")
    if not petition.matter.sealed:
        own = Petitioner.objects.filter(pk=petition.pk).values_list("phone_hash", "identity_hash").first()
        keys = own or keys
    return _hints(petition.text, keys, actor, now, but=petition.pk)


def _hints(text: str, keys: tuple[str, str], actor: Actor, now: datetime, *, but: int) -> Hints:
    said = " ".join(text.split())[:READ_MOST]
    own = _own(keys, actor) - {but}
    alike = (_alike(said, actor) if len(said) >= READ_LEAST else set()) - {but}
    rows = Petition.objects.filter(pk__in=own | alike).select_related("matter")
    amber = amber_until(now)
    found = [_earlier(row, said, row.pk in own, now, amber) for row in rows]
    kept = [one for one in found if one.own or one.standing]
    kept.sort(key=lambda one: (not one.standing, not one.own, -one.percent, -one.received_at.timestamp()))
    return Hints(kept[:SHOWN], any(keys), len(said) >= READ_LEAST)


def _own(keys: tuple[str, str], actor: Actor) -> set[int]:
    """Petitions of whoever has this telephone or identity number, those under seal left out: nobody learns of them here."""
    phone, identity = keys
    same = Q(pk__in=[])
    if phone:
        same |= Q(phone_hash=phone)
    if identity:
        same |= Q(identity_hash=identity)
    rows = Petitioner.objects.filter(same, sealed=False).values("pk")
    found = visible(PetitionProcedure, actor).filter(pk__in=rows, sealed=False).order_by("-received_at", "-pk")
    return set(found.values_list("pk", flat=True)[:OWN_MOST])


def _alike(said: str, actor: Actor) -> set[int]:
    allowed = search.visible(actor)
    if allowed is None:
        return set()
    return {hit.key for hit in find(said, kinds=[search.KIND], any_of=allowed, limit=ALIKE_MOST).hits}


def _earlier(row: Petition, said: str, own: bool, now: datetime, amber: datetime) -> Earlier:
    matter: Matter = row.matter
    likeness = similarity(said, row.text[:READ_MOST]) if len(said) >= READ_LEAST else 0.0
    standing, why = _beside(matter, own, likeness, now)
    return Earlier(
        number=matter.number or "",
        title=matter.title,
        state=_(PetitionProcedure.states[matter.state].label),
        unit=tree().name(matter.unit_id),
        received_at=matter.received_at,
        light=light_of(matter.due_at, now, amber),
        own=own,
        percent=round(likeness * 100),
        standing=standing,
        why=why,
    )


def _beside(matter: Matter, own: bool, likeness: float, now: datetime) -> tuple[str, str]:
    """What the new petition would be beside this one, and why. Different people may raise the same matter: only shown."""
    if likeness < (SAME_MATTER if own else LIKE_MATTER):
        return "", ""
    if not own:
        return Standing.REPEATED, _("内容相近，请核对是否同一人同一事项。")
    if matter.state == "finished":
        return Standing.FINAL, _("已经复核终结；以同一事实和理由再次提出的，不再受理（第三十六条）。")
    if matter.closed_at is None and matter.unit_id and (matter.due_at is None or matter.due_at >= now):
        return Standing.IN_PROGRESS, _("正在规定期限内办理；期限内向上级机关提出的，上级不予受理（第十九条）。")
    return Standing.REPEATED, _("同一信访人就相近内容提出过。")
