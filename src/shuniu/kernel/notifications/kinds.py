"""Kinds of notice and templates of messages, registered by the modules that send them (``apps.py``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


class UnknownKind(LookupError):
    """Nobody registered this kind of notice or this template."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice. ``sentence`` has named places filled from the context: ``事项 %(number)s 将于 %(day)s 到期``.

    ``channels`` are used until a person chooses otherwise; the bell in the product always rings.
    """

    key: str
    label: Text
    sentence: Text
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A message to a citizen: no more personal data than the citizen needs to act."""

    key: str
    label: Text
    text: Text


_kinds: dict[str, Kind] = {}
_templates: dict[str, Template] = {}


class _Particulars(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"


def register_kind(*kinds: Kind) -> None:
    _kinds.update({kind.key: kind for kind in kinds})


def register_template(*templates: Template) -> None:
    _templates.update({template.key: template for template in templates})


def kind_of(key: str) -> Kind:
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownKind(key) from None


def template_of(key: str) -> Template:
    try:
        return _templates[key]
    except KeyError:
        raise UnknownKind(key) from None


def kinds() -> list[Kind]:
    return [_kinds[key] for key in sorted(_kinds)]


def filled(text: Text, context: Mapping[str, Any]) -> str:
    """The words with their places filled; what an older context lacks is a dash."""
    return str(text) % _Particulars(context)
