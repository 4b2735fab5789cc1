"""The components of every page: ``{% load ui %}``. The style guide at /styleguide/ shows each of them living."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from shuniu.kernel.web import charts, drawing, frames, keeping, marks, navigation, parts, tables, words
from shuniu.kernel.web.built import built_url
from shuniu.kernel.web.paging import Slice

register = template.Library()
register.tag("kept", keeping.compile_kept)
register.tag("framed", frames.compile_framed)


# --- Small words ---------------------------------------------------------------------------------------------------
register.simple_tag(marks.light)
register.simple_tag(marks.badge)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of the built sprite; nothing when the assets are not built (words stand alone)."""
    sprite = built_url("icons.svg") if name else ""
    if not sprite:
        return SafeString("")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


register.simple_tag(navigation.chain_url)


@register.simple_tag
def built(name: str) -> str:
    """Address of a built asset (``echarts.js``), or nothing when it is not there."""
    return built_url(name)


@register.filter
def day(value: date | None) -> str:
    """2026年11月23日（周一）"""
    return words.day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """2026年11月23日（周一）14:05"""
    return words.moment(value) if value else ""


@register.filter
def size(value: int) -> str:
    return words.size(value)


@register.filter
def number(value: float | None) -> str:
    return "" if value is None else words.number(value)


@register.simple_tag(takes_context=True)
def when(context: Context, value: date | None) -> SafeString:
    """How long ago or until, with the full date in ``title`` and for machines: <time>3天后</time>."""
    return marks.when(value, context["today"], context["now"]) if value is not None else SafeString("")


# --- Forms ---------------------------------------------------------------------------------------------------------
@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    """A field with label, help and error. Options: ``width`` (half), ``hide_label``, ``hide_optional`` (bool)."""
    return SafeString(drawing.draw_field(bound, **options))


