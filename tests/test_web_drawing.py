"""What draws forms without templates writes the same HTML as Django's own templates do."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict

from shuniu.kernel.web.drawing import Renderer, draw_field

NASTY = '"><script>alert(1)</script>'


class EveryWidget(forms.Form):
    ticks = forms.MultipleChoiceField(
        choices=[("1", "<甲>"), ("组", [("2", "乙"), ("3", '丙"')])], widget=forms.CheckboxSelectMultiple
    )
    many = forms.MultipleChoiceField(choices=[("1", "<甲>"), ("<组>", [("2", "乙"), ("3", '丙"')])])
    radio = forms.ChoiceField(choices=[("x", "甲"), (1, "乙<")], widget=forms.RadioSelect)
    maybe = forms.NullBooleanField()
    tick = forms.BooleanField(help_text="<b>帮助</b>")
    file = forms.FileField(label="<文件>")
    price = forms.DecimalField(min_value=3, required=False)
    words = forms.CharField(max_length=4, widget=forms.Textarea, required=False)
    day = forms.DateField()
    moment = forms.SplitDateTimeField(required=False)
    secret = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput)


def squeezed(html: str) -> str:
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", html)).strip()


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "ticks=1&ticks=3&many=2&radio=1&maybe=true&tick=on&price=1&words=%3Cb%3E12345&day=2026-11-23&hidden=h",
        f"ticks={NASTY}&many={NASTY}&radio={NASTY}&price={NASTY}&words={NASTY}&day={NASTY}&hidden={NASTY}",
    ],
)
def test_every_widget_is_drawn_as_django_draws_it(sent: str) -> None:
    data = QueryDict(sent) if sent else None
    ours, theirs = EveryWidget(data, renderer=Renderer()), EveryWidget(data, renderer=DjangoTemplates())
    for name in ours.fields:
        assert squeezed(str(ours[name])) == squeezed(str(theirs[name])), name


def test_a_field_says_what_is_wrong_and_escapes_what_was_typed() -> None:
    form = EveryWidget(QueryDict(f"words={NASTY}"), renderer=Renderer())
    drawn = draw_field(form["words"], width="half")
    assert "<script>" not in drawn
    assert 'class="field field--textarea field--half field--wrong"' in drawn
    assert 'id="id_words_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "（选填）" in drawn
    assert "（选填）" not in draw_field(form["words"], hide_optional=True)
    assert '<label class="label hidden"' in draw_field(form["words"], hide_label=True)


def test_choices_of_radio_are_a_group_with_a_legend_and_a_tick_has_its_label_behind() -> None:
    form = EveryWidget(renderer=Renderer())
    assert '<fieldset><legend class="label">Radio</legend>' in draw_field(form["radio"])
    assert draw_field(form["tick"]).index("<input") < draw_field(form["tick"]).index("<label")
    assert draw_field(form["hidden"]) == '<input type="hidden" name="hidden" id="id_hidden">'
