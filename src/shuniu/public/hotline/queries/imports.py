"""Runs of the spreadsheet import."""

from __future__ import annotations

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Person
from shuniu.public.hotline.models import ImportRun


def runs() -> list[ImportRun]:
    return list(ImportRun.objects.select_related("person").defer("rows", "errors")[:20])


def run(pk: int) -> ImportRun | None:
    return ImportRun.objects.select_related("person").defer("rows").filter(pk=pk).first()


def imported_before(run: ImportRun) -> ImportRun | None:
    """An earlier run of the very same file that went through."""
    same = ImportRun.objects.filter(digest=run.digest, state__in=(ImportRun.State.RUNNING, ImportRun.State.DONE))
    return same.exclude(pk=run.pk).defer("rows", "errors").first()


def person(actor: Actor) -> Person:
    assert actor.person_id is not None, "only staff import sheets"
    return Person.objects.get(pk=actor.person_id)
