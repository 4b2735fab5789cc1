"""What the drafting desk asks while somebody types. All by POST: words of a draft stand in no address and in no log."""

from __future__ import annotations

from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.typesetting.paper import BadPaper
from shuniu.kernel.web.answers import page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.office.documents.operations import bringing, drafts, keeping, previewing
from shuniu.office.documents.queries import versions
from shuniu.office.documents.queries.drafting import units_like
from shuniu.office.documents.roles import STAFF
from shuniu.office.documents.views import desk as desks

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@roles(*STAFF)
@require_safe
def units(request: Request) -> JsonResponse:
    """Organs whose name or pinyin fits what was typed."""
    found = units_like(request.GET.get("q", "")[:60])
    return JsonResponse({"units": [{"name": one.name, "short": one.short} for one in found]})


@roles(*STAFF)
@never_cache
@require_POST
def keep(request: Request) -> HttpResponse:
    """自动保存: what is typed is kept apart from the paper until it is saved. ``!`` before words of refusal."""
    desk = desks.sitting(request, request.POST.get("number", ""))
    if versions.saved_with(desk.key):
        return HttpResponse(status=204)  # It was saved while this was on its way: nothing is left to keep.
    try:
        drafts.keep_draft(
            desk.matter, desk.typed(request.POST).raw(), actor=request.actor, at=request.now,
            base=desks.whole(request.POST.get("base"), desk.version),
        )  # fmt: skip
    except StepRefused as refused:
        return HttpResponse(f"!{refused}", content_type="text/plain; charset=utf-8")
    said = _("已自动保存 %(at)s") % {"at": f"{request.now:%H:%M}"}
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


@roles(*STAFF)
@never_cache
@require_POST
def proofs(request: Request) -> HttpResponse:
    """校对: the findings for what is typed now."""
    desk = desks.sitting(request, request.POST.get("number", ""))
    found = desks.proved(desk, desk.typed(request.POST))
    return page(request, "documents/drafting/_proofs.html", {"proofs": found})


@roles(*STAFF)
@never_cache
@require_POST
def ignore(request: Request) -> HttpResponse:
    """忽略一处, with the reason; or look at it again."""
    desk = desks.sitting(request, request.POST.get("number", ""))
    asked = request.POST
    if not desk.may_save:
        raise PermissionDenied(_("本件现在不能由您修改。"))
    try:
        if asked.get("again"):
            keeping.ask_again(desk.matter, desks.whole(asked["again"]), actor=request.actor)
        else:
            said = asked.get("rule", ""), asked.get("words", ""), asked.get("reason", "")
            keeping.keep_finding(desk.matter, *said, actor=request.actor, at=request.now)
    except StepRefused as refused:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@roles(*STAFF)
@never_cache
@require_POST
def preview(request: Request) -> HttpResponse:
    """排版预览: two pages of what is typed now."""
    desk = desks.sitting(request, request.POST.get("number", ""))
    first = desks.whole(request.POST.get("page"), 1)
    made = previewing.preview(desks.content(desk, desk.typed(request.POST)), first, at=request.now)
    return page(request, "documents/drafting/_preview.html", {"preview": made})


@roles(*STAFF)
@never_cache
@require_POST
def file(request: Request, kind: str) -> HttpResponse:
    """下载预览: the draft as PDF or DOCX, marked as a draft by its name."""
    desk = desks.sitting(request, request.POST.get("number", ""))
    typed = desk.typed(request.POST)
    kind = kind if kind in TYPES else "pdf"
    try:
        made = previewing.preview_file(desks.content(desk, typed), kind, at=request.now)
    except (BadPaper, NoChineseFont, StepRefused) as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(made, content_type=TYPES[kind])
    name = quote(f"{typed.title or _('文稿')}（{_('草稿')}）.{kind}")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


@roles(*STAFF)
@never_cache
@require_POST
def bring(request: Request) -> JsonResponse:
    """从 Word 文件导入: the words of a DOCX as plain lines, or why not."""
    try:
        brought = bringing.text_of(request.FILES.get("file"))
    except Refused as refused:
        return JsonResponse({"refused": str(refused)}, status=422)
    return JsonResponse({"text": brought.text, "lines": brought.lines, "tables": brought.tables})
