"""What of the papers can be found, and by whom: an outgoing paper by its newest words, a delivery by its title and number.

Older versions are read on the paper's own page; the index holds the newest one, as it is replaced with every version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Matter, Party, Passage
from shuniu.kernel.casework.procedure import Procedure
from shuniu.kernel.casework.queries import own_units, sees_all, url_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.search.index import Entry, put
from shuniu.kernel.search.sources import EVERYTHING, Display, Facets, Filter, register_source
from shuniu.office.documents.models import Delivery, DocumentType, Outgoing, Version
from shuniu.office.documents.procedures.delivery import Sending
from shuniu.office.documents.procedures.outgoing import OutgoingPaper

CHUNK = 1000


def register() -> None:
    register_source(OutgoingPaper.kind, _iterate(OutgoingPaper), _load(OutgoingPaper), _visible(OutgoingPaper),
                    label=_l("发文"), filters=filters)  # fmt: skip
    register_source(Sending.kind, _iterate(Sending), _load(Sending), _visible(Sending), label=_l("收到的文件"))


def _iterate(procedure: type[Procedure]) -> Any:
    def iterate() -> Iterator[Entry]:
        last = 0
        while True:
            rows = Matter.objects.filter(kind=procedure.kind, pk__gt=last).order_by("pk")
            keys = list(rows.values_list("pk", flat=True)[:CHUNK])
            if not keys:
                return
            last = keys[-1]
            yield from entries(procedure, keys)

    return iterate


def entries(procedure: type[Procedure], keys: Sequence[int]) -> list[Entry]:
    matters = list(Matter.objects.filter(pk__in=keys).order_by("pk"))
    facets: dict[int, list[str]] = {matter.pk: [f"u{matter.unit_id}"] if matter.unit_id else [] for matter in matters}
    for matter_id, unit in Party.objects.filter(matter_id__in=keys).values_list("matter_id", "unit_id"):
        facets[matter_id].append(f"u{unit}")
    texts = _of_papers(keys, facets) if procedure is OutgoingPaper else _of_deliveries(keys)
    return [
        Entry(
            procedure.kind,
            one.pk,
            one.title,
            texts.get(one.pk, ""),
            one.received_at,
            tuple(dict.fromkeys(facets[one.pk])),
        )
        for one in matters
    ]


def _of_papers(keys: Sequence[int], facets: dict[int, list[str]]) -> dict[int, str]:
    """The words of the newest version, and whoever took a step finds the paper too."""
    for matter_id, person in (
        Passage.objects.filter(matter_id__in=keys).values_list("matter_id", "person_id").distinct()
    ):
        if person is not None:
            facets[matter_id].append(f"p{person}")
    details = Outgoing.objects.filter(pk__in=keys).values_list("pk", "kind_of_document", "number")
    found = {pk: (kind, number) for pk, kind, number in details}
    for pk, (kind, _number) in found.items():
        facets[pk].append(f"t:{kind}")
    return {pk: f"{_words(content)}\n{found[pk][1]}" for pk, content in newest(keys).items() if pk in found}


def newest(keys: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """The content of the newest version of each paper."""
    number = Subquery(Outgoing.objects.filter(pk=OuterRef("matter_id")).values("version")[:1])
    rows = Version.objects.filter(matter_id__in=keys).annotate(newest=number).filter(no=F("newest"))
    return dict(rows.values_list("matter_id", "content"))


def _words(content: Mapping[str, Any]) -> str:
    annexes = [f"{one['title']}\n{one.get('text', '')}" for one in content.get("annexes", ())]
    return "\n".join([content.get("text", ""), content.get("recipients", ""), *annexes])


def _of_deliveries(keys: Sequence[int]) -> dict[int, str]:
    rows = Delivery.objects.filter(pk__in=keys).values_list("pk", "paper_id", "number")
    papers = {pk: (paper, number) for pk, paper, number in rows}
    contents = newest([paper for paper, _number in papers.values()])
    return {pk: f"{number}\n{_words(contents.get(paper, {}))}" for pk, (paper, number) in papers.items()}


def _load(procedure: type[Procedure]) -> Any:
    def load(keys: Sequence[int]) -> Mapping[int, Display]:
        texts = {one.key: one.text for one in entries(procedure, keys)}
        return {
            matter.pk: Display(
                str(matter.number), matter.title, texts.get(matter.pk, ""), url_of(matter),
                _(procedure.states[matter.state].label),
            )
            for matter in Matter.objects.filter(pk__in=keys)
        }  # fmt: skip

    return load


def _visible(procedure: type[Procedure]) -> Any:
    def visible(actor: Actor) -> Facets | None:
        if sees_all(procedure, actor):
            return EVERYTHING
        mine = [f"u{unit}" for unit in sorted(own_units(procedure, actor))]
        if procedure.seen_by_takers and actor.person_id is not None:
            mine.append(f"p{actor.person_id}")
        return [mine] if mine else None

    return visible


def filters() -> Sequence[Filter]:
    return (Filter("type", _l("文种"), {f"t:{kind.value}": kind.label for kind in DocumentType}),)


def index_passage(passage: Passage) -> None:
    """After every step the paper is found under what it says and whose it is now. Withdrawn deliveries say no more."""
    for procedure in (OutgoingPaper, Sending):
        if passage.matter.kind == procedure.kind:
            put(entries(procedure, [passage.matter_id]))
