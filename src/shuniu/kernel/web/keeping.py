"""{% kept value … %}…{% endkept %}: a part of a template that is drawn once for each set of values.

What stands inside may depend on nothing but the named values, the language and the installation. What belongs to one
request (a form's token, a person's unread notices, the moment) stands outside or is named.
"""

from __future__ import annotations

from collections.abc import Hashable
from itertools import count
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from shuniu.kernel.remembering import Memory

DRAWN: Memory[SafeString] = Memory(1500)
_serial = count()


class Kept(template.Node):
    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self.serial = next(_serial)

    def render(self, context: Context) -> SafeString:
        values = tuple([_plain(one.resolve(context)) for one in self.values])
        try:
            return DRAWN.of((self.serial, get_language(), values), lambda: self.nodelist.render(context))
        except TypeError:
            if _can_be_key(values):
                raise
            return self.nodelist.render(context)


def _plain(value: Any) -> Hashable:
    """A translated text is its words, a list its members; the rest stands for itself."""
    if isinstance(value, list):
        return tuple(value)
    plain: Hashable = str(value) if isinstance(value, Promise) else value
    return plain


def _can_be_key(values: Hashable) -> bool:
    try:
        hash(values)
    except TypeError:
        return False
    return True


def compile_kept(parser: Parser, token: Token) -> Kept:
    values = [parser.compile_filter(one) for one in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, values)
