"""``open_matter`` and ``take``: the only doors through which a matter comes into being or changes.

Not a view, not an import, not the API and no administrator changes a matter in any other way. Everything below happens
in one transaction: the row is locked, the step judged, the passage written, the projection brought up to date, the
ledger event chained, and the job for notices and search enqueued.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append, first_event
from shuniu.kernel.casework import jobs
from shuniu.kernel.casework.beside import Beside, beside
from shuniu.kernel.casework.case import Case, Rules, StepRefused, draft
from shuniu.kernel.casework.models import Clock, Link, Matter, Party, Passage, Recusal, Task
from shuniu.kernel.casework.procedure import Procedure, Step
from shuniu.kernel.casework.projecting import apply
from shuniu.kernel.casework.record import PASSAGE, body_of, chain_of
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.inserting import Chain, KeyOf, insert
from shuniu.kernel.jobs.backend import enqueue_with
from shuniu.kernel.law.limits import current_calendar, limit
from shuniu.kernel.numbering.operations import next_number
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.reading import rows_where
from shuniu.kernel.workdays.periods import local_day
from shuniu.kernel.writing import written

MATTER_PROJECTION = (
    "title",
    "state",
    "phase",
    "unit",
    "owner",
    "due_at",
    "closed_at",
    "outcome",
    "urgency",
    "sealed",
    "seq",
)
CLOCK_PROJECTION = (
    "started_at",
    "length",
    "unit",
    "basis",
    "confirmed",
    "extended",
    "pauses",
    "stopped_at",
    "legal_due",
    "safe_due",
    "provisional",
)


BUSY = frozenset({"55P03", "40P01"})
"""PostgreSQL's words for a lock that did not come free in time, and for two who waited for each other."""


class StaleMatter(StepRefused):
    """Somebody acted while the form was open. ``since`` are the passages that the person has not seen."""

    def __init__(self, message: str, since: list[Passage]) -> None:
        super().__init__(message)
        self.since = since


def current_rules() -> Rules:
    return Rules(current_calendar(), limit)


def open_matter(
    step: Step,
    detail: Any,
    *,
    actor: Actor,
    at: datetime,
    title: str,
    source: str,
    key: str | None = None,
    urgency: str = Matter.Urgency.ORDINARY,
    sealed: bool = False,
    data: Mapping[str, Any] | None = None,
    note: str = "",
    further: Sequence[Model] = (),
    then: Callable[[Matter], None] | None = None,
) -> Matter:
    """Bring a matter into being by its opening step, with its number, detail, clocks, task, passage and ledger event.

    ``key`` is the submission's idempotency key: a repeated submission answers the matter that the first one made.
    ``further`` are rows of the module that belong to the matter (each of another model, with a ``matter_id``), written
    with it. ``then`` does what else must happen in the same transaction, before the number is drawn.
    """
    case = new_case(step.procedure, detail, at=at, title=title, source=source, key=key, urgency=urgency, sealed=sealed)
    # Judged and prepared before the transaction begins: on SQLite all others wait from its first statement to its last.
    rules = current_rules()
    passage = draft(case, step, actor=actor, at=at, rules=rules, data=data or {}, note=note)
    apply(case, passage, calendar=rules.calendar)
    rows = _prepared(case, passage, further)
    try:

        def write() -> None:
            # SQLite has one writer anyway, and a number that is there already saves it a second look at the row.
            first = connection.vendor == "sqlite"
            number = next_number(case.procedure.series, local_day(at)) if first else None
            rows.run(**({"number": number} if first else {}))
            _number_and_record(case, passage, actor, at, number, then)

        written(write)
    except IntegrityError:
        # A double click, or a form sent again: the unique key tells, without a look-up before every intake.
        known = Matter.objects.filter(key=key).first() if key is not None else None
        if known is None:
            raise
        return known
    return case.matter


def new_case(procedure: type[Procedure], detail: Any, *, at: datetime, title: str, source: str, **fields: Any) -> Case:
    initial = procedure.initial()
    matter = Matter(
        kind=procedure.kind,
        title=title[:200],
        state=initial.name,
        phase=initial.phase.value,
        source=source,
        received_at=at,
        procedure_version=procedure.version,
        **fields,
    )
    detail.matter = matter
    return Case(procedure, matter, detail)


