"""The components that stand on every list and every matter's page, drawn by functions: a tenth of a template's time.

``templatetags/ui.py`` offers them to templates; the style guide shows them living. All text is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.messages.storage.base import Message
from django.forms import BaseForm
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shuniu.kernel.web import drawing, holes, idempotency, tables, words
from shuniu.kernel.web.paging import Slice

Tab = tuple[str, str, int | None]


def text(value: Any) -> str:
    """Escaped, unless it is marked as safe."""
    return value if type(value) is SafeString else conditional_escape(value)


# --- Lists ---------------------------------------------------------------------------------------------------------


def table(shown: tables.Table, head: SafeString, body: SafeString, options: dict[str, Any]) -> SafeString:
    """A table with its caption, or the words for an empty one."""
    if not shown.rows:
        return empty_note(shown.empty or _("没有符合条件的记录。"), shown.advice)
    caption = text(shown.caption)
    kind = " table--figures" if options.get("figures") else ""
    hidden = ' class="hidden"' if options.get("hide_caption") else ""
    return SafeString(
        f'<div class="table-wrap" tabindex="0" role="region" aria-label="{caption}"><table class="table{kind}">\n'
        f"<caption{hidden}>{caption}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n"
        f"<tbody>{body}</tbody></table></div>\n"
    )


def empty_note(words: object, advice: object = "", url: str = "", link: object = "") -> SafeString:
    """An empty list says so, and what to do about it."""
    advised = f"<p>{text(advice)}</p>" if advice else ""
    further = f'<p><a class="button" href="{text(url)}">{text(link)}</a></p>' if url else ""
    return SafeString(f'<div class="empty"><p class="empty-text">{text(words)}</p>{advised}{further}</div>\n')


def pages(shown: Slice[Any], keep: str) -> SafeString:
    """How many there are, and 上一页 / 下一页. ``keep`` is the rest of the address."""
    before = _turn(f"?{keep}before={shown.before}", "prev", "[", _("上一页"), "← {}") if shown.before else ""
    after = _turn(f"?{keep}after={shown.after}", "next", "]", _("下一页"), "{} →") if shown.after else ""
    return SafeString(
        f'<nav class="pages" aria-label="{text(_("翻页"))}"><span class="muted">{text(shown.count_text)}</span>\n'
        f"{before}\n{after}</nav>\n"
    )


def _turn(url: str, rel: str, key: str, label: str, shape: str) -> str:
    label = text(label)
    return (
        f'<a href="{text(url)}" rel="{rel}" data-key="{key}" data-key-label="{label}">{shape.replace("{}", label)}</a>'
    )


def tabs(entries: Sequence[Tab], current: str, label: object = "") -> SafeString:
    """Views of one list: label, address and count or None; ``current`` is the address shown."""
    drawn = "".join([_tab(name, url, count, url == current) for name, url, count in entries])
    return SafeString(f'<nav class="tabs" aria-label="{text(label or _("视图"))}"><ul>{drawn}</ul></nav>\n')


def _tab(name: object, url: str, count: int | None, here: bool) -> str:
    current = ' aria-current="page"' if here else ""
    counted = f' <span class="count">{words.number(count)}</span>' if count is not None else ""
    return f'<li><a href="{text(url)}"{current}>{text(name)}{counted}</a></li>'


def filterbar(form: BaseForm, path: str) -> SafeString:
    """The filters above a list: a GET form with 查询 and 清除."""
    fields = "".join([drawing.draw_field(one, hide_optional=True) for one in form])
    active = any(form.data.get(name) for name in form.fields)
    clear = f' <a href="{text(path)}">{text(_("清除"))}</a>' if active else ""
    return SafeString(
        f'<form class="filters" role="search" action="{text(path)}" aria-label="{text(_("筛选"))}">\n{fields}\n'
        f'<div class="filters-end"><button class="button">{text(_("查询"))}</button>{clear}</div>\n</form>\n'
    )


# --- Parts of a page -----------------------------------------------------------------------------------------------


def panel(content: str, title: object = "", id: str = "", aside: object = "") -> SafeString:
    """A titled block. ``aside`` is a short text at the right of the title."""
    named = f' id="{text(id)}"' if id else ""
    labelled = f' aria-labelledby="{text(id)}-title"' if title and id else ""
    anchor = f' id="{text(id)}-title"' if id else ""
    heading = f"<h2{anchor}>{text(title)}</h2>" if title else ""
    beside = f'<span class="muted">{text(aside)}</span>' if aside else ""
    head = f'<header class="panel-head">{heading}{beside}</header>' if title else ""
    return SafeString(f'<section class="panel"{named}{labelled}>{head}\n{content}</section>\n')


def crumbs(parts: Sequence[object]) -> SafeString:
    """Where we are: label, address, …, the last label without an address."""
    pairs = [f'<li><a href="{text(parts[at + 1])}">{text(parts[at])}</a></li>' for at in range(0, len(parts) - 1, 2)]
    last = parts[-1] if len(parts) % 2 else ""
    here = f'<li aria-current="page">{text(last)}</li>' if last else ""
    return SafeString(f'<nav class="crumbs" aria-label="{text(_("所在位置"))}"><ol>{"".join(pairs)}{here}</ol></nav>\n')


def sendform(content: str, csrf_token: object, action: str, scope: str, options: dict[str, Any]) -> SafeString:
    """A POST form with the CSRF token and, where it has a scope, the one-time token."""
    attributes = "".join(
        [
            f' action="{text(action)}"' if action else "",
            f' id="{text(options["id"])}"' if options.get("id") else "",
            ' enctype="multipart/form-data"' if options.get("files") else "",
            f' data-draft="{text(options["draft"])}"' if options.get("draft") else "",
            " data-once novalidate",
        ]
    )
    if options.get("hx"):
        target, swap = options.get("target") or "this", options.get("swap") or "outerHTML"
        attributes += format_html(' hx-post="{}" hx-target="{}" hx-swap="{}"', options["hx"], target, swap)
    return SafeString(
        f'<form method="post"{attributes}>\n'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{text(csrf_token)}">{once(scope) if scope else ""}\n'
        f"{content}\n</form>\n"
    )


def once(scope: str) -> SafeString:
    """The hidden one-time token that makes a repeated submission one matter; its place, in what is drawn to be kept."""
    if holes.left():
        return holes.hole(scope)
    token = text(idempotency.new_token(scope))
    return SafeString(f'<input type="hidden" name="{idempotency.FIELD}" value="{token}">')


def messages(waiting: Iterable[Message]) -> SafeString:
    """What the last act left to be said."""
    return SafeString("".join([_message(one) for one in waiting]))


TONES = {"error": "bad", "warning": "warn", "success": "good"}


def _message(one: Message) -> str:
    tone, role = TONES.get(one.level_tag, "info"), "alert" if one.level_tag == "error" else "status"
    return f'<div class="notice notice--{tone}" role="{role}">{text(one.message)}</div>'
