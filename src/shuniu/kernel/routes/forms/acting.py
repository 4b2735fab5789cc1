"""What each step of a route asks. They are step forms like any other (``casework.forms``): a module shows them as they
are, on its own page or at ``casework.views.stepping``, and hands what they gathered to ``operations.act``.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.forms import StepForm, TextField
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.routes.definition import Act
from shuniu.kernel.routes.forms.fields import SignerField
from shuniu.kernel.routes.operations.acting import DRAFTER, mine, returning
from shuniu.kernel.routes.queries.signers import names_of
from shuniu.kernel.routes.run import MANAGER, Stance, Verb, load

STANCES = ((Stance.AGREE, _l("同意")), (Stance.DISAGREE, _l("不同意")), (Stance.RESERVE, _l("保留意见")))


class RouteForm(StepForm):
    """What the forms have in common: the seat that they are filled in for."""

    seat = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.run = load(self.case.detail.route)
        self.seats = mine(self.case, self.actor)
        for field in self.fields.values():
            if isinstance(field, SignerField):
                field.ask(self.case.matter.kind, self.on)
        self._offer_seats()

    def _offer_seats(self) -> None:
        """Whoever holds several seats of the stage says in whose name they act."""
        self.initial.setdefault("seat", self.seats[0] if self.seats else "")
        if len(self.seats) > 1:
            places = [(key, self.run.place(key)) for key in self.seats]
            shown = [(key, tree().name(place.unit)) for key, place in places if place is not None]
            self.fields["seat"] = forms.CharField(label=_("以哪个单位的名义"), widget=forms.Select(choices=shown))


class AgreeForm(RouteForm):
    """同意, 会签 or the last word: an opinion, and in a 会签 stage where one stands."""

    keeps_draft = True
    stance = forms.ChoiceField(label=_l("会签意见"), widget=forms.RadioSelect, choices=STANCES)
    opinion = TextField(label=_l("意见"), required=False)

    def prepare(self) -> None:
        super().prepare()
        leg = self.run.leg
        if leg is None or leg.act != Act.COUNTERSIGN:
            del self.fields["stance"]
        elif leg.unanimous:
            self.choose("stance", [one for one in STANCES if one[0] != Stance.DISAGREE])
            self.fields["stance"].help_text = _("本环节须协商一致：不同意请退回并说明理由。")
        self.fields["opinion"].required = leg is not None and leg.opinion

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("stance", Stance.AGREE) != Stance.AGREE and not data.get("opinion") and "opinion" in data:
            self.add_error("opinion", _("请写明会签意见。"))
        return data


class SendBackForm(RouteForm):
    """退回: to the drafter or to an earlier stage, with the reason."""

    keeps_draft = True
    to = forms.ChoiceField(label=_l("退回到"), widget=forms.RadioSelect)
    reason = TextField(label=_l("退回理由"))

    def prepare(self) -> None:
        super().prepare()
        shown = []
        if returning(self.case, Verb.BACK) is not None:
            shown.append((DRAFTER, _("拟稿人（修改后重新送审，各环节重新办理）")))
        if returning(self.case, Verb.RETURN) is not None:
            words = _("%(stage)s（该环节及其后各环节重新办理）")
            shown += [(leg.key, words % {"stage": leg.label}) for leg in reversed(self.run.earlier())]
        self.choose("to", shown)
        self.initial.setdefault("to", shown[0][0] if shown else "")


class AddSignerForm(RouteForm):
    """加签: one signer more, before oneself or beside."""

    part = "routes/_newcomer.html"
    person = SignerField(label=_l("加签人"), help_text=_l("输入姓名、账号或拼音，从列表中选择。"))
    place = forms.ChoiceField(
        label=_l("办理顺序"),
        widget=forms.RadioSelect,
        initial="before",
        choices=(("before", _l("先于我办理（他办理后再由我办理）")), ("beside", _l("与我同时办理"))),
    )
    reason = TextField(label=_l("加签说明"), required=False, rows=2, most=500)


class TransferForm(RouteForm):
    """转签: one's seat to another."""

    part = "routes/_newcomer.html"
    intro = _l("转签后由对方办理，您不再办理；记录会写明是您转签的。")
    person = SignerField(label=_l("转签给"), help_text=_l("输入姓名、账号或拼音，从列表中选择。"))
    reason = TextField(label=_l("转签理由"), rows=2, most=500)


class RecallForm(RouteForm):
    """撤回: nothing is asked but, if one likes, why."""

    intro = _l("对方尚未阅看时可以撤回；撤回后修改，再重新送审。")
    reason = TextField(label=_l("撤回说明"), required=False, rows=2, most=500)

    def data_for_step(self) -> dict[str, Any]:
        return {name: value for name, value in super().data_for_step().items() if name != "seat"}


class ReplaceForm(RouteForm):
    """更换签批人: which place, by whom, and why."""

    part = "routes/_newcomer.html"
    intro = _l("签批人离岗或者长期不能办理时，由本单位负责人或流程管理员更换；原席位和理由都会留痕。")
    of = forms.ChoiceField(label=_l("席位"))
    person = SignerField(label=_l("改由谁办理"), help_text=_l("输入姓名、账号或拼音，从列表中选择。"))
    reason = TextField(label=_l("更换理由"), rows=2, most=500)
    field_order = ("of", "person", "reason")

    def prepare(self) -> None:
        super().prepare()
        self.open = [one for one in self.run.here() if one.open and self._over(one.unit)]
        people = names_of(one.person for one in self.open if one.person is not None)
        words = ((one.key, (one.label, tree().name(one.unit), people.get(one.person or 0, ""))) for one in self.open)
        self.choose("of", [(key, " · ".join(filter(None, said))) for key, said in words])

    def _over(self, unit: int) -> str:
        """The seat from which the actor may replace signers of that unit."""
        for role in (*self.run.heads, MANAGER):
            if self.actor.holds(role, unit):
                return f"{role}@{unit}"
        drafting = self.run.unit
        return f"{MANAGER}@{drafting}" if drafting is not None and self.actor.holds(MANAGER, drafting) else ""

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        place = self.run.place(data["of"])
        return {**data, "seat": self._over(place.unit) if place is not None else ""}
