"""知识库: the list, an article with its revisions, and what those who keep it do with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.kernel.web import exports
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.doors import roles
from shuniu.kernel.web.paging import page_of
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Column, Table
from shuniu.public.hotline.article_search import READERS
from shuniu.public.hotline.forms.knowledge import ArticleFilter, ArticleForm, ReviewForm, TurnForm, WordingForm
from shuniu.public.hotline.operations import knowledge as keeping
from shuniu.public.hotline.operations import looking
from shuniu.public.hotline.queries import knowledge
from shuniu.public.hotline.queries.knowledge import Article
from shuniu.public.hotline.roles import HEAD, KNOWLEDGE, LIAISON

KEEPERS = (KNOWLEDGE, LIAISON, HEAD)
TITLE = Column("title", _l("问题"), value="article.title", link=lambda row: row.url, wide=True)
UNIT, SUBJECT = Column("unit", _l("责任单位")), Column("subject", _l("事项分类"))
STATUS = Column("status", _l("状态"), kind="badge")
REVIEW = Column("review", _l("复核期限"), value="article.review_by", cell="hotline/knowledge/_review.html")
USED = Column("used", _l("引用次数"), value="article.used", kind="number")
UPDATED = Column("updated", _l("更新时间"), value="article.updated_at", kind="day")
LIST = (TITLE, UNIT, SUBJECT, STATUS, REVIEW, USED, UPDATED)
EXPORT = (
    Column("title", _l("问题"), value="article.title", wide=True),
    Column("answer", _l("答复"), value="article.answer", wide=True),
    Column("basis", _l("依据"), value="article.basis"),
    Column("keywords", _l("关键词"), value="article.keywords"),
    UNIT, SUBJECT, STATUS, Column("public", _l("公开"), value=lambda row: _("是") if row.article.public else _("否")),
    Column("review", _l("复核期限"), value="article.review_by", kind="day"), USED, UPDATED,
)  # fmt: skip


def _asked(request: Request) -> tuple[ArticleFilter, Any, tuple[str, ...]]:
    keeps = request.actor.holds_any(KEEPERS)
    form = ArticleFilter(request.GET, keeps=keeps)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows, order = knowledge.listed(request.actor, wanted, request.today)
    return form, rows.none() if form.errors else rows, order


@roles(*READERS)
@require_safe
def articles(request: Request) -> HttpResponse:
    """All articles that this person may read."""
    form, rows, order = _asked(request)
    shown = page_of(rows, request.GET, order=order)
    table = Table(_("知识库"), LIST, knowledge.rows_of(shown.rows, request.today),
                  empty=_("没有符合条件的知识。"), advice=_("换一种说法，或清除筛选条件。"))  # fmt: skip
    drafts, changes = (0, 0) if request.GET else knowledge.waiting(request.actor)
    context = {"form": form, "slice": shown, "table": table, "keep": request.GET.urlencode(),
               "drafts": drafts, "changes": changes,
               "writes": request.actor.holds_any(KEEPERS)}  # fmt: skip
    return page(request, "hotline/knowledge/list.html", context, status=422 if form.errors else 200)


@roles(*READERS)
@require_safe
def export(request: Request) -> FileResponse:
    """The list as it is filtered, as XLSX. What left is in the ledger."""
    _form, rows, order = _asked(request)
    found = list(rows.order_by(*order)[: exports.CAP + 1])

    def record(done: exports.Export) -> None:
        looking.record_export(_("知识库（xlsx）"), done.rows, actor=request.actor, at=request.now,
                              filters=request.GET.urlencode())  # fmt: skip

    lines = knowledge.rows_of(found, request.today)
    return exports.xlsx(EXPORT, lines, name=_("知识库"), on_export=record)


def _article(request: Request, code: str) -> Article:
    found = knowledge.article_for(request.actor, code)
    if found is None:
        raise Http404
    return found


@roles(*READERS)
@require_safe
def article(request: Request, code: str) -> HttpResponse:
    """One article; ``?sheet=print`` for paper."""
    shown = knowledge.article_page(_article(request, code), request.actor, request.today)
    context = {"page": shown, "article": shown.article, "turn": TurnForm(), "review": ReviewForm(on=request.today),
               "saved": request.GET.get("saved", "")}  # fmt: skip
    sheet = request.GET.get("sheet") == "print"
    return page(request, "hotline/knowledge/print.html" if sheet else "hotline/knowledge/article.html", context)


def _units(request: Request) -> list[Node]:
    """The units in whose name this person may write: every open one for the clerk, else their own."""
    own = None if knowledge.keeps_all(request.actor) else knowledge.own_units(request.actor)
    return [node for node, _depth in tree().walk() if not node.closed and (own is None or node.id in own)]


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A new article begins as a draft."""
    form = ArticleForm(request.POST or None, units=_units(request), fresh=True)
    if request.method == "POST" and form.is_valid():
        try:
            made = keeping.write(form.wording(), form.keeping(), actor=request.actor, at=request.now)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已存为草稿，由知识库管理员发布。"))
            return go(request, f"{reverse('hotline:article', args=[made.code])}?saved=new")
    return page(
        request,
        "hotline/knowledge/edit.html",
        {"form": form, "draft": "hotline.article.new"},
        status=422 if form.errors else 200,
    )


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, code: str) -> HttpResponse:
    """Change an article: the clerk at once, its owner as a draft for the clerk to publish."""
    found = _article(request, code)
    if not knowledge.may_propose(found, request.actor):
        raise PermissionDenied(_("这篇知识由%(unit)s负责，您不能修改。") % {"unit": found.unit})
    form = _edit_form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _changed(request, found, form))
            return go(request, f"{reverse('hotline:article', args=[code])}?saved={code}")
        except StepRefused as refused:
            form.add_error(None, str(refused))
    context = {
        "form": form,
        "article": found,
        "proposes": knowledge.by_proposal(found, request.actor),
        "draft": f"hotline.article.{code}",
    }
    return page(request, "hotline/knowledge/edit.html", context, status=422 if form.errors else 200)


