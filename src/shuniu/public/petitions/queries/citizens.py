"""What the holder of number and query code reads: where it stands, what comes next, and what they may do until when.

Made from the same passages as the office's page, by the kernel's ``following``. Of a sealed accusation nothing is said
that tells who accuses whom, not even to whoever holds the code: a telephone is left lying about (art. 30).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.signing import BadSignature
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.following import FOLLOW, FOLLOW_SECONDS, PublicEntry, PublicView, public_view
from shuniu.kernel.casework.models import Clock, Matter, Passage
from shuniu.kernel.casework.pages import ClockCard, clock_card
from shuniu.kernel.casework.taking import load_case
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.law.registry import PETITIONS
from shuniu.kernel.organisation.personal import decrypt
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import due, local_day
from shuniu.public.petitions.models import Petition, Petitioner
from shuniu.public.petitions.procedures import PetitionProcedure as P
from shuniu.public.petitions.procedures import days
from shuniu.public.petitions.queries.letters import Letter, letters_of
from shuniu.public.petitions.queries.reviewers import organ_above, reviewing_of
from shuniu.public.petitions.roles import HOME

ASKED = {"answered": ("request_review", "ask_review"), "review_answered": ("request_recheck", "ask_recheck")}
"""In each state in which an opinion stands: the request that may follow, and the clock of its term."""


@dataclass(frozen=True, slots=True)
class Again:
    """复查 or 复核: whether it may be asked for, of whom, and until when."""

    step: str
    organ: str
    """The organ next above the one that decided, in whose name it is reviewed."""
    here: bool
    """Whether that organ reviews in this system; else the letter is to be taken there."""
    term: ClockCard | None
    open: bool
    days_left: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the line; ``standing`` is done, now or ahead."""

    label: str
    standing: str


@dataclass(frozen=True, slots=True)
class Term:
    """A clock with the name that its petitioner reads: 告知您去向的期限, not 登记分流."""

    label: str
    card: ClockCard


@dataclass(frozen=True, slots=True)
class Followed:
    """All that the page of one petition shows."""

    view: PublicView
    petition: Petition
    title: str
    running: Term | None
    terms: list[Term]
    """The clocks that concern the petitioner, those that run first."""
    late: bool
    next: str
    stages: list[Stage]
    again: Again | None
    letters: list[Letter]
    case: Case
    passages: list[Passage]

    @property
    def sealed(self) -> bool:
        return self.view.matter.sealed

    @property
    def may(self) -> list[str]:
        return self.view.may


def followed_petition(matter: Matter, *, now: datetime) -> Followed:
    """The citizen's view of a petition, in six queries."""
    passages = list(Passage.objects.filter(matter_id=matter.pk).order_by("seq"))
    petition = Petition.objects.get(pk=matter.pk)
    case = load_case(matter, detail=petition, history=[(one.step, one.person_id) for one in passages])
    again = _again(case, passages, now)
    view = _unsealed(public_view(case, passages, now=now), passages)
    view = replace(view, may=[name for name in view.may if _open_to(name, again)])
    terms = [Term(_(P.clocks[card.name].public), card) for card in view.clocks]
    running = next((one for one in terms if one.card.running and one.card.name not in _ASKING), None)
    late = running is not None and running.card.legal_due < now and matter.closed_at is None
    return Followed(
        view, petition, matter.title if not matter.sealed else _("检举控告事项"), running, terms, late,
        _next(case, view, again), _stages(matter, case), again,
        letters_of(case, passages, petitioners=True) if not matter.sealed else [], case, passages,
    )  # fmt: skip


_ASKING = ("ask_review", "ask_recheck")


def _open_to(step: str, again: Again | None) -> bool:
    """A request for review is offered while its term runs and there is an organ here to take it."""
    return not step.startswith("request_") or (again is not None and again.step == step and again.open and again.here)


