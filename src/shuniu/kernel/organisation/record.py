"""The one door from the organisation to the ledger, and the events that only this package knows.

The ledger stands above the organisation (it names actors); what happens to accounts and permissions is nevertheless
its business. All traffic goes through here, so the exception to the order of the kernel is one module wide.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit.kinds import kinds, register_event, sentence_of
from shuniu.kernel.audit.models import Event, Seal
from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.audit.verification import WHILE_WAITING, verify
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Person

__all__ = ["WHILE_WAITING", "Event", "Seal", "about", "kinds", "record", "register_events", "sentence_of", "verify"]


def record(type: str, *, at: datetime, actor: Actor, body: Mapping[str, Any]) -> None:
    """Add an event about accounts (``access``) or about people, units and permissions (``people``)."""
    stem = "access" if type.startswith("account.") else "people"
    with transaction.atomic():
        append_shared(stem, type, at=at, actor=actor, body={"success": True, **body})


def about(person: Person | int, **more: Any) -> dict[str, Any]:
    """The particulars that name a person: the name of the day for the reader, the id for the machine."""
    if isinstance(person, int):
        person = Person.objects.only("name").get(pk=person)
    return {"person": person.name, "person_id": person.pk, **more}


def register_events() -> None:
    """Called when the app is ready."""
    for type, label, sentence in (
        ("account.expired", _("闲置退出"), _("%(actor)s闲置超时，系统自动退出")),
        ("account.unlocked", _("账号解锁"), _("%(actor)s为 %(person)s 的账号解锁")),
        ("account.ended_everywhere", _("全部退出"), _("%(actor)s结束了 %(person)s 在所有设备上的登录")),
        ("account.changed", _("变更人员"), _("%(actor)s变更了 %(person)s 的信息：%(fields)s")),
        ("account.reopened", _("恢复账号"), _("%(actor)s恢复了 %(person)s 的账号")),
        ("organisation.unit_added", _("设立机构"), _("%(actor)s设立“%(unit)s”，自 %(on)s")),
        ("organisation.unit_renamed", _("机构更名"), _("%(actor)s将“%(former)s”更名为“%(unit)s”，自 %(on)s")),
        ("organisation.unit_changed", _("变更机构"), _("%(actor)s变更了“%(unit)s”的类别、职责或次序")),
        ("organisation.unit_closed", _("撤销机构"), _("%(actor)s撤销“%(unit)s”，自 %(on)s，移交事项 %(moved)s 件")),
        ("organisation.unit_merged", _("合并机构"), _("%(actor)s将“%(unit)s”并入“%(into)s”，自 %(on)s")),
        ("organisation.post_given", _("任职"), _("%(actor)s登记 %(person)s 任“%(unit)s”%(title)s，自 %(on)s")),
        ("organisation.post_ended", _("免职"), _("%(actor)s登记 %(person)s 不再任%(title)s，自 %(on)s")),
        ("organisation.imported", _("导入"), _("%(actor)s从表格“%(file)s”导入 %(rows)s 行")),
    ):
        register_event(type, label, sentence)
