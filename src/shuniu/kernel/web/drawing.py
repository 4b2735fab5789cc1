"""Drawing forms by functions instead of templates: the same HTML as Django's own widget templates, for a tenth.

A list's filters have two hundred options and Django renders a template for each of them, and another one for each
option's attributes; that was two fifths of the page. What is not drawn here (dates split in three, a file to be
cleared) still goes through Django's templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Widget = Mapping[str, Any]
PLAIN = ("text", "number", "email", "url", "password", "search", "tel", "color", "hidden", "date", "datetime", "time")


def _text(value: Any) -> str:
    return value if type(value) is SafeString else escape(str(value))


def attributes(attrs: Mapping[str, Any]) -> str:
    """As Django writes them: False is left out, True is the name alone."""
    return "".join(
        [
            f" {name}" if value is True else f' {name}="{_text(value)}"'
            for name, value in attrs.items()
            if value is not False
        ]
    )


def draw_input(widget: Widget) -> str:
    value = widget["value"]
    given = "" if value is None else f' value="{_text(value)}"'
    return f'<input type="{widget["type"]}" name="{widget["name"]}"{given}{attributes(widget["attrs"])}>'


def draw_textarea(widget: Widget) -> str:
    text = conditional_escape(widget["value"] or "")
    return f'<textarea name="{widget["name"]}"{attributes(widget["attrs"])}>\n{text}</textarea>'


def draw_select(widget: Widget) -> str:
    parts = [f'<select name="{widget["name"]}"{attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        drawn = "".join(
            [
                f'\n  <option value="{_text(option["value"])}"{attributes(option["attrs"])}>'
                f"{conditional_escape(option['label'])}</option>"
                for option in options
            ]
        )
        parts.append(f'\n  <optgroup label="{conditional_escape(group)}">{drawn}\n  </optgroup>' if group else drawn)
    return "".join([*parts, "\n</select>"])


def draw_choices(widget: Widget) -> str:
    """Radio buttons or ticks, each inside its label."""
    attrs = widget["attrs"]
    own = {name: attrs[name] for name in ("id", "class") if attrs.get(name)}
    parts = [f"<div{attributes(own)}>"]
    for group, options, _index in widget["optgroups"]:
        drawn = "".join([f"<div>\n    {_choice(option)}</div>" for option in options])
        parts.append(f"\n  <div><label>{conditional_escape(group)}</label>{drawn}\n  </div>" if group else drawn)
    return "".join([*parts, "\n</div>"])


def _choice(option: Widget) -> str:
    if not option["wrap_label"]:
        return draw_input(option)
    owner = f' for="{option["attrs"]["id"]}"' if option["attrs"].get("id") else ""
    return f"<label{owner}>{draw_input(option)} {conditional_escape(option['label'])}</label>"


DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{name}.html": draw_input for name in (*PLAIN, "checkbox", "file")},
    "django/forms/widgets/textarea.html": draw_textarea,
    "django/forms/widgets/select.html": draw_select,
    "django/forms/widgets/radio.html": draw_choices,
    "django/forms/widgets/checkbox_select.html": draw_choices,
}


class Renderer(DjangoTemplates):
    """``FORM_RENDERER``: draws the common widgets itself."""

    def render(self, template_name: str, context: Mapping[str, Any], request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, dict(context), request)
        return draw(context["widget"])


def draw_field(bound: BoundField, *, width: str = "", hide_label: bool = False, hide_optional: bool = False) -> str:
    """A field with label, help and error, each tied to its input for those who listen."""
    control = str(bound)
    if bound.is_hidden:
        return control
    kind, group, errors = bound.widget_type, bound.use_fieldset, bound.errors
    classes = f"field field--{kind}{f' field--{width}' if width else ''}{' field--wrong' if errors else ''}"
    note = "" if bound.field.required or hide_optional else f' <span class="muted">{_("（选填）")}</span>'
    box = kind == "checkbox"
    if group:
        described = f' aria-describedby="{bound.aria_describedby}"' if bound.aria_describedby else ""
        head = f'<fieldset{described}><legend class="label">{conditional_escape(bound.label)}{note}</legend>\n'
    else:
        label = conditional_escape(bound.label)
        hidden = " hidden" if hide_label else ""
        head = (
            f'{control} <label for="{bound.id_for_label}">{label}</label>\n'
            if box
            else f'<label class="label{hidden}" for="{bound.id_for_label}">{label}{note}</label>\n'
        )
    body = f"{_help(bound)}{_errors(bound, errors)}{'' if box else control}\n{_count(bound, kind)}"
    end = "</fieldset>\n" if group else ""
    return f'\n<div class="{classes}" id="{bound.auto_id}_field">\n{head}{body}{end}</div>'


def _help(bound: BoundField) -> str:
    text = bound.help_text
    return f'<p class="help" id="{bound.auto_id}_helptext">{conditional_escape(text)}</p>\n' if text else ""


def _errors(bound: BoundField, errors: Any) -> str:
    if not errors:
        return ""
    words = SafeString(" ").join([conditional_escape(one) for one in errors])
    return f'<p class="wrong" id="{bound.auto_id}_error"><span class="hidden">{_("错误：")}</span>{words}</p>\n'


def _count(bound: BoundField, kind: str) -> str:
    """How many characters are left of a long text: filled in by script."""
    if kind != "textarea" or not bound.field.widget.attrs.get("maxlength"):
        return ""
    left, over = escape(_("还可以输入 %n 字")), escape(_("已超出 %n 字"))
    return (
        f'<p class="count-left help" data-count-for="{bound.id_for_label}" hidden '
        f'data-words="{left}" data-over="{over}"></p>\n'
    )
