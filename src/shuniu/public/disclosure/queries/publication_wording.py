"""What a passage of a publication says, in words: for the timeline of staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.web import words
from shuniu.public.disclosure import lists
from shuniu.public.disclosure.procedures.publication import CHECKS
from shuniu.public.disclosure.replies import WITHHELD

CHECKED = {
    "no_secret": _l("不涉及国家秘密、工作秘密"),
    "no_third_party": _l("不损害第三方合法权益"),
    "no_privacy": _l("不含个人隐私"),
}
GROUNDS = {ground.key: ground for ground in WITHHELD}


def said_in(passage: Passage) -> list[tuple[str, str]]:
    data = passage.data
    found = [(label, say(data)) for key, label, say in _SAYS if data.get(key) not in (None, "", [])]
    checks = [str(CHECKED[name]) for name in CHECKS if data.get(name) is True]
    if checks:
        found.insert(0, (_("逐项审查"), "；".join(checks)))
    return [(str(label), text) for label, text in found]


def ground_of(key: str) -> str:
    """The ground with its article; a word that is no key (an older record) is shown as it is."""
    ground = GROUNDS.get(key)
    return f"{_(ground.label)}（{ground.cites.cite()}）" if ground else key


def _day(text: Any) -> str:
    return words.day(date.fromisoformat(str(text)))


_SAYS: tuple[tuple[str, Any, Callable[[Mapping[str, Any]], str]], ...] = (
    ("title", _l("标题"), lambda data: str(data["title"])),
    ("category", _l("公开类别"), lambda data: lists.short_of(str(data["category"]))),
    ("document_number", _l("发文字号"), lambda data: str(data["document_number"])),
    ("formed_on", _l("形成或者变更之日"), lambda data: _day(data["formed_on"])),
    ("opinion", _l("审查意见"), lambda data: str(data["opinion"])),
    ("ground", _l("不予公开的依据"), lambda data: ground_of(str(data["ground"]))),
    ("reason", _l("理由"), lambda data: str(data["reason"])),
    ("index_number", _l("索引号"), lambda data: str(data["index_number"])),
    ("repealed_on", _l("废止日期"), lambda data: _day(data["repealed_on"])),
    ("file_names", _l("附件"), lambda data: "、".join(data["file_names"])),
    ("dropped", _l("撤下附件"), lambda data: _("%(count)s个") % {"count": len(data["dropped"])}),
)
