"""What an applicant sees of their request: where it stands in plain words and in the law's, until when, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework import following
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.pages import ClockCard, opened
from shuniu.kernel.casework.taking import load_case
from shuniu.kernel.law.instruments import Article
from shuniu.kernel.law.registry import DISCLOSURE, RECONSIDERATION
from shuniu.kernel.organisation.actor import citizen
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.kernel.reading import rows_where
from shuniu.public.disclosure import paths
from shuniu.public.disclosure.digest import digest_of
from shuniu.public.disclosure.letters.story import Story
from shuniu.public.disclosure.letters.table import Letter
from shuniu.public.disclosure.models import Applicant, InformationRequest
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.queries.letters import letter_at, letters_to_applicant
from shuniu.public.disclosure.replies import REPLIES, Ground, Reply

PROCEDURE = InformationRequestProcedure

MEANING: dict[str, tuple[Promise, Article | None]] = {
    "arrived": (_("我们会打电话或者发邮件与您确认收到。答复的期限从确认之日的次日起算。"), DISCLOSURE.article(31)),
    "handling": (_("我们正在查找和判断。您现在不用做什么。"), DISCLOSURE.article(33, 2)),
    "searching": (_("保存信息的单位正在查找。您现在不用做什么。"), DISCLOSURE.article(33, 2)),
    "drafted": (_("答复已经写好，正在审核签发。您现在不用做什么。"), DISCLOSURE.article(33, 2)),
    "correcting": (
        _("我们没有看懂您要的是什么，请按下面说的补充。不补充又没有正当理由的，视为放弃申请。"),
        DISCLOSURE.article(30),
    ),
    "explaining": (_("请说明为什么需要这么多信息。理由合理的会继续办理。"), DISCLOSURE.article(35)),
    "asking_third": (_("您要的信息关系到别人，正在问他们的意见。这段时间不算在答复期限内。"), DISCLOSURE.article(32)),
    "asking_organ": (
        _("您要的信息是几个机关一起做的，正在问他们的意见。这段时间不算在答复期限内。"),
        DISCLOSURE.article(34),
    ),
    "charged": (_("请按通知缴费，缴费后继续办理。有疑问请打电话问我们。"), DISCLOSURE.article(42)),
    "delivering": (_("答复在下面。答复书也会按您选的方式送给您。"), DISCLOSURE.article(36)),
    "answered": (_("答复在下面。答复书也会按您选的方式送给您。"), DISCLOSURE.article(36)),
    "abandoned": (_("这件申请已经结束。仍然需要的，可以重新申请。"), None),
    "withdrawn": (_("您撤回了这件申请。需要时可以重新申请。"), None),
}
"""State → what it means for the applicant, and the article that orders it."""


@dataclass(frozen=True, slots=True)
class Given:
    """The answer as it was signed."""

    reply: Reply
    ground: Ground | None
    text: str
    at: datetime
    remedy: Promise
    cites: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """All that the holder of number and query code sees."""

    view: following.PublicView
    request: InformationRequest
    passages: list[Passage]
    clocks: list[tuple[str, ClockCard]]
    """Each clock under the name that it has for the applicant."""
    meaning: Promise | str
    law: Article | None
    given: Given | None
    correction: str


def follow(matter: Matter, *, now: datetime) -> Followed:
    """The applicant's page of a request; at most nine queries."""
    passages = rows_where(Passage, "matter_id", matter.pk, order="seq")
    detail = InformationRequest.objects.get(pk=matter.pk)
    case = load_case(matter, detail=detail, history=[(one.step, one.person_id) for one in passages])
    meaning, law = MEANING.get(matter.state, ("", None))
    if matter.state in ("correcting", "explaining") and passages[-1].step in ("supplement", "explain"):
        meaning = _("您补充的内容已经提交，我们会与您确认。")
    asked = [str(one.data.get("items", "")) for one in passages if one.step == "ask_correction"]
    view = following.public_view(case, passages, now=now)
    return Followed(
        view=view,
        clocks=[(gettext(PROCEDURE.clocks[card.name].public), card) for card in view.clocks],
        request=detail,
        passages=passages,
        meaning=meaning,
        law=law if law is not None and law.confirmed else None,
        given=_given(passages),
        correction=asked[-1] if asked and matter.state == "correcting" else "",
    )


def _given(passages: list[Passage]) -> Given | None:
    """The last answer that went out: a draft is nobody's to read before it is signed."""
    drafted: Passage | None = None
    found: tuple[Passage, datetime] | None = None
    for passage in passages:
        if passage.step == "draft_reply":
            drafted = passage
        elif passage.step == "sign" and drafted is not None:
            found = (drafted, passage.at)
    if found is None or found[0].data.get("kind") not in REPLIES:
        return None
    reply = REPLIES[found[0].data["kind"]]
    words, cites = _remedy(reply)
    ground = next((one for one in reply.grounds if one.key == found[0].data.get("ground")), None)
    return Given(reply, ground, str(found[0].data.get("text", "")), found[1], words, cites)


def _remedy(reply: Reply) -> tuple[Promise, tuple[Article, ...]]:
    within = RECONSIDERATION.article(20)
    if reply.refuses:
        words = _("对不予公开不服的，应当先申请行政复议，自知道之日起60日内提出；对复议决定不服的，再提起行政诉讼。")
        return words, (within, RECONSIDERATION.article(23))
    return _("对答复不服的，可以自知道之日起60日内申请行政复议。"), (within,)


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter to the applicant, with its address."""

    name: str
    at: datetime
    url: str


def letters(found: Followed) -> list[LetterLine]:
    number = found.view.matter.number
    told = letters_to_applicant(found.passages)
    return [LetterLine(name, at, reverse("information:letter", args=[number, seq])) for seq, name, at in told]


def letter(matter: Matter, seq: int) -> tuple[Letter, Story]:
    """One of them as it is to be set; 404 for any other."""
    return letter_at(opened(citizen(matter.pk), PROCEDURE, matter.number or ""), seq, to_applicant=True)


# --- Before filing -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Door:
    """A path with its address in this installation; empty where there is none."""

    path: paths.Path
    url: str


def doors(text: str = "") -> list[Door]:
    """All paths, the likely one first, each carrying what was typed as far as its form takes it."""
    first = paths.likely(text) if text else None
    ordered = sorted(paths.PATHS, key=lambda path: path is not first)
    return [Door(path, _address(path, text)) for path in ordered]


def _address(path: paths.Path, text: str) -> str:
    try:
        url = reverse(path.url_name) if path.url_name else ""
    except NoReverseMatch:
        return ""  # An installation without that module.
    return f"{url}?{urlencode({path.carries: text})}" if url and path.carries and text else url


def same_today(identity: str, title: str, text: str, at: datetime) -> Matter | None:
    """What the same person asked in the same words within a day, if anything."""
    mark = fingerprint("".join(identity.split()).upper())
    same = InformationRequest.objects.filter(
        digest=digest_of(title, text),
        matter__received_at__gte=at - timedelta(days=1),
        pk__in=Applicant.objects.filter(identity_hash=mark).order_by("-pk").values("pk")[:200],
    )
    found = same.select_related("matter").order_by("-pk").first()
    return found.matter if found else None