def _again(case: Case, passages: list[Passage], now: datetime) -> Again | None:
    step, clock_name = ASKED.get(case.state, ("", ""))
    if not step:
        return None
    decided = case.detail.handled_by if step == "request_review" else case.matter.unit_id
    reviewing, above = reviewing_of(decided), organ_above(decided)
    clock = case.clocks.get(clock_name)
    left = (local_day(clock.legal_due) - local_day(now)).days if clock is not None else 0
    return Again(
        step, above.name if above is not None else _("上一级人民政府或者主管部门"), reviewing is not None,
        clock_card(clock, P, now) if clock is not None else None,
        clock is not None and clock.stopped_at is None and now <= clock.legal_due, left,
    )  # fmt: skip


def _unsealed(view: PublicView, passages: list[Passage]) -> PublicView:
    """Of a sealed matter the timeline keeps the steps and loses every word that may hold a name."""
    if not view.matter.sealed:
        return view
    shown = [one for one in passages if P.steps[one.step].public is not None]
    bare = [
        PublicEntry(entry.at, str(_SEALED.get(passage.step) or _(P.states[passage.to_state].public)), entry.late)
        for entry, passage in zip(view.entries, reversed(shown), strict=True)
    ]
    return replace(view, entries=bare, unit="")


_SEALED: dict[str, str | Promise] = {
    "add_statement": _l("您补充了情况。"),
    "rate": _l("您作了评价。"),
    "register": _l("我们收到了您反映的信访事项。"),
}


# --- Where it stands ------------------------------------------------------------------------------------------------

DONE, NOW, AHEAD = "done", "now", "ahead"
_AT = {
    "registered": 1, "transferred": 2, "contested": 2, "conferring": 2, "handling": 3, "drafted": 3, "studied": 3,
    "elsewhere": 3, "answered": 4,
}  # fmt: skip
_AGAIN_AT = {"reviewing": 1, "review_answered": 2, "rechecking": 3, "hearing": 3, "finished": 4}


def _stages(matter: Matter, case: Case) -> list[Stage]:
    """登记 → 分流 → 受理 → 办理 → 答复, or once it is reviewed 答复 → 复查 → … ; empty where the line was left."""
    state = matter.state
    if state in ("withdrawn", "not_accepted", "handed_over"):
        return []
    if state in _AGAIN_AT or (state == "closed" and case.times("request_review")):
        labels: list[Any] = [_("处理意见"), _("复查"), _("复查意见"), _("复核"), _("复核意见")]
        at = _AGAIN_AT.get(state, 5 if case.times("request_recheck") else 3)
        labels = labels[:3] if state == "closed" and not case.times("request_recheck") else labels
        return _line(labels, at, state in ("closed", "finished"))
    labels = [_("登记"), _("分流"), _("受理"), _("办理"), _("答复")]
    return _line(labels, _AT.get(state, 4), state == "closed")


def _line(labels: list[Any], at: int, over: bool) -> list[Stage]:
    return [
        Stage(str(label), DONE if over or nth < at else NOW if nth == at else AHEAD) for nth, label in enumerate(labels)
    ]


def _next(case: Case, view: PublicView, again: Again | None) -> str:
    if case.state in ASKED and again is not None:
        return _after_opinion(case, again)
    sentence = _NEXT.get(case.state)
    return str(sentence) % {"unit": view.unit or _("承办机关")} if sentence is not None else ""


def _after_opinion(case: Case, again: Again) -> str:
    if again.term is None:
        return _("意见书已经作出，正在送达您。您收到的那一天起，才开始计算可以请求复查、复核的30日。")
    if not again.open:
        return _("可以提出请求的期限已经届满。因正当理由耽误的，请带上意见书联系信访部门说明情况。")
    if again.step == "request_review":
        return _("同意处理意见的，不用做什么；不服的，可以请求上一级机关复查。")
    return _("同意复查意见的，不用做什么；不服的，可以请求复核。复核意见是最后的意见。")


