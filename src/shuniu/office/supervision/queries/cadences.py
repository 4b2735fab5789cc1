"""办理节奏 in force: the city's own rows, and what the product brings along where a city has entered nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.law import labels
from shuniu.office.supervision.cadences import KNOWN, STAGES, as_data, period_in, snapshot
from shuniu.office.supervision.models import Cadence


@dataclass(frozen=True, slots=True)
class Shown:
    """A cadence as the screens show it. ``since`` is None for one of the product's own."""

    code: str
    name: str
    source: str
    confirmed: bool
    steps: dict[str, Any]
    since: datetime | None

    @property
    def kept(self) -> dict[str, Any]:
        return snapshot(self.code, self.name, self.source, self.confirmed, self.steps)

    @property
    def standing(self) -> str:
        return _("本地规定") if self.confirmed else _("待确认")

    @property
    def stages(self) -> list[tuple[str, str]]:
        return [(str(label), labels.period(period_in(self.kept, stage))) for stage, label in STAGES.items()]


def in_force() -> list[Shown]:
    rows = {row.code: row for row in Cadence.objects.filter(retired_at=None)}
    own = [_shown(row) for code, row in sorted(rows.items())]
    brought = [
        Shown(one.code, one.name, one.source, False, as_data(one.steps), None) for one in KNOWN if one.code not in rows
    ]
    return [*own, *brought]


def _shown(row: Cadence) -> Shown:
    return Shown(row.code, row.name, row.source, row.confirmed, row.steps, row.since)


def cadence_named(code: str) -> Shown | None:
    return next((one for one in in_force() if one.code == code), None)
