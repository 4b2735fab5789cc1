"""One-time tokens, the limiter, and fields as they are drawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import TimestampSigner
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict

from shuniu.kernel.web import idempotency, ratelimit
from shuniu.kernel.web.fields import FilesField

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


class Report(forms.Form):
    title = forms.CharField(label="标题", help_text="一句话")
    photos = FilesField(required=False, most=2)


def test_a_token_gives_the_same_key_each_time_it_returns() -> None:
    token = idempotency.new_token("hotline.report")
    assert idempotency.key_of(token, "hotline.report") == idempotency.key_of(token, "hotline.report")
    assert idempotency.key_of(token, "hotline.report") != idempotency.key_of(
        idempotency.new_token("hotline.report"), "hotline.report"
    )


def test_a_token_is_only_good_for_its_form_and_for_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    token = idempotency.new_token("hotline.report")
    for wrong in ("", "made-up", token[:-1], token.replace(":", "")):
        with pytest.raises(idempotency.BadToken):
            idempotency.key_of(wrong, "hotline.report")
    with pytest.raises(idempotency.BadToken):
        idempotency.key_of(token, "hotline.reply")
    monkeypatch.setattr(TimestampSigner, "timestamp", lambda self: "1aaaaa")
    old = idempotency.new_token("hotline.report")
    with pytest.raises(idempotency.BadToken):
        idempotency.key_of(old, "hotline.report")


def test_the_limiter_counts_by_window_and_by_person() -> None:
    cache.clear()
    tries = [ratelimit.hit("report", "203.0.113.9", limit=3, seconds=60, at=NOON) for _try in range(4)]
    assert [one.allowed for one in tries] == [True, True, True, False]
    assert tries[3].retry_after == 60
    assert ratelimit.hit("report", "203.0.113.10", limit=3, seconds=60, at=NOON).allowed
    assert ratelimit.hit("report", "203.0.113.9", limit=3, seconds=60, at=NOON + timedelta(seconds=60)).allowed


def test_a_wrong_field_keeps_what_was_typed_and_points_at_its_error() -> None:
    form = Report({"title": ""}, MultiValueDict())
    html = Template("{% load ui %}{% error_summary form %}{% field form.title %}").render(Context({"form": form}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'href="#id_title"' in html
    typed = Report({"title": '<script>alert("x")</script>'}, MultiValueDict())
    html = Template("{% load ui %}{% field form.title %}").render(Context({"form": typed}))
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_several_files_come_as_a_list_and_too_many_are_refused() -> None:
    def given(count: int) -> Report:
        files = [SimpleUploadedFile(f"{nth}.jpg", b"x") for nth in range(count)]
        return Report({"title": "灯坏了"}, MultiValueDict({"photos": files}))

    for count in (0, 1, 2):
        form = given(count)
        assert form.is_valid(), form.errors
        assert len(form.cleaned_data["photos"]) == count
    assert "photos" in given(3).errors


def test_a_form_carries_both_its_tokens() -> None:
    text = '{% load ui %}{% sendform action="/x/" scope="hotline.report" files=True draft="d" %}<b>inside</b>{% endsendform %}'
    html = Template(text).render(Context({"csrf_token": "token<>"}))
    assert 'name="once"' in html
    assert 'value="token&lt;&gt;"' in html
    assert 'enctype="multipart/form-data"' in html
    assert "<b>inside</b>" in html
