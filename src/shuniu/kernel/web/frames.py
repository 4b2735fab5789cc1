"""The frame of a page is drawn once and filled: {% framed "web/frames/staff.html" %}{% block … %}…{% endframed %}.

Everything around a page's own blocks (the bar, the navigation, the links to styles and scripts) changes only with the
values named in ``VALUES``. The frame's template sees these and nothing else, so what is remembered under them can
depend on nothing else. What belongs to one request, its form token and its address, are holes like the blocks.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from shuniu.kernel.remembering import Memory
from shuniu.kernel.web import holes, parts

VALUES = ("city", "demo", "html_lang", "other_language", "display", "search_url", "staff_navigation", "unread", "face")
"""Names of the page's context that a frame may use (``context.installation`` makes them)."""
REQUESTS = ("csrf_token", "this_page")
"""Holes that are filled from the page's context as they are."""

MESSAGES = "messages"
"""The hole for what the last act left to be said."""

_frames: Memory[holes.Pieces] = Memory(300)


class Framed(template.Node):
    child_nodelists = ("nodelist",)

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist
        self.blocks = {one.name: one for one in nodelist if isinstance(one, BlockNode)}

    def render(self, context: Context) -> SafeString:
        values = {name: _value(context, name) for name in VALUES}
        key = (self.name, get_language(), tuple(map(_key, values.values())))
        own = {name: escape(str(_value(context, name))) for name in REQUESTS}
        pieces = _frames.of(key, lambda: self._pieces(values))
        return holes.filled(pieces, lambda name: own[name] if name in own else self._fill(name, context))

    def _fill(self, name: str, context: Context) -> str:
        if name == MESSAGES:
            return parts.messages(context.get("messages") or ())
        block = self.blocks[name]
        return str(block.render_annotated(context)) if name in _given(context) or len(block.nodelist) else ""

    def _pieces(self, values: Mapping[str, Any]) -> holes.Pieces:
        blocks = {name: holes.hole(name) for name in self.blocks}
        requests = {name: holes.hole(name) for name in (*REQUESTS, MESSAGES)}
        return holes.pieces_of(render_to_string(self.name, {**values, **requests, "holes": blocks}))


def _given(context: Context) -> Collection[str]:
    """The blocks that the page's own template fills."""
    kept = context.render_context.get(BLOCK_CONTEXT_KEY)
    return kept.blocks if kept is not None else ()


def _value(context: Context, name: str) -> Any:
    value = context.get(name, "")
    return value() if callable(value) else value


def _key(value: Any) -> Hashable:
    return tuple(value.items()) if isinstance(value, dict) else value


def compile_framed(parser: Parser, token: Token) -> Framed:
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endframed",))
    parser.delete_first_token()
    return Framed(name.strip('"'), nodelist)
