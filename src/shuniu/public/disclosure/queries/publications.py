"""Publications as the office sees them: one with its versions and hints, and the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework import pages
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.casework.queries import Light, amber_until, light_of, matter_for, may_see, my_tasks, visible
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of, read
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.files.texts import Text
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.disclosure import hints, lists, roles
from shuniu.public.disclosure.comparing import Line, compare
from shuniu.public.disclosure.models import Publication, PublicationText
from shuniu.public.disclosure.models.publication import OPEN
from shuniu.public.disclosure.procedures import PublicationProcedure
from shuniu.public.disclosure.queries.publication_wording import said_in

KIND = PublicationProcedure.kind
KEYS = {
    "review": "s", "return_": "t", "resubmit": "s", "withhold": "b", "send_back": "t", "release": "f", "amend": "g",
    "repeal": "z", "expire": "x", "take_down": "c",
}  # fmt: skip
LIKELY = ("review", "release", "resubmit", "return_", "send_back", "withhold")
NEWEST = ("-received_at", "-pk")
CHUNK = 500
VERSIONS_MOST = 200
FILES_READ = 5
"""So many files are read for hints when a review begins; each may take a moment."""


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A neighbour, as ``casework/_links.html`` draws it."""

    label: str
    number: str
    title: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """All that the page of one publication shows to staff."""

    case: Case
    head: pages.Head
    actions: list[pages.Action]
    publication: Publication
    item: lists.Item | None
    text: PublicationText
    versions: list[PublicationText]
    clocks: list[pages.ClockCard]
    lines: list[pages.Line]
    links: list[LinkLine]
    waits: list[str]
    files: list[dict[str, Any]]
    hints: list[hints.Hint]
    returned_for: str
    public_url: str


def opened(actor: Actor, number: str) -> pages.Opened:
    """The publication with its passages, for whoever may see it; else 404."""
    return pages.opened(actor, PublicationProcedure, number)


def url_of_step(number: str, name: str) -> str:
    return reverse("disclosure:publication_step", args=[number, name])


def page_of(actor: Actor, number: str, *, now: datetime) -> PublicationPage:
    """At most thirteen queries, whoever reads it."""
    found = opened(actor, number)
    case, matter = found.case, found.case.matter
    clocks = pages.clock_cards(case, now)
    versions = versions_of(matter)
    last = next((one for one in versions if one.version == case.detail.version), versions[0])
    actions = pages.actions(case, actor, lambda name: url_of_step(number, name), keys=KEYS, likely=LIKELY)
    return PublicationPage(
        case=case,
        head=pages.head(case, clocks, now),
        actions=actions,
        publication=case.detail,
        item=lists.ITEMS.get(case.detail.category),
        text=last,
        versions=versions,
        clocks=clocks,
        lines=pages.timeline_of(case, found.passages, said_in),
        links=_links(case, actor),
        waits=[f"{tree().name(task.unit_id)} · {_(task.label)}" for task in case.tasks],
        files=files_of(matter),
        hints=hints.hints_in(f"{last.title}\n{last.text}") if matter.closed_at is None else [],
        returned_for=_returned_for(found) if matter.state == "returned" else "",
        public_url=reverse("open:show", args=[number]) if case.detail.published_on else "",
    )


def _returned_for(found: pages.Opened) -> str:
    reasons = (one.data.get("reason", "") for one in reversed(found.passages) if one.step == "return_")
    return str(next(reasons, ""))


def _links(case: Case, actor: Actor) -> list[LinkLine]:
    """The policy that it explains and what explains it; of what the reader may not see only the number."""
    near = Publication.objects.filter(Q(explains_id=case.matter.pk) | Q(pk=case.detail.explains_id or 0))
    found = []
    for one in near.select_related("matter").order_by("pk")[:50]:
        sees = one.published_on is not None or may_see(one.matter, actor)
        found.append(
            LinkLine(
                label=_("所解读的政策") if one.pk == case.detail.explains_id else _("解读"),
                number=one.matter.number or "",
                title=one.matter.title if sees else "",
                state=_(PublicationProcedure.states[one.matter.state].label),
                url=_address(one, actor),
            )
        )
    return found


