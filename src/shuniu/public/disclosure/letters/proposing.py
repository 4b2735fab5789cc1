"""The words that a draft of each kind of reply begins with: the clerk goes on from them."""

from __future__ import annotations

from typing import Final

from shuniu.public.disclosure.replies import Reply

_TEXTS: Final[dict[str, str]] = {
    "published": "您申请的政府信息已经主动公开，您可以通过以下方式获取：云州市人民政府门户网站“政务公开”栏目（索引号：）。",
    "given": "您申请的政府信息属于可以公开的政府信息，现随本答复书提供。",
    "partly": "您申请的政府信息中，下列内容可以公开，现随本答复书提供；其余内容不予公开，已作区分处理。",
    "withheld": "您申请的政府信息，本机关决定不予公开。",
    "absent": "经检索，没有您申请的政府信息。检索的范围和方法是：",
    "not_ours": "您申请的政府信息不属于本机关负责公开，建议您向负责公开该信息的机关提出申请。",
    "repeated": "您就同一内容提出过政府信息公开申请，本机关已经作出答复，不予重复处理。原答复的编号和日期是：",
    "elsewhere": "您申请查询的信息，有关法律、行政法规对获取方式另有规定，请依照该规定办理。办理的方式和地点是：",
    "processing": "您申请的内容需要本机关对现有政府信息进行加工、分析，本机关不予提供。",
    "petition": "您以政府信息公开申请的形式进行信访、投诉、举报等活动，本机关不作为政府信息公开申请处理，请通过相应渠道提出。相应的渠道是：",
    "publication": "您要求提供的是公开出版物，请通过下列途径获取：",
    "excessive": "您申请公开政府信息的数量、频次明显超过合理范围，所说明的理由不合理，本机关不予处理。",
    "unclear": "您的申请经补正后内容仍不明确，本机关无法据以查找、提供政府信息。仍不明确的内容是：",
    "confirm_again": "您要求本机关确认或者重新出具您已经获取的政府信息，本机关不予处理。",
}


def proposed_text(reply: Reply) -> str:
    """The first words of a reply of this kind."""
    return _TEXTS.get(reply.key, "")
