"""主动公开: information is published within 20 working days of being formed or changed (art. 26), each piece reviewed first.

Review before release is piece by piece (保守国家秘密法实施条例 art. 42); what harms a third party or a person's privacy is
not published (art. 15). What has been published keeps its history: amended, repealed, never overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import Clock, Procedure, State, Step, centre, lead, opening
from shuniu.kernel.law.registry import DISCLOSURE
from shuniu.kernel.workdays.periods import Period, Unit, local_day
from shuniu.public.disclosure import roles
from shuniu.public.disclosure.models.publication import Publication
from shuniu.public.disclosure.roles import CLERK, HEAD, LIAISON, REVIEWER

CHECKS = ("no_secret", "no_third_party", "no_privacy")
"""What the reviewer vouches for, one by one."""
SUBMITTING = ("propose", "resubmit")
"""Whoever has written any of the words does not review them."""


def checked(case: Case, data: Mapping[str, Any]) -> str | None:
    if not all(data.get(name) is True for name in CHECKS):
        return _("涉密、第三方合法权益、个人隐私三项都要逐项审查确认，有一项不能确认的，请退回或者不予公开。")
    return None


def is_in_force(case: Case) -> bool:
    return bool(case.detail.validity == Publication.Validity.IN_FORCE)


def still_in_force(case: Case, data: Mapping[str, Any]) -> str | None:
    return None if is_in_force(case) else _("这份信息已经标注为不再有效，不需要再标注。")


class PublicationProcedure(Procedure):
    """主动公开."""

    kind = "disclosure.publication"
    label = "主动公开"
    version = 1
    effective_from = date(2019, 5, 15)
    series = "publication"
    page = "disclosure:publication"
    home = roles.HOME
    sees_all = (CLERK, HEAD)
    sees_own = (LIAISON, REVIEWER)
    detail = Publication
    folded = (
        "category", "document_number", "index_number", "published_on", "validity", "repealed_on", "version", "public_from",
        "changed_at",
    )  # fmt: skip

    # 状态
    proposed = State("待公开审查", initial=True, waits=(lead(REVIEWER),))
    reviewed = State("待发布", waits=(centre(HEAD),))
    returned = State("退回补充", waits=(lead(LIAISON),))
    published = State("已公开", final=True)
    withheld = State("不予公开", final=True)

    # 期限
    publish_clock = Clock("主动公开", Period(20, Unit.WORKING_DAYS), cites=DISCLOSURE.article(26))

    # 步骤
    propose = opening(
        "报送拟公开信息", proposed, by=(lead(LIAISON), centre(CLERK)), needs=("unit", "formed_on", "digest"),
        assigns=True, clocks=(publish_clock.start(since="formed_on"),),
    )
    review = Step("公开审查", proposed.to(reviewed), by=(lead(REVIEWER),), when=checked, apart_from=SUBMITTING)
    return_ = Step("退回补充", proposed.to(returned), by=(lead(REVIEWER),), needs=("reason",))
    resubmit = Step("重新报送", returned.to(proposed), by=(lead(LIAISON),), needs=("digest",), describes=True)
    withhold = Step(
        "不予公开", proposed.to(withheld), by=(lead(REVIEWER),), needs=("ground", "reason"), outcome="withheld",
        clocks=(publish_clock.stop(),),
    )
    send_back = Step("退回审查", reviewed.to(proposed), by=(centre(HEAD),), needs=("reason",))
    release = Step(
        "发布", reviewed.to(published), by=(centre(HEAD),), needs=("index_number", "digest"), apart_from=("review",),
        clocks=(publish_clock.stop(),), outcome="published",
    )
    amend = Step(
        "更正内容", published.stays, by=(centre(HEAD),), needs=("reason", "digest"), when=checked, describes=True,
    )
    repeal = Step(
        "标注废止", published.stays, by=(centre(HEAD),), needs=("reason", "repealed_on"), at_most=1, when=still_in_force,
        offered=is_in_force,
    )
    expire = Step(
        "标注失效", published.stays, by=(centre(HEAD),), needs=("reason",), at_most=1, when=still_in_force,
        offered=is_in_force,
    )
    take_down = Step(
        "撤下", published.to(withheld), by=(centre(HEAD),), needs=("ground", "reason"),
        confirm="撤下后，群众立即看不到它的全部版本。确定撤下吗？",
    )

    @classmethod
    def fold(cls, detail: Publication, passage: Passage) -> None:
        data, step = passage.data, passage.step
        if step in (*SUBMITTING, "amend"):
            detail.version += 1
            detail.category = data.get("category", detail.category)
            detail.document_number = data.get("document_number", detail.document_number)
        elif step == "release":
            detail.index_number, detail.published_on = data["index_number"], local_day(passage.at)
            detail.public_from = detail.version
        elif step == "repeal":
            detail.validity, detail.repealed_on = Publication.Validity.REPEALED, date.fromisoformat(data["repealed_on"])
        elif step == "expire":
            detail.validity = Publication.Validity.EXPIRED
        elif step == "take_down":
            # Nothing of it is public any more, in any version: a correction would leave the old words readable.
            detail.published_on, detail.public_from = None, None
        if step in ("release", "amend", "repeal", "expire"):
            detail.changed_at = passage.at
