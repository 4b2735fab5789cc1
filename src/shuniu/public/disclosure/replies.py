"""The kinds of reply to a request for information, each with its grounds and articles: the law as a table. Pure.

``row`` is the line of part three of the annual report that counts the reply (国办公开办函〔2021〕30号 as far as a secondary
text shows it). A ground that the organ may use or not (可以不予公开, art. 16) is told apart from one that it must.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from shuniu.kernel.law.instruments import Article
from shuniu.kernel.law.registry import DISCLOSURE, DISCLOSURE_REPORT


@dataclass(frozen=True, slots=True)
class Ground:
    """Why information is not given, with the article that says so. ``may``: a discretion, not a duty."""

    key: str
    label: str
    cites: Article
    row: str
    may: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """One kind of reply. ``refuses``: the applicant must go to reconsideration first (行政复议法 art. 23)."""

    key: str
    label: str
    cites: Article
    row: str = ""
    grounds: tuple[Ground, ...] = field(default=())
    refuses: bool = False
    needs_reason: bool = True
    needs_organ: bool = False


def _article(number: int, paragraph: int | None = None, item: int | None = None) -> Article:
    return DISCLOSURE.article(number, paragraph, item)


WITHHELD = (
    Ground("state_secret", "属于国家秘密", _article(14), "3.3.1"),
    Ground("forbidden", "其他法律、行政法规禁止公开", _article(14), "3.3.2"),
    Ground("security", "公开后可能危及国家安全、公共安全、经济安全、社会稳定", _article(14), "3.3.3"),
    Ground("third_party", "涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害", _article(15), "3.3.4"),
    Ground("internal", "属于人事管理、后勤管理、内部工作流程等内部事务信息", _article(16, 1), "3.3.5", may=True),
    Ground("deliberation", "属于讨论记录、过程稿、磋商信函、请示报告等过程性信息", _article(16, 2), "3.3.6", may=True),
    Ground("enforcement", "属于行政执法案卷信息", _article(16, 2), "3.3.7", may=True),
)

REPLIES: dict[str, Reply] = {
    one.key: one
    for one in (
        Reply(
            "published", "所申请信息已经主动公开，告知获取方式和途径", _article(36, item=1), "3.1", needs_reason=False
        ),
        Reply("given", "予以公开", _article(36, item=2), "3.1", needs_reason=False),
        Reply("partly", "部分公开", _article(37), "3.2", grounds=WITHHELD, refuses=True),
        Reply("withheld", "不予公开", _article(36, item=3), grounds=WITHHELD, refuses=True),
        Reply("absent", "经检索没有所申请的信息", _article(36, item=4), "3.4.1"),
        Reply("not_ours", "不属于本机关负责公开", _article(36, item=5), "3.4.1", needs_organ=True),
        Reply("repeated", "已就同一内容作出答复，不予重复处理", _article(36, item=6), "3.5.2"),
        Reply(
            "elsewhere", "工商、不动产登记等另有规定的信息，依照有关法律、行政法规办理", _article(36, item=7), "3.3.8"
        ),
        Reply("processing", "需要对现有政府信息加工、分析", _article(38), "3.4.2"),
        Reply("petition", "以申请名义进行信访、投诉、举报等活动", _article(39, 1), "3.5.1"),
        Reply("publication", "要求提供公报、报刊、书籍等公开出版物", _article(39, 2), "3.5.3"),
        Reply("excessive", "申请数量、频次明显超过合理范围且理由不合理", _article(35), "3.5.4"),
        Reply("unclear", "补正后申请内容仍不明确", _article(30), "3.4.3"),
        Reply(
            "confirm_again", "要求行政机关确认或重新出具已经获取的信息", DISCLOSURE_REPORT.article("三（五）5"), "3.5.5"
        ),
    )
}
