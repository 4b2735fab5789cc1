"""What the style guide shows: one of each component, with invented content of the demo city."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web import charts
from shuniu.kernel.web.fields import DayInput, FilesField
from shuniu.kernel.web.paging import Slice
from shuniu.kernel.web.request import Request
from shuniu.kernel.web.tables import Column, Table, sort_of


class SampleForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=60, help_text=_("一句话说清是什么事、在哪里。"))
    text = forms.CharField(
        label=_("具体情况"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("请勿填写身份证号等与办理无关的信息。"),
    )
    happened_on = forms.DateField(label=_("发生日期"), widget=DayInput, required=False)
    kind = forms.ChoiceField(
        label=_("类型"),
        choices=[("help", _("求助")), ("complaint", _("投诉")), ("ask", _("咨询"))],
        widget=forms.RadioSelect,
    )
    unit = forms.ChoiceField(
        label=_("主办单位"), choices=[("", _("请选择")), ("1", _("市城市管理局")), ("2", _("市住房和城乡建设局"))]
    )
    photos = FilesField(
        label=_("照片或材料"), required=False, accept="image/*,.pdf", help_text=_("最多 9 个，每个不超过 20 MB。")
    )
    secret = forms.BooleanField(label=_("对被反映单位隐去我的姓名和电话"), required=False)


class SampleFilter(forms.Form):
    q = forms.CharField(label=_("关键词"), required=False)
    light = forms.ChoiceField(
        label=_("时限"), required=False, choices=[("", _("全部")), ("red", _("已超期")), ("amber", _("将到期"))]
    )
    since = forms.DateField(label=_("登记日期自"), widget=DayInput, required=False)


COLUMNS = (
    Column("number", _("编号"), kind="code", link=lambda row: f"#{row['number']}", sort=True),
    Column("title", _("标题"), wide=True),
    Column("light", _("时限"), kind="light"),
    Column("due_on", _("办结期限"), kind="day", sort=True),
    Column("state", _("状态"), kind="badge"),
    Column("unit", _("主办单位")),
    Column("times", _("反映次数"), kind="number", sort=True),
)


def _rows(request: Request) -> list[dict[str, Any]]:
    lines = [
        (312, "和平路夜市油烟扰民，多次反映未解决", "red", -2, ("办理中", "warn"), "市城市管理局", 14),
        (318, "翠屏小区三号楼电梯停运，老人出行困难", "amber", 1, ("待签收", "info"), "市市场监督管理局", 3),
        (325, "云州大道公交站台照明损坏", "green", 5, ("办理中", "plain"), "市交通运输局", 1),
        (327, "拖欠农民工工资，涉及二十余人", "green", 9, ("协办中", "plain"), "市人力资源和社会保障局", 1208),
        (330, "对窗口工作人员的表扬", "none", 12, ("已办结", "good"), "市行政审批局", 1),
    ]
    keys = ("number", "title", "light", "due_on", "state", "unit", "times")
    return [
        dict(zip(keys, (f"云热〔2026〕{no}号", title, light, request.today + timedelta(days=due), *rest), strict=True))
        for no, title, light, due, *rest in lines
    ]


def _timeline(request: Request) -> list[dict[str, Any]]:
    now = request.now
    return [
        {
            "at": now - timedelta(days=6),
            "title": "登记",
            "who": "话务员 林晓（受理科）",
            "text": "来电人反映夜间油烟和噪声，附照片两张。",
        },
        {
            "at": now - timedelta(days=6, hours=-1),
            "title": "交办",
            "who": "派单员 周敏",
            "tone": "good",
            "text": "主办：市城市管理局；协办：市生态环境局。",
        },
        {
            "at": now - timedelta(days=4),
            "title": "退回",
            "who": "市城市管理局 何立",
            "tone": "warn",
            "note": "退回一次",
            "text": "反映的路段属平川区，建议由平川区城管大队办理。",
        },
        {
            "at": now - timedelta(hours=3),
            "title": "期限已过",
            "tone": "bad",
            "note": "超期",
            "cites": "依据：云州市 12345 热线管理办法（本地规定）",
        },
    ]


def _charts(live: bool) -> list[charts.Chart]:
    days = [f"11-{day}" for day in range(10, 24)]
    came = charts.Series("登记", (210, 232, 198, 240, 251, 190, 160, 244, 262, 251, 270, 301, 260, 288), ["#day"] * 14)
    closed = charts.Series("办结", (205, 221, 203, 229, 244, 201, 150, 230, 255, 259, 261, 262, 270, 241))
    lights = (
        charts.Series("正常", (31, 22, 18, 9), tone="good"),
        charts.Series("将到期", (6, 3, 4, 2), tone="warn"),
        charts.Series("已超期", (2, 0, 1, 0), tone="bad"),
    )
    kinds = charts.Series("件数", (412, 356, 240, 61), ["#kind"] * 4)
    units = ["城管局", "住建局", "交通局", "人社局"]
    hours = [f"{hour}时" for hour in range(8, 24, 2)]
    week = [
        charts.Series(f"周{day}", [(at * 7 + nth * 13) % 41 for at in range(8)]) for nth, day in enumerate("一二三四五")
    ]
    look: dict[str, Any] = {"unit": "件", "live": live}
    return [
        charts.line("每日登记与办结", days, came, closed, key=f"line-{live}", **look),
        charts.stacked("各单位在办", units, *lights, key=f"stack-{live}", **look),
        charts.share("诉求类型", ["求助", "投诉", "咨询", "建议"], kinds, key=f"share-{live}", **look),
        charts.heat("来电时段", hours, *week, key=f"heat-{live}", **look),
    ]


def context(request: Request) -> dict[str, Any]:
    """Everything the style guide's template names."""
    sort = sort_of(request.GET, COLUMNS, "due_on")
    wrong = SampleForm({"title": "", "text": "夜里十二点以后仍在营业", "kind": "help", "unit": ""})
    return {
        "form": SampleForm(),
        "wrong": wrong,
        "filter": SampleFilter(request.GET or None),
        "table": Table(_("待办事项"), COLUMNS, _rows(request), sort=sort),
        "none": Table(_("待办事项"), COLUMNS, [], empty=_("没有已超期的事项。"), advice=_("可以看看“将到期”的事项。")),
        "slice": Slice(rows=[], after="next", before="before", count=1000, more=True),
        "entries": _timeline(request),
        "tab_entries": [("我的待办", "/styleguide/", 12), ("本单位", "?tab=unit", 148), ("已办", "?tab=done", None)],
        "files": [
            {"name": "现场照片1.jpg", "url": "#", "size": 812_344, "added": request.now},
            {"name": "情况说明.pdf", "url": "#", "size": 2_730_000},
        ],
        "charts": _charts(False),
        "live": _charts(True),
        "trend": (3, 5, 4, 8, 9, 7, 12, 15),
        "soon": request.today + timedelta(days=3),
        "earlier": request.now - timedelta(minutes=25),
    }