def _address(one: Publication, actor: Actor) -> str:
    if may_see(one.matter, actor):
        return reverse("disclosure:publication", args=[one.matter.number])
    return reverse("open:show", args=[one.matter.number]) if one.published_on else ""


def current_text(case: Case) -> PublicationText:
    """The words as they stand; there is always one version."""
    return PublicationText.objects.get(matter_id=case.matter.pk, version=case.detail.version)


def versions_of(matter: Matter) -> list[PublicationText]:
    """Newest first; there is always one."""
    return list(PublicationText.objects.filter(matter_id=matter.pk).order_by("-version")[:VERSIONS_MOST])


def files_of(matter: Matter) -> list[dict[str, Any]]:
    """Those that are published with it, and, marked as such, those that were taken out."""
    return [
        {
            "name": one.name if one.role == OPEN else _("%(name)s（已撤下，不公开）") % {"name": one.name},
            "size": one.size,
            "added": one.uploaded_at,
            "url": reverse("disclosure:publication_file", args=[matter.number, one.pk]),
        }
        for one in attachments_of(matter.pk)
    ]


def open_files(matter: Matter) -> list[Attachment]:
    """The files that are published with it."""
    return attachments_of(matter.pk, roles=(OPEN,))


def file_of(actor: Actor, number: str, pk: int) -> Attachment:
    matter = matter_for(actor, number)
    found = next((one for one in attachments_of(matter.pk) if one.pk == pk), None)
    if matter.kind != KIND or found is None:
        raise Http404
    return found


def initial_for(found: pages.Opened, step: str) -> dict[str, Any]:
    """What a step's form is filled with beforehand: the words as they stand, a proposed index number, the day."""
    case = found.case
    if step in ("resubmit", "amend"):
        return {
            "title": case.matter.title, "text": current_text(case).text, "category": case.detail.category,
            "document_number": case.detail.document_number,
        }  # fmt: skip
    return {"index_number": proposed_index(case)} if step == "release" else {}


def proposed_index(case: Case) -> str:
    """年度－目录条项－流水号: 2026-2003-000012. Proposed from the matter's own number, so no two are alike."""
    number = str(case.matter.number)
    return f"{number[1:5]}-{lists.index_code(case.detail.category)}-{number[5:]}"


