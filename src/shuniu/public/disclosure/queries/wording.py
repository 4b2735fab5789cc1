"""What a passage of a request says, in pairs of label and text for the timeline."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.web import words
from shuniu.public.disclosure.fees import Scale
from shuniu.public.disclosure.models import Remedy
from shuniu.public.disclosure.models.request import Way
from shuniu.public.disclosure.replies import REPLIES, WITHHELD

CONSENTS = {
    "agrees": _l("同意公开"),
    "partly": _l("同意部分公开"),
    "refuses": _l("不同意公开"),
    "unclear": _l("意见不明确"),
}
"""What a third party or another organ answers."""
FOUND = {
    "found": _l("查到，可以提供"),
    "partly": _l("查到一部分"),
    "absent": _l("经检索没有该信息"),
    "not_ours": _l("不属于本单位掌握"),
}
"""What a unit's search came to."""
HOW = {
    "phone": _l("电话确认"), "email": _l("电子邮件确认"), "message": _l("短信确认"), "face": _l("当面确认"),
    "handed": _l("当面提交"), "signed": _l("邮件签收"),
}  # fmt: skip
"""How receipt was settled with the applicant."""
DELIVERED = {
    "hand": _l("当面送达"), "post": _l("邮政企业寄送"), "sent": _l("电子邮件"), "through": _l("委托其他机关代为送达"),
    "read": _l("当面查阅"),
}  # fmt: skip
"""How a reply reached the applicant."""
FINDINGS = {"reasonable": _l("理由合理"), "unreasonable": _l("理由不合理"), "none": _l("逾期未说明理由")}
SCALES = {Scale.BY_ITEM.value: _l("按件计收"), Scale.BY_PAGE.value: _l("按量（页）计收")}

_TEXTS = {
    "items": _l("需要补正的内容"), "text": _l("内容"), "unit_name": _l("业务单位"), "organ": _l("机关"),
    "subject": _l("涉及的信息"), "opinion": _l("意见"),
    "reason": _l("理由"), "authority": _l("复议机关或者法院"), "reference": _l("案号"), "gist": _l("要点"),
    "file_names": _l("附件"),
}  # fmt: skip
_DAYS = {
    "came_on": _l("申请到达之日"), "received_on": _l("收到申请之日"), "delivered_on": _l("送达之日"),
    "begun_on": _l("收到通知之日"), "ended_on": _l("审结之日"),
}  # fmt: skip
_CHOICES: dict[str, dict[str, Any]] = {
    "way": {**dict(Way.choices)},
    "kind": {key: reply.label for key, reply in REPLIES.items()},
    "ground": {ground.key: ground.label for ground in WITHHELD},
    "consents": CONSENTS,
    "result": {**FOUND, **dict(Remedy.Result.choices)},
    "scale": SCALES,
    "how": {**HOW, **DELIVERED},
    "finding": FINDINGS,
    "path": dict(Remedy.Path.choices),
}
_CHOICE_LABELS = {
    "way": _l("申请方式"), "kind": _l("答复的种类"), "ground": _l("依据"), "consents": _l("态度"),
    "result": _l("结果"), "scale": _l("计费标准"), "path": _l("救济途径"), "how": _l("方式"),
    "finding": _l("审查结论"),
}  # fmt: skip


def said_in(passage: Passage) -> list[tuple[str, str]]:
    """Only what the person said: what is for the machine stays in the record."""
    data: dict[str, Any] = passage.data
    said = [(str(label), _choice(name, data[name])) for name, label in _CHOICE_LABELS.items() if data.get(name)]
    days = {**_DAYS, "received_on": _l("收到补正之日")} if passage.step == "receive_correction" else _DAYS
    said += [(str(label), words.day(date.fromisoformat(data[name]))) for name, label in days.items() if data.get(name)]
    if data.get("days"):
        said.append((_("期限"), _("%(days)s个工作日") % {"days": data["days"]}))
    if data.get("amount"):
        said.append((_("金额"), _("%(amount)s元") % {"amount": data["amount"]}))
    said += [(str(label), _joined(data[name])) for name, label in _TEXTS.items() if data.get(name)]
    return said


def _choice(name: str, value: Any) -> str:
    return _(str(_CHOICES[name].get(value, value)))


def _joined(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