def _edit_form(request: Request, found: Article) -> WordingForm:
    first = {name: getattr(found, name) for name in ("title", "answer", "basis", "keywords", "public", "review_by")}
    first |= {"unit": found.unit_id, "subject": found.subject_id}
    if not knowledge.keeps_all(request.actor):
        return WordingForm(request.POST or None, initial=first)
    return ArticleForm(request.POST or None, initial=first, units=_units(request))


def _changed(request: Request, found: Article, form: WordingForm) -> str:
    reason = form.cleaned_data["reason"]
    if knowledge.by_proposal(found, request.actor):
        keeping.propose(found, form.wording(), reason=reason, actor=request.actor, at=request.now)
        return _("修改已存为草稿，由知识库管理员审核发布；在那之前原来的内容仍然有效。")
    keeping.revise(found, form.wording(), form.keeping(), reason=reason, actor=request.actor, at=request.now)
    return _("已保存。")


@roles(*KEEPERS)
@require_POST
def act(request: Request, code: str, verb: str) -> HttpResponse:
    """发布, 停用, 复核无误, 采纳, 不采纳: each short form of the article's page."""
    found = _article(request, code)
    form: TurnForm | ReviewForm = (
        ReviewForm(request.POST, on=request.today) if verb == "review" else TurnForm(request.POST)
    )
    if verb not in ("accept", "decline") and not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return go(request, reverse("hotline:article", args=[code]))
    try:
        messages.success(request, _acted(request, found, verb, form))
    except (keeping.ArticleRefused, StepRefused) as refused:
        messages.error(request, str(refused))
    return go(request, reverse("hotline:article", args=[code]))


def _acted(request: Request, found: Article, verb: str, form: TurnForm | ReviewForm) -> str:
    actor, at = request.actor, request.now
    if verb == "review" and knowledge.may_propose(found, actor):
        keeping.review(found, review_by=form.cleaned_data["review_by"], actor=actor, at=at)
        return _("已登记复核。")
    if not knowledge.keeps_all(actor):
        raise PermissionDenied(_("发布和停用由知识库管理员办理。"))
    if verb == "accept":
        keeping.accept(found, expected=request.POST.get("expected", ""), actor=actor, at=at)
        return _("已采纳并发布。")
    if verb == "decline":
        keeping.decline(found, expected=request.POST.get("expected", ""))
        return _("没有采纳，原内容不变。")
    turn = keeping.publish if verb == "publish" else keeping.retire
    turn(found, reason=form.cleaned_data["reason"], actor=actor, at=at)
    return _("已发布。") if verb == "publish" else _("已停用。")