@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong, at the top of the form, with links to the fields; takes the focus."""
    return {"form": form, "wrong": [form[name] for name in form.errors if name in form.fields]}


@register.simple_tag
def once_token(scope: str) -> SafeString:
    """The hidden one-time token that makes a repeated submission one matter."""
    return parts.once(scope)


@register.simple_block_tag(takes_context=True)
def sendform(context: Context, content: str, action: str = "", scope: str = "", **options: Any) -> SafeString:
    """A POST form that cannot be sent twice: {% sendform action=url scope="hotline.report" %}…{% endsendform %}

    Options: ``files`` (bool), ``draft`` (a key: long texts survive an expired session), ``id``, and the HTMX trio
    ``hx`` (address to post to), ``target`` (selector), ``swap``.
    """
    return parts.sendform(content, context.get("csrf_token", ""), action, scope, options)


@register.simple_tag
def button(text: object, kind: str = "plain", name: str = "", value: str = "", key: str = "") -> SafeString:
    """A submit button. Kinds: plain, primary, danger, quiet. ``key`` is a shortcut such as ``ctrl+enter``."""
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    keyed = format_html(' data-key="{}" data-key-label="{}"', key, text) if key else ""
    return format_html('<button class="button button--{}"{}{}>{}</button>', kind, named, keyed, text)


@register.simple_tag(takes_context=True)
def filterbar(context: Context, form: BaseForm) -> SafeString:
    """The filters above a list: a GET form with 查询 and 清除."""
    return parts.filterbar(form, context["request"].path)


@register.simple_block_tag
def confirm(content: str, label: str, question: str = "", kind: str = "danger") -> SafeString:
    """A button that asks first; the content is the form to send. A <details> without script, a dialog with it."""
    given = {"label": label, "question": question, "content": content, "kind": kind}
    return SafeString(render_to_string("web/parts/confirm.html", given))


@register.inclusion_tag("web/parts/masked.html", takes_context=True)
def masked(context: Context, value: str, reveal_url: str = "", label: str = "") -> dict[str, Any]:
    """A phone number with its middle hidden, and a form that asks to see it (the view records who looked)."""
    hidden = words.masked(value)
    return {"value": hidden, "url": reveal_url, "label": label, "csrf_token": context.get("csrf_token")}


# --- Lists ---------------------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def table(context: Context, shown: tables.Table, **options: Any) -> SafeString:
    """A table of :mod:`shuniu.kernel.web.tables`; cards on a phone. Options: ``hide_caption``, ``figures`` (sideways on a phone)."""
    request, today, now = context["request"], context["today"], context["now"]
    return parts.table(shown, shown.headings(request.GET, request.path), shown.body(today, now), options)


@register.simple_tag(takes_context=True)
def pages(context: Context, shown: Slice[Any]) -> SafeString:
    """上一页 / 下一页 by key, keeping the filters of the address."""
    kept = tables.query_without(context["request"].GET, "after", "before")
    return parts.pages(shown, f"{kept}&" if kept else "")


@register.simple_tag
def messages(waiting: Any = ()) -> SafeString:
    """What the last act left to be said."""
    return parts.messages(waiting or ())


# --- Parts of a page -------------------------------------------------------------------------------------------------
@register.simple_tag
def empty_note(text: object, advice: object = "", url: str = "", link: object = "") -> SafeString:
    """An empty list says so, and what to do about it."""
    return parts.empty_note(text, advice, url, link)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    """A message in the page. Tones: info, good, warn, bad, inset (a quiet aside)."""
    head = format_html("<strong>{}</strong> ", title) if title else ""
    return format_html('<div class="notice notice--{}">{}{}</div>', tone, head, SafeString(content))


@register.simple_block_tag
def panel(content: str, title: str = "", id: str = "", aside: str = "") -> SafeString:
    """A titled block of a staff page. ``aside`` is a short text at the right of the title."""
    return parts.panel(content, title, id, aside)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """One line of ``<dl class="facts">``: {% fact "来电人" %}…{% endfact %}"""
    value = content.strip() or format_html('<span class="muted">{}</span>', gettext("未填写"))
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, SafeString(value))


@register.simple_tag
def crumbs(*places: str) -> SafeString:
    """Where we are: {% crumbs "诉求" url "云热〔2026〕12号" %}: label, address, …, the last label without address."""
    return parts.crumbs(places)


@register.simple_tag
def tabs(entries: list[tuple[str, str, int | None]], current: str, label: str = "") -> SafeString:
    """Views of one list: entries are (label, address, count or None); ``current`` is the address shown."""
    return parts.tabs(entries, current, label)


@register.inclusion_tag("web/parts/timeline.html", takes_context=True)
def timeline(context: Context, entries: list[Any]) -> dict[str, Any]:
    """What happened. Entries have ``at``, ``title`` perhaps ``who`` ``text`` ``tone`` ``note`` ``cites`` ``url``."""
    return {"entries": entries, "now": context["now"]}


@register.inclusion_tag("web/parts/stat.html")
def stat(label: object, value: float | str | None, **options: Any) -> dict[str, Any]:
    """A figure with the list behind it. Options: ``unit`` ``change`` ``url`` ``light`` ``note``."""
    text = words.number(value) if isinstance(value, int | float) else value
    return {"label": label, "value": text, **options}


@register.simple_tag
def progress(done: int, total: int, label: str) -> SafeString:
    """How far long work has come, in a bar and in words."""
    return format_html(
        '<div class="progress"><label>{} <progress max="{}" value="{}"></progress></label> <span>{} / {}</span></div>',
        label, max(total, 1), done, words.number(done), words.number(total),
    )  # fmt: skip


@register.inclusion_tag("web/parts/attachments.html")
def attachments(files: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Files of a matter. Each has ``name`` ``url`` ``size`` and may have ``preview_url`` ``kind`` ``added``."""
    return {"files": files}


@register.inclusion_tag("web/parts/chart.html")
def chart(drawn: charts.Chart) -> dict[str, Any]:
    """A chart with its table; ``live`` ones are redrawn by ECharts where it was built."""
    engine = built_url("echarts.js") if drawn.live else ""
    return {"chart": drawn, "engine": engine, "data_id": f"{drawn.id}-data"}


register.simple_tag(charts.spark)
