"""Pages by key: the next page begins after the last row's values, so page 1 and page 10,000 cost the same."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext

Row = TypeVar("Row", bound=Model)
COUNT_TO = 1000


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """One page of a list. ``after`` and ``before`` are the keys of its neighbours, empty where there is none."""

    rows: list[Row]
    after: str = ""
    before: str = ""
    count: int = 0
    more: bool = False
    """Whether the count stopped at its ceiling: 超过 1,000 条."""

    @property
    def count_text(self) -> str:
        if self.more:
            return gettext("超过 %(count)s 条") % {"count": f"{self.count:,}"}
        return gettext("共 %(count)s 条") % {"count": f"{self.count:,}"}


def _field(model: type[Model], path: str) -> Field[Any, Any]:
    parts = path.split("__")
    for part in parts[:-1]:
        model = model._meta.get_field(part).related_model  # type: ignore[assignment]  # a relation always has one
    found = model._meta.pk if parts[-1] == "pk" else model._meta.get_field(parts[-1])
    assert isinstance(found, Field)
    return found


def _value(row: Model, path: str) -> Any:
    value: Any = row
    for part in path.split("__"):
        value = getattr(value, part)
    return value


def _key(row: Model, order: Sequence[str]) -> str:
    values = [_value(row, name.lstrip("-")) for name in order]
    return urlsafe_b64encode(json.dumps(values, cls=DjangoJSONEncoder).encode()).decode().rstrip("=")


def _read(model: type[Model], order: Sequence[str], key: str) -> list[Any] | None:
    """The values in a key, or None when it was tampered with: then the first page is shown."""
    try:
        values = json.loads(urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            return None
        return [
            None if value is None else _field(model, name.lstrip("-")).to_python(value)
            for name, value in zip(order, values, strict=True)
        ]
    except (ValueError, ValidationError, TypeError):
        return None


def _beyond(order: Sequence[str], values: list[Any]) -> Q:
    """Rows that come after ``values`` in ``order``."""
    condition, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        path, sign = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        condition |= same & Q(**{f"{path}__{sign}": value})
        same &= Q(**{path: value})
    # The bound on the first column alone lets the engine begin in the middle of the index.
    first, sign = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{sign}": values[0]}) & condition


def _reverse(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def count_up_to(rows: QuerySet[Any], ceiling: int = COUNT_TO) -> tuple[int, bool]:
    """How many rows, never reading more than ``ceiling`` of them; and whether there are more."""
    found = rows.order_by()[: ceiling + 1].count()
    return min(found, ceiling), found > ceiling


def page_of(
    rows: QuerySet[Row], asked: Mapping[str, str], *, order: Sequence[str], size: int = 50, count: bool = True
) -> Slice[Row]:
    """One page of ``rows`` in ``order``, from the ``after`` or ``before`` of the address (``request.GET``).

    ``order`` ends with a unique field and names no column that may be null (annotate with Coalesce first). Costs one
    query for the page and one for the count, which stops at 1,000.
    """
    counted, more = count_up_to(rows) if count else (0, False)
    back = bool(asked.get("before")) and not asked.get("after")
    values = _read(rows.model, order, asked.get("before" if back else "after", ""))
    direction = _reverse(order) if back else list(order)
    found = rows.filter(_beyond(direction, values)) if values and None not in values else rows
    if values is None and back:
        back, direction = False, list(order)
    page = list(found.order_by(*direction)[: size + 1])
    further, page = len(page) > size, page[:size]
    if back:
        page.reverse()
    has_next, has_before = (True, further) if back else (further, values is not None)
    return Slice(
        rows=page,
        after=_key(page[-1], order) if page and has_next else "",
        before=_key(page[0], order) if page and has_before else "",
        count=counted,
        more=more,
    )