def _prepared(case: Case, passage: Passage, further: Sequence[Model]) -> Chain:
    """The matter and all rows that come into being with it, and the job that follows."""
    rows, matter = Chain(), KeyOf("matter")
    rows.add(case.matter, name="matter", **({"number": KeyOf("number")} if connection.vendor == "sqlite" else {}))
    rows.add(case.detail, matter_id=matter)
    rows.add(passage, name="passage", matter_id=matter)
    rows.add(*case.clocks.values(), matter_id=matter)
    rows.add(*case.tasks, matter_id=matter)
    rows.add(*(Party.of(case.matter, *party) for party in case.parties.items()), matter_id=matter)
    for row in further:
        rows.add(row, matter_id=matter)
    enqueue_with(rows, jobs.after_passage, "passage")
    return rows


def _number_and_record(
    case: Case, passage: Passage, actor: Actor, at: datetime, number: str | None, then: Callable[[Matter], None] | None
) -> None:
    matter = case.matter
    case.detail.matter_id = passage.matter_id = matter.pk
    matter.number = number
    if then is not None:
        then(matter)
    last = Chain()
    if number is None:
        # The number comes last: its counter row stays locked until the commit, and every other intake waits for it.
        matter.number = next_number(case.procedure.series, local_day(at))
        last.say("UPDATE casework_matter SET number = ", [matter.number], f" WHERE id = {matter.pk:d}")
    event = first_event(
        chain_of(matter.pk), PASSAGE, at=at, actor=actor, body=body_of(matter, passage), subject=matter.pk
    )
    last.add(event)
    last.run()


