"""What a passage of a request says, in labels and words: the timeline for staff."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Passage
from shuniu.public.hotline.models.request import Satisfaction, Type
from shuniu.public.hotline.procedures import HotlineRequest

YES_NO = {True: _l("是"), False: _l("否")}
RESULTS = {
    "resolved": _l("已解决"),
    "partly": _l("部分解决"),
    "planned": _l("已列入计划，尚未解决"),
    "explained": _l("解释说明（诉求无法满足或不合理）"),
}
CONTACTS = {
    "reached": _l("已联系上"),
    "visited": _l("已上门或现场见面"),
    "no_answer": _l("多次拨打无人接听"),
    "no_phone": _l("号码有误或停机"),
    "refused": _l("对方不愿沟通"),
}
SERVICES = {
    "110": _l("110 报警"),
    "119": _l("119 火警和救援"),
    "120": _l("120 医疗急救"),
    "122": _l("122 交通事故"),
}
PATHS = {
    "诉讼": _l("诉讼"),
    "仲裁": _l("仲裁"),
    "行政复议": _l("行政复议"),
    "信访渠道": _l("信访渠道（已在办理）"),
    "政府信息公开申请": _l("政府信息公开申请"),
    "纪检监察机关": _l("纪检监察机关受理"),
    "协商或人民调解": _l("民事协商或人民调解"),
}
"""The Chinese word itself is recorded: the citizen reads it in the sentence of the step."""
FINDINGS = {"true": _l("办结属实"), "false": _l("虚假办结")}
REACHED = {"yes": _l("已接通"), "no": _l("未接通（按规定次数拨打）")}
SATISFACTIONS = {one.value: one.label for one in Satisfaction}

_WORDS: dict[str, dict[Any, Any]] = {
    "result": {**RESULTS, **CONTACTS},
    "service": SERVICES,
    "path": PATHS,
    "finding": FINDINGS,
    "reached": REACHED,
    "responded": YES_NO,
    "resolved": YES_NO,
    "justified": YES_NO,
    "without_assisting": YES_NO,
    "satisfaction": SATISFACTIONS,
    "type": dict(Type.choices),
}
_LABELS = {
    "unit_name": _l("承办单位"),
    "assisting_names": _l("协办单位"),
    "right_unit_name": _l("建议承办单位"),
    "person_name": _l("承办人"),
    "type": _l("类型"),
    "subject_name": _l("事项分类"),
    "reason": _l("理由"),
    "ruling": _l("裁定"),
    "result": _l("结果"),
    "text": _l("内容"),
    "without_assisting": _l("不等协办意见"),
    "unmet": _l("未满足的检查项"),
    "service": _l("转接"),
    "path": _l("法定途径"),
    "reached": _l("接通"),
    "responded": _l("单位是否联系"),
    "resolved": _l("是否解决"),
    "justified": _l("诉求是否合理"),
    "satisfaction": _l("满意度"),
    "finding": _l("抽查结论"),
    "into": _l("并入"),
    "numbers": _l("拆出"),
    "split_from": _l("拆自"),
    "main": _l("主件"),
    "file_names": _l("附件"),
}


def said_in(passage: Passage) -> list[tuple[str, str]]:
    """Labels and values of what was said, in the order of the labels; ids and digests are not for reading."""
    assigns = HotlineRequest.steps[
        passage.step
    ].assigns  # Others carry the unit's name for the citizen's sentence only.
    return [
        (str(label), _word(name, passage.data[name]))
        for name, label in _LABELS.items()
        if passage.data.get(name) not in (None, "", []) and (name != "unit_name" or assigns)
    ]


def _word(name: str, value: Any) -> str:
    if isinstance(value, list):
        return _("、").join(map(str, value))
    known = _WORDS.get(name, {})
    return str(known.get(value, value))
