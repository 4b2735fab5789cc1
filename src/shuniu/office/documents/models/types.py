"""What a paper is called, where it goes, who may read it and how long it is kept."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuniu.office.documents.rules.kinds import KINDS


class DocumentType(models.TextChoices):
    """文种: the fifteen types of article 8 of 《党政机关公文处理工作条例》. There is no sixteenth."""

    RESOLUTION = "resolution", _("决议")
    DECISION = "decision", _("决定")
    ORDER = "order", _("命令（令）")
    COMMUNIQUE = "communique", _("公报")
    PROCLAMATION = "proclamation", _("公告")
    NOTICE_TO_PUBLIC = "notice_to_public", _("通告")
    OPINION = "opinion", _("意见")
    NOTICE = "notice", _("通知")
    CIRCULAR = "circular", _("通报")
    REPORT = "report", _("报告")
    REQUEST = "request", _("请示")
    REPLY = "reply", _("批复")
    BILL = "bill", _("议案")
    LETTER = "letter", _("函")
    MINUTES = "minutes", _("纪要")


TYPES = dict(zip((kind.name for kind in sorted(KINDS.values(), key=lambda kind: kind.item)), DocumentType, strict=True))
"""By the name that stands on the paper. Both are in article 8's order; a label is no key, it follows the screen's language."""


class Direction(models.TextChoices):
    """行文方向: to superiors, to those beside, to those below, or to everybody."""

    UP = "up", _("上行文")
    LEVEL = "level", _("平行文")
    DOWN = "down", _("下行文")
    PUBLIC = "public", _("公布性公文")


DIRECTIONS: dict[str, Direction] = {
    DocumentType.REPORT: Direction.UP,
    DocumentType.REQUEST: Direction.UP,
    DocumentType.BILL: Direction.LEVEL,
    DocumentType.LETTER: Direction.LEVEL,
    DocumentType.COMMUNIQUE: Direction.PUBLIC,
    DocumentType.PROCLAMATION: Direction.PUBLIC,
    DocumentType.NOTICE_TO_PUBLIC: Direction.PUBLIC,
}
"""The direction that a type usually has; the others go down. An opinion may go any way: the drafter says which."""


class Release(models.TextChoices):
    """公开属性, decided while the paper is drafted."""

    ACTIVE = "active", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")
    NONE = "none", _("不予公开")


class Retention(models.TextChoices):
    """保管期限, as the drafter proposes and the archivist fixes it."""

    PERMANENT = "permanent", _("永久")
    THIRTY_YEARS = "thirty_years", _("30年")
    TEN_YEARS = "ten_years", _("10年")


def type_in_title(title: str) -> str:
    """The type that a title ends with, empty when it ends with none."""
    words = {str(kind.label).partition("（")[0]: kind.value for kind in DocumentType}
    bare = title.strip().removesuffix("）").partition("（")[0] if title.strip().endswith("）") else title.strip()
    fitting = [word for word in words if bare.endswith(word)]
    return words[max(fitting, key=len)] if fitting else ("order" if bare.endswith("令") else "")
