"""What one module opens in another that it does not know: by the name of the kind, its row folded from the passage alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.procedure import Procedure, Where
from shuniu.kernel.casework.registry import current
from shuniu.kernel.casework.taking import open_matter
from shuniu.kernel.organisation.actor import SYSTEM, Actor


def kind_in_force(kind: str, on: date) -> type[Procedure] | None:
    """The procedure of that name, None where no module of this installation brings it."""
    try:
        return current(kind, on)
    except LookupError:
        return None


def open_elsewhere(
    procedure: type[Procedure], data: Mapping[str, Any], *, actor: Actor, at: datetime, title: str, source: str,
    key: str | None = None,
) -> Matter:  # fmt: skip
    """Open a matter of that kind; what is empty in ``data`` is left out.

    Who presses the button need not be of the other module: where its table lets the system open what others decide, the
    system does, and the record of the deciding side names the person.
    """
    step = next(one for one in procedure.steps.values() if one.opens)
    by_system = any(who.where is Where.SYSTEM for who in step.by)
    said = {name: value for name, value in data.items() if value not in ("", [], None)}
    return open_matter(
        step, procedure.detail(), actor=SYSTEM if by_system else actor, at=at, title=title, source=source, key=key,
        data=said,
    )  # fmt: skip
