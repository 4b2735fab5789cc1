"""``{{ text|highlight:query }}`` marks the words of a query in a text that may contain anything."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from shuniu.kernel.search.highlight import highlight as parts_of

register = template.Library()


@register.filter
def highlight(text: object, query: object) -> SafeString:
    """The text, escaped, its hits between ``<mark>`` and ``</mark>``."""
    marked = (
        (("<mark>", part, "</mark>") if hit else ("", part, ""))
        for part, hit in parts_of(str(text or ""), str(query or ""))
    )
    return format_html_join("", "{}{}{}", ((_tag(a), b, _tag(c)) for a, b, c in marked))


def _tag(tag: str) -> SafeString:
    return SafeString(tag)