def comparison(
    actor: Actor, number: str, old: int, new: int
) -> tuple[Matter, PublicationText, PublicationText, list[Line]]:
    """Two versions and what is different between them; 404 when one of them is not there."""
    matter = opened(actor, number).case.matter
    found = {one.version: one for one in PublicationText.objects.filter(matter=matter, version__in=(old, new))}
    if old not in found or new not in found:
        raise Http404
    return matter, found[old], found[new], compare(found[old].text, found[new].text)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reviewer has before them: the words, the files, and what a machine noticed in both."""

    text: str
    files: list[FileLine]
    hints: list[hints.Hint]


@dataclass(frozen=True, slots=True)
class FileLine:
    """``notice`` says that a machine could not read it, or not the whole of it."""

    name: str
    url: str
    notice: str


def reading_for(case: Case) -> Reading:
    """The first files are read as well: what must not be published hides in a table as easily as in the text."""
    kept = current_text(case)
    found, lines = hints.hints_in(f"{kept.title}\n{kept.text}"), []
    for place, file in enumerate(open_files(case.matter)):
        said = _words_of(file) if place < FILES_READ else None
        notice = _("机器没有读这个文件，请打开查看。") if said is None else said.notice
        lines.append(
            FileLine(file.name, reverse("disclosure:publication_file", args=[case.matter.number, file.pk]), notice)
        )
        found += [replace(one, where=file.name) for one in hints.hints_in(said.text)] if said else []
    return Reading(kept.text, lines, found)


def _words_of(file: Attachment) -> Text | None:
    try:
        return read(file)
    except (Refused, OSError):
        return None


# --- Proposing -----------------------------------------------------------------------------------------------------


def units_for(actor: Actor) -> list[Node]:
    """In whose name this person may propose: the section for any unit, a liaison for their own."""
    own = actor.units_of(roles.LIAISON)
    everywhere = actor.holds(roles.CLERK, tree().by_code.get(roles.HOME))
    return [node for node, _depth in tree().walk() if not node.closed and (everywhere or node.id in own)]


def policy_of(number: str) -> Matter | None:
    """The published policy of that index number, document number or number of the product."""
    number = "".join(number.split())
    if not number or "\x00" in number:
        return None
    named = Q(index_number=number) | Q(document_number=number) | Q(matter__number=number.upper())
    found = (
        Publication.objects.filter(named, published_on__isnull=False).select_related("matter").order_by("-pk").first()
    )
    return found.matter if found else None


# --- Lists ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    matter: Matter
    publication: Publication
    light: Light
    task: str = ""

    @property
    def url(self) -> str:
        return reverse("disclosure:publication", args=[self.matter.number])

    @property
    def number(self) -> str:
        return self.matter.number or ""

    @property
    def category(self) -> str:
        return lists.short_of(self.publication.category)

    @property
    def state(self) -> tuple[str, str]:
        tones = {"proposed": "warn", "reviewed": "info", "returned": "warn", "published": "good"}
        return _(PublicationProcedure.states[self.matter.state].label), tones.get(self.matter.state, "plain")

    @property
    def unit(self) -> str:
        return tree().name(self.matter.unit_id)

    @property
    def validity(self) -> str:
        return str(Publication.Validity(self.publication.validity).label) if self.publication.published_on else ""


def rows_of(matters: Iterable[Matter], now: datetime) -> list[Row]:
    kept, amber = list(matters), amber_until(now)
    details = Publication.objects.in_bulk([one.pk for one in kept])
    return [Row(one, details[one.pk], light_of(one.due_at, now, amber)) for one in kept]


def tasks_of(actor: Actor) -> QuerySet[Task]:
    return my_tasks(actor).filter(matter__kind=KIND).select_related("matter")


def task_rows(tasks: Iterable[Task], now: datetime) -> list[Row]:
    kept, amber = list(tasks), amber_until(now)
    details = Publication.objects.in_bulk([one.matter_id for one in kept])
    return [Row(one.matter, details[one.matter_id], light_of(one.due_at, now, amber), _(one.label)) for one in kept]


def listing(actor: Actor, wanted: Mapping[str, Any]) -> QuerySet[Matter]:
    """All that this person may see, narrowed by the filters."""
    found = visible(PublicationProcedure, actor, whole=True)
    for name, narrow in _NARROWINGS.items():
        if wanted.get(name):
            found = found.filter(narrow(wanted[name]))
    return found


def _of_publication(**conditions: Any) -> Q:
    return Q(pk__in=Publication.objects.filter(**conditions).values("pk"))


def _texted(text: str) -> Q:
    numbered = _of_publication(index_number=text) | _of_publication(document_number=text)
    return Q(number=text.upper()) | Q(title__icontains=text) | numbered


def _day(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


_NARROWINGS: dict[str, Any] = {
    "q": _texted,
    "state": lambda name: Q(state=name),
    "category": lambda key: _of_publication(category=key),
    "validity": lambda name: _of_publication(validity=name, published_on__isnull=False),
    "unit": lambda unit: Q(unit_id__in=tree().subtree(unit)),
    "since": lambda day: Q(received_at__gte=_day(day)),
    "until": lambda day: Q(received_at__lt=_day(day + timedelta(days=1))),
}


def exported(found: QuerySet[Matter], now: datetime) -> Iterator[Row]:
    """Every line of a list, in chunks: memory stays flat."""
    rows = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from rows_of(chunk, now)
