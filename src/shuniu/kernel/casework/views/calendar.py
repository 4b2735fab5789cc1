"""节假日安排: which years have a notice; load one, having seen every day and every open clock that it moves."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from shuniu.kernel.casework import rerunning
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.organisation.roles import SYSTEM_ADMIN
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.kernel.workdays import NoticeError

SHOWN = 200
MOST = 1_000_000


class NoticeForm(forms.Form):
    file = forms.FileField(
        label=_l("节假日安排文件"),
        help_text=_l("JSON文件，一年一份，按国务院办公厅通知填写。先列出变动，不会马上生效。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": _l("请选择文件。"), "empty": _l("文件是空的，请检查后重新选择。")},
    )

    def clean_file(self) -> str:
        """The content as text; what is in it is judged by the calendar."""
        file = self.cleaned_data["file"]
        if file.size > MOST:
            raise forms.ValidationError(_("文件超过1MB，不是节假日安排文件。"))
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("文件不是UTF-8编码，请另存为UTF-8后再试。")) from error
        return text


@roles(SYSTEM_ADMIN.key)
@require_GET
def calendar(request: Request) -> HttpResponse:
    return page(request, "casework/calendar.html", _context(NoticeForm()))


@roles(SYSTEM_ADMIN.key)
@require_POST
def preview(request: Request) -> HttpResponse:
    """The dry run: every day and every open clock that would move."""
    form = NoticeForm(request.POST, request.FILES)
    if form.is_valid():
        content = form.cleaned_data["file"]
        try:
            found = rerunning.preview(content)
        except NoticeError as refusal:
            form.add_error("file", str(refusal))
        else:
            moved = [one for one in found.clocks if one.moved]
            context = {"found": found, "moved": moved[:SHOWN], "total": len(moved), "content": content}
            return page(request, "casework/calendar_preview.html", context)
    return page(request, "casework/calendar.html", _context(form), status=422)


@roles(SYSTEM_ADMIN.key)
@require_POST
def load(request: Request) -> HttpResponse:
    """Put in force what was previewed."""
    try:
        done = rerunning.put_in_force(request.POST.get("content", ""), actor=request.actor, at=request.now)
    except NoticeError as refusal:
        messages.error(request, str(refusal))
    else:
        moved = sum(one.moved for one in done.clocks)
        words = _("%(year)s年节假日安排已生效，%(moved)s个在办期限已调整，已通知有关人员。")
        messages.success(request, words % {"year": done.year, "moved": moved})
    return go(request, reverse("calendar:calendar"))


def _context(form: NoticeForm) -> dict[str, object]:
    return {"form": form, "notices": current_calendar().notices[::-1]}
