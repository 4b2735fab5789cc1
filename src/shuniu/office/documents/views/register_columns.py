"""The columns of the registers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.queries import url_of
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web.tables import Column
from shuniu.office.documents.queries.seals import SealLine
from shuniu.office.documents.queries.series import Use

TONES = {"given": "good", "reserved": "info", "void": "plain"}


def series(today: date) -> tuple[Column, ...]:
    def state(use: Use) -> tuple[str, str]:
        if use.series.active_on(today):
            return _("使用中"), "good"
        return (_("未启用"), "info") if use.series.active_from > today else (_("已停用"), "plain")

    return (
        Column(
            "word",
            _l("发文代字"),
            value="series.word",
            kind="code",
            link=lambda use: reverse("documents:series_one", args=[use.series.pk]),
        ),
        Column("organ", _l("发文机关"), value="series.organ", wide=True),
        Column("unit", _l("可使用的机构"), value=lambda use: tree().name(use.series.unit_id)),
        Column("state", _l("状态"), value=state, kind="badge"),
        Column("last", _l("最近一个文号"), kind="code"),
        Column("given", _l("已用"), kind="number"),
        Column("reserved", _l("预留"), kind="number"),
        Column("void", _l("作废"), kind="number"),
        Column("gaps", _l("缺号"), kind="number"),
    )


def _status(record: Any) -> tuple[str, str]:
    return record.get_status_display(), TONES[record.status]


def _paper(record: Any) -> str:
    return f"{record.matter.number} {record.matter.title}" if record.matter else ""


def _url(record: Any) -> str:
    return url_of(record.matter) if record.matter else "#"


RECORDS = (
    Column("text", _l("发文字号"), kind="code"),
    Column("status", _l("状态"), value=_status, kind="badge"),
    Column("paper", _l("文件"), value=_paper, wide=True, link=_url),
    Column("why", _l("说明")),
    Column("by", _l("经办人"), value="by.name"),
    Column("at", _l("时间"), kind="moment"),
)


def _seal_state(line: SealLine) -> tuple[str, str]:
    return (_("有效"), "good") if line.active else (_("停用"), "plain")


SEALS = (
    Column(
        "organ",
        _l("单位或姓名"),
        value="seal.organ",
        wide=True,
        link=lambda line: reverse("documents:seal", args=[line.seal.pk]),
    ),
    Column("kind", _l("种类"), value="seal.get_kind_display"),
    Column("unit", _l("所属机构")),
    Column("state", _l("状态"), value=_seal_state, kind="badge"),
    Column("from", _l("启用日期"), value="seal.active_from", kind="day"),
    Column("to", _l("停用日期"), value="seal.active_to", kind="day"),
    Column("uses", _l("用印次数"), kind="number"),
)
USES = (
    Column("at", _l("用印时间"), kind="moment"),
    Column("organ", _l("印章")),
    Column("paper", _l("文件"), value=_paper, wide=True, link=_url),
    Column("copies", _l("份数"), kind="number"),
    Column("by", _l("用印人"), value="by.name"),
    Column("service", _l("签章服务")),
    Column("digest", _l("文件摘要（SM3）"), value=lambda use: use.digest[:16] + "…"),
)
