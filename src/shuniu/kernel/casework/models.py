"""Matter, Passage, Clock, Task, Party, Link: what every module shares.

``Passage`` is the truth and is append-only; everything else here is its projection, written by ``casework.take``
alone and rebuilt by one command.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.models import Person, Unit


class Matter(models.Model):
    """事项: one thing that must be handled by somebody by a date and answered.

    Narrow on purpose: at most 20 columns. A column enters only when three modules filter or sort by it.
    """

    class Urgency(models.TextChoices):
        ORDINARY = "ordinary", _("一般")
        URGENT = "urgent", _("紧急")
        EMERGENCY = "emergency", _("特急")

    number = models.CharField(_("编号"), max_length=40, unique=True, null=True)  # noqa: DJ001 - unique: two absent ones must not collide
    kind = models.CharField(max_length=40)
    title = models.CharField(_("标题"), max_length=200)
    state = models.CharField(max_length=40)
    phase = models.CharField(max_length=12)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    source = models.CharField(_("来源"), max_length=20)
    received_at = models.DateTimeField(_("收到时间"))
    due_at = models.DateTimeField(_("期限"), null=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    outcome = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(_("紧急程度"), max_length=12, choices=Urgency.choices, default=Urgency.ORDINARY)
    sealed = models.BooleanField(_("身份保密"), default=False)
    procedure_version = models.PositiveSmallIntegerField(default=1)
    seq = models.PositiveIntegerField(default=0)
    """Number of passages so far: a form that was drawn at seq 4 is stale when the matter stands at 5."""
    key = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique: two absent ones must not collide
    """Idempotency key of the submission: a repeated submission is the same matter."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # What has no unit or nobody's name yet, as everything that comes in, stands in no index of units or of people.
        indexes = [
            models.Index(
                fields=["unit", "due_at", "id"], name="matter_open_by_unit",
                condition=Q(closed_at=None, unit__isnull=False),
            ),
            models.Index(fields=["kind", "due_at", "id"], name="matter_open_by_due", condition=Q(closed_at=None)),
            models.Index(
                fields=["kind", "state", "due_at", "id"], name="matter_open_by_state", condition=Q(closed_at=None)
            ),
            models.Index(
                fields=["owner", "due_at", "id"], name="matter_open_by_owner",
                condition=Q(closed_at=None, owner__isnull=False),
            ),
            models.Index(fields=["kind", "-received_at", "-id"], name="matter_newest"),
            models.Index(
                fields=["unit", "-received_at", "-id"], name="matter_newest_of_unit", condition=Q(unit__isnull=False)
            ),
            models.Index(fields=["kind", "state", "-received_at", "-id"], name="matter_newest_in_state"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class MatterKey(models.OneToOneField[Any, Any]):
    """The matter as the key of a row that belongs to it alone: its detail, its contact.

    On SQLite only an ``integer`` key is the table's own; a ``bigint``, which is what a relation is there, has an index
    beside it, one or two pages more for every commit to write.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        # SQLite gives such a key a number when it has none: the row would belong to whichever matter bears it.
        if value is None:
            raise IntegrityError(f"{self.model.__name__}.{self.attname} is empty")
        return super().get_db_prep_save(value, connection)


class Passage(models.Model):
    """留痕: one step that was taken. Append-only: the database itself refuses UPDATE and DELETE."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="passages", db_index=False)
    seq = models.PositiveIntegerField()
    step = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    for_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """The giver, when the step was taken under a delegation."""
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """In whose name: the unit in whose scope the taker held the role."""
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    late = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    clocks = models.JSONField(default=dict)
    """What this passage did to clocks, with length, unit and basis as resolved then: dues are a function of these."""
    key = models.CharField(max_length=64, null=True)  # noqa: DJ001 - unique: two absent ones must not collide
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # What nobody of the house took, and what came without a key, stands in no index: each costs SQLite a page more.
        constraints = [
            models.UniqueConstraint(fields=["matter", "seq"], name="one_passage_at_a_place"),
            models.UniqueConstraint(fields=["key"], name="one_passage_of_a_key", condition=Q(key__isnull=False)),
        ]
        indexes = [models.Index(fields=["person"], name="passage_by_person", condition=Q(person__isnull=False))]


class Clock(models.Model):
    """时限: a period that runs, is paused or has stopped. A projection of the passages."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    name = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    length = models.PositiveIntegerField()
    unit = models.CharField(max_length=20)
    basis = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=False)
    """Whether the basis may be shown as law (mark V); otherwise the screen says that it is a local rule."""
    extended = models.PositiveIntegerField(default=0)
    pauses = models.JSONField(default=list)
    stopped_at = models.DateTimeField(null=True)
    legal_due = models.DateTimeField()
    safe_due = models.DateTimeField()
    provisional = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "name"], name="one_clock_of_a_name")]
        indexes = [models.Index(fields=["safe_due"], name="clock_running", condition=Q(stopped_at=None))]

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][1] is None


class Task(models.Model):
    """待办: what a unit or a person must do now. Rows exist only while open, so the worklist never grows with history."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=60)
    label = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    assisting = models.BooleanField(default=False)
    seat = models.CharField(max_length=60, blank=True, default="")
    """Key of the seat that this task waits for, when the matter itself names who acts."""
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["role", "unit", "due_at", "id"], name="task_worklist"),
            models.Index(fields=["person", "due_at", "id"], name="task_of_person", condition=Q(person__isnull=False)),
            models.Index(fields=["unit", "matter"], name="task_assisting", condition=Q(assisting=True)),
        ]


class Party(models.Model):
    """A unit that is or was lead or assisting in a matter: it may see it."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="parties", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    assisting = models.BooleanField(default=False)
    kind = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    """These two are the matter's and never change: an index gives a unit's matters of a kind, the newest first."""
    open = models.BooleanField()
    """Whether the matter is: of all that a unit ever had, a board wants the few that are."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="a_unit_is_party_once")]
        indexes = [
            models.Index(fields=["unit", "kind", "-received_at", "-matter"], name="party_newest"),
            models.Index(fields=["unit", "kind", "matter"], condition=models.Q(open=True), name="party_open"),
        ]

    @classmethod
    def of(cls, matter: Matter, unit: int, assisting: bool) -> Party:
        return cls(
            matter=matter, unit_id=unit, assisting=assisting, kind=matter.kind, received_at=matter.received_at,
            open=matter.closed_at is None,
        )  # fmt: skip

    def is_of(self, matter: Matter) -> bool:
        """Whether it says of the matter what the matter says: else a list would not find it."""
        said = (self.kind, self.received_at, self.open)
        return said == (matter.kind, matter.received_at, matter.closed_at is None)


class Recusal(models.Model):
    """回避: a person who must keep out of a matter, and why."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="recusals", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "person"], name="recused_once")]


class Link(models.Model):
    """链接事项: matter ``source`` led to matter ``target``, or was joined into it."""

    class Kind(models.TextChoices):
        LED_TO = "led_to", _("引出")
        JOINED = "joined", _("并入")
        SPLIT = "split", _("拆分")
        REPEATS = "repeats", _("重复反映")

    source = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="links_out", db_index=False)
    target = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="links_in")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target", "kind"], name="linked_once")]
