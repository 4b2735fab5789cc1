"""文稿: opening a draft, saving a version of it, and keeping what is being typed.

Every saved version is a row of its own and its digest a part of the passage. What is typed between two saves is kept
apart from the matter (``keep_draft``), so that typing never floods the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case, StepRefused
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.casework.taking import load_locked, open_matter, repeated, take
from shuniu.kernel.inserting import insert
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.typesetting.paper import BadPaper, data_of, paper_of
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents.digest import digest_of
from shuniu.office.documents.models import DIRECTIONS, DraftKept, Outgoing, Version, type_in_title
from shuniu.office.documents.operations.refusing import acting, refuse_secrets
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries.series import series_for

LATER = ("number", "signed_on", "issued_on", "signers", "seals", "signature", "post", "name")
"""What a paper gets only by being signed, numbered, sealed and dispatched: no draft brings it along."""
URGENCIES = {"特急": Matter.Urgency.EMERGENCY, "加急": Matter.Urgency.URGENT}
CHOSEN = (
    "kind_of_document", "direction", "series", "important", "release", "release_reason", "retention",
    "to_units", "copy_units",
)  # fmt: skip
"""What the drafter chooses beside the words; form, organs and urgency are read from the words' own data."""


def open_draft(
    content: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
    unit: int,
    key: str | None,
    attributes: Mapping[str, Any] | None = None,
) -> Matter:
    """拟稿: bring a paper into being with its first version. ``unit`` is the drafting unit.

    ``content`` is ``paper.data_of`` of the draft; ``attributes`` are the fields of ``CHOSEN``, each with a default.
    """
    kept = _checked(content)
    series = next(iter(series_for(unit, local_day(at))), None)
    said = {**_defaults(kept, series.pk if series else None), **_chosen(attributes), **_from(kept)}
    data = {**said, "unit": unit, "person": actor.person_id, "version": 1, "digest": digest_of(kept)}

    def write(matter: Matter) -> None:
        insert(_version(matter.pk, 1, kept, actor, at, ""))
        _forget(None, actor)

    return open_matter(
        OutgoingPaper.draft, Outgoing(unit_id=unit), actor=actor, at=at, title=kept["title"], source="office", key=key,
        urgency=said["urgency"], data=data, then=write,
    )  # fmt: skip


def save_draft(
    matter: Matter | int,
    content: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
    expected: int | None,
    key: str | None,
    note: str = "",
    attributes: Mapping[str, Any] | None = None,
) -> Version:
    """修改文稿: a further version. Saving what is already there writes nothing and answers the version that stands.

    Raises StepRefused (also StaleMatter) in words; what was typed stays with the caller.
    """
    kept = _checked(content)
    refuse_secrets(note)
    matter_id = matter if isinstance(matter, int) else matter.pk
    digest = digest_of(kept)
    with transaction.atomic():
        case = load_locked(matter_id)
        step = step_of_saving(case)
        if repeated(step, matter_id, key):
            return Version.objects.get(matter_id=matter_id, no=_said_version(key))
        said = {**{name: _stored(case.detail, name) for name in CHOSEN}, **_chosen(attributes), **_from(kept)}
        if digest == case.detail.digest and all(_stored(case.detail, name) == value for name, value in said.items()):
            return Version.objects.get(matter_id=matter_id, no=case.detail.version)
        number = case.detail.version + 1
        data = {**said, "version": number, "digest": digest, **({"reason": note} if note else {})}
        take(step, matter_id, actor=actor, at=at, data=data, note=note, expected=expected, key=key)
        version = _version(matter_id, number, kept, actor, at, note)
        insert(version)
        _forget(matter_id, actor)
    return version


def step_of_saving(case: Case) -> Step:
    """Which step a changed wording is, by where the paper stands: after the signature it is a correction (校正)."""
    later = {"approving": OutgoingPaper.amend, "checking": OutgoingPaper.correct}
    return later.get(case.matter.state, OutgoingPaper.revise)


def content_of(matter: Matter | int, version: int | None = None) -> dict[str, Any]:
    """The content of a version, of the newest when none is named."""
    rows = Version.objects.filter(matter_id=matter if isinstance(matter, int) else matter.pk)
    found = rows.filter(no=version).first() if version is not None else rows.order_by("-no").first()
    if found is None:
        raise LookupError(f"no version {version} of {matter}")
    content: dict[str, Any] = found.content
    return content


# --- What is being typed -------------------------------------------------------------------------------------------


def keep_draft(matter: Matter | None, content: Mapping[str, Any], *, actor: Actor, at: datetime, base: int = 0) -> None:
    """Keep what a person is typing. ``base`` is the version that they began from. Secrets are not even kept."""
    refuse_secrets(content)
    DraftKept.objects.update_or_create(
        person_id=acting(actor), matter=matter, defaults={"content": dict(content), "base": base, "at": at}
    )


def kept_draft(matter: Matter | None, actor: Actor) -> DraftKept | None:
    """What this person was typing and has not saved."""
    return DraftKept.objects.filter(person_id=acting(actor), matter=matter).first()


def forget_draft(matter: Matter | None, actor: Actor) -> None:
    """Throw away what was being typed."""
    _forget(matter.pk if matter else None, actor)


def _forget(matter_id: int | None, actor: Actor) -> None:
    of_paper = Q(matter=None) if matter_id is None else Q(matter_id=matter_id)
    DraftKept.objects.filter(of_paper, person_id=acting(actor)).delete()


# --- Reading a draft ------------------------------------------------------------------------------------------------


def _checked(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as a version keeps it, or StepRefused in words."""
    refuse_secrets(content)
    try:
        paper = paper_of({name: value for name, value in content.items() if name not in LATER})
    except BadPaper as error:
        raise StepRefused(_("文稿还缺少标题、正文或发文机关，请补全后再保存。（%(why)s）") % {"why": error}) from error
    return data_of(paper)


def _from(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": kept["title"],
        "form": kept.get("form", "ordinary"),
        "organs": list(kept["organs"]),
        "urgency": URGENCIES.get(kept.get("urgency", ""), Matter.Urgency.ORDINARY).value,
    }


def _defaults(kept: Mapping[str, Any], series: int | None) -> dict[str, Any]:
    kind = type_in_title(kept["title"]) or "notice"
    return {
        "kind_of_document": kind,
        "direction": str(DIRECTIONS.get(kind, "down")),
        "series": series,
        "important": False,
        "release": "on_request",
        "release_reason": "",
        "retention": "ten_years",
        "to_units": [],
        "copy_units": [],
    }


def _chosen(attributes: Mapping[str, Any] | None) -> dict[str, Any]:
    refuse_secrets(dict(attributes or {}))
    unknown = set(attributes or {}) - set(CHOSEN)
    if unknown:
        raise ValueError(f"a draft has no {', '.join(sorted(unknown))}")
    return {name: _plain(value) for name, value in (attributes or {}).items()}


def _plain(value: Any) -> Any:
    return str(value.value) if hasattr(value, "value") else value


def _stored(detail: Outgoing, name: str) -> Any:
    if name == "title":
        return detail.matter.title
    return detail.series_id if name == "series" else getattr(detail, name)


def _version(matter_id: int, no: int, content: dict[str, Any], actor: Actor, at: datetime, note: str) -> Version:
    return Version(
        matter_id=matter_id,
        no=no,
        content=content,
        digest=digest_of(content),
        by_id=actor.person_id,
        at=at,
        note=note[:200],
    )


def _said_version(key: str | None) -> int:
    said: int = Passage.objects.values_list("data", flat=True).get(key=key)["version"]
    return said
