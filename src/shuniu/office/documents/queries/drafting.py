"""What the drafting desk asks: in whose name one may write, which units a name means, and a paper as the rules see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pypinyin import Style, lazy_pinyin

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Person, Unit
from shuniu.kernel.organisation.tree import Node, Tree, tree
from shuniu.office.documents.models import Series
from shuniu.office.documents.queries.series import series_for
from shuniu.office.documents.roles import DRAFTER, HEAD
from shuniu.office.documents.rules.kinds import KINDS, Way, kind_of
from shuniu.office.documents.rules.organs import Organ, Sort, organ_named, organ_of
from shuniu.office.documents.rules.papers import Draft

OFFERED = 12
"""Units offered for a few letters."""
GOVERNMENTS, DEPARTMENTS = "各县（市、区）人民政府", "市政府各部门"


@dataclass(frozen=True, slots=True)
class Author:
    """In whose name a paper may go out: a series of numbers with its organ."""

    value: str
    organ: str
    word: str
    unit_id: int
    ended: bool = False

    @property
    def label(self) -> str:
        label = f"{self.organ}（{self.word}）" if self.word else self.organ
        return _("%(series)s，已停用") % {"series": label} if self.ended else label


def drafting_unit(actor: Actor) -> int | None:
    """The unit for which the actor drafts: his own where he may, else the first that lent him the desk."""
    units = actor.units_of(DRAFTER)
    if actor.unit_id is not None and actor.unit_id in units:
        return tree().department_of(actor.unit_id).id
    granted = next((one.unit_id for one in actor.grants if one.role in (DRAFTER, HEAD)), None)
    return tree().department_of(granted).id if granted is not None else None


def authors(unit_id: int, on: date, now: Series | None = None) -> list[Author]:
    """The series that this unit's drafters may use; the unit itself where there is none yet.

    ``now`` is the one that the paper has: it stays the paper's own though it ended on New Year's Eve.
    """
    found = [_author(one) for one in series_for(unit_id, on)]
    if now is not None and all(one.value != str(now.pk) for one in found):
        found.insert(0, replace(_author(now), ended=True))
    return found or [Author("", tree().department_of(unit_id).name, "", unit_id)]


def _author(series: Series) -> Author:
    return Author(str(series.pk), series.organ, series.word, series.unit_id)


# --- Units by name -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    short: str


def units_like(words: str) -> list[Offer]:
    """Open organs whose name, short name or pinyin (whole or initials) begins with or holds what was typed."""
    words = words.strip().lower()
    kept = tree()
    if not words:
        return []
    ranked = sorted(
        (rank, at, node)
        for at, (node, _depth) in enumerate(kept.walk())
        if not node.closed and node.kind not in {"section", "window"}
        for rank in [_rank(words, node)]
        if rank
    )
    groups = [name for name in (GOVERNMENTS, DEPARTMENTS) if words in name or _spelled(name)[1].startswith(words)]
    return [*(Offer(name, "") for name in groups), *(Offer(node.name, node.short_name) for _r, _a, node in ranked)][
        :OFFERED
    ]


def _rank(words: str, node: Node) -> int:
    """1 is best, 0 not at all."""
    names = [name for name in (node.short_name.lower(), node.name.lower()) if name]
    if any(name.startswith(words) for name in names):
        return 1
    if any(words in name for name in names):
        return 2
    if not words.isascii():
        return 0
    spelled = [part for name in names for part in _spelled(name)]
    if any(part.startswith(words) for part in spelled):
        return 3
    return 4 if len(words) > 1 and any(words in part for part in spelled) else 0


@lru_cache(maxsize=8192)
def _spelled(name: str) -> tuple[str, str]:
    return "".join(lazy_pinyin(name)), "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


SPLIT = re.compile(r"[，,；;\n]|、(?![^（]*）)")


def names_in(text: str) -> list[str]:
    """The names in a field. 各委、办、局 and （市、区） hold together."""
    held = text.replace("委、办、局", "委\x00办\x00局")
    return list(dict.fromkeys(name for one in SPLIT.split(held) if (name := one.replace("\x00", "、").strip())))


def written(names: Sequence[str]) -> str:
    """As the paper prints them: 、 between organs of one sort, ， beside a name that stands for many."""
    text = ""
    for before, name in zip(["", *names], names, strict=False):
        text += ("" if not text else "，" if _group(before) or _group(name) else "、") + name
    return text


def _group(name: str) -> bool:
    return organ_named(name).group


def organ_by_name(name: str) -> Organ:
    """The organ of the tree with that name or short name, else what the name says by itself."""
    kept = tree()
    node = _by_name(kept).get(name)
    return organ_of(node, kept.nodes) if node else organ_named(name)


def _by_name(kept: Tree) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in kept.nodes.values():
        if not node.closed:
            for name in (node.name, node.short_name):
                found.setdefault(name, node)
    return found


def units_meant(names: Iterable[str], author_unit: int) -> list[int]:
    """The ids of the units to which a paper with these recipients is sent here: names, and the groups that are known."""
    kept = tree()
    by_name = _by_name(kept)
    found: dict[int, None] = {}
    for name in names:
        if name in by_name:
            found[by_name[name].id] = None
        elif organ_named(name).group:
            found |= dict.fromkeys(_members(name, kept, author_unit))
    return list(found)


KINDS_MEANT = {
    re.compile(
        r"各(?:县|区|市|旗|县（市、区）|区（县）|区（县、市）|区县|县区|县市区)(?:人民)?政府"
    ): Unit.Kind.DISTRICT.value,
    re.compile(r"(?:市政府|市直|市级)?各(?:部门|委办局|委、办、局|局、办|直属部门)"): Unit.Kind.DEPARTMENT.value,
}
"""The groups of which it is plain who belongs to them. Others (各县水务局, 有关部门) are named unit by unit at the dispatch."""


def _members(name: str, kept: Tree, author_unit: int) -> list[int]:
    """The units that a group's name stands for, next below the government that writes or whose office does."""
    kind = next((kind for said, kind in KINDS_MEANT.items() if said.fullmatch(name)), "")
    author = organ_of(kept[author_unit], kept.nodes)
    top = author.id if author.governs else author.serves
    near = (node for node in kept.nodes.values() if node.parent_id == top and not node.closed)
    return [node.id for node in near if node.kind == kind and node.id != author_unit]


