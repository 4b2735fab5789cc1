"""Open311 GeoReport v2: services, definitions, requests, in XML and JSON, with its own forms of error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.organisation.actor import citizen
from shuniu.kernel.web.doors import public
from shuniu.kernel.web.ratelimit import hit
from shuniu.kernel.web.request import Request, address_of
from shuniu.public.hotline.forms.open311 import ListForm, PostForm
from shuniu.public.hotline.operations.clients import file_request
from shuniu.public.hotline.queries import open311

FORMATS = ("json", "xml")
JURISDICTION = "yunzhou"
ANONYMOUS_PER_MINUTE = 60


class Problem(Exception):
    """An error in the standard's own form: a list of code and description."""

    def __init__(self, status: int, *descriptions: str) -> None:
        super().__init__(*descriptions)
        self.status = status


def endpoint(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A door of the interface: its methods, its format, its language, its errors."""

    def mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @public
        @csrf_exempt  # A program has no cookie that a stranger's page could ride on; the key authorises.
        @wraps(view)
        def answer(request: Request, *args: Any, kind: str, **kwargs: Any) -> HttpResponse:
            with override("en" if request.headers.get("Accept-Language", "").startswith("en") else "zh-hans"):
                try:
                    if request.method not in methods:
                        raise Problem(405, _("这个地址不支持 %(method)s。") % {"method": request.method})
                    if kind not in FORMATS:
                        raise Problem(404, _("格式只有 json 和 xml。"))
                    return view(request, *args, kind=kind, **kwargs)
                except Problem as problem:
                    return errors(kind, problem.status, [str(one) for one in problem.args])

        return answer

    return mark


@endpoint("GET")
def discovery(request: Request, *, kind: str) -> HttpResponse:
    base = request.build_absolute_uri(reverse("open311:services", args=["xml"])).rsplit("/", 1)[0]
    return send(kind, open311.discovery(base, request.now), "discovery", "endpoint")


@endpoint("GET")
def services(request: Request, *, kind: str) -> HttpResponse:
    check_jurisdiction(request.GET.get("jurisdiction_id", ""))
    return send(kind, open311.services(), "services", "service")


@endpoint("GET")
def service(request: Request, code: str, *, kind: str) -> HttpResponse:
    check_jurisdiction(request.GET.get("jurisdiction_id", ""))
    return send(kind, open311.definition(subject_of(code)), "service_definition", "attribute")


@endpoint("GET", "POST")
def requests(request: Request, *, kind: str) -> HttpResponse:
    return file(request, kind) if request.method == "POST" else listing(request, kind)


@endpoint("GET")
def one(request: Request, number: str, *, kind: str) -> HttpResponse:
    found = open311.requests(caller(request, request.GET.get("api_key", "")), now=request.now, numbers=[number])
    if not found:
        raise Problem(404, _("没有这个编号的诉求，或者它没有公开。"))
    return send(kind, found, "service_requests", "request")


def listing(request: Request, kind: str) -> HttpResponse:
    check_jurisdiction(request.GET.get("jurisdiction_id", ""))
    form = ListForm(request.GET)
    if not form.is_valid():
        raise Problem(400, *said(form.errors))
    data = form.cleaned_data
    found = open311.requests(
        caller(request, request.GET.get("api_key", "")), now=request.now, numbers=data["service_request_id"],
        codes=data["service_code"], status=data["status"], start=data["start_date"], end=data["end_date"],
    )  # fmt: skip
    return send(kind, found, "service_requests", "request")


def file(request: Request, kind: str) -> HttpResponse:
    """POST requests: answers number and query code; the same Idempotency-Key is the same request."""
    check_body(request)
    client = caller(request, request.POST.get("api_key", ""))
    if client is None:
        raise Problem(403, _("缺少 api_key，或密钥无效。请向热线中心申请。"))
    report = report_of(request, client)
    key, actor = request.headers.get("Idempotency-Key", ""), citizen(address=address_of(request))
    try:
        made = file_request(report, client, now=request.now, actor=actor, key=key)
    except StepRefused as refusal:
        raise Problem(400, str(refusal)) from refusal
    notice = _("查询码 %(code)s：凭编号和查询码在网站查看办理情况。") % {"code": made.code}
    answer = {"service_request_id": made.matter.number, "service_notice": notice, "account_id": ""}
    return send(kind, [answer], "service_requests", "request", status=201)


def report_of(request: Request, client: Any) -> Any:
    """What was sent, checked; every fault is said at once."""
    check_jurisdiction(request.POST.get("jurisdiction_id", ""))
    code = request.POST.get("service_code", "")
    if not code:
        raise Problem(400, _("缺少 service_code。"))
    subject = subject_of(code)
    form = PostForm({**request.POST.dict(), "type": request.POST.get("attribute[type]", "")})
    if not form.is_valid():
        raise Problem(400, *said(form.errors))
    return form.report(subject.pk, subject.default_type, client.pk)


def check_body(request: Request) -> None:
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8"):
        raise Problem(400, _("请用 UTF-8 编码发送。"))
    if any("�" in value for value in request.POST.values()):
        raise Problem(400, _("内容不是有效的 UTF-8 编码。"))


def caller(request: Request, api_key: str) -> Any:
    """The client of the key, None without one; a wrong key is an error, and everybody has a rate."""
    client = open311.client_of(api_key) if api_key else None
    if api_key and client is None:
        raise Problem(403, _("缺少 api_key，或密钥无效。请向热线中心申请。"))
    who = f"client {client.pk}" if client else address_of(request)
    limit = client.per_minute if client else ANONYMOUS_PER_MINUTE
    verdict = hit("open311", who, limit=limit, seconds=60, at=request.now)
    if not verdict.allowed:
        raise Problem(429, _("请求太频繁，请 %(seconds)s 秒后再试。") % {"seconds": verdict.retry_after})
    return client


def check_jurisdiction(given: str) -> None:
    if given and given != JURISDICTION:
        raise Problem(404, _("没有这个 jurisdiction_id：%(given)s。") % {"given": given[:60]})


def subject_of(code: str) -> Any:
    found = open311.service(code)
    if found is None:
        raise Problem(404, _("没有这个 service_code：%(code)s。") % {"code": code[:60]})
    return found


def said(errors_of: Any) -> list[str]:
    return [f"{name}: {text}" if name != "__all__" else text for name, texts in errors_of.items() for text in texts]


def errors(kind: str, status: int, descriptions: Sequence[str]) -> HttpResponse:
    found = [{"code": status, "description": one} for one in descriptions]
    return send(kind if kind in FORMATS else "json", found, "errors", "error", status=status)


def send(kind: str, content: Any, root: str, item: str, *, status: int = 200) -> HttpResponse:
    """The same content as JSON or as XML with the standard's element names."""
    if kind == "json":
        return JsonResponse(content, safe=False, status=status, json_dumps_params={"ensure_ascii": False})
    element = Element(root)
    rows = content if isinstance(content, list) else [content]
    for row in rows:
        fill(SubElement(element, item) if isinstance(content, list) else element, row)
    body = tostring(element, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8", status=status)


SINGULAR = {"attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format"}


def fill(element: Element, content: dict[str, Any]) -> None:
    for name, value in content.items():
        child = SubElement(element, name)
        if isinstance(value, list):
            for one in value:
                part = SubElement(child, SINGULAR[name])
                if isinstance(one, dict):
                    fill(part, one)
                else:
                    part.text = str(one)
        else:
            child.text = plain(value)


def plain(value: Any) -> str:
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    # XML 1.0 has no way to write these characters, not even escaped.
    return "".join(char for char in text if char in "\t\n\r" or ord(char) >= 32)
