"""The words of the letters: what each step that must be told or passed on says on paper. Pure; ``operations.letters`` sets them.

The texts are Chinese whatever language the screen speaks, for they are the paper itself, and are not translated. Each
cites only articles of the Regulations that were verified; a term that is local configuration is promised on no paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.law.instruments import Article
from shuniu.kernel.law.registry import PETITIONS
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.typesetting.paper import Annex, Form, Paper
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.public.petitions.models.petition import Category, Result, Standing
from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.queries.reviewers import organ_above, organ_of
from shuniu.public.petitions.roles import HOME

ANONYMOUS = "信访人"
PARTS = (("投诉请求", "request"), ("事实和理由", "facts"), ("处理意见", "opinion"), ("法律依据", "basis"))
HANDLE_DAYS = 60
ASSIGNING = tuple(step.name for step in PetitionProcedure.steps.values() if step.assigns)
OUTCOMES = {
    Result.SUPPORTED: "对您的请求予以支持。",
    Result.EXPLAINED: "对您的请求作如下解释说明。",
    Result.NOT_SUPPORTED: "对您的请求不予支持。",
}
REVIEWED = {
    Result.SUPPORTED: "支持您的请求，原意见予以变更或者撤销。",
    Result.EXPLAINED: "原意见予以维持，并就有关问题解释说明。",
    Result.NOT_SUPPORTED: "原意见予以维持，对您的请求不予支持。",
}
ADOPTED = {
    "whole": "您的建议予以采纳。",
    "part": "您的建议部分予以采纳。",
    "none": "您的建议暂不采纳。",
    "thanks": "您的建议已收悉，供工作中参考。",
}
WHY_NOT = {
    Standing.IN_PROGRESS: PETITIONS.article(19, 3),
    Standing.FINAL: PETITIONS.article(36, 3),
}
"""On what a refusal by the petition office rests, where the Regulations say it."""
ALL_PATHS = {
    Category.JUDICIAL: "诉讼、行政复议或者检察、公安机关的法定程序",
    Category.ARBITRATION: "仲裁",
    Category.PARTY: "党员申诉、复审",
    Category.ADMINISTRATIVE: "行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序",
    Category.DUTY: "请求查处违法行为、履行保护职责的程序",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a letter is made from: the petition, the step behind the letter, all steps, and whom it names."""

    case: Case
    passage: Passage
    passages: Sequence[Passage]
    name: str

    @property
    def data(self) -> Mapping[str, Any]:
        said: Mapping[str, Any] = self.passage.data
        return said

    @property
    def day(self) -> date:
        return local_day(self.passage.at)

    @property
    def matter(self) -> str:
        return f"“{self.case.matter.title}”（信访编号{self.case.matter.number}）"

    @property
    def person(self) -> str:
        people = self.case.detail.people
        return f"{self.name or ANONYMOUS}等{people}人" if people > 1 else self.name or ANONYMOUS

    def last(self, *steps: str) -> Passage | None:
        """The last of these steps up to the one behind the letter."""
        return next((one for one in reversed(self.passages) if one.step in steps and one.seq <= self.passage.seq), None)

    @property
    def lead(self) -> str:
        """The organ that held the petition when the letter was made."""
        return str(self.told(*ASSIGNING).get("unit_name") or tree().name(self.case.matter.unit_id))

    def told(self, *steps: str) -> Mapping[str, Any]:
        found = self.last(*steps)
        return found.data if found is not None else {}


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter's title, whom it is sent to, its text in the notation of papers, and what is laid beside it."""

    title: str
    to: str
    text: str
    annexes: tuple[Annex, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter. ``to_petitioner``: it is theirs to read; the others go from office to office."""

    key: str
    title: str
    to_petitioner: bool
    words: Callable[[Said], Draft]


def paper_of(said: Said, kind: Kind) -> Paper:
    """The letter as a paper to be set, signed by the organ whose step it was."""
    draft = kind.words(said)
    return Paper(
        title=draft.title,
        text=draft.text,
        organs=(signing_organ(said),),
        form=Form.LETTER,
        number=f"信访编号{said.case.matter.number}",
        recipients=draft.to,
        annexes=draft.annexes,
        signed_on=said.day,
    )


def signing_organ(said: Said) -> str:
    """A review is signed in the name of the organ above, though its office does the work; an act of a section is its organ's."""
    asked = {
        "conclude_review": "request_review",
        "conclude_recheck": "request_recheck",
        "hold_hearing": "request_recheck",
    }
    if said.passage.step in asked:
        organ = said.told(asked[said.passage.step]).get("organ")
        if organ:
            return str(organ)
    kept = tree()
    unit = said.passage.unit_id or kept.by_code.get(HOME)
    return kept.department_of(unit).name if unit is not None and kept.get(unit) else "信访部门"


def cite(article: Article) -> str:
    return article.cite()


def dated(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def day_of(text: Any) -> str:
    return dated(date.fromisoformat(str(text)))


def above(unit: int | None) -> str:
    """The organ next above, by its name; in words where it lies outside this city."""
    organ = organ_above(unit)
    own = organ_of(unit)
    return organ.name if organ is not None else f"{own.name if own is not None else '本机关'}的上一级机关"


# --- The petition office -------------------------------------------------------------------------------------------


def receipt(said: Said) -> Draft:
    """登记回执."""
    text = (
        f"您{dated(local_day(said.case.matter.received_at))}以{said.case.detail.get_way_display()}形式提出的信访事项"
        f"{said.matter}，我们已经登记。\n"
        f"依据{cite(PETITIONS.article(22))}，我们将自收到之日起15日内转送、交办有权处理的机关、单位，或者告知您应当采取的途径。\n"
        "您可以凭信访编号和登记时取得的查询码，在网上查询办理进度，并对办理情况作出评价。"
    )
    return Draft("信访事项登记回执", said.person, text)


def transfer(said: Said) -> Draft:
    """转送函: to the organ, with what was petitioned."""
    text = (
        f"现将{said.person}提出的信访事项{said.matter}转送你单位。\n"
        f"请依据{cite(PETITIONS.article(23))}，自收到之日起15日内书面告知信访人接收情况以及处理途径和程序。认为不属于本单位"
        "职权范围的，请自收到之日起5个工作日内提出异议，并详细说明理由，经核实同意后退还。\n" + _asked(said)
    )
    return Draft("信访事项转送函", str(said.data.get("unit_name", "")), text, _material(said))


def assignment(said: Said) -> Draft:
    """交办函: with the day by which the result is to be reported."""
    text = (
        f"现将{said.person}提出的信访事项{said.matter}交由你单位办理。\n"
        f"依据{cite(PETITIONS.article(22))}，请于{day_of(said.data['report_by'])}前报告办理结果，提交办结报告。\n"
        f"请依据{cite(PETITIONS.article(23))}，自收到之日起15日内书面告知信访人接收情况以及处理途径和程序。\n"
        + _asked(said)
    )
    return Draft("信访事项交办函", str(said.data.get("unit_name", "")), text, _material(said))


def settlement(said: Said) -> Draft:
    text = (
        f"关于{said.person}提出的信访事项{said.matter}的受理争议，经协调确定由你单位办理：{said.data.get('ruling', '')}\n"
        f"请依据{cite(PETITIONS.article(23))}，自收到之日起15日内书面告知信访人接收情况以及处理途径和程序。\n"
    )
    return Draft("信访事项协调确定通知书", str(said.data.get("unit_name", "")), text, _material(said))


def _asked(said: Said) -> str:
    return f"有关要求：{said.passage.note}" if said.passage.note else ""


def _material(said: Said) -> tuple[Annex, ...]:
    return (Annex("信访人提出的请求、事实和理由", said.case.detail.text),)


def not_accepted(said: Said) -> Draft:
    """不予受理告知书, of the petition office or of the organ: why, and where to turn."""
    article = PETITIONS.article(23) if said.passage.step == "refuse" else WHY_NOT.get(said.data.get("standing", ""))
    basis = f"\n依据：{cite(article)}。" if article is not None else ""
    text = f"您提出的信访事项{said.matter}，经审查，决定不予受理。理由如下：\n{said.data.get('reason', '')}{basis}"
    path = said.data.get("path")
    return Draft("信访事项不予受理告知书", said.person, f"{text}\n您可以采取的途径：{path}" if path else text)


def supervision(said: Said) -> Draft:
    """督促函."""
    text = (
        f"{said.person}提出的信访事项{said.matter}由你单位办理。现就办理情况予以督促：\n{said.data.get('text', '')}\n"
        "请及时办理，并将改进情况书面反馈。"
    )
    return Draft("信访事项督促函", said.lead, text)


# --- The organ that handles ----------------------------------------------------------------------------------------


def acceptance(said: Said) -> Draft:
    """受理告知书."""
    due = dated(said.day + timedelta(days=HANDLE_DAYS))
    simple = "本事项适用简易办理。" if said.passage.step == "accept_simply" else ""
    text = (
        f"您提出的信访事项{said.matter}，我们决定自{dated(said.day)}起受理。\n"
        f"依据{cite(PETITIONS.article(31, None, 6))}和{cite(PETITIONS.article(34))}，本事项自受理之日起60日内办结，即{due}前；"
        f"情况复杂的，经本机关、单位负责人批准可以适当延长，延长期限不超过30日，并告知您延期理由。{simple}\n"
        "办理中，我们将听取您陈述事实和理由，对有关事实进行调查核实，办结后出具信访处理意见书。"
    )
    return Draft("信访事项受理告知书", said.person, text)


def other_path(said: Said) -> Draft:
    """导入法定途径告知书."""
    category = str(said.data.get("category", ""))
    path = ALL_PATHS.get(Category(category), "") if category in ALL_PATHS else ""
    text = (
        f"您提出的信访事项{said.matter}，经审查，依据{cite(PETITIONS.article(31))}，应当通过{path}办理，不适用信访程序。\n"
        f"具体途径和办法：\n{said.data.get('text', '')}"
    )
    return Draft("信访事项导入法定途径告知书", said.person, text)


def extension(said: Said) -> Draft:
    """延长办理期限告知书."""
    clock = said.case.clocks.get("handle")
    until = f"，至{dated(local_day(clock.legal_due))}届满" if clock is not None else ""
    text = (
        f"您提出的信访事项{said.matter}，因情况复杂，不能在规定期限内办结。依据{cite(PETITIONS.article(34))}，经本机关负责人"
        f"批准，办理期限延长{said.data.get('days')}日{until}。\n延期理由：{said.data.get('reason', '')}"
    )
    return Draft("延长办理期限告知书", said.person, text)


def opinion(said: Said) -> Draft:
    """信访处理意见书: the four parts (art. 32), the outcome, and the remedy (art. 35)."""
    drafted = said.told("draft_opinion")
    accepted = said.case.detail.accepted_on
    began = f"本机关于{dated(accepted)}受理。" if accepted else ""
    parts = [_part(place, label, drafted, name) for place, (label, name) in enumerate(PARTS)]
    remedy = (
        f"如对本处理意见不服，可以依据{cite(PETITIONS.article(35))}，自收到本意见书之日起30日内，请求{above(said.passage.unit_id)}"
        "复查。"
    )
    head = f"您提出的信访事项{said.matter}，{began}经听取陈述、调查核实，现依据{cite(PETITIONS.article(32))}出具处理意见如下。"
    return Draft("信访处理意见书", said.person, "\n".join([head, *parts, remedy]))


def _part(place: int, label: str, drafted: Mapping[str, Any], name: str) -> str:
    outcome = OUTCOMES.get(drafted.get("result", ""), "") if name == "opinion" else ""
    return f"{'一二三四'[place]}、{label}\n{outcome}{drafted.get(name, '')}"


def suggestion_answer(said: Said) -> Draft:
    """答复意见 of a suggestion (art. 29)."""
    adopted = ADOPTED.get(str(said.data.get("adopted", "")), "")
    text = (
        f"您提出的建议{said.matter}，我们进行了认真研究。依据{cite(PETITIONS.article(29))}，现答复如下：\n"
        f"{adopted}{said.data.get('text', '')}\n感谢您对我们工作的关心和支持。"
    )
    return Draft("关于信访建议的答复意见", said.person, text)


# --- The organs above ----------------------------------------------------------------------------------------------


def review(said: Said) -> Draft:
    """复查意见书."""
    reviewed = tree().name(said.case.detail.handled_by)
    asked = said.last("request_review")
    remedy = (
        f"如对本复查意见不服，可以依据{cite(PETITIONS.article(36))}，自收到本意见书之日起30日内，请求"
        f"{above(said.passage.unit_id)}复核。"
    )
    return Draft("信访事项复查意见书", said.person, "\n".join([*_reviewed(said, asked, reviewed, "复查", 35), remedy]))


def recheck(said: Said) -> Draft:
    """复核意见书: the end of the way (art. 36)."""
    concluded = said.last("conclude_review")
    reviewed = str(said.told("request_review").get("organ") or tree().name(concluded.unit_id if concluded else None))
    asked = said.last("request_recheck")
    final = (
        f"本复核意见为信访程序的终结意见。依据{cite(PETITIONS.article(36, 3))}，对复核意见不服，仍然以同一事实和理由提出投诉"
        "请求的，各级党委和政府信访部门和其他机关、单位不再受理。"
    )
    return Draft("信访事项复核意见书", said.person, "\n".join([*_reviewed(said, asked, reviewed, "复核", 36), final]))


def _reviewed(said: Said, asked: Passage | None, organ: str, kind: str, article: int) -> list[str]:
    when = f"于{dated(local_day(asked.at))}" if asked is not None else ""
    reason = str(asked.data.get("reason", "")) if asked is not None else ""
    basis = said.data.get("basis") or f"{cite(PETITIONS.article(article))}。"
    return [
        f"您对{organ}就信访事项{said.matter}出具的{'处理意见' if kind == '复查' else '复查意见'}不服，{when}请求{kind}。"
        f"经审查，现依据{cite(PETITIONS.article(article))}出具{kind}意见如下。",
        f"一、{kind}请求和理由\n{reason}",
        f"二、查明的事实\n{said.data.get('facts') or '与原意见认定的事实一致。'}",
        f"三、{kind}意见\n{REVIEWED.get(said.data.get('result', ''), '')}{said.data.get('text', '')}",
        f"四、依据\n{basis}",
    ]


def hearing(said: Said) -> Draft:
    """听证通知书."""
    held, place = said.data.get("held_at"), said.data.get("place")
    when = moment_words(str(held)) if held else "另行通知"
    text = (
        f"您请求复核的信访事项{said.matter}，依据{cite(PETITIONS.article(36))}决定举行听证。\n"
        f"听证时间：{when}\n听证地点：{place or '另行通知'}\n听证事项：{said.data.get('text', '')}\n"
        "请携带身份证件和有关证据材料按时参加。听证所需时间不计算在复核期限内。"
    )
    return Draft("信访事项听证通知书", said.person, text)


def moment_words(text: str) -> str:
    at = datetime.fromisoformat(text).astimezone(SHANGHAI)
    return f"{dated(at.date())}{at:%H:%M}"


KINDS: dict[str, Kind] = {
    "register": Kind("receipt", "登记回执", True, receipt),
    "refer": Kind("transfer", "转送函", False, transfer),
    "assign": Kind("assignment", "交办函", False, assignment),
    "settle": Kind("settlement", "协调确定通知书", False, settlement),
    "decline": Kind("decline", "不予受理告知书", True, not_accepted),
    "refuse": Kind("refusal", "不予受理告知书", True, not_accepted),
    "accept": Kind("acceptance", "受理告知书", True, acceptance),
    "accept_simply": Kind("acceptance", "受理告知书", True, acceptance),
    "take_other_path": Kind("path", "导入法定途径告知书", True, other_path),
    "extend": Kind("extension", "延长办理期限告知书", True, extension),
    "issue_opinion": Kind("opinion", "信访处理意见书", True, opinion),
    "answer_suggestion": Kind("answer", "答复意见", True, suggestion_answer),
    "conclude_review": Kind("review", "复查意见书", True, review),
    "conclude_recheck": Kind("recheck", "复核意见书", True, recheck),
    "supervise": Kind("supervision", "督促函", False, supervision),
    "hold_hearing": Kind("hearing", "听证通知书", True, hearing),
}
"""The letter of each step that makes one."""
