"""The letters on the way to a reply: 登记回执, 补正告知书, 征求意见书, 延长和延迟告知书, 缴费通知书, 视为放弃告知书."""

from __future__ import annotations

from shuniu.kernel.law.registry import DISCLOSURE
from shuniu.public.disclosure.letters.story import Story, chinese


def _cite(number: int, paragraph: int | None = None) -> str:
    return DISCLOSURE.article(number, paragraph).cite()


def receipt(story: Story) -> str:
    received = story.request.received_on
    return "\n".join((
        f"{story.opening}经登记，现出具回执。",
        f"根据{_cite(31)}，收到申请之日为{chinese(received)}。",
        f"根据{_cite(33, 2)}，本机关将自收到申请之日起二十个工作日内答复，收到当日不计入，"
        f"截至{story.due('answer')}；依法征求意见所需时间不计入期限，需要延长的另行告知。",
        f"申请编号为{story.case.matter.number}，请凭编号和查询码查询办理进度。",
    ))  # fmt: skip


def correction(story: Story) -> str:
    data = story.data
    return "\n".join((
        f"{story.opening}经审查，申请内容不明确，根据{_cite(30)}，现一次性告知您需要补正的内容：",
        str(data["items"]),
        f"请于收到本告知书之日起{data['days']}个工作日内补正，按本机关发出之日计算截至{story.due_legally('correction')}。"
        "答复期限自本机关收到补正的申请之日起计算。",
        "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该申请。",
    ))  # fmt: skip


def third_party(story: Story) -> str:
    return "\n".join((
        f"本机关收到一件政府信息公开申请（编号{story.case.matter.number}），所申请公开的信息可能涉及你（单位）的合法权益：",
        str(story.data["subject"]),
        f"根据{_cite(32)}，现书面征求你（单位）的意见。请自收到本征求意见书之日起十五个工作日内，"
        "书面说明是否同意公开；不同意公开的，请说明理由。",
        "逾期未提出意见的，由本机关依照条例的规定决定是否公开。"
        "不同意公开且有合理理由的，本机关不予公开；本机关认为不公开可能对公共利益造成重大影响的，可以决定予以公开，"
        "并将决定公开的政府信息内容和理由书面告知你（单位）。",
    ))  # fmt: skip


def organ(story: Story) -> str:
    return "\n".join((
        f"本机关收到一件政府信息公开申请（编号{story.case.matter.number}），所申请公开的信息由本机关与你单位共同制作：",
        str(story.data.get("subject") or story.asked),
        f"根据{_cite(34)}，现征求你单位的意见。请自收到本函之日起十五个工作日内书面提出意见；逾期未提出意见的，视为同意公开。",
    ))  # fmt: skip


def told_third_party(story: Story) -> str:
    data = story.data
    return "\n".join((
        f"关于政府信息公开申请（编号{story.case.matter.number}）所涉及你（单位）的信息，本机关已经征求你（单位）的意见。"
        f"根据{_cite(32)}，本机关决定予以公开，现将决定公开的内容和理由告知如下。",
        f"决定公开的内容：{data['subject']}" if data.get("subject") else "",
        f"理由：{data['reason']}",
    )).replace("\n\n", "\n")  # fmt: skip


def extension(story: Story) -> str:
    data = story.data
    running = story.due("answer")
    until = "" if story.case.clocks["answer"].paused else f"延长后的答复期限截至{running}。"
    return "\n".join((
        f"{story.opening}因下列原因，本机关不能在规定的期限内答复：",
        str(data["reason"]),
        f"根据{_cite(33, 2)}，经本机关政府信息公开工作机构负责人同意，答复期限延长{data['days']}个工作日。{until}特此告知。",
    ))  # fmt: skip


def postponed(story: Story) -> str:
    data = story.data
    return "\n".join((
        f"{story.opening}您说明的理由合理，但本机关无法在规定的期限内答复，原因是：",
        str(data["reason"]),
        f"根据{_cite(35)}，本机关确定延迟答复的期限为{data['days']}个工作日，截至{story.due('delay')}。特此告知。",
    ))  # fmt: skip


def reasons(story: Story) -> str:
    return "\n".join((
        f"{story.opening}您申请公开政府信息的数量、频次明显超过合理范围。根据{_cite(35)}，请您说明理由：",
        str(story.data["text"]),
        "理由不合理的，本机关不予处理；理由合理，但无法在规定的期限内答复的，本机关可以确定延迟答复的合理期限并告知您。",
    ))  # fmt: skip


def fee(story: Story) -> str:
    """The rules of the fee have not been read in an official text, so no article of theirs is cited."""
    data = story.data
    by_item = data.get("scale") == "by_item"
    counted = "按件计收" if by_item else f"按量计收，共{data.get('count')}页"
    before = f"本自然月内此前已计{data['before']}{'件' if by_item else '页'}，" if data.get("before") else ""
    return "\n".join((
        f"{story.opening}本件需要收取信息处理费：{counted}，{before}应缴{data['amount']}元。",
        f"请在{story.due_legally('payment')}前缴纳，并保留缴款凭证。逾期未缴纳的，视为放弃申请，本机关不再处理该申请。",
    ))  # fmt: skip


def abandoned(story: Story) -> str:
    why = "您没有在告知的期限内补正，也没有说明正当理由" if story.passage.step == "abandon_uncorrected" else (
        "您没有在通知的期限内缴纳信息处理费"
    )  # fmt: skip
    basis = f"根据{_cite(30)}，" if story.passage.step == "abandon_uncorrected" else ""
    return "\n".join((
        f"{story.opening}{why}。{basis}视为您放弃申请，本机关不再处理该申请。",
        f"说明：{story.data['reason']}",
        "您仍需要该政府信息的，可以重新提出申请。",
    ))  # fmt: skip
