"""Colleagues who may sign a kind of matter: found by name, account or pinyin; and the units that may be picked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shuniu.kernel.organisation.models import Person, Post
from shuniu.kernel.organisation.queries.people import matching
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.routes.directory import Today
from shuniu.kernel.routes.subjects import subject_of

SHOWN, MOST_PEOPLE = 20, 200


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may be picked, with the post that tells people of one name apart."""

    id: int
    name: str
    username: str
    post: str

    @property
    def words(self) -> str:
        return f"{self.name} {self.post}".strip()

    @property
    def value(self) -> str:
        return f"{self.name}（{self.username}）"


def signers(kind: str, words: str, on: date) -> list[Signer]:
    """Active people who hold a role with which the kind of matter is signed, matching the words; the first twenty."""
    subject = subject_of(kind)
    if subject is None or not words.strip():
        return []
    holders = Today(on).holdings(subject.roles).order_by().values("person_id")
    return _signers(Person.objects.filter(matching(words.strip()[:40]), pk__in=holders)[:SHOWN])


def _signers(people: Iterable[Person]) -> list[Signer]:
    found = list(people)
    posts: dict[int, str] = {}
    rows = Post.objects.filter(person_id__in=[one.pk for one in found], until__isnull=True).order_by("-main", "id")
    for row in rows:
        posts.setdefault(row.person_id, f"{tree().name(row.unit_id)}{row.title}")
    return [Signer(one.pk, one.name, one.username, posts.get(one.pk, "")) for one in found]


def names_of(people: Iterable[int]) -> dict[int, str]:
    wanted = set(people)
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def values_of(people: Iterable[int]) -> dict[int, str]:
    """Each person as the field of a form says them: 姓名（账号）."""
    return {one.pk: f"{one.name}（{one.username}）" for one in Person.objects.filter(pk__in=set(people))}


def units_to_pick(role: str, on: date) -> list[tuple[int, str]]:
    """The open units in whose own scope somebody holds the role, in the order of the tree."""
    held = set(Today(on).holdings([role]).values_list("unit_id", flat=True))
    return [(unit.id, unit.name) for unit, _depth in tree().walk() if unit.id in held and not unit.closed]


def people_to_pick(role: str, among: Sequence[int], on: date) -> list[tuple[int, str]]:
    """Those among whom the submitter picks: the holders of a post, or all holders of the role."""
    people = among or set(Today(on).holdings([role]).values_list("person_id", flat=True))
    rows = Person.objects.filter(pk__in=people, is_active=True).order_by("pinyin", "id")[:MOST_PEOPLE]
    return [(one.id, one.words) for one in _signers(rows)]