# --- A paper as the rules see it -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Quick:
    """One press for the usual recipients: shown for types that go this way."""

    way: Way
    name: str
    organ: str


def quick(found: Sequence[Author]) -> list[Quick]:
    """What each organ usually writes to."""
    offers = []
    for organ, unit in {one.organ: one.unit_id for one in found}.items():
        author = author_organ(organ, unit)
        if author.sort in {Sort.GOVERNMENT, Sort.OFFICE}:
            offers += [Quick(Way.DOWN, GOVERNMENTS, organ), Quick(Way.DOWN, DEPARTMENTS, organ)]
        up = superior_of(author)
        if up is not None:
            offers.append(Quick(Way.UP, up.name, organ))
    return offers


def author_organ(name: str, unit_id: int) -> Organ:
    """The issuing organ: the unit of that name, or the series' own unit under the name that it signs with."""
    organ = organ_by_name(name)
    kept = tree()
    return organ if organ.id else replace(organ_of(kept.nodes[unit_id], kept.nodes), name=name)


def superior_of(organ: Organ) -> Organ | None:
    kept = tree()
    node = kept.get(organ.chain[0]) if organ.chain else None
    return organ_of(node, kept.nodes) if node else None


@dataclass(frozen=True, slots=True)
class Words:
    """What of a draft the rules look at, as plain words."""

    kind: str
    organ: str
    unit_id: int
    joint: Sequence[str] = ()
    recipients: Sequence[str] = ()
    copies: Sequence[str] = ()
    title: str = ""
    text: str = ""
    note: str = ""


def draft_of(words: Words, actor: Actor) -> Draft:
    """The draft for the rules: each name found in the tree, or judged by itself. One query (the drafter's telephone)."""
    lead = author_organ(words.organ, words.unit_id)
    home = tree().department_of(lead.id) if lead.sort is Sort.SECTION and lead.id else None
    kind = kind_of(words.kind) or KINDS["通知"]
    person = None
    if kind.name == "请示" and not words.note and actor.person_id is not None:
        person = Person.objects.filter(pk=actor.person_id).only("phone").first()
    return Draft(
        kind=kind,
        organs=(lead, *map(organ_by_name, words.joint)),
        recipients=tuple(map(organ_by_name, words.recipients)),
        copies=tuple(map(organ_by_name, words.copies)),
        title=words.title,
        text=words.text,
        note=words.note,
        drafter=actor.name,
        phone=person.phone if person else "",
        superior=superior_of(lead),
        home=organ_of(home, tree().nodes) if home else None,
    )


FIELDS = {
    "kind": gettext_lazy("文种"),
    "title": gettext_lazy("标题"),
    "organs": gettext_lazy("发文机关"),
    "mark": gettext_lazy("发文机关标志"),
    "recipients": gettext_lazy("主送"),
    "copies": gettext_lazy("抄送"),
    "urgency": gettext_lazy("紧急程度"),
    "number": gettext_lazy("发文字号"),
    "signers": gettext_lazy("签发人"),
    "signed_on": gettext_lazy("成文日期"),
    "note": gettext_lazy("附注"),
    "present": gettext_lazy("出席"),
    "absent": gettext_lazy("请假"),
    "attending": gettext_lazy("列席"),
    "text": gettext_lazy("正文"),
    "organ": gettext_lazy("发文机关"),
    "joint": gettext_lazy("联合发文机关"),
}
"""Names of a paper's elements on the screen."""
