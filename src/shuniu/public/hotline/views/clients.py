"""开放接口客户端: which programs may file requests, and how fast. The centre's head alone decides."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuniu.kernel.web import idempotency
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.request import Request
from shuniu.public.hotline.forms.clients import AdmitForm, ChangeForm
from shuniu.public.hotline.operations import admitting
from shuniu.public.hotline.queries import clients as programs
from shuniu.public.hotline.roles import MANAGER

SCOPE = "hotline.client"


@roles(MANAGER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def clients(request: Request) -> HttpResponse:
    """The programs, and the form that admits another; its key stands in the answer to the form and nowhere else."""
    form, key = AdmitForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            once = idempotency.key_of(request.POST.get(idempotency.FIELD, ""), SCOPE)
        except idempotency.BadToken:
            form.add_error(None, _("页面打开太久了，您填写的内容仍在，请再提交一次。"))
        else:
            _client, key = admitting.admit(form.admission(), actor=request.actor, at=request.now, key=once)
            form = AdmitForm()
    context = {"form": form, "key": key, "lines": programs.clients(request.now)}
    return page(request, "hotline/clients/list.html", context, status=422 if form.errors else 200)


@roles(MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def client(request: Request, pk: int) -> HttpResponse:
    """Stop, start or slow one program."""
    found = programs.client_of(pk)
    if found is None:
        raise Http404
    form = ChangeForm(request.POST or None, initial={"active": found.active, "per_minute": found.per_minute})
    if request.method == "POST" and form.is_valid():
        admitting.change(found, **form.cleaned_data, actor=request.actor, at=request.now)
        messages.success(request, _("已保存，从下一次请求起生效。"))
        return go(request, reverse("hotline:clients"))
    context = {"form": form, "client": found}
    return page(request, "hotline/clients/edit.html", context, status=422 if form.errors else 200)
