"""``{{ text|highlight:query }}`` marks the words of a query in a text that may contain anything."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from shuniu.kernel.search.highlight import highlight as parts_of
from shuniu.kernel.search.highlight import snippet as snippet_of

register = template.Library()
OPEN, CLOSE, NONE = SafeString("<mark>"), SafeString("</mark>"), SafeString("")


@register.filter
def highlight(text: object, query: object) -> SafeString:
    """The text, escaped, its hits between ``<mark>`` and ``</mark>``."""
    parts = parts_of(str(text or ""), str(query or ""))
    return format_html_join(
        "", "{}{}{}", ((OPEN if hit else NONE, part, CLOSE if hit else NONE) for part, hit in parts)
    )


@register.filter
def snippet(text: object, query: object) -> str:
    """The place of a text where the query stands, unescaped: pass it on to ``highlight``."""
    return snippet_of(str(text or ""), str(query or ""))
