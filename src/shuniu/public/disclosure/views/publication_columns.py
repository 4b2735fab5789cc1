"""The columns of the lists of publications."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.web.tables import Column

NUMBER = Column("number", _("编号"), kind="code", link=lambda row: row.url)
TITLE = Column("title", _("标题"), value="matter.title", wide=True)
CATEGORY = Column("category", _("公开类别"))
UNIT = Column("unit", _("信息所属单位"))
STATE = Column("state", _("状态"), kind="badge")
LIGHT = Column("light", _("时限"), kind="light")
DUE = Column("due", _("公开期限"), value="matter.due_at", kind="day")
INDEX = Column("index_number", _("索引号"), value="publication.index_number", kind="code")
PUBLISHED = Column("published_on", _("公开日期"), value="publication.published_on", kind="day")
VALIDITY = Column("validity", _("有效性"))

QUEUE = (NUMBER, TITLE, CATEGORY, UNIT, Column("task", _("待办")), LIGHT, DUE)
LIST = (NUMBER, TITLE, CATEGORY, UNIT, STATE, LIGHT, PUBLISHED, VALIDITY)
EXPORT = (
    NUMBER, INDEX, TITLE, CATEGORY, UNIT, STATE,
    Column("document_number", _("发文字号"), value="publication.document_number"),
    Column("formed_on", _("形成或者变更之日"), value="publication.formed_on", kind="day"),
    PUBLISHED, DUE, LIGHT, VALIDITY,
)  # fmt: skip
