"""The bulk form of ``open_matter`` and ``take``: the same judging and applying, with the writes gathered.

For imports of a history and for the demo city, where the installation has no other users. Whole lives of matters are
played in memory and written with a handful of statements; ``rebuild`` finds no difference afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from shuniu.kernel.audit.operations import Entry, append_many
from shuniu.kernel.casework.case import Case, Rules, draft
from shuniu.kernel.casework.models import Clock, Link, Matter, Party, Passage, Task
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.casework.projecting import apply
from shuniu.kernel.casework.record import PASSAGE, body_of, chain_of
from shuniu.kernel.casework.taking import current_rules, new_case
from shuniu.kernel.numbering.models import Counter
from shuniu.kernel.numbering.operations import reserve, written
from shuniu.kernel.numbering.series import series_named
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.workdays.periods import local_day

CHUNK = 500


class NumbersTaken(RuntimeError):
    """Somebody else drew numbers of the same series while the batch was being played; nothing of it was written."""


class Batch:
    """Cases whose lives are played in memory until ``flush`` writes them all, in one transaction."""

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = rules or current_rules()
        self.cases: list[Case] = []
        self.passages: list[tuple[Case, Passage, Actor]] = []
        self.extras: list[tuple[Case, models.Model]] = []
        self.links: list[tuple[Case, Case, str, datetime]] = []
        self._drawn: dict[tuple[str, str], tuple[date, list[int]]] = {}
        """(series, period) → a day of the period, the counter as it stood, and how many were drawn since."""

    def open(
        self,
        step: Step,
        detail: Any,
        *,
        actor: Actor,
        at: datetime,
        title: str,
        source: str,
        data: Mapping[str, Any] | None = None,
        note: str = "",
        **fields: Any,
    ) -> Case:
        """As ``open_matter``; the number is drawn at once, so that other cases may name it."""
        case = new_case(step.procedure, detail, at=at, title=title, source=source, **fields)
        case.matter.number = self._number(case.procedure.series, local_day(at))
        self.cases.append(case)
        self._advance(case, step, actor, at, data or {}, note)
        return case

    def take(
        self,
        step: Step,
        case: Case,
        *,
        actor: Actor,
        at: datetime,
        data: Mapping[str, Any] | None = None,
        note: str = "",
    ) -> Case:
        """As ``take``, on a case of this batch."""
        if not case.matter._state.adding:
            raise ValueError(f"{case.matter.number} has been written; what follows is taken on its row.")
        self._advance(case, step, actor, at, data or {}, note)
        return case

    def also(self, case: Case, row: models.Model) -> None:
        """A row of the module's own, with a ``matter`` field, to be written with the case."""
        self.extras.append((case, row))

    def link(self, source: Case, target: Case, kind: Link.Kind, *, at: datetime) -> None:
        self.links.append((source, target, kind.value, at))

    def flush(self) -> int:
        """Write everything and forget it; answers the number of matters written."""
        with transaction.atomic():
            self._claim_numbers()
            self._write_rows()
            entries = [
                Entry(
                    chain_of(case.matter.pk), PASSAGE, passage.at, actor, body_of(case.matter, passage), case.matter.pk
                )
                for case, passage, actor in self.passages
            ]
            append_many(entries, {})
        count = len(self.cases)
        self.__init__(self.rules)  # type: ignore[misc]  # an emptied batch is a new batch
        return count

    def _advance(self, case: Case, step: Step, actor: Actor, at: datetime, data: Mapping[str, Any], note: str) -> None:
        passage = draft(case, step, actor=actor, at=at, rules=self.rules, data=data, note=note)
        apply(case, passage, calendar=self.rules.calendar)
        self.passages.append((case, passage, actor))

    def _number(self, series: str, on: date) -> str:
        period = series_named(series).period_key(on)
        if (series, period) not in self._drawn:
            row = Counter.objects.filter(series=series, period=period).first()
            self._drawn[series, period] = on, [row.value if row else 0, 0]
        drawn = self._drawn[series, period][1]
        drawn[1] += 1
        return written(series, on, drawn[0] + drawn[1])

    def _claim_numbers(self) -> None:
        for (series, _period), (on, (start, count)) in self._drawn.items():
            if reserve(series, on, count) != start + 1:
                raise NumbersTaken(f"Numbers of {series} on {on} were drawn by somebody else; play the batch again.")

    def _write_rows(self) -> None:
        Matter.objects.bulk_create([case.matter for case in self.cases], batch_size=CHUNK)
        for case in self.cases:
            case.detail.matter_id = case.matter.pk
        for case, row in self.extras:
            row.matter_id = case.matter.pk  # type: ignore[attr-defined]  # promised by ``also``
        for case, passage, _actor in self.passages:
            passage.matter_id = case.matter.pk
        clocks = [clock for case in self.cases for clock in case.clocks.values()]
        tasks = [task for case in self.cases for task in case.tasks]
        owned: list[Clock | Task] = [*clocks, *tasks]
        for one in owned:
            one.matter_id = one.matter.pk
        _by_model([case.detail for case in self.cases])
        _by_model([row for _case, row in self.extras])
        Passage.objects.bulk_create([passage for _case, passage, _actor in self.passages], batch_size=CHUNK)
        Clock.objects.bulk_create(clocks, batch_size=CHUNK)
        Task.objects.bulk_create(tasks, batch_size=CHUNK)
        Party.objects.bulk_create(
            [Party.of(case.matter, *party) for case in self.cases for party in case.parties.items()],
            batch_size=CHUNK,
        )
        Link.objects.bulk_create(
            [Link(source=a.matter, target=b.matter, kind=kind, at=at) for a, b, kind, at in self.links],
            batch_size=CHUNK,
        )


def _by_model(rows: list[Any]) -> None:
    groups: dict[type[models.Model], list[Any]] = {}
    for row in rows:
        groups.setdefault(type(row), []).append(row)
    for model, members in groups.items():
        model._default_manager.bulk_create(members, batch_size=CHUNK)
