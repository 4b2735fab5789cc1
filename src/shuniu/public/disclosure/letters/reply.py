"""答复书: what was asked, what is decided and on which ground, why, and what the applicant may do."""

from __future__ import annotations

from shuniu.kernel.workdays.periods import local_day
from shuniu.public.disclosure.letters.remedy import remedy_line
from shuniu.public.disclosure.letters.story import Story, chinese
from shuniu.public.disclosure.replies import REPLIES, WITHHELD, Ground, Reply


def title(story: Story) -> str:
    return "政府信息公开申请重新答复书" if story.request.reopened else "政府信息公开申请答复书"


def body(story: Story) -> str:
    """The paragraphs, from the draft that stands when the letter is signed. The law comes from the table, not the draft."""
    draft = story.last("draft_reply")
    assert draft is not None
    data = draft.data
    reply = REPLIES[data["kind"]]
    ground = next((one for one in WITHHELD if one.key == data.get("ground")), None)
    parts = [
        story.opening,
        _again(story),
        _decision(reply, ground),
        str(data["text"]),
        f"负责公开的机关及联系方式：{data['organ']}" if data.get("organ") else "",
        f"理由：{data['reason']}" if data.get("reason") else "",
        f"随附材料：{'、'.join(data['file_names'])}。" if data.get("file_names") else "",
        remedy_line(reply, str(data.get("authority") or "行政复议机关")),
        "特此答复。",
    ]
    return "\n".join(filter(None, parts))


def _again(story: Story) -> str:
    """A changed reply says what it takes the place of."""
    reopened = story.last("reopen")
    if reopened is None:
        return ""
    signed = [one for one in story.past if one.step == "sign" and one.seq < reopened.seq]
    before = f"{chinese(local_day(signed[-1].at))}作出的" if signed else ""
    return f"本机关{before}原答复经复议或者诉讼被撤销、变更或者责令重作，现重新答复如下，原答复不再有效。"


def _decision(reply: Reply, ground: Ground | None) -> str:
    """The kind of reply with its article, and the ground with its own."""
    basis = f"根据{reply.cites.cite()}" if reply.cites.confirmed else "经审查"
    if ground is None:
        return f"{basis}，本机关对您的申请作出答复：{reply.label}。"
    whole = "您申请的信息" if reply.key == "withheld" else "您申请的信息中有部分内容"
    duty = "可以不予公开" if ground.may else "不予公开"
    cited = f"根据{ground.cites.cite()}，{duty}" if ground.cites.confirmed else duty
    return f"{basis}，本机关对您的申请作出答复：{reply.label}。{whole}{ground.label}，{cited}。"