def take(
    step: Step,
    matter: Matter | int,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    note: str = "",
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """Take a step on a matter, or raise ``StepRefused`` with the reason in words.

    ``expected`` is the ``seq`` that the actor's page showed: when others have acted since, ``StaleMatter`` tells what
    happened. ``key`` makes a repeated submission of the same form harmless.
    """
    matter_id = matter if isinstance(matter, int) else matter.pk
    with transaction.atomic():
        case = load_locked(matter_id)
        if repeated(step, matter_id, key):
            return case.matter
        if expected is not None and case.matter.seq != expected:
            since = list(Passage.objects.filter(matter_id=matter_id, seq__gt=expected).order_by("seq"))
            raise StaleMatter(_("您打开页面之后，这件事项已有新的办理记录，请先查看再决定。您填写的内容仍在。"), since)
        rules = current_rules()
        passage = draft(case, step, actor=actor, at=at, rules=rules, data=data or {}, note=note)
        passage.key = key
        save_passage(case, passage, rules, actor)
    return case.matter


def repeated(step: Step, matter_id: int, key: str | None) -> bool:
    """Whether this very form has been sent before. The caller holds the matter's lock.

    A form sent to another matter, or for another step, is refused: answering "done" would lose what was written.
    """
    known = key and Passage.objects.filter(key=key).values_list("matter_id", "step").first()
    if known and known != (matter_id, step.name):
        raise StepRefused(_("这份表单已经在别处用过，请刷新页面后再办理。您填写的内容仍在。"))
    return bool(known)


def load_locked(matter_id: int) -> Case:
    """The matter with its projection, its row locked until the transaction ends. Raises ``StepRefused`` when busy."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Wait briefly for the other person, never for ever: a hung transaction must not hang the office.
            cursor.execute("SET LOCAL lock_timeout = '8s'")
    try:
        matter = Matter.objects.select_for_update().get(pk=matter_id)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") not in BUSY:
            raise
        raise StepRefused(_("另一位同事正在办理这件事项，请稍后再试。您填写的内容仍在。")) from error
    return load_case(matter)


def load_case(
    matter: Matter,
    *,
    detail: Any = None,
    tasks: list[Task] | None = None,
    clocks: list[Clock] | None = None,
    history: Sequence[tuple[str, int | None]] | None = None,
    near: Beside | None = None,
) -> Case:
    """The matter with its projection. A page hands in what it has read already."""
    near = near or beside(matter.pk)
    procedure = procedure_of(matter.kind, matter.procedure_version)
    if history is None:
        passages = Passage.objects.filter(matter_id=matter.pk).order_by("seq")
        history = list(passages.values_list("step", "person_id"))
    case = Case(
        procedure,
        matter,
        detail if detail is not None else procedure.detail.objects.get(pk=matter.pk),
        {clock.name: clock for clock in (rows_where(Clock, "matter_id", matter.pk) if clocks is None else clocks)},
        tasks if tasks is not None else rows_where(Task, "matter_id", matter.pk),
        near.parties,
        Counter(step for step, _person in history),
    )
    for step, person_id in history:
        if person_id is not None:
            case.takers.setdefault(step, set()).add(person_id)
    case.recused = near.recused
    return case


def save_passage(case: Case, passage: Passage, rules: Rules, actor: Actor) -> None:
    """Write a judged passage and the projection that follows from it. The caller holds the matter's row lock."""
    old_clocks = {name: _projected(clock) for name, clock in case.clocks.items()}
    old_tasks = {task.pk: _placed(task) for task in case.tasks}
    old_parties, was_open = dict(case.parties), case.matter.closed_at is None
    apply(case, passage, calendar=rules.calendar)
    insert(passage)
    case.matter.save(update_fields=MATTER_PROJECTION)
    if case.procedure.folded:
        case.detail.save(update_fields=case.procedure.folded)
    _save_clocks(case, old_clocks)
    _save_tasks(case, old_tasks)
    for unit, assisting in case.parties.items():
        if old_parties.get(unit) != assisting:
            kept = Party.objects.filter(matter=case.matter, unit_id=unit).update(assisting=assisting)
            if not kept:
                Party.of(case.matter, unit, assisting).save()
    if was_open != (case.matter.closed_at is None):
        Party.objects.filter(matter=case.matter).update(open=not was_open)
    append(
        chain_of(case.matter.pk),
        PASSAGE,
        at=passage.at,
        actor=actor,
        body=body_of(case.matter, passage),
        subject=case.matter.pk,
    )
    jobs.after_passage.enqueue(passage.pk)


def _projected(clock: Clock) -> dict[str, Any]:
    """What a passage may change of a clock. (The projection puts a new list of pauses in place of the old one.)"""
    return {name: getattr(clock, name) for name in CLOCK_PROJECTION}


def _placed(task: Task) -> tuple[datetime | None, int | None, int | None]:
    """What a passage may change of a task that stays open."""
    return task.due_at, task.person_id, task.unit_id


def _save_clocks(case: Case, old: Mapping[str, Mapping[str, Any]]) -> None:
    """Write new clocks, and of the others what changed: most steps touch one of them, and many none."""
    for clock in case.clocks.values():
        if clock.pk is not None:
            changed = [name for name, was in old[clock.name].items() if getattr(clock, name) != was]
            if changed:
                clock.save(update_fields=changed)
    insert(*(clock for clock in case.clocks.values() if clock.pk is None))


def _save_tasks(case: Case, old: Mapping[int, tuple[datetime | None, int | None, int | None]]) -> None:
    kept = [task for task in case.tasks if task.pk is not None]
    gone = old.keys() - {task.pk for task in kept}
    if gone:
        Task.objects.filter(pk__in=gone).delete()
    moved = [task for task in kept if old.get(task.pk) != _placed(task)]
    if moved:
        Task.objects.bulk_update(moved, ["due_at", "person", "unit"])
    insert(*(task for task in case.tasks if task.pk is None))


def link(source: Matter, target: Matter, kind: Link.Kind, *, at: datetime) -> Link:
    """Join two matters in the record: ``source`` led to, was merged into or was split into ``target``."""
    made, _created = Link.objects.get_or_create(source=source, target=target, kind=kind, defaults={"at": at})
    return made


def recuse(matter: Matter, person_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """回避: from now on the person can take no step in this matter."""
    with transaction.atomic():
        Recusal.objects.get_or_create(matter=matter, person_id=person_id, defaults={"reason": reason, "at": at})
        append(
            chain_of(matter.pk),
            "casework.recusal",
            at=at,
            actor=actor,
            body={"person": person_id, "why": reason},
            subject=matter.pk,
        )
