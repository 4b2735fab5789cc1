"""{% kept value … %}…{% endkept %}: a part of a template that is drawn once for each set of values.

What stands inside may depend on nothing but the named values, the language and the installation. A value that is no
plain one says itself what it depends on (``kept_key``: a table, its pages, its filters). The tokens of forms are holes,
filled in each request; what else belongs to one request (a person's unread notices, the moment) stands outside.
"""

from __future__ import annotations

from collections.abc import Hashable
from itertools import count
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from shuniu.kernel.remembering import Memory
from shuniu.kernel.web import holes, parts

MOST = 6_000_000
"""Bytes that are kept, twice at most: a list of fifty rows has 70,000, and its key about as much again."""
LONG = 4000
"""What is longer is laid aside until the page is put together."""
CSRF = "csrf_token"

Drawn = tuple[list[bytes], list[str]]
"""Texts, and the names of the holes between them."""


def _weight(drawn: Drawn) -> int:
    return 500 + sum(map(len, drawn[0]))


DRAWN: Memory[Drawn] = Memory(MOST, weigh=_weight)
_serial = count()


class Unkept(Exception):
    """A value that must be remembered nowhere, such as what somebody typed to look for a person."""


class Kept(template.Node):
    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self.serial = next(_serial)

    def render(self, context: Context) -> SafeString:
        try:
            key = (self.serial, get_language(), tuple([_plain(one.resolve(context), context) for one in self.values]))
            hash(key)
        except (Unkept, TypeError):  # Drawn each time: neither kept nor, like a list in a row, fit to be a key.
            return self.nodelist.render(context)

        texts, names = DRAWN.of(key, lambda: self._drawn(context))
        pieces = [b""] * (len(texts) + len(names))
        pieces[::2], pieces[1::2] = texts, [_filled(name, context).encode() for name in names]
        text = b"".join(pieces)
        return (holes.lay_aside(text) if len(text) > LONG else None) or SafeString(text.decode())

    def _drawn(self, context: Context) -> Drawn:
        with context.push(**{CSRF: holes.hole(CSRF)}), holes.leaving():
            pieces = holes.pieces_of(self.nodelist.render(context))
        return [one.encode() for one in pieces[::2]], pieces[1::2]


def _filled(name: str, context: Context) -> str:
    return escape(str(context.get(CSRF, ""))) if name == CSRF else parts.once(name)


def _plain(value: Any, context: Context) -> Hashable:
    """A translated text is its words, a list its members; the rest stands for itself."""
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, Promise):
        return str(value)
    key = getattr(value, "kept_key", None)
    plain: Hashable = value if key is None else key(context)
    return plain


def compile_kept(parser: Parser, token: Token) -> Kept:
    values = [parser.compile_filter(one) for one in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, values)
