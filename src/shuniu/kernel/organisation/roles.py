"""Roles: named sets of permissions, held in the scope of a unit and what lies below it.

Modules register their own at start-up (``apps.py``), so the kernel never names a business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Role:
    """One role. ``key`` is stored, ``label`` is shown, ``duties`` says in a sentence what its holder does."""

    key: str
    label: str | Promise
    duties: str | Promise = ""
    second_factor: bool = False
    """Whether its holders must sign in with a second factor (administrators do, when configured)."""


_registry: dict[str, Role] = {}


class UnknownRole(KeyError):
    """A procedure, an import or a form names a role that nobody registered."""


def register(*roles: Role) -> None:
    for role in roles:
        known = _registry.get(role.key)
        if known is not None and known != role:
            raise ValueError(f"role {role.key} is registered twice")
        _registry[role.key] = role


def role(key: str) -> Role:
    try:
        return _registry[key]
    except KeyError:
        raise UnknownRole(key) from None


def all_roles() -> list[Role]:
    return sorted(_registry.values(), key=lambda one: one.key)


SYSTEM_ADMIN = Role(
    "system_admin", _("系统管理员"), _("管理机构、人员和运行配置，不能授予权限、不能查看台账。"), second_factor=True
)
SECURITY_ADMIN = Role(
    "security_admin", _("安全管理员"), _("授予和收回角色、管理安全策略，不能建账号、不能查看台账。"), second_factor=True
)
AUDIT_ADMIN = Role("audit_admin", _("审计管理员"), _("查看和校验台账，不能改动任何业务和权限。"), second_factor=True)
LEADER = Role("leader", _("市领导"), _("查看全市情况，作出批示。"))
SECRETARY = Role("secretary", _("领导秘书"), _("为所服务的领导整理和呈报。"))

register(SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN, LEADER, SECRETARY)

ADMINISTRATORS = frozenset({SYSTEM_ADMIN.key, SECURITY_ADMIN.key, AUDIT_ADMIN.key})
"""三员: nobody holds two of these, and nobody lends one (等保 level 3, separation of administrators)."""


def needs_second_factor(keys: Iterable[str]) -> bool:
    """Whether any of these roles obliges its holder to sign in with two factors."""
    return any(_registry[key].second_factor for key in keys if key in _registry)


def label(key: str) -> str:
    """What the screen calls a role; the key itself when no installed module knows it any more."""
    known = _registry.get(key)
    return str(known.label) if known else key
