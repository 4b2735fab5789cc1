"""拟制答复 and 签发: the kind of reply, its ground from the table, and the words proposed for both."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import StepForm, TextField
from shuniu.kernel.law import labels
from shuniu.kernel.web.fields import FilesField
from shuniu.public.disclosure.letters.proposing import proposed_text
from shuniu.public.disclosure.queries.applicants import answered_before
from shuniu.public.disclosure.queries.letters import draft_urls
from shuniu.public.disclosure.replies import REPLIES, Ground, Reply


def ground_label(ground: Ground) -> str:
    """With its article, and whether the organ must or may refuse."""
    duty = _now("可以不予公开") if ground.may else _now("不予公开")
    return _now("%(ground)s（%(article)s，%(duty)s）") % {
        "ground": _now(ground.label), "article": ground.cites.cite(), "duty": duty,
    }  # fmt: skip


class DraftReplyForm(StepForm):
    """First the kind; the rest follows from it. Without a script the kinds are links to this same page."""

    part = "disclosure/_draft_reply.html"
    keeps_draft = True
    files_field = "papers"
    kind = forms.CharField(
        label=_("答复的种类"), widget=forms.HiddenInput, error_messages={"required": _("请选择答复的种类。")}
    )
    ground = forms.ChoiceField(label=_("依据"), widget=forms.RadioSelect)
    organ = forms.CharField(
        label=_("负责公开的机关及联系方式"), max_length=200, help_text=_("不能确定的，写明“不能确定”。")
    )
    text = TextField(label=_("答复内容"), rows=6, most=5000)
    reason = TextField(
        label=_("理由"),
        rows=5,
        most=5000,
        help_text=_("写给申请人看：为什么，事实是什么。依据的条文由答复书自动列明。"),
    )
    authority = forms.CharField(
        label=_("行政复议机关"), max_length=100, help_text=_("写入答复书的救济途径，待本机关法制机构确认。")
    )
    papers = FilesField(label=_("随答复提供的材料"), required=False, megabytes=50)

    def prepare(self) -> None:
        kind = str(self.data.get("kind") or self.initial.get("kind") or "")
        self.reply: Reply | None = REPLIES.get(kind)
        self.initial.setdefault("authority", f"{settings.CITY}人民政府")
        if self.reply is None:
            # Until a kind is chosen there is nothing else to ask, and nothing else to be wrong.
            for name in ("ground", "organ", "text", "reason", "authority", "papers"):
                del self.fields[name]
            return
        proposed = proposed_text(self.reply)
        if kind == "repeated":
            proposed += answered_before(self.case.matter, self.case.detail.text)
        self.initial.setdefault("text", proposed)
        self._fit(self.reply)

    def _fit(self, reply: Reply) -> None:
        if reply.grounds:
            self.choose("ground", [(one.key, ground_label(one)) for one in reply.grounds])
        else:
            del self.fields["ground"]
        if not reply.needs_organ:
            del self.fields["organ"]
        self.fields["reason"].required = reply.needs_reason

    @property
    def kinds(self) -> list[tuple[str, str, str, str]]:
        """Key, name, article, and how far that is verified, of each kind: for the first choice."""
        return [
            (key, _now(one.label), one.cites.cite(), "" if one.cites.confirmed else str(labels.standing(one.cites)))
            for key, one in REPLIES.items()
        ]

    @property
    def chosen(self) -> str:
        return f"{_now(self.reply.label)}（{self.reply.cites.cite()}）" if self.reply else ""

    @property
    def third_party_unasked(self) -> bool:
        return not self.case.times("ask_third_party")

    def clean_kind(self) -> str:
        kind = str(self.cleaned_data["kind"])
        if kind not in REPLIES:
            raise forms.ValidationError(_("请选择答复的种类。"))
        return kind


class SignForm(StepForm):
    """签发: the letter as it will go out is on the same page."""

    part = "disclosure/_sign.html"
    note = TextField(label=_("备注"), required=False, rows=2, most=1000)

    def prepare(self) -> None:
        self.letter_url, self.picture_url = draft_urls(self.case.matter)
