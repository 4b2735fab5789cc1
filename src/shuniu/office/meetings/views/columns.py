"""The columns of the lists of meetings."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.web.tables import Column
from shuniu.office.meetings.queries.lists import Line

NUMBER = Column("number", _l("会议编号"), kind="code", link=lambda row: row.url)
TITLE = Column("title", _l("会议名称"), wide=True, link=lambda row: row.url)
DAY = Column("day", _l("会议日期"), kind="day")
TIME = Column("time", _l("时间"), kind="code")
UNIT = Column("unit", _l("办会单位"))
KLASS = Column("klass", _l("会议类别"))
STATE = Column("state", _l("状态"), kind="badge")
LIGHT = Column("light", _l("时限"), kind="light")

LIST = (NUMBER, TITLE, DAY, TIME, UNIT, KLASS, STATE, LIGHT)
EXPORT = (
    *(replace(one, value=f"line.{one.key}", link=None) for one in (NUMBER, TITLE, KLASS, UNIT, DAY, TIME)),
    Column("place", _l("地点")), replace(STATE, value="line.state"),
    Column("people", _l("人数"), value="meeting.people", kind="number"),
    Column("attended", _l("到会人数"), value="meeting.attended", kind="number"),
    Column("person_hours", _l("参会人时"), value="meeting.person_hours", kind="number"),
    Column("budget", _l("预算（元）"), value="meeting.budget", kind="number"),
    Column("spent", _l("实际支出（元）"), value="meeting.cost", kind="number"),
    Column("minutes", _l("纪要编号"), value="meeting.minutes_number"),
    Column("decisions", _l("议定事项"), value="meeting.decisions", kind="number"),
)  # fmt: skip


def key(row: Line, now: datetime) -> Hashable:
    """A line is all that its cells show."""
    return row
