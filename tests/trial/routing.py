"""Routes for the trial procedure, and matters on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.taking import open_matter
from shuniu.kernel.routes import subjects
from shuniu.kernel.routes.definition import Act, By, Condition, Field, Op, Sitter, Stage, Subject, stages_json
from shuniu.kernel.routes.models import RouteDefinition
from shuniu.kernel.routes.operations import act
from shuniu.kernel.routes.resolving import resolve
from shuniu.kernel.routes.run import Run, load
from tests.trial.models import Paper
from tests.trial.procedures import Approval, known
from tests.world import NOW, World, moment

HEAD, REVIEWER, LEADER = "documents.head", "documents.reviewer", "leader"

SUBJECT = Subject(
    Approval.kind,
    "请批件",
    roles=(HEAD, REVIEWER, LEADER, "documents.director", "documents.handler", "documents.liaison"),
    heads=(HEAD,),
    fields=(
        Field("weight", "分量", choices=(("ordinary", "一般"), ("weighty", "重要"))),
        Field("public", "公开", "flag"),
        Field("amount", "金额", "number"),
    ),
    facts=lambda paper: {"weight": paper.weight},
)

WEIGHTY = (Condition("weight", Op.IS, "weighty"),)
ORDINARY = (Condition("weight", Op.NOT, "weighty"),)

GENERAL = (
    Stage("head", "处室审核", (Sitter(By.HOME, HEAD),)),
    Stage("cosign", "会签", (Sitter(By.UNITS, HEAD, least=0, most=3),), act=Act.COUNTERSIGN),
    Stage("review", "核稿", (Sitter(By.ROLE, REVIEWER, unit="documents_section"),), opinion=True),
    Stage("sign", "签发", (Sitter(By.ROLE, "documents.director", unit="office"),), act=Act.SIGN, when=ORDINARY),
    Stage("lead", "市领导签发", (Sitter(By.POST, LEADER, "city", "市长"),), act=Act.SIGN, when=WEIGHTY),
)


@contextmanager
def trial() -> Iterator[None]:
    """While it lasts the trial procedure has routes."""
    subjects.register(SUBJECT)
    try:
        with known(Approval):
            yield
    finally:
        del subjects._subjects[Approval.kind]


def defined(stages: Sequence[Stage] = GENERAL, key: str = "general", **fields: Any) -> RouteDefinition:
    given: dict[str, Any] = {"label": "一般件", "status": "active", "edited_at": NOW, "active_from": NOW, **fields}
    return RouteDefinition.objects.create(key=key, kind=Approval.kind, stages=stages_json(stages), **given)


class On:
    """A matter on its route, moved by name: ``on.agree("chengju", opinion="同意")``."""

    def __init__(self, world: World, stages: Sequence[Stage] = GENERAL, *, weight: str = "ordinary") -> None:
        self.world = world
        self.definition = RouteDefinition.objects.filter(key="general").first() or defined(stages)
        self.matter = open_matter(
            Approval.begin, Paper(weight=weight), actor=world.nigao, at=NOW, title="关于路灯的请示", source="paper"
        )

    def plan(self, **chosen: Sequence[str]) -> dict[str, Any]:
        """``cosign=("chengguan",)`` picks units by code."""
        return resolve(
            self.definition.pk,
            kind=Approval.kind,
            unit=self.world.unit("office"),
            facts={"weight": self.detail.weight},
            chosen={f"{stage}.0": [self.world.unit(code) for code in codes] for stage, codes in chosen.items()},
            on=NOW.date(),
            kept=self.detail.route,
        )

    def submit(self, at: str = "2026-11-23 10:00", **chosen: Sequence[str]) -> On:
        return self.take("submit", "nigao", at=at, route=self.plan(**chosen))

    def take(
        self, step: str, username: str, *, at: str = "2026-11-23 11:00", expected: int | None = None, **data: Any
    ) -> On:
        matter = act(
            Approval.steps[step],
            self.matter,
            actor=self.world.actor(username, moment(at)),
            at=moment(at),
            data=data,
            expected=expected,
        )
        self.matter = Matter.objects.get(pk=matter.pk)
        return self

    def __getattr__(self, step: str) -> Any:
        if step in Approval.steps:
            return lambda username, **data: self.take(step, username, **data)
        raise AttributeError(step)

    @property
    def detail(self) -> Paper:
        return Paper.objects.get(pk=self.matter.pk)

    @property
    def run(self) -> Run:
        return load(self.detail.route)

    @property
    def waiting(self) -> list[str]:
        """The keys of the places from which somebody can act."""
        return [one.key for one in self.run.ready()]

    def person(self, username: str) -> int:
        return self.world.people[username].pk

    def last(self) -> Passage:
        passage = Passage.objects.filter(matter=self.matter).order_by("-seq").first()
        assert passage is not None
        return passage


def facts(**given: Any) -> Mapping[str, Any]:
    return {"weight": "ordinary", "public": False, "amount": 0, **given}
