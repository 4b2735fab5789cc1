"""The timetable: what runs by the clock. Modules register their lines; ``shuniu worker --timetable`` prints the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django_tasks.base import Task

from shuniu.kernel.jobs.backend import once
from shuniu.kernel.jobs.models import Beat
from shuniu.kernel.workdays.periods import SHANGHAI


@dataclass(frozen=True, slots=True)
class Line:
    """A task that runs every so often, or daily at a time of day in China."""

    task: Task[[], Any]
    every: timedelta | None = None
    at: time | None = None

    @property
    def name(self) -> str:
        return self.task.module_path

    def first_after(self, moment: datetime) -> datetime:
        """When it is due next: a time of day after the moment, or one interval later."""
        if self.every is not None:
            return moment + self.every
        local = moment.astimezone(SHANGHAI)
        today = datetime.combine(local.date(), self.at or time(), SHANGHAI)
        return today if today > local else today + timedelta(days=1)


_lines: dict[str, Line] = {}


def register_periodic(task: Task[[], Any], *, every: timedelta | None = None, at: time | None = None) -> Line:
    """Put a task without arguments on the timetable: ``every`` an interval, or daily ``at`` a time in China.

    A slot missed while no worker ran is made up for once, not once for each missed time.
    """
    if (every is None) == (at is None):
        raise ValueError("Give either every= or at=.")
    if every is not None and every < timedelta(seconds=30):
        raise ValueError("The timetable is looked at every 30 seconds; a shorter interval is not kept.")
    line = Line(task, every, at)
    _lines[line.name] = line
    return line


def lines() -> tuple[Line, ...]:
    return tuple(_lines[name] for name in sorted(_lines))


def enqueue_due(*, at: datetime) -> int:
    """Enqueue every line that is due and move it on. Any number of workers may call it: each slot is taken once."""
    due = dict(Beat.objects.filter(name__in=list(_lines)).values_list("name", "next_at"))
    return sum(_enqueue(line, due.get(line.name), at) for line in lines() if due.get(line.name, at) <= at)


@transaction.atomic
def _enqueue(line: Line, due: datetime | None, at: datetime) -> int:
    following = line.first_after(at)
    if due is None:
        # Seen for the first time: an interval begins now, a time of day waits for its hour.
        _beat, made = Beat.objects.get_or_create(name=line.name, defaults={"next_at": following})
        if not made or line.at is not None:
            return 0
    elif not Beat.objects.filter(name=line.name, next_at=due).update(next_at=following):
        return 0  # Another worker was quicker.
    run: Callable[[], Any] = once(line.task, key=f"timetable:{line.name}").enqueue
    run()
    return 1
