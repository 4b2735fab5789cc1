"""拟稿: the form of a paper. Only what a version cannot do without is asked for; everything else is said beside the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.web.fields import FilesInput
from shuniu.office.documents.forms.typed import LINE_MOST, TEXT_MOST, TITLE_MOST, Typed, label_of
from shuniu.office.documents.models import Release, Retention
from shuniu.office.documents.queries.drafting import Author
from shuniu.office.documents.rules.kinds import COMMON, KINDS, kind_of

NOTE_MOST = 200
URGENCIES = [("", _("不注明")), ("加急", _("加急")), ("特急", _("特急"))]


def no_secrets(value: str) -> None:
    if marks_in(value):
        raise forms.ValidationError(SECRET_REFUSAL, code="secret")


class KindSelect(forms.RadioSelect):
    """One type of fifteen; each radio carries what the page says about it."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **options)
        kind = KINDS[str(value)]
        option["attrs"] |= {
            "data-help": kind.help,
            "data-ways": " ".join(sorted(kind.ways)),
            "data-ending": kind.ending,
        }
        return option


def _line(
    label: Any, help_text: Any = "", *, most: int = LINE_MOST, chips: bool = False, **attrs: Any
) -> forms.CharField:
    given = {"autocomplete": "off", **({"data-chips": ""} if chips else {}), **attrs}
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=most, validators=[no_secrets],
        widget=forms.TextInput(attrs=given),
    )  # fmt: skip


class DraftForm(forms.Form):
    """The order of the fields is the order of the work: what, in whose name, to whom, about what, the words."""

    kind = forms.ChoiceField(
        label=_("文种"), choices=[(name, label_of(name)) for name in KINDS], widget=KindSelect, initial="通知",
        error_messages={"required": _("请选择文种。")},
    )  # fmt: skip
    organ = forms.ChoiceField(label=_("发文机关"), required=False)
    title = forms.CharField(
        label=_("标题"), help_text=_("只写事由即可，例如“开展冬季供热检查”，机关名称和文种自动补全。"), max_length=TITLE_MOST,
        validators=[no_secrets], widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("请写标题。"), "max_length": _("标题超过 %(limit_value)d 字，排不进首页。请压缩到 50 字以内。"),
        },
    )  # fmt: skip
    recipients = _line(_("主送"), _("输入名称、简称或拼音首字母，回车选定；几个单位用顿号隔开。"), chips=True)
    copies = _line(_("抄送"), chips=True)
    text = forms.CharField(
        label=_("正文"),
        widget=forms.Textarea(
            attrs={"rows": 22, "data-notation": "", "spellcheck": "false", "data-key": "alt+t", "data-key-label": _("正文")}
        ),
        max_length=TEXT_MOST, validators=[no_secrets],
        error_messages={
            "required": _("请写正文。"),
            "max_length": _("正文有 %(show_value)d 字，超过一份公文能容的 %(limit_value)d 字。较长的材料请作为附件。"),
        },
    )  # fmt: skip
    joint = _line(_("联合发文机关"), _("除上面的主办机关以外，一起发文的同级机关。"), chips=True)
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=URGENCIES, required=False)
    note = _line(_("附注"), _("请示写联系人和电话；其他公文可写印发范围。不写括号。"), most=NOTE_MOST)
    release = forms.ChoiceField(
        label=_("公开属性"), choices=Release.choices, initial=Release.ON_REQUEST, required=False
    )
    release_reason = _line(_("不予公开的理由"), most=NOTE_MOST)
    retention = forms.ChoiceField(
        label=_("保管期限"), choices=Retention.choices, initial=Retention.TEN_YEARS, required=False
    )
    important = forms.BooleanField(label=_("重要公文（由主要负责人签发）"), required=False)
    present = _line(_("出席"))
    absent = _line(_("请假"))
    attending = _line(_("列席"))
    change = _line(_("这一稿改了什么"), most=NOTE_MOST)
    file = forms.FileField(
        label=_("从 Word 文件导入正文"), required=False, widget=FilesInput(attrs={"accept": ".docx"})
    )

    def __init__(
        self, *args: Any, authors: Sequence[Author], new: bool, asks_why: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.authors = authors
        organ = self.fields["organ"]
        assert isinstance(organ, forms.ChoiceField)
        organ.choices = [(one.value, one.label) for one in authors]
        if new:
            del self.fields["change"]
        elif asks_why:
            self.fields["change"].required = True
            self.fields["change"].help_text = _("签发后只能作文字校正，须写明改了什么、为什么。")
        given = self.data if self.is_bound else self.initial
        self.typed = Typed.of(given, authors)
        if new and not self.is_bound and not given.get("title"):
            self.fields["title"].widget.attrs["data-focus"] = ""

    @property
    def annexes(self) -> list[dict[str, str]]:
        """What was typed about annexes, shown again."""
        return [{"title": title, "text": text} for title, text in self.typed.annexes]

    @property
    def common(self) -> list[Any]:
        return [one for one in self["kind"] if one.data["value"] in COMMON]

    @property
    def rare(self) -> list[Any]:
        return [one for one in self["kind"] if one.data["value"] not in COMMON]

    @property
    def shows_rare(self) -> bool:
        return self.typed.values["kind"] in KINDS and self.typed.values["kind"] not in COMMON

    @property
    def shows_more(self) -> bool:
        """Whether the further elements are open: one of them is filled in, or is wrong."""
        values = self.typed.values
        further = ("joint", "note", "urgency", "important", "release_reason")
        return any(values[name] for name in further) or any(name in self.errors for name in (*further, "retention"))

    def clean_kind(self) -> str:
        kind = kind_of(self.cleaned_data["kind"])
        assert kind is not None
        return kind.name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(marks_in(f"{title}\n{text}") for title, text in self.typed.annexes):
            raise forms.ValidationError(SECRET_REFUSAL, code="secret")
        untitled = [number for number, (title, _text) in enumerate(self.typed.annexes, 1) if not title]
        if untitled:
            raise forms.ValidationError(_("附件%(number)d还没有标题。"), params={"number": untitled[0]})
        too_long = sum(len(text) for _title, text in self.typed.annexes) > TEXT_MOST
        if too_long:
            raise forms.ValidationError(_("附件的文字太多，请以文件形式随文发送。"))
        return data
