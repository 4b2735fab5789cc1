"""Pages by key: the next page begins after the last row's values, so page 1 and page 10,000 cost the same."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar, overload

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Field, Model, OrderBy, Q, QuerySet
from django.template.context import Context
from django.utils.translation import gettext

from shuniu.kernel.reading import Composed

Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)
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

    def kept_key(self, context: Context) -> Hashable:
        """What 上一页 / 下一页 of this page of a list show: they go on from its address."""
        return self.after, self.before, self.count, self.more, context["request"].META.get("QUERY_STRING", "")

    @property
    def count_text(self) -> str:
        if self.more:
            return gettext("超过 %(count)s 条") % {"count": f"{self.count:,}"}
        return gettext("共 %(count)s 条") % {"count": f"{self.count:,}"}


@dataclass(frozen=True, slots=True)
class _Term:
    """One column of the order, as this page reads it. Empty values stand last, so backwards they come first."""

    path: str
    field: Field[Any, Any]
    down: bool
    back: bool

    def order(self) -> str | OrderBy:
        if not self.field.null:
            return f"-{self.path}" if self.down else self.path
        nulls: dict[str, Any] = {"nulls_first": True} if self.back else {"nulls_last": True}
        return F(self.path).desc(**nulls) if self.down else F(self.path).asc(**nulls)

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def beyond(self, value: Any) -> Q:
        """Rows that this column alone puts after ``value``."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if self.back else Q(pk__in=[])
        later = Q(**{f"{self.path}__{'lt' if self.down else 'gt'}": value})
        return later | Q(**{f"{self.path}__isnull": True}) if self.field.null and not self.back else later


def _field(rows: QuerySet[Any], path: str) -> Field[Any, Any]:
    """The field behind a path of the order, or the output of an annotation."""
    if path in rows.query.annotations:
        output: Field[Any, Any] = rows.query.annotations[path].output_field
        return output
    model, parts = rows.model, path.split("__")
    for part in parts[:-1]:
        model = model._meta.get_field(part).related_model
    found = model._meta.pk if parts[-1] == "pk" else model._meta.get_field(parts[-1])
    assert isinstance(found, Field)
    return found


def _terms(rows: QuerySet[Any], order: Sequence[str], back: bool) -> list[_Term]:
    paths = [(name.lstrip("-"), name.startswith("-")) for name in order]
    return [_Term(path, _field(rows, path), down != back, back) for path, down in paths]


def _value(row: Any, path: str, fields: Sequence[str]) -> Any:
    if fields:
        return row[fields.index(path)]
    value: Any = row
    for part in path.split("__"):
        value = getattr(value, part)
    return value


def _key(row: Any, order: Sequence[str], fields: Sequence[str]) -> str:
    return _encoded(tuple([_value(row, name.lstrip("-"), fields) for name in order]))


@lru_cache(maxsize=2000)
def _encoded(values: tuple[Any, ...]) -> str:
    return urlsafe_b64encode(json.dumps(values, cls=DjangoJSONEncoder).encode()).decode().rstrip("=")


