"""Training the routing suggestion on the office's own answered requests."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.insight.training import Example, train
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.hotline import hints
from shuniu.public.hotline.models import Request, RoutingVersion

MOST = 60_000
"""The newest so many requests teach enough, and a training ends within minutes."""


def examples() -> Iterator[Example]:
    """Answered requests with the unit that answered in the end; joined ones belong together."""
    rows = (
        Request.objects.filter(answered_at__isnull=False, matter__unit__isnull=False)
        .select_related("matter")
        .order_by("-pk")[:MOST]
    )
    kept = tree()
    for row in rows.iterator(chunk_size=2000):
        unit = kept.get(row.matter.unit_id)
        if unit is not None and not unit.closed:
            text = hints.words_of(row.matter.title, row.text, row.place)
            yield Example(text=text, label=unit.code, group=row.joined_to or str(row.matter.number))


def train_routing(*, at: datetime, actor: Actor, progress: Callable[[str], None] = lambda _: None) -> RoutingVersion:
    """Train, measure, keep and put into use. Raises ``TrainingError`` in words when there is too little to learn from."""
    known = list(examples())
    made = train(known, on=local_day(at), progress=progress)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "routing.model"
        version = made.save(file)
        content = file.read_bytes()
    with transaction.atomic():
        RoutingVersion.objects.filter(active=True).update(active=False)
        row, _created = RoutingVersion.objects.update_or_create(
            version=version,
            defaults={
                "trained_at": at, "trained_by_id": actor.person_id, "examples": len(known), "card": made.card,
                "content": content, "active": True,
            },
        )  # fmt: skip
        body = {"what": "派单建议模型", "before": "", "after": version[:12]}
        append_shared("system", "configuration.changed", at=at, actor=actor, body=body)
    hints.forget()
    hints.suggest_waiting()
    return row
