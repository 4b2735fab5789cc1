"""What the hotline shows on the citizens' front page, which belongs to the portal: promises kept, latest answers."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.cache import cache

from shuniu.public.hotline.models.request import Type
from shuniu.public.hotline.queries import published

register = template.Library()
SHOWN_PROMISES = (Type.CONSULTATION, Type.HELP, Type.COMPLAINT)
SHOWN_ANSWERS = 3


@register.inclusion_tag("hotline/citizens/_front.html", takes_context=True)
def hotline_front(context: dict[str, Any]) -> dict[str, Any]:
    """At most the queries of the promises page and one more, all of them remembered for ten minutes."""
    measured = {one.type: one for one in published.promises(context["now"])}
    return {
        "promises": [measured[kind] for kind in SHOWN_PROMISES if kind in measured],
        "days": published.PROMISE_DAYS,
        "answers": cache.get_or_set("hotline.front.answers", _latest, published.KEEP_SECONDS),
    }


def _latest() -> list[dict[str, Any]]:
    rows = published.published().values("matter__number", "matter__title", "answered_at")[:SHOWN_ANSWERS]
    return [{"number": row["matter__number"], "title": row["matter__title"], "at": row["answered_at"]} for row in rows]
