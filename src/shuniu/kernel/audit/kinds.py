"""Which types of event there are, and the sentence that tells each one to a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit.models import Event

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class UnknownEvent(LookupError):
    """No module registered this type of event."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of event. ``sentence`` has named places: ``%(actor)s`` and the keys of the body."""

    type: str
    label: StrOrPromise
    sentence: StrOrPromise


_kinds: dict[str, Kind] = {}


def register_event(type: str, label: StrOrPromise, sentence: StrOrPromise) -> Kind:
    """Declare a type of event, when the app is ready. A second declaration in other words is refused (ValueError)."""
    kind = Kind(type, label, sentence)
    known = _kinds.get(type)
    if known is not None and (str(known.label), str(known.sentence)) != (str(label), str(sentence)):
        raise ValueError(f"The event {type!r} is already registered with other words.")
    _kinds[type] = kind
    return kind


def kind_of(type: str) -> Kind:
    try:
        return _kinds[type]
    except KeyError:
        raise UnknownEvent(f"No event is registered as {type!r}.") from None


def kinds() -> tuple[Kind, ...]:
    """All types in the order of their names, for filters."""
    return tuple(_kinds[type] for type in sorted(_kinds))


class _Particulars(dict[str, Any]):
    """An older event may lack a particular that today's sentence names: a dash stands for it."""

    def __missing__(self, key: str) -> str:
        return "—"


def sentence_of(event: Event) -> str:
    """What happened, as a sentence in the reader's language."""
    particulars: Mapping[str, Any] = _Particulars(event.particulars, actor=event.actor)
    return str(kind_of(event.type).sentence) % particulars


def register_common_events() -> None:
    """The events that belong to no module: accounts, permissions, exports, personal data, the installation."""
    for type, label, sentence in (
        ("account.sign_in", _("登录"), _("%(actor)s登录，来自 %(address)s")),
        ("account.sign_in_failed", _("登录失败"), _("账号 %(username)s 登录失败，来自 %(address)s：%(reason)s")),
        ("account.locked", _("账号锁定"), _("账号 %(username)s 被锁定至 %(until)s")),
        ("account.sign_out", _("退出"), _("%(actor)s退出登录")),
        ("account.created", _("建立账号"), _("%(actor)s为 %(person)s 建立账号")),
        ("account.closed", _("停用账号"), _("%(actor)s停用 %(person)s 的账号")),
        ("account.password_changed", _("修改密码"), _("%(actor)s修改了 %(person)s 的密码")),
        ("account.second_factor", _("第二因素"), _("%(actor)s变更了 %(person)s 的第二因素：%(change)s")),
        ("permission.grant", _("授予角色"), _("%(actor)s授予 %(person)s 在%(unit)s的角色：%(role)s")),
        ("permission.withdraw", _("收回角色"), _("%(actor)s收回 %(person)s 在%(unit)s的角色：%(role)s")),
        ("permission.delegate", _("授权代理"), _("%(giver)s授权%(taker)s代理，自 %(since)s 至 %(until)s")),
        ("permission.revoke", _("撤销代理"), _("%(actor)s撤销%(giver)s对%(taker)s的授权代理")),
        ("export", _("导出"), _("%(actor)s导出%(what)s，共 %(rows)s 行")),
        ("personal_data.viewed", _("查看个人信息"), _("%(actor)s查看了%(what)s，事由：%(reason)s")),
        ("organisation.changed", _("机构变更"), _("%(actor)s变更机构：%(change)s")),
        ("configuration.changed", _("配置变更"), _("%(actor)s将%(what)s由 %(before)s 改为 %(after)s")),
        ("record.proof", _("出具记录证明"), _("%(actor)s为 %(number)s 出具记录证明文件")),
        ("system.backup", _("备份"), _("%(actor)s完成备份 %(name)s")),
        ("system.restored", _("恢复"), _("%(actor)s从备份 %(name)s 恢复")),
    ):
        register_event(type, label, sentence)
