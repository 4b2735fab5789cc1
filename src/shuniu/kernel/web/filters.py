"""A list's filters, read and drawn once for each address: a form with two hundred options costs more than its list."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from shuniu.kernel.remembering import Memory
from shuniu.kernel.web import parts
from shuniu.kernel.web.keeping import Unkept
from shuniu.kernel.web.request import Request


@dataclass(frozen=True, slots=True)
class Filter:
    """What the form understood (empty when something was wrong), what it refused in general, and the form as drawn."""

    wanted: Mapping[str, Any]
    wrong: bool
    refused: tuple[str, ...]
    bar: SafeString
    typed: bool
    """Whether somebody typed what they look for: then nothing of the page is remembered."""

    def kept_key(self, context: Context) -> Hashable:
        if self.typed:
            raise Unkept
        return self.bar, self.refused


_filters: Memory[Filter] = Memory(300)


def asked(form_class: type[forms.Form], request: Request, depends: Hashable, **options: Any) -> Filter:
    """The filter form of this address. ``depends`` is what its choices come from, ``options`` are its arguments.

    Remembered only where nothing was typed: a name or a telephone number that somebody looks for is kept nowhere.
    """

    def read() -> Filter:
        form = form_class(request.GET, **options)
        wanted = form.cleaned_data if form.is_valid() else {}
        refused = tuple(map(str, form.non_field_errors()))
        return Filter(wanted, bool(form.errors), refused, parts.filterbar(form, request.path), typed)

    typed = any(request.GET.get(name) for name in _typed(form_class))
    if typed:
        return read()
    address = (request.path, request.META.get("QUERY_STRING", ""))
    return _filters.of((form_class, address, get_language(), depends, tuple(options.items())), read)


def _typed(form_class: type[forms.Form]) -> list[str]:
    return [name for name, one in form_class.base_fields.items() if isinstance(one, forms.CharField)]