_NEXT: Mapping[str, str | Promise] = {
    "registered": _l("信访部门正在登记、甄别，决定转给哪个机关办理。您现在不用做什么。"),
    "transferred": _l("%(unit)s正在看您反映的事，会书面告诉您是否受理、怎样办理。"),
    "contested": _l("正在核定由哪个机关办理。核定之后由该机关书面告知您。"),
    "conferring": _l("几个机关对由谁办理有不同看法，正在由联席会议协调，确定后书面告知您。"),
    "handling": _l("%(unit)s会听您陈述事实和理由，调查核实，办结后出具信访处理意见书。"),
    "drafted": _l("%(unit)s已经拟出处理意见，正在审签。"),
    "studied": _l("%(unit)s正在研究您的建议，采纳与否都会答复您。"),
    "elsewhere": _l("这件事有专门的法定途径，正在按那个程序办理。"),
    "reviewing": _l("复查的机关会重新看一遍事实、理由和依据，书面答复您。"),
    "rechecking": _l("复核的机关会重新审查，必要时举行听证，书面答复您。"),
    "hearing": _l("正在举行听证，听证的时间不计入复核期限。"),
    "finished": _l(
        "复核意见是信访程序的最后意见。同一事实和理由再提出的，各级机关不再受理（《信访工作条例》第三十六条）。"
    ),
    "closed": _l("这件事已经办结。有新的事实，可以重新提出，并写明原来的编号。"),
    "not_accepted": _l("理由写在下面的办理经过里。按所说的途径提出，会更快得到有效的处理。"),
    "handed_over": _l("有权机关会依规依纪依法办理，办理情况由该机关按规定反馈。"),
    "withdrawn": _l("已经按您的要求停止办理。需要时可以重新提出。"),
}


# --- Before and beside --------------------------------------------------------------------------------------------


def route_card(now: datetime) -> ClockCard:
    """The 15 days of article 22 as they would run from a petition filed now, explained like any clock."""
    period = days(15)
    ends = due(now, period, current_calendar())
    clock = Clock(
        name=P.route.name, started_at=now, length=period.length, unit=period.unit.value,
        basis=PETITIONS.article(22).cite(), confirmed=True, extended=0, pauses=[], stopped_at=None,
        legal_due=ends.legal_due, safe_due=ends.safe_due, provisional=ends.provisional,
    )  # fmt: skip
    return clock_card(clock, P, now)


def in_progress_beside(matter: Matter) -> list[Matter]:
    """Open petitions of the same person, told by name and telephone, other than this one.

    Asked once a petition has been filed, not before: nobody shall learn by typing a neighbour's number that the
    neighbour petitions. Sealed ones are never told.
    """
    own = Petitioner.objects.filter(pk=matter.pk).first()
    if own is None or not own.phone_hash or own.sealed:
        return []
    same = Petitioner.objects.filter(
        phone_hash=own.phone_hash, sealed=False, matter__closed_at__isnull=True, matter__sealed=False
    ).exclude(pk=matter.pk)
    name = decrypt(own.name)
    rows = same.select_related("matter").order_by("-pk")[:20]
    return [one.matter for one in rows if decrypt(one.name) == name]


def office_name() -> str:
    """The petition office of this city, by its name."""
    return tree().name(tree().by_code.get(HOME)) or _("信访部门")


def open_followed(cookies: Mapping[str, str], read_signed: Callable[..., str | None]) -> Matter | None:
    """The open petition that this browser gave the code of within the hour, if there is one: perhaps it is the same thing."""
    if FOLLOW not in cookies:
        return None
    try:
        matter_id = int(read_signed(FOLLOW, max_age=FOLLOW_SECONDS) or "")
    except (BadSignature, ValueError, KeyError):
        return None
    return Matter.objects.filter(pk=matter_id, kind=P.kind, closed_at__isnull=True, sealed=False).first()


def own_letter(matter: Matter, seq: int, *, now: datetime) -> tuple[Letter, Followed] | None:
    """A letter that is addressed to the petitioner, by its place in the record; of a sealed matter none."""
    shown = followed_petition(matter, now=now)
    return next(((one, shown) for one in shown.letters if one.seq == seq), None)


def own_name(matter: Matter) -> str:
    """Whom the letter addresses."""
    row = Petitioner.objects.filter(pk=matter.pk).first()
    return decrypt(row.name) if row is not None else ""


def petition_numbered(number: str) -> Matter | None:
    """The petition of a receipt, whose cookie vouches for whoever asks."""
    return Matter.objects.filter(number=number, kind=P.kind).first()