def _read(terms: list[_Term], key: str) -> list[Any] | None:
    """The values in a key, or None when it was tampered with: then the first page is shown."""
    try:
        values = json.loads(urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        if not isinstance(values, list) or len(values) != len(terms):
            return None
        if any(value is None and not term.field.null for term, value in zip(terms, values, strict=True)):
            return None
        return [term.field.to_python(value) for term, value in zip(terms, values, strict=True)]
    except (ValueError, ValidationError, TypeError, OverflowError):
        return None


def _beyond(terms: list[_Term], values: list[Any]) -> Q:
    """Rows that come after ``values``."""
    condition, same = Q(), Q()
    for term, value in zip(terms, values, strict=True):
        condition |= same & term.beyond(value)
        same &= term.same(value)
    first = terms[0]
    if first.field.null:
        return condition
    # The bound on the first column alone lets the engine begin in the middle of the index.
    return Q(**{f"{first.path}__{'lte' if first.down else 'gte'}": values[0]}) & condition


def count_up_to(rows: QuerySet[Any] | Composed[Any], ceiling: int = COUNT_TO) -> tuple[int, bool]:
    """How many rows, never reading more than ``ceiling`` of them; and whether there are more."""
    most = ceiling + 1
    found = rows.count_up_to(most) if isinstance(rows, Composed) else rows.order_by()[:most].count()
    return min(found, ceiling), found > ceiling


@dataclass(frozen=True, slots=True)
class _Read(Generic[Row]):
    """What was read for a page: its rows, whether there are further ones, and from where it was read."""

    page: list[Row]
    further: bool
    back: bool
    inside: bool


def _first(rows: Composed[Row], order: Sequence[str], size: int) -> _Read[Row]:
    """The first page of a query that is composed once."""

    def narrow(found: QuerySet[Any]) -> QuerySet[Any]:
        ordered: QuerySet[Any] = found.order_by(*[term.order() for term in _terms(found, order, False)])[: size + 1]
        return ordered

    page = rows.read((tuple(order), size), narrow)
    return _Read(page[:size], len(page) > size, False, False)


def _read_page(
    rows: QuerySet[Any] | Composed[Row], asked: Mapping[str, str], order: Sequence[str], size: int
) -> _Read[Row]:
    back = bool(asked.get("before")) and not asked.get("after")
    if isinstance(rows, Composed) and not asked.get("before" if back else "after", ""):
        return _first(rows, order, size)
    query = rows.query() if isinstance(rows, Composed) else rows
    terms = _terms(query, order, back)
    values = _read(terms, asked.get("before" if back else "after", ""))
    if values is None and back:
        back, terms = False, _terms(query, order, False)

    def narrow(found: QuerySet[Any]) -> QuerySet[Any]:
        later = found.filter(_beyond(terms, values)) if values else found
        ordered: QuerySet[Any] = later.order_by(*[term.order() for term in terms])[: size + 1]
        return ordered

    page: list[Row] = rows.read_once(narrow) if isinstance(rows, Composed) else list(narrow(rows))
    further, page = len(page) > size, page[:size]
    if back:
        page.reverse()
    return _Read(page, further, back, values is not None)


@overload
def page_of(
    rows: QuerySet[Stored],
    asked: Mapping[str, str],
    *,
    order: Sequence[str],
    size: int = 50,
    count: bool = True,
    known: int | None = None,
) -> Slice[Stored]: ...
@overload
def page_of(
    rows: Composed[Row],
    asked: Mapping[str, str],
    *,
    order: Sequence[str],
    size: int = 50,
    count: bool = True,
    known: int | None = None,
) -> Slice[Row]: ...
def page_of(
    rows: QuerySet[Any] | Composed[Any],
    asked: Mapping[str, str],
    *,
    order: Sequence[str],
    size: int = 50,
    count: bool = True,
    known: int | None = None,
) -> Slice[Any]:
    """One page of ``rows`` in ``order``, from the ``after`` or ``before`` of the address (``request.GET``).

    ``order`` ends with a unique field; empty values of a nullable column stand last in either direction. Costs one query
    for the page and one for the count, which stops at 1,000; none for a count that is ``known`` or that one page holds.
    The first page of a ``Composed`` query is not composed anew; the fields of its order are among those it asks for.
    """
    read = _read_page(rows, asked, order, size)
    page = read.page
    if known is None and not read.inside and not read.further:
        known = len(page)
    counted, more = (known, False) if known is not None else count_up_to(rows) if count else (0, False)
    has_next, has_before = (True, read.further) if read.back else (read.further, read.inside)
    fields = rows.fields if isinstance(rows, Composed) else ()
    return Slice(
        rows=page,
        after=_key(page[-1], order, fields) if page and has_next else "",
        before=_key(page[0], order, fields) if page and has_before else "",
        count=counted,
        more=more,
    )
