"""文件处理单: opinion, instructions, readers and result of a paper on one A4 page. It is filed with the paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.taking import load_case
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.typesetting.composing import pdf
from shuniu.kernel.web import words
from shuniu.office.documents.archiving import Made
from shuniu.office.documents.models.incoming import Channel, Incoming
from shuniu.office.documents.queries.incoming_wording import faults_of

TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "handling_sheet.typ"
ROOM = 900
"""Characters that the boxes hold together at the smallest size that can be read; the whole is in the record."""
Entry = dict[str, str]


def sheet(case: Case, passages: Iterable[Passage], *, at: datetime) -> bytes:
    """The page as PDF. Raises NoChineseFont."""
    return pdf(TEMPLATE, document(case, list(passages)), at=at)


def sheets_for(matter_id: int, at: datetime) -> list[Made]:
    """What the archive keeps beside the files: 文件处理单 goes with the paper (国家档案局令第8号第十条)."""
    passages = list(Passage.objects.filter(matter_id=matter_id).order_by("seq"))
    case = load_case(Matter.objects.get(pk=matter_id))
    return [Made("文件处理单.pdf", sheet(case, passages, at=at))]


def document(case: Case, passages: list[Passage]) -> dict[str, Any]:
    """Every word of the page; the template only places them."""
    paper: Incoming = case.detail
    boxes = {
        "check": _check(passages),
        "opinion": _opinion(paper, passages),
        "instructions": [_said(one["text"], one["name"], one["at"]) for one in paper.leaders if one.get("at")],
        "reading": _readers(paper),
        "result": _results(paper, passages),
        "answer": _answers(paper, passages),
    }
    return {**_head(case, paper), **_fitted(boxes), "words": _labels()}


def _head(case: Case, paper: Incoming) -> dict[str, str]:
    number = case.matter.number or ""
    return {
        "title": _("文件处理单 %(number)s") % {"number": number},
        "heading": _("%(city)s人民政府办公室文件处理单") % {"city": settings.CITY},
        "number": _("收文编号：%(number)s") % {"number": number},
        "urgency": _("紧急程度：%(urgency)s") % {"urgency": paper.get_urgency_display()},
        "organ": paper.organ,
        "original": paper.original_number,
        "received": " ".join(
            filter(None, (words.moment(paper.received_at) if paper.received_at else "", paper.received_by))
        ),
        "signed": words.day(paper.signed_on) if paper.signed_on else "",
        "type": f"{paper.get_type_display()} {paper.get_nature_display()}".strip(),
        "copies": _("%(copies)s 份（%(channel)s）")
        % {"copies": paper.copies, "channel": dict(Channel.choices).get(case.matter.source, case.matter.source)},
        "paper_title": paper.title,
        "requested": _requested(paper),
        "archive": paper.archive_number,
        "footer": _("本页由办理记录生成；篇幅所限从略的文字，以电子记录为准。"),
    }


def _requested(paper: Incoming) -> str:
    if paper.requested_on is None:
        return ""
    said = f"（“{paper.requested_words}”）" if paper.requested_words else ""
    return f"{words.day(paper.requested_on)}{said}"


def _labels() -> dict[str, str]:
    return {
        "organ": _("来文单位"), "original": _("来文字号"), "received": _("签收"), "signed": _("成文日期"),
        "type": _("文种性质"), "copies": _("份数"), "title": _("标题"), "requested": _("来文要求"), "check": _("初审"),
        "opinion": _("拟办意见"), "instructions": _("领导批示"), "reading": _("传阅"), "result": _("办理结果"),
        "answer": _("答复"), "archive": _("归档"),
    }  # fmt: skip


def _said(text: str, by: str, at: datetime | str) -> Entry:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return {"text": text, "by": f"{by}　{words.moment(moment)}"}


def _last(passages: list[Passage], *steps: str) -> Passage | None:
    return next((one for one in reversed(passages) if one.step in steps), None)


def _check(passages: list[Passage]) -> list[Entry]:
    found = _last(passages, "accept", "send_back")
    if found is None:
        return []
    unmet = found.data.get("unmet") or [
        key for key, answer in (found.data.get("points") or {}).items() if answer == "no"
    ]
    text = faults_of(unmet) if unmet else _("六项均符合或者不涉及。")
    return [_said(f"{text}{found.data.get('reason', '')}{found.note}", found.by, found.at)]


def _opinion(paper: Incoming, passages: list[Passage]) -> list[Entry]:
    found = _last(passages, "propose", "submit", "assign_directly")
    if found is None:
        return []
    units = "；".join(
        filter(None, (
            _("主办：%(unit)s") % {"unit": paper.proposed["unit_name"]} if paper.proposed.get("unit_name") else "",
            _("协办：%(units)s") % {"units": "、".join(paper.proposed.get("assisting_names") or ())}
            if paper.proposed.get("assisting_names") else "",
        ))
    )  # fmt: skip
    proposer, approver = _last(passages, "propose"), _last(passages, "submit", "assign_directly")
    signed = "，".join(one.by for one in (proposer, approver) if one is not None)
    return [_said(f"{paper.opinion}{f'（{units}）' if units else ''}", signed, found.at)]


def _readers(paper: Incoming) -> list[Entry]:
    read = [_read(one) for one in paper.readers if one.get("read_at")]
    return [{"text": "；".join(read), "by": ""}] if read else []


def _read(one: dict[str, Any]) -> str:
    said = "：" + one["note"] if one.get("note") else ""
    return f"{one['name']} {words.moment(datetime.fromisoformat(one['read_at']))}{said}"


def _results(paper: Incoming, passages: list[Passage]) -> list[Entry]:
    """What the assisting units handed in, and what the lead unit reported last."""
    handed = [one for one in passages if one.step == "assist"]
    reported = _last(passages, "report")
    shown = [*handed, *([reported] if reported is not None else [])]
    return [_said(str(one.data.get("text", "")), f"{tree().name(one.unit_id)} {one.by}", one.at) for one in shown]


def _answers(paper: Incoming, passages: list[Passage]) -> list[Entry]:
    found = _last(passages, "reply", "conclude", "conclude_reading_on", "report")
    if found is None:
        return []
    if paper.answer:
        return [_said(paper.answer, found.by, found.at)]
    why = found.data.get("why_none")
    return [_said(_("不需要答复：%(why)s") % {"why": why}, found.by, found.at)] if why else []


def _fitted(boxes: dict[str, list[Entry]]) -> dict[str, list[Entry]]:
    """Shorten the longest texts until the page holds them; who said it and when is never left out."""
    entries = [one for box in boxes.values() for one in box]
    most = max((len(one["text"]) for one in entries), default=0)
    while sum(min(len(one["text"]), most) + 30 for one in entries) > ROOM and most > 20:
        most = most * 9 // 10
    return {
        name: [
            {**one, "text": one["text"] if len(one["text"]) <= most else f"{one['text'][: most - 5]}……（略）"}
            for one in box
        ]
        for name, box in boxes.items()
    }
