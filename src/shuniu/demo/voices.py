"""From many voices to a result: an older topic that the mayor spoke on, followed until it was done and everybody answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from shuniu.demo.papers.staff import Staff
from shuniu.kernel.casework.batch import Batch
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.organisation.tree import tree
from shuniu.office.supervision import roles
from shuniu.office.supervision.operations.stepping import perform
from shuniu.public.hotline.models import Topic
from shuniu.public.hotline.operations.instructing import instruct
from shuniu.public.hotline.operations.topics import brief_of, detect, report

SEED = "云州群众反映"
AGO, RISEN = timedelta(days=203), timedelta(days=21)
"""The topic ``bus_line_cut`` lies so far back; it is looked for where it rose, not in all that came since."""
UNIT = "jiaotong"
SAID = "请交通局一周内听取沿线居民意见，提出方案报市政府，并逐件答复来电群众。"
ASIDE = "已由有关单位逐件办理答复，暂不单独呈报。"


def make(now: datetime) -> None:
    """Nothing where the city is too small to have such a topic, or where somebody of it still waits."""
    then = now - AGO
    raised = {one.pk: one for one in detect(now=then, since=then - RISEN)}  # One that grew was raised more than once.
    found = sorted(raised.values(), key=lambda one: -one.members.count())
    followed = next(filter(_answered, found), None)
    story = _Story(Staff(Random(SEED), Batch(), now))  # noqa: S311 - an invented city, not a secret
    for topic in found:
        if topic == followed:
            story.follow(topic)
        else:
            Topic.objects.filter(pk=topic.pk).update(
                status=Topic.Status.DISMISSED, reason=ASIDE, decided_at=topic.raised_at
            )


def _answered(topic: Topic) -> bool:
    members = Matter.objects.filter(pk__in=topic.requests)
    return members.count() >= 5 and not members.filter(closed_at=None).exists()


class _Story:
    def __init__(self, staff: Staff) -> None:
        self.staff, self.at = staff, staff.end

    def follow(self, topic: Topic) -> None:
        last = Matter.objects.filter(pk__in=topic.requests).latest("received_at")
        self.at = self.staff.desk.working(last.received_at, 1)
        brief = f"{brief_of(topic, now=self.at)}请有关部门听取意见、研究方案。"
        report(topic, actor=self.staff.named("manager"), at=self.at, brief=brief)
        Notice.objects.filter(url=f"/hotline/topics/{topic.pk}/").update(read_at=self.at)
        self._later(0.6)
        row, _done, _left = instruct(
            topic, actor=self.staff.named("mayor"), at=self.at, text=SAID, key="demo-topic", follow=True
        )
        if row.matter is not None:
            self._walk(row.matter)

    def _later(self, days: float) -> None:
        self.at = self.staff.desk.working(self.at, days)

    def _walk(self, matter: Matter) -> None:
        """The supervisors give it to the bureau above the company that has the messages."""
        unit = tree().by_code[UNIT]
        ducha, director = self.staff.named("ducha"), self.staff.named("duchahead")
        liaison, head = self.staff.at(UNIT, roles.LIAISON), self.staff.at(UNIT, roles.HEAD)
        for days, name, actor, data in (
            (0.5, "approve", director, {}),
            (0.3, "assign", ducha, {"unit": unit}),
            (0.6, "receive", liaison, {}),
            (2.2, "progress", liaison, {"text": "已召开居民座谈会三场，收集意见四十一条。", "percent": 60}),
            (1.4, "submit", liaison, {"text": "增开社区接驳小巴，隔班绕行老城，沿线站牌已更新；来电群众已逐件答复。"}),
            (0.4, "sign", head, {}),
            (1.3, "verify_true", ducha, {"finding": "到织锦里三个站点实地查看，抽查回访八户，均已知晓。", "on_site": True}),
            (0.5, "conclude", ducha, {"conclusion": "按期完成，群众已逐件答复。", "grade": "good"}),
            (0.4, "close", director, {}),
        ):  # fmt: skip
            self._later(days)
            perform(name, matter, actor=actor, at=self.at, data=data)
